package web

import (
	"fmt"
	"net/http"
	"strings"

	"ruqsat/account"
)

// Handler answers one visit. It never writes the answer itself: it tells the
// Visit what to show, and the frame shows it, after it has seen that authority
// was asked.
type Handler func(*Visit) error

// Route is one door: a method and a pattern of net/http, the act it is about and
// the name of its page, for logs and tests. A route without an act does not
// start: who may do it must be decided in package account.
type Route struct {
	Method  string
	Pattern string
	Act     account.Act
	Page    string
	Handler Handler
	Body    int64 // largest body, bytes; 0: Ordinary
}

// Ordinary is the largest body of a form without files, bytes.
const Ordinary = 64 << 10

// check panics on a route that is not complete or is there twice: a mistake of
// the program, found at its first start.
func check(routes []Route) {
	seen := map[string]bool{}
	for _, r := range routes {
		at := r.Method + " " + r.Pattern
		switch {
		case r.Act == "":
			panic("web: route " + at + " names no act")
		case !known(r.Act):
			panic(fmt.Sprintf("web: route %s names the act %q, which account does not know", at, r.Act))
		case r.Page == "" || r.Handler == nil || !strings.HasPrefix(r.Pattern, "/"):
			panic("web: route " + at + " has no page, handler or path")
		case r.Method != http.MethodGet && r.Method != http.MethodPost:
			panic("web: route " + at + ": forms know GET and POST")
		case seen[at]:
			panic("web: route " + at + " is there twice")
		}
		seen[at] = true
	}
}

func known(act account.Act) bool {
	for _, a := range account.Acts() {
		if a == act {
			return true
		}
	}
	return false
}
