package web

import (
	"context"
	unescape "html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/regulation"
	"ruqsat/words"
)

// chosen is the form of a page as its browser would send it: what is hidden, and the radios that are
// chosen.
func chosen(body string) url.Values {
	form := hidden(body)
	for _, input := range regexp.MustCompile(`<input[^>]*type="radio"[^>]*>`).FindAllString(body, -1) {
		if strings.Contains(input, " checked") {
			form.Set(attribute(input, "name"), attribute(input, "value"))
		}
	}
	return form
}

func attribute(tag, name string) string {
	m := regexp.MustCompile(`\s` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return unescape.UnescapeString(m[1])
}

// Two windows of one draft: both versions stand side by side, with files and papers, and what is chosen is
// saved over the newest.
func TestTwoWindowsOfADraftLoseNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newStreet(t, d)
		h := st.hire(3)
		worker := st.browser(words.Kazakh)
		worker.join(h.Worker, "worker")
		at := worker.begin()
		here := at + "/section/passport"
		form := hidden(worker.page(here, 200))
		form.Set("passport.number", "AA1111111")
		split(form, "passport.issued", "2021-03-07")
		worker.upload(here, form, nil)
		form.Set("passport.number", "BB2222222")
		split(form, "passport.issued", "2022-04-08")
		_, w := worker.upload(here, form, map[string][]byte{"paper.passport.0.file|p.png": scanned()})
		body := w.Body.String()
		if w.Code != http.StatusConflict {
			t.Fatalf("%d %s", w.Code, said(body))
		}
		worker.contains(body, "AA1111111", "BB2222222", words.Date(worker.language, calendar.NewDay(2021, 3, 7)), "2022", "p.png", words.Say(worker.language, "desk.stale.files"))
		worker.has(body, "desk.stale.save", "desk.stale.kept", "application.act.application.save")
		if wrong := sound(worker.language, body); len(wrong) > 0 {
			t.Errorf("%v", wrong)
		}
		if c := st.caseAt(at); c.Fields["passport.number"] != "AA1111111" {
			t.Fatalf("overwritten: %v", c.Fields)
		}
		send := chosen(body)
		if send.Get("passport.number") != "BB2222222" {
			t.Errorf("what was typed does not stand chosen: %v", send)
		}
		send.Set("passport.issued", "2021-03-07") // one is taken from each side
		if _, w := worker.send(here, send); w.Code == http.StatusConflict {
			t.Errorf("the newest version is stale: %s", said(w.Body.String()))
		}
		c := st.caseAt(at)
		if c.Fields["passport.number"] != "BB2222222" || c.Fields["passport.issued"] != "2021-03-07" {
			t.Errorf("kept %v", c.Fields)
		}
		ok(t, d.Read(context.Background(), func(tx *db.Tx) error {
			papers, err := application.Papers(tx, c.ID)
			if len(papers) != 1 || len(papers[0].Scans) != 1 {
				t.Errorf("the file of the stale save is lost: %+v", papers)
			}
			return err
		}))

		// The paper is removed in another window: what was typed of it comes back as a new paper.
		form = hidden(worker.page(here, 200))
		remove := url.Values{}
		for k, v := range form {
			remove[k] = v
		}
		remove.Set("remove", form.Get("paper.passport.0"))
		worker.upload(here, remove, nil)
		form.Set("passport.number", "CC3333333")
		if _, w := worker.upload(here, form, nil); w.Code != http.StatusConflict {
			t.Errorf("a save after the paper was removed: %d %s", w.Code, said(w.Body.String()))
		}
		// An attachment of nobody's own is not taken.
		form = hidden(worker.page(here, 200))
		form.Set("paper.passport.0.kept", "00000000-0000-7000-8000-000000000000")
		if _, w := worker.upload(here, form, nil); w.Code != http.StatusNotFound {
			t.Errorf("an attachment that nobody kept: %d", w.Code)
		}
	})
}

