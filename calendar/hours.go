package calendar

import (
	"errors"
	"fmt"
	"time"
)

// ErrClockTime is returned for a text that is no time of day.
var ErrClockTime = errors.New("calendar: not a time of day")

// ClockTime is a time of day in whole seconds since midnight, in the zone of the
// day it is put on (Asia/Almaty).
type ClockTime int

// NewClockTime is the time of day of an hour and a minute.
func NewClockTime(hour, minute int) ClockTime {
	return ClockTime(hour*3600 + minute*60)
}

// ParseClockTime reads 09:00 or 18:30:00. ErrClockTime otherwise.
func ParseClockTime(s string) (ClockTime, error) {
	for _, layout := range []string{"15:04", time.TimeOnly} {
		if t, err := time.Parse(layout, s); err == nil && t.Format(layout) == s {
			return clockTime(t), nil
		}
	}
	return 0, fmt.Errorf("%w: %q", ErrClockTime, s)
}

func clockTime(t time.Time) ClockTime {
	h, m, s := t.Clock()
	return ClockTime(h*3600 + m*60 + s)
}

// On is the moment of that time on a day, in Asia/Almaty.
func (c ClockTime) On(d Day) time.Time {
	y, m, day := d.Date()
	return time.Date(y, m, day, 0, 0, int(c), 0, Zone)
}

// String writes 09:00, with seconds only when there are any.
func (c ClockTime) String() string {
	if c%60 == 0 {
		return fmt.Sprintf("%02d:%02d", c/3600, c/60%60)
	}
	return fmt.Sprintf("%02d:%02d:%02d", c/3600, c/60%60, c%60)
}

// MarshalText writes the time as String does.
func (c ClockTime) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the time as ParseClockTime does.
func (c *ClockTime) UnmarshalText(b []byte) error {
	read, err := ParseClockTime(string(b))
	if err != nil {
		return err
	}
	*c = read
	return nil
}

// Hours are the working hours of a unit (жұмыс уақыты / рабочее время). The
// closing second itself still counts: with a close at 18:30 what comes at
// 18:30:00 is in time and what comes at 18:30:01 is not (P2).
type Hours struct {
	Open  ClockTime `json:"open" yaml:"open"`
	Close ClockTime `json:"close" yaml:"close"`
}

// Valid tells whether the hours open before they close.
func (h Hours) Valid() bool {
	return 0 <= h.Open && h.Open < h.Close && h.Close < 24*3600
}
