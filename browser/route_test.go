package browser

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"ruqsat/account"
)

// files are the addresses of the door that answer with a file, not with a page, and what kind it is.
var files = map[string]string{
	"GET /cabinet/case/{case}/content":    "application/json",
	"GET /cabinet/case/{case}/permit.pdf": "application/pdf",
	"GET /work/case/{case}/permit.pdf":    "application/pdf",
	"GET /file/{case}/{attachment}":       "application/pdf",
	"GET /counter/case/{case}/permit.pdf": "application/pdf",
	"GET /counter/tray/{attachment}":      "application/pdf",
}

// back are the addresses of forms that are sent and lead to their list when they are opened.
var back = map[string]string{"GET /work/search": "/work?state=all", "GET /work/many": "/work?state=all", "GET /work/print": "/work?state=all"}

// elsewhere are the roles that a rule allows the act of an address, whose page is another one, and why.
var elsewhere = map[string]map[account.Role]string{
	"GET /work":                        {account.Police: "their list is /police"},
	"GET /police":                      {account.Executor: "their list is /work", account.Head: "their list is /work"},
	"GET /police/case/{case}":          {account.Person: "/cabinet", account.Executor: "/work", account.Head: "/work"},
	"GET /work/case/{case}":            {account.Person: "/cabinet"},
	"GET /work/case/{case}/done":       {account.Person: "/cabinet"},
	"GET /cabinet/case/{case}":         {account.Executor: "/work", account.Head: "/work/sign", account.Police: "/police"},
	"GET /cabinet/case/{case}/check":   {account.Executor: "/work", account.Head: "/work"},
	"GET /cabinet/case/{case}/done":    {account.Executor: "/work", account.Head: "/work"},
	"GET /cabinet/case/{case}/copy":    {account.Executor: "/work", account.Head: "/work"},
	"GET /cabinet/case/{case}/refusal": {account.Executor: "/work", account.Head: "/work"},
	"GET /admin":                       {account.Head: "sees the staff of the unit at the worklist"},
	"GET /admin/substitutions":         {account.Head: "sees the staff of the unit at the worklist"},
	"GET /work/filters":                {account.Police: "their list has none"},
	"GET /work/report/refusals":        {account.Administrator: "sees the figures of /work/report only"},
	"GET /work/report/overdue":         {account.Administrator: "sees the figures of /work/report only"},
	"GET /work/report/alerts":          {account.Administrator: "sees the figures of /work/report only"},
	"GET /cabinet":                     staffHaveWork,
	"GET /cabinet/letters":             staffHaveWork,
	"GET /cabinet/letters/{letter}":    staffHaveWork,
	"GET /prove":                       staffHaveWork,
	"GET /signin/code":                 betweenSteps,
}

// betweenSteps: whoever has signed in, or has not begun, is led away.
var betweenSteps = map[account.Role]string{account.Anonymous: "/signin", account.Person: "/cabinet", account.Head: "/work/sign", account.Police: "/police", account.Administrator: "/admin",
	account.Operator: "/counter", account.Auditor: "/audit"}

var staffHaveWork = map[account.Role]string{account.Executor: "/work", account.Head: "/work/sign", account.Police: "/police", account.Administrator: "/admin",
	account.Operator: "/counter", account.Auditor: "/audit"}

// A new address of the door comes with its sight for every role that may open it, or the test fails.
func TestEveryAddressIsLookedAtByEveryRole(t *testing.T) {
	w := walkedTown(t)
	mux, acts := w.routes()
	who := w.visitors()
	seen := map[string][]account.Role{}
	for _, s := range w.sights() {
		if s.status == 0 || s.status == http.StatusOK || s.status == http.StatusSeeOther {
			at := pattern(mux, s)
			seen[at] = append(seen[at], who[s.who].role)
		}
	}
	for at, act := range acts {
		if files[at] != "" || back[at] != "" {
			continue
		}
		for _, rule := range account.Rules() {
			if rule.Act != act || elsewhere[at][rule.Role] != "" || slices.Contains(seen[at], rule.Role) {
				continue
			}
			t.Errorf("%s: nobody looks at it as %q", at, rule.Role)
		}
	}
	for at := range elsewhere {
		if _, known := acts[at]; !known {
			t.Errorf("%s is no address any more", at)
		}
	}
}

// What is a file and no page is handed out as one.
func TestEveryFileIsHandedOutAsOne(t *testing.T) {
	w := walkedTown(t)
	issued, draft, ready := w.cases["issued"].ID, w.cases["draft"].ID, w.cases["ready"].ID
	for _, f := range []struct{ who, by, login, path, kind string }{
		{"worker", "", w.hires["issued"].Worker.IIN, "/cabinet/case/" + issued + "/permit.pdf", "application/pdf"},
		{"executor", "staff", "abenov", "/work/case/" + issued + "/permit.pdf", "application/pdf"},
		{"operator", "staff", "saparova", "/counter/case/" + ready + "/permit.pdf", "application/pdf"},
		{"operator", "staff", "omarov", "/counter/tray/" + w.tray, "application/pdf"},
		{"worker", "", w.hires["draft"].Worker.IIN, "/cabinet/case/" + draft + "/content", "application/json"},
		{"worker", "", w.hires["draft"].Worker.IIN, "/file/" + draft + "/" + w.scans["draft"], "application/pdf"},
	} {
		answer, body := w.get(t, f.path, f.by, f.login)
		if kind := answer.Header.Get("Content-Type"); answer.StatusCode != 200 || !strings.HasPrefix(kind, f.kind) || len(body) == 0 {
			t.Errorf("%s for the %s: %d, %s, %d bytes", f.path, f.who, answer.StatusCode, kind, len(body))
		}
	}
}

func TestTheAddressOfAFormLeadsBackToItsList(t *testing.T) {
	w := walkedTown(t)
	_, acts := w.routes()
	for at, to := range back {
		if _, known := acts[at]; !known {
			t.Errorf("%s is no address any more", at)
		}
		answer, _ := w.get(t, strings.TrimPrefix(at, "GET "), "staff", "abenov")
		if got := answer.Request.URL.RequestURI(); answer.StatusCode != 200 || got != to {
			t.Errorf("%s leads to %s: %d", at, got, answer.StatusCode)
		}
	}
}

// get asks for an address as one who has signed in.
func (w *town) get(t *testing.T, path, by, login string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, w.doors[""]+path, nil)
	ok(t, err)
	for name, value := range w.visitor("", by, login) {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer, err := http.DefaultClient.Do(r)
	ok(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ok(t, err)
	return answer, body
}