// Two officers on one refusal: the second sees both versions and takes hers over.
func TestAStaleRefusalKeepsGroundsAndWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.filed(st.hire(6))
		st.misspell(c)
		st.settle()
		executor := st.officer("abenov", words.Russian)
		form := hidden(executor.page(workPath(c, "/refuse"), 200))
		form["ground"], form["note"] = []string{"R-DATA", "R-FALSE"}, []string{"Фамилия не как в паспорте"}
		st.write(func(tx *db.Tx) error { // another window takes the case meanwhile
			_, err := st.Office.Take(tx, st.Staff["abenov"], c.ID)
			return err
		})
		for _, do := range []string{"preview", "send"} {
			form.Set("do", do)
			_, w := executor.send(workPath(c, "/refuse"), form)
			if w.Code != http.StatusConflict || st.current(c).State != application.Review {
				t.Fatalf("%s: %d, the case is in %s", do, w.Code, st.current(c).State)
			}
			executor.has(w.Body.String(), "staff.conflict.stale", "desk.stale.save", "application.act.application.take")
			executor.contains(w.Body.String(), "Фамилия не как в паспорте")
			if do == "preview" {
				continue
			}
			if _, w = executor.send(workPath(c, "/refuse"), chosen(w.Body.String())); w.Code != 200 || st.current(c).State != application.Signature {
				t.Errorf("hers over the newest: %d, the case is in %s", w.Code, st.current(c).State)
			}
		}
		ok(t, d.Read(context.Background(), func(tx *db.Tx) error {
			list, err := application.Decisions(tx, c.ID)
			if len(list) != 1 || strings.Join(list[0].Grounds, " ") != "R-DATA R-FALSE" || list[0].Note != "Фамилия не как в паспорте" {
				t.Errorf("%+v", list)
			}
			return err
		}))
	})
}

// Two administrators on one unit and one post.
func TestTwoAdministratorsOverwriteNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		admin := st.officer("admin", words.Russian)
		unit := "/admin/unit/" + st.Staff["abenov"].Unit
		before := st.unit(st.Staff["abenov"].Unit)
		form := url.Values{"version": {strconv.Itoa(before.Version)}, "phone": {"8 (71435) 1-11-11"}}
		for _, x := range unitTexts(&before) {
			form.Set(x.ID+"-kk", x.Text.KK)
			form.Set(x.ID+"-ru", x.Text.RU)
			form.Set(x.ID+"-en", x.Text.EN)
		}
		if at, w := admin.send(unit, form); at != "/admin" {
			t.Fatalf("the first: %s %d", at, w.Code)
		}
		form.Set("phone", "8 (71435) 2-22-22")
		_, w := admin.send(unit, form)
		body := w.Body.String()
		if w.Code != http.StatusConflict || st.unit(before.ID).Phone != "8 (71435) 1-11-11" {
			t.Fatalf("the second: %d", w.Code)
		}
		admin.contains(body, "8 (71435) 1-11-11", "8 (71435) 2-22-22", st.Staff["admin"].FullName())
		if wrong := sound(admin.language, body); len(wrong) > 0 {
			t.Errorf("%v", wrong)
		}
		admin.send(unit, chosen(body))
		if u := st.unit(before.ID); u.Phone != "8 (71435) 2-22-22" || u.Name != before.Name || u.Version != before.Version+2 {
			t.Errorf("%+v", u)
		}

		member := "/admin/staff/" + st.Staff["abenov"].ID
		post := url.Values{"version": hidden(admin.page(member, 200))["version"], "role": {"head"}, "unit": {before.ID}}
		admin.send(member+"/role", post)
		post.Set("role", "executor")
		_, w = admin.send(member+"/role", post)
		if w.Code != http.StatusConflict {
			t.Fatalf("the second role: %d", w.Code)
		}
		admin.has(w.Body.String(), "staff.role.head", "staff.role.executor", "desk.stale.drop")
		if at, _ := admin.send(member+"/role", chosen(w.Body.String())); at != member {
			t.Errorf("the chosen role leads to %s", at)
		}
		ok(t, d.Read(context.Background(), func(tx *db.Tx) error {
			a, err := account.Find(tx, st.Staff["abenov"].ID)
			if a.Role != account.Executor {
				t.Errorf("he is %s", a.Role)
			}
			return err
		}))
	})
}

func (st *street) unit(id string) (u account.Unit) {
	st.Helper()
	ok(st, st.DB.Read(context.Background(), func(tx *db.Tx) (err error) { u, err = account.FindUnit(tx, id); return err }))
	return u
}

func TestADateIsReadWholeOrInParts(t *testing.T) {
	field := regulation.Field{Kind: "date"}
	form := url.Values{"a": {"2026-03-07"}, "b-day": {"7"}, "b-month": {"3"}, "b-year": {"2026"}}
	if a, b := entered(form, field, "a"), entered(form, field, "b"); a != "2026-03-07" || b != a {
		t.Errorf("%q, %q", a, b)
	}
}
