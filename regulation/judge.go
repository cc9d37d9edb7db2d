package regulation

import (
	"slices"
	"time"

	"ruqsat/calendar"
)

// Judge judges every check of the operation on the facts, in the law's order, at the moment on.
// Windows and ages go by the moment of filing (P3), or by on when the case is not filed yet.
// A check whose condition (when) is not met is left out. An unknown operation gives none.
func (e *Edition) Judge(op string, f Facts, on time.Time) []Verdict {
	operation, ok := e.Operation(op)
	if !ok {
		return nil
	}
	scene := e.scene(&f, on)
	verdicts := make([]Verdict, 0, len(operation.Checks))
	for i := range operation.Checks {
		c := &operation.Checks[i]
		if !c.When.met(f.Fields) {
			continue
		}
		t := trial{scene: scene, edition: e, op: operation, check: c, on: on}
		verdicts = append(verdicts, t.confirmed(c.kind.judge(&t)))
	}
	return verdicts
}

func (e *Edition) scene(f *Facts, on time.Time) scene {
	filed := f.Filed
	if filed.IsZero() {
		filed = on
	}
	return scene{facts: f, filed: calendar.DayOf(filed), zoneField: e.zoneField}
}

// met tells whether a question or a check applies: always without a condition; without values,
// when the other field is filled at all.
func (w *When) met(fields map[string]string) bool {
	if w == nil {
		return true
	}
	value := fields[w.Field]
	if len(w.In) == 0 {
		return value != ""
	}
	return slices.Contains(w.In, value)
}

// confirmed lets an officer's word settle what the system itself cannot tell.
func (t *trial) confirmed(v Verdict) Verdict {
	if !t.check.Confirm || v.Result != Waiting {
		return v
	}
	word := t.facts.Answers[ConfirmKey(t.check.ID)]
	if word.State != Answered {
		return v
	}
	values := v.Values
	t.answer = word
	switch word.Fields["confirmed"] {
	case "yes":
		v = t.verdict(Passed, "confirmed")
	case "no":
		v = t.verdict(Failed, "denied")
	}
	v.Values = values
	return v
}
