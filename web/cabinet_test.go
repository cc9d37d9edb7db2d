package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/words"
)

func (st *street) caseAt(at string) (c application.Case) {
	st.Helper()
	ok(st, st.DB.Read(st.Context(), func(tx *db.Tx) (err error) {
		c, err = application.Find(tx, strings.TrimPrefix(at, "/cabinet/case/"))
		return err
	}))
	return c
}

// contains fails when a page lacks a text.
func (b *browser) contains(body string, texts ...string) {
	b.Helper()
	plain := strings.Join(strings.Fields(tags.ReplaceAllString(body, " ")), " ")
	for _, text := range texts {
		if !strings.Contains(body, text) && !strings.Contains(plain, text) {
			b.Errorf("%q lacks %q", titleOf(body), text)
		}
	}
}

// A person and an employer meet only through pages: from the sign-up to the permit in the cabinet.
func TestAPersonWalksFromTheSignUpToThePermit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newStreet(t, d)
		h := st.hire(6)
		worker, employer := st.browser(words.Russian), st.browser(words.Kazakh)
		worker.join(h.Worker, "worker")
		worker.contains(worker.page("/cabinet", 200), words.Say(words.Russian, "cabinet.empty"))
		at := worker.begin()
		worker.page(at, 200)
		worker.everyLanguage()
		worker.fill(at, h)
		worker.page(at+"/check", 200)
		worker.everyLanguage()
		worker.contains(worker.confirm(at), words.Say(words.Russian, "cabinet.done.confirmed"))
		worker.contains(worker.page(at, 200), words.Say(words.Russian, "application.stage.employer"))
		worker.everyLanguage()

		employer.join(h.Employer, "household")
		employer.contains(employer.page("/cabinet", 200), words.Say(words.Kazakh, "cabinet.group.sign"), at+"/check")
		employer.page(at+"/check", 200)
		employer.everyLanguage()
		employer.contains(employer.confirm(at), "OT-3944-26-000001", words.Moment(words.Kazakh, time.Date(2026, 3, 30, 18, 30, 0, 0, calendar.Zone)))
		worker.contains(worker.page(at, 200), "OT-3944-26-000001", words.Say(words.Russian, "cabinet.silence.title"))
		worker.everyLanguage()

		st.settle()
		worker.contains(worker.page(at, 200), words.Say(words.Russian, "application.stage.police"), words.Say(words.Russian, "cabinet.clock"))
		c := st.caseAt(at)
		st.write(func(tx *db.Tx) (err error) {
			if c, err = st.Office.AnswerPolice(tx, st.Staff["sarsenov"], c.ID, true, ""); err != nil {
				return err
			}
			if err := application.Read(tx, st.Staff["abenov"], c, "examination"); err != nil {
				return err
			}
			c, err = st.Approve(tx, st.Staff["abenov"], st.Staff["temirbekova"], c)
			return err
		})
		worker.contains(worker.page(at, 200), "ZH-3944-26-000001", st.Staff["abenov"].FullName())
		pdf := worker.do(httptest.NewRequest(http.MethodGet, at+"/permit.pdf", nil))
		if pdf.Code != 200 || !strings.HasPrefix(pdf.Body.String(), "%PDF-") {
			t.Errorf("the permit's PDF: %d", pdf.Code)
		}
		worker.page(at+"/copy", 200)
		worker.letters()
		for _, path := range []string{"/account", "/prove", "/cabinet"} {
			worker.page(path, 200)
			employer.page(path, 200)
		}
		employer.page(at, 200)
		worker.everyLanguage()
		employer.everyLanguage()

		st.clock.Advance(270 * 24 * time.Hour)
		worker.send("/signin", url.Values{"login": {h.Worker.IIN}, "password": {sample.Password}})
		worker.contains(worker.page("/cabinet", 200), joined(words.Say(words.Russian, "application.state.approved"), words.Say(words.Russian, "cabinet.permit.state.expired")))
	})
}

// letters opens every letter; after it none is new.
func (b *browser) letters() {
	b.Helper()
	body := b.page("/cabinet/letters", 200)
	found := letterPattern.FindAllString(body, -1)
	if len(found) == 0 {
		b.Error("no letters")
	}
	for _, path := range found {
		b.page(path, 200)
	}
	b.contains(b.page("/cabinet/letters", 200), words.Say(b.language, "cabinet.letters.read"))
}

