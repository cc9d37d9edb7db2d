package main

import (
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"strings"
	"time"

	"ruqsat/application/sample"
	"ruqsat/calendar"
)

// demoPage is the helper of the demonstration, not a page of the product.
var demoPage = template.Must(template.New("").Parse(`<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Ruqsat: the demonstration</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/simulator/page.css"></head>
<body><main>
<h1>Ruqsat: the demonstration</h1>
<p>All people and numbers are invented. <a href="/">Portal</a> · <a href="/simulator/">Simulated state systems and codes on phones</a> · <a href="/simulator/post">Mailbox and SMS</a> · <a href="/api/">API</a></p>
<h2>Clock</h2>
<p><strong>{{.Now}}</strong> (Asia/Almaty)</p>
<form method="post" action="/demo/clock"><label>Advance by <select name="advance">
<option value="1h">1 hour</option><option value="4h">4 hours</option><option value="24h">1 day</option><option value="168h">7 days</option></select></label> <button>Advance</button></form>
<form method="post" action="/demo/clock"><label>Set to <input name="set" type="text" placeholder="2026-03-26T10:20"></label> <button>Set</button></form>
<h2>Sign-ins</h2>
<p>The password of everyone: <code>{{.Password}}</code></p>
<table><thead><tr><th scope="col">ИИН or login</th><th scope="col">Name</th><th scope="col">Who</th></tr></thead>
<tbody>{{range .Rows}}<tr><td><code>{{.Login}}</code></td><td>{{.Name}}</td><td>{{.What}}</td></tr>{{end}}</tbody></table>
</main></body></html>
`))

func (s *stage) page(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	demoPage.Execute(w, map[string]any{
		"Now": s.clock.Now().In(calendar.Zone).Format("Monday, 2 January 2006, 15:04:05"), "Password": sample.Password, "Rows": s.signIns(),
	})
}

var demoOrigin = http.NewCrossOriginProtection()

// turn sets or advances the demonstration's clock: set=MOMENT or advance=DURATION, in a form, in the
// query or as JSON. It may be set back: the demonstration's own past then lies ahead.
func (s *stage) turn(w http.ResponseWriter, r *http.Request) {
	if err := demoOrigin.Check(r); err != nil {
		http.Error(w, "from another site", http.StatusForbidden)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 4096)
	to, err := s.turned(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.clock.Set(to)
	if strings.Contains(r.Header.Get("Accept")+r.Header.Get("Content-Type"), "application/json") {
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"now":"` + rfc3339(to) + "\"}\n"))
		return
	}
	http.Redirect(w, r, "/demo/", http.StatusSeeOther)
}

var (
	errAdvance = errors.New("advance: a duration such as 24h, up to ten years")
	errSet     = errors.New("set: a moment such as 2026-03-26T10:20")
	errTurn    = errors.New("say set or advance")
)

// turned is the moment that a request asks for.
func (s *stage) turned(r *http.Request) (time.Time, error) {
	wish := struct{ Set, Advance string }{r.URL.Query().Get("set"), r.URL.Query().Get("advance")}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		if err := json.NewDecoder(r.Body).Decode(&wish); err != nil {
			return time.Time{}, errTurn
		}
	} else {
		wish.Set, wish.Advance = r.FormValue("set"), r.FormValue("advance")
	}
	to := s.clock.Now()
	if wish.Set != "" {
		t, err := parseMoment(wish.Set)
		if err != nil {
			return t, errSet
		}
		to = t
	}
	if wish.Advance != "" {
		d, err := time.ParseDuration(wish.Advance)
		if err != nil || d < 0 || d > 10*366*24*time.Hour {
			return to, errAdvance
		}
		to = to.Add(d)
	}
	if wish.Set == "" && wish.Advance == "" {
		return to, errTurn
	}
	return to, nil
}
