package regulation

import "ruqsat/calendar"

// valid-until: a paper is valid on the day of filing (covers: filed) or through the whole permit
// (covers: permit, M-11). What the paper itself lacks fails at once; what it claims, the registry
// must confirm, and the registry's days count.
var validUntil = kind{
	outcomes: []string{"passed", "failed", "late"},
	needs: func(c *Check) string {
		if c.Until == "" || c.Covers != "filed" && c.Covers != "permit" {
			return "until and covers"
		}
		return ""
	},
	expired: func(t *trial) (calendar.Day, bool) {
		until, known := t.day(t.check.Until)
		return until, known && until.Before(t.filed)
	},
	judge: func(t *trial) Verdict {
		first, last, ok := t.covered()
		until, known := t.day(t.check.Until)
		if !ok || !known {
			return t.unfilled()
		}
		from, _ := t.day(t.check.From)
		v := t.covers(from, until, first, last)
		if v.Result != Passed || t.check.Asks == nil {
			return v
		}
		return t.registered(first, last)
	},
}

// covered are the first and the last day that must be covered.
func (t *trial) covered() (first, last calendar.Day, ok bool) {
	if t.check.Covers == "filed" {
		return t.filed, t.filed, true
	}
	return t.facts.First, t.facts.Last, !t.facts.First.IsZero() && !t.facts.Last.IsZero()
}

func (t *trial) registered(first, last calendar.Day) Verdict {
	if v, ok := t.ask(); !ok {
		return v
	}
	from, knownFrom := t.day(t.check.AnswerFrom)
	until, knownUntil := t.day(t.check.AnswerUntil)
	if !knownFrom || !knownUntil {
		return t.verdict(Waiting, "silent", "system", systemName(t.check.Asks.System))
	}
	c := t.compare()
	v := t.covers(from, until, first, last)
	if v.Result == Passed && c.differs != nil {
		v = t.verdict(t.check.Contra, "contradiction", "system", systemName(t.check.Asks.System), "what", t.check.labels)
	}
	if v.Result == Passed && c.unknown {
		v = t.unfilled()
	}
	v.Values = append(v.Values, c.values...)
	return v
}

func (t *trial) covers(from, until, first, last calendar.Day) Verdict {
	var v Verdict
	switch {
	case until.Before(last):
		v = t.verdict(Failed, "failed", "what", t.check.labels, "until", date(until), "last", date(last))
	case from.After(first):
		v = t.verdict(Failed, "late", "what", t.check.labels, "from", date(from), "first", date(first))
	default:
		v = t.verdict(Passed, "passed", "what", t.check.labels, "until", date(until), "last", date(last))
	}
	v.Values = []Value{{Name: t.check.labels, Want: first.String() + " – " + last.String(),
		Got: from.String() + " – " + until.String(), Same: v.Result == Passed}}
	return v
}
