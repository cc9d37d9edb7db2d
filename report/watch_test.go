package report_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/register"
	"ruqsat/report"
)

func TestTwentyApprovalsWithinAMinuteRaiseOneAlert(t *testing.T) {
	for name, c := range map[string]struct {
		n       int
		seconds float64 // from the first to the last
		alerts  int
	}{
		"nineteen": {19, 10, 0}, "twenty": {20, 10, 1}, "twenty-one": {21, 10, 1},
		"twenty in one second less than a minute": {20, 59, 1}, "twenty in a whole minute": {20, 60, 0}, "twenty in a second more": {20, 61, 0},
		"fifty of one press": {50, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				h := build(t, d)
				start := h.clock.Now()
				for i := range c.n {
					at := start.Add(time.Duration(c.seconds * float64(i) / float64(c.n-1) * float64(time.Second)))
					h.approved(at, "temirbekova")
				}
				h.approved(start, "tulegen") // another one's are not added
				h.clock.Advance(2 * time.Minute)
				h.watch()
				h.watch() // what is seen twice is one alert
				list := h.alerts(report.Fast)
				if len(list) != c.alerts {
					t.Fatalf("%d alerts: %+v", len(list), list)
				}
				if c.alerts == 1 && (list[0].Count != c.n || list[0].About != h.id("temirbekova") || list[0].Unit != h.unit || list[0].Figure != 20) {
					t.Errorf("got %+v", list[0])
				}
			})
		})
	}
}

func TestALongBurstThatTheWatchMeetsInItsMiddleIsOneAlertThatGrows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		start := h.clock.Now().Add(5*time.Minute - 30*time.Second) // half of it before the watch looks
		burst := func(from int) {
			for i := range 30 {
				h.approved(start.Add(time.Duration(from+i)*time.Second), "temirbekova")
			}
		}
		burst(0)
		h.watch()
		first := h.alerts(report.Fast)
		if len(first) != 1 || first[0].Count != 30 {
			t.Fatalf("got %+v", first)
		}
		h.look(first[0], "suleimenova")
		burst(30)
		h.watch()
		if grown := h.alerts(report.Fast); len(grown) != 1 || grown[0].ID != first[0].ID || grown[0].Count != 60 || !grown[0].LookedAt.IsZero() {
			t.Errorf("got %+v", grown)
		}
	})
}

// look marks an alert as somebody else's.
func (h *house) look(a report.Alert, who string) {
	h.Helper()
	h.write(func(tx *db.Tx) error {
		_, err := report.Look(tx, h.Staff[who], a.ID, a.Version, "Көрдім")
		return err
	})
}

func TestWorkInTheNightHoursRaisesAnAlertEachNight(t *testing.T) {
	day := calendar.NewDay(2026, 3, 27)
	for name, c := range map[string]struct {
		at     time.Time
		alerts int
	}{
		"21:59:59": {day.At(22, 0).Add(-time.Second), 0}, "22:00:00": {day.At(22, 0), 1}, "22:00:01": {day.At(22, 0).Add(time.Second), 1},
		"05:59:59": {day.At(6, 0).Add(-time.Second), 1}, "06:00:00": {day.At(6, 0), 0}, "06:00:01": {day.At(6, 0).Add(time.Second), 0},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				h := build(t, d)
				h.approved(c.at, "temirbekova")
				h.approved(c.at, "temirbekova")
				h.clock.Set(c.at.Add(time.Minute))
				h.watch()
				list := h.alerts(report.Night)
				if len(list) != c.alerts || c.alerts == 1 && (list[0].Count != 2 || list[0].About != h.id("temirbekova")) {
					t.Errorf("got %+v", list)
				}
			})
		})
	}
}

