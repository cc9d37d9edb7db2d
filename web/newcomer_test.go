package web

import (
	"bytes"
	unescape "html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/words"
)

// A question that is asked about a document is still a question: what is wrong with it stands at it.
func TestWhatIsWrongWithThePassportStandsAtItsQuestion(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	worker := st.browser(words.Russian)
	worker.join(h.Worker, "worker")
	at := worker.begin()
	worker.fill(at, h)
	today := calendar.DayOf(st.clock.Now())
	for _, bad := range []struct{ page, field, day, stands string }{
		{"passport", "passport.expires", today.AddDays(-30).String(), "passport.expires"},
		{"passport", "entry.date", today.AddDays(30).String(), "entry.date"},
		{"person", "applicant.birth-date", "1990-01-02", "passport.mrz"},
	} {
		form, files := worker.mended(at, h, bad.page)
		split(form, bad.field, bad.day)
		_, w := worker.upload(at+"/section/"+bad.page, form, files)
		if bad.page == "passport" && w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s %s: %d", bad.field, bad.day, w.Code)
		}
		body := worker.page(at+"/section/passport?fix=1", 200)
		for _, want := range []string{`href="#` + bad.stands, `id="` + bad.stands + `-error"`} {
			if !strings.Contains(body, want) {
				t.Errorf("%s %s: the page lacks %s: %s", bad.field, bad.day, want, said(body))
			}
		}
		if check := worker.page(at+"/check", 200); !strings.Contains(check, "/section/passport?fix=1&amp;from=check#"+bad.stands) {
			t.Errorf("%s: no way to %s from the answers: %s", bad.field, bad.stands, said(check))
		}
		form, files = worker.mended(at, h, bad.page)
		worker.upload(at+"/section/"+bad.page, form, files)
	}
}

// mended is a page's form with the hiring's own facts, and no new files.
func (b *browser) mended(at string, h sample.Hire, page string) (url.Values, map[string][]byte) {
	b.Helper()
	l, err := readLaw()
	ok(b, err)
	service, _ := l.Service(sample.Service)
	e, err := service.On(calendar.DayOf(b.clock.Now()))
	ok(b, err)
	section, _ := e.Section(page)
	form, _ := b.answersOf(h, e, regulation.Section{ID: section.ID, Fields: section.Fields})
	form.Set("version", hidden(b.page(at+"/section/"+page, 200)).Get("version"))
	return form, nil
}

// The bar of steps says "done" of no step that is not.
func TestAnUntouchedStepIsNotDone(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	worker := st.browser(words.Russian)
	worker.join(h.Worker, "worker")
	at := worker.begin()
	if body := worker.page(at+"/section/employer", 200); strings.Contains(body, "is-done") {
		t.Error("a step that nobody touched is done")
	}
	worker.fill(at, h)
	if body := worker.page(at+"/section/employer", 200); !strings.Contains(body, "is-done") {
		t.Error("no step is done")
	}
}

// A refused file is one sentence that names it with its ending and size; nothing else is missing.
func TestARefusedFileIsSaidOnce(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	worker := st.browser(words.Russian)
	worker.join(h.Worker, "worker")
	at := worker.begin()
	here := at + "/section/passport"
	big := append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("x"), 14<<20-9)...)
	_, w := worker.upload(here, hidden(worker.page(here, 200)), map[string][]byte{fileID("passport", 0) + "|паспорт.pdf": big})
	body := unescape.UnescapeString(w.Body.String())
	worker.contains(body, "паспорт.pdf: файл слишком большой, 14 МБ. Выберите файл до 10 МБ")
	if n := strings.Count(body, `href="#`+fileID("passport", 0)+`"`); n != 1 {
		t.Errorf("said %d times: %s", n, said(body))
	}
}

// Whoever sends a page after the session has ended is led back to that page, and told what was lost.
func TestASessionThatEndedIsSaidSo(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	worker := st.browser(words.Russian)
	worker.join(h.Worker, "worker")
	at := worker.begin()
	here := at + "/section/person"
	form := hidden(worker.page(here, 200))
	worker.cookies = map[string]string{}
	to, w := worker.upload(here, form, nil)
	if want := "/signin?next=" + url.QueryEscape(here) + "&why=typed"; to != want {
		t.Errorf("leads to %s, want %s", to, want)
	}
	worker.contains(w.Body.String(), words.Say(words.Russian, "cabinet.signin.why.typed"))
	if to, _ := worker.send(at+"/confirm", nil); to != "/signin?next="+url.QueryEscape(at)+"&why=typed" {
		t.Errorf("a confirmation leads to %s", to)
	}
	back, _ := worker.send("/signin", url.Values{"login": {h.Worker.IIN}, "password": {sample.Password}, "next": {here}})
	if back != here {
		t.Errorf("leads back to %s", back)
	}
}

// The page of proof keeps the field for the code while a code is on its way, and only then.
func TestTheCodeFieldStaysUntilTheCodeIsUsed(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	worker := st.browser(words.Russian)
	worker.join(h.Worker, "worker")
	st.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE account SET proven_at = NULL WHERE iin = ?`, h.Worker.IIN)
		return err
	})
	field := `name="code"`
	if strings.Contains(worker.page("/prove", 200), field) {
		t.Error("no code is on its way")
	}
	if to, _ := worker.send("/prove", url.Values{"next": {"/account"}}); to != "/prove?next=%2Faccount" {
		t.Errorf("leads to %s", to)
	}
	for range 2 {
		worker.contains(worker.page("/prove", 200), field, "+7")
	}
	st.clock.Advance(11 * time.Minute)
	if strings.Contains(worker.page("/prove", 200), field) {
		t.Error("the code has run out")
	}
}
