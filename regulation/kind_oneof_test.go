package regulation

import "testing"

func TestTheStandingOfACountryGoesByTheDayOfFiling(t *testing.T) {
	law := &Law{Countries: []Country{{Code: "AAA", Name: name, Standing: Dated[string]{
		{Since: filing.AddDays(-1), Value: "not-eligible"}, {Since: filing, Value: "eligible"}, {Since: filing.AddDays(1), Value: "review"},
	}}, {Code: "BBB", Name: name, Standing: Dated[string]{{Since: filing.AddDays(1), Value: "eligible"}}},
		{Code: "CCC", Name: name, Standing: Dated[string]{{Since: filing, Value: "eaeu"}}}}, countries: map[string]int{"AAA": 0, "BBB": 1, "CCC": 2}}
	for code, r := range map[string]Result{"AAA": Passed, "BBB": Waiting, "CCC": Referral, "DDD": Waiting, "": Waiting} {
		v := try(t, Check{Kind: "one-of", Country: "form.country"}, Facts{Fields: map[string]string{"country": code}}, &Edition{law: law})
		want(t, v, r)
	}
}

func TestAnOfficerSettlesOnlyWhatWaits(t *testing.T) {
	law := &Law{Countries: []Country{
		{Code: "AAA", Name: name, Standing: Dated[string]{{Since: filing, Value: "review"}}},
		{Code: "BBB", Name: name, Standing: Dated[string]{{Since: filing, Value: "not-eligible"}}},
	}, countries: map[string]int{"AAA": 0, "BBB": 1}}
	check := Check{Kind: "one-of", Country: "form.country", Confirm: true}
	for _, c := range []struct {
		code, word string
		want       Result
	}{{"AAA", "yes", Passed}, {"AAA", "no", Failed}, {"AAA", "perhaps", Waiting}, {"BBB", "yes", Failed}} {
		v := try(t, check, Facts{Fields: map[string]string{"country": c.code},
			Answers: map[string]Answer{ConfirmKey("test"): {State: Answered, Fields: map[string]string{"confirmed": c.word}}}}, &Edition{law: law})
		want(t, v, c.want)
	}
	check.Confirm = false
	v := try(t, check, Facts{Fields: map[string]string{"country": "AAA"},
		Answers: map[string]Answer{ConfirmKey("test"): {State: Answered, Fields: map[string]string{"confirmed": "yes"}}}}, &Edition{law: law})
	want(t, v, Waiting)
}
