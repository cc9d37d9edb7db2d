package web

import (
	"slices"
	"strconv"
	"strings"

	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/words"
)

// The kinds of check whose values are no plain facts.
const (
	compared = "equals-field" // sets the application beside a paper of its own
	summed   = "sum-covers"   // adds up what was paid: tenge
	present  = "present"      // documents that are there or not
	agreed   = "agreed"       // another body's word
	listed   = "one-of"       // a country and how the law has it
)

// readable are verdicts for people: what was compared in their words. What the page compares with a document
// side by side is not repeated beside the check.
func (v *Visit) readable(list []regulation.Verdict) []regulation.Verdict {
	out := slices.Clone(list)
	for i, d := range out {
		out[i].Values = nil
		if d.Kind == compared {
			continue
		}
		for _, value := range d.Values {
			value.Want, value.Got = v.readableValue(d.Kind, value)
			out[i].Values = append(out[i].Values, value)
		}
	}
	return out
}

// readableValue is a value of a check of this kind as people say it.
func (v *Visit) readableValue(kind string, x regulation.Value) (want, got string) {
	switch kind {
	case summed:
		return v.money(x.Want), v.money(x.Got)
	case present:
		return v.Say("desk.value.there"), v.yesOr("desk.value.there", "desk.value.missing", x.Got != "0")
	case agreed:
		return v.Say("desk.value.agree"), v.yesOr("desk.value.agree", "desk.value.object", x.Same)
	case listed:
		code, how, _ := strings.Cut(x.Got, " ")
		return v.Say("desk.value.standing." + x.Want), v.country(code) + ": " + v.Say("desk.value.standing."+how)
	}
	return v.fact(x.Want), v.fact(x.Got)
}

func (v *Visit) yesOr(yes, no string, is bool) string {
	if is {
		return v.Say(yes)
	}
	return v.Say(no)
}

// fact writes a day or a span of days, a territory, a country and a sex as people do, and everything else as it is.
func (v *Visit) fact(text string) string {
	if from, until, span := strings.Cut(text, " – "); span {
		return v.day(from) + " – " + v.day(until)
	}
	if _, err := calendar.ParseDay(text); err == nil {
		return v.day(text)
	}
	if u, known := v.Law.Units.Find(text); known {
		return u.Name.In(v.Language)
	}
	if text == "M" || text == "F" {
		return v.Say("desk.value.sex." + text)
	}
	return v.country(text)
}

// money is a sum of tenge as people write it; what is no sum stays as it is.
func (v *Visit) money(text string) string {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return words.Tenge(v.Language, n)
	}
	return text
}

// caseTwins says which receipts another running or approved case names too (M-07): its number to its own unit, and
// nobody of it to anybody.
func (s *Site) caseTwins(v *Visit, tx *db.Tx, view *caseView) error {
	if view.Case.State != application.Review && view.Case.State != application.Signature {
		return nil
	}
	twins, err := s.Cases.Twins(tx, view.Case)
	for _, x := range twins {
		key := "desk.twin.elsewhere"
		if x.Unit == v.Actor.Unit {
			key = "desk.twin"
		}
		if text := v.Say(key, "receipt", x.Paper, "number", x.Number); !slices.Contains(view.Twins, text) {
			view.Twins = append(view.Twins, text)
		}
	}
	return err
}
