package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/attachment"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/words"
)

// pictured gives a paper of the case a picture as its second scan: the town's scans are PDF.
func (st *street) pictured(c application.Case, document string) (p application.Paper) {
	st.Helper()
	file, err := attachment.Judge("суреті.png", bytes.NewReader(scanned()))
	ok(st, err)
	ok(st, file.PutIn(context.Background(), st.Store))
	st.write(func(tx *db.Tx) error {
		a, err := attachment.Keep(tx, file, c.Applicant)
		if err != nil {
			return err
		}
		papers, err := application.Papers(tx, c.ID)
		i := slices.IndexFunc(papers, func(p application.Paper) bool { return p.Document == document })
		p = papers[i]
		p.Scans = append(p.Scans, application.Scan{ID: a.ID, Sum: a.Sum, Kind: a.Kind, Name: a.Name, Size: a.Size, Pages: 1})
		if err == nil {
			_, err = tx.Exec(`UPDATE application_paper SET scans = ? WHERE id = ?`, p.Scans, p.ID)
		}
		return err
	})
	return p
}

func TestAScanIsZoomedAndTurnedBesideItsData(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.filed(st.hire(6))
		st.misspell(c)
		st.settle()
		p := st.pictured(c, "passport")
		executor := st.officer("abenov", words.Kazakh)
		here := workPath(c, "/paper/"+p.ID)
		executor.contains(executor.page(workPath(c, ""), 200), words.Say(words.Kazakh, "desk.paper.open"))
		body := executor.page(here, 200)
		executor.everyLanguage()
		executor.has(body, "desk.scan.pdf", "desk.paper.question", "desk.paper.answers")
		if strings.Contains(body, "<object") || strings.Contains(body, "<iframe") || strings.Contains(body, "<embed") {
			t.Error("a PDF stands in the page")
		}
		if !strings.Contains(body, "<mark>") {
			t.Error("the letter that differs is not marked beside the scan")
		}
		for query, want := range map[string]string{
			"?scan=2":                          "rq-zoom-100 rq-turn-0",
			"?scan=2&zoom=25&rotate=90":        "rq-zoom-25 rq-turn-90",
			"?scan=2&zoom=400&rotate=270":      "rq-zoom-400 rq-turn-270",
			"?scan=2&zoom=24&rotate=91":        "rq-zoom-100 rq-turn-0",
			"?scan=2&zoom=401":                 "rq-zoom-100 rq-turn-0",
			"?scan=2&zoom=-1&rotate=%3Cscript": "rq-zoom-100 rq-turn-0",
			"?scan=2&zoom=%27%22&rotate=360":   "rq-zoom-100 rq-turn-0",
		} {
			body := executor.page(here+query, 200)
			if !strings.Contains(body, `class="rq-viewer__frame `+want+`"`) {
				t.Errorf("%s does not show %s", query, want)
			}
		}
		for _, outside := range []string{"?scan=0", "?scan=3", "?scan=x"} { // the first scan, which is a PDF
			executor.has(executor.page(here+outside, 200), "desk.scan.pdf")
		}
		body = executor.page(here+"?scan=2&zoom=400&rotate=270", 200)
		for _, href := range []string{"?rotate=270&amp;scan=2&amp;zoom=300#scan", "?scan=2&amp;zoom=400#scan", "?rotate=180&amp;scan=2&amp;zoom=400#scan"} {
			if !strings.Contains(body, href) {
				t.Errorf("no tool leads to %s", href)
			}
		}
		executor.page(workPath(c, "/paper/none"), 404)
		st.officer("temirbekova", words.Russian).page(here, 200)
		if w := st.try(http.MethodGet, here, "sarsenov"); w.Code != http.StatusForbidden {
			t.Errorf("the police see the page of the akimat: %d", w.Code)
		}
		view := "/file/" + c.ID + "/" + p.Scans[1].ID + "/view?zoom=200&rotate=180"
		for login, back := range map[string]string{"abenov": workPath(c, ""), "sarsenov": "/police/case/" + c.ID} {
			body := st.officer(login, words.Russian).page(view, 200)
			if !strings.Contains(body, "rq-zoom-200 rq-turn-180") || !strings.Contains(body, `href="`+back+`"`) {
				t.Errorf("%s sees the file otherwise", login)
			}
		}
	})
}

