package calendar_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"pgregory.net/rapid"

	"ruqsat/calendar"
	"ruqsat/words"
)

func day(t testing.TB, s string) calendar.Day {
	t.Helper()
	d, err := calendar.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestThePermitsLastDay(t *testing.T) {
	for _, x := range []struct {
		first  string
		months int
		last   string
	}{
		{"2026-03-26", 6, "2026-09-25"}, {"2026-03-01", 1, "2026-03-31"}, {"2026-01-01", 12, "2026-12-31"},
		{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2026-01-30", 1, "2026-02-28"},
		{"2026-01-29", 1, "2026-02-28"}, {"2024-01-29", 1, "2024-02-28"}, {"2024-01-30", 1, "2024-02-29"},
		{"2026-01-28", 1, "2026-02-27"}, {"2026-03-31", 1, "2026-04-30"}, {"2026-10-31", 1, "2026-11-30"},
		{"2024-02-29", 12, "2025-02-28"}, {"2023-03-01", 12, "2024-02-29"}, {"2026-12-31", 2, "2027-02-28"},
		{"2026-12-15", 1, "2027-01-14"}, {"2026-08-31", 6, "2027-02-28"},
	} {
		if got := calendar.LastDay(day(t, x.first), x.months).String(); got != x.last {
			t.Errorf("%d months from %s run through %s, want %s", x.months, x.first, got, x.last)
		}
	}
}

func TestALongerTermNeverEndsEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := calendar.NewDay(2016, 1, 1).AddDays(rapid.IntRange(0, 5000).Draw(t, "first"))
		months := rapid.IntRange(1, 12).Draw(t, "months")
		last := calendar.LastDay(first, months)
		if !calendar.LastDay(first, months+1).After(last) || calendar.LastDay(first.AddDays(1), months).Before(last) {
			t.Fatalf("%d months from %s end on %s", months, first, last)
		}
		if days := last.Sub(first) + 1; days < 28*months || days > 31*months {
			t.Fatalf("%d months from %s are %d days", months, first, days)
		}
	})
}

func TestADayIsReadOnlyWhenItExists(t *testing.T) {
	for _, s := range []string{"2026-02-31", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "0000-01-01", "01.04.2026", "2026-04-01 ", "", "2026-04-01T00:00:00Z", "x"} {
		if _, err := calendar.ParseDay(s); !errors.Is(err, calendar.ErrDay) {
			t.Errorf("%q: %v", s, err)
		}
	}
	for _, s := range []string{"31.02.2026", "1.4.2026", "2026-04-01", "", "01/04/2026"} {
		if _, err := calendar.ParseLocal(s); !errors.Is(err, calendar.ErrDay) {
			t.Errorf("%q: %v", s, err)
		}
	}
	for s, read := range map[string]func(string) (calendar.Day, error){"2024-02-29": calendar.ParseDay, "29.02.2024": calendar.ParseLocal} {
		if d, err := read(s); err != nil || d != calendar.NewDay(2024, time.February, 29) {
			t.Errorf("%q: %v, %v", s, d, err)
		}
	}
}

func TestDaysAreReckoned(t *testing.T) {
	d := day(t, "2026-03-26")
	if d.AddDays(6).String() != "2026-04-01" || d.AddDays(-26).String() != "2026-02-28" || d.Weekday() != time.Thursday {
		t.Error("adding days")
	}
	for months, want := range map[int]string{1: "2026-04-26", 11: "2027-02-26", -1: "2026-02-26", -3: "2025-12-26", 12: "2027-03-26"} {
		if got := d.AddMonths(months).String(); got != want {
			t.Errorf("%d months: %s, want %s", months, got, want)
		}
	}
	if got := day(t, "2026-01-31").AddMonths(1).String(); got != "2026-02-28" {
		t.Errorf("31 January plus a month: %s", got)
	}
	if day(t, "2024-03-02").Sub(day(t, "2024-02-28")) != 3 || day(t, "2024-02-28").Sub(day(t, "2024-03-02")) != -3 {
		t.Error("a difference over a leap day and the change of zone")
	}
	e := d.AddDays(1)
	if !d.Before(e) || !e.After(d) || d.Equal(e) || d.Compare(e) >= 0 || !(calendar.Day{}).IsZero() {
		t.Error("order of days")
	}
}

