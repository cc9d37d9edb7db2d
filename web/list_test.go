package web

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/words"
)

// inWork puts running cases of the district in, without their papers.
func (st *street) inWork(n int, executor, stage string) (picks []string) {
	st.Helper()
	unit := st.Staff["abenov"].Unit
	st.write(func(tx *db.Tx) error {
		picks = nil
		for i := range n {
			id := fmt.Sprintf("%s-%s-%03d", stage, executor, i)
			_, err := tx.Exec(`INSERT INTO application (id, number, service, operation, edition, channel, state, applicant, unit,
				territory, executor, executor_name, citizenship, stage, started_at, saved_at, filed_at, received_at, due_at)
				VALUES (?, ?, ?, ?, '', ?, 'review', 'nobody', ?, ?, ?, 'somebody', 'UZB', ?, ?, ?, ?, ?, ?)`,
				id, "N-"+id, sample.Service, sample.Operation, sample.Channel, unit, sample.Zhitikara, executor, stage,
				tx.Now(), tx.Now(), tx.Now(), tx.Now(), tx.Now().AddDate(0, 0, 7))
			if err != nil {
				return err
			}
			picks = append(picks, id+":1")
		}
		return nil
	})
	return picks
}

func (st *street) holders() map[string]int {
	st.Helper()
	held := map[string]int{}
	ok(st, st.DB.Read(st.Context(), func(tx *db.Tx) error {
		list, err := application.Holders(tx, st.Staff["abenov"].Unit)
		for _, h := range list {
			held[h.Executor] = h.Cases
		}
		return err
	}))
	return held
}

func TestTheHeadAssignsAHundredCasesInFourInteractions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		st.inWork(100, "", "ready")
		head, abenov := st.officer("temirbekova", words.Kazakh), st.Staff["abenov"].ID
		head.page("/work?state=all&whose=none&size=100", 200)
		body := head.page("/work?state=all&whose=none&size=100&tick=page", 200) // 1: all on the page
		if n := strings.Count(body, " checked"); n != 100 {
			t.Fatalf("%d cases are ticked", n)
		}
		form := hidden(body)
		form["pick"] = ticksOf(body)
		form.Set("to", abenov)                               // 2: the executor
		form.Set("resolution", "Заңды мерзімде қарауыңызды") // 3: the words
		form.Set("do", "assign")
		at, w := head.send("/work/many", form) // 4: the button
		if at != "/work/many" || w.Code != 200 {
			t.Fatalf("assigning leads to %s: %d %s", at, w.Code, said(w.Body.String()))
		}
		head.contains(w.Body.String(), words.Say(words.Kazakh, "list.done.title", "n", 100), st.Staff["abenov"].FullName())
		if held := st.holders(); held[abenov] != 100 {
			t.Fatalf("%v", held)
		}
		_, w = head.send("/work/many", form) // the same page once more: nothing twice
		head.contains(w.Body.String(), words.Say(words.Kazakh, "list.done.not", "n", 100), words.Say(words.Kazakh, "list.not.stale", "name", st.Staff["abenov"].FullName()))
		head.has(head.page("/work?state=all&whose=none", 200), "list.empty.none.title")
		head.everyLanguage()
	})
}

func TestAllOfAListIsAssignedWhetherThePageShowsItOrNot(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		st.inWork(60, "", "ready")
		st.inWork(7, "", "police")
		head, other := st.officer("temirbekova", words.Russian), st.Staff["suleimenova"].ID
		body := head.page("/work?state=all&stage=ready", 200)
		head.contains(body, words.Say(words.Russian, "list.all", "n", 60))
		form := hidden(body)
		form["all"], form["to"], form["do"] = []string{"1"}, []string{other}, []string{"assign"}
		_, w := head.send("/work/many", form)
		head.contains(w.Body.String(), words.Say(words.Russian, "list.done.title", "n", 60))
		if held := st.holders(); held[other] != 60 {
			t.Errorf("%v: the filter's cases, and no others", held)
		}
		body = head.page("/work?state=all&whose="+other+"&stage=ready", 200)
		if strings.Contains(body, "police-") {
			t.Error("a colleague's list shows others' cases")
		}
	})
}

func TestAnExecutorTakesAndPassesOnHisOwnAndIsToldWhatHeCannot(t *testing.T) {
	st := newWork(t, dbtest.Open(t, db.SQLite))
	free, own := st.inWork(2, "", "ready"), st.inWork(1, st.Staff["abenov"].ID, "police")
	theirs := st.inWork(1, st.Staff["suleimenova"].ID, "failed")
	b := st.officer("abenov", words.Russian)
	form := hidden(b.page("/work?state=all", 200))
	form["pick"], form["do"] = append(append([]string{free[0]}, own...), theirs...), []string{"take"}
	_, w := b.send("/work/many", form)
	b.contains(w.Body.String(), words.Say(words.Russian, "list.done.title", "n", 1), words.Say(words.Russian, "list.not.held", "name", "somebody"),
		words.Say(words.Russian, "list.not.taken", "name", "somebody"))
	form["pick"], form["do"], form["to"] = own, []string{"assign"}, []string{st.Staff["suleimenova"].ID}
	_, w = b.send("/work/many", form)
	b.contains(w.Body.String(), words.Say(words.Russian, "list.done.title", "n", 1))
	if held := st.holders(); held[st.Staff["abenov"].ID] != 1 || held[st.Staff["suleimenova"].ID] != 2 {
		t.Errorf("%v", held)
	}
}

