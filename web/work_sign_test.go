package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/permit"
	"ruqsat/words"
)

// drafted is a case whose permit lies on the head's table, drafted by the one with this login.
func (st *street) drafted(by string) application.Case {
	st.Helper()
	c := st.ready()
	st.write(func(tx *db.Tx) (err error) {
		c, err = st.Office.DraftDecision(tx, st.Staff[by], c.ID, c.Version, true, nil, "")
		return err
	})
	return st.current(c)
}

// refusing is a case whose refusal lies on the head's table.
func (st *street) refusing() application.Case {
	st.Helper()
	c := st.filed(st.hire(6))
	st.misspell(c)
	st.settle()
	c = st.current(c)
	st.write(func(tx *db.Tx) (err error) {
		c, err = st.Office.DraftDecision(tx, st.Staff["abenov"], c.ID, c.Version, false, []string{"R-DATA"}, "Тегі паспорттағыдай емес")
		return err
	})
	return st.current(c)
}

var boxes = regexp.MustCompile(`<input class="rq-tick"[^>]*value="([^"]*)"[^>]*>`)

// ticks are the values of the boxes on a page by the case's id, and which of them are ticked.
func ticks(body string) (values map[string]string, picked []string) {
	values = map[string]string{}
	for _, m := range boxes.FindAllStringSubmatch(body, -1) {
		values[m[1][:strings.Index(m[1], ":")]] = m[1]
		if strings.Contains(m[0], "checked") {
			picked = append(picked, m[1])
		}
	}
	return values, picked
}

func (st *street) permitOf(c application.Case) (p permit.Permit) {
	st.Helper()
	ok(st, st.DB.Read(context.Background(), func(tx *db.Tx) (err error) { p, err = permit.ByCase(tx, c.ID); return err }))
	return p
}

func TestTheHeadSignsManyAtOnceWithEachShown(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		head := st.officer("temirbekova", words.Russian)
		head.has(head.page("/work/sign", 200), "staff.empty.signature.title")
		head.everyLanguage()

		one, two, no, spoilt, stays := st.drafted("abenov"), st.drafted("suleimenova"), st.refusing(), st.drafted("abenov"), st.drafted("abenov")
		st.misspell(spoilt)
		body := head.page("/work/sign", 200)
		head.everyLanguage()
		var prepared permit.Prepared
		ok(t, d.Read(context.Background(), func(tx *db.Tx) (err error) { prepared, err = permit.FindPrepared(tx, one.ID); return err }))
		head.contains(body, prepared.Sum, prepared.Data.HolderLatin, prepared.Data.Title.KK, prepared.Data.Title.RU, prepared.Data.Passport,
			words.ShortDate(prepared.Data.Last), "Тегі паспорттағыдай емес")
		head.has(body, "report.sign.bar.checks")
		boxes, picked := ticks(body)
		if len(boxes) != 5 || len(picked) != 0 {
			t.Fatalf("%d boxes, ticked beforehand: %v", len(boxes), picked)
		}
		_, picked = ticks(head.page("/work/sign?tick=permits", 200))
		if all := strings.Join(picked, " "); len(picked) != 3 || strings.Contains(all, no.ID) || strings.Contains(all, spoilt.ID) {
			t.Errorf("all permits that can be signed are %v", picked)
		}

		foreign := st.filed(st.hire(6))
		send := url.Values{"pick": {boxes[one.ID], boxes[two.ID], boxes[two.ID], boxes[no.ID], boxes[spoilt.ID], foreign.ID + "0:1:", foreign.ID + ":1:"}}
		_, w := head.send("/work/sign", send)
		if w.Code != http.StatusOK {
			t.Fatalf("signing: %d %s", w.Code, said(w.Body.String()))
		}
		head.contains(w.Body.String(), st.permitOf(one).Number, st.permitOf(two).Number, words.Say(words.Russian, "report.sign.done.title", "n", 3))
		head.has(w.Body.String(), "staff.conflict.checks", "report.sign.refused", "report.sign.hidden")
		for c, want := range map[*application.Case]application.State{&one: application.Approved, &two: application.Approved, &no: application.Refused, &spoilt: application.Signature, &stays: application.Signature} {
			if got := st.current(*c).State; got != want {
				t.Errorf("%s is %s, not %s", c.Number, got, want)
			}
		}
		if by := st.permitOf(one).By; by.Account != st.Staff["temirbekova"].ID || st.permitOf(one).Sum != prepared.Sum {
			t.Errorf("signed by %s over %s", by.Name, st.permitOf(one).Sum)
		}

		_, w = head.send("/work/sign", send) // the same window sends once more
		if w.Code != http.StatusConflict {
			t.Errorf("signed twice: %d", w.Code)
		}
		head.contains(w.Body.String(), words.Say(words.Russian, "report.sign.nothing"), st.Staff["temirbekova"].FullName())
	})
}

