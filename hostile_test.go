package ruqsat_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/words"
)

// vandal sends what no browser would. What it does is chosen by its seed.
type vandal struct {
	*rand.Rand
	h      *house
	actors []*actor
	names  []string // fields that forms of this house have
}

const posts = 1000

// a thousand forms that no browser would send, to every door that takes one, by everybody, and as
// many addresses to the others: each is answered in words in the person's language, none breaks the
// server, and nobody's case is lost.
func TestNoFormBreaksTheHouse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := settleHouse(t, d)
		staff, strangers := h.actors(h.hire(sample.Zhitikara).worker)
		v := &vandal{rand.New(rand.NewPCG(uint64(len(d.Engine())), 1)), h, append(staff, strangers...), nil}
		for _, m := range h.cases {
			v.actors = append(v.actors, h.parties(m)...)
		}
		v.learn()
		for _, method := range []string{http.MethodPost, http.MethodGet} {
			gates := slices.DeleteFunc(h.gates(), func(g gate) bool { return g.method != method })
			statuses := map[int]int{}
			for i := range posts {
				statuses[v.attack(gates[i%len(gates)])]++
			}
			if len(gates) < 30 || statuses[http.StatusBadRequest] == 0 || statuses[http.StatusUnprocessableEntity] == 0 {
				t.Errorf("%d doors, answers %v", len(gates), statuses)
			}
			t.Logf("%s: answers by status: %v", method, statuses)
		}
		if wrong := h.faults(); wrong != "" {
			t.Errorf("the log has errors:\n%.2000s", wrong)
		}
		h.kept()
	})
}

// kept fails when a case that was registered has lost anything of what it was.
func (h *house) kept() {
	h.Helper()
	for _, m := range h.cases {
		if m.Number == "" {
			continue // a draft is its applicant's own to spoil
		}
		now := h.current(m.Case)
		if now.Number != m.Number || now.Applicant != m.Applicant || now.EmployerIIN != m.EmployerIIN || fmt.Sprint(now.Fields) != fmt.Sprint(m.Fields) {
			h.Errorf("%s has changed", m.Number)
		}
		if ended := !m.State.Open(); ended && now.State != m.State {
			h.Errorf("%s was %s and is %s", m.Number, m.State, now.State)
		}
	}
}

// learn collects the names of fields from the pages of the form.
func (v *vandal) learn() {
	m := v.h.cases[slices.IndexFunc(v.h.cases, func(m matter) bool { return m.State == application.Draft })]
	name := regexp.MustCompile(`\sname="([^"]+)"`)
	for _, section := range []string{"person", "passport", "employer", "workplace"} {
		for _, found := range name.FindAllStringSubmatch(v.h.page("/cabinet/case/"+m.ID+"/section/"+section, v.h.token(m.worker.IIN)), -1) {
			v.names = append(v.names, found[1])
		}
	}
	if len(v.names) < 20 {
		v.h.Fatalf("only %d fields were found", len(v.names))
	}
	v.names = append(v.names, "version", "sum", "answer", "reason", "comment", "check", "word", "login", "password", "iin", "code", "next", "as", "by",
		"role", "unit", "kind", "kato", "places", "region", "year", "state", "letter", "q", "number", "passport", "name-kk", "surname", "phone", "email", "remove", "later", "from")
}

var spoiled = []string{"", " ", "0", "-1", "13", "1.5", "1e9", "99999999999999999999999", "٣", "\x00", "a\x00b", "\xff\xfe\xfd", "\xed\xa0\x80", "\u202egnp.exe",
	"' OR 1=1 --", "<script>alert(1)</script>", "../../etc/passwd", "{{.}}", "%s%n", "2026-02-31", "31", "NaN", "null", "on", "yes", "🙂", "\r\nSet-Cookie: a=b",
	"//evil.example", "https://evil.example/", "850115390018", "018f0000-0000-7000-8000-000000000000", "ZH-3944-26-000001", "R-POLICE", "administrator"}

func (v *vandal) value() string {
	switch v.IntN(100) {
	case 0:
		return strings.Repeat("Ұ", 1+v.IntN(40_000))
	case 1, 2, 3, 4, 5, 6, 7, 8:
		raw := make([]byte, v.IntN(300))
		for i := range raw {
			raw[i] = byte(v.IntN(256))
		}
		return string(raw)
	}
	return spoiled[v.IntN(len(spoiled))]
}

func (v *vandal) name() string {
	switch v.IntN(100) {
	case 0:
		return strings.Repeat("n", 1+v.IntN(20_000))
	case 1, 2, 3, 4, 5, 6, 7, 8:
		return v.value()
	}
	return v.names[v.IntN(len(v.names))]
}

// fields are some fields, some of them twice, around the version of the case.
func (v *vandal) fields(m *matter) url.Values {
	f := url.Values{}
	if v.IntN(2) == 0 {
		f.Set("version", strconv.Itoa(m.Version))
		f.Set("sum", m.sum)
	}
	for range v.IntN(12) {
		name := v.name()
		for range 1 + v.IntN(3) {
			f.Add(name, v.value())
		}
	}
	if v.IntN(40) == 0 {
		for i := range 5000 {
			f.Set("f"+strconv.Itoa(i), "x")
		}
	}
	return f
}

