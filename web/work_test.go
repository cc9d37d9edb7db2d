package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/notice"
	"ruqsat/permit"
	"ruqsat/quota"
	"ruqsat/register"
	"ruqsat/words"
)

// newWork is a street whose staff are signed in by their login.
func newWork(t *testing.T, d *db.DB) *street {
	t.Helper()
	st := newStreet(t, d)
	st.site.Session = func(ctx context.Context, token string, now time.Time) (s account.Session, err error) {
		a, known := st.Staff[token]
		if !known {
			return s, account.ErrNoSession
		}
		err = d.Read(ctx, func(tx *db.Tx) error { s.Account, err = account.Find(tx, a.ID); return err })
		s.Stage = account.StageFull
		return s, err
	}
	return st
}

// officer is the browser of a member of staff.
func (st *street) officer(login string, l words.Language) *browser {
	b := st.browser(l)
	b.cookies[st.site.CookieName()] = login
	return b
}

// filed is a case that both parties have confirmed.
func (st *street) filed(h sample.Hire) (c application.Case) {
	st.Helper()
	file, err := st.Scan(context.Background(), "Көшірме", st.clock.Now())
	ok(st, err)
	st.write(func(tx *db.Tx) error {
		worker, err := st.Join(tx, h.Worker, account.Immigrant, words.Kazakh)
		if err != nil {
			return err
		}
		employer, err := st.Join(tx, h.Employer, account.Employer, words.Russian)
		if err != nil {
			return err
		}
		scan, err := attachment.Keep(tx, file, worker.ID)
		if err != nil {
			return err
		}
		if c, err = st.Draft(tx, worker, h, scan); err != nil {
			return err
		}
		c, defects, err := st.File(tx, worker, employer, c)
		if len(defects) > 0 {
			st.Fatalf("%s cannot be filed: %+v", c.ID, defects)
		}
		return err
	})
	return st.current(c)
}

func (st *street) current(c application.Case) application.Case {
	st.Helper()
	ok(st, st.DB.Read(context.Background(), func(tx *db.Tx) (err error) { c, err = application.Find(tx, c.ID); return err }))
	return c
}

// ready is a case that every system and the police have answered well.
func (st *street) ready() application.Case {
	st.Helper()
	c := st.filed(st.hire(6))
	st.settle()
	st.write(func(tx *db.Tx) error {
		_, err := st.Office.AnswerPolice(tx, st.Staff["sarsenov"], c.ID, true, "")
		return err
	})
	if c = st.current(c); !c.Ready() {
		st.Fatalf("the case is not ready: %d failed, %d waiting: %+v", c.Failed, c.Waiting, c.Verdicts)
	}
	return c
}

func workPath(c application.Case, last string) string { return "/work/case/" + c.ID + last }

// has fails when a page lacks a text of the catalogue in its language.
func (b *browser) has(body string, keys ...string) {
	b.Helper()
	for _, key := range keys {
		b.contains(body, words.Say(b.language, key))
	}
}

func TestThePermitGoesFromThePoliceThroughTheExecutorToTheHead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.filed(st.hire(6))
		police, executor, head := st.officer("sarsenov", words.Kazakh), st.officer("abenov", words.Russian), st.officer("temirbekova", words.Kazakh)
		executor.contains(executor.page(workPath(c, ""), 200), c.Number, words.Say(words.Russian, "staff.ask.again"))
		st.settle()

		police.contains(police.page("/police", 200), c.Number)
		police.page("/police/case/"+c.ID, 200)
		police.everyLanguage()
		at, w := police.send("/police/case/"+c.ID+"/answer", url.Values{"version": {strconv.Itoa(st.current(c).Version)}, "answer": {"agree"}})
		if at != "/police/case/"+c.ID || w.Code != 200 {
			t.Fatalf("the answer leads to %s: %d %s", at, w.Code, said(w.Body.String()))
		}
		police.has(w.Body.String(), "staff.police.agreed")
		police.contains(police.page("/police?answered=1", 200), c.Number)

		executor.contains(executor.page("/work", 200), c.Number, c.Name, c.EmployerName)
		body := executor.page(workPath(c, ""), 200)
		executor.has(body, "staff.act.take", "staff.jump.compare", "staff.history")
		executor.everyLanguage()
		_, w = executor.send(workPath(c, "/take"), hidden(body))
		executor.has(w.Body.String(), "staff.next.approve")
		at, w = executor.send(workPath(c, "/approve"), hidden(w.Body.String()))
		if at != workPath(c, "") || st.current(c).State != application.Signature {
			t.Fatalf("the draft leads to %s, the case is in %s", at, st.current(c).State)
		}
		executor.has(w.Body.String(), "staff.bar.signature")
		history := w.Body.String()[strings.Index(w.Body.String(), `id="history"`):]
		for i, acts := 0, []string{"application.draft", "application.take", "application.police", "application.receive", "application.confirm"}; i+1 < len(acts); i++ {
			newer, older := words.Say(words.Russian, "application.act."+acts[i]), words.Say(words.Russian, "application.act."+acts[i+1])
			if !strings.Contains(history, newer) || strings.Index(history, newer) > strings.Index(history, older) {
				t.Errorf("%q does not stand above %q", newer, older)
			}
		}
		if n := len(st.current(c).Verdicts); !strings.Contains(history, words.Say(words.Russian, "staff.history.judged", "passed", n, "failed", 0, "waiting", 0)) {
			t.Errorf("the history does not say that all %d checks have passed", n)
		}

		if w := head.do(request("GET", "/work")); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/work/sign" {
			t.Errorf("the head's work begins at %d %s", w.Code, w.Header().Get("Location"))
		}
		head.contains(head.page("/work/sign", 200), c.Number)
		head.page(workPath(c, ""), 200)
		body = head.page(workPath(c, "/decide"), 200)
		head.everyLanguage()
		var prepared permit.Prepared
		ok(t, d.Read(context.Background(), func(tx *db.Tx) (err error) { prepared, err = permit.FindPrepared(tx, c.ID); return err }))
		head.contains(body, prepared.Sum, prepared.Data.HolderLatin, prepared.Data.Title.KK, prepared.Data.Title.RU, prepared.Data.Passport,
			words.ShortDate(prepared.Data.First), words.ShortDate(prepared.Data.Last), prepared.Data.EmployerIIN)
		at, w = head.send(workPath(c, "/decide"), url.Values{"version": {strconv.Itoa(st.current(c).Version)}, "sum": {prepared.Sum}})
		if at != workPath(c, "/done") || w.Code != 200 {
			t.Fatalf("the decision leads to %s: %d %s", at, w.Code, titleOf(w.Body.String()))
		}
		head.contains(w.Body.String(), "ZH-3944-26-000001")
		head.page(workPath(c, "/done"), 200)
		head.everyLanguage()
		pdf := head.do(httptest.NewRequest(http.MethodGet, workPath(c, "/permit.pdf"), nil))
		if pdf.Code != 200 || !strings.HasPrefix(pdf.Body.String(), "%PDF-") {
			t.Errorf("the PDF: %d", pdf.Code)
		}
		executor.contains(executor.page("/work?state=decided", 200), c.Number)
	})
}

// misspell changes one letter of the surname in a filed application, as a slip of the hand at a counter
// would: a form that is filed by its applicant is compared with the passport before.
func (st *street) misspell(c application.Case) {
	name := c.Fields[application.FieldSurname]
	letter := "O"
	if name[1:2] == letter {
		letter = "A"
	}
	c.Fields[application.FieldSurname] = name[:1] + letter + name[2:]
	st.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE application SET fields = ? WHERE id = ?`, c.Fields, c.ID)
		return err
	})
}

func TestARefusalNamesItsGroundsAndIsSeenBeforeItIsSent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.filed(st.hire(6))
		st.misspell(c)
		st.settle()
		c = st.current(c)
		executor, head := st.officer("abenov", words.Russian), st.officer("temirbekova", words.Kazakh)
		body := executor.page(workPath(c, ""), 200)
		if !strings.Contains(body, "<mark>") {
			t.Error("the changed letter is not marked")
		}
		body = executor.page(workPath(c, "/refuse"), 200)
		executor.everyLanguage()
		executor.has(body, "staff.refuse.free")
		executor.contains(body, "Выбрать нельзя, проверка пройдена", "Выбрать нельзя, ответа ещё нет")
		form := hidden(body)
		send := func(do, note string, grounds ...string) *httptest.ResponseRecorder {
			form["do"], form["note"], form["ground"] = []string{do}, []string{note}, grounds
			_, w := executor.send(workPath(c, "/refuse"), form)
			return w
		}
		for name, w := range map[string]*httptest.ResponseRecorder{
			"no ground": send("preview", "Себеп"), "no note": send("preview", "", "R-DATA"),
			"a closed ground": send("send", "Себеп", "R-QUOTA"), "an unknown ground": send("send", "Себеп", "R-NONE"),
		} {
			if w.Code != http.StatusUnprocessableEntity || st.current(c).State != application.Review {
				t.Errorf("%s: %d, the case is in %s", name, w.Code, st.current(c).State)
			}
		}
		w := send("preview", "Фамилия не как в паспорте", "R-DATA")
		executor.has(w.Body.String(), "staff.refuse.send", "desk.refuse.again")
		executor.contains(w.Body.String(), "Фамилия не как в паспорте", c.Number)
		if st.current(c).State != application.Review {
			t.Error("the preview has handed the refusal over")
		}
		send("send", "Фамилия не как в паспорте", "R-DATA")
		if c = st.current(c); c.State != application.Signature {
			t.Fatalf("the case is in %s", c.State)
		}

		head.contains(head.page(workPath(c, "/decide"), 200), "Фамилия не как в паспорте")
		head.everyLanguage()
		version := url.Values{"version": {strconv.Itoa(c.Version)}}
		if _, w := head.send(workPath(c, "/return"), version); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("a return without a word: %d", w.Code)
		}
		head.send(workPath(c, "/return"), url.Values{"version": version["version"], "comment": {"Тегін анықтаңыз"}})
		executor.contains(executor.page(workPath(c, ""), 200), "Тегін анықтаңыз")
		form.Set("version", strconv.Itoa(st.current(c).Version))
		send("send", "Фамилия не как в паспорте", "R-DATA")
		at, w := head.send(workPath(c, "/decide"), url.Values{"version": {strconv.Itoa(st.current(c).Version)}})
		if at != workPath(c, "/done") || st.current(c).State != application.Refused {
			t.Fatalf("the refusal leads to %s, the case is in %s", at, st.current(c).State)
		}
		st.letterIs(head, c, w.Body.String())
	})
}

// letterIs: the letter on the page is, line by line, the one that both parties got.
func (st *street) letterIs(b *browser, c application.Case, body string) {
	st.Helper()
	ok(st, st.DB.Read(context.Background(), func(tx *db.Tx) error {
		for _, person := range []string{c.Applicant, st.current(c).Employer} {
			letters, err := notice.Letters(tx, person)
			if err != nil {
				return err
			}
			found := false
			for _, l := range letters {
				if l.Kind != notice.Refused {
					continue
				}
				found = true
				b.contains(body, l.Title.In(b.language))
				b.contains(strings.ReplaceAll(body, "&#39;", "'"), paragraphs(l.Body.In(b.language))...)
			}
			if !found {
				st.Error("a party got no letter")
			}
		}
		return nil
	}))
}

func TestTheSecondOfTwoOfficersOverwritesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.ready()
		first, second := st.officer("abenov", words.Russian), st.officer("suleimenova", words.Kazakh)
		shown := hidden(second.page(workPath(c, ""), 200))
		first.contains(first.page(workPath(c, ""), 200), st.Staff["suleimenova"].FullName())
		first.send(workPath(c, "/take"), shown)
		for _, act := range []string{"/take", "/approve"} {
			_, w := second.send(workPath(c, act), shown)
			if w.Code != http.StatusConflict {
				t.Errorf("%s of the second: %d", act, w.Code)
			}
			second.has(w.Body.String(), "staff.conflict.taken", "staff.conflict.reload")
		}
		_, w := second.send(workPath(c, "/refuse"), url.Values{"version": shown["version"], "ground": {"R-FALSE"}, "note": {"Жазғаным"}, "do": {"send"}})
		if w.Code != http.StatusConflict {
			t.Errorf("a refusal by the second: %d", w.Code)
		}
		second.contains(w.Body.String(), "Жазғаным")

		_, w = first.send(workPath(c, "/approve"), shown)
		if w.Code != http.StatusConflict {
			t.Errorf("an old page of the first: %d", w.Code)
		}
		first.has(w.Body.String(), "staff.conflict.stale", "application.act.application.take")
		if _, w := first.send(workPath(c, "/approve"), nil); w.Code != http.StatusBadRequest {
			t.Errorf("a form without a version: %d", w.Code)
		}
		if now := st.current(c); now.State != application.Review || now.Executor != st.Staff["abenov"].ID {
			t.Errorf("the case is in %s with %s", now.State, now.ExecutorName)
		}
	})
}

func TestAPermitOfYesterdayIsRenewedBeforeItIsDecided(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.ready()
		st.write(func(tx *db.Tx) (err error) {
			c, err = st.Office.DraftDecision(tx, st.Staff["abenov"], c.ID, c.Version, true, nil, "")
			return err
		})
		head := st.officer("temirbekova", words.Russian)
		shown := hidden(head.page(workPath(c, "/decide"), 200))
		shown.Set("sum", strings.Repeat("0", 64))
		if _, w := head.send(workPath(c, "/decide"), shown); w.Code != http.StatusConflict {
			t.Errorf("other data than those shown: %d", w.Code)
		} else {
			head.has(w.Body.String(), "staff.conflict.changed", "staff.act.renew")
		}
		st.clock.Advance(24 * time.Hour)
		body := head.page(workPath(c, "/decide"), 200)
		head.has(body, "staff.act.renew")
		if strings.Contains(body, `name="sum"`) {
			t.Error("yesterday's permit can still be decided")
		}
		at, w := head.send(workPath(c, "/renew"), url.Values{"version": {strconv.Itoa(st.current(c).Version)}})
		if at != workPath(c, "/decide") {
			t.Fatalf("renewing leads to %s: %d", at, w.Code)
		}
		head.contains(w.Body.String(), words.ShortDate(calendar.DayOf(st.clock.Now())))
		if at, w = head.send(workPath(c, "/decide"), hidden(w.Body.String())); at != workPath(c, "/done") {
			t.Errorf("the decision leads to %s: %d", at, w.Code)
		}
	})
}

func TestWhoDraftedADecisionSeesThatAnotherMakesIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.ready()
		st.write(func(tx *db.Tx) (err error) {
			if c, err = st.Office.DraftDecision(tx, st.Staff["abenov"], c.ID, c.Version, true, nil, ""); err != nil {
				return err
			}
			a := st.Staff["abenov"]
			return account.SetRole(tx, a.ID, a.Version, account.Head, a.Unit, "system")
		})
		head := st.officer("abenov", words.Kazakh)
		head.has(head.page(workPath(c, ""), 200), "staff.bar.own")
		body := head.page(workPath(c, "/decide"), 200)
		head.has(body, "staff.bar.own", "staff.decide.approve")
		_, w := head.send(workPath(c, "/decide"), hidden(body))
		if w.Code != http.StatusForbidden || st.current(c).State != application.Signature {
			t.Errorf("%d, the case is in %s", w.Code, st.current(c).State)
		}
	})
}

func TestNobodyReachesACaseOfAnotherUnit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.ready()
		before := st.current(c).Version
		for _, r := range st.site.workRoutes() {
			if !strings.Contains(r.Pattern, "{case}") {
				continue
			}
			path := strings.Replace(r.Pattern, "{case}", c.ID, 1)
			for login, want := range map[string][]int{"petrenko": {404}, "iskakova": {404}, "volkov": {404}, "tulegen": {404},
				"admin": {403, 404}, "": {303}} {
				w := st.try(r.Method, path, login)
				if len(want) == 1 && w.Code != want[0] || len(want) == 2 && w.Code != want[0] && w.Code != want[1] {
					t.Errorf("%s %s by %q: %d", r.Method, r.Pattern, login, w.Code)
				}
				if strings.Contains(w.Body.String(), c.Number) || strings.Contains(w.Body.String(), c.Name) {
					t.Errorf("%s %s tells %q of the case", r.Method, r.Pattern, login)
				}
			}
			if w := st.try(r.Method, strings.Replace(r.Pattern, "{case}", "018f0000-0000-7000-8000-000000000000", 1), "abenov"); w.Code != 404 && w.Code != 403 {
				t.Errorf("%s %s of no case: %d", r.Method, r.Pattern, w.Code)
			}
		}
		for _, login := range []string{"petrenko", "volkov"} {
			for _, path := range []string{"/work", "/police", "/work?state=all&q=" + c.Number} {
				if strings.Contains(st.try("GET", path, login).Body.String(), c.Number) && !strings.Contains(path, "q=") {
					t.Errorf("%s sees the case at %s", login, path)
				}
			}
		}
		if st.current(c).Version != before {
			t.Error("a stranger changed the case")
		}
	})
}

func (st *street) try(method, path, login string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader("version=1&answer=agree"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: st.site.CookieName(), Value: login})
	w := httptest.NewRecorder()
	st.site.ServeHTTP(w, r)
	return w
}

func TestEveryRoleKeepsToItsOwnDoors(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.ready()
		for _, x := range []struct {
			method, path, login string
			want                int
		}{
			{"GET", "/work", "admin", 403}, {"GET", "/police", "admin", 403}, {"POST", "/work/search", "admin", 403},
			{"GET", "/work", "sarsenov", 303}, {"GET", "/police", "abenov", 303},
			{"GET", workPath(c, ""), "sarsenov", 403}, {"POST", workPath(c, "/take"), "sarsenov", 403}, {"POST", workPath(c, "/take"), "temirbekova", 403},
			{"POST", workPath(c, "/approve"), "temirbekova", 403}, {"GET", workPath(c, "/refuse"), "temirbekova", 403},
			{"POST", workPath(c, "/decide"), "abenov", 403}, {"GET", workPath(c, "/decide"), "abenov", 403}, {"POST", workPath(c, "/return"), "abenov", 403},
			{"POST", workPath(c, "/renew"), "abenov", 403}, {"POST", "/police/case/" + c.ID + "/answer", "abenov", 403},
			{"POST", "/police/case/" + c.ID + "/answer", "temirbekova", 403},
			{"GET", "/admin", "abenov", 403}, {"GET", "/admin", "temirbekova", 403}, {"GET", "/admin/quota", "temirbekova", 403},
			{"POST", "/admin/staff/new", "temirbekova", 403}, {"GET", "/admin/systems", "sarsenov", 403}, {"GET", "/admin/register", "abenov", 403},
		} {
			if w := st.try(x.method, x.path, x.login); w.Code != x.want {
				t.Errorf("%s %s by %s: %d, want %d", x.method, x.path, x.login, w.Code, x.want)
			}
		}
	})
}

func TestThePoliceSeeNeitherTaxNorQuotaNorRelatives(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		h := st.hire(6)
		c := st.filed(h)
		st.settle()
		police := st.officer("sarsenov", words.Russian)
		body := police.page("/police/case/"+c.ID, 200)
		fields := h.Fields()
		police.contains(body, h.Worker.Passport, h.Worker.SurnameLatin, words.ShortDate(h.Entered), h.Employer.Surname, h.Address)
		for _, secret := range []string{fields["relative.abroad"], h.Paid[0].Number, "311", h.Policy, "Квота", "Семейное"} {
			if strings.Contains(body, secret) {
				t.Errorf("the police see %q", secret)
			}
		}
		ok(t, d.Read(context.Background(), func(tx *db.Tx) error {
			papers, err := application.Papers(tx, c.ID)
			for _, p := range papers {
				seen := strings.Contains(body, p.Scans[0].ID)
				if want := p.Document == "passport"; seen != want && p.Scans[0].ID != papers[0].Scans[0].ID {
					t.Errorf("the scan of %s: seen %v", p.Document, seen)
				}
			}
			readings, err2 := account.Readings(tx, c.Subject())
			if len(readings) != 1 || readings[0].Purpose != purposeAgreement {
				t.Errorf("readings: %+v", readings)
			}
			if err == nil {
				err = err2
			}
			return err
		}))

		version := strconv.Itoa(st.current(c).Version)
		for name, form := range map[string]url.Values{"nothing chosen": {}, "an objection without a reason": {"answer": {"object"}}} {
			form.Set("version", version)
			if _, w := police.send("/police/case/"+c.ID+"/answer", form); w.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, w.Code)
			}
		}
		_, w := police.send("/police/case/"+c.ID+"/answer", url.Values{"version": {version}, "answer": {"object"}, "reason": {"Келу мақсаты басқа"}})
		police.contains(w.Body.String(), "Келу мақсаты басқа")
		if _, w := police.send("/police/case/"+c.ID+"/answer", url.Values{"version": {strconv.Itoa(st.current(c).Version)}, "answer": {"agree"}}); w.Code != http.StatusConflict {
			t.Errorf("a second answer: %d", w.Code)
		}
		executor := st.officer("abenov", words.Russian)
		executor.contains(executor.page(workPath(c, ""), 200), "Келу мақсаты басқа")
	})
}

func TestWhereASystemAnswersThePoliceOnlyRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.filed(st.hire(6, func(h *sample.Hire) { h.Unit = sample.Kostanay }))
		police := st.officer("volkov", words.Kazakh)
		police.has(police.page("/police", 200), "staff.police.readonly")
		body := police.page("/police/case/"+c.ID, 200)
		police.has(body, "staff.police.readonly")
		if strings.Contains(body, "/answer") {
			t.Error("there is a form to answer by")
		}
		_, w := police.send("/police/case/"+c.ID+"/answer", url.Values{"version": {strconv.Itoa(c.Version)}, "answer": {"agree"}})
		if w.Code != http.StatusConflict {
			t.Errorf("an answer beside the system: %d", w.Code)
		}
		police.has(w.Body.String(), "staff.conflict.readonly")
	})
}

func TestThePolicesOneDayRunsOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.filed(st.hire(6))
		police := st.officer("sarsenov", words.Russian)
		police.has(police.page("/police", 200), "staff.police.group.ok")
		st.clock.Set(afterNauryz.AddDate(0, 0, 1))
		police.has(police.page("/police", 200), "staff.police.group.soon")
		st.clock.Set(afterNauryz.AddDate(0, 0, 4))
		body := police.page("/police", 200)
		police.has(body, "staff.police.group.overdue")
		police.contains(body, c.Number, words.Say(words.Russian, "staff.due.late", "n", 1))
	})
}

var tallyPattern = regexp.MustCompile(`<a class="(critical|overdue|soon|ok)"[^>]*><b>(\d+)</b>`)

func TestTheCountsOverTheListAreThoseOfTheList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		executor, head := st.officer("abenov", words.Kazakh), st.officer("temirbekova", words.Russian)
		executor.has(executor.page("/work", 200), "staff.empty.all.title")
		head.has(head.page("/work/sign", 200), "staff.empty.signature.title")
		var cases []application.Case
		for _, days := range []int{0, 0, 4, 5, 8} {
			st.clock.Set(afterNauryz.AddDate(0, 0, days))
			cases = append(cases, st.filed(st.hire(6)))
		}
		st.write(func(tx *db.Tx) error {
			_, err := st.Office.Take(tx, st.Staff["abenov"], cases[1].ID)
			return err
		})
		body := executor.page("/work", 200)
		counts := map[string]int{}
		for _, m := range tallyPattern.FindAllStringSubmatch(body, -1) {
			counts[m[1]], _ = strconv.Atoi(m[2])
		}
		total := 0
		for severity, n := range counts {
			rows := strings.Count(between(body, `<tbody class="c-`+severity+`"`, "</tbody>"), `scope="row"`)
			if total += n; rows != n {
				t.Errorf("%s: %d counted, %d shown", severity, n, rows)
			}
		}
		if total != len(cases) || counts["critical"]+counts["overdue"] == 0 {
			t.Errorf("%v of %d", counts, len(cases))
		}
		if mine := executor.page("/work?state=all&whose=mine", 200); !strings.Contains(mine, cases[1].Number) || strings.Contains(mine, cases[0].Number) {
			t.Error("only mine shows others' or not mine")
		}
		if i, j := strings.Index(body, cases[1].Number), strings.Index(body, cases[0].Number); i > j {
			t.Error("the own case does not stand first in its group")
		}
		executor.everyLanguage()
		st.searching(executor, cases[2])
	})
}

// searching: a number may stand in an address, a person's data may not.
func (st *street) searching(b *browser, c application.Case) {
	st.Helper()
	for _, text := range []string{c.Name, c.Fields[application.FieldPassport], c.Fields[application.FieldIIN], strings.ToLower(c.Name)} {
		at, w := b.send("/work/search", url.Values{"q": {text}})
		if at != "/work/search" || w.Code != 200 {
			st.Errorf("the search leads to %s: %d", at, w.Code)
		}
		b.contains(w.Body.String(), c.Number)
		if strings.Contains(w.Header().Get("Location")+at, url.QueryEscape(text)) {
			st.Error("personal data stand in an address")
		}
	}
	at, w := b.send("/work/search", url.Values{"q": {strings.ToLower(c.Number)}})
	if at != "/work?q="+c.Number+"&state=all" && at != "/work?state=all&q="+c.Number {
		st.Errorf("a number leads to %s", at)
	}
	b.contains(w.Body.String(), c.Number)
	_, w = b.send("/work/search", url.Values{"q": {"100%_nobody"}})
	b.has(w.Body.String(), "staff.empty.search.title")
}

func between(s, from, to string) string {
	_, s, found := strings.Cut(s, from)
	if !found {
		return ""
	}
	s, _, _ = strings.Cut(s, to)
	return s
}

var olderPattern = regexp.MustCompile(`rel="next" href="([^"]+)"`)

func TestALongListGoesOnPageByPageAndLosesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		want := map[string]bool{}
		for range pageSize + 3 {
			want[st.filed(st.hire(6)).Number] = true
		}
		executor := st.officer("abenov", words.English)
		seen, path, pages := map[string]int{}, "/work", 0
		for path != "" && pages < 5 {
			body := executor.page(path, 200)
			for number := range want {
				seen[number] += strings.Count(body, ">"+number+"</a>")
			}
			path, pages = "", pages+1
			if m := olderPattern.FindStringSubmatch(body); m != nil {
				path = strings.ReplaceAll(m[1], "&amp;", "&")
			}
		}
		for number := range want {
			if seen[number] != 1 {
				t.Errorf("%s stands %d times", number, seen[number])
			}
		}
		if pages != 2 {
			t.Errorf("%d pages", pages)
		}
		_, w := executor.send("/work/search", url.Values{"q": {"3944-26"}})
		for number := range want {
			if !strings.Contains(w.Body.String(), ">"+number+"</a>") {
				t.Errorf("a search does not show %s", number)
			}
		}
	})
}

func TestTheAdministratorSetsUpUnitsAndStaff(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		admin := st.officer("admin", words.Kazakh)
		for _, path := range []string{"/admin", "/admin/unit/new", "/admin/staff/new", "/admin/quota", "/admin/systems", "/admin/register",
			"/admin/unit/" + st.Units["police "+sample.Zhitikara].ID, "/admin/staff/" + st.Staff["abenov"].ID, "/admin/staff/" + st.Staff["admin"].ID} {
			admin.page(path, 200)
		}
		admin.everyLanguage()

		unit := url.Values{"kind": {"akimat"}, "kato": {"393200000"}, "name-kk": {"Әкімдік"}, "name-ru": {"Акимат"}, "name-en": {"Akimat"}}
		if _, w := admin.send("/admin/unit/new", url.Values{"kato": {"12"}}); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("an empty unit: %d", w.Code)
		}
		at, w := admin.send("/admin/unit/new", unit)
		if at != "/admin" {
			t.Fatalf("the unit leads to %s: %s", at, said(w.Body.String()))
		}
		if _, w := admin.send("/admin/unit/new", unit); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("a second unit of the territory: %d", w.Code)
		}

		post := url.Values{"surname": {"Жаңабаев"}, "given-name": {"Ержан"}, "role": {"executor"}, "unit": {st.Units["akimat "+sample.Zhitikara].ID}, "login": {"zhanabaev"}}
		_, w = admin.send("/admin/staff/new", post)
		password := regexp.MustCompile(`[a-z2-9]{5}(-[a-z2-9]{5}){3}`).FindString(w.Body.String())
		if w.Code != 200 || password == "" || w.Header().Get("Cache-Control") != "no-store" {
			t.Fatalf("the post: %d %s", w.Code, said(w.Body.String()))
		}
		st.signsIn("zhanabaev", password, true)
		if strings.Contains(admin.page("/admin", 200), password) {
			t.Error("the password is shown twice")
		}
		if _, w := admin.send("/admin/staff/new", post); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("a login that is in use: %d", w.Code)
		}
		post.Set("login", "another")
		post.Set("role", "police")
		if _, w := admin.send("/admin/staff/new", post); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("police in an akimat: %d", w.Code)
		}
	})
}

