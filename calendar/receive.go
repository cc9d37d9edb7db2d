package calendar

import (
	"fmt"
	"time"
)

// Receive is the moment at which what was filed counts as received (қабылданды /
// принято), with its trace (P2, T6, M-31): at once within the hours of a working
// day, at opening when filed before it, and at the next opening when filed after
// hours or on a day off. The trace has one line a day, from the filing to the
// receipt. ErrUnknownYear when the answer lies beyond the loaded years.
func (c *Calendar) Receive(filed time.Time, h Hours) (time.Time, []Traced, error) {
	if !h.Valid() {
		return time.Time{}, nil, fmt.Errorf("calendar: hours %s-%s", h.Open, h.Close)
	}
	filed = filed.In(Zone)
	day := DayOf(filed)
	works, _, err := c.Working(day)
	if err != nil {
		return time.Time{}, nil, err
	}

	at := clockTime(filed)
	switch {
	case works && at < h.Open:
		return h.Open.On(day), []Traced{{Day: day, Why: BeforeOpening}}, nil
	case works && at <= h.Close:
		return filed, []Traced{{Day: day, Why: Filed}}, nil
	case works:
		after := Traced{Day: day, Why: FiledAfterHours}
		return c.receiveAt(day.AddDays(1), []Traced{after}, h)
	default:
		return c.receiveAt(day, nil, h)
	}
}

// receiveAt receives at the first opening not before a day.
func (c *Calendar) receiveAt(day Day, trace []Traced, h Hours) (time.Time, []Traced, error) {
	opening, off, err := c.opening(day)
	if err != nil {
		return time.Time{}, nil, err
	}
	trace = append(trace, off...)
	return h.Open.On(opening.Day), append(trace, Traced{Day: opening.Day, Why: Received}), nil
}

// opening is the row of the first working day not before a day, and the lines of
// the days off until it.
func (c *Calendar) opening(day Day) (Row, []Traced, error) {
	var off []Traced
	for ; ; day = day.AddDays(1) {
		works, row, err := c.Working(day)
		if err != nil {
			return Row{}, nil, err
		}
		if works {
			return row, off, nil
		}
		off = append(off, skipped(row))
	}
}