func TestAVerdictOnEachDocumentLeadsToTheNextAndBarsThePermit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.ready()
		executor, head := st.officer("abenov", words.Russian), st.officer("temirbekova", words.Russian)
		var papers []application.Paper
		ok(t, d.Read(context.Background(), func(tx *db.Tx) (err error) { papers, err = application.Papers(tx, c.ID); return err }))
		executor.send(workPath(c, "/take"), hidden(executor.page(workPath(c, ""), 200)))
		c = st.current(c)
		var medical string
		for _, p := range papers {
			if p.Document == "medical" {
				medical = workPath(c, "/paper/"+p.ID)
			}
		}
		form := hidden(executor.page(medical, 200))
		for name, wrong := range map[string]url.Values{
			"no word": {}, "another word": {"word": {"maybe"}}, "bad without a reason": {"word": {"bad"}},
			"an endless reason": {"word": {"bad"}, "comment": {strings.Repeat("я", longestNote+1)}},
		} {
			wrong["version"] = form["version"]
			if _, w := executor.send(medical, wrong); w.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, w.Code)
			}
		}
		at, w := executor.send(medical, url.Values{"version": form["version"], "word": {"bad"}, "comment": {"Печать не читается"}})
		if w.Code != 200 || at == medical || !strings.HasPrefix(at, workPath(c, "/paper/")) {
			t.Errorf("the verdict leads to %s: %d", at, w.Code)
		}
		body := executor.page(workPath(c, ""), 200)
		executor.contains(body, "Печать не читается", "Проект разрешения не готовят")
		c = st.current(c)
		if _, w := executor.send(workPath(c, "/approve"), url.Values{"version": {strconv.Itoa(c.Version)}}); w.Code != http.StatusConflict {
			t.Errorf("a permit over a bad paper: %d", w.Code)
		} else {
			executor.has(w.Body.String(), "staff.conflict.paper")
		}
		body = executor.page(workPath(c, "/refuse"), 200)
		executor.everyLanguage()
		suggest := hidden(body)
		suggest["ground"], suggest["note"], suggest["do"] = []string{"R-FALSE"}, []string{"Моё начало"}, []string{"suggest"}
		_, w = executor.send(workPath(c, "/refuse"), suggest)
		executor.contains(w.Body.String(), "Моё начало")
		if !strings.Contains(w.Body.String(), ": Печать не читается</textarea>") || !strings.Contains(w.Body.String(), `value="R-FALSE" checked`) {
			t.Error("the verdict is not put behind the words, or the ground is lost")
		}
		suggest["note"], suggest["do"] = []string{"Справку нельзя прочесть"}, []string{"preview"}
		_, w = executor.send(workPath(c, "/refuse"), suggest)
		executor.has(w.Body.String(), "staff.refuse.send", "desk.refuse.again")
		if n := strings.Count(w.Body.String(), `<section class="rq-letter`); n != 2 {
			t.Errorf("%d letters for a Kazakh and a Russian reader", n)
		}
		suggest["do"] = []string{"send"}
		executor.send(workPath(c, "/refuse"), suggest)

		body = head.page(workPath(c, "/decide"), 200)
		head.contains(body, "Печать не читается", "Справку нельзя прочесть")
		head.everyLanguage()
		head.send(workPath(c, "/return"), url.Values{"version": {strconv.Itoa(st.current(c).Version)}, "comment": {"Посмотрите справку ещё раз"}})
		body = executor.page(workPath(c, "/refuse"), 200)
		executor.contains(body, "Посмотрите справку ещё раз", "Справку нельзя прочесть")
		if !strings.Contains(body, `value="R-FALSE" checked`) {
			t.Error("the draft does not start from the one that came back")
		}
		executor.has(executor.page(workPath(c, ""), 200), "desk.returns")

		form = hidden(executor.page(medical, 200))
		executor.send(medical, url.Values{"version": form["version"], "word": {"good"}, "comment": {"Прочёл на просвет"}})
		executor.has(executor.page(workPath(c, ""), 200), "staff.next.approve")
		executor.send(workPath(c, "/approve"), url.Values{"version": {strconv.Itoa(st.current(c).Version)}})
		if now := st.current(c); now.State != application.Signature {
			t.Errorf("after the word was changed the case is in %s", now.State)
		}
		executor.has(executor.page(medical, 200), "desk.paper.closed")
		head.contains(head.page(workPath(c, "/decide"), 200), "Посмотрите справку ещё раз")
	})
}

