package web

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/web/asset"
	"ruqsat/words"
)

// policy allows what this program itself serves and nothing else: no inline
// style or script, no frame, no form to another site.
const policy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// permissions switches off what no page needs.
const permissions = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"

// ServeHTTP is the frame around every page: an id, the headers, the log line, and
// a page in words even when a handler panics.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	seen := &watched{ResponseWriter: w, id: newID()}
	s.headers(seen.Header(), seen.id)
	defer func() {
		if p := recover(); p != nil {
			s.panicked(seen, r, p)
		}
		s.log(seen, r, time.Since(began))
	}()
	s.serve(seen, r)
}

func (s *Site) serve(w *watched, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, asset.Prefix) && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		w.page = "asset"
		unaddressed(w.Header())
		if asset.Serve(w, r) {
			return
		}
	}
	if _, pattern := s.mux.Handler(r); pattern == "" {
		w.page = "none"
		s.none(w, r)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// unaddressed takes off what is said to a page and means nothing to a stylesheet or a typeface: a telephone on
// a slow network pays for every line.
func unaddressed(h http.Header) {
	for _, name := range []string{"Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Vary"} {
		h.Del(name)
	}
}

// none answers where there is no route: 405 when the path knows another method.
func (s *Site) none(w *watched, r *http.Request) {
	v, err := s.visit(w, r, Route{Page: "none"})
	if err == nil {
		err = errNoPage
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := s.mux.Handler(other); pattern != "" {
				allowed = append(allowed, method)
			}
		}
		if len(allowed) > 0 {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			err = errMethod
		}
	}
	s.fail(w, v, err)
}

// door is what stands before a handler: body limit, origin, language, who it is.
func (s *Site) door(route Route) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w := out.(*watched)
		w.page = route.Page
		v, err := s.visit(w, r, route)
		if err == nil && !words.Legible(r.URL.Path) {
			err = errNoPage // %00 and broken UTF-8 name nothing that a database could look up
		}
		if err == nil {
			err = s.enter(w, v)
		}
		if err == nil {
			err = s.send(w, v)
		}
		if err != nil {
			s.fail(w, v, err)
		}
	})
}

// visit reads who comes. It always gives a Visit, so that an error has a page.
func (s *Site) visit(w http.ResponseWriter, r *http.Request, route Route) (*Visit, error) {
	v := &Visit{Request: r, Route: route, Now: s.Clock.Now(), ID: w.(*watched).id, site: s}
	if s.Law != nil {
		v.Law = s.Law()
	}
	session, err := s.signedIn(r, v.Now)
	if err == nil && session != nil && session.Stage == account.StageFull {
		v.Actor = &session.Account
	}
	v.Session = session
	v.Language = s.language(w, r, v.Actor)
	if v.Session != nil || route.Act != account.Public {
		w.Header().Set("Cache-Control", "no-store")
	}
	return v, err
}

func (s *Site) enter(w http.ResponseWriter, v *Visit) error {
	limit := v.Route.Body
	if limit == 0 {
		limit = Ordinary
	}
	if v.Request.ContentLength > limit {
		return &http.MaxBytesError{Limit: limit}
	}
	v.Request.Body = http.MaxBytesReader(w, v.Request.Body, limit)
	if err := s.origin.Check(v.Request); err != nil {
		return errOrigin
	}
	if err := v.read(); err != nil {
		return err
	}
	if v.Actor == nil && v.Route.Act != account.Public {
		if v.Session != nil {
			return account.ErrSecondStep
		}
		return account.ErrSignIn
	}
	if err := v.touch(); err != nil {
		return err
	}
	return v.Route.Handler(v)
}