// T13: the country moved to UTC+5 on 1 March 2024.
func TestTheDayOfAMomentFollowsTheZone(t *testing.T) {
	for utc, want := range map[string]string{
		"2024-02-29T17:59:59Z": "2024-02-29", "2024-02-29T18:30:00Z": "2024-02-29", "2024-02-29T19:00:00Z": "2024-03-01",
		"2024-02-28T18:00:00Z": "2024-02-29", "2026-03-26T18:59:59Z": "2026-03-26", "2026-03-26T19:00:00Z": "2026-03-27",
		"2016-03-26T18:00:00Z": "2016-03-27",
	} {
		moment, _ := time.Parse(time.RFC3339, utc)
		if got := calendar.DayOf(moment).String(); got != want {
			t.Errorf("%s is on %s, want %s", utc, got, want)
		}
	}
	change := day(t, "2024-02-29")
	if got := change.End().Sub(change.Start()); got != 25*time.Hour {
		t.Errorf("29 February 2024 had %s", got)
	}
	if got := change.End().UTC().Format(time.RFC3339); got != "2024-02-29T19:00:00Z" {
		t.Errorf("it ended at %s", got)
	}
	if got := change.At(9, 0).Format(time.RFC3339); got != "2024-02-29T09:00:00+06:00" {
		t.Errorf("opening: %s", got)
	}
	if got := change.AddDays(1).At(9, 0).Format(time.RFC3339); got != "2024-03-01T09:00:00+05:00" {
		t.Errorf("opening after it: %s", got)
	}
}

func TestADayIsKeptAsText(t *testing.T) {
	d := day(t, "2026-04-01")
	var back calendar.Day
	for _, src := range []any{"2026-04-01", []byte("2026-04-01")} {
		if err := back.Scan(src); err != nil || back != d {
			t.Errorf("%T: %v, %v", src, back, err)
		}
	}
	for _, src := range []any{nil, "", []byte(nil)} {
		if err := back.Scan(src); err != nil || !back.IsZero() {
			t.Errorf("%T: %v, %v", src, back, err)
		}
	}
	for _, src := range []any{"2026-02-31", 7, time.Now()} {
		if err := back.Scan(src); !errors.Is(err, calendar.ErrDay) {
			t.Errorf("%v: %v", src, err)
		}
	}
	if v, err := d.Value(); err != nil || v != "2026-04-01" {
		t.Errorf("%v, %v", v, err)
	}
	if v, err := (calendar.Day{}).Value(); err != nil || v != "" {
		t.Errorf("unknown: %v, %v", v, err)
	}
}

