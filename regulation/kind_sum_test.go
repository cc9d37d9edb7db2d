package regulation

import (
	"fmt"
	"testing"

	"ruqsat/calendar"
)

// prepaid is a law in which a month costs 2 x 1000 tenge.
func prepaid() *Edition {
	since := calendar.NewDay(2026, 1, 1)
	return &Edition{law: &Law{MRP: Dated[int64]{{Since: since, Value: 1000}},
		Tax: Tax{Coefficient: Dated[int]{{Since: since, Value: 2}}, KBK: Dated[string]{{Since: since, Value: "101205"}}}}}
}

func receipt(number string, sum int) Paper {
	return Paper{Files: 1, Fields: map[string]string{"number": number, "sum": fmt.Sprint(sum)}}
}

func TestReceiptsAreSummedAndATengeShortFails(t *testing.T) {
	check := Check{Kind: "sum-covers", Number: "form.months", Sum: "sum", Distinct: "number", NotFound: Failed, Contra: Failed,
		Asks: &Ask{Key: "payment", System: "tax", Each: "receipts"}}
	paid := func(sum int) Answer {
		return Answer{State: Answered, Source: "tax", Fields: map[string]string{"sum": fmt.Sprint(sum), "code": "101205"}}
	}
	for title, c := range map[string]struct {
		papers  []Paper
		answers map[string]Answer
		want    Result
	}{
		"both paid":        {[]Paper{receipt("1", 2000), receipt("2", 2000)}, map[string]Answer{"payment/1": paid(2000), "payment/2": paid(2000)}, Passed},
		"a tenge short":    {[]Paper{receipt("1", 2000), receipt("2", 1999)}, map[string]Answer{"payment/1": paid(2000), "payment/2": paid(1999)}, Failed},
		"the same twice":   {[]Paper{receipt("A-1", 2000), receipt("a 1", 2000)}, map[string]Answer{"payment/A1": paid(2000)}, Failed},
		"one not answered": {[]Paper{receipt("1", 2000), receipt("2", 2000)}, map[string]Answer{"payment/1": paid(2000)}, Waiting},
		"one silent":       {[]Paper{receipt("1", 2000), receipt("2", 2000)}, map[string]Answer{"payment/1": paid(2000), "payment/2": {State: Silent}}, Waiting},
		"one unknown":      {[]Paper{receipt("1", 2000), receipt("2", 2000)}, map[string]Answer{"payment/1": paid(2000), "payment/2": {State: NotFound}}, Failed},
		"another's":        {[]Paper{receipt("1", 2000), receipt("2", 2000)}, map[string]Answer{"payment/1": paid(2000), "payment/2": {State: Contradiction}}, Failed},
		"enough without":   {[]Paper{receipt("1", 4000), receipt("2", 2000)}, map[string]Answer{"payment/1": paid(4000)}, Passed},
		"less was paid":    {[]Paper{receipt("1", 4000)}, map[string]Answer{"payment/1": paid(3999)}, Failed},
		"another tax":      {[]Paper{receipt("1", 4000)}, map[string]Answer{"payment/1": {State: Answered, Fields: map[string]string{"sum": "4000", "code": "101201"}}}, Failed},
		"no tax is named":  {[]Paper{receipt("1", 4000)}, map[string]Answer{"payment/1": {State: Answered, Fields: map[string]string{"sum": "4000"}}}, Waiting},
		"a sum of nothing": {[]Paper{receipt("1", 4000)}, map[string]Answer{"payment/1": {State: Answered, Fields: map[string]string{"sum": "much", "code": "101205"}}}, Waiting},
		"no receipts":      {nil, nil, Failed},
	} {
		v := try(t, check, Facts{Fields: map[string]string{"months": "2"}, Documents: map[string][]Paper{"receipts": c.papers}, Answers: c.answers}, prepaid())
		if v.Result != c.want {
			t.Errorf("%s: %s, %s", title, v.Result, v.Explain.EN)
		}
	}
}

func TestWithoutTheYearsIndexThePrepaymentIsUnknown(t *testing.T) {
	e := prepaid()
	e.Operations = []*Operation{{ID: "issue"}}
	if _, err := e.Payment("issue", 1, calendar.NewDay(2027, 1, 1)); err == nil {
		t.Error("guessed the МРП of 2027")
	}
	if _, err := e.Payment("issue", 0, filing); err == nil {
		t.Error("a prepayment of no months")
	}
	p, err := e.Payment("issue", 12, filing)
	if err != nil || p.Sum != 24_000 || p.Month != 2_000 || p.Year != 2026 || p.KBK != "101205" {
		t.Errorf("%+v, %v", p, err)
	}
}
