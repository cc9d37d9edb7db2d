package regulation

import "ruqsat/words"

// equals-field: pairs of facts of the case itself are equal: the form and the passport's lines,
// the form and the agreement of intent (M-12, M-34).
var equalsField = kind{
	outcomes: []string{"passed", "failed"},
	needs:    needsPairs,
	judge: func(t *trial) Verdict {
		return t.compared(t.compare())
	},
}

// equals-answer: the form equals what a registry answered. Where the answer has records, one of
// them must be equal in every pair (M-46).
var equalsAnswer = kind{
	outcomes: []string{"passed", "failed"},
	needs: func(c *Check) string {
		if c.Asks == nil {
			return "asks"
		}
		return needsPairs(c)
	},
	judge: func(t *trial) Verdict {
		if v, ok := t.ask(); !ok {
			return v
		}
		if len(t.answer.Records) == 0 {
			return t.compared(t.compare())
		}
		return t.compared(t.closest())
	},
}

func needsPairs(c *Check) string {
	if len(c.Equal) == 0 {
		return "equal"
	}
	return ""
}

// closest compares with every record and keeps the one that agrees in most pairs.
func (t *trial) closest() comparison {
	best := comparison{same: -1}
	for _, record := range t.answer.Records {
		t.record = record
		if c := t.compare(); c.same > best.same {
			best = c
		}
	}
	return best
}

// comparison is the outcome of all pairs: how many agree, the first that differs, the first that
// could not be compared.
type comparison struct {
	values  []Value
	same    int
	differs *Value
	unknown bool
}

func (t *trial) compare() comparison {
	c := comparison{values: make([]Value, 0, len(t.check.Equal))}
	for _, p := range t.check.Equal {
		want, got := t.at(p.Want), t.at(p.Got)
		if want == "" || got == "" {
			c.unknown = c.unknown || !p.Optional
			continue
		}
		v := Value{Name: p.Name, Want: want, Got: got, Same: t.equal(p, want, got)}
		c.values = append(c.values, v)
		if v.Same {
			c.same++
		} else if c.differs == nil {
			c.differs = &v
		}
	}
	return c
}

func (t *trial) compared(c comparison) Verdict {
	var v Verdict
	switch {
	case c.differs != nil:
		v = t.verdict(Failed, "failed", "field", c.differs.Name, "want", t.shown(c.differs.Want), "got", t.shown(c.differs.Got))
	case c.unknown:
		v = t.unfilled()
	default:
		v = t.verdict(Passed, "passed", "n", c.same)
	}
	v.Values = c.values
	return v
}

// shown writes a day, a territory and a country as people do, and everything else as it is.
func (t *trial) shown(s string) any {
	if d, err := parseDay(s); err == nil {
		return words.ShortDate(d)
	}
	if u, ok := t.unit(s); ok {
		return u
	}
	if c, ok := t.edition.law.Country(s); ok {
		return c.Name
	}
	return s
}

func (t *trial) unit(code string) (words.Text, bool) {
	if t.edition.law.Units == nil {
		return words.Text{}, false
	}
	u, ok := t.edition.law.Units.Find(code)
	return u.Name, ok
}
