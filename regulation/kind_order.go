package regulation

// not-before: the day is the same as another or later: an agreement of intent is signed after the
// entry (M-27).
var notBefore = kind{
	outcomes: []string{"passed", "failed"},
	needs: func(c *Check) string {
		if c.Date == "" || c.After == "" {
			return "date and after"
		}
		return ""
	},
	judge: func(t *trial) Verdict {
		day, ok := t.day(t.check.Date)
		after, known := t.day(t.check.After)
		if !ok || !known {
			return t.unfilled()
		}
		v := t.verdict(Passed, "passed", "day", date(day), "after", date(after))
		if day.Before(after) {
			v = t.verdict(Failed, "failed", "day", date(day), "after", date(after))
		}
		v.Values = []Value{{Name: t.check.labels, Want: after.String(), Got: day.String(), Same: v.Result == Passed}}
		return v
	},
}

// within-days: the filing comes at most so many calendar days after the day; day 1 is the day
// after it (P7, M-28).
var withinDays = kind{
	outcomes: []string{"passed", "failed", "future"},
	needs:    func(c *Check) string { return needsDateAnd(c, c.Max, "max") },
	judge: func(t *trial) Verdict {
		day, ok := t.day(t.check.Date)
		max, known := t.figure(t.check.Max)
		if !ok || !known {
			return t.unfilled()
		}
		last, passed := day.AddDays(max), t.filed.Sub(day)

		v := t.verdict(Passed, "passed", "n", passed, "max", max, "last", date(last))
		if passed < 0 {
			v = t.verdict(Failed, "future", "day", date(day))
		} else if passed > max {
			v = t.verdict(Failed, "failed", "n", passed, "max", max, "last", date(last))
		}
		v.Values = []Value{{Name: t.check.labels, Want: last.String(), Got: t.filed.String(), Same: v.Result == Passed}}
		return v
	},
}
