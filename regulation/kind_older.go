package regulation

import "ruqsat/calendar"

// not-older-than: the day lies at most so many months before the filing: 12 months ago to the day
// passes, a day more fails (M-09, M-10). Where a registry is asked, it must hold a record of that
// day.
var notOlderThan = kind{
	outcomes: []string{"passed", "failed", "future"},
	needs:    func(c *Check) string { return needsDateAnd(c, c.Max, "max") },
	expired: func(t *trial) (calendar.Day, bool) {
		day, ok := t.day(t.check.Date)
		max, known := t.figure(t.check.Max)
		return day.AddMonths(max), ok && known && day.Before(t.filed.AddMonths(-max))
	},
	judge: func(t *trial) Verdict {
		day, ok := t.day(t.check.Date)
		max, known := t.figure(t.check.Max)
		if !ok || !known {
			return t.unfilled()
		}
		earliest := t.filed.AddMonths(-max)
		value := Value{Name: t.check.labels, Want: earliest.String(), Got: day.String(), Same: true}

		var v Verdict
		switch {
		case day.After(t.filed):
			v, value.Same = t.verdict(Failed, "future", "what", t.check.labels, "day", date(day)), false
		case day.Before(earliest):
			v, value.Same = t.verdict(Failed, "failed", "what", t.check.labels, "day", date(day), "earliest", date(earliest), "months", months(max)), false
		default:
			v = t.recorded(day, t.verdict, max)
		}
		v.Values = []Value{value}
		return v
	},
}

func (t *trial) recorded(day calendar.Day, verdict func(Result, string, ...any) Verdict, max int) Verdict {
	if t.check.Asks != nil {
		if v, ok := t.ask(); !ok {
			return v
		}
		if !t.holds(day) {
			return verdict(t.check.Contra, "contradiction", "system", systemName(t.check.Asks.System), "what", t.check.labels)
		}
	}
	return verdict(Passed, "passed", "day", date(day), "months", months(max), "until", date(day.AddMonths(max)))
}

// holds tells whether one of the answer's records is of that day.
func (t *trial) holds(day calendar.Day) bool {
	for _, r := range t.answer.Records {
		fits := r[t.check.Record] == day.String()
		for field, want := range t.check.RecordWhere {
			fits = fits && r[field] == want
		}
		if fits {
			return true
		}
	}
	return false
}
