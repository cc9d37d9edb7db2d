package application_test

import (
	"errors"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/exchange"
	"ruqsat/exchange/simulator"
	"ruqsat/notice"
	"ruqsat/permit"
	"ruqsat/quota"
	"ruqsat/regulation"
)

func TestACleanCaseBecomesAPermit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p := h.hire(sample.Zhitikara, 6)
		c := h.ready(p)
		if want := "OT-3944-26-000001"; c.Number != want {
			t.Errorf("number %s, want %s", c.Number, want)
		}
		var made permit.Permit
		h.write(func(tx *db.Tx) (err error) {
			if c, err = h.Approve(tx, h.Staff["abenov"], h.Staff["temirbekova"], c); err != nil {
				return err
			}
			made, err = permit.ByCase(tx, c.ID)
			return err
		})
		if c.State != application.Approved || made.Number != "ZH-3944-26-000001" {
			t.Errorf("state %s, permit %s", c.State, made.Number)
		}
		if first, last := made.Data.First.String(), made.Data.Last.String(); first != "2026-03-26" || last != "2026-09-25" {
			t.Errorf("the permit runs from %s to %s", first, last) // P5: the day of decision; six months
		}
		h.read(func(tx *db.Tx) error {
			_, state, err := quota.Find(tx, c.Subject())
			if state != quota.Used {
				t.Errorf("the place is %s", state)
			}
			letters, err2 := notice.Letters(tx, p.worker.ID)
			if len(letters) < 2 || letters[0].Kind != notice.Approved {
				t.Errorf("letters: %v", letters)
			}
			return errors.Join(err, err2)
		})
	})
}

// M-05: with one signature there is no number and no term.
func TestOneSignatureRegistersNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p, stranger := h.hire(sample.Zhitikara, 3), h.hire(sample.Zhitikara, 3)
		c := h.draft(p)
		sum := h.sum(c)
		h.write(func(tx *db.Tx) (err error) {
			c, _, err = h.Office.Confirm(tx, p.worker, c.ID, sum)
			return err
		})
		if c.State != application.Awaiting || c.Number != "" || !c.DueAt.IsZero() {
			t.Errorf("state %s, number %q, due %s", c.State, c.Number, c.DueAt)
		}
		for name, who := range map[string]account.Account{"a third party": stranger.employer, "the worker again": p.worker} {
			err := h.try(func(tx *db.Tx) error {
				_, _, err := h.Office.Confirm(tx, who, c.ID, sum)
				return err
			})
			if !errors.Is(err, application.ErrNotTheParty) && !errors.Is(err, application.ErrConfirmed) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.write(func(tx *db.Tx) (err error) {
			c, _, err = h.Office.Confirm(tx, p.employer, c.ID, sum)
			return err
		})
		if c.Number == "" || c.DueAt.IsZero() {
			t.Error("the second signature did not register the case")
		}
	})
}

func (h *house) sum(c application.Case) (sum string) {
	h.Helper()
	h.read(func(tx *db.Tx) error {
		papers, err := application.Papers(tx, c.ID)
		if err == nil {
			_, sum, err = h.find(c.ID).Canonical(papers)
		}
		return err
	})
	return sum
}

func TestChangedDataVoidTheConfirmation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p := h.hire(sample.Zhitikara, 3)
		c := h.draft(p)
		sum := h.sum(c)
		h.write(func(tx *db.Tx) (err error) {
			c, _, err = h.Office.Confirm(tx, p.worker, c.ID, sum)
			return err
		})
		h.write(func(tx *db.Tx) (err error) {
			c, _, err = h.Office.SaveSection(tx, p.worker, c.ID, c.Version, "workplace",
				map[string]string{"work.unit": p.Unit, "work.address": "басқа үй, 7", "months": "3"})
			return err
		})
		if c.State != application.Draft {
			t.Errorf("state %s", c.State)
		}
		err := h.try(func(tx *db.Tx) error {
			_, _, err := h.Office.Confirm(tx, p.worker, c.ID, sum)
			return err
		})
		if !errors.Is(err, application.ErrChanged) {
			t.Errorf("the old bytes were confirmed: %v", err)
		}
	})
}

