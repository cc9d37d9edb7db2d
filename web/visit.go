package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// Visit is one request, as a handler sees it: who comes, in which language, when,
// with which answers, under which law; and what the frame is to show in the end.
type Visit struct {
	Request  *http.Request
	Route    Route
	Session  *account.Session
	Actor    *account.Account // nil: a stranger
	Language words.Language
	Now      time.Time // of the whole visit
	Law      *regulation.Law
	Form     url.Values // query and body, cleaned
	ID       string     // of the request

	site   *Site
	judged bool         // authority was asked
	office *part.Office // of the case or the workplace; nil: the one for all
	answer answer
}

// answer is what the frame sends when the handler has returned.
type answer struct {
	status  int
	page    templ.Component
	to      string // redirect
	cookies []*http.Cookie
	send    func(http.ResponseWriter, *http.Request)
}

// May asks package account whether the actor may do the route's act to the thing,
// nil where the act has none. A handler of any route that is not public must ask,
// or the frame refuses to show what it made.
func (v *Visit) May(thing *account.Thing) error {
	v.judged = true
	return account.May(v.Actor, v.Route.Act, thing)
}

// Show lets the frame render a page.
func (v *Visit) Show(page templ.Component) error { return v.ShowAs(http.StatusOK, page) }

// ShowAs renders a page with another status: 422 for a form that must be mended.
func (v *Visit) ShowAs(status int, page templ.Component) error {
	v.answer.status, v.answer.page = status, page
	return nil
}

// Go leads to another page of this site, after an act (303). A path that does not
// begin with one slash leads to the first page: nobody is led to another site.
func (v *Visit) Go(path string) error {
	v.answer.status, v.answer.to = http.StatusSeeOther, Inside(path)
	return nil
}

// Send lets a handler write bytes that are no page: a file, a picture.
func (v *Visit) Send(f func(http.ResponseWriter, *http.Request)) error {
	v.answer.send = f
	return nil
}

// Cookie is set with the answer.
func (v *Visit) Cookie(c *http.Cookie) { v.answer.cookies = append(v.answer.cookies, c) }

// Inside is the path when it is one of this site, and otherwise the first page.
func Inside(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}

// Text is the field of the form, without space around it.
func (v *Visit) Text(name string) string { return strings.TrimSpace(v.Form.Get(name)) }

// Say is the catalogue's text in the language of the visit.
func (v *Visit) Say(key string, args ...any) string { return words.Say(v.Language, key, args...) }

// Read opens a read transaction for the time of f.
func (v *Visit) Read(f func(*db.Tx) error) error { return v.site.DB.Read(v.Request.Context(), f) }

// Peek reads without a snapshot around it, which is cheaper: for a draft's pages, whose saves and
// confirmations are held against the version and the sum that were shown.
func (v *Visit) Peek(f func(*db.Tx) error) error { return v.site.DB.Peek(v.Request.Context(), f) }

// Write opens the act's transaction at the moment of the visit.
func (v *Visit) Write(f func(*db.Tx) error) error {
	return v.site.DB.Write(v.Request.Context(), v.Now, f)
}

// context carries what the parts of a page know.
func (v *Visit) context() context.Context {
	s := part.Setting{
		Language: v.Language, Here: v.here(), Now: v.Now, Law: v.Law,
		Office: v.site.Office, Central: v.office == nil, Sample: v.site.Sample, Still: v.still(), Request: v.ID,
	}
	if v.office != nil {
		s.Office = *v.office
	}
	if v.Actor != nil {
		s.Reader = &part.Reader{Name: v.Actor.FullName(), Home: Home(v.Actor)}
	}
	return part.With(v.Request.Context(), s)
}

// here is this page's own address without the choice of language. A page shown in
// answer to a form has the address of the form's page.
func (v *Visit) here() string {
	path := v.Request.URL.EscapedPath()
	if v.Request.Method != http.MethodGet && v.Request.Method != http.MethodHead {
		return path
	}
	query := v.Request.URL.Query()
	query.Del("lang")
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

// Home is the first page of somebody's cabinet or workplace.
func Home(a *account.Account) string {
	switch {
	case a.Role == account.Administrator:
		return "/admin"
	case a.Role == account.Police:
		return "/police"
	case a.Role == account.Operator:
		return "/counter"
	case a.Role == account.Auditor:
		return "/audit"
	case a.Role == account.Head:
		return "/work/sign"
	case a.Role.Staff():
		return "/work"
	}
	return "/cabinet"
}

// homeWord is what the page of Home is called.
func homeWord(a *account.Account) string {
	if a.Role.Staff() {
		return "web.workplace"
	}
	return "cabinet.title"
}

func (v *Visit) render() ([]byte, error) {
	var b bytes.Buffer
	err := v.answer.page.Render(v.context(), &b)
	return b.Bytes(), err
}

// clean makes texts of a form safe to keep: valid UTF-8, no NUL and no other
// control characters but line breaks.
func clean(form url.Values) url.Values {
	for _, values := range form {
		for i, s := range values {
			if !utf8.ValidString(s) {
				s = strings.ToValidUTF8(s, "\uFFFD")
			}
			values[i] = strings.Map(func(r rune) rune {
				if r == '\n' || r == '\t' || r >= ' ' && r != 0x7f {
					return r
				}
				return -1
			}, s)
		}
	}
	return form
}
