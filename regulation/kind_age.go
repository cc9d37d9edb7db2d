package regulation

import "ruqsat/calendar"

// at-least-age: the person has reached the age on the day of filing. Who was born on 29 February
// reaches it on 1 March of a common year.
var atLeastAge = kind{
	outcomes: []string{"passed", "failed"},
	needs:    func(c *Check) string { return needsDateAnd(c, c.Min, "min") },
	judge: func(t *trial) Verdict {
		born, ok := t.day(t.check.Date)
		years, known := t.figure(t.check.Min)
		if !ok || !known {
			return t.unfilled()
		}
		y, m, d := born.Date()
		reached := calendar.NewDay(y+years, m, d)

		v := t.verdict(Passed, "passed", "years", years)
		if reached.After(t.filed) {
			v = t.verdict(Failed, "failed", "years", years, "day", date(reached))
		}
		v.Values = []Value{{Name: t.check.labels, Want: reached.String(), Got: t.filed.String(), Same: v.Result == Passed}}
		return v
	},
}

func needsDateAnd(c *Check, figures Dated[int], name string) string {
	if c.Date == "" {
		return "date"
	}
	if len(figures) == 0 {
		return name
	}
	return ""
}
