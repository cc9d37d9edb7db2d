package regulation

import "strconv"

// in-window: the filing comes not earlier than max and not later than min calendar days before
// the day (M-47, M-48). Too early and too late are different grounds.
var inWindow = kind{
	outcomes: []string{"passed", "early", "late"},
	needs: func(c *Check) string {
		if c.Date == "" || len(c.Min) == 0 || len(c.Max) == 0 || c.EarlyGround == "" {
			return "date, min, max and early_ground"
		}
		return ""
	},
	judge: func(t *trial) Verdict {
		day, ok := t.day(t.check.Date)
		min, known := t.figure(t.check.Min)
		max, knownMax := t.figure(t.check.Max)
		if !ok || !known || !knownMax {
			return t.unfilled()
		}
		opens, closes, left := day.AddDays(-max), day.AddDays(-min), day.Sub(t.filed)

		v := t.verdict(Passed, "passed", "opens", date(opens), "closes", date(closes))
		if left > max {
			v = t.verdict(Failed, "early", "opens", date(opens), "closes", date(closes))
			v.Ground = t.check.EarlyGround
		} else if left < min {
			v = t.verdict(Failed, "late", "opens", date(opens), "closes", date(closes))
		}
		v.Values = []Value{{Name: t.check.Name, Want: strconv.Itoa(max) + " – " + strconv.Itoa(min),
			Got: strconv.Itoa(left), Same: v.Result == Passed}}
		return v
	},
}