func TestTheHeadReturnsSeveralWithOneComment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		head := st.officer("temirbekova", words.Kazakh)
		one, two := st.drafted("abenov"), st.drafted("suleimenova")
		boxes, _ := ticks(head.page("/work/sign", 200))
		for name, form := range map[string]url.Values{
			"nothing ticked": {"comment": {"Түзетіңіз"}}, "no comment": {"pick": {boxes[one.ID]}},
			"an endless comment": {"pick": {boxes[one.ID]}, "comment": {strings.Repeat("ә", longestNote+1)}},
		} {
			_, w := head.send("/work/sign/return", form)
			if w.Code != http.StatusUnprocessableEntity || st.current(one).State != application.Signature {
				t.Errorf("%s: %d", name, w.Code)
			}
			head.contains(w.Body.String(), form.Get("comment"))
			if _, picked := ticks(w.Body.String()); len(picked) != len(form["pick"]) {
				t.Errorf("%s: %d are still ticked", name, len(picked))
			}
		}
		_, w := head.send("/work/sign/return", url.Values{"pick": {boxes[one.ID], boxes[two.ID]}, "comment": {"Мекенжайды анықтаңыз"}})
		head.contains(w.Body.String(), words.Say(words.Kazakh, "report.sign.returned.title", "n", 2))
		for login, c := range map[string]application.Case{"abenov": one, "suleimenova": two} {
			if st.current(c).State != application.Review {
				t.Errorf("%s is %s", c.Number, st.current(c).State)
			}
			b := st.officer(login, words.Kazakh)
			b.contains(b.page(workPath(c, ""), 200), "Мекенжайды анықтаңыз")
		}
	})
}

func TestAFormOfTheTableThatIsNoneIsRefused(t *testing.T) {
	st := newWork(t, dbtest.Open(t, db.SQLite))
	head := st.officer("temirbekova", words.Russian)
	unknown := func(n int) (list []string) {
		for i := range n {
			list = append(list, fmt.Sprintf("%s%d:1:", db.NewID(st.clock.Now()), i))
		}
		return list
	}
	for name, c := range map[string]struct {
		pick []string
		want int
	}{
		"nothing":      {nil, 422},
		"no version":   {[]string{"a:b:c"}, 400},
		"no parts":     {[]string{"a"}, 400},
		"one too many": {unknown(batchSize + 1), 422},
		"as many":      {unknown(batchSize), 409},
		"one fewer":    {unknown(batchSize - 1), 409},
	} {
		if _, w := head.send("/work/sign", url.Values{"pick": c.pick}); w.Code != c.want {
			t.Errorf("%s: %d, not %d", name, w.Code, c.want)
		}
	}
	executor := st.officer("abenov", words.Russian)
	executor.page("/work/sign", http.StatusForbidden)
	if _, w := executor.send("/work/sign", url.Values{"pick": unknown(1)}); w.Code != http.StatusForbidden {
		t.Errorf("an executor signs: %d", w.Code)
	}
}

