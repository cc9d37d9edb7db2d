package regulation

import (
	"testing"

	"ruqsat/calendar"
)

func TestAgeIsReachedOnTheBirthday(t *testing.T) {
	for born, r := range map[string]Result{
		dated(2008, 3, 20): Passed, dated(2008, 3, 21): Failed, dated(1950, 1, 1): Passed, "2008-02-31": Waiting, "": Waiting,
	} {
		want(t, try(t, Check{Kind: "at-least-age", Date: "form.d", Min: always(18)}, Facts{Fields: map[string]string{"d": born}}, nil), r)
	}
}

func TestWhoWasBornOnALeapDayIsOfAgeOnTheFirstOfMarch(t *testing.T) {
	reached := calendar.NewDay(2008+18, 2, 29)
	if reached.String() != "2026-03-01" {
		t.Errorf("reached on %s", reached)
	}
}

func TestADayTwelveMonthsAgoPassesAndADayMoreFails(t *testing.T) {
	for day, r := range map[string]Result{
		dated(2025, 3, 20): Passed, dated(2025, 3, 19): Failed, dated(2026, 3, 20): Passed, dated(2026, 3, 21): Failed, "": Waiting,
	} {
		want(t, try(t, Check{Kind: "not-older-than", Date: "form.d", Max: always(12)}, Facts{Fields: map[string]string{"d": day}}, nil), r)
	}
}

func TestTheRegistryMustHoldARecordOfTheDay(t *testing.T) {
	check := Check{Kind: "not-older-than", Date: "form.d", Max: always(12), Record: "date", RecordWhere: map[string]string{"way": "in"},
		Asks: &Ask{Key: "q", System: "border"}, NotFound: Failed, Contra: Failed}
	facts := Facts{Fields: map[string]string{"d": dated(2026, 2, 2)}}
	for _, c := range []struct {
		answer Answer
		want   Result
	}{
		{Answer{}, Waiting}, {Answer{State: Silent}, Waiting}, {Answer{State: NotFound}, Failed}, {Answer{State: Answered}, Failed},
		{Answer{State: Answered, Records: []map[string]string{{"date": dated(2026, 2, 2), "way": "out"}}}, Failed},
		{Answer{State: Answered, Records: []map[string]string{{"date": dated(2026, 2, 1), "way": "in"}, {"date": dated(2026, 2, 2), "way": "in"}}}, Passed},
	} {
		facts.Answers = map[string]Answer{"q": c.answer}
		want(t, try(t, check, facts, nil), c.want)
	}
}

func TestADayMayNotComeBeforeAnother(t *testing.T) {
	for day, r := range map[string]Result{dated(2026, 3, 1): Passed, dated(2026, 2, 28): Failed, dated(2026, 3, 2): Passed, "": Waiting} {
		facts := Facts{Fields: map[string]string{"d": day, "after": dated(2026, 3, 1)}}
		want(t, try(t, Check{Kind: "not-before", Date: "form.d", After: "form.after"}, facts, nil), r)
	}
}

func TestDayTenIsInTimeAndDayElevenIsNot(t *testing.T) {
	for day, r := range map[string]Result{dated(2026, 3, 10): Passed, dated(2026, 3, 9): Failed, dated(2026, 3, 20): Passed, dated(2026, 3, 21): Failed} {
		want(t, try(t, Check{Kind: "within-days", Date: "form.d", Max: always(10)}, Facts{Fields: map[string]string{"d": day}}, nil), r)
	}
}

func TestTheWindowHasTwoEdgesAndTwoGrounds(t *testing.T) {
	check := Check{Kind: "in-window", Date: "form.d", Min: always(5), Max: always(30), EarlyGround: "R-EARLY"}
	for days, c := range map[int]struct {
		want   Result
		ground string
	}{31: {Failed, "R-EARLY"}, 30: {Passed, ""}, 5: {Passed, ""}, 4: {Failed, "R-TEST"}, 0: {Failed, "R-TEST"}, -1: {Failed, "R-TEST"}} {
		v := try(t, check, Facts{Fields: map[string]string{"d": filing.AddDays(days).String()}}, nil)
		if v.Result != c.want || v.Ground != c.ground {
			t.Errorf("%d days before: %s %s", days, v.Result, v.Ground)
		}
	}
}

func TestAPolicyCoversThePermitFromItsFirstDayToItsLast(t *testing.T) {
	check := Check{Kind: "valid-until", Covers: "permit", From: "form.from", Until: "form.until", AnswerFrom: "answer.from",
		AnswerUntil: "answer.until", Asks: &Ask{Key: "q", System: "esbd"}, NotFound: Failed, Contra: Failed}
	facts := Facts{First: filing, Last: filing.AddDays(30)}
	play := func(from, until, answerFrom, answerUntil int) Result {
		facts.Fields = map[string]string{"from": filing.AddDays(from).String(), "until": filing.AddDays(until).String()}
		facts.Answers = map[string]Answer{"q": {State: Answered, Fields: map[string]string{
			"from": filing.AddDays(answerFrom).String(), "until": filing.AddDays(answerUntil).String()}}}
		return try(t, check, facts, nil).Result
	}
	for _, c := range []struct {
		from, until, answerFrom, answerUntil int
		want                                 Result
	}{
		{0, 30, 0, 30, Passed}, {-5, 40, -5, 40, Passed}, {0, 29, 0, 30, Failed}, {1, 30, 0, 30, Failed},
		{0, 30, 0, 29, Failed}, {0, 30, 1, 30, Failed},
	} {
		if got := play(c.from, c.until, c.answerFrom, c.answerUntil); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
