package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/words"
)

// Config is what the door is given by cmd.
type Config struct {
	DB       *db.DB
	Clock    calendar.Clock
	Cases    *application.Office
	Log      *slog.Logger
	Register *register.Log
	Cookie   string // name of the session's cookie
	Secure   bool   // served over https
}

// API is the door for machines.
type API struct {
	Config
	mux        *http.ServeMux
	origin     *http.CrossOriginProtection
	operations []Operation
}

// Operation is one route of the table: its act, for the test of authority and for the documents.
type Operation struct {
	Method, Path string
	Act          account.Act
}

// New wires the table of operations. It panics on an operation that names no act.
func New(c Config) *API {
	huma.NewErrorWithContext = document // the library keeps its errors in one variable
	a := &API{Config: c, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection()}
	config := huma.DefaultConfig("Ruqsat", "1")
	config.OpenAPI.Info.Description = "Permits to labour immigrants and to foreign workers: the services, their terms, " +
		"the check of a permit, one's own cases. Moments are RFC 3339 in Asia/Almaty; sums are whole tenge. " +
		"Texts come in kk, ru and en. Errors are problem documents with a stable code."
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "/api/openapi", "", ""
	config.CreateHooks = nil
	config.RejectUnknownQueryParameters = true
	h := humago.New(a.mux, config)
	a.table(h)
	a.mux.HandleFunc("GET /api/{$}", a.page(h))
	a.mux.HandleFunc("GET /api/problems", a.problems)
	a.mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) { a.refuse(w, r, errNoOperation) })
	return a
}

// Operations is the table, for the test of authority and for the documents.
func (a *API) Operations() []Operation { return a.operations }

// ServeHTTP puts the headers on every answer and knows no route outside the table.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; font-src 'self'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", string(language(r.Header.Get("Accept-Language"))))
	if a.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	defer func() {
		if p := recover(); p != nil {
			a.Log.Error("panic", "door", "api", "kind", fmt.Sprintf("%T", p))
			a.refuse(w, r, errInner)
		}
	}()
	if err := a.origin.Check(r); err != nil {
		a.refuse(w, r, errOrigin)
		return
	}
	query, err := url.QueryUnescape(r.URL.RawQuery)
	switch {
	case !words.Legible(r.URL.Path):
		a.refuse(w, r, errNoOperation)
		return
	case err != nil || !words.Legible(query):
		a.refuse(w, r, errQuery)
		return
	}
	ctx := context.WithValue(a.caller(r), languageKey{}, language(r.Header.Get("Accept-Language")))
	a.mux.ServeHTTP(w, r.WithContext(ctx))
}

type (
	actorKey    struct{}
	languageKey struct{}
)

// caller puts who calls into the context: nobody without a good session.
func (a *API) caller(r *http.Request) context.Context {
	cookie, err := r.Cookie(a.Cookie)
	if err != nil || cookie.Value == "" {
		return r.Context()
	}
	var s account.Session
	err = a.DB.Peek(r.Context(), func(tx *db.Tx) (err error) {
		s, err = account.FindSession(tx, cookie.Value, a.Clock.Now())
		return err
	})
	if err != nil || s.Stage != account.StageFull {
		if err != nil && !errors.Is(err, account.ErrNoSession) {
			a.Log.Warn("session", "door", "api", "error", err.Error())
		}
		return r.Context()
	}
	return context.WithValue(r.Context(), actorKey{}, &s.Account)
}

func actor(ctx context.Context) *account.Account {
	a, _ := ctx.Value(actorKey{}).(*account.Account)
	return a
}

// read opens a read transaction.
func (a *API) read(ctx context.Context, f func(*db.Tx) error) error { return a.DB.Read(ctx, f) }

// language of the caller: the first of his that we speak; Kazakh when none.
func language(accept string) words.Language { return words.Negotiate(accept) }

// speaks is the caller's language, as the frame found it.
func speaks(ctx context.Context) words.Language {
	l, _ := ctx.Value(languageKey{}).(words.Language)
	return l
}
