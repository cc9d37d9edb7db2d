package web

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ruqsat/application/sample"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/words"
)

var (
	tags          = regexp.MustCompile(`<[^>]*>`)
	letterPattern = regexp.MustCompile(`/cabinet/letters/[0-9a-f-]{36}`)
)

// oneEngine is a fresh SQLite, for what does not depend on the engine.
func oneEngine(t *testing.T) *db.DB {
	t.Helper()
	return dbtest.Open(t, db.SQLite)
}

// Bad input gets a clear message in the person's language, never 5xx, and the draft is kept.
func TestBadAnswersAreSaidInWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newStreet(t, d)
		h := st.hire(6)
		worker := st.browser(words.Kazakh)
		worker.join(h.Worker, "worker")
		at := worker.begin()
		worker.fill(at, h)
		for name, bad := range map[string]struct {
			section string
			form    url.Values
			want    string
		}{
			"an ИИН of 11 digits": {"employer", url.Values{"employer.iin": {"92030849001"}}, "11"},
			"a БИН":               {"employer", url.Values{"employer.iin": {"160840999016"}}, ""},
			"letters":             {"employer", url.Values{"employer.iin": {"не знаю"}}, ""},
			"an empty name":       {"employer", url.Values{"employer.surname": {""}}, ""},
			"10 MB of text":       {"employer", url.Values{"employer.surname": {strings.Repeat("а", 5<<20)}}, ""},
			"0 months":            {"workplace", url.Values{"months": {"0"}}, ""},
			"13 months":           {"workplace", url.Values{"months": {"13"}}, "12"},
			"1.5 months":          {"workplace", url.Values{"months": {"1.5"}}, ""},
			"-1 months":           {"workplace", url.Values{"months": {"-1"}}, ""},
			"no months":           {"workplace", url.Values{"months": {""}}, ""},
			"months twice":        {"workplace", url.Values{"months": {"13", "6"}}, "12"},
			"no such district":    {"workplace", url.Values{"work.unit": {"000000000"}}, ""},
			"31 February":         {"passport", url.Values{"passport.expires-day": {"31"}, "passport.expires-month": {"2"}, "passport.expires-year": {"2031"}}, "31.02.2031"},
			"no month":            {"passport", url.Values{"passport.expires-month": {""}}, ""},
			"a Cyrillic passport": {"passport", url.Values{"passport.number": {"FА4821735"}}, "А"},
			"an EAEU citizen":     {"person", url.Values{"applicant.citizenship": {"KGZ"}}, ""},
			"no such country":     {"person", url.Values{"applicant.citizenship": {"XXX"}}, ""},
		} {
			for _, l := range words.Languages {
				worker.language = l
				worker.bad(t, name, at, h, bad.section, bad.form, bad.want)
			}
		}
		if got := st.caseAt(at).Fields["passport.number"]; got == "" {
			t.Error("the draft is lost")
		}
		here := at + "/section/person"
		form := hidden(worker.page(here, 200))
		form.Set("applicant.surname", "YUL\x00DASHEVA\u202e")
		worker.upload(here, form, nil)
		if got := st.caseAt(at).Fields["applicant.surname"]; strings.ContainsAny(got, "\x00\u202e") || !strings.HasPrefix(got, "YUL") {
			t.Errorf("kept %q", got)
		}
	})
}

// A citizen of the Union is referred, not refused: the page says in each language that no permit is needed
// and what to do instead, names no fault, and keeps the rest of the page.
func TestACitizenOfTheUnionIsReferred(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newStreet(t, d)
		h := st.hire(6)
		worker := st.browser(words.Kazakh)
		worker.join(h.Worker, "worker")
		at := worker.begin()
		worker.fill(at, h)
		l, _ := readLaw()
		for _, code := range []string{"KGZ", "RUS", "ARM", "BLR"} {
			country, _ := l.Country(code)
			for _, language := range words.Languages {
				worker.language = language
				want := words.Say(language, "check.one-of.eaeu", "country", country.Name.In(language))
				worker.bad(t, "a citizen of "+code, at, h, "person", url.Values{"applicant.citizenship": {code}}, want)
			}
		}
		if c := st.caseAt(at); c.Fields["applicant.surname"] != h.Worker.SurnameLatin || c.Number != "" {
			t.Errorf("the draft is lost: %v, %q", c.Fields["applicant.surname"], c.Number)
		}
	})
}

