package exchange_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/exchange/simulator"
	"ruqsat/regulation"
)

func TestAnAnswerArrivesWithinASecondOfTheCommit(t *testing.T) {
	each(t, func(h *house) {
		h.run(h.gateway(patient))
		h.ask("case:warm", policy("000-26-4417910"))
		h.within(20*time.Second, "the lanes are up", func() bool { return len(h.told()) == 1 })

		h.ask("case:1", policy("000-26-4417803"))
		h.within(20*time.Second, "the answer is there", func() bool {
			return h.answer("case:1", "policy").State == exchange.Answered
		})
		h.mostWithin(500*time.Millisecond, policy("000-26-4417803"))
		a := h.answer("case:1", "policy")
		if a.Fields["passport"] != "FA4821735" || a.Ref == "" || a.Source != exchange.ESBD || a.At.IsZero() {
			t.Errorf("the answer is not whole: %+v", a)
		}
		told := h.told()[1]
		if told.Subject != "case:1" || told.Question.Key != "policy" || told.Fields["passport"] != "FA4821735" {
			t.Errorf("the listener was told %+v", told)
		}
	})
}

func TestNothingIsSentBeforeTheCommitAndNothingWhenTheActIsUndone(t *testing.T) {
	each(t, func(h *house) {
		undone := errors.New("undone")
		err := h.db.Write(context.Background(), h.clock.Now(), func(tx *db.Tx) error {
			if _, err := exchange.Ask(tx, "case:1", policy("000-26-4417803")); err != nil {
				return err
			}
			if sent := len(h.sim.Traffic()); sent != 0 {
				t.Errorf("%d messages left before the commit", sent)
			}
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		if n := h.flush(); n != 0 || len(h.sim.Traffic()) != 0 {
			t.Errorf("%d messages of an undone act were sent", n)
		}
	})
}

func TestEachSystemAnswersInItsOwnWords(t *testing.T) {
	each(t, func(h *house) {
		ask := func(key, system, kind string, fields map[string]string) {
			h.ask("case:1", regulation.Question{Key: key, System: system, Kind: kind, Fields: fields})
		}
		ask("policy", exchange.ESBD, "policy", map[string]string{"number": "000 26 4417803", "passport": "FA4821735"})
		ask("another's", exchange.ESBD, "policy", map[string]string{"number": "000-26-4417803", "passport": "FA7350418"})
		ask("cancelled", exchange.ESBD, "policy", map[string]string{"number": "000-26-6120741"})
		ask("unknown", exchange.ESBD, "policy", map[string]string{"number": "000-00-0000000"})
		ask("payment", exchange.Tax, "payment", map[string]string{"number": "1184-2207", "passport": "FA4821735"})
		ask("not mine", exchange.Tax, "payment", map[string]string{"number": "1184-2207", "passport": "FA7350418"})
		ask("entry", exchange.Border, "crossings", map[string]string{"passport": "FA4821735", "country": "UZB"})
		ask("nobody", exchange.Border, "crossings", map[string]string{"passport": "FA4821735", "country": "TJK"})
		ask("homes", exchange.Property, "ownership", map[string]string{"iin": "850115390017"})
		ask("homeless", exchange.Property, "ownership", map[string]string{"iin": "930514390003"})
		ask("person", exchange.Person, "person", map[string]string{"iin": "850115390017"})
		ask("stranger", exchange.Person, "person", map[string]string{"iin": "920308490018"})
		h.flush()

		for key, state := range map[string]string{
			"policy": exchange.Answered, "another's": exchange.Contradiction, "cancelled": exchange.NotFound,
			"unknown": exchange.NotFound, "payment": exchange.Answered, "not mine": exchange.Contradiction,
			"entry": exchange.Answered, "nobody": exchange.NotFound, "homes": exchange.Answered,
			"homeless": exchange.NotFound, "person": exchange.Answered, "stranger": exchange.NotFound,
		} {
			if got := h.answer("case:1", key); got.State != state {
				t.Errorf("%s is %s, want %s", key, got.State, state)
			}
		}
		if a := h.answer("case:1", "another's"); len(a.Fields) != 0 {
			t.Errorf("another person's policy was passed on: %v", a.Fields)
		}
		if a := h.answer("case:1", "payment"); a.Fields["sum"] != "69200" || a.Fields["date"] != "2026-03-12" {
			t.Errorf("the payment is %v", a.Fields)
		}
		if a := h.answer("case:1", "entry"); len(a.Records) != 3 || a.Records[2]["date"] != "2026-02-02" {
			t.Errorf("the crossings are %v", a.Records)
		}
		if a := h.answer("case:1", "homes"); len(a.Records) != 2 || a.Records[0]["unit"] != "394400000" {
			t.Errorf("the homes are %v", a.Records)
		}
		if a := h.answer("case:1", "person"); a.Fields["surname"] != "Жаксылыков" || a.Fields["phone"] != "" {
			t.Errorf("the person is %v", a.Fields)
		}
	})
}

func TestTheSameQuestionIsAskedOnce(t *testing.T) {
	each(t, func(h *house) {
		first := h.ask("case:1", policy("000-26-4417803"))
		if again := h.ask("case:1", policy("000-26-4417803")); again != first {
			t.Error("the same question was put into the outbox twice")
		}
		h.flush()
		if again := h.ask("case:1", policy("000-26-4417803")); again != first {
			t.Error("the answered question was asked again")
		}
		if h.flush(); len(h.sim.Traffic()) != 1 || len(h.told()) != 1 {
			t.Errorf("%d messages, told %d times", len(h.sim.Traffic()), len(h.told()))
		}
	})
}

func TestAskingAgainBringsWhatTheSystemKnowsNow(t *testing.T) {
	each(t, func(h *house) {
		h.ask("case:1", policy("000-26-9000001"))
		h.flush()
		if a := h.answer("case:1", "policy"); a.State != exchange.NotFound {
			t.Fatalf("the policy is %s before it is registered", a.State)
		}
		h.must(h.sim.Add(simulator.Scenario{Policies: []simulator.Policy{{Number: "000-26-9000001",
			Passport: "FA4821735", First: "today", Last: "today+200"}}}))
		h.write(func(tx *db.Tx) error {
			_, err := exchange.AskAgain(tx, "case:1", "policy")
			return err
		})
		if a := h.answer("case:1", "policy"); a.State != exchange.Silent {
			t.Errorf("while it is asked again the answer is %s", a.State)
		}
		h.flush()
		if a := h.answer("case:1", "policy"); a.State != exchange.Answered {
			t.Errorf("after registration the policy is %s", a.State)
		}
	})
}

func TestALateAnswerToAReplacedQuestionIsIgnoredAndJournalled(t *testing.T) {
	each(t, func(h *house) {
		old := h.ask("case:1", policy("000-26-4417803"))
		h.ask("case:1", policy("000-26-4417910"))
		late := `{"id":"` + old + `","status":"found","ref":"e-1","policy":{"number":"000-26-4417803","insurer":"x","surname":"X",
			"given_name":"Y","passport":"FA4821735","first":"2026-01-01","last":"2026-12-31","state":"active"}}`
		if fresh, err := h.push(exchange.ESBD, "m-1", late); err != nil || !fresh {
			t.Fatal(fresh, err)
		}
		if a := h.answer("case:1", "policy"); a.State != exchange.Silent {
			t.Errorf("the replaced question's answer was taken: %+v", a)
		}
		h.flush()
		if a := h.answer("case:1", "policy"); a.Fields["number"] != "000-26-4417910" {
			t.Errorf("the answer is %v", a.Fields)
		}
		if got := h.journal("case:1"); !slices.Equal(got, []string{"ignored", "answered"}) || len(h.told()) != 1 {
			t.Errorf("journal %v, told %d times", got, len(h.told()))
		}
	})
}

func TestAnAnswerCountsOnceHoweverOftenItComes(t *testing.T) {
	each(t, func(h *house) {
		h.callback()
		h.turn(exchange.ESBD, simulator.Duplicate)
		h.ask("case:1", policy("000-26-4417803"))
		h.flush()
		h.within(20*time.Second, "the pushed repetition is journalled", func() bool {
			return has(h.journal("case:1"), "ignored")
		})
		if len(h.told()) != 1 {
			t.Errorf("told %d times", len(h.told()))
		}
		id := h.ask("case:1", policy("000-26-4417803"))
		body := `{"id":"` + id + `","status":"not-found","ref":"e-2"}`
		first, err := h.push(exchange.ESBD, "m-7", body)
		h.must(err)
		second, err := h.push(exchange.ESBD, "m-7", body)
		h.must(err)
		if !first || second {
			t.Errorf("fresh was %v, and then %v", first, second)
		}
		if a := h.answer("case:1", "policy"); a.State != exchange.Answered || len(h.told()) != 1 {
			t.Errorf("a later, other answer changed the first: %s", a.State)
		}
	})
}

func TestAMessageThatIsNotAnAnswerIsRefusedAndMayBeMended(t *testing.T) {
	each(t, func(h *house) {
		id := h.ask("case:1", policy("000-26-4417803"))
		for _, body := range []string{``, `{`, `{"id":"` + id + `"}`, `{"id":"nobody","status":"not-found","ref":"1"}`} {
			if _, err := h.push(exchange.ESBD, "m-1", body); !errors.Is(err, exchange.ErrNotAnAnswer) {
				t.Errorf("%q was taken: %v", body, err)
			}
		}
		if _, err := h.push(exchange.Tax, "m-1", `{"id":"`+id+`","status":"not-found","ref":"1"}`); !errors.Is(err, exchange.ErrNotAnAnswer) {
			t.Errorf("another system answered the question: %v", err)
		}
		if _, err := h.push("nobody", "m-1", `{}`); !errors.Is(err, exchange.ErrUnknownSystem) {
			t.Errorf("an unknown system was heard: %v", err)
		}
		fresh, err := h.push(exchange.ESBD, "m-1", `{"id":"`+id+`","status":"not-found","ref":"1"}`)
		if err != nil || !fresh || h.answer("case:1", "policy").State != exchange.NotFound {
			t.Errorf("the mended message was not taken: %v %v", fresh, err)
		}
	})
}

func TestAnAnswerTheCaseCannotTakeIsNotStoredAndComesAgain(t *testing.T) {
	each(t, func(h *house) {
		h.deaf = 2
		h.ask("case:1", policy("000-26-4417803"))
		h.flush()
		if a := h.answer("case:1", "policy"); a.State != exchange.Silent || len(h.told()) != 0 {
			t.Fatalf("the answer is %s though the case did not take it", a.State)
		}
		for range 2 {
			h.clock.Advance(exchange.MaxPause)
			h.flush()
		}
		if a := h.answer("case:1", "policy"); a.State != exchange.Answered || len(h.told()) != 1 {
			t.Errorf("the answer is %s, told %d times", a.State, len(h.told()))
		}
	})
}

func TestAPanicOfTheListenerIsAFailureLikeAnother(t *testing.T) {
	each(t, func(h *house) {
		h.ex.Hear(func(*db.Tx, exchange.Answer) error { panic("FA4821735") })
		h.ask("case:1", policy("000-26-4417803"))
		h.flush()
		if s := h.silences("case:1"); len(s) != 1 || s[0].Trouble != "unheard" || !s[0].Failing {
			t.Errorf("after a panic: %+v", s)
		}
		h.ex.Hear(h.listen)
		h.clock.Advance(exchange.MaxPause)
		h.flush()
		if len(h.told()) != 1 || strings.Contains(h.log.String(), "FA4821735") {
			t.Errorf("told %d times; log: %s", len(h.told()), h.log)
		}
	})
}

func TestAProcessKilledBetweenSendingAndStoringLosesNothing(t *testing.T) {
	each(t, func(h *house) {
		h.ask("case:1", policy("000-26-4417803"))
		if n, err := h.ex.AskAndDie(context.Background(), exchange.ESBD); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		other := h.gateway(patient)
		if n, err := other.Flush(context.Background()); n != 0 || err != nil {
			t.Fatalf("another process took a question that was on its way: %d %v", n, err)
		}
		h.clock.Advance(patient + 15*time.Second)
		if n, err := other.Flush(context.Background()); n != 1 || err != nil {
			t.Fatalf("the claim of the dead process did not expire: %d %v", n, err)
		}
		if h.answer("case:1", "policy").State != exchange.Answered || len(h.told()) != 1 {
			t.Errorf("told %d times", len(h.told()))
		}
	})
}

func TestTwoProcessesSendEachQuestionOnce(t *testing.T) {
	each(t, func(h *house) {
		first, second := h.gateway(patient), h.gateway(patient)
		h.write(func(tx *db.Tx) error {
			for i := range 60 {
				if _, err := exchange.Ask(tx, subject(i), policy("000-26-4417803")); err != nil {
					return err
				}
			}
			return nil
		})
		h.run(first)
		h.run(second)
		h.within(20*time.Second, "all are answered", func() bool { return len(h.told()) == 60 })
		if sent := len(h.sim.Traffic()); sent != 60 {
			t.Errorf("%d messages for 60 questions", sent)
		}
	})
}

func TestQuestionsOfOneCaseGoOutInTheirOrder(t *testing.T) {
	each(t, func(h *house) {
		want := []string{"1184-2207", "1184-2315", "1184-2544", "1190-0071"}
		h.write(func(tx *db.Tx) error {
			for _, number := range want {
				q := regulation.Question{Key: number, System: exchange.Tax, Kind: "payment", Fields: map[string]string{"number": number}}
				if _, err := exchange.Ask(tx, "case:1", q); err != nil {
					return err
				}
			}
			return nil
		})
		h.must(h.sim.Set(simulator.Switch{System: exchange.Tax, Mode: simulator.Error500, Every: 3}))
		for range 4 {
			h.flush()
			h.clock.Advance(exchange.MaxPause)
		}
		var got []string
		for _, a := range h.told() {
			got = append(got, a.Question.Key)
		}
		if !slices.Equal(got, want) {
			t.Errorf("told in the order %v", got)
		}
	})
}

func TestNothingIsSentAboutACaseThatWasCancelled(t *testing.T) {
	each(t, func(h *house) {
		id := h.ask("case:1", policy("000-26-4417803"))
		h.ask("case:1", crossing("FA4821735", "UZB"))
		h.write(func(tx *db.Tx) error { return exchange.Cancel(tx, "case:1", "policy") })
		if n := h.flush(); n != 1 || h.sim.Traffic()[0].System != exchange.Border {
			t.Errorf("%d messages were sent, the last to %s", n, h.sim.Traffic()[0].System)
		}
		if _, err := h.push(exchange.ESBD, "m-1", `{"id":"`+id+`","status":"not-found","ref":"1"}`); err != nil {
			t.Fatal(err)
		}
		h.write(func(tx *db.Tx) error { return exchange.Cancel(tx, "case:1") })
		if len(h.told()) != 1 || h.answer("case:1", "crossings").State != exchange.Answered {
			t.Errorf("told %d times; what was known before the withdrawal stays known", len(h.told()))
		}
	})
}