// B-05: seven things are wrong, seven messages come at once, and what was right is kept.
func TestAllProblemsComeInOneRound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p := h.hire(sample.Zhitikara, 6, func(hire *sample.Hire) {
			hire.Medical = hire.Today.AddMonths(-13)            // older than 12 months
			hire.Until = hire.Today.AddDays(100)                // insurance too short
			hire.Entered = hire.Today.AddMonths(-13)            // entry too long ago
			hire.Expires = hire.Today.AddDays(-1)               // passport expired
			hire.Months = 13                                    // more than 12
			hire.Address = ""                                   // no place of work
			hire.Worker.BirthDate = calendar.NewDay(2012, 5, 1) // a child
		})
		c := h.draft(p)
		var defects []regulation.Defect
		h.write(func(tx *db.Tx) (err error) {
			_, defects, err = h.Office.Confirm(tx, p.worker, c.ID, h.sumIn(tx, c))
			return err
		})
		if len(defects) < 7 {
			for _, d := range defects {
				t.Logf("%s %s: %s", d.Field, d.Document, d.Text.EN)
			}
			t.Errorf("%d defects", len(defects))
		}
		for _, d := range defects {
			if d.Field == "" && d.Document == "" || !d.Text.Complete() {
				t.Errorf("%s names neither field nor document, or lacks words: %v", d.Rule, d.Text)
			}
		}
		if now := h.find(c.ID); now.State != application.Draft || now.Fields["applicant.surname"] == "" {
			t.Error("the draft was not kept")
		}
	})
}

func (h *house) sumIn(tx *db.Tx, c application.Case) string {
	papers, err := application.Papers(tx, c.ID)
	must(h, err)
	_, sum, err := c.Canonical(papers)
	must(h, err)
	return sum
}

// P2, M-31: a filing after hours has its number and waits for the opening.
func TestAFilingAfterHoursIsReceivedAtTheOpening(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		h.clock.Set(time.Date(2026, 3, 20, 18, 45, 0, 0, calendar.Zone)) // Friday; Nauryz follows
		p := h.hire(sample.Zhitikara, 6)
		c := h.file(p)
		if c.State != application.Filed || c.Number == "" {
			t.Errorf("state %s, number %q", c.State, c.Number)
		}
		if got := c.ReceivedAt.In(calendar.Zone).Format("01-02 15:04"); got != "03-26 09:00" {
			t.Errorf("received %s", got)
		}
		if got := c.DueAt.In(calendar.Zone).Format("01-02 15:04"); got != "03-30 18:30" {
			t.Errorf("due %s", got)
		}
		h.clock.Set(time.Date(2026, 3, 26, 8, 59, 59, 0, calendar.Zone))
		h.fire(0)
		h.clock.Set(time.Date(2026, 3, 26, 9, 0, 0, 0, calendar.Zone))
		h.fire(1)
		if got := h.find(c.ID).State; got != application.Review {
			t.Errorf("state %s", got)
		}
	})
}

func (h *house) fire(want int) {
	h.Helper()
	n, err := h.wheel.Fire(h.Context())
	must(h, err)
	if n != want {
		h.Errorf("%d timers fired, want %d", n, want)
	}
}

// T5, B-06: silence of the police or of a registry approves nothing, and the case goes on by itself.
func TestSilenceNeverApproves(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		must(t, h.state.Set(simulator.Switch{System: exchange.ESBD, Mode: "error500"}))
		p := h.hire(sample.Zhitikara, 6)
		c := h.file(p)
		_, err := h.asks.Flush(t.Context())
		must(t, err)
		h.answerPolice(c, true, "")
		c = h.find(c.ID)
		if c.Ready() || c.Waiting != 1 {
			t.Errorf("ready %v, waiting %d", c.Ready(), c.Waiting)
		}
		err = h.try(func(tx *db.Tx) error {
			_, err := h.Office.DraftDecision(tx, h.Staff["abenov"], c.ID, c.Version, true, nil, "")
			return err
		})
		if !errors.Is(err, application.ErrNotJudged) {
			t.Errorf("a permit was drafted over silence: %v", err)
		}
		must(t, h.state.Set(simulator.Switch{System: exchange.ESBD, Mode: "ok"}))
		h.clock.Advance(2 * time.Minute)
		h.settle()
		if c = h.find(c.ID); !c.Ready() {
			t.Error("the case did not go on by itself")
		}
	})
}

// The end of the police's term and of the decision's is entered and decides nothing.
func TestOverdueIsEnteredAndDecidesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.file(h.hire(sample.Zhitikara, 6))
		h.settle()
		h.clock.Set(time.Date(2026, 3, 27, 18, 29, 59, 0, calendar.Zone))
		h.fire(0)
		h.clock.Set(time.Date(2026, 3, 27, 18, 30, 0, 0, calendar.Zone))
		h.fire(1) // the police: one working day
		h.clock.Set(time.Date(2026, 3, 30, 18, 30, 0, 0, calendar.Zone))
		h.fire(1) // the decision: two
		if c = h.find(c.ID); c.State != application.Review || c.Ready() {
			t.Errorf("state %s", c.State)
		}
		h.answerPolice(c, true, "") // a late answer is an answer
		if c = h.find(c.ID); !c.Ready() {
			t.Error("the late answer was not heard")
		}
	})
}