// bad sends one page with a wrong answer and wants it said, and the page right again afterwards.
func (b *browser) bad(t *testing.T, name, at string, h sample.Hire, section string, wrong url.Values, want string) {
	t.Helper()
	l, _ := readLaw()
	service, _ := l.Service(sample.Service)
	e := service.Editions[len(service.Editions)-1]
	s, _ := e.Section(section)
	form, _ := b.answersOf(h, e, s)
	for key, value := range wrong {
		form[key] = value
	}
	here := at + "/section/" + section
	page := hidden(b.page(here, 200))
	for key, value := range page {
		form[key] = value
	}
	to, w := b.upload(here, form, nil)
	if w.Code != http.StatusUnprocessableEntity || to != here {
		t.Errorf("%s in %s: %d, leads to %s", name, b.language, w.Code, to)
		return
	}
	body := w.Body.String()
	if !strings.HasPrefix(titleOf(body), words.Say(b.language, "web.error.title")) || !strings.Contains(body, "govuk-error-message") {
		t.Errorf("%s in %s: no error beside the field: %s", name, b.language, said(body))
	}
	if !strings.Contains(said(body), want) {
		t.Errorf("%s in %s: %s lacks %q", name, b.language, said(body), want)
	}
}

// Files are judged by their bytes; a refused one is named with the reason, and the rest is kept.
func TestBadFilesAreSaidInWords(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	worker := st.browser(words.Kazakh)
	worker.join(h.Worker, "worker")
	at := worker.begin()
	here := at + "/section/passport"
	polyglot := append(scanned(), []byte("PK\x03\x04"+strings.Repeat("x", 64))...)
	for name, file := range map[string][]byte{
		"empty.png": {}, "page.html": []byte("<script>alert(1)</script>"), "big.pdf": append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("x"), 11<<20)...),
		"cut.png": scanned()[:40], "polyglot.pdf": append([]byte("%PDF-1.7\n"), append(polyglot, []byte("<html><script>")...)...), "../../etc/passwd": []byte("root"),
	} {
		for _, l := range words.Languages {
			worker.language = l
			form := hidden(worker.page(here, 200))
			form.Set("passport.number", "FA4821735")
			_, w := worker.upload(here, form, map[string][]byte{fileID("passport", 0) + "|" + name: file})
			if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "paper.passport.0.file-error") {
				t.Errorf("%s in %s: %d %s", name, l, w.Code, said(w.Body.String()))
			}
		}
	}
	if got := st.caseAt(at).Fields["passport.number"]; got != "FA4821735" {
		t.Errorf("the answer beside the file is lost: %q", got)
	}
	form := hidden(worker.page(here, 200))
	if _, w := worker.upload(here, form, map[string][]byte{"a|huge": bytes.Repeat([]byte("x"), upload+1)}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("33 MB: %d", w.Code)
	}
	r := httptest.NewRequest(http.MethodPost, here, strings.NewReader("--x\r\nContent-Disp"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if w := worker.do(r); w.Code != http.StatusBadRequest {
		t.Errorf("a form cut off: %d", w.Code)
	}
}

// A file is served only through its case, as a download in a sandbox.
func TestAFileIsServedInASandbox(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	worker := st.browser(words.Russian)
	worker.join(h.Worker, "worker")
	at := worker.begin()
	here := at + "/section/passport"
	form := hidden(worker.page(here, 200))
	form.Set("later", "1")
	worker.upload(here, form, map[string][]byte{fileID("passport", 0) + "|\u202egnp.exe": scanned()})
	id := strings.TrimPrefix(at, "/cabinet/case/")
	file := "/file/" + id + "/" + st.scanOf(id)
	w := worker.do(httptest.NewRequest(http.MethodGet, file, nil))
	head := w.Header()
	if w.Code != 200 || head.Get("Content-Type") != "image/png" || head.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(head.Get("Content-Security-Policy"), "sandbox") || !strings.HasPrefix(head.Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %v", w.Code, head)
	}
	worker.contains(worker.page(file+"/view", 200), `src="`+file+`"`)
	section := worker.page(here, 200)
	worker.contains(section, file+"/view")
	remove := regexp.MustCompile(`name="remove" value="([^"]+)"`).FindStringSubmatch(section)
	form = hidden(section)
	form.Set("remove", remove[1])
	if to, w := worker.upload(here, form, nil); w.Code != 200 || strings.Contains(w.Body.String(), file) {
		t.Errorf("after removing: %d at %s", w.Code, to)
	}
	worker.page(file, http.StatusNotFound)
}
