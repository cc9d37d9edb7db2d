package regulation_test

import (
	"bufio"
	"strings"
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/law"
	"ruqsat/regulation"
)

// plainDays reads the calendar's rows as plain text: which dates work although they are a weekend,
// and which do not although they are not.
func plainDays(t *testing.T) map[string]bool {
	t.Helper()
	raw, err := law.Files.ReadFile("calendar.csv")
	if err != nil {
		t.Fatal(err)
	}
	works := map[string]bool{}
	for scan := bufio.NewScanner(strings.NewReader(string(raw))); scan.Scan(); {
		if cells := strings.SplitN(scan.Text(), ",", 3); len(cells) == 3 && len(cells[0]) == 10 {
			works[cells[0]] = cells[1] == "working_weekend"
		}
	}
	return works
}

// An oracle that counts on its fingers agrees about every day from 2016 to 2027, at five times of
// the day (M-19).
func TestTheTermsOfEveryDayAreThoseCountedOnFingers(t *testing.T) {
	e := edition(t)
	rows := plainDays(t)
	works := func(d time.Time) bool {
		if w, stands := rows[d.Format(time.DateOnly)]; stands {
			return w
		}
		return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
	}
	next := func(d time.Time) time.Time {
		for d = d.AddDate(0, 0, 1); !works(d); d = d.AddDate(0, 0, 1) {
		}
		return d
	}
	at := func(d time.Time, clock string) time.Time {
		m, err := time.ParseInLocation("2006-01-02 15:04:05", d.Format(time.DateOnly)+" "+clock, calendar.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	checked := 0
	for day := time.Date(2016, 1, 1, 12, 0, 0, 0, time.UTC); day.Year() < 2028 && !(day.Year() == 2027 && day.YearDay() > 360); day = day.AddDate(0, 0, 1) {
		for _, clock := range []string{"00:00:00", "08:59:59", "09:00:00", "18:30:00", "18:30:01"} {
			filed, receipt, received := at(day, clock), day, at(day, clock)
			switch {
			case !works(day) || clock == "18:30:01":
				receipt = next(day)
				received = at(receipt, "09:00:00")
			case clock < "09:00:00":
				received = at(day, "09:00:00")
			}
			police, decision := at(next(receipt), "18:30:00"), at(next(next(receipt)), "18:30:00")
			terms, err := e.Terms("issue", filed)
			if err != nil {
				t.Fatal(filed, err)
			}
			checked++
			if !terms.Received.Equal(received) || !due(terms, "check").Equal(at(receipt, "18:30:00")) || !due(terms, "police").Equal(police) ||
				!due(terms, "decision").Equal(decision) || !terms.ResultDue.Equal(decision) {
				t.Errorf("filed %s: %+v", filed, terms.Steps)
			}
		}
	}
	if checked < 20_000 {
		t.Errorf("only %d filings", checked)
	}
}

func due(terms regulation.Terms, step string) time.Time {
	s, _ := terms.Step(step)
	return s.Due
}

func TestAnUnknownOperationHasNoTerms(t *testing.T) {
	if _, err := edition(t).Terms("nothing", time.Date(2026, 3, 20, 10, 0, 0, 0, calendar.Zone)); err == nil {
		t.Error("terms of nothing")
	}
}
