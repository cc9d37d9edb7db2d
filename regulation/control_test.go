package regulation_test

import (
	"strings"
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/regulation"
)

func TestTheNightHoldsItsFirstSecondAndNotItsLast(t *testing.T) {
	for _, night := range []regulation.Night{{From: calendar.NewClockTime(22, 0), To: calendar.NewClockTime(6, 0)},
		{From: calendar.NewClockTime(1, 0), To: calendar.NewClockTime(5, 0)}} {
		day := calendar.NewDay(2026, 4, 2)
		of := day.AddDays(-1)
		if night.From < night.To {
			of = day
		}
		from, to := night.From.On(of), night.To.On(day)
		for _, c := range []struct {
			seconds int
			begin   bool
			night   bool
		}{{-1, true, false}, {0, true, true}, {1, true, true}, {-1, false, true}, {0, false, false}, {1, false, false}} {
			at := to
			if c.begin {
				at = from
			}
			got, ok := night.Of(at.Add(time.Duration(c.seconds) * time.Second))
			if ok != c.night || ok && !got.Equal(of) {
				t.Errorf("%v: %d s from its edge: %v of %s", night, c.seconds, ok, got)
			}
		}
	}
}

func TestAFigureOfControlBelowOneOrANightWithoutHoursDoesNotLoad(t *testing.T) {
	for old, new := range map[string]string{"value: 20\n": "value: 0\n", `to: "06:00"`: `to: "22:00"`} {
		if _, err := regulation.Read(amended(t, "control.yaml", old, new)); err == nil || !strings.Contains(err.Error(), "control.yaml") {
			t.Errorf("%q for %q: %v", new, old, err)
		}
	}
}