// Another person's case does not exist for anybody else, whatever the door.
func TestAStrangerFindsNoCase(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	worker, stranger, nobody := st.browser(words.Kazakh), st.browser(words.Kazakh), st.browser(words.Kazakh)
	worker.join(h.Worker, "worker")
	at := worker.begin()
	worker.fill(at, h)
	other := st.hire(6)
	stranger.join(other.Employer, "household")

	id := strings.TrimPrefix(at, "/cabinet/case/")
	file := st.scanOf(id)
	for _, r := range st.site.cabinetRoutes() {
		if !strings.Contains(r.Pattern, "{case}") {
			continue
		}
		path := strings.NewReplacer("{case}", id, "{section}", "person", "{attachment}", file).Replace(r.Pattern)
		for _, person := range []*browser{stranger, nobody} {
			request := httptest.NewRequest(r.Method, path, nil)
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := person.do(request)
			if person == stranger && w.Code != http.StatusNotFound {
				t.Errorf("%s %s: %d for a stranger", r.Method, r.Pattern, w.Code)
			}
			if person == nobody && (w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/signin")) {
				t.Errorf("%s %s: %d for nobody", r.Method, r.Pattern, w.Code)
			}
		}
	}
	if c := st.caseAt(at); c.State != application.Draft {
		t.Errorf("the case is %s", c.State)
	}
	for _, odd := range []string{"%00", "x", "01234567-0123-7123-8123-0123456789ab", strings.Repeat("a", 300)} {
		worker.page("/cabinet/case/"+odd, http.StatusNotFound)
	}
	// The employer does not see a draft before the worker has confirmed it, and it is not his to write.
	employer := st.browser(words.Kazakh)
	employer.join(h.Employer, "household")
	employer.page(at, http.StatusNotFound)
	worker.confirm(at)
	employer.page(at+"/check", 200)
	employer.page(at+"/section/person", http.StatusForbidden)
}

func (st *street) scanOf(id string) (scan string) {
	st.Helper()
	ok(st, st.DB.Read(st.Context(), func(tx *db.Tx) error {
		papers, err := application.Papers(tx, id)
		scan = papers[0].Scans[0].ID
		return err
	}))
	return scan
}

// The employer may send the draft back; the worker reads why, and both confirmations are void.
func TestTheEmployerSendsTheDraftBack(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(3)
	worker, employer := st.browser(words.Russian), st.browser(words.Russian)
	worker.join(h.Worker, "worker")
	at := worker.begin()
	worker.fill(at, h)
	worker.confirm(at)
	employer.join(h.Employer, "household")
	_, w := employer.send(at+"/decline", url.Values{})
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", w.Code)
	}
	employer.contains(w.Body.String(), `href="#reason"`, `id="reason-error"`)
	to, w := employer.send(at+"/decline", url.Values{"reason": {"Не та улица"}})
	if to != "/cabinet?returned=1" {
		t.Errorf("leads to %s", to)
	}
	employer.contains(w.Body.String(), words.Say(words.Russian, "cabinet.returned"))
	worker.contains(worker.page(at, 200), "Не та улица")
	employer.page(at+"/check", http.StatusNotFound)
	if c := st.caseAt(at); c.State != application.Draft {
		t.Errorf("the case is %s", c.State)
	}
}

// Two windows: nothing is overwritten, both answers are shown, and the form saves over the newest.
func TestAStaleSaveShowsBoth(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(3)
	worker := st.browser(words.Kazakh)
	worker.join(h.Worker, "worker")
	at := worker.begin()
	here := at + "/section/employer"
	version := hidden(worker.page(here, 200)).Get("version")
	worker.upload(here, url.Values{"version": {version}, "employer.surname": {"Жақсылықов"}}, nil)
	_, w := worker.upload(here, url.Values{"version": {version}, "employer.surname": {"Оспанова"}}, nil)
	if w.Code != http.StatusConflict {
		t.Fatalf("%d", w.Code)
	}
	worker.contains(w.Body.String(), "Жақсылықов", "Оспанова", words.Say(words.Kazakh, "cabinet.stale.kept"))
	if kept := st.caseAt(at).Fields["employer.surname"]; kept != "Жақсылықов" {
		t.Errorf("kept %s", kept)
	}
	worker.upload(here, url.Values{"version": {hidden(w.Body.String()).Get("version")}, "employer.surname": {"Оспанова"}}, nil)
	if kept := st.caseAt(at).Fields["employer.surname"]; kept != "Оспанова" {
		t.Errorf("kept %s after the second save", kept)
	}
}