// signsIn tries a password.
func (st *street) signsIn(login, password string, want bool) {
	st.Helper()
	var tried account.Try
	policy := account.DefaultPolicy()
	st.write(func(tx *db.Tx) (err error) {
		tried, err = account.Attempt(tx, account.Credential{Login: login, Address: "10.9.9.9"}, policy)
		return err
	})
	tried, err := tried.Verify(context.Background(), password)
	ok(st, err)
	st.write(func(tx *db.Tx) error {
		_, in, err := account.SignIn(tx, tried, policy, "")
		if in != want {
			st.Errorf("%s signs in: %v", login, in)
		}
		return err
	})
}

func TestAChangedPostHoldsAtTheNextRequest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		admin, executor := st.officer("admin", words.Russian), st.officer("abenov", words.Russian)
		executor.page("/work", 200)
		member := "/admin/staff/" + st.Staff["abenov"].ID
		old := hidden(admin.page(member, 200))
		form := url.Values{"version": old["version"], "role": {"head"}, "unit": {st.Staff["abenov"].Unit}}
		if at, _ := admin.send(member+"/role", form); at != member {
			t.Errorf("the role leads to %s", at)
		}
		executor.has(executor.page("/work/sign", 200), "staff.role.head")
		if _, w := admin.send(member+"/role", form); w.Code != http.StatusConflict {
			t.Errorf("an old page: %d", w.Code)
		}
		if _, w := admin.send(member+"/state", url.Values{"state": {account.Disabled}}); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("closing without a reason: %d", w.Code)
		}
		admin.send(member+"/state", url.Values{"state": {account.Disabled}, "reason": {"Жұмыстан шықты"}})
		if w := st.try("GET", "/work", "abenov"); w.Code == http.StatusOK {
			t.Error("a closed account still works")
		}
		admin.send(member+"/state", url.Values{"state": {account.Active}, "reason": {"Қайтып келді"}})
		executor.page("/work/sign", 200)
		_, w := admin.send(member+"/password", nil)
		password := regexp.MustCompile(`[a-z2-9]{5}(-[a-z2-9]{5}){3}`).FindString(w.Body.String())
		st.signsIn("abenov", password, true)
		st.signsIn("abenov", sample.Password, false)
		self := "/admin/staff/" + st.Staff["admin"].ID
		if _, w := admin.send(self+"/state", url.Values{"state": {account.Disabled}, "reason": {"x"}}); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("closing oneself: %d", w.Code)
		}
		st.write(func(tx *db.Tx) error {
			worker, err := st.Join(tx, st.hire(1).Worker, account.Immigrant, words.Kazakh)
			if w := st.try("GET", "/admin/quota", "temirbekova"); w.Code != 403 {
				st.Errorf("quota by a head: %d", w.Code)
			}
			member = "/admin/staff/" + worker.ID
			return err
		})
		admin.page(member, 404)
	})
}