func TestTheSystemAnswersForThePoliceWhereItDoes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p := h.hire(sample.Kostanay, 6)
		c := h.ready(p)
		err := h.try(func(tx *db.Tx) error {
			_, err := h.Office.AnswerPolice(tx, h.Staff["volkov"], c.ID, false, "нет")
			return err
		})
		if !errors.Is(err, application.ErrReadOnly) {
			t.Errorf("the workplace wrote over ИС «МП»: %v", err)
		}
	})
}

// M-17, M-55: an objection leaves only a refusal, by its ground; the place goes back.
func TestAnObjectionLeadsToARefusalByItsGround(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p := h.hire(sample.Zhitikara, 6)
		c := h.file(p)
		h.settle()
		h.answerPolice(c, false, "Нарушение правил пребывания")
		c = h.find(c.ID)
		drafts := map[string]struct {
			approve bool
			grounds []string
			want    error
		}{
			"a permit":                        {true, nil, application.ErrNotJudged},
			"a refusal without a ground":      {false, nil, application.ErrGround},
			"a ground that no law knows":      {false, []string{"R-MOOD"}, application.ErrGround},
			"a ground whose check has passed": {false, []string{"R-TAX"}, application.ErrGround},
		}
		for name, draft := range drafts {
			err := h.try(func(tx *db.Tx) error {
				_, err := h.Office.DraftDecision(tx, h.Staff["abenov"], c.ID, c.Version, draft.approve, draft.grounds, "текст")
				return err
			})
			if !errors.Is(err, draft.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.write(func(tx *db.Tx) (err error) {
			if c, err = h.Office.DraftDecision(tx, h.Staff["abenov"], c.ID, c.Version, false, []string{"R-POLICE"}, ""); err != nil {
				return err
			}
			c, err = h.Office.Decide(tx, h.Staff["temirbekova"], c.ID, c.Version, "")
			return err
		})
		if c.State != application.Refused {
			t.Errorf("state %s", c.State)
		}
		h.read(func(tx *db.Tx) error {
			_, state, err := quota.Find(tx, c.Subject())
			if state != quota.Released {
				t.Errorf("the place is %s", state)
			}
			letters, err2 := notice.Letters(tx, p.worker.ID)
			if letters[0].Kind != notice.Refused || !letters[0].Body.Complete() {
				t.Errorf("letter %v", letters[0])
			}
			return errors.Join(err, err2)
		})
	})
}

// B-16: who drafted a decision does not make it; the head may return it.
func TestWhoDraftedDoesNotDecide(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.ready(h.hire(sample.Zhitikara, 6))
		var sum string
		h.write(func(tx *db.Tx) (err error) {
			if c, err = h.Office.DraftDecision(tx, h.Staff["abenov"], c.ID, c.Version, true, nil, ""); err != nil {
				return err
			}
			p, err := permit.FindPrepared(tx, c.ID)
			sum = p.Sum
			return err
		})
		for name, attempt := range map[string]struct {
			who  account.Account
			sum  string
			want error
		}{
			"the drafter":      {h.Staff["abenov"], sum, application.ErrOwnDraft},
			"over other bytes": {h.Staff["temirbekova"], "00", application.ErrChanged},
		} {
			err := h.try(func(tx *db.Tx) error {
				_, err := h.Office.Decide(tx, attempt.who, c.ID, c.Version, attempt.sum)
				return err
			})
			if !errors.Is(err, attempt.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.Return(tx, h.Staff["temirbekova"], c.ID, c.Version, "Проверьте адрес")
			return err
		})
		if c.State != application.Review {
			t.Errorf("state %s", c.State)
		}
	})
}

// P5, P5a: a permit prepared yesterday is prepared anew, because it starts on the day of decision.
func TestAPermitPreparedYesterdayIsRenewed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.ready(h.hire(sample.Zhitikara, 6))
		var sum string
		h.write(func(tx *db.Tx) (err error) {
			if c, err = h.Office.DraftDecision(tx, h.Staff["abenov"], c.ID, c.Version, true, nil, ""); err != nil {
				return err
			}
			p, err := permit.FindPrepared(tx, c.ID)
			sum = p.Sum
			return err
		})
		h.clock.Advance(24 * time.Hour)
		err := h.try(func(tx *db.Tx) error {
			_, err := h.Office.Decide(tx, h.Staff["temirbekova"], c.ID, c.Version, sum)
			return err
		})
		if !errors.Is(err, application.ErrChanged) {
			t.Errorf("a permit of yesterday was issued: %v", err)
		}
		h.write(func(tx *db.Tx) (err error) {
			if c, err = h.Office.Renew(tx, h.Staff["temirbekova"], c.ID); err != nil {
				return err
			}
			p, err := permit.FindPrepared(tx, c.ID)
			if err != nil {
				return err
			}
			c, err = h.Office.Decide(tx, h.Staff["temirbekova"], c.ID, c.Version, p.Sum)
			return err
		})
		h.read(func(tx *db.Tx) error {
			p, err := permit.ByCase(tx, c.ID)
			if got := p.Data.First.String(); got != "2026-03-27" {
				t.Errorf("starts %s", got)
			}
			return err
		})
	})
}

