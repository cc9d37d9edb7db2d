package regulation

// one-of: the country stands in the law's table on the day of filing (M-35). Citizens of the
// Eurasian Economic Union need no permit: a referral, not a refusal. Where the sources disagree
// an officer confirms.
var oneOf = kind{
	outcomes: []string{"passed", "failed", "eaeu", "review", "unknown"},
	needs: func(c *Check) string {
		if c.Country == "" {
			return "country"
		}
		return ""
	},
	judge: func(t *trial) Verdict {
		code := t.at(t.check.Country)
		if code == "" {
			return t.verdict(Waiting, "unfilled", "what", t.check.labels)
		}
		country, ok := t.edition.law.Country(code)
		if !ok {
			return t.verdict(Waiting, "unknown", "country", code)
		}
		standing, ok := country.Standing.On(t.filed)
		if !ok {
			return t.verdict(Waiting, "unknown", "country", country.Name)
		}

		v := t.byStanding(country, standing.Value)
		v.Values = []Value{{Name: t.check.Name, Want: "eligible", Got: code + " " + standing.Value, Same: v.Result == Passed}}
		v.Cite = append(v.Cite[:len(v.Cite):len(v.Cite)], others(v.Cite, standing.Cite)...)
		return v
	},
}

func (t *trial) byStanding(c Country, standing string) Verdict {
	switch standing {
	case "eligible":
		return t.verdict(Passed, "passed", "country", c.Name)
	case "eaeu":
		return t.verdict(Referral, "eaeu", "country", c.Name)
	case "not-eligible":
		return t.verdict(Failed, "failed", "country", c.Name)
	}
	return t.verdict(Waiting, "review", "country", c.Name)
}

// others are the cites that do not stand in the list yet.
func others(list, more []Cite) []Cite {
	var add []Cite
	for _, m := range more {
		known := false
		for _, c := range list {
			known = known || c == m
		}
		if !known {
			add = append(add, m)
		}
	}
	return add
}
