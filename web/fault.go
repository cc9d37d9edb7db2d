package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/words"
)

// errTooMany is a door tried too often; Wait says for how long it stays shut.
type errTooMany struct{ Wait time.Duration }

func (e errTooMany) Error() string { return "web: too many tries" }

var (
	errNoPage  = errors.New("web: no such page")
	errMethod  = errors.New("web: the page is there, the method is not")
	errOrigin  = errors.New("web: a form sent from another site")
	errForm    = errors.New("web: the form cannot be read")
	errUnasked = errors.New("web: the handler did not ask for authority")
)

// faults turns an error that reaches the frame into its status; the words are
// web.fault.STATUS in the catalogue. What is not here is 500.
var faults = []struct {
	is     error
	status int
}{
	{errForm, http.StatusBadRequest},
	{errOrigin, http.StatusForbidden},
	{account.ErrForbidden, http.StatusForbidden},
	{account.ErrUnproven, http.StatusForbidden},
	{errNoPage, http.StatusNotFound},
	{account.ErrHidden, http.StatusNotFound},
	{account.ErrUnknown, http.StatusNotFound},
	{permit.ErrNoPermit, http.StatusNotFound},
	{db.ErrNone, http.StatusNotFound},
	{errMethod, http.StatusMethodNotAllowed},
	{db.ErrStale, http.StatusConflict},
	{db.ErrBusy, http.StatusServiceUnavailable},
	{db.ErrUnavailable, http.StatusServiceUnavailable},
	{db.ErrClosed, http.StatusServiceUnavailable},
	{context.DeadlineExceeded, http.StatusServiceUnavailable},
	{context.Canceled, http.StatusServiceUnavailable},
}

func status(err error) int {
	if errors.As(err, new(*http.MaxBytesError)) {
		return http.StatusRequestEntityTooLarge
	}
	if errors.As(err, new(errTooMany)) {
		return http.StatusTooManyRequests
	}
	for _, f := range faults {
		if errors.Is(err, f.is) {
			return f.status
		}
	}
	return http.StatusInternalServerError
}

// fail shows what went wrong in the person's language with a way out. Whoever has
// to sign in is led there, and back afterwards.
func (s *Site) fail(w http.ResponseWriter, v *Visit, err error) {
	if errors.Is(err, account.ErrSignIn) || errors.Is(err, account.ErrSecondStep) {
		http.Redirect(w, v.Request, signIn(v, err), http.StatusSeeOther)
		return
	}
	code := status(err)
	if code == http.StatusInternalServerError {
		s.Log.Error("fault", "request", v.ID, "page", v.Route.Page, "error", err.Error())
	}
	retry(w.Header(), code, err)
	v.answer = answer{status: code, page: faultPage(faultOf(v, code, err))}
	body, err := v.render()
	if err != nil { // the words of the fault itself: nothing is left but its number
		s.Log.Error("fault page", "request", v.ID, "error", err.Error())
		w.WriteHeader(code)
		return
	}
	html(w, code, body)
}

func signIn(v *Visit, err error) string {
	if errors.Is(err, account.ErrSecondStep) {
		return "/signin/code"
	}
	if v.Request.Method != http.MethodGet {
		return "/signin"
	}
	return "/signin?next=" + url.QueryEscape(v.here())
}

func retry(h http.Header, code int, err error) {
	switch code {
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "10")
	case http.StatusTooManyRequests:
		var many errTooMany
		errors.As(err, &many)
		h.Set("Retry-After", strconv.Itoa(max(1, int(many.Wait.Seconds()))))
	}
}

// fault is an error page: what is so, why, what to do.
type fault struct {
	Code             int
	Title, What, Way string
	Request          string // shown where someone has to be asked
}

func faultOf(v *Visit, code int, err error) fault {
	key := "web.fault." + strconv.Itoa(code)
	if errors.Is(err, account.ErrUnproven) {
		key = "web.fault.unproven"
	}
	if !words.Has(key + ".title") {
		key = "web.fault.500"
	}
	f := fault{Code: code, Title: v.Say(key + ".title"), What: v.Say(key + ".what"), Way: v.Say(key + ".way")}
	if code >= http.StatusInternalServerError {
		f.Request = v.ID
	}
	return f
}