// P10, M-36: five workers at most; the sixth is refused, also when two heads decide at once.
func TestTheSixthWorkerOfAnEmployerIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		first := h.hire(sample.Kostanay, 6)
		same := func(hire *sample.Hire) { hire.Employer, hire.Address = first.Employer, first.Address }
		cases := []application.Case{h.ready(first)}
		for range 5 {
			cases = append(cases, h.readyFor(first, same))
		}
		for i, c := range cases {
			err := h.try(func(tx *db.Tx) error {
				_, err := h.Approve(tx, h.Staff["petrenko"], h.Staff["iskakova"], c)
				return err
			})
			if want := map[bool]error{true: nil, false: application.ErrNotJudged}[i < 5]; !errors.Is(err, want) {
				t.Errorf("worker %d: %v", i+1, err)
			}
		}
	})
}

// readyFor files a case of another worker for the same employer.
func (h *house) readyFor(first parties, same func(*sample.Hire)) application.Case {
	h.Helper()
	h.people++
	hire, err := sample.Invent(theLaw, h.people, calendar.DayOf(h.clock.Now()), first.Unit, 6)
	must(h, err)
	same(&hire)
	must(h, h.state.Add(hire.Scenario()))
	p := parties{Hire: hire, employer: first.employer}
	h.write(func(tx *db.Tx) (err error) {
		p.worker, err = h.Join(tx, hire.Worker, account.Immigrant, "ru")
		return err
	})
	c := h.file(p)
	h.settle()
	return h.find(c.ID)
}

func TestAStaleSaveIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p := h.hire(sample.Zhitikara, 6)
		c := h.draft(p)
		err := h.try(func(tx *db.Tx) error {
			_, _, err := h.Office.SaveSection(tx, p.worker, c.ID, c.Version-1, "payment", nil)
			return err
		})
		if !errors.Is(err, db.ErrStale) {
			t.Errorf("%v", err)
		}
	})
}

func TestAWithdrawnCaseGivesItsPlaceBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p := h.hire(sample.Zhitikara, 6)
		c := h.file(p)
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.Withdraw(tx, p.worker, c.ID, c.Version)
			return err
		})
		h.settle()
		h.read(func(tx *db.Tx) error {
			_, state, err := quota.Find(tx, c.Subject())
			if state != quota.Released {
				t.Errorf("the place is %s", state)
			}
			return err
		})
		if got := h.find(c.ID).State; got != application.Withdrawn {
			t.Errorf("state %s", got)
		}
	})
}

// P6: without a place nothing is registered, the confirmations and the data stay.
func TestWithoutAPlaceNothingIsRegistered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		h.write(func(tx *db.Tx) error {
			return quota.Allot(tx, quota.Allotment{Region: "390000000", Year: 2026, Ledger: sample.Ledger, Places: 1,
				Cite: "Приказ № 2", Since: calendar.NewDay(2026, 1, 1), By: "system"})
		})
		h.file(h.hire(sample.Zhitikara, 3))
		p := h.hire(sample.Zhitikara, 3)
		c := h.draft(p)
		h.write(func(tx *db.Tx) error {
			_, defects, err := h.File(tx, p.worker, p.employer, c)
			if len(defects) != 1 || defects[0].Rule != "quota" {
				t.Errorf("defects %v", defects)
			}
			return err
		})
		if now := h.find(c.ID); now.Number != "" || now.State.Running() {
			t.Errorf("state %s, number %q", now.State, now.Number)
		}
	})
}

func TestAnUnprovenPersonConfirmsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p := h.hire(sample.Zhitikara, 3)
		c := h.draft(p)
		p.worker.ProvenAt = nil
		err := h.try(func(tx *db.Tx) error {
			_, _, err := h.Office.Confirm(tx, p.worker, c.ID, h.sumIn(tx, c))
			return err
		})
		if !errors.Is(err, application.ErrUnproven) {
			t.Errorf("%v", err)
		}
	})
}
