package db

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// layout is of a fixed width, so that the text sorts as the moments do.
const layout = "2006-01-02T15:04:05.000000Z"

// Time is a moment as the database keeps it: fixed-width UTC text to the microsecond, which sorts
// as the moments do on both engines. The zero Time is kept as NULL.
type Time struct{ time.Time }

// At wraps a moment. It is cut to the microsecond, so that what is kept equals what was given.
func At(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{t.UTC().Truncate(time.Microsecond)}
}

// Value writes the text, or NULL for the zero Time. Years outside 0001-9999 are refused.
func (t Time) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, nil
	}
	u := t.UTC()
	if y := u.Year(); y < 1 || y > 9999 {
		return nil, fmt.Errorf("db: year %d cannot be kept", y)
	}
	return u.Format(layout), nil
}

// Scan reads the text; NULL and the empty text are the zero Time.
func (t *Time) Scan(src any) error {
	var text string
	switch s := src.(type) {
	case nil:
	case string:
		text = s
	case []byte:
		text = string(s)
	default:
		return fmt.Errorf("db: a moment cannot be read from %T", src)
	}
	if text == "" {
		*t = Time{}
		return nil
	}

	m, err := time.Parse(layout, text)
	if err != nil || len(text) != len(layout) {
		return fmt.Errorf("db: not a moment of the fixed width: %.40q", text)
	}
	*t = Time{m}
	return nil
}

// String is the text that is kept.
func (t Time) String() string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(layout)
}
