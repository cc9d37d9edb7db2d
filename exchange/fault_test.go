package exchange_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/exchange/simulator"
	"ruqsat/regulation"
)

func subject(i int) string { return fmt.Sprintf("case:%03d", i) }

// R-24, B-06: whatever a system does wrong, the case waits, says so, and goes on by itself within a minute.
func TestWhateverASystemDoesWrongTheCaseWaitsAndGoesOn(t *testing.T) {
	each(t, func(h *house) {
		for i, fault := range []struct{ mode, trouble string }{
			{simulator.Silent, "timeout"}, {simulator.Drip, "timeout"}, {simulator.Error500, "status-500"},
			{simulator.Refuse, "status-400"}, {simulator.Garbage, "not-json"}, {simulator.Oversize, "too-long"},
			{simulator.Reset, "unreachable"}, {simulator.Half, "cut-short"},
			{simulator.WrongCorrelation, "wrong-correlation"}, {simulator.WrongContent, "wrong-content"},
		} {
			h.turn(exchange.ESBD, fault.mode)
			h.ex = h.gateway(patient)
			if fault.trouble == "timeout" {
				h.ex = h.gateway(hasty)
			}
			asked := h.clock.Now()
			h.ask(subject(i), policy("000-26-4417803"))
			h.flush()

			a, silent := h.answer(subject(i), "policy"), h.silences(subject(i))
			if a.State != exchange.Silent || len(silent) != 1 {
				t.Fatalf("%s: the answer is %s", fault.mode, a.State)
			}
			s := silent[0]
			if s.Trouble != fault.trouble || !s.Failing || s.Tries != 1 || s.Dead {
				t.Errorf("%s: %+v, want trouble %s", fault.mode, s, fault.trouble)
			}
			if s.Since.Sub(asked).Abs() > 5*time.Second || s.Tried.Before(s.Since) || s.Next.Sub(s.Tried) > time.Minute {
				t.Errorf("%s: since %v, tried %v, next %v", fault.mode, s.Since, s.Tried, s.Next)
			}
			if a.Fields["since"] == "" || a.Fields["tried"] == "" || a.Fields["next"] == "" {
				t.Errorf("%s: the page cannot say since when: %v", fault.mode, a.Fields)
			}
			if st := h.status(exchange.ESBD); st.Failing != 1 || st.Waiting != 1 || st.LastError != fault.trouble {
				t.Errorf("%s: status %+v", fault.mode, st)
			}

			h.turn(exchange.ESBD, simulator.OK)
			h.ex = h.gateway(patient)
			h.clock.Advance(time.Minute)
			h.flush()
			if got := h.answer(subject(i), "policy"); got.State != exchange.Answered {
				t.Errorf("%s: a minute after the system's return the answer is %s", fault.mode, got.State)
			}
		}
		if st := h.status(exchange.ESBD); st.Failing+st.Waiting+st.Dead != 0 || st.LastError != "" || st.LastSuccess.IsZero() {
			t.Errorf("in the end: %+v", st)
		}
		for _, secret := range []string{"4417803", "FA4821735", "127.0.0.1"} {
			if strings.Contains(h.log.String(), secret) {
				t.Errorf("the log holds %s", secret)
			}
		}
	})
}

func TestASlowSystemIsHeardWithinItsTimeout(t *testing.T) {
	each(t, func(h *house) {
		h.turn(exchange.ESBD, simulator.Delay)
		h.ask("case:1", policy("000-26-4417803"))
		h.flush()
		if a := h.answer("case:1", "policy"); a.State != exchange.Answered {
			t.Errorf("the answer is %s", a.State)
		}
	})
}

func TestADeadSystemSlowsNobodyElse(t *testing.T) {
	each(t, func(h *house) {
		h.turn(exchange.ESBD, simulator.Silent)
		stop := h.run(h.gateway(patient))
		for i := range 20 {
			h.ask(subject(i), policy("000-26-4417803"))
		}
		h.within(20*time.Second, "all its hands are full", func() bool { return h.sim.Hanging(exchange.ESBD) == 4 })
		h.mostWithin(500*time.Millisecond, crossing("FA4821735", "UZB"))
		h.server.CloseClientConnections()
		stop()
	})
}

