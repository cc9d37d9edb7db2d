package regulation_test

import (
	"maps"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"ruqsat/calendar"
	"ruqsat/regulation"
)

// Whatever people type, a page answers without a panic, and what it cleaned is clean.
func TestWhatWasCleanedIsClean(t *testing.T) {
	e, on := edition(t), calendar.NewDay(2026, 3, 20)
	typed := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9 .\-]{0,14}`), rapid.StringMatching(`[A-ZА-Я0-9<' ]{0,90}`),
		rapid.SampledFrom([]string{"2026--01", "31.02.2026", "850115390017", "UZB", "394400000", "married", "on", "+7 701 234 56 78"}))
	rapid.Check(t, func(t *rapid.T) {
		section := rapid.SampledFrom(e.Sections).Draw(t, "section")
		values := map[string]string{}
		for _, f := range section.Fields {
			values[f.ID] = typed.Draw(t, f.ID)
		}
		first, cleaned := e.Validate(section.ID, values, on)
		second, again := e.Validate(section.ID, cleaned, on)
		for id, value := range cleaned {
			if !utf8.ValidString(value) {
				t.Fatalf("%s is not UTF-8", id)
			}
		}
		if len(first) == 0 && (len(second) != 0 || !maps.Equal(cleaned, again)) {
			t.Fatalf("cleaned %v, then %v with %v", cleaned, again, second)
		}
	})
}

// A permit needs every check: with any answer of any system taken away something does not pass.
func TestNoAnswerCanBeMissing(t *testing.T) {
	e := edition(t)
	for key := range sound(t).Answers {
		for _, state := range []string{regulation.NotAsked, regulation.Silent, regulation.NotFound, regulation.Contradiction} {
			f := sound(t)
			f.Answers[key] = regulation.Answer{State: state}
			if allPassed(e.Judge("issue", f, f.Filed)) {
				t.Errorf("passed with %s %q", key, state)
			}
		}
	}
}

// Whatever a registry writes into its answer, nothing panics, and a case that was not sound does
// not become so by an empty answer.
func TestGarbageFromARegistryNeverPasses(t *testing.T) {
	e := edition(t)
	rapid.Check(t, func(t *rapid.T) {
		f := soundFacts(t)
		for key, a := range f.Answers {
			fields := map[string]string{}
			for field := range a.Fields {
				fields[field] = rapid.StringMatching(`[a-z0-9\-]{0,6}`).Draw(t, field)
			}
			f.Answers[key] = regulation.Answer{State: regulation.Answered, Fields: fields, Records: []map[string]string{fields}}
		}
		if allPassed(e.Judge("issue", f, f.Filed)) {
			t.Fatal("garbage passed")
		}
	})
}

func allPassed(verdicts []regulation.Verdict) bool {
	for _, v := range verdicts {
		if v.Result != regulation.Passed {
			return false
		}
	}
	return true
}