func TestTheExecutorRemindsThePoliceAndTheySeeIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.filed(st.hire(6))
		st.settle()
		executor, police := st.officer("abenov", words.Kazakh), st.officer("sarsenov", words.Russian)
		body := executor.page(workPath(c, ""), 200)
		executor.has(body, "desk.remind")
		at, w := executor.send(workPath(c, "/remind"), hidden(body))
		if at != workPath(c, "#systems") && at != workPath(c, "") || w.Code != 200 {
			t.Errorf("the reminder leads to %s: %d", at, w.Code)
		}
		executor.contains(w.Body.String(), "Соңғы еске салу")
		police.contains(police.page("/police", 200), "Акимат напомнил")
		police.contains(police.page("/police/case/"+c.ID, 200), "Акимат напомнил")
		st.write(func(tx *db.Tx) error {
			_, err := st.Office.AnswerPolice(tx, st.Staff["sarsenov"], c.ID, true, "")
			return err
		})
		if _, w := executor.send(workPath(c, "/remind"), hidden(body)); w.Code != http.StatusConflict {
			t.Errorf("a reminder of what is answered: %d", w.Code)
		}
	})
}

func TestAStaleVerdictShowsBoth(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		c := st.ready()
		var paper string
		ok(t, d.Read(context.Background(), func(tx *db.Tx) error {
			papers, err := application.Papers(tx, c.ID)
			paper = papers[0].ID
			return err
		}))
		here := workPath(c, "/paper/"+paper)
		executor := st.officer("abenov", words.Russian)
		form := hidden(executor.page(here, 200))
		st.write(func(tx *db.Tx) error {
			if _, err := st.Office.JudgePaper(tx, st.Staff["abenov"], c.ID, c.Version, paper, true, "Всё чисто"); err != nil {
				return err
			}
			_, err := st.Office.Take(tx, st.Staff["abenov"], c.ID)
			return err
		})
		form["word"], form["comment"] = []string{"bad"}, []string{"Нет печати"}
		_, w := executor.send(here, form)
		if w.Code != http.StatusConflict {
			t.Fatalf("%d", w.Code)
		}
		executor.contains(w.Body.String(), "Всё чисто", "Нет печати", words.Say(words.Russian, "desk.paper.good"), words.Say(words.Russian, "desk.paper.bad"))
		executor.send(here, chosen(w.Body.String()))
		ok(t, d.Read(context.Background(), func(tx *db.Tx) error {
			said, err := application.PaperVerdicts(tx, c.ID)
			if x := said[paper]; x.OK || x.Comment != "Нет печати" {
				t.Errorf("%+v", x)
			}
			return err
		}))
		thing := c.Thing(nil)
		if err := account.May(&account.Account{Role: account.Head, State: account.Active, Unit: c.Unit}, account.PaperJudge, &thing); err == nil {
			t.Error("a head judges papers")
		}
	})
}
