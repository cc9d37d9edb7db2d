// Package report counts the work of a unit (есеп / отчёты, M-18, M-39) and keeps watch over it (B-16):
// load per officer, terms kept, decisions by day, refusals by ground, what the police owe, and alerts.
//
// Everything is counted from the cases themselves, at the moment of the question; nothing is added up
// beside them. Only alerts are kept: a timer finds them, so that none depends on somebody opening a page,
// and each is an entry of the register.
package report

import (
	"errors"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
)

// Errors that a caller branches on.
var (
	// ErrNoAlert says that there is no such alert.
	ErrNoAlert = errors.New("report: no such alert")
	// ErrOwnAlert says that whom an alert is about does not look at it for the others.
	ErrOwnAlert = errors.New("report: an alert about oneself is looked at by somebody else")
	// ErrNoComment says that looking at an alert leaves a word for those who come after.
	ErrNoComment = errors.New("report: a comment is required")
)

// All is the scope of every unit, where a unit's id is the scope of one.
const All = ""

// Period is the days of a report, the last one included, in Asia/Almaty.
type Period struct{ First, Last calendar.Day }

// Month is the period from the first of the day's month through the day.
func Month(d calendar.Day) Period {
	y, m, _ := d.Date()
	return Period{calendar.NewDay(y, m, 1), d}
}

// Quarter is the period from the first of the day's quarter through the day.
func Quarter(d calendar.Day) Period {
	y, m, _ := d.Date()
	return Period{calendar.NewDay(y, (m-1)/3*3+1, 1), d}
}

// Year is the period from the first of January through the day.
func Year(d calendar.Day) Period { return Period{calendar.NewDay(d.Year(), 1, 1), d} }

// bounds are the first moment of the period and the first after it.
func (p Period) bounds() (from, to time.Time) { return p.First.At(0, 0), p.Last.End() }

// scope narrows a query to a unit, or to none.
func scope(column, unit string) (string, []any) {
	if unit == All {
		return `1 = 1`, nil
	}
	return column + ` = ?`, []any{unit}
}

// batch is how many rows are read at a time where a period may hold many.
const batch = 5000

// at is a moment as a query takes it.
func at(t time.Time) db.Time { return db.At(t) }
