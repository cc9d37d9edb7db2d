package regulation

import (
	"fmt"
	"strconv"
	"strings"

	"ruqsat/calendar"
)

// day takes 2026-03-26, 26.03.2026 and 26 03 2026. A part left empty is named, and a day that is
// not in the calendar (31 February) is said to be none.
func day(_ *Edition, f Field, value string, _ calendar.Day) (string, *Defect) {
	y, m, d, ok := parts(value)
	switch {
	case !ok:
		return "", f.defect("date")
	case d == "":
		return "", f.defect("date-day")
	case m == "":
		return "", f.defect("date-month")
	case y == "":
		return "", f.defect("date-year")
	}
	iso, err := written(y, m, d)
	if err != nil {
		return "", f.defect("date")
	}
	at, err := calendar.ParseDay(iso)
	if err != nil {
		return "", f.defect("date-none", "date", d+"."+m+"."+y)
	}
	if year, _, _ := at.Date(); year < 1900 || year > 2100 {
		return "", f.defect("date-year")
	}
	return at.String(), nil
}

// parts splits a date at its separators. With dashes or four digits in front the year comes
// first, otherwise the day does.
func parts(value string) (y, m, d string, ok bool) {
	all := strings.Fields(value)
	if strings.ContainsAny(value, "-./") {
		all = strings.Split(strings.Map(separated, strings.ReplaceAll(value, " ", "")), "-")
	}
	if len(all) != 3 {
		return "", "", "", false
	}
	if len(all[0]) == 4 || strings.Count(value, "-") == 2 {
		return all[0], all[1], all[2], true
	}
	return all[2], all[1], all[0], true
}

func separated(r rune) rune {
	if r == '.' || r == '/' {
		return '-'
	}
	return r
}

func written(y, m, d string) (string, error) {
	var n [3]int
	for i, s := range []string{y, m, d} {
		if len(s) > 4 {
			return "", errNumber
		}
		v, err := strconv.Atoi(s)
		if err != nil || v < 0 {
			return "", errNumber
		}
		n[i] = v
	}
	return fmt.Sprintf("%04d-%02d-%02d", n[0], n[1], n[2]), nil
}

// outside is the defect of a day that is later than its latest, or earlier than its earliest: the law's
// form says so of days that cannot be (a passport issued tomorrow). The bound itself is allowed. A bound
// that is not answered, or is no day, bounds nothing: it has a defect of its own.
func (e *Edition) outside(f Field, cleaned string, values map[string]string, on calendar.Day) *Defect {
	at, err := calendar.ParseDay(cleaned)
	if err != nil {
		return nil
	}
	if last, known := e.bound(f.Latest, values, on); known && at.After(last) {
		return f.defect("date-late", "last", date(last))
	}
	if first, known := e.bound(f.Earliest, values, on); known && at.Before(first) {
		return f.defect("date-early", "first", date(first))
	}
	return nil
}

// bound is the day of a bound.
func (e *Edition) bound(id string, values map[string]string, on calendar.Day) (calendar.Day, bool) {
	if id == Today {
		return on, true
	}
	iso, wrong := day(e, Field{}, values[id], on)
	if id == "" || wrong != nil {
		return on, false
	}
	at, err := calendar.ParseDay(iso)
	return at, err == nil
}
