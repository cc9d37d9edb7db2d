package regulation

import (
	"ruqsat/calendar"
	"ruqsat/words"
	"time"
)

// kind is one sort of check: how it judges, what its check must be given, and its outcomes, each
// of which has words in the catalogue.
type kind struct {
	judge    func(*trial) Verdict
	needs    func(*Check) string // what is missing in the law's data, or ""
	outcomes []string

	// expired says whether the paper's validity has passed on the day of filing, and its last day; nil where
	// the kind knows of no validity. lacks is true of the kind that looks for documents.
	expired func(*trial) (last calendar.Day, over bool)
	lacks   bool
}

// kinds is the closed list. A new kind is a new small file with its test, not an expression.
var kinds map[string]*kind

func init() {
	kinds = map[string]*kind{
		"present":         &present,
		"equals-field":    &equalsField,
		"equals-answer":   &equalsAnswer,
		"one-of":          &oneOf,
		"at-least-age":    &atLeastAge,
		"not-older-than":  &notOlderThan,
		"not-before":      &notBefore,
		"within-days":     &withinDays,
		"valid-until":     &validUntil,
		"in-range":        &inRange,
		"in-window":       &inWindow,
		"total-at-most":   &totalAtMost,
		"counted-at-most": &countedAtMost,
		"place-available": &placeAvailable,
		"sum-covers":      &sumCovers,
		"agreed":          &agreed,
	}
}

// Outcomes every kind may have: a fact that was not given, a registry that was not asked, is
// silent, does not know, or contradicts, and an officer's word.
var common = []string{"unfilled", "not-asked", "silent", "not-found", "contradiction", "officer", "confirmed", "denied"}

// trial is one check before the bar: the facts, the moment and the law.
type trial struct {
	scene
	edition *Edition
	op      *Operation
	check   *Check
	on      time.Time
}

// verdict writes the answer of a trial in words; args are those of the catalogue's text.
func (t *trial) verdict(r Result, outcome string, args ...any) Verdict {
	c := t.check
	v := Verdict{
		Check: c.ID, Kind: c.Kind, Result: r, Title: c.Name, Cite: c.Cite,
		Field: c.Field, Document: c.Document, Source: "application", At: t.on,
		Explain: words.All(c.texts[outcome], args...),
	}
	if r == Failed {
		v.Ground = c.Ground
	}
	if t.answer.State == Answered || t.answer.State == NotFound || t.answer.State == Contradiction {
		v.Source, v.At = t.answer.Source, t.answer.At
	}
	return v
}

// unfilled is the verdict on a fact nobody has given: it waits.
func (t *trial) unfilled() Verdict {
	if t.check.Confirm {
		return t.verdict(Waiting, "officer")
	}
	return t.verdict(Waiting, "unfilled", "what", t.check.labels)
}

// ask brings the answer to the check's own question into the scene. When there is none to judge
// by, the second answer is false and the verdict says why.
func (t *trial) ask() (Verdict, bool) {
	return t.hear(t.facts.Answers[t.check.Asks.Key])
}

func (t *trial) hear(a Answer) (Verdict, bool) {
	t.answer = a
	system := systemName(t.check.Asks.System)
	switch a.State {
	case Answered:
		return Verdict{}, true
	case Silent:
		v := t.verdict(Waiting, "silent", "system", system)
		v.Source, v.At = t.check.Asks.System, a.At
		return v, false
	case NotFound:
		return t.verdict(t.check.NotFound, "not-found", "system", system, "what", t.check.labels), false
	case Contradiction:
		return t.verdict(t.check.Contra, "contradiction", "system", system, "what", t.check.labels), false
	}
	return t.verdict(Waiting, "not-asked", "system", system), false
}

// figure is the check's dated bound on the day of filing (P3).
func (t *trial) figure(f Dated[int]) (int, bool) {
	figure, ok := f.On(t.edition.ruling(t.filed))
	return figure.Value, ok
}

func systemName(system string) words.Text { return words.All("check.system." + system) }

func date(d calendar.Day) func(words.Language) string {
	return func(l words.Language) string { return words.Date(l, d) }
}

func tenge(n int64) func(words.Language) string {
	return func(l words.Language) string { return words.Tenge(l, n) }
}

func months(n int) func(words.Language) string {
	return func(l words.Language) string { return words.Months(l, n) }
}
