package web

import (
	"math"
	"time"

	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/web/part"
	"ruqsat/words"
)

// critical is from how many working days after the due moment on a case is critically overdue: a
// figure of control, which only orders a list. Where it is not known nothing is critical.
func (v *Visit) critical() int {
	if v.Law == nil {
		return math.MaxInt
	}
	f, ok := v.Law.Control.CriticalDays.On(calendar.DayOf(v.Now))
	if !ok {
		return math.MaxInt
	}
	return f.Value
}

// bounds are the moments that part a worklist, now. Working days go by the hours of the kind of unit.
func (v *Visit) bounds(kind string) application.Bounds {
	b := application.Bounds{Now: v.Now, EndOfDay: calendar.DayOf(v.Now).End()}
	b.Critical = v.Now.AddDate(-100, 0, 0)
	critical := v.critical()
	for day := calendar.DayOf(v.Now); ; day = day.AddDays(-1) {
		late, ok := v.late(kind, v.closing(kind, day))
		if !ok || day.Sub(calendar.DayOf(v.Now)) < -60 {
			return b
		}
		if late >= critical {
			b.Critical = day.End()
			return b
		}
	}
}

// closing is when a term that ends on the day ends: at the close of the unit's hours (P4).
func (v *Visit) closing(kind string, day calendar.Day) time.Time {
	if v.Law != nil {
		if hours, ok := v.Law.Hours[kind].On(day); ok {
			return hours.Value.Close.On(day)
		}
	}
	return day.End().Add(-time.Second)
}

// late is how many working days have passed since a due moment; false where the calendar or the hours
// are not known, and then nothing is counted.
func (v *Visit) late(kind string, due time.Time) (int, bool) {
	if v.Law == nil || v.Law.Calendar == nil || !due.Before(v.Now) {
		return 0, v.Law != nil && v.Law.Calendar != nil
	}
	hours, ok := v.Law.Hours[kind].On(calendar.DayOf(due))
	if !ok {
		return 0, false
	}
	n, err := v.Law.Calendar.WorkingDaysBetween(due, v.Now, hours.Value)
	return n, err == nil
}

// ahead is how many working days there still are until a due moment.
func (v *Visit) ahead(kind string, due time.Time) (int, bool) {
	if v.Law == nil || v.Law.Calendar == nil {
		return 0, false
	}
	hours, ok := v.Law.Hours[kind].On(calendar.DayOf(v.Now))
	if !ok {
		return 0, false
	}
	n, err := v.Law.Calendar.WorkingDaysBetween(v.Now, due, hours.Value)
	return n, err == nil
}

// severity of a due moment. From the moment itself on it is overdue (M-18).
func severity(b application.Bounds, due time.Time) string {
	switch {
	case due.IsZero():
		return part.Later
	case !due.After(b.Critical):
		return part.Critical
	case !due.After(b.Now):
		return part.Overdue
	case due.Before(b.EndOfDay):
		return part.Soon
	}
	return part.Later
}

// due says a term in words with its date beside it. kind is the unit whose term it is.
func (v *Visit) due(b application.Bounds, due time.Time, kind string) part.Due {
	if due.IsZero() {
		return part.Due{Severity: part.Later, Text: v.Say("staff.due.none")}
	}
	d := part.Due{Severity: severity(b, due), Note: words.ShortMoment(due)}
	switch d.Severity {
	case part.Critical, part.Overdue:
		d.Text = v.Say("staff.due.passed")
		if n, ok := v.late(kind, due); ok && n > 0 {
			d.Text = v.Say("staff.due.late", "n", n)
		}
	case part.Soon:
		d.Text = v.Say("staff.due.today", "clock", words.Clock(due))
	default:
		d.Text = v.Say("staff.due.later")
		if n, ok := v.ahead(kind, due); ok && n > 0 {
			d.Text = v.Say("staff.due.ahead", "n", n)
		}
	}
	return d
}

// decided is the badge of a case that waits for nothing any more.
func (v *Visit) decided(c application.State, at time.Time) part.Due {
	d := part.Due{Severity: part.Good, Text: v.Say("application.state." + string(c)), Note: words.ShortMoment(at)}
	if c != application.Approved {
		d.Severity = part.Later
	}
	return d
}