// read takes the form apart. A form with files is left to its handler: it reads
// part by part and never keeps a file in memory.
func (v *Visit) read() error {
	kind, _, _ := mime.ParseMediaType(v.Request.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		v.Form = clean(v.Request.URL.Query())
		return nil
	}
	if _, err := url.ParseQuery(v.Request.URL.RawQuery); err != nil {
		return fmt.Errorf("%w: query", errForm)
	}
	if err := v.Request.ParseForm(); err != nil {
		if status(err) == http.StatusRequestEntityTooLarge {
			return err
		}
		return fmt.Errorf("%w: body", errForm)
	}
	v.Form = clean(v.Request.Form)
	return nil
}

// send shows what the handler made, after it has asked for authority.
func (s *Site) send(w http.ResponseWriter, v *Visit) error {
	if v.Route.Act != account.Public && !v.judged {
		return errUnasked
	}
	for _, c := range v.answer.cookies {
		http.SetCookie(w, c)
	}
	switch {
	case v.answer.send != nil:
		v.answer.send(w, v.Request)
	case v.answer.to != "":
		http.Redirect(w, v.Request, v.answer.to, v.answer.status)
	case v.answer.page != nil:
		body, err := v.render()
		if err != nil {
			return err
		}
		html(w, v, body)
	default:
		return fmt.Errorf("web: page %s shows nothing", v.Route.Page)
	}
	return nil
}

// html sends a page. That of a stranger is packed for whoever takes gzip; that of a person is not, because
// the length of a packed page that repeats its address would tell of what else is in it (BREACH).
func html(w http.ResponseWriter, v *Visit, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if v.Session == nil {
		h.Add("Vary", "Accept-Encoding")
		if asset.TakesGzip(v.Request) {
			h.Set("Content-Encoding", "gzip")
			body = asset.Pack(body)
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(v.answer.status)
	w.Write(body)
}

func (s *Site) headers(h http.Header, id string) {
	h.Set("X-Request-Id", id)
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", permissions)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-cache")
	h.Add("Vary", "Cookie, Accept-Language")
	if s.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// language is what the person chose just now, or before, or has in the account,
// or what the browser asks for at the first visit; Kazakh when nobody says.
func (s *Site) language(w http.ResponseWriter, r *http.Request, actor *account.Account) words.Language {
	if l, ok := words.ParseLanguage(r.URL.Query().Get("lang")); ok {
		http.SetCookie(w, &http.Cookie{Name: "lang", Value: string(l), Path: "/", MaxAge: 365 * 24 * 3600,
			HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode})
		return l
	}
	if c, err := r.Cookie("lang"); err == nil {
		if l, ok := words.ParseLanguage(c.Value); ok {
			return l
		}
	}
	if actor != nil {
		if l, ok := words.ParseLanguage(string(actor.Language)); ok {
			return l
		}
	}
	return words.Negotiate(r.Header.Get("Accept-Language"))
}

// panicked turns a panic into the page of an inner fault; the stack goes to the
// log, without any value of the request.
func (s *Site) panicked(w *watched, r *http.Request, p any) {
	if p == http.ErrAbortHandler {
		panic(p)
	}
	s.Log.Error("panic", "request", w.id, "page", w.page, "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
	if w.status != 0 { // half an answer is gone already
		return
	}
	v := &Visit{Request: r, Route: Route{Page: w.page}, ID: w.id, Now: s.Clock.Now(), site: s}
	v.Language = s.language(w, r, nil)
	s.fail(w, v, fmt.Errorf("web: panic"))
}

// log writes one line a request: the page's name, never its path or query, which
// may hold a code or a number.
func (s *Site) log(w *watched, r *http.Request, took time.Duration) {
	s.Log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("request", w.id), slog.String("method", method(r)),
		slog.String("page", w.page), slog.Int("status", w.status), slog.Int64("bytes", w.bytes),
		slog.Float64("ms", float64(took.Microseconds())/1000))
}

// method keeps invented methods out of the log.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "OTHER"
}

func newID() string {
	var b [12]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// watched remembers what was sent.
type watched struct {
	http.ResponseWriter
	id, page string
	status   int
	bytes    int64
}

func (w *watched) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.MaxBytesReader and http.ResponseController reach the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }
