package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/regulation"
	"ruqsat/words"
)

// window is an operator's browser at the counter.
type window struct {
	*browser
	edition *regulation.Edition
	op      *regulation.Operation
}

func (st *street) window(login string, l words.Language) *window {
	st.Helper()
	law, _ := readLaw()
	service, _ := law.Service(sample.Service)
	e, err := service.On(calendar.DayOf(st.clock.Now()))
	ok(st, err)
	op, _ := e.Operation(sample.Operation)
	return &window{browser: st.officer(login, l), edition: e, op: op}
}

// begin opens a new sheet and gives its address.
func (w *window) begin() string {
	w.Helper()
	w.page("/counter", http.StatusOK)
	at, got := w.send("/counter/start", url.Values{"service": {sample.Service}, "operation": {sample.Operation}})
	if got.Code != http.StatusOK || !strings.HasPrefix(at, "/counter/intake/") {
		w.Fatalf("the start leads to %s: %d %s", at, got.Code, said(got.Body.String()))
	}
	return at
}

// sheet is what an operator types for a hiring: the passport's lines first, the day of a paper in one field,
// and the tick for what the papers say like the application.
func (w *window) sheet(h sample.Hire) (url.Values, map[string][]byte) {
	form, files := url.Values{}, map[string][]byte{}
	fields := h.Fields()
	first, second := h.MRZ()
	for _, id := range w.op.Sections {
		section, _ := w.edition.Section(id)
		for _, f := range section.Fields {
			form.Set(f.ID, typed(f, fields[f.ID]))
			if f.Kind == "mrz" {
				form.Set(f.ID, first+"\n"+second)
			}
		}
	}
	for _, id := range []string{application.FieldSurname, application.FieldGivenName, application.FieldBirthDate, application.FieldSex,
		application.FieldCitizenship, application.FieldPassport} {
		form.Del(id) // the passport's lines know these
	}
	for _, id := range w.op.Documents {
		d, _ := w.edition.Document(id)
		papers := h.Papers()[id]
		if d.Made || len(papers) == 0 {
			papers = []map[string]string{{}}
		}
		pairs := form1(w).pairs(id)
		for i, data := range papers {
			form.Set(prefix(id, i), "")
			for _, f := range d.Fields {
				if pairs[f.ID] == "" {
					form.Set(paperID(id, i, f.ID), typed(f, data[f.ID]))
				}
			}
			if len(pairs) > 0 {
				form.Set(sameID(id, i), "1")
			}
			files[fileID(id, i)+"|"+id+".png"] = scanned()
		}
	}
	form.Set(application.ContactPhone, "+7 701 000 11 22")
	form.Set(application.ContactLanguage, "ru")
	form.Set(application.ContactConsent, "1")
	return form, files
}

func form1(w *window) form { return form{Edition: w.edition, Op: w.op} }

// typed is a value as it is typed: a day with dots.
func typed(f regulation.Field, value string) string {
	if day, err := calendar.ParseDay(value); f.Kind == "date" && err == nil {
		return words.ShortDate(day)
	}
	return value
}

// save sends the sheet as it is shown with the answers.
func (w *window) save(at string, form url.Values, files map[string][]byte, also ...string) (string, string, int) {
	w.Helper()
	shown := hidden(w.page(at, http.StatusOK))
	sent := url.Values{}
	for name, values := range form {
		sent[name] = values
	}
	for name, values := range shown {
		if sent.Get(name) == "" {
			sent[name] = values
		}
	}
	for i := 0; i+1 < len(also); i += 2 {
		sent.Set(also[i], also[i+1])
	}
	to, got := w.upload(at, sent, files)
	return to, got.Body.String(), got.Code
}

// again are the answers with the papers as the page now names them, and no files.
func (w *window) again(at string, form url.Values) url.Values {
	out := url.Values{}
	for name, values := range form {
		out[name] = values
	}
	for name, values := range hidden(w.page(at, http.StatusOK)) {
		out[name] = values
	}
	return out
}

// takeIn takes a whole hiring in and gives the case.
func (w *window) takeIn(h sample.Hire) application.Case {
	w.Helper()
	at := w.begin()
	form, files := w.sheet(h)
	_, body, code := w.save(at, form, files)
	if code != http.StatusOK {
		w.Fatalf("the sheet is not kept: %d %s", code, said(body))
	}
	to, body, code := w.save(at, w.again(at, form), nil, "do", "accept")
	if !strings.HasPrefix(to, "/counter/case/") || code != http.StatusOK {
		w.Fatalf("accepting leads to %s: %d %s\n%s", to, code, said(body), text(body))
	}
	w.seen = map[string]bool{} // the sheet is closed by the acceptance
	return w.current(application.Case{ID: strings.TrimSuffix(strings.TrimPrefix(to, "/counter/case/"), "?accepted=1")})
}

// text is what a page says.
func text(body string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(body, " ")), " ")
}

// decided lets the state decide a case that was taken in.
func (st *street) decided(c application.Case) application.Case {
	st.Helper()
	st.settle()
	st.write(func(tx *db.Tx) error {
		_, err := st.Office.AnswerPolice(tx, st.Staff["sarsenov"], c.ID, true, "")
		return err
	})
	executor, head := st.officer("abenov", words.Russian), st.officer("temirbekova", words.Russian)
	executor.send(workPath(c, "/take"), hidden(executor.page(workPath(c, ""), 200)))
	executor.send(workPath(c, "/approve"), hidden(executor.page(workPath(c, ""), 200)))
	form := hidden(head.page(workPath(c, "/decide"), 200))
	if at, w := head.send(workPath(c, "/decide"), form); w.Code != http.StatusOK || st.current(c).State != application.Approved {
		st.Fatalf("the decision leads to %s: %d %s, the case is in %s", at, w.Code, said(w.Body.String()), st.current(c).State)
	}
	return st.current(c)
}

// receiver is who takes a result away.
func receiver(c application.Case) url.Values {
	return url.Values{"receiver": {c.Name}, "document": {"FB0000001"}, "as": {application.AsApplicant}, "signed": {"1"}}
}

func TestPapersAreTakenInOnOneSheetAndTheResultIsHandedOutOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		w, other := st.window("saparova", words.Russian), st.window("omarov", words.Kazakh)
		h := st.hire(6)
		c := w.takeIn(h)
		if c.Number == "" || !strings.HasPrefix(c.CounterNumber, "CON-3944-26-") || !c.State.Running() {
			t.Fatalf("the case is %q %q in %s", c.Number, c.CounterNumber, c.State)
		}
		base := "/counter/case/" + c.ID
		w.contains(w.page("/counter/waiting", 200), c.CounterNumber, c.Number, c.Name)
		w.contains(w.page("/counter/journal", 200), c.CounterNumber)
		w.contains(w.page("/counter/originals", 200), words.Say(words.Russian, "window.originals.lead"))
		w.contains(text(w.page(base+"/copy", 200)), c.CounterNumber, c.Number, c.OperatorName, h.Fields()[application.FieldAddress])
		w.contains(w.page(base+"/receipt", 200), words.Moment(words.Russian, c.DueAt))
		w.has(w.page(base+"/mark", 200), "window.mark.none")
		if _, got := w.send(base+"/return", url.Values{"paper": {"all"}}); got.Code != http.StatusOK {
			t.Fatalf("returning: %d %s", got.Code, said(got.Body.String()))
		}
		w.has(w.page("/counter/originals", 200), "window.empty.originals")
		w.contains(text(w.page(base+"/mark", 200)), words.Say(words.Russian, "window.mark.title"), c.CounterNumber)
		if _, got := w.send(base+"/return", url.Values{"paper": {"all"}}); got.Code != http.StatusConflict {
			t.Errorf("returning what is returned: %d", got.Code)
		}
		if got := w.page(base+"/hand", http.StatusConflict); !strings.Contains(got, words.Say(words.Russian, "staff.conflict.state")) {
			t.Error("an undecided case can be handed out")
		}
		w.everyLanguage()

		c = st.decided(c)
		w.contains(w.page("/counter/ready", 200), c.CounterNumber)
		w.page(base, 200)
		w.page(base+"/hand", 200)
		w.everyLanguage()
		_, got := w.send(base+"/hand", url.Values{"as": {application.AsProxy}, "proxy-day": {"32.13.2026"}})
		if got.Code != http.StatusUnprocessableEntity {
			t.Errorf("an empty handing out: %d", got.Code)
		}
		w.contains(got.Body.String(), `id="receiver-error"`, `id="document-error"`, `id="proxy-error"`, `id="proxy-day-error"`, `id="signed-error"`, "32.13.2026")
		at, got := w.send(base+"/hand", receiver(c))
		if at != base+"/handed" || got.Code != http.StatusOK {
			t.Fatalf("handing out leads to %s: %d %s", at, got.Code, said(got.Body.String()))
		}
		w.contains(text(got.Body.String()), c.CounterNumber, c.Name, "FB0000001")
		_, got = other.send(base+"/hand", receiver(c))
		if got.Code != http.StatusConflict {
			t.Errorf("the second handing out: %d", got.Code)
		}
		other.has(got.Body.String(), "window.handed.already")
		other.contains(text(got.Body.String()), w.Staff["saparova"].FullName())
		w.contains(w.page("/counter/done", 200), c.CounterNumber)
		w.everyLanguage()
	})
}

func TestAcceptanceIsRefusedForWhatIsMissingOrExpiredAndTheSheetIsKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		w := st.window("saparova", words.Russian)
		at := w.begin()
		form, files := w.sheet(st.hire(1))
		form.Set(paperID("medical", 0, "date"), "11.02.2025")
		delete(files, fileID("insurance", 0)+"|insurance.png")
		to, body, code := w.save(at, form, files, "do", "accept")
		if code != http.StatusUnprocessableEntity || to != at {
			t.Fatalf("a sheet with shortfalls: %d at %s", code, to)
		}
		w.has(body, "window.verdict.expired", "window.verdict.missing", "window.refuse.open", "window.accept.barred")
		w.page(at, 200)
		refuse := w.page(at+"/refuse", 200)
		w.everyLanguage()
		version := hidden(refuse).Get("version")

		_, got := w.send(at+"/refuse", url.Values{"version": {version}, "note": {"не теряется"}})
		if got.Code != http.StatusUnprocessableEntity {
			t.Errorf("a refusal without a reason: %d", got.Code)
		}
		w.contains(got.Body.String(), `id="document-error"`, "не теряется", `id="first-error"`)
		_, got = w.send(at+"/refuse", url.Values{"version": {version}, "document": {"passport"}, "first": {"kk"}})
		if got.Code != http.StatusUnprocessableEntity {
			t.Errorf("a refusal for a good document: %d", got.Code)
		}
		slip, got := w.send(at+"/refuse", url.Values{"version": {version}, "document": {"medical", "insurance"}, "first": {"en"}, "note": {"ждём"}})
		if !strings.HasPrefix(slip, "/counter/entry/") || got.Code != http.StatusOK {
			t.Fatalf("the refusal leads to %s: %d %s", slip, got.Code, said(got.Body.String()))
		}
		page := got.Body.String()
		for _, l := range words.Languages {
			if n := strings.Count(page, "<h2>"+words.Say(l, "window.slip.title")+"</h2>"); n != 2 {
				t.Errorf("the slip in %s stands %d times, want two copies", l, n)
			}
		}
		if strings.Index(page, words.Say(words.English, "window.slip.do")) > strings.Index(page, words.Say(words.Kazakh, "window.slip.do")) {
			t.Error("the chosen language does not stand first")
		}
		w.contains(page, "CON-3944-26-000001", "ждём", "1414")
		w.contains(text(w.page("/counter/journal", 200)), "CON-3944-26-000001", words.Say(words.Russian, "window.entry.refused"))
		w.has(w.page("/counter", 200), "window.intakes.refused")
		w.everyLanguage()
		var n int
		ok(t, d.Read(t.Context(), func(tx *db.Tx) error { return tx.Get(&n, `SELECT COUNT(*) FROM application WHERE number <> ''`) }))
		if n != 0 {
			t.Errorf("%d cases are registered", n)
		}

		form = w.again(at, form) // the person comes back with both papers
		form.Set(paperID("medical", 0, "date"), words.ShortDate(calendar.DayOf(st.clock.Now())))
		if _, body, code := w.save(at, form, map[string][]byte{fileID("insurance", 0) + "|insurance.png": scanned()}); code != http.StatusOK {
			t.Fatalf("mending: %d %s", code, said(body))
		}
		if to, body, code := w.save(at, w.again(at, form), nil, "do", "accept"); !strings.HasPrefix(to, "/counter/case/") || code != http.StatusOK {
			t.Errorf("accepting leads to %s: %d %s", to, code, said(body))
		}
	})
}

func TestWhatWasTypedWrongOnTheSheetIsNamedAndNothingIsLost(t *testing.T) {
	st := newWork(t, dbtest.Open(t, db.SQLite))
	w := st.window("saparova", words.Kazakh)
	at := w.begin()
	form, files := w.sheet(st.hire(1))
	form.Set("employer.iin", "123")
	form.Set("passport.issued", "31.02.2020")
	form.Set(paperID("receipts", 0, "sum"), "много")
	form.Set(application.ContactEmail, "не почта")
	files[fileID("medical", 0)+"|virus.exe"] = []byte("MZ\x90 this is no picture")
	to, body, code := w.save(at, form, files)
	if code != http.StatusUnprocessableEntity || to != at {
		t.Fatalf("%d at %s", code, to)
	}
	for _, id := range []string{"employer.iin", "passport.issued", paperID("receipts", 0, "sum"), application.ContactEmail, fileID("medical", 0)} {
		if !strings.Contains(body, `id="`+id+`-error"`) {
			t.Errorf("nothing is said at %s", id)
		}
	}
	w.contains(body, `value="123"`, "31.02.2020", "много", "не почта", "passport.png")
	at2, body, code := w.save(at, url.Values{"months": {strings.Repeat("9", 5000)}, "version": {"x"}}, nil)
	if code != http.StatusConflict {
		t.Errorf("a form of no version: %d at %s %s", code, at2, said(body))
	}
	for _, bad := range []string{"/counter/intake/x", "/counter/intake/0/refuse", "/counter/case/%27", "/counter/entry/none"} {
		w.page(bad, http.StatusNotFound)
	}
	if _, got := w.send("/counter/start", url.Values{"service": {"none"}}); got.Code != http.StatusNotFound {
		t.Errorf("a service that there is not: %d", got.Code)
	}
	w.page("/counter/journal?from-day=31&from-month=2&from-year=2026", http.StatusUnprocessableEntity)
	w.page("/counter/journal?from-day=2&from-month=3&from-year=2026&until-day=1&until-month=3&until-year=2026", http.StatusUnprocessableEntity)
	if _, got := w.send("/counter/search", url.Values{"q": {"%' OR 1=1"}}); got.Code != http.StatusOK {
		t.Errorf("searching: %d", got.Code)
	}
}

func TestTwoWindowsOnOneSheetLoseNothing(t *testing.T) {
	st := newWork(t, dbtest.Open(t, db.SQLite))
	w := st.window("saparova", words.Russian)
	at := w.begin()
	form, _ := w.sheet(st.hire(1))
	old := hidden(w.page(at, 200)).Get("version")
	w.save(at, form, nil)
	_, body, code := w.save(at, url.Values{"home.address": {"Другой адрес, 9"}}, nil, "version", old)
	if code != http.StatusConflict {
		t.Fatalf("a stale save: %d", code)
	}
	w.contains(text(body), "Другой адрес, 9", form.Get("home.address"))
}

