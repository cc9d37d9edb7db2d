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

// The kinds of day. Only the first three, and corrections by later acts, stand
// in rows; Saturdays and Sundays without a row are Weekend, other days Working.
const (
	Holiday           Kind = "holiday"             // мереке / праздник
	TransferredDayOff Kind = "transferred_day_off" // ауыстырылған демалыс / перенесённый выходной
	WorkingWeekend    Kind = "working_weekend"     // жұмыс сенбісі / рабочая суббота
	Weekend           Kind = "weekend"
	Working           Kind = "working"
)

// Works tells whether a day of this kind is a working day.
func (k Kind) Works() bool { return k == Working || k == WorkingWeekend }

// Row is one day of the calendar that differs from a plain week, with its act or
// publication. Mark is "unconfirmed" where no published calendar was seen, and
// then Because says why.
type Row struct {
	Day     Day
	Kind    Kind
	Name    words.Text
	Source  string
	Mark    string
	Because string
}

// Calendar answers which days work (өндірістік күнтізбе / производственный календарь).
// It never changes; With makes a new one.
type Calendar struct {
	rows  map[Day]Row
	years map[int]bool
}
