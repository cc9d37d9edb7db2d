package calendar_test

import (
	"fmt"
	"strings"
	"time"
)

// The oracle is a second, naive answer to what calendar computes. It was written
// from the statutory list of holidays and the orders that move days off, not from
// law/calendar.csv, and walks day by day through plain texts. It knows neither
// the package nor the zone data: the country was at UTC+6 until 29 February 2024
// 24:00 and at UTC+5 from then on.

// off are the weekdays that do not work, worked the weekend days that do.
var (
	off = map[int]string{
		2016: "01-01 01-04 01-07 03-08 03-21 03-22 03-23 05-02 05-09 05-10 07-06 08-30 09-12 12-01 12-16 12-19",
		2017: "01-02 01-03 03-08 03-21 03-22 03-23 05-01 05-08 05-09 07-06 08-30 09-01 12-01 12-18 12-19",
		2018: "01-01 01-02 03-08 03-09 03-21 03-22 03-23 04-30 05-01 05-07 05-08 05-09 07-06 08-21 08-30 08-31 12-03 12-17 12-18 12-31",
		2019: "01-01 01-02 01-07 03-08 03-21 03-22 03-25 05-01 05-07 05-09 05-10 07-08 08-30 12-02 12-16 12-17",
		2020: "01-01 01-02 01-03 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-08 07-06 07-31 08-31 12-01 12-16 12-17 12-18",
		2021: "01-01 01-04 01-07 03-08 03-22 03-23 03-24 05-03 05-07 05-10 07-05 07-06 07-20 08-30 12-01 12-16 12-17",
		2022: "01-03 01-04 01-07 03-07 03-08 03-21 03-22 03-23 05-02 05-09 05-10 07-06 08-29 08-30 10-24 10-25 12-16",
		2023: "01-02 01-03 03-08 03-21 03-22 03-23 05-01 05-08 05-09 06-28 07-06 07-07 08-30 10-25 12-18",
		2024: "01-01 01-02 03-08 03-21 03-22 03-25 05-01 05-07 05-08 05-09 07-08 08-30 10-25 12-16",
		2025: "01-01 01-02 01-03 01-07 03-10 03-21 03-24 03-25 05-01 05-07 05-09 06-06 07-07 09-01 10-27 12-16",
		2026: "01-01 01-02 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-11 05-27 07-06 10-26 12-16",
		2027: "01-01 01-04 01-07 03-08 03-15 03-22 03-23 03-24 05-03 05-07 05-10 07-06 10-25 12-16",
	}
	worked = map[int]string{
		2018: "03-03 04-28 05-05 08-25 12-29", 2020: "01-05 12-20", 2021: "07-03",
		2022: "03-05 08-27 10-22", 2023: "07-01", 2024: "05-04", 2025: "01-05",
	}
)

// published are the working days of a year as calendars of that year counted
// them; 2019 and 2027 are counts of ours (law/calendar.csv says why).
var published = map[int]int{
	2016: 245, 2017: 245, 2018: 246, 2019: 245, 2020: 246, 2021: 245,
	2022: 246, 2023: 246, 2024: 249, 2025: 246, 2026: 247, 2027: 247,
}

// unknown is the oracle's answer beyond its table.
const unknown = "unknown"

// local writes a moment as the wall clock of the country showed it.
func local(t time.Time) string {
	hours := 5 * time.Hour
	if t.Unix() < time.Date(2024, 2, 29, 18, 0, 0, 0, time.UTC).Unix() {
		hours = 6 * time.Hour
	}
	return t.UTC().Add(hours).Format("2006-01-02 15:04:05")
}

// works is "yes", "no" or unknown for a day such as "2026-03-23".
func works(day string) string {
	at, err := time.Parse("2006-01-02", day)
	if err != nil {
		panic(err)
	}
	if _, ok := off[at.Year()]; !ok {
		return unknown
	}

	free := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
	switch {
	case free && strings.Contains(worked[at.Year()], day[5:]):
		return "yes"
	case free, strings.Contains(off[at.Year()], day[5:]):
		return "no"
	default:
		return "yes"
	}
}

func tomorrow(day string) string {
	at, _ := time.Parse("2006-01-02", day)
	return at.Add(24 * time.Hour).Format("2006-01-02")
}

// oracle tells when a filing is received, when a term of n working days from it
// is due, and which days were counted.
func oracle(filed time.Time, n int) (received, due string, counted []string) {
	wall := local(filed)
	day, clock := wall[:10], wall[11:]
	for {
		switch works(day) {
		case unknown:
			return unknown, unknown, nil
		case "yes":
			if clock < "09:00:00" {
				clock = "09:00:00"
			}
			if clock <= "18:30:00" {
				due, counted = deadline(day, n)
				return day + " " + clock, due, counted
			}
		}
		day, clock = tomorrow(day), "00:00:00"
	}
}

func deadline(day string, n int) (due string, counted []string) {
	for len(counted) < n {
		day = tomorrow(day)
		switch works(day) {
		case unknown:
			return unknown, nil
		case "yes":
			counted = append(counted, day)
		}
	}
	return fmt.Sprint(day, " 18:30:00"), counted
}
