package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/problem"
	"ruqsat/words"
)

func furnishedNot(t *testing.T, f func(*testing.T, *house)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { f(t, newHouse(t, d)) })
}

func mustRequest(method, path string) *http.Request { return httptest.NewRequest(method, path, nil) }

// door adds one route to the house, as it would stand in the table.
func (h *house) door(r Route) {
	check([]Route{r})
	h.site.mux.Handle(r.Method+" "+r.Pattern, h.site.door(r))
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

func TestARouteWithoutAnActDoesNotStart(t *testing.T) {
	good := Route{Method: http.MethodGet, Pattern: "/x", Act: account.Public, Page: "x", Handler: func(*Visit) error { return nil }}
	if panics(func() { check([]Route{good}) }) {
		t.Fatal("a whole route starts")
	}
	for name, spoil := range map[string]func(*Route){
		"no act": func(r *Route) { r.Act = "" }, "an act of nobody": func(r *Route) { r.Act = "case.forget" }, "no page": func(r *Route) { r.Page = "" },
		"no handler": func(r *Route) { r.Handler = nil }, "no path": func(r *Route) { r.Pattern = "x" }, "a method of no form": func(r *Route) { r.Method = http.MethodDelete },
	} {
		bad := good
		spoil(&bad)
		if !panics(func() { check([]Route{bad}) }) {
			t.Errorf("%s: it starts", name)
		}
	}
	if !panics(func() { check([]Route{good, good}) }) {
		t.Error("twice the same route: it starts")
	}
}

func TestEveryRouteOfTheTableNamesItsAct(t *testing.T) {
	h := light(t)
	for _, r := range h.site.Routes() {
		if r.Act == "" || r.Page == "" {
			t.Errorf("%s %s: act %q, page %q", r.Method, r.Pattern, r.Act, r.Page)
		}
	}
	if len(h.site.Routes()) < 12 {
		t.Error("routes are missing")
	}
}

func TestAHandlerThatDoesNotAskShowsNothing(t *testing.T) {
	h := light(t)
	h.door(Route{Method: http.MethodGet, Pattern: "/secret", Act: account.CaseRead, Page: "secret", Handler: func(v *Visit) error { return v.Show(statusPage()) }})
	h.site.Session = signedInAs(account.Account{ID: "a", Role: account.Person, State: account.Active})
	if w := h.signed("/secret"); w.Code != 500 || strings.Contains(w.Body.String(), words.Say(words.Kazakh, "web.status.text")) {
		t.Errorf("%d", w.Code)
	}
}

func TestErrorsHaveAPageWithAWayOut(t *testing.T) {
	h := light(t)
	for status, err := range map[int]error{
		403: account.ErrForbidden, 404: account.ErrHidden, 409: fmt.Errorf("save: %w", db.ErrStale), 413: &http.MaxBytesError{Limit: 1},
		429: errTooMany{time.Minute}, 500: errors.New("secret detail"), 503: db.ErrBusy,
	} {
		path := fmt.Sprint("/fault/", status)
		h.door(Route{Method: http.MethodGet, Pattern: path, Act: account.Public, Page: "fault", Handler: func(*Visit) error { return err }})
		for _, l := range words.Languages {
			w := h.in(l, path)
			body := w.Body.String()
			if w.Code != status || !strings.Contains(body, templ.EscapeString(problemFor(err).Detail(l))) || strings.Contains(body, "secret") {
				t.Errorf("%s in %s: %d", path, l, w.Code)
			}
			for _, wrong := range sound(l, body) {
				t.Errorf("%s in %s: %s", path, l, wrong)
			}
		}
	}
}

func problemFor(err error) problem.Problem { p, _ := problemOf(err); return p }

func TestAPanicIsAPageWithTheNumberOfTheRequest(t *testing.T) {
	h := light(t)
	h.door(Route{Method: http.MethodGet, Pattern: "/panic", Act: account.Public, Page: "panic", Handler: func(*Visit) error { panic("passport FA4821735") }})
	w := h.get("/panic?iin=850115390017")
	if w.Code != 500 || !strings.Contains(w.Body.String(), w.Header().Get("X-Request-Id")) {
		t.Errorf("%d without the number", w.Code)
	}
	if log := h.log.String(); strings.Contains(log, "850115390017") || strings.Contains(log, "FA4821735") || !strings.Contains(log, w.Header().Get("X-Request-Id")) {
		t.Error("the log tells personal data, or not the number")
	}
}

func TestTheLogHoldsNoPathAndNoQuery(t *testing.T) {
	h := light(t)
	h.get("/check?number=ZH-3944-26-000001")
	h.get("/p/abcdefghijklmnopqrstuvwxyz")
	h.post("/check", url.Values{"number": {"ZH-3944-26-000001"}, "passport": {"FA4821735"}})
	for _, secret := range []string{"ZH-3944", "abcdefghij", "FA4821735", "/check"} {
		if strings.Contains(h.log.String(), secret) {
			t.Errorf("the log tells %s", secret)
		}
	}
	if !strings.Contains(h.log.String(), `"page":"permit"`) {
		t.Error("the log names no page")
	}
}

func TestAFormFromAnotherSiteIsRefused(t *testing.T) {
	h := light(t)
	r := httptest.NewRequest(http.MethodPost, "/check", strings.NewReader("number=1"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if w := h.do(r); w.Code != 403 {
		t.Errorf("%d", w.Code)
	}
}

func TestABodyHasItsLimit(t *testing.T) {
	h := light(t)
	for _, length := range []int64{Ordinary + 1, -1} { // said, and not said
		r := httptest.NewRequest(http.MethodPost, "/check", strings.NewReader("number="+strings.Repeat("9", Ordinary)))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.ContentLength = length
		if w := h.do(r); w.Code != 413 {
			t.Errorf("length %d: %d", length, w.Code)
		}
	}
}

func TestAnotherMethodIsNamed(t *testing.T) {
	h := light(t)
	w := h.do(mustRequest(http.MethodDelete, "/quota"))
	if w.Code != 405 || w.Header().Get("Allow") != "GET" {
		t.Errorf("%d, allow %q", w.Code, w.Header().Get("Allow"))
	}
}

func TestTheLanguageIsChosenAndKept(t *testing.T) {
	h := light(t)
	language := func(header, cookie, path string) string {
		r := mustRequest(http.MethodGet, path)
		r.Header.Set("Accept-Language", header)
		if cookie != "" {
			r.AddCookie(&http.Cookie{Name: "lang", Value: cookie})
		}
		body := h.do(r).Body.String()
		at := strings.Index(body, `<html lang="`) + len(`<html lang="`)
		return body[at : at+2]
	}
	for _, c := range []struct{ header, cookie, path, want string }{
		{"", "", "/", "kk"}, {"ru-RU,ru;q=0.9", "", "/", "ru"}, {"de", "", "/", "kk"}, {"ru", "en", "/", "en"},
		{"ru", "xx", "/", "ru"}, {"ru", "ru", "/?lang=kk", "kk"}, {"ru", "", "/?lang=xx", "ru"},
	} {
		if got := language(c.header, c.cookie, c.path); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
	w := h.get("/quota?region=" + kostanay + "&lang=ru")
	if c := w.Result().Cookies(); len(c) != 1 || c[0].Name != "lang" || c[0].Value != "ru" || !c[0].HttpOnly {
		t.Errorf("cookies %v", c)
	}
	if !strings.Contains(w.Body.String(), `href="/quota?region=`+kostanay+`&amp;lang=en"`) {
		t.Error("the link to another language does not keep the page")
	}
}

func TestNobodyIsLedToAnotherSite(t *testing.T) {
	for path, want := range map[string]string{
		"/cabinet?x=1": "/cabinet?x=1", "//evil.example": "/", "https://evil.example": "/", `/\evil.example`: "/", "/a\r\nSet-Cookie: x": "/", "": "/", "evil": "/",
	} {
		if got := Inside(path); got != want {
			t.Errorf("%q leads to %q", path, got)
		}
	}
}

func TestTheLimiterForgetsAndStaysSmall(t *testing.T) {
	l, now := newLimiter(), thursday
	for i := range 3 * most {
		l.allow(fmt.Sprint(i), 1, time.Minute, now.Add(time.Duration(i)*time.Millisecond))
	}
	if len(l.tries) > most {
		t.Errorf("%d keys", len(l.tries))
	}
	if ok, _ := l.allow("a", 1, time.Minute, now); !ok {
		t.Error("the first try is refused")
	}
	if ok, wait := l.allow("a", 1, time.Minute, now.Add(time.Second)); ok || wait != 59*time.Second {
		t.Errorf("the second: %v, %v", ok, wait)
	}
}