// body is a form in one of the ways to get it wrong, and what it says it is.
func (v *vandal) body(m *matter) (body []byte, kind string) {
	f := v.fields(m)
	switch v.IntN(10) {
	case 0:
		return []byte(v.value()), "application/x-www-form-urlencoded"
	case 1:
		return []byte(f.Encode() + "&%zz=%&;=&a=%u0041"), "application/x-www-form-urlencoded"
	case 2:
		return []byte(f.Encode()), []string{"", "text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=", "a/b/c", "image/png\x00"}[v.IntN(7)]
	case 3, 4, 5:
		return v.multipart(f)
	}
	return []byte(f.Encode()), "application/x-www-form-urlencoded; charset=utf-8"
}

func (v *vandal) multipart(f url.Values) ([]byte, string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range f {
		for _, value := range values {
			w.WriteField(name, value)
		}
	}
	for range v.IntN(3) {
		file, _ := w.CreateFormFile("paper.passport.0.file", v.value())
		io.WriteString(file, "%PDF-1.4\n"+v.value())
	}
	w.Close()
	raw, kind := b.Bytes(), w.FormDataContentType()
	switch v.IntN(4) {
	case 0:
		raw = raw[:v.IntN(len(raw)+1)] // cut off
	case 1:
		kind = "multipart/form-data; boundary=other"
	case 2:
		for range 5 {
			raw[v.IntN(len(raw))] = byte(v.IntN(256))
		}
	}
	return raw, kind
}

var pageLanguage = regexp.MustCompile(`<html lang="(\w\w)"`)

// attack opens a door once and judges the answer.
func (v *vandal) attack(g gate) int {
	h, m, a := v.h, &v.h.cases[v.IntN(len(v.h.cases))], v.actors[v.IntN(len(v.actors))]
	if about(g) && v.IntN(3) > 0 { // mostly somebody who may
		for range 50 {
			if h.want(g, a.who, m) == "yes" {
				break
			}
			m, a = &h.cases[v.IntN(len(h.cases))], v.actors[v.IntN(len(v.actors))]
		}
	}
	to, _ := h.address(g, m)
	choices := 8
	if g.method == http.MethodGet {
		choices = 3
	}
	switch v.IntN(choices) {
	case 0:
		to, _, _ = strings.Cut(to, "?")
		to += "?" + v.fields(m).Encode()
	case 1:
		to += "?lang=%zz&a=%"
	case 2:
		steps := strings.Split(to, "/")
		steps[len(steps)-1-v.IntN(len(steps)-1)] = url.PathEscape(v.value())
		to = strings.Join(steps, "/")
	}
	body, kind := v.body(m)
	r, err := http.NewRequest(g.method, to, bytes.NewReader(body))
	if err != nil {
		return v.attack(g) // an address that no client can write
	}
	l := words.Languages[v.IntN(3)]
	r.RequestURI, r.RemoteAddr = to, fmt.Sprintf("10.1.%d.%d:99", v.IntN(256), v.IntN(256))
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", string(l))
	r.AddCookie(&http.Cookie{Name: "lang", Value: string(l)})
	if a.token != "" {
		r.AddCookie(&http.Cookie{Name: h.site.CookieName(), Value: a.token})
	}
	w := httptest.NewRecorder()
	h.server.Config.Handler.ServeHTTP(w, r)
	v.judge(g, a, r, body, w, l)
	if a.who != nil && (g.page == "signout" || g.page == "account.signout") {
		a.token = h.token(h.login(a))
	}
	return w.Code
}

// judge fails on an answer that is a fault of ours, or not in words.
func (v *vandal) judge(g gate, a *actor, r *http.Request, body []byte, w *httptest.ResponseRecorder, l words.Language) {
	v.h.Helper()
	what := fmt.Sprintf("%s by %s: %d for %s %q %.300q", g, a.name, w.Code, r.RequestURI, r.Header.Get("Content-Type"), body)
	switch page := w.Body.String(); {
	case w.Code >= 500:
		v.h.Errorf("%s", what)
	case w.Code == http.StatusSeeOther, w.Code == http.StatusTemporaryRedirect, w.Code == http.StatusMovedPermanently: // the others for an address with .. in it
		if to := w.Header().Get("Location"); !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") {
			v.h.Errorf("%s leads to %s", what, to)
		}
	case strings.HasPrefix(w.Header().Get("Content-Type"), "text/html"):
		said := pageLanguage.FindStringSubmatch(page)
		if said == nil || said[1] != string(l) && !strings.Contains(r.URL.RawQuery, "lang=") || strings.Contains(page, "⟦") || !strings.Contains(page, "<h1") {
			v.h.Errorf("%s is not a page in %s: %v", what, l, said)
		}
		if strings.Contains(page, "<script>alert(1)") {
			v.h.Errorf("%s gives a script back", what)
		}
	case g.method == http.MethodGet && slices.Contains([]string{"application/json", "application/problem+json", "application/pdf"}, w.Header().Get("Content-Type")):
	default:
		v.h.Errorf("%s answers with %s", what, w.Header().Get("Content-Type"))
	}
}
