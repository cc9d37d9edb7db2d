package simulator

import (
	"embed"
	"encoding/json"
	"html/template"
	"io"
	"mime"
	"net/http"
	"strconv"

	"ruqsat/calendar"
)

//go:embed page
var pages embed.FS

var page = template.Must(template.ParseFS(pages, "page/*.html"))

// manage opens the simulator's own doors: for people, the demo, journeys and tests.
func (s *Simulator) manage() {
	s.mux.HandleFunc("GET /simulator/{$}", s.show)
	s.mux.HandleFunc("GET /simulator/page.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, pages, "page/page.css")
	})
	s.mux.HandleFunc("GET /simulator/codes", func(w http.ResponseWriter, r *http.Request) {
		tell(w, s.Codes(r.URL.Query().Get("iin")))
	})
	s.mux.HandleFunc("GET /simulator/post", s.showPost)
	s.mux.HandleFunc("GET /simulator/texts", func(w http.ResponseWriter, r *http.Request) {
		tell(w, s.Texts(r.URL.Query().Get("to")))
	})
	s.mux.HandleFunc("GET /simulator/letters", func(w http.ResponseWriter, r *http.Request) {
		tell(w, s.Letters(r.URL.Query().Get("to")))
	})
	s.mux.HandleFunc("GET /simulator/traffic", func(w http.ResponseWriter, r *http.Request) { tell(w, s.Traffic()) })
	s.mux.HandleFunc("GET /simulator/switch", func(w http.ResponseWriter, r *http.Request) { tell(w, s.Switches()) })
	s.mux.HandleFunc("GET /simulator/scenario", func(w http.ResponseWriter, r *http.Request) { tell(w, s.World()) })
	s.mux.HandleFunc("POST /simulator/scenario", s.extend)
	s.mux.HandleFunc("POST /simulator/switch", s.turn)
	s.mux.HandleFunc("POST /simulator/police", s.decide)
}

// Switches are the systems' switches in the order of exchange.Systems, then SMS and Mail.
func (s *Simulator) Switches() []Switch {
	s.mu.Lock()
	defer s.mu.Unlock()
	switches := make([]Switch, 0, len(systems))
	for _, name := range systems {
		switches = append(switches, *s.switches[name])
	}
	return switches
}

// World is a copy of what the systems hold.
func (s *Simulator) World() Scenario {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world.scenario()
}

func (s *Simulator) extend(w http.ResponseWriter, r *http.Request) {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	more, err := ReadScenario(text)
	if err == nil {
		err = s.Add(more)
	}
	done(w, r, err)
}

func (s *Simulator) turn(w http.ResponseWriter, r *http.Request) {
	var to Switch
	done(w, r, taking(r, &to, func() (err error) {
		to.System, to.Mode = r.PostFormValue("system"), r.PostFormValue("mode")
		if to.Delay, err = whole(r.PostFormValue("delay")); err == nil {
			to.Every, err = whole(r.PostFormValue("every"))
		}
		return err
	}, func() error { return s.Set(to) }))
}

func (s *Simulator) decide(w http.ResponseWriter, r *http.Request) {
	var rule Rule
	done(w, r, taking(r, &rule, func() error {
		rule = Rule{Passport: r.PostFormValue("passport"), Country: r.PostFormValue("country"),
			Decision: r.PostFormValue("decision"), Reason: r.PostFormValue("reason")}
		return nil
	}, func() error { return s.Decide(rule) }))
}

// Decide sets what the police say about one passport from now on.
func (s *Simulator) Decide(rule Rule) error {
	return s.Add(Scenario{Police: &Police{Rules: []Rule{rule}}})
}

// taking fills a value from JSON, or from the page's form, and then does what it asks.
func taking(r *http.Request, into any, form, do func() error) error {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "application/json" {
		if err := form(); err != nil {
			return err
		}
		return do()
	}
	d := json.NewDecoder(io.LimitReader(r.Body, 1<<20))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	return do()
}

// done answers a form by the page again, and a program by 204; a mistake by 400 and its words.
func done(w http.ResponseWriter, r *http.Request, err error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadRequest)
	case kind == "application/x-www-form-urlencoded":
		http.Redirect(w, r, "/simulator/", http.StatusSeeOther)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func tell(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	json.NewEncoder(w).Encode(v)
}

func whole(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	return strconv.Atoi(text)
}

// show is the page for people.
func (s *Simulator) show(w http.ResponseWriter, r *http.Request) {
	write(w, "page.html", map[string]any{
		"Codes": s.Codes(""), "Traffic": first(s.Traffic(), 60), "Switches": s.Switches(), "Modes": Modes,
		"World": s.World(), "Zone": calendar.Zone,
	})
}

// showPost is the page of what was sent to people: phones and mailboxes.
func (s *Simulator) showPost(w http.ResponseWriter, r *http.Request) {
	write(w, "post.html", map[string]any{"Texts": first(s.Texts(""), 60), "Letters": first(s.Letters(""), 60), "Zone": calendar.Zone})
}

func write(w http.ResponseWriter, name string, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'")
	w.Header().Set("Cache-Control", "no-store")
	page.ExecuteTemplate(w, name, data)
}

func first[T any](all []T, n int) []T { return all[:min(n, len(all))] }