func TestDaysAndHoursAreReadFromTheLaw(t *testing.T) {
	var got struct {
		Since calendar.Day
		Hours calendar.Hours
	}
	text := "since: 2026-04-01\nhours: {open: \"09:00\", close: \"18:30\"}\n"
	if err := yaml.Unmarshal([]byte(text), &got); err != nil || got.Since != day(t, "2026-04-01") || got.Hours != office {
		t.Errorf("%+v, %v", got, err)
	}
	if err := yaml.Unmarshal([]byte("since: 2026-02-31\n"), &got); err == nil {
		t.Error("31 February was taken")
	}
	out, err := json.Marshal(calendar.Traced{Day: day(t, "2026-04-01"), Counted: true, Why: calendar.OnWorking, N: 1})
	if want := `{"day":"2026-04-01","counted":true,"why":"working","n":1}`; err != nil || string(out) != want {
		t.Errorf("%s, %v", out, err)
	}
	for s, want := range map[string]calendar.ClockTime{"09:00": 32400, "18:30:01": 66601, "00:00": 0} {
		if got, err := calendar.ParseClockTime(s); err != nil || got != want || got.String() != s {
			t.Errorf("%q: %d, %v", s, got, err)
		}
	}
	for _, s := range []string{"24:00", "9:00", "", "09:60", "09-00"} {
		if _, err := calendar.ParseClockTime(s); !errors.Is(err, calendar.ErrClockTime) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestTheLawsCalendarIsWhole(t *testing.T) {
	c := law(t)
	if years := c.Years(); len(years) != 12 || years[0] != 2016 || years[11] != 2027 {
		t.Errorf("years %v", years)
	}
	unconfirmed := 0
	for _, r := range c.Rows() {
		if r.Mark == "unconfirmed" {
			unconfirmed++
		}
		if year := r.Day.Year(); (year == 2027 || strings.HasPrefix(r.Source, "RULE")) != (r.Mark == "unconfirmed") && r.Day.String() != "2019-05-10" {
			t.Errorf("%s: mark %q", r.Day, r.Mark)
		}
	}
	if len(c.Rows()) != 259 || unconfirmed != 23 {
		t.Errorf("%d rows, %d unconfirmed", len(c.Rows()), unconfirmed)
	}
}

const head = "date,kind,name_kk,name_ru,name_en,source,mark,because\n"

func TestABadRowIsRefusedByItsLine(t *testing.T) {
	for what, row := range map[string]string{
		"no such day":                 "2026-02-31,holiday,а,б,c,s,,",
		"an unknown kind":             "2026-03-23,feast,а,б,c,s,,",
		"a language is missing":       "2026-03-23,holiday,а,б,,s,,",
		"no source":                   "2026-03-23,holiday,а,б,c,,,",
		"a mark without reason":       "2026-03-23,holiday,а,б,c,s,unconfirmed,",
		"a reason without mark":       "2026-03-23,holiday,а,б,c,s,,why",
		"another mark":                "2026-03-23,holiday,а,б,c,s,maybe,why",
		"a working weekend on Monday": "2026-03-23,working_weekend,а,б,c,s,,",
		"a day off moved to Sunday":   "2026-03-22,transferred_day_off,а,б,c,s,,",
		"a plain weekend on Monday":   "2026-03-23,weekend,а,б,c,s,,",
		"a plain workday on Sunday":   "2026-03-22,working,а,б,c,s,,",
	} {
		_, err := calendar.ReadRows(strings.NewReader("# a note\n" + head + row + "\n"))
		if err == nil || !strings.Contains(err.Error(), "line 3") {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, text := range map[string]string{"no head": "", "another head": "date,kind\n", "too few fields": head + "2026-03-23,holiday\n"} {
		if _, err := calendar.ReadRows(strings.NewReader(text)); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
}

func row(t *testing.T, on string, kind calendar.Kind) calendar.Row {
	return calendar.Row{Day: day(t, on), Kind: kind, Name: words.Text{KK: "а", RU: "б", EN: "c"}, Source: "order"}
}

// P19: a later act moves a day, and every answer follows; the calendar before it does not change.
func TestALaterActIsMerged(t *testing.T) {
	c := law(t)
	moved, err := c.With(row(t, "2026-08-29", calendar.WorkingWeekend), row(t, "2026-08-31", calendar.TransferredDayOff))
	if err != nil {
		t.Fatal(err)
	}
	filed := at(t, "2026-08-28 19:00:00")
	if received, _, _ := moved.Receive(filed, office); received.Format(time.DateTime) != "2026-08-29 09:00:00" {
		t.Errorf("after the order: %s", received)
	}
	if received, _, _ := c.Receive(filed, office); received.Format(time.DateTime) != "2026-08-31 09:00:00" {
		t.Errorf("the calendar before it changed: %s", received)
	}

	worked, err := c.With(row(t, "2026-03-25", calendar.Working))
	if err != nil {
		t.Fatal(err)
	}
	if works, _, _ := worked.Working(day(t, "2026-03-25")); !works {
		t.Error("an act takes a moved day off back")
	}
	if _, err := c.With(row(t, "2026-03-25", calendar.Working), row(t, "2026-03-25", calendar.Holiday)); err == nil {
		t.Error("two rows of one act contradict each other")
	}
}

func TestOneOrderDoesNotMakeAYearKnown(t *testing.T) {
	c := law(t)
	if _, err := c.With(row(t, "2028-01-03", calendar.TransferredDayOff)); !errors.Is(err, calendar.ErrUnknownYear) {
		t.Errorf("a moved day of 2028: %v", err)
	}
	whole, err := c.With(row(t, "2028-01-01", calendar.Holiday), row(t, "2028-01-03", calendar.TransferredDayOff))
	if err != nil {
		t.Fatal(err)
	}
	if works, r, err := whole.Working(day(t, "2028-01-03")); err != nil || works || r.Source != "order" {
		t.Errorf("%v, %+v, %v", works, r, err)
	}
}

func TestAnAdjustableClockRunsOnFromWhereItIsSet(t *testing.T) {
	start := at(t, "2026-03-26 10:20:00")
	clock := calendar.NewAdjustable(start)
	first := clock.Now()
	if first.Before(start) || first.Sub(start) > time.Minute || first.Location() != calendar.Zone {
		t.Errorf("set to %s it shows %s", start, first)
	}
	time.Sleep(2 * time.Millisecond)
	if !clock.Now().After(first) {
		t.Error("it stands still")
	}
	clock.Advance(48 * time.Hour)
	if got := clock.Now().Sub(start); got < 48*time.Hour || got > 48*time.Hour+time.Minute {
		t.Errorf("put forward by two days it is ahead by %s", got)
	}

	var both []calendar.Clock = []calendar.Clock{calendar.System{}, new(calendar.Adjustable)}
	for _, c := range both {
		if off := time.Since(c.Now()); off < 0 || off > time.Minute {
			t.Errorf("%T is off by %s", c, off)
		}
	}
}
