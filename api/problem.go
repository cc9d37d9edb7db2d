package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"ruqsat/application"
	"ruqsat/problem"
	"ruqsat/words"
)

var (
	errNoOperation = errors.New("api: no such operation")
	errInner       = errors.New("api: panic")
	errOrigin      = errors.New("api: from another site")
	errQuery       = errors.New("api: the query cannot be read")
	errNone        = fmt.Errorf("api: no such service or operation: %w", application.ErrNoService)
)

// Document is a problem document (RFC 9457): type is the code's page, detail is in the caller's
// language. It never repeats a value that was sent: values may be personal data.
type Document struct {
	Type   string  `json:"type"`
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Detail string  `json:"detail"`
	Code   string  `json:"code"`
	Errors []Fault `json:"errors,omitempty"`
}

// Fault names one field that is wrong, and why.
type Fault struct {
	Field string `json:"field"`
	Why   string `json:"why"`
}

// Error makes the document an error of the library.
func (d *Document) Error() string { return d.Code }

// GetStatus is the HTTP status.
func (d *Document) GetStatus() int { return d.Status }

// ContentType is application/problem+json instead of application/json.
func (d *Document) ContentType(kind string) string {
	return strings.Replace(kind, "application/", "application/problem+", 1)
}

func describe(p problem.Problem, l words.Language) *Document {
	return &Document{
		Type: "/api/problems#" + p.Code, Title: p.Title(l), Status: p.Status, Detail: p.Detail(l), Code: p.Code,
	}
}

// document turns every error of the library, and every error of ours that a handler returns, into a
// problem document.
func document(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
	l := words.Kazakh
	if ctx != nil {
		l = language(ctx.Header("Accept-Language"))
	}
	for _, err := range errs {
		if p, known := problem.Of(err); known {
			return describe(p, l)
		}
	}
	d := describe(byStatus(status), l)
	for _, err := range errs {
		var detail *huma.ErrorDetail
		if errors.As(err, &detail) {
			d.Errors = append(d.Errors, Fault{Field: detail.Location, Why: detail.Message})
		}
	}
	return d
}

// byStatus is the problem of an error that only has a status: the library's own refusals.
func byStatus(status int) problem.Problem {
	p := problem.BadRequest
	switch {
	case status == http.StatusUnprocessableEntity:
		p = problem.Parameter
	case status == http.StatusNotFound:
		p = problem.NotFound
	case status == http.StatusRequestEntityTooLarge:
		p = problem.TooLarge
	case status >= http.StatusInternalServerError:
		p = problem.Internal
	}
	if p != problem.Internal {
		p.Status = status
	}
	return p
}

// refuse answers before or instead of an operation.
func (a *API) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p, _ := problem.Of(err)
	switch err {
	case errNoOperation:
		p = problem.NotFound
	case errOrigin:
		p = problem.CrossOrigin
	case errQuery:
		p = problem.BadRequest
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	json.NewEncoder(w).Encode(describe(p, language(r.Header.Get("Accept-Language"))))
}

// invalid is one field that an operation itself finds wrong.
type invalid Fault

func (f invalid) Error() string { return "api: " + f.Field }
