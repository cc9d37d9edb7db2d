package calendar

import (
	"cmp"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// ErrDay is returned for a text that is no day of the calendar, 31 February among them.
var ErrDay = errors.New("calendar: not a day")

// Day is a civil date (күн / календарный день) without time or zone. The zero
// Day is unknown. Days are comparable with ==.
type Day struct {
	year  int16
	month int8
	day   int8
}

// NewDay is the day of a year, month and day of month; what overflows is carried
// as time.Date does (the 32nd of January is the 1st of February).
func NewDay(y int, m time.Month, d int) Day {
	return civil(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// ParseDay reads a day as the law's data and forms of machines write it,
// 2026-04-01. ErrDay for anything else, also for 31 February.
func ParseDay(s string) (Day, error) { return parse(time.DateOnly, s) }

// ParseLocal reads a day as people write it, 01.04.2026. ErrDay otherwise.
func ParseLocal(s string) (Day, error) { return parse("02.01.2006", s) }

func parse(layout, s string) (Day, error) {
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() < 1 || t.Format(layout) != s {
		return Day{}, fmt.Errorf("%w: %d characters", ErrDay, len(s))
	}
	return civil(t), nil
}

// DayOf is the day of a moment in Asia/Almaty.
func DayOf(t time.Time) Day { return civil(t.In(Zone)) }

func civil(t time.Time) Day {
	y, m, d := t.Date()
	return Day{int16(y), int8(m), int8(d)}
}

// Date gives year, month and day of month.
func (d Day) Date() (int, time.Month, int) {
	return int(d.year), time.Month(d.month), int(d.day)
}

// Year is the year of the day.
func (d Day) Year() int { return int(d.year) }

// IsZero tells whether the day is unknown.
func (d Day) IsZero() bool { return d == Day{} }

// AddDays is the day n days later; earlier when n is negative.
func (d Day) AddDays(n int) Day {
	y, m, day := d.Date()
	return NewDay(y, m, day+n)
}

// AddMonths is the same date n months later, clamped to the month's end:
// 31 January plus one month is 28 or 29 February.
func (d Day) AddMonths(n int) Day {
	y, m, day := d.Date()
	first := NewDay(y, m+time.Month(n), 1)
	return first.AddDays(min(day, first.monthLength()) - 1)
}

func (d Day) monthLength() int {
	y, m, _ := d.Date()
	return int(NewDay(y, m+1, 0).day)
}

// Compare is negative when d is before e, zero when equal, positive when after.
func (d Day) Compare(e Day) int {
	return cmp.Or(cmp.Compare(d.year, e.year), cmp.Compare(d.month, e.month), cmp.Compare(d.day, e.day))
}

// Before tells whether d is earlier than e.
func (d Day) Before(e Day) bool { return d.Compare(e) < 0 }

// After tells whether d is later than e.
func (d Day) After(e Day) bool { return d.Compare(e) > 0 }

// Equal tells whether the two are the same day.
func (d Day) Equal(e Day) bool { return d == e }

// Sub is how many days lie from e to d: the 3rd minus the 1st is 2.
func (d Day) Sub(e Day) int {
	return int(d.utc().Sub(e.utc()) / (24 * time.Hour))
}

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// utc is the day's midnight in UTC, where every day has 24 hours.
func (d Day) utc() time.Time {
	y, m, day := d.Date()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
}

// At is the moment of that hour and minute of the day in Asia/Almaty.
func (d Day) At(hour, minute int) time.Time {
	y, m, day := d.Date()
	return time.Date(y, m, day, hour, minute, 0, 0, Zone)
}

// Start is 00:00 of the day in Asia/Almaty.
func (d Day) Start() time.Time { return d.At(0, 0) }

// End is 24:00 of the day in Asia/Almaty, the first moment that is no longer in it.
func (d Day) End() time.Time { return d.AddDays(1).Start() }

// String writes the day as 2026-04-01; the unknown day as an empty text.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// MarshalText writes the day as String does.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads 2026-04-01; an empty text is the unknown day.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Day{}
		return nil
	}
	read, err := ParseDay(string(b))
	if err != nil {
		return err
	}
	*d = read
	return nil
}

// Value keeps the day in a TEXT column as String writes it.
func (d Day) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads the day from a TEXT column; NULL and empty are the unknown day.
func (d *Day) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Day{}
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	default:
		return fmt.Errorf("%w: a column of type %T", ErrDay, src)
	}
}
