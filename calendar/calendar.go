// Package calendar turns terms into dates: which days work, when a filing counts
// as received, when a term in working days ends, and why each day was counted or
// skipped (P2-P5, M-19, T6).
//
// The days off cannot be computed by rule: acts move them every year. They are
// rows of law/calendar.csv, and later acts are merged at run time by With. Beyond
// the loaded years the answer is ErrUnknownYear, never a guess (P4).
//
// Everything happens in Asia/Almaty, UTC+6 until 29 February 2024 and UTC+5 from
// 1 March 2024 (T13).
package calendar

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
	_ "time/tzdata" // the zone changed on 1 March 2024; an old host does not know it (T13)

	"ruqsat/words"
)

// Zone is Asia/Almaty, the time of the whole country.
var Zone = mustZone("Asia/Almaty")

func mustZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(fmt.Sprintf("calendar: embedded zone data: %v", err))
	}
	return z
}

// ErrUnknownYear is returned when an answer needs a year without loaded rows (P4).
var ErrUnknownYear = errors.New("calendar: the working days of this year are not loaded")

// Kind says what a day is for the five-day week.
type Kind string

// The kinds of day. Saturdays and Sundays without a row are Weekend, other days
// without a row Working; a row of these two takes back what an earlier act said.
const (
	Holiday           Kind = "holiday"             // мереке / праздник
	TransferredDayOff Kind = "transferred_day_off" // ауыстырылған демалыс / перенесённый выходной
	WorkingWeekend    Kind = "working_weekend"     // жұмыс сенбісі / рабочая суббота
	Weekend           Kind = "weekend"             // демалыс / выходной
	Working           Kind = "working"             // жұмыс күні / рабочий день
)

// Works tells whether a day of this kind is a working day.
func (k Kind) Works() bool { return k == Working || k == WorkingWeekend }

// Row is one day that differs from a plain week, with its act or publication.
// Mark is "unconfirmed" where no published calendar was seen; Because says why.
type Row struct {
	Day     Day
	Kind    Kind
	Name    words.Text
	Source  string
	Mark    string
	Because string
}

// Calendar answers which days work (өндірістік күнтізбе / производственный
// календарь), for a week of five days. It never changes; With makes a new one.
type Calendar struct {
	rows  map[Day]Row
	years map[int]bool
}

// New makes the calendar of the rows; the loaded years are those with a row.
// It refuses a row that cannot be and a day that is given twice.
func New(rows []Row) (*Calendar, error) {
	c := &Calendar{rows: make(map[Day]Row, len(rows)), years: map[int]bool{}}
	for _, r := range rows {
		if err := r.check(); err != nil {
			return nil, fmt.Errorf("calendar: %w", err)
		}
		if _, twice := c.rows[r.Day]; twice {
			return nil, fmt.Errorf("calendar: %s is given twice", r.Day)
		}
		c.rows[r.Day] = r
		c.years[r.Day.Year()] = true
	}
	return c, nil
}

// With is the calendar after later acts (P19): a row replaces what an earlier
// one said of its day. One order about one day does not make a year known, so
// rows of a year that is not loaded are taken only together with its 1 January
// as a holiday, by which a whole calendar of a year is told; otherwise
// ErrUnknownYear.
func (c *Calendar) With(rows ...Row) (*Calendar, error) {
	later, err := New(rows)
	if err != nil {
		return nil, err
	}
	for year := range later.years {
		if !c.years[year] && later.rows[NewDay(year, time.January, 1)].Kind != Holiday {
			return nil, fmt.Errorf("%w: %d", ErrUnknownYear, year)
		}
	}

	merged := &Calendar{rows: maps.Clone(c.rows), years: maps.Clone(c.years)}
	maps.Copy(merged.rows, later.rows)
	maps.Copy(merged.years, later.years)
	return merged, nil
}

// Years lists the loaded years in order.
func (c *Calendar) Years() []int {
	return slices.Sorted(maps.Keys(c.years))
}

// Rows lists the days that differ from a plain week, in order.
func (c *Calendar) Rows() []Row {
	return slices.SortedFunc(maps.Values(c.rows), func(a, b Row) int { return a.Day.Compare(b.Day) })
}

// Working tells whether a day is a working day, and its row: the one of the
// table, or a plain weekday or weekend without name. ErrUnknownYear outside the
// loaded years.
func (c *Calendar) Working(d Day) (bool, Row, error) {
	if !c.years[d.Year()] {
		return false, Row{}, fmt.Errorf("%w: %d", ErrUnknownYear, d.Year())
	}

	row, ok := c.rows[d]
	if !ok {
		row = Row{Day: d, Kind: plain(d.Weekday())}
	}
	return row.Kind.Works(), row, nil
}

func plain(w time.Weekday) Kind {
	if w == time.Saturday || w == time.Sunday {
		return Weekend
	}
	return Working
}