func TestAHouseThatClosesGivesItsQuestionsBackUntried(t *testing.T) {
	each(t, func(h *house) {
		h.turn(exchange.ESBD, simulator.Silent)
		stop := h.run(h.gateway(patient))
		h.ask("case:1", policy("000-26-4417803"))
		h.within(20*time.Second, "it is on its way", func() bool { return h.sim.Hanging(exchange.ESBD) == 1 })
		stop()
		if s := h.silences("case:1"); len(s) != 1 || s[0].Tries != 0 || s[0].Failing {
			t.Errorf("the closing counts as the system's failure: %+v", s)
		}
		h.turn(exchange.ESBD, simulator.OK)
		if n := h.flush(); n != 1 || h.answer("case:1", "policy").State != exchange.Answered {
			t.Errorf("the next process sent %d", n)
		}
	})
}

func TestAClockPutBackHoldsNothingUp(t *testing.T) {
	each(t, func(h *house) {
		h.turn(exchange.ESBD, simulator.Error500)
		h.ask("case:1", policy("000-26-4417803"))
		h.flush()
		h.ask("case:2", policy("000-26-4417803"))
		_, err := h.ex.AskAndDie(context.Background(), exchange.ESBD)
		if err == nil {
			t.Fatal("the system answered while it was out of order")
		}
		h.turn(exchange.ESBD, simulator.OK)
		h.clock.Advance(-30 * 24 * time.Hour)
		h.flush()
		for _, subject := range []string{"case:1", "case:2"} {
			if a := h.answer(subject, "policy"); a.State != exchange.Answered {
				t.Errorf("%s: a month back the answer is %s", subject, a.State)
			}
		}
	})
}

func TestASystemThatComesBackIsAskedEverythingAtOnce(t *testing.T) {
	each(t, func(h *house) {
		h.turn(exchange.ESBD, simulator.Reset)
		for i := range 10 {
			h.ask(subject(i), policy("000-26-4417803"))
		}
		for range 8 { // long out of order: the pauses are at their longest
			h.clock.Advance(exchange.MaxPause)
			h.flush()
		}
		h.turn(exchange.ESBD, simulator.OK)
		h.ask("case:new", policy("000-26-4417910"))
		h.flush()
		if n := len(h.told()); n != 11 {
			t.Errorf("one good word of the system freed %d of 11 questions", n)
		}
	})
}

func TestALookingPoliceIsNotAFailingOne(t *testing.T) {
	each(t, func(h *house) {
		h.ask("case:1", agreement("FA4821735", "UZB"))
		h.ask("case:2", agreement("FA7350418", "UZB"))
		h.must(h.sim.Decide(simulator.Rule{Passport: "FA7350418", Country: "UZB", Decision: "object", Reason: "Ограничен въезд"}))
		for range 3 {
			h.flush()
			h.clock.Advance(200 * time.Millisecond)
		}
		s := h.silences("case:1")
		if len(s) != 1 || !s[0].Looking || s[0].Failing || s[0].Tries != 3 || h.status(exchange.MP).Failing != 0 {
			t.Fatalf("while the police look: %+v", s)
		}
		h.clock.Advance(6 * time.Second)
		h.flush()
		if a := h.answer("case:1", "police"); a.Fields["decision"] != "agree" {
			t.Errorf("the police say %v", a)
		}
		if a := h.answer("case:2", "police"); a.Fields["decision"] != "object" || a.Fields["reason"] != "Ограничен въезд" {
			t.Errorf("the police say %v", a)
		}
	})
}

