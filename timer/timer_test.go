package timer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/timer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	ctx   = context.Background()
	start = time.Date(2026, 4, 1, 9, 0, 0, 0, calendar.Zone)
	quiet = slog.New(slog.NewTextHandler(io.Discard, nil))
)

// still is a clock that stands until the test moves it.
type still struct{ now atomic.Pointer[time.Time] }

func newStill() *still            { s := &still{}; s.set(start); return s }
func (s *still) Now() time.Time   { return *s.now.Load() }
func (s *still) set(t time.Time)  { s.now.Store(&t) }
func (s *still) to(after float64) { s.set(start.Add(time.Duration(after * float64(time.Hour)))) }

func write(t *testing.T, d *db.DB, f func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Write(ctx, start, f); err != nil {
		t.Fatal(err)
	}
}

func set(t *testing.T, d *db.DB, kind, subject string, hours float64) {
	t.Helper()
	write(t, d, func(tx *db.Tx) error {
		return timer.Set(tx, kind, subject, start.Add(time.Duration(hours*float64(time.Hour))))
	})
}

func fire(t *testing.T, w *timer.Wheel, want int) {
	t.Helper()
	if n, err := w.Fire(ctx); err != nil || n != want {
		t.Errorf("fired %d, %v; want %d", n, err, want)
	}
}

func TestATimerFiresOnceAtItsMomentAndNotBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		clock := newStill()
		w := timer.NewWheel(d, clock, quiet)
		var heard []string
		w.Handle("lapse", func(tx *db.Tx, subject string) error {
			heard = append(heard, subject+" "+tx.Now().Format("15:04"))
			return nil
		})
		set(t, d, "lapse", "case:2", 2)
		set(t, d, "lapse", "case:1", 1)

		clock.set(start.Add(time.Hour - time.Microsecond))
		fire(t, w, 0)
		clock.to(1)
		fire(t, w, 1)
		clock.to(3)
		fire(t, w, 1)
		fire(t, w, 0)
		if want := []string{"case:1 10:00", "case:2 12:00"}; !slices.Equal(heard, want) {
			t.Errorf("heard %v, want %v", heard, want)
		}
	})
}

func TestSettingAgainMovesAndCancellingForgets(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		clock := newStill()
		w := timer.NewWheel(d, clock, quiet)
		w.Handle("lapse", func(tx *db.Tx, subject string) error { return nil })
		w.Handle("remind", func(tx *db.Tx, subject string) error { return nil })
		set(t, d, "lapse", "case:1", 1)
		set(t, d, "remind", "case:1", 2)
		set(t, d, "lapse", "case:1", 5)

		clock.to(4)
		fire(t, w, 1) // the reminder
		write(t, d, func(tx *db.Tx) error {
			found, err := timer.Find(tx, "lapse", "case:1")
			if all, _ := timer.Of(tx, "case:1"); len(all) != 1 || all[0] != found || !found.Due.Equal(start.Add(5*time.Hour)) {
				t.Errorf("found %v of %v", found, all)
			}
			if late, _ := timer.Late(tx, start.Add(6*time.Hour)); late != 1 {
				t.Errorf("%d late", late)
			}
			return errors.Join(err, timer.Cancel(tx, "lapse", "case:1"), timer.Cancel(tx, "lapse", "case:1"))
		})
		clock.to(9)
		fire(t, w, 0)
	})
}

func TestAFailedHandlerUndoesItsActAndIsTriedLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		clock := newStill()
		w := timer.NewWheel(d, clock, quiet)
		calls := map[string]int{}
		w.Handle("lapse", func(tx *db.Tx, subject string) error {
			calls[subject]++
			if err := timer.Set(tx, "trace", subject, start.Add(time.Hour)); err != nil {
				return err
			}
			switch {
			case subject == "case:bad" && calls[subject] < 3:
				return errors.New("refused")
			case subject == "case:wild" && calls[subject] < 2:
				panic("boom")
			}
			return nil
		})
		for _, subject := range []string{"case:bad", "case:wild", "case:good"} {
			set(t, d, "lapse", subject, 0)
		}

		fire(t, w, 1)
		traces := func(want int) {
			t.Helper()
			write(t, d, func(tx *db.Tx) error {
				if n, err := timer.Late(tx, start.Add(2*time.Hour)); err != nil || n != want {
					t.Errorf("%d timers, want %d (%v)", n, want, err)
				}
				return nil
			})
		}
		traces(3) // the trace of good, and the two that failed
		fire(t, w, 0)
		clock.set(start.Add(time.Second))
		fire(t, w, 1) // wild
		clock.set(start.Add(2 * time.Second))
		fire(t, w, 0) // bad waits two seconds now
		clock.set(start.Add(3 * time.Second))
		fire(t, w, 1)
		traces(3)
		if calls["case:bad"] != 3 || calls["case:wild"] != 2 || calls["case:good"] != 1 {
			t.Errorf("calls %v", calls)
		}
	})
}