// A refusal shows its grounds and the way on, and its data begin the next application (P15).
func TestARefusedCaseBeginsAgainWithItsData(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	worker, employer := st.browser(words.Russian), st.browser(words.Kazakh)
	worker.join(h.Worker, "worker")
	at := worker.begin()
	worker.fill(at, h)
	worker.confirm(at)
	employer.join(h.Employer, "household")
	employer.confirm(at)
	st.settle()
	c := st.caseAt(at)
	st.write(func(tx *db.Tx) (err error) {
		if c, err = st.Office.AnswerPolice(tx, st.Staff["sarsenov"], c.ID, false, "Недействительный паспорт"); err != nil {
			return err
		}
		grounds, err := st.Office.Grounds(c)
		if err != nil {
			return err
		}
		code := ""
		for _, g := range grounds {
			if g.Backed {
				code = g.Code
			}
		}
		if c, err = st.Office.DraftDecision(tx, st.Staff["abenov"], c.ID, c.Version, false, []string{code}, "Проверьте паспорт"); err != nil {
			return err
		}
		c, err = st.Office.Decide(tx, st.Staff["temirbekova"], c.ID, c.Version, "")
		return err
	})
	worker.seen = map[string]bool{}
	worker.contains(worker.page(at+"/refusal", 200), "Проверьте паспорт", words.Say(words.Russian, "cabinet.again"), words.Say(words.Russian, "notice.appeal"))
	worker.contains(worker.page(at, 200), words.Say(words.Russian, "cabinet.event.police.object"))
	again, w := worker.send(at+"/again", nil)
	if w.Code != 200 || again == at {
		t.Fatalf("leads to %s: %d", again, w.Code)
	}
	if copied := st.caseAt(again); copied.Fields["passport.number"] != c.Fields["passport.number"] || copied.Fields["acknowledged"] != "" {
		t.Errorf("copied %v", copied.Fields)
	}
	worker.contains(worker.page(again+"/check", 200), "scan.png")
	if to, _ := employer.send(at+"/again", nil); to != at+"/again" {
		t.Errorf("the employer begins again: %s", to)
	}
	worker.everyLanguage()
}

func TestAnApplicationIsWithdrawnAndADraftDiscarded(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	h := st.hire(6)
	worker, employer := st.browser(words.Kazakh), st.browser(words.Kazakh)
	worker.join(h.Worker, "worker")
	at := worker.begin()
	worker.fill(at, h)
	worker.confirm(at)
	employer.join(h.Employer, "household")
	employer.confirm(at)
	employer.page(at+"/withdraw", http.StatusForbidden)
	st.settle()
	worker.seen = map[string]bool{}
	form := hidden(worker.page(at+"/withdraw", 200))
	worker.everyLanguage()
	if to, _ := worker.send(at+"/withdraw", form); to != at || st.caseAt(at).State != application.Withdrawn {
		t.Errorf("leads to %s, the case is %s", to, st.caseAt(at).State)
	}
	body := worker.page(at, 200)
	worker.contains(body, words.Say(words.Kazakh, "cabinet.check.unneeded"))
	if strings.Contains(body, words.Say(words.Kazakh, "web.verdict.waiting")) {
		t.Error("a case that is over still waits")
	}
	worker.page(at+"/withdraw", http.StatusConflict)
	st.site.Policy.SecondFactor = false
	st.clock.Advance(60 * 24 * time.Hour)
	police := st.browser(words.Russian)
	police.send("/signin", url.Values{"login": {"sarsenov"}, "password": {sample.Password}})
	body = police.page("/police/case/"+strings.TrimPrefix(at, "/cabinet/case/"), 200)
	police.contains(body, words.Say(words.Russian, "staff.police.unneeded"))
	if strings.Contains(body, "опоздание") {
		t.Error("the police are late with what nobody asks")
	}
	st.clock.Advance(-60 * 24 * time.Hour)

	draft := worker.begin()
	worker.seen = map[string]bool{}
	form = hidden(worker.page(draft+"/discard", 200))
	worker.everyLanguage()
	if to, _ := worker.send(draft+"/discard", form); to != "/cabinet" {
		t.Errorf("leads to %s", to)
	}
	worker.page(draft, http.StatusNotFound)
}

func TestStaffDoNotUseTheCabinet(t *testing.T) {
	st := newStreet(t, oneEngine(t))
	st.site.Policy.SecondFactor = false
	officer := st.browser(words.Russian)
	to, _ := officer.send("/signin", url.Values{"login": {"abenov"}, "password": {sample.Password}})
	if to != Home(&account.Account{Role: account.Executor}) {
		t.Errorf("leads to %s", to)
	}
	officer.page("/account", 200)
	officer.page("/apply/"+sample.Service+"/"+sample.Operation, http.StatusForbidden)
}