func TestAFormThatMustBeMendedKeepsItsTicksAndSaysWhatIsMissing(t *testing.T) {
	st := newWork(t, dbtest.Open(t, db.SQLite))
	picks := st.inWork(3, "", "ready")
	b := st.officer("temirbekova", words.Russian)
	form := hidden(b.page("/work?state=all", 200))
	form["pick"], form["resolution"], form["do"] = picks[:2], []string{"Рассмотреть в срок"}, []string{"assign"}
	for _, wrong := range []struct {
		to, key string
		picks   []string
		ticked  int
	}{{"", "list.wrong.to", picks[:2], 2}, {st.Staff["sarsenov"].ID, "list.wrong.executor", picks[:2], 2},
		{"nobody of this house", "list.wrong.executor", picks[:2], 2}, {st.Staff["abenov"].ID, "list.wrong.pick", nil, 0}} {
		form["to"], form["pick"] = []string{wrong.to}, wrong.picks
		_, w := b.send("/work/many", form)
		if w.Code != 422 || strings.Count(w.Body.String(), " checked") != wrong.ticked {
			t.Errorf("%s: status %d, %d ticks are left", wrong.key, w.Code, strings.Count(w.Body.String(), " checked"))
		}
		b.contains(w.Body.String(), words.Say(words.Russian, wrong.key), "Рассмотреть в срок")
	}
	for _, bad := range []string{"case", "case:x", ":1", "case:-1", "case:0"} {
		form["to"], form["pick"] = []string{st.Staff["abenov"].ID}, []string{bad}
		if _, w := b.send("/work/many", form); w.Code != 400 {
			t.Errorf("the tick %q: status %d", bad, w.Code)
		}
	}
	for _, q := range []string{"stage=nowhere", "due=never", "day=31.02.2026", "day=x"} {
		body := b.page("/work?state=all&"+q, 422)
		b.has(body, "list.empty.wrong.title")
		if name, _, _ := strings.Cut(q, "="); !strings.Contains(body, `href="#`+name+`"`) {
			t.Errorf("%s: the field is not named", q)
		}
	}
	b.contains(b.page("/work?state=all&day=26.03.2026&due=today&channel="+sample.Channel+"&citizenship=UZB", 200), words.Say(words.Russian, "staff.empty.filter.title"))
}

func TestCasesOnPaperAreReadingsAndShowOnlyTheUnitsOwn(t *testing.T) {
	st := newWork(t, dbtest.Open(t, db.SQLite))
	c := st.ready()
	b := st.officer("abenov", words.Russian)
	form := hidden(b.page("/work?state=all", 200))
	form["pick"] = []string{c.ID + ":" + strconv.Itoa(c.Version), "another unit's:1"}
	_, w := b.send("/work/print", form)
	b.contains(w.Body.String(), c.Number, c.EmployerName, words.Say(words.Russian, "list.print.title", "n", 1))
	body := st.officer("abenov", words.Russian).page(workPath(c, ""), 200)
	b.contains(body, words.Say(words.Russian, "cabinet.purpose.print"))
}

func TestAFilterIsKeptRenamedAndDeleted(t *testing.T) {
	st := newWork(t, dbtest.Open(t, db.SQLite))
	st.inWork(3, st.Staff["abenov"].ID, "police")
	b := st.officer("abenov", words.Russian)
	body := b.page("/work/filters?state=all&whose=mine&stage=police", 200)
	form := hidden(body)
	form.Set("name", "ждут полицию")
	at, w := b.send("/work/filters", form)
	if !strings.HasPrefix(at, "/work?") || !strings.Contains(w.Body.String(), "ждут полицию") {
		t.Fatalf("keeping leads to %s", at)
	}
	list := between(w.Body.String(), `class="rq-filter__saved"`, "</ul>")
	if !strings.Contains(between(list, "ждут полицию", "</li>"), ">3<") {
		t.Errorf("the kept filter has no count of three: %s", list)
	}
	form.Set("name", "")
	if _, w = b.send("/work/filters", form); w.Code != 422 {
		t.Errorf("without a name: %d", w.Code)
	}
	body = b.page("/work/filters", 200)
	b.everyLanguage()
	action := between(body, `action="/work/filters/`, `"`)
	action = action[strings.LastIndex(action, "/")+1:]
	_, w = b.send("/work/filters/"+action, url.Values{"do": {"rename"}, "name": {"у полиции"}})
	b.contains(w.Body.String(), "у полиции")
	if _, w = st.officer("suleimenova", words.Russian).send("/work/filters/"+action, url.Values{"do": {"drop"}}); w.Code != 404 {
		t.Errorf("another's filter: %d", w.Code)
	}
	_, w = b.send("/work/filters/"+action, url.Values{"do": {"drop"}})
	b.has(w.Body.String(), "list.saved.empty.title")
}

func TestAnAddressOfTheListHoldsNothingPersonal(t *testing.T) {
	st := newWork(t, dbtest.Open(t, db.SQLite))
	st.inWork(60, "", "ready")
	c := st.ready()
	b := st.officer("abenov", words.Russian)
	body := b.page("/work?state=all&stage=ready", 200)
	for _, secret := range []string{c.Name, c.EmployerIIN, c.Fields[application.FieldPassport], c.Fields[application.FieldIIN]} {
		for _, link := range strings.Split(body, `href="`)[1:] {
			if strings.Contains(strings.SplitN(link, `"`, 2)[0], url.QueryEscape(secret)) {
				t.Errorf("an address holds %q", secret)
			}
		}
	}
}

var pickPattern = regexp.MustCompile(`name="pick" id="[^"]*" value="([^"]*)"`)

// ticksOf are the cases that a page lets one tick.
func ticksOf(body string) (list []string) {
	for _, m := range pickPattern.FindAllStringSubmatch(body, -1) {
		list = append(list, m[1])
	}
	return list
}