func TestAnotherOfficeSeesNothingOfACase(t *testing.T) {
	st := newWork(t, dbtest.Open(t, db.SQLite))
	w := st.window("saparova", words.Russian)
	c := w.takeIn(st.hire(1))
	open := w.begin()
	var scan string
	ok(t, st.DB.Read(t.Context(), func(tx *db.Tx) error {
		papers, err := application.Papers(tx, c.ID)
		scan = papers[0].Scans[0].ID
		return err
	}))
	w.page("/file/"+c.ID+"/"+scan+"/view", http.StatusOK)
	for _, login := range []string{"kim", "abenov", "admin"} {
		b := st.officer(login, words.Russian)
		for _, path := range []string{"/counter/case/" + c.ID, "/counter/case/" + c.ID + "/copy", "/counter/case/" + c.ID + "/hand", open, open + "/refuse"} {
			r := b.do(httptest.NewRequest(http.MethodGet, path, nil))
			if r.Code != http.StatusNotFound && r.Code != http.StatusForbidden || login == "kim" && r.Code != http.StatusNotFound {
				t.Errorf("%s opens %s: %d", login, path, r.Code)
			}
			if strings.Contains(r.Body.String(), c.CounterNumber) {
				t.Errorf("%s is told of %s", login, path)
			}
		}
	}
	kim := st.officer("kim", words.Russian)
	kim.page("/file/"+c.ID+"/"+scan, http.StatusNotFound)
	_, got := kim.send("/counter/search", url.Values{"q": {c.CounterNumber}})
	kim.has(got.Body.String(), "window.empty.search")
	for _, q := range []string{c.CounterNumber, c.Number, strings.ToLower(strings.Fields(c.Name)[0]), c.EmployerIIN} {
		if at, got := w.send("/counter/search", url.Values{"q": {q}}); !strings.Contains(got.Body.String(), c.CounterNumber) || strings.Contains(at, "?") {
			t.Errorf("%q is not found at %s", q, at)
		}
	}
	_, got = kim.send(open+"/discard", url.Values{"version": {"1"}})
	if got.Code != http.StatusNotFound {
		t.Errorf("another office discards a sheet: %d", got.Code)
	}
	at, got := w.send(open+"/discard", hidden(w.page(open+"/discard", 200)))
	if at != "/counter" || got.Code != http.StatusOK {
		t.Errorf("discarding leads to %s: %d", at, got.Code)
	}
	w.page(open, http.StatusNotFound)
}

func TestACaseIsWithdrawnAtTheCounterByASignedRequest(t *testing.T) {
	st := newWork(t, dbtest.Open(t, db.SQLite))
	w := st.window("saparova", words.Russian)
	c := w.takeIn(st.hire(1))
	at := "/counter/case/" + c.ID + "/withdraw"
	form := hidden(w.page(at, 200))
	if _, got := w.upload(at, form, nil); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("a withdrawal without its paper: %d", got.Code)
	}
	if _, got := w.send("/counter/case/"+c.ID+"/again", nil); got.Code != http.StatusConflict {
		t.Errorf("taking in again while the case is open: %d", got.Code)
	}
	to, got := w.upload(at, form, map[string][]byte{"request|request.png": scanned()})
	if to != "/counter/case/"+c.ID || got.Code != http.StatusOK || st.current(c).State != application.Withdrawn {
		t.Errorf("withdrawing leads to %s: %d, the case is in %s", to, got.Code, st.current(c).State)
	}
	to, got = w.send("/counter/case/"+c.ID+"/again", nil)
	if !strings.HasPrefix(to, "/counter/intake/") || got.Code != http.StatusOK {
		t.Errorf("taking in again leads to %s: %d", to, got.Code)
	}
	w.contains(got.Body.String(), c.Fields["home.address"])
}

// What an operator presses, types, chooses and ticks for one filing is counted; moving by Tab is not.
func TestAFilingNeedsAtMostFortyInteractions(t *testing.T) {
	st := newWork(t, dbtest.Open(t, db.SQLite))
	w := st.window("saparova", words.Russian)
	w.begin()
	form, files := w.sheet(st.hire(1))
	n := 1 + len(files) + 2 // begin; every scan; save and accept
	for _, id := range w.op.Sections {
		section, _ := w.edition.Section(id)
		for _, f := range section.Fields {
			filled := f.Kind == "mrz" || f.Required && form.Get(f.ID) != "" && f.ID != application.FieldUnit
			if filled && f.ID != "passport.expires" {
				n++
			}
		}
	}
	for _, id := range w.op.Documents {
		d, _ := w.edition.Document(id)
		for _, f := range d.Fields {
			if f.Required && form.Get(paperID(id, 0, f.ID)) != "" {
				n++
			}
		}
		if form.Has(sameID(id, 0)) {
			n++
		}
	}
	n += 2 // the language of messages, the consent
	t.Logf("%d interactions", n)
	if n > 40 {
		t.Errorf("a filing needs %d interactions, at most 40 are allowed", n)
	}
}
