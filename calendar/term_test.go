package calendar_test

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ruqsat/calendar"
)

var update = flag.Bool("update", false, "write testdata/terms.tsv anew, from the oracle")

var office = calendar.Hours{Open: calendar.NewClockTime(9, 0), Close: calendar.NewClockTime(18, 30)}

func law(t testing.TB) *calendar.Calendar {
	t.Helper()
	f, err := os.Open("../law/calendar.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := calendar.ReadRows(f)
	if err != nil {
		t.Fatal(err)
	}
	c, err := calendar.New(rows)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func at(t testing.TB, wall string) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation(time.DateTime, wall, calendar.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

// answer is what the package says, written as the oracle writes.
func answer(c *calendar.Calendar, filed time.Time, n int) (received, due string, counted []string) {
	moment, _, err := c.Receive(filed, office)
	if err != nil {
		return orUnknown(err), unknown, nil
	}
	end, trace, err := c.Due(moment, n, office)
	if err != nil {
		return moment.Format(time.DateTime), orUnknown(err), nil
	}
	for _, line := range trace {
		if line.Counted {
			counted = append(counted, line.Day.String())
		}
	}
	return moment.Format(time.DateTime), end.Format(time.DateTime), counted
}

func orUnknown(err error) string {
	if errors.Is(err, calendar.ErrUnknownYear) {
		return unknown
	}
	return err.Error()
}

// M-19: each line of the golden table is the answer of the oracle and of the package.
func TestTheGoldenTableOfTerms(t *testing.T) {
	if *update {
		writeGolden(t)
	}
	f, err := os.Open("testdata/terms.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()

	c, lines := law(t), 0
	for in := bufio.NewScanner(f); in.Scan(); {
		fields := strings.Split(in.Text(), "\t")
		if strings.HasPrefix(in.Text(), "#") {
			continue
		}
		lines++
		filed, err := time.Parse(time.RFC3339, fields[0])
		if err != nil {
			t.Fatal(err)
		}
		n, _ := strconv.Atoi(fields[1])
		want := fields[2:]
		if received, due, _ := oracle(filed, n); !slices.Equal(want, []string{received, due}) {
			t.Errorf("filed %s, %d days: table %v, oracle %s, %s", fields[0], n, want, received, due)
		}
		if received, due, _ := answer(c, filed, n); !slices.Equal(want, []string{received, due}) {
			t.Errorf("filed %s, %d days: table %v, calendar %s, %s", fields[0], n, want, received, due)
		}
	}
	if lines < 450 {
		t.Errorf("the table has %d lines", lines)
	}
}

// writeGolden asks the oracle about every moved day and holiday, the ends of
// years, weekends, leap days, the change of zone, and the edges of the hours.
func writeGolden(t *testing.T) {
	var b strings.Builder
	fmt.Fprintln(&b, "# filed, term in working days, received, due: local time, hours 09:00-18:30. Written by the oracle (go test -update).")
	terms := []int{1, 2, 5, 0, 28, 38}
	line := 0
	ask := func(wall string) {
		filed, n := at(t, wall), terms[line%len(terms)]
		received, due, _ := oracle(filed, n)
		fmt.Fprintf(&b, "%s\t%d\t%s\t%s\n", filed.Format(time.RFC3339), n, received, due)
		line++
	}

	for year := 2016; year <= 2027; year++ {
		for _, special := range append(strings.Fields(off[year]), strings.Fields(worked[year])...) {
			day, _ := calendar.ParseDay(fmt.Sprintf("%d-%s", year, special))
			ask(day.AddDays(-1).String() + " 18:30:00")
			ask(day.AddDays(-1).String() + " 18:30:01")
			ask(day.String() + " 10:20:00")
		}
		for _, wall := range []string{
			"02-28 18:30:00", "02-28 18:30:01", "03-01 08:59:59", "03-01 09:00:00", "06-10 00:00:00", "06-13 23:59:59",
			"08-15 12:00:00", "08-16 12:00:00", "08-17 12:00:00", "11-20 19:00:00", "12-30 18:30:01", "12-31 10:00:00",
		} {
			ask(fmt.Sprintf("%d-%s", year, wall))
		}
	}
	for _, wall := range []string{
		"2016-02-29 18:30:00", "2020-02-29 12:00:00", "2024-02-29 18:30:00", "2024-02-29 18:30:01", "2024-02-29 22:59:59",
		"2024-03-01 00:00:00", "2024-03-01 08:59:59", "2024-03-01 18:30:00", "2024-03-01 18:30:01", "2027-12-31 18:30:00",
		"2027-12-31 18:30:01", "2028-01-05 10:00:00", "2015-12-31 10:00:00", "2015-12-31 23:00:00", "2027-11-15 10:00:00",
	} {
		for range terms {
			ask(wall)
		}
	}
	if err := os.WriteFile("testdata/terms.tsv", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTheOracleCountsTheYearsAsPublished(t *testing.T) {
	c := law(t)
	for year, want := range published {
		byOracle, byCalendar := 0, 0
		for day := calendar.NewDay(year, 1, 1); day.Year() == year; day = day.AddDays(1) {
			if works(day.String()) == "yes" {
				byOracle++
			}
			if working, _, err := c.Working(day); err != nil {
				t.Fatal(err)
			} else if working {
				byCalendar++
			}
		}
		if byOracle != want || byCalendar != want {
			t.Errorf("%d: oracle %d, calendar %d working days, published %d", year, byOracle, byCalendar, want)
		}
	}
}

func TestTermsThatPeopleReckonedByHand(t *testing.T) {
	c := law(t)
	for _, x := range []struct {
		filed, received, due string
		n                    int
	}{
		{"2025-04-11 18:45:00", "2025-04-14 09:00:00", "2025-04-16 18:30:00", 2}, // Friday evening
		{"2026-03-19 18:42:00", "2026-03-20 09:00:00", "2026-03-27 18:30:00", 2}, // over Nauryz
		{"2026-03-20 18:30:00", "2026-03-20 18:30:00", "2026-03-26 18:30:00", 1}, // the closing second counts
		{"2026-03-20 18:30:01", "2026-03-26 09:00:00", "2026-03-27 18:30:00", 1}, // the next does not
		{"2026-02-03 03:00:00", "2026-02-03 09:00:00", "2026-02-05 18:30:00", 2}, // by night
		{"2026-02-03 10:00:00", "2026-02-03 10:00:00", "2026-02-03 18:30:00", 0}, // a term of no days
		{"2024-05-03 19:00:00", "2024-05-04 09:00:00", "2024-05-10 18:30:00", 2}, // a working Saturday
		{"2020-05-08 10:00:00", "2020-05-11 09:00:00", "2020-05-12 18:30:00", 1}, // 11 May 2020 was worked
		{"2024-02-29 18:30:00", "2024-02-29 18:30:00", "2024-03-01 18:30:00", 1}, // over the change of zone
		{"2026-08-28 19:00:00", "2026-08-31 09:00:00", "2026-09-01 18:30:00", 1}, // no Constitution Day in 2026
	} {
		received, due, _ := answer(c, at(t, x.filed), x.n)
		if received != x.received || due != x.due {
			t.Errorf("filed %s: received %s, due %s; want %s, %s", x.filed, received, due, x.received, x.due)
		}
	}
}

// the calendar agrees with the oracle on any filing, term and line of the trace.
func TestAnyTermAgreesWithTheOracle(t *testing.T) {
	c := law(t)
	first, last := at(t, "2015-12-25 00:00:00").Unix(), at(t, "2028-01-05 00:00:00").Unix()
	rapid.Check(t, func(t *rapid.T) {
		filed := time.Unix(rapid.Int64Range(first, last).Draw(t, "filed"), 0)
		if rapid.Bool().Draw(t, "at an edge of the hours") {
			edge := rapid.SampledFrom([]int{9*3600 - 1, 9 * 3600, 18*3600 + 1800, 18*3600 + 1801, 0, 86399}).Draw(t, "edge")
			filed = calendar.ClockTime(edge).On(calendar.DayOf(filed))
		}
		n := rapid.IntRange(0, 60).Draw(t, "days")

		received, due, counted := oracle(filed, n)
		gotReceived, gotDue, gotCounted := answer(c, filed, n)
		if gotReceived != received || gotDue != due || !slices.Equal(gotCounted, counted) {
			t.Fatalf("filed %s, %d days: %s, %s, %v; oracle %s, %s, %v",
				filed, n, gotReceived, gotDue, gotCounted, received, due, counted)
		}
	})
}

// B-07: and so on ten thousand terms that are the same in every run.
func TestTenThousandTermsAgreeWithTheOracle(t *testing.T) {
	c, random := law(t), rand.New(rand.NewPCG(2016, 2027))
	first, span := at(t, "2016-01-01 00:00:00").Unix(), int64(12*365*24*3600)
	for range 10_000 {
		filed, n := time.Unix(first+random.Int64N(span), 0), random.IntN(42)
		received, due, counted := oracle(filed, n)
		gotReceived, gotDue, gotCounted := answer(c, filed, n)
		if gotReceived != received || gotDue != due || !slices.Equal(gotCounted, counted) {
			t.Fatalf("filed %s, %d days: %s, %s; oracle %s, %s", filed, n, gotReceived, gotDue, received, due)
		}
	}
}

// B-07: every day from the filing to the end stands in the trace once, in order.
func TestTheTraceTellsEveryDayOnce(t *testing.T) {
	c := law(t)
	first, last := at(t, "2016-01-01 00:00:00").Unix(), at(t, "2027-09-01 00:00:00").Unix()
	rapid.Check(t, func(t *rapid.T) {
		filed := time.Unix(rapid.Int64Range(first, last).Draw(t, "filed"), 0)
		received, receipt, err := c.Receive(filed, office)
		if err != nil {
			t.Fatal(err)
		}
		due, term, err := c.Due(received, rapid.IntRange(0, 40).Draw(t, "days"), office)
		if err != nil {
			t.Fatal(err)
		}

		day := calendar.DayOf(filed)
		for _, line := range calendar.Join(receipt, term) {
			if line.Day != day {
				t.Fatalf("filed %s: %s where %s is next", filed, line.Day, day)
			}
			if off := line.Why == calendar.OnWeekend || line.Why == calendar.OnHoliday || line.Why == calendar.OnTransferred; off != (works(day.String()) == "no") {
				t.Fatalf("%s: %s, the oracle says works: %s", day, line.Why, works(day.String()))
			}
			if reason := line.Reason(); !reason.Complete() || strings.ContainsAny(reason.KK+reason.RU+reason.EN, "⟦") {
				t.Fatalf("%s has no words: %+v", line.Why, reason)
			}
			day = day.AddDays(1)
		}
		if ended := day.AddDays(-1); ended != calendar.DayOf(due) {
			t.Fatalf("the trace ends on %s, the term on %s", ended, due)
		}
	})
}

func TestTheTraceOfAFilingBeforeNauryz(t *testing.T) {
	c := law(t)
	received, receipt, _ := c.Receive(at(t, "2026-03-19 18:42:00"), office)
	_, term, err := c.Due(received, 2, office)
	if err != nil {
		t.Fatal(err)
	}

	want := []string{
		"2026-03-19 подано после окончания рабочего дня, принимается в следующий рабочий день",
		"2026-03-20 день приёма не считается",
		"2026-03-21 праздник: Наурыз мейрамы",
		"2026-03-22 праздник: Наурыз мейрамы",
		"2026-03-23 праздник: Наурыз мейрамы",
		"2026-03-24 перенесённый выходной: Наурыз мейрамы, за субботу 21 марта",
		"2026-03-25 перенесённый выходной: Наурыз мейрамы, за воскресенье 22 марта",
		"2026-03-26 рабочий день 1",
		"2026-03-27 рабочий день 2, срок истекает с концом рабочего дня",
	}
	for i, line := range calendar.Join(receipt, term) {
		if got := line.Day.String() + " " + line.Reason().RU; i >= len(want) || got != want[i] {
			t.Errorf("line %d: %s", i+1, got)
		}
	}
	if last := term[len(term)-1]; last.N != 2 || !last.Counted || last.Why != calendar.OnDue {
		t.Errorf("the last line is the due day, counted as the second: %+v", last)
	}
}

func TestTheTraceOfAReceipt(t *testing.T) {
	c := law(t)
	for filed, want := range map[string][]calendar.Why{
		"2026-03-26 09:00:00": {calendar.Filed},
		"2026-03-26 18:30:00": {calendar.Filed},
		"2026-03-26 08:59:59": {calendar.BeforeOpening},
		"2026-03-26 18:30:01": {calendar.FiledAfterHours, calendar.Received},
		"2026-03-28 12:00:00": {calendar.OnWeekend, calendar.OnWeekend, calendar.Received},
		"2026-03-22 12:00:00": {calendar.OnHoliday, calendar.OnHoliday, calendar.OnTransferred, calendar.OnTransferred, calendar.Received},
	} {
		_, trace, err := c.Receive(at(t, filed), office)
		var why []calendar.Why
		for _, line := range trace {
			why = append(why, line.Why)
		}
		if err != nil || !slices.Equal(why, want) {
			t.Errorf("filed %s: %v, %v; want %v", filed, why, err, want)
		}
	}
	due, term, err := c.Due(at(t, "2024-05-03 10:00:00"), 2, office)
	if err != nil || term[1].Why != calendar.OnWorkingWeekend || due.Format(time.DateOnly) != "2024-05-06" {
		t.Errorf("a working Saturday is counted as one: %+v, %v", term, err)
	}
}

func TestALateAnswerIsLateByWorkingDays(t *testing.T) {
	c := law(t)
	for _, n := range []int{1, 2, 5, 28} {
		received := at(t, "2026-03-20 10:00:00")
		due, _, err := c.Due(received, n, office)
		if err != nil {
			t.Fatal(err)
		}
		before, _, _ := c.Due(received, n-1, office)
		for moment, want := range map[time.Time]int{
			before: n - 1, before.Add(time.Second): n, due: n, due.Add(time.Second): n + 1,
		} {
			if got, err := c.WorkingDaysBetween(received, moment, office); err != nil || got != want {
				t.Errorf("from receipt to %s: %d working days (%v), want %d", moment, got, err, want)
			}
		}
		for moment, want := range map[time.Time]int{due: 0, due.Add(-time.Hour): 0, due.AddDate(0, 0, -9): 0, due.Add(time.Second): 1} {
			if got, err := c.WorkingDaysBetween(due, moment, office); err != nil || got != want {
				t.Errorf("due %s, answered %s: late by %d (%v), want %d", due, moment, got, err, want)
			}
		}
	}
	if got, _ := c.WorkingDaysBetween(at(t, "2026-03-20 18:30:00"), at(t, "2026-03-25 12:00:00"), office); got != 1 {
		t.Errorf("what comes on a day off is received, and late, on the next working day: %d", got)
	}
}

func TestATermOfNDaysLiesNWorkingDaysAfterItsReceipt(t *testing.T) {
	c := law(t)
	first, last := at(t, "2016-01-01 00:00:00").Unix(), at(t, "2027-06-01 00:00:00").Unix()
	rapid.Check(t, func(t *rapid.T) {
		received, _, err := c.Receive(time.Unix(rapid.Int64Range(first, last).Draw(t, "filed"), 0), office)
		if err != nil {
			t.Fatal(err)
		}
		n := rapid.IntRange(0, 40).Draw(t, "days")
		due, _, err := c.Due(received, n, office)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.WorkingDaysBetween(received, due, office); err != nil || got != n {
			t.Fatalf("received %s, due %s: %d working days (%v), want %d", received, due, got, err, n)
		}
	})
}

func TestBeyondTheLoadedYearsNothingIsGuessed(t *testing.T) {
	c := law(t)
	for what, err := range map[string]error{
		"filed in 2028":          second(c.Receive(at(t, "2028-01-05 10:00:00"), office)),
		"filed in 2015":          second(c.Receive(at(t, "2015-12-31 10:00:00"), office)),
		"received in 2028":       second(c.Receive(at(t, "2027-12-31 18:30:01"), office)),
		"due in 2028":            second(c.Due(at(t, "2027-12-31 10:00:00"), 1, office)),
		"a term without end":     second(c.Due(at(t, "2016-01-05 10:00:00"), 1<<62, office)),
		"no days, in 2028":       second(c.Due(at(t, "2028-01-05 10:00:00"), 0, office)),
		"late until 2028":        last(c.WorkingDaysBetween(at(t, "2027-12-01 10:00:00"), at(t, "2028-03-01 10:00:00"), office)),
		"the zero moment":        second(c.Receive(time.Time{}, office)),
		"an empty calendar":      second(new(calendar.Calendar).Receive(at(t, "2026-01-05 10:00:00"), office)),
		"late from before 2016":  last(c.WorkingDaysBetween(at(t, "2015-12-01 10:00:00"), at(t, "2016-03-01 10:00:00"), office)),
		"received before 2016":   second(c.Due(at(t, "2015-12-31 10:00:00"), 1, office)),
		"received at no moment":  second(c.Due(time.Time{}, 1, office)),
		"a day of the year 2028": third(c.Working(calendar.NewDay(2028, 1, 1))),
	} {
		if !errors.Is(err, calendar.ErrUnknownYear) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := second(c.Due(at(t, "2026-01-05 10:00:00"), -1, office)); err == nil || errors.Is(err, calendar.ErrUnknownYear) {
		t.Errorf("a negative term: %v", err)
	}
	if err := second(c.Receive(at(t, "2026-01-05 10:00:00"), calendar.Hours{})); err == nil {
		t.Error("hours that never open")
	}
}

func second(_ time.Time, _ []calendar.Traced, err error) error { return err }
func third(_ bool, _ calendar.Row, err error) error            { return err }
func last(_ int, err error) error                              { return err }

func BenchmarkDue(b *testing.B) {
	c, received := law(b), at(b, "2026-03-20 10:00:00")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := c.Due(received, 2, office); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDueOfThirtyEightDays(b *testing.B) {
	c, received := law(b), at(b, "2026-03-20 10:00:00")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := c.Due(received, 38, office); err != nil {
			b.Fatal(err)
		}
	}
}
