package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/problem"
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

// unmethod is the one answer of the door that no machine's page knows.
var unmethod = problem.Problem{Code: "method", Status: http.StatusMethodNotAllowed}

// problemOf is the answer to an error that reaches the frame: what the door finds itself, and for all
// the rest the one table that the API answers by too. known is false for a bug of ours.
func problemOf(err error) (p problem.Problem, known bool) {
	var many errTooMany
	switch {
	case errors.As(err, &many):
		p, known = problem.TooMany, true
		p.Retry = max(1, int(many.Wait.Seconds()))
	case errors.Is(err, errForm):
		p, known = problem.BadRequest, true
	case errors.Is(err, errOrigin):
		p, known = problem.CrossOrigin, true
	case errors.Is(err, errNoPage):
		p, known = problem.NotFound, true
	case errors.Is(err, errMethod):
		p, known = unmethod, true
	default:
		return problem.Of(err)
	}
	return p, known
}

func status(err error) int {
	p, _ := problemOf(err)
	return p.Status
}

// fail shows what went wrong in the person's language with a way out. Whoever has
// to sign in is led there, and back afterwards.
func (s *Site) fail(w http.ResponseWriter, v *Visit, err error) {
	if errors.Is(err, account.ErrSignIn) || errors.Is(err, account.ErrSecondStep) {
		http.Redirect(w, v.Request, signIn(v, err), http.StatusSeeOther)
		return
	}
	if errors.Is(err, account.ErrOneTime) {
		http.Redirect(w, v.Request, "/password", http.StatusSeeOther)
		return
	}
	p, known := problemOf(err)
	if !known {
		s.Log.Error("fault", "request", v.ID, "page", v.Route.Page, "error", err.Error())
	}
	if p.Retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(p.Retry))
	}
	code := p.Status
	v.answer = answer{status: code, page: faultPage(faultOf(v, p))}
	body, err := v.render()
	if err != nil { // the words of the fault itself: nothing is left but its number
		s.Log.Error("fault page", "request", v.ID, "error", err.Error())
		w.WriteHeader(code)
		return
	}
	html(w, v, body)
}

func signIn(v *Visit, err error) string {
	if errors.Is(err, account.ErrSecondStep) {
		next := v.formPage()
		if v.Request.Method == http.MethodGet {
			next = v.here()
		}
		if next == "" {
			return "/signin/code"
		}
		return "/signin/code?next=" + url.QueryEscape(next)
	}
	if v.Request.Method == http.MethodGet || v.Request.Method == http.MethodHead {
		return "/signin?next=" + url.QueryEscape(v.here()) + "&why=open"
	}
	if next := v.formPage(); next != "" {
		return "/signin?next=" + url.QueryEscape(next) + "&why=typed"
	}
	return "/signin?why=typed"
}

// formPage is the page that a form came from: the one of the same address, or that of its case.
func (v *Visit) formPage() string {
	asked := v.Request.Clone(v.Request.Context())
	asked.Method = http.MethodGet
	if _, pattern := v.site.mux.Handler(asked); strings.HasPrefix(pattern, http.MethodGet+" ") {
		return v.Request.URL.EscapedPath()
	}
	if id := v.Request.PathValue("case"); isID(id) && strings.HasPrefix(v.Route.Pattern, "/cabinet/") {
		return "/cabinet/case/" + id
	}
	return ""
}

// fault is an error page: what is so, why and what to do, and when to come back.
type fault struct {
	Code        int
	Title, What string
	Wait        string // until when the door stays shut
	Request     string // shown where someone has to be asked
	Prove       bool   // the way on is to prove one's identity
}

func faultOf(v *Visit, p problem.Problem) fault {
	f := fault{Code: p.Status, Title: p.Title(v.Language), What: p.Detail(v.Language), Prove: p.Code == "unproven"}
	if p.Status == http.StatusTooManyRequests {
		f.Wait = v.Say("cabinet.wait", "time", words.Clock(v.Now.Add(time.Duration(p.Retry)*time.Second).Add(time.Minute-1).In(calendar.Zone)))
	}
	if p.Status >= http.StatusInternalServerError {
		f.Request = v.ID
	}
	return f
}