func TestAQuotaOrderIsEnteredAndRecorded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.filed(st.hire(6))
		admin := st.officer("admin", words.Russian)
		form := url.Values{"region": {"390000000"}, "year": {"2026"}, "places": {"1500"}, "cite": {"№ 7 от 26.03.2026"}}
		split(form, "since", "2026-03-26")
		at, w := admin.send("/admin/quota", form)
		if at != "/admin/quota?done=1" {
			t.Fatalf("the order leads to %s: %s", at, said(w.Body.String()))
		}
		admin.contains(w.Body.String(), "1 500", "№ 7 от 26.03.2026")
		for name, spoil := range map[string]func(url.Values){
			"no region": func(f url.Values) { f.Set("region", "394400000") }, "no number": func(f url.Values) { f.Set("places", "many") },
			"no order": func(f url.Values) { f.Del("cite") }, "no day": func(f url.Values) { f.Set("since-day", "31"); f.Set("since-month", "2") },
			"a day to come": func(f url.Values) { f.Set("since-year", "2027") }, "less than is taken": func(f url.Values) { f.Set("places", "0") },
		} {
			bad := url.Values{}
			for k, v := range form {
				bad[k] = v
			}
			spoil(bad)
			if _, w := admin.send("/admin/quota", bad); w.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, w.Code)
			}
		}
		ok(t, d.Read(context.Background(), func(tx *db.Tx) error {
			board, err := quota.Board(tx, 2026, sample.Ledger)
			if len(board) == 0 || board[0].Set != 1500 || board[0].Held != 1 {
				t.Errorf("the board: %+v", board)
			}
			entries, err2 := register.History(tx, "quota:390000000:2026")
			if len(entries) != 1 || entries[0].Actor != st.Staff["admin"].ID {
				t.Errorf("the register: %+v", entries)
			}
			if err == nil {
				err = err2
			}
			return err
		}))
		for _, path := range []string{"/admin", "/admin/systems", "/admin/quota", "/admin/register"} {
			if body := admin.page(path, 200); strings.Contains(body, c.Number) || strings.Contains(body, c.ID) || strings.Contains(body, c.Name) {
				t.Errorf("%s shows the administrator a case", path)
			}
		}
	})
}

func TestEveryReadingOfStaffIsLeft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.filed(st.hire(6))
		st.officer("abenov", words.Kazakh).page(workPath(c, ""), 200)
		st.officer("temirbekova", words.Kazakh).page(workPath(c, ""), 200)
		st.officer("sarsenov", words.Kazakh).page("/police/case/"+c.ID, 200)
		st.try("GET", workPath(c, ""), "petrenko")
		ok(t, d.Read(context.Background(), func(tx *db.Tx) error {
			readings, err := account.Readings(tx, c.Subject())
			var got []string
			for _, r := range readings {
				got = append(got, string(r.Role)+" "+r.Purpose)
			}
			if want := "executor examination, head decision, police agreement"; strings.Join(got, ", ") != want {
				t.Errorf("%s", strings.Join(got, ", "))
			}
			return err
		}))
	})
}

func TestStaffReachTheirOwnAccount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		for _, login := range []string{"abenov", "temirbekova", "sarsenov", "admin"} {
			b := st.officer(login, words.Kazakh)
			home := Home(&account.Account{Role: st.Staff[login].Role})
			b.contains(b.page(home, 200), `href="/account"`)
			b.page("/account", 200)
			b.everyLanguage()
		}
	})
}
