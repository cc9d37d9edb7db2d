package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"ruqsat/account"
)

func signedInAs(a account.Account) func(context.Context, string, time.Time) (account.Session, error) {
	return func(_ context.Context, token string, _ time.Time) (account.Session, error) {
		if token != "token" {
			return account.Session{}, account.ErrNoSession
		}
		return account.Session{Account: a, Stage: account.StageFull}, nil
	}
}

func (h *house) signed(path string) *httptest.ResponseRecorder {
	r := mustRequest(http.MethodGet, path)
	r.AddCookie(&http.Cookie{Name: h.site.CookieName(), Value: "token"})
	return h.do(r)
}

func TestAPageOfSomebodySignedInIsNotKept(t *testing.T) {
	h := light(t)
	h.site.Session = signedInAs(account.Account{ID: "a", Role: account.Person, State: account.Active, Surname: "Рахимов"})
	if got := h.signed("/").Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control %q", got)
	}
	if got := h.get("/").Header().Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("a stranger's page: Cache-Control %q", got)
	}
}

func TestWhoeverIsNotSignedInIsLedThere(t *testing.T) {
	h := light(t)
	h.door(Route{Method: http.MethodGet, Pattern: "/own", Act: account.Self, Page: "own", Handler: func(v *Visit) error {
		if err := v.May(nil); err != nil {
			return err
		}
		return v.Show(statusPage())
	}})
	w := h.get("/own?a=1")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/signin?next=%2Fown%3Fa%3D1&why=open" {
		t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control %q", got)
	}
}
