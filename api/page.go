package api

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"ruqsat/problem"
	"ruqsat/words"
)

// index is the page of the operations for people who write programs. It loads nothing from elsewhere.
var index = template.Must(template.New("").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}">
<head><meta charset="utf-8"><title>Ruqsat API</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main>
<h1>Ruqsat API</h1>
<p>{{.Lead}} <a href="/api/openapi.json">openapi.json</a>, <a href="/api/openapi.yaml">openapi.yaml</a></p>
<table><caption>{{.Caption}}</caption>
<thead><tr><th scope="col">{{.Path}}</th><th scope="col">{{.What}}</th></tr></thead>
<tbody>{{range .Rows}}<tr><td><code>{{.Method}} {{.Path}}</code></td><td lang="en">{{.Summary}}</td></tr>{{end}}</tbody>
</table>
</main></body></html>
`))

type indexRow struct{ Method, Path, Summary string }

// page lists the operations of the OpenAPI document.
func (a *API) page(h huma.API) http.HandlerFunc {
	var rows []indexRow
	for path, item := range h.OpenAPI().Paths {
		if item.Get != nil {
			rows = append(rows, indexRow{http.MethodGet, path, item.Get.Summary})
		}
	}
	slices.SortFunc(rows, func(x, y indexRow) int { return strings.Compare(x.Path, y.Path) })
	return func(w http.ResponseWriter, r *http.Request) {
		l := language(r.Header.Get("Accept-Language"))
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		index.Execute(w, map[string]any{
			"Language": l, "Rows": rows, "Lead": words.Say(l, "api.lead"), "Caption": words.Say(l, "api.caption"),
			"Path": words.Say(l, "api.path"), "What": words.Say(l, "api.what"),
		})
	}
}

// problemsPage lists every problem code with its words: where the type of a problem document leads.
var problemsPage = template.Must(template.New("").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}">
<head><meta charset="utf-8"><title>Ruqsat API: {{.Title}}</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main>
<h1>{{.Title}}</h1>
<dl>{{range .Rows}}<dt id="{{.Code}}"><code>{{.Code}}</code> ({{.Status}}): {{.Title}}</dt><dd>{{.Detail}}</dd>{{end}}</dl>
</main></body></html>
`))

type problemRow struct {
	Code          string
	Status        int
	Title, Detail string
}

func (a *API) problems(w http.ResponseWriter, r *http.Request) {
	l := language(r.Header.Get("Accept-Language"))
	var rows []problemRow
	for _, p := range problem.All() {
		rows = append(rows, problemRow{p.Code, p.Status, p.Title(l), p.Detail(l)})
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	problemsPage.Execute(w, map[string]any{"Language": l, "Title": words.Say(l, "api.problems"), "Rows": rows})
}
