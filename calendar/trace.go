package calendar

import (
	"slices"

	"ruqsat/words"
)

// Why says why a day stands in a trace; the values are stable codes.
type Why string

// The reasons of a trace. A receipt has one line a day from the filing to the
// receipt: Filed when the two are one, or else FiledAfterHours, BeforeOpening or a
// day off, and at the end Received. A term has one line a day from
// NotCountedReceipt to OnDue.
const (
	Filed             Why = "filed"
	FiledAfterHours   Why = "filed-after-hours"
	BeforeOpening     Why = "before-opening"
	Received          Why = "received"
	NotCountedReceipt Why = "not-counted-receipt"
	OnWeekend         Why = "weekend"
	OnHoliday         Why = "holiday"
	OnTransferred     Why = "transferred"
	OnWorking         Why = "working"
	OnWorkingWeekend  Why = "working-weekend"
	OnDue             Why = "due"
)

// Traced is one line of the legal clock (B-07): a day, whether it was counted,
// why, the name of the holiday or of the act that moved the day, and the number
// of the working day when it was counted.
type Traced struct {
	Day     Day        `json:"day"`
	Counted bool       `json:"counted"`
	Why     Why        `json:"why"`
	Name    words.Text `json:"name,omitzero"`
	N       int        `json:"n,omitempty"`
}

// Reason is the line in words, in every language: "праздник: Наурыз мейрамы".
func (t Traced) Reason() words.Text {
	key := "calendar.trace." + string(t.Why)
	if t.Name.Complete() && (t.Why == OnHoliday || t.Why == OnTransferred || t.Why == OnWorkingWeekend) {
		key += ".named"
	}
	if t.Why == OnDue && t.N == 0 {
		key += ".same-day"
	}
	return words.All(key, "n", t.N, "name", t.Name)
}

// skipped is the line of a day that does not work.
func skipped(r Row) Traced {
	why := OnWeekend
	switch r.Kind {
	case Holiday:
		why = OnHoliday
	case TransferredDayOff:
		why = OnTransferred
	}
	return Traced{Day: r.Day, Why: why, Name: r.Name}
}

// counted is the line of the n-th working day of a term.
func counted(r Row, n int) Traced {
	why := OnWorking
	if r.Kind == WorkingWeekend {
		why = OnWorkingWeekend
	}
	return Traced{Day: r.Day, Counted: true, Why: why, Name: r.Name, N: n}
}

// Join makes one trace of a receipt and the term that runs from it, with one line
// a day: on the day of receipt the line of the term stands.
func Join(receipt, term []Traced) []Traced {
	if n := len(receipt); n > 0 && len(term) > 0 && receipt[n-1].Day == term[0].Day {
		receipt = receipt[:n-1]
	}
	return slices.Concat(receipt, term)
}