func TestYesterdaysDraftsAreRenewedTogetherAndThenSigned(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		head := st.officer("temirbekova", words.Russian)
		one, two := st.drafted("abenov"), st.drafted("abenov")
		shown, _ := ticks(head.page("/work/sign", 200))
		st.clock.Advance(24 * time.Hour)
		_, w := head.send("/work/sign", url.Values{"pick": {shown[one.ID]}})
		if w.Code != http.StatusConflict || st.current(one).State != application.Signature {
			t.Errorf("a permit of yesterday: %d, %s", w.Code, st.current(one).State)
		}
		head.has(w.Body.String(), "staff.conflict.changed")
		body := head.page("/work/sign?tick=stale", 200)
		head.has(body, "report.sign.renew")
		_, picked := ticks(body)
		_, w = head.send("/work/sign/renew", url.Values{"pick": picked})
		if w.Code != 200 || len(picked) != 2 {
			t.Fatalf("renewing %d: %d %s", len(picked), w.Code, said(w.Body.String()))
		}
		_, picked = ticks(w.Body.String()) // they come back ticked, as they are now
		if _, w = head.send("/work/sign", url.Values{"pick": picked}); w.Code != 200 || len(picked) != 2 {
			t.Errorf("signing %d: %d", len(picked), w.Code)
		}
		for _, c := range []application.Case{one, two} {
			if first := st.permitOf(c).Data.First; first.String() != "2026-03-27" {
				t.Errorf("%s begins on %s", c.Number, first)
			}
		}
	})
}

// M-93: who drafted a decision as executor, also in somebody's place, does not make it as head.
func TestTheHeadDoesNotSignWhatHeDraftedInAnothersPlace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		stand := st.Staff["temirbekova"]
		stand.Role = account.Executor // she acts for the absent executor; her id stays her own
		st.Staff["stand-in"] = stand
		own, others := st.drafted("stand-in"), st.drafted("abenov")
		head := st.officer("temirbekova", words.Russian)
		body := head.page("/work/sign", 200)
		head.has(body, "staff.bar.own")
		boxes, _ := ticks(body)
		_, w := head.send("/work/sign", url.Values{"pick": {boxes[own.ID], boxes[others.ID]}})
		head.has(w.Body.String(), "staff.conflict.own")
		if st.current(own).State != application.Signature || st.current(others).State != application.Approved {
			t.Errorf("her own draft is %s, the other one %s", st.current(own).State, st.current(others).State)
		}
	})
}

func TestTwoHeadsOnOneBatchDecideEachCaseOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		st := newWork(t, d)
		unit := st.Staff["temirbekova"].Unit
		st.write(func(tx *db.Tx) (err error) {
			st.Staff["second"], err = account.AddStaff(tx, account.Post{Role: account.Head, Login: "second", Surname: "Екінші",
				Position: all("Басшы", "Руководитель", "Head"), Unit: unit, PasswordHash: st.Hash}, "system")
			return err
		})
		const batch = 8
		var cases []application.Case
		for i := range batch {
			if i == 3 {
				cases = append(cases, st.refusing())
				continue
			}
			cases = append(cases, st.drafted("abenov"))
		}
		windows := []*browser{st.officer("temirbekova", words.Russian), st.officer("temirbekova", words.Kazakh), st.officer("second", words.English)}
		bodies, forms, races := make([]string, len(windows)), make([]url.Values, len(windows)), sync.WaitGroup{}
		for i, b := range windows { // all look before anybody signs; each begins elsewhere
			values, _ := ticks(b.page("/work/sign", 200))
			forms[i] = url.Values{}
			for n := range cases {
				forms[i].Add("pick", values[cases[(n+i*3)%batch].ID])
			}
		}
		for i, b := range windows {
			form := forms[i]
			races.Go(func() {
				r := httptest.NewRequest(http.MethodPost, "/work/sign", strings.NewReader(form.Encode()))
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				bodies[i] = b.do(r).Body.String()
			})
		}
		races.Wait()
		done := 0
		for i, b := range windows {
			n, _ := strconv.Atoi(regexp.MustCompile(`[0-9]+`).FindString(regexp.MustCompile(`<h1[^>]*>[^<]*`).FindString(bodies[i])[len(`<h1 class="govuk-heading-l">`):]))
			done += n
			b.contains(bodies[i], cases[0].Number, cases[batch-1].Number)
		}
		numbers := map[string]bool{}
		for i, c := range cases {
			switch now := st.current(c); {
			case i == 3 && now.State == application.Refused:
			case i != 3 && now.State == application.Approved:
				numbers[st.permitOf(c).Number] = true
			default:
				t.Errorf("%s is %s", c.Number, now.State)
			}
		}
		if done != batch || len(numbers) != batch-1 {
			t.Errorf("the windows were told of %d decisions, there are %d permits of %d", done, len(numbers), batch-1)
		}
	})
}