func TestAHeldCaseIsNeverAnsweredByTheSystemButByAPerson(t *testing.T) {
	each(t, func(h *house) {
		h.must(h.sim.Decide(simulator.Rule{Passport: "FA4821735", Decision: "hold"}))
		h.ask("case:1", agreement("FA4821735", "UZB"))
		for range 20 {
			h.flush()
			h.clock.Advance(time.Hour)
		}
		if a := h.answer("case:1", "police"); a.State != exchange.Silent {
			t.Fatalf("silence became %v", a)
		}
		h.must(h.sim.Decide(simulator.Rule{Passport: "FA4821735", Decision: "agree"}))
		h.flush()
		if a := h.answer("case:1", "police"); a.Fields["decision"] != "agree" {
			t.Errorf("the police say %v", a)
		}
	})
}

func TestAQuestionTheSystemRefusesBecomesADeadLetterAndMayBeSentAgain(t *testing.T) {
	each(t, func(h *house) {
		h.turn(exchange.ESBD, simulator.Refuse)
		id := h.ask("case:1", policy("000-26-4417803"))
		for range exchange.MaxRefusals + 5 {
			h.flush()
			h.clock.Advance(exchange.MaxPause)
		}
		if n := len(h.sim.Traffic()); n != exchange.MaxRefusals {
			t.Errorf("it was sent %d times", n)
		}
		if s := h.silences("case:1"); !s[0].Dead || h.status(exchange.ESBD).Dead != 1 {
			t.Errorf("it is not dead: %+v", s)
		}
		h.turn(exchange.ESBD, simulator.OK)
		h.write(func(tx *db.Tx) error {
			letters, err := exchange.DeadLetters(tx)
			if err != nil || len(letters) != 1 || letters[0].ID != id || letters[0].Trouble != "status-400" {
				t.Errorf("dead letters: %+v, %v", letters, err)
			}
			return exchange.Resend(tx, id)
		})
		h.flush()
		if a := h.answer("case:1", "policy"); a.State != exchange.Answered {
			t.Errorf("sent again, the answer is %s", a.State)
		}
		err := h.db.Write(context.Background(), h.clock.Now(), func(tx *db.Tx) error { return exchange.Resend(tx, id) })
		if !errors.Is(err, exchange.ErrNoQuestion) {
			t.Errorf("an answered question was sent again: %v", err)
		}
	})
}

func TestAQuestionTheSystemCannotBeAskedIsSeenAndNotSent(t *testing.T) {
	each(t, func(h *house) {
		h.ask("case:1", regulation.Question{Key: "a", System: exchange.ESBD, Kind: "horoscope"})
		h.ask("case:2", regulation.Question{Key: "a", System: exchange.ESBD, Kind: "policy",
			Fields: map[string]string{"number": "1", "religion": "x"}})
		h.ask("case:3", regulation.Question{Key: "a", System: exchange.ESBD, Kind: "policy"})
		h.flush()
		for i, want := range []string{"unknown-kind", "unknown-field", "missing-field"} {
			if s := h.silences(fmt.Sprintf("case:%d", i+1)); len(s) != 1 || s[0].Trouble != want {
				t.Errorf("%+v, want %s", s, want)
			}
		}
		if len(h.sim.Traffic()) != 0 {
			t.Error("a field that the system is not to know has left the house")
		}
	})
}

// dropped, doubled and reordered messages, and restarts, end in the state that a quiet day ends in.
func TestTwoHundredQuestionsEndTheSameOnABadDayAsOnAQuietOne(t *testing.T) {
	each(t, func(h *house) {
		h.callback()
		h.must(h.sim.Set(simulator.Switch{System: exchange.ESBD, Mode: simulator.Reset, Every: 10}))
		h.must(h.sim.Set(simulator.Switch{System: exchange.Border, Mode: simulator.Duplicate, Every: 10}))
		for i := range 100 {
			h.write(func(tx *db.Tx) error {
				if _, err := exchange.Ask(tx, subject(i), policy("000-26-4417803")); err != nil {
					return err
				}
				_, err := exchange.Ask(tx, subject(i), crossing("FA4821735", "UZB"))
				return err
			})
		}
		for range 12 { // every start ends in the middle of its work, and another process dies without a word
			before := len(h.told())
			stop := h.run(h.gateway(patient))
			h.within(20*time.Second, "it goes on", func() bool { return len(h.told()) > min(before+10, 199) })
			stop()
			_, err := h.ex.AskAndDie(context.Background(), exchange.Border)
			h.must(err)
			h.clock.Advance(time.Minute)
		}
		for range 20 { // the last dropped ones, which may be dropped again
			h.flush()
			h.clock.Advance(time.Minute)
		}
		h.sameAsOnAQuietDay()
	})
}