func TestADraftAndAnAnswerOfTheNightAreSeenToo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		night := calendar.NewDay(2026, 3, 26).At(23, 30)
		next := night.AddDate(0, 0, 1)
		id := h.put(row{state: "signature", executor: "abenov", filed: morning, received: morning, due: next, drafted: night})
		h.put(row{state: "signature", executor: "abenov", filed: morning, received: morning, due: next, drafted: next})
		h.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO application_police (application, unit, source, asked_at, due_at, answered_at, officer, officer_name)
				VALUES (?, 'police-1', 'workplace', ?, ?, ?, ?, 'Сарсенов')`, id, db.At(morning), db.At(next), db.At(night), h.id("sarsenov"))
			return err
		})
		h.clock.Set(next.Add(time.Hour))
		h.watch()
		units := map[string]int{}
		for _, a := range h.alerts(report.Night) {
			units[a.Unit]++
		}
		if units[h.unit] != 2 || units["police-1"] != 1 {
			t.Errorf("alerts by unit: %v", units)
		}
	})
}

func TestSixApplicationsForOneAddressRaiseAnAlert(t *testing.T) {
	spellings := []string{"ул. Абая, 31", "Ул.Абая 31", "УЛ АБАЯ, 31", "ул.  Абая 31.", "ул. Абая – 31", "«ул. Абая», 31", "ул. Абая, 31"}
	for name, c := range map[string]struct {
		n      int
		days   int // the first before the last
		alerts int
	}{
		"five": {5, 10, 0}, "six": {6, 10, 1}, "seven": {7, 10, 1},
		"six in eighty-nine days": {6, 88, 1}, "six in ninety": {6, 89, 1}, "six in ninety-one": {6, 90, 0},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				h := build(t, d)
				start := h.clock.Now()
				for i := range c.n {
					at := start
					if i > 0 {
						at = start.AddDate(0, 0, c.days)
					}
					h.clock.Set(at.Add(time.Duration(i) * time.Second))
					h.put(row{state: "review", filed: h.clock.Now(), received: at, due: at, address: spellings[i]})
				}
				h.put(row{state: "review", filed: h.clock.Now(), received: start, due: start, address: "ул. Абая, 3/1"})
				h.put(row{state: "review", filed: h.clock.Now(), received: start, due: start, address: "ул. Абая, 13"})
				h.watch()
				list := h.alerts(report.Crowd)
				if len(list) != c.alerts || c.alerts == 1 && (list[0].Count != c.n || list[0].Figure != 6) {
					t.Fatalf("got %+v", list)
				}
				if c.alerts == 1 {
					h.read(func(tx *db.Tx) error {
						points, err := list[0].Points(tx, 100)
						if len(points) != c.n || points[0].Number == "" {
							t.Errorf("the points are %+v", points)
						}
						return err
					})
				}
			})
		})
	}
}

func TestAnAlertIsLookedAtOnceBySomebodyElseWithAWord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		for range 20 {
			h.approved(h.clock.Now(), "temirbekova")
		}
		h.watch()
		a := h.alerts(report.Fast)[0]
		for name, c := range map[string]struct {
			who, id, comment string
			version          int
			want             error
		}{
			"whom it is about": {"temirbekova", a.ID, "Бәрі дұрыс", a.Version, report.ErrOwnAlert},
			"without a word":   {"zhumabaeva", a.ID, "", a.Version, report.ErrNoComment},
			"an old page":      {"zhumabaeva", a.ID, "Бәрі дұрыс", a.Version - 1, db.ErrStale},
			"no alert":         {"zhumabaeva", "none", "Бәрі дұрыс", 1, report.ErrNoAlert},
		} {
			err := h.DB.Write(t.Context(), h.clock.Now(), func(tx *db.Tx) error {
				_, err := report.Look(tx, h.Staff[c.who], c.id, c.version, c.comment)
				return err
			})
			if !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.look(a, "zhumabaeva")
		h.read(func(tx *db.Tx) error {
			n, err := report.Unlooked(tx, h.unit)
			entries, failed := register.History(tx, a.Subject())
			acts := []string{}
			for _, e := range entries {
				acts = append(acts, e.Act)
			}
			if n != 0 || !slices.Equal(acts, []string{"report.alert", "report.look"}) {
				t.Errorf("%d are left, the register says %v", n, acts)
			}
			return errors.Join(err, failed)
		})
	})
}