func TestAHandlerMaySetTheSameTimerAnew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		clock := newStill()
		w := timer.NewWheel(d, clock, quiet)
		w.Handle("daily", func(tx *db.Tx, subject string) error {
			return timer.Set(tx, "daily", subject, tx.Now().Add(24*time.Hour))
		})
		set(t, d, "daily", "house", 0)
		for day := range 4 {
			clock.to(float64(day) * 24)
			fire(t, w, 1)
			fire(t, w, 0)
		}
	})
}

func TestAKindWithoutAHandlerWaits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := timer.NewWheel(d, newStill(), quiet)
		set(t, d, "strange", "case:1", 0)
		fire(t, w, 0)
		w.Handle("lapse", func(tx *db.Tx, subject string) error { return nil })
		fire(t, w, 0)
		w.Handle("strange", func(tx *db.Tx, subject string) error { return nil })
		fire(t, w, 1)
	})
}

func TestATimerOfAnActThatWasUndoneNeverWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		d.Write(ctx, start, func(tx *db.Tx) error {
			return errors.Join(timer.Set(tx, "lapse", "case:1", start), errors.New("refused"))
		})
		w := timer.NewWheel(d, newStill(), quiet)
		w.Handle("lapse", func(tx *db.Tx, subject string) error { return nil })
		fire(t, w, 0)
	})
}

func TestSeveralWheelsFireEachTimerOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const n = 60
		for i := range n {
			set(t, d, "lapse", fmt.Sprint("case:", i), 0)
		}
		var mu sync.Mutex
		heard := map[string]int{}
		var fired atomic.Int64
		var group sync.WaitGroup
		for range 4 {
			w := timer.NewWheel(d, newStill(), quiet)
			w.Handle("lapse", func(tx *db.Tx, subject string) error {
				tx.After(func() { mu.Lock(); heard[subject]++; mu.Unlock() })
				return nil
			})
			group.Go(func() {
				k, err := w.Fire(ctx)
				if err != nil {
					t.Error(err)
				}
				fired.Add(int64(k))
			})
		}
		group.Wait()
		for subject, times := range heard {
			if times != 1 {
				t.Errorf("%s fired %d times", subject, times)
			}
		}
		if len(heard) != n || fired.Load() != n {
			t.Errorf("%d subjects, %d fired", len(heard), fired.Load())
		}
	})
}

// The clock of the demo is put forward; the running wheel hears of it.
func TestARunningWheelFollowsTheAdjustableClock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		clock := calendar.NewAdjustable(start)
		w := timer.NewWheel(d, clock, quiet)
		heard := make(chan string, 1)
		w.Handle("lapse", func(tx *db.Tx, subject string) error {
			tx.After(func() { heard <- subject })
			return nil
		})
		set(t, d, "lapse", "case:1", 240)

		running, stop := context.WithCancel(ctx)
		var group sync.WaitGroup
		group.Go(func() { w.Run(running) })
		clock.Advance(240 * time.Hour)
		select {
		case subject := <-heard:
			if subject != "case:1" {
				t.Error(subject)
			}
		case <-time.After(10 * time.Second):
			t.Error("not fired")
		}
		stop()
		group.Wait()
	})
}

func TestATimerNeedsKindSubjectAndMoment(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	write(t, d, func(tx *db.Tx) error {
		for _, err := range []error{timer.Set(tx, "", "x", start), timer.Set(tx, "x", "", start), timer.Set(tx, "x", "x", time.Time{})} {
			if !errors.Is(err, timer.ErrTimer) {
				t.Errorf("got %v", err)
			}
		}
		return nil
	})
}