// sameAsOnAQuietDay tells whether the hundred cases know what one case learns when all goes well, told once each.
func (h *house) sameAsOnAQuietDay() {
	h.Helper()
	for _, system := range []string{exchange.ESBD, exchange.Border} {
		h.turn(system, simulator.OK)
	}
	h.ask("case:quiet", policy("000-26-4417803"))
	h.ask("case:quiet", crossing("FA4821735", "UZB"))
	h.flush()

	told := map[string]int{}
	for _, a := range h.told() {
		told[a.Subject+a.Question.Key]++
	}
	for _, key := range []string{"policy", "crossings"} {
		quiet := h.answer("case:quiet", key)
		for i := range 100 {
			a := h.answer(subject(i), key)
			same := a.State == quiet.State && maps.Equal(a.Fields, quiet.Fields) && slices.EqualFunc(a.Records, quiet.Records, maps.Equal)
			if !same || told[subject(i)+key] != 1 {
				h.Errorf("%s %s: %+v, told %d times", subject(i), key, a, told[subject(i)+key])
			}
		}
	}
}

func TestThePauseGrowsAndNeverPassesAMinute(t *testing.T) {
	for failures := 1; failures < 100; failures++ {
		long, short := exchange.Pause(failures, 0), exchange.Pause(failures, 0.999)
		if long > exchange.MaxPause || short >= long || short < long*3/4 {
			t.Errorf("after %d failures: %v to %v", failures, short, long)
		}
		if failures > 1 && long < exchange.Pause(failures-1, 0) {
			t.Errorf("after %d failures the pause shrinks", failures)
		}
	}
	if exchange.Pause(1, 0) != time.Second || exchange.MaxPause >= time.Minute {
		t.Error("the first pause is a second, the longest under a minute")
	}
}

func TestTheContactBaseSendsTheCodeToTheStatesPhone(t *testing.T) {
	each(t, func(h *house) {
		ctx := context.Background()
		phone, err := h.ex.Contact(ctx, "850115390017", "402917")
		if err != nil || phone != "+7 701 *** ** 45" {
			t.Errorf("%q, %v", phone, err)
		}
		if codes := h.sim.Codes("850115390017"); len(codes) != 1 || codes[0].Code != "402917" {
			t.Errorf("the phone got %v", codes)
		}
		for _, iin := range []string{"740628390003", "920308490018"} { // no phone; no such person
			if _, err := h.ex.Contact(ctx, iin, "402917"); !errors.Is(err, exchange.ErrNoContact) {
				t.Errorf("%v", err)
			}
		}
		for _, mode := range []string{simulator.Silent, simulator.Error500, simulator.Garbage, simulator.WrongCorrelation, simulator.Half} {
			h.turn(exchange.Person, mode)
			if mode == simulator.Silent {
				h.ex = h.gateway(hasty)
			} else {
				h.ex = h.gateway(patient)
			}
			if _, err := h.ex.Contact(ctx, "850115390017", "402917"); !errors.Is(err, exchange.ErrSilent) {
				t.Errorf("%s: %v", mode, err)
			}
		}
		if strings.Contains(h.log.String(), "402917") || strings.Contains(h.log.String(), "850115") {
			t.Error("the log holds a code or an ИИН")
		}
	})
}
