package quota_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/quota"
)

const (
	kostanay = "390000000"
	astana   = "710000000"
	ledger   = "labour-immigrant"
)

var now = time.Date(2026, 3, 26, 10, 20, 0, 0, calendar.Zone)

func order(places int) quota.Allotment {
	return quota.Allotment{Region: kostanay, Year: 2026, Ledger: ledger, Places: places, Cite: "№ 1 of 05.01.2026", By: "admin"}
}

func placeOf(subject string) quota.Place {
	return quota.Place{Region: kostanay, Year: 2026, Ledger: ledger, Subject: subject}
}

// act runs one verb as an act of its own and gives its error.
func act(t testing.TB, d *db.DB, verb func(tx *db.Tx) error) error {
	t.Helper()
	return d.Write(context.Background(), now, verb)
}

func must(t testing.TB, d *db.DB, verb func(tx *db.Tx) error) {
	t.Helper()
	if err := act(t, d, verb); err != nil {
		t.Fatal(err)
	}
}

func allot(a quota.Allotment) func(*db.Tx) error {
	return func(tx *db.Tx) error { return quota.Allot(tx, a) }
}

func hold(subject string) func(*db.Tx) error {
	return func(tx *db.Tx) error { return quota.Hold(tx, placeOf(subject)) }
}

func consume(subject string) func(*db.Tx) error {
	return func(tx *db.Tx) error { return quota.Consume(tx, subject) }
}

func release(subject string) func(*db.Tx) error {
	return func(tx *db.Tx) error { return quota.Release(tx, subject, "refused") }
}

// line is the board's row of the region, after the books were verified.
func line(t testing.TB, d *db.DB) quota.Line {
	t.Helper()
	var lines []quota.Line
	err := d.Read(context.Background(), func(tx *db.Tx) (err error) {
		if err = quota.Verify(tx); err != nil {
			return err
		}
		lines, err = quota.Board(tx, 2026, ledger)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) == 0 {
		return quota.Line{}
	}
	return lines[0]
}

func wantCounts(t testing.TB, d *db.DB, set, used, held int) {
	t.Helper()
	got := line(t, d)
	if got.Set != set || got.Used != used || got.Held != held || got.Free != set-used-held {
		t.Fatalf("the board says %+v, want set %d, used %d, held %d", got, set, used, held)
	}
}

func TestAPlaceIsHeldThenConsumedOrReleased(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		must(t, d, allot(order(3)))
		must(t, d, hold("case:a"))
		must(t, d, hold("case:b"))
		wantCounts(t, d, 3, 0, 2)
		must(t, d, consume("case:a"))
		must(t, d, release("case:b"))
		wantCounts(t, d, 3, 1, 0)
	})
}

func TestHoldingAgainChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		must(t, d, allot(order(3)))
		must(t, d, hold("case:a"))
		must(t, d, hold("case:a"))
		wantCounts(t, d, 3, 0, 1)
		must(t, d, consume("case:a"))
		must(t, d, hold("case:a"))
		wantCounts(t, d, 3, 1, 0)
	})
}

func TestAReleasedSubjectMayHoldAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		must(t, d, allot(order(1)))
		for range 3 {
			must(t, d, hold("case:a"))
			must(t, d, release("case:a"))
		}
		must(t, d, hold("case:a"))
		wantCounts(t, d, 1, 0, 1)
	})
}

func TestWithoutAnOrderThereIsNoAnswer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := act(t, d, hold("case:a")); !errors.Is(err, quota.ErrNoQuota) {
			t.Fatalf("hold without an order: %v, want ErrNoQuota", err)
		}
		must(t, d, func(tx *db.Tx) error {
			if _, known, err := quota.Free(tx, kostanay, 2026, ledger); known || err != nil {
				t.Errorf("free places are known without an order (%v)", err)
			}
			return nil
		})
		must(t, d, allot(order(5)))
		other := placeOf("case:a")
		other.Year = 2027
		err := act(t, d, func(tx *db.Tx) error { return quota.Hold(tx, other) })
		if !errors.Is(err, quota.ErrNoQuota) {
			t.Fatalf("hold in a year without an order: %v, want ErrNoQuota", err)
		}
	})
}

func TestAfterARefusalTheActGoesOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		must(t, d, allot(order(1)))
		must(t, d, hold("case:a"))
		must(t, d, func(tx *db.Tx) error {
			if err := quota.Hold(tx, placeOf("case:b")); !errors.Is(err, quota.ErrNoPlace) {
				t.Errorf("hold over the limit: %v, want ErrNoPlace", err)
			}
			return quota.Release(tx, "case:a", "withdrawn")
		})
		must(t, d, hold("case:b"))
		wantCounts(t, d, 1, 0, 1)
	})
}

func TestOnlyAHeldPlaceCanBeConsumedOrReleased(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		must(t, d, allot(order(2)))
		must(t, d, hold("case:used"))
		must(t, d, consume("case:used"))
		must(t, d, hold("case:free"))
		must(t, d, release("case:free"))
		for _, subject := range []string{"case:never", "case:used", "case:free"} {
			for name, verb := range map[string]func(string) func(*db.Tx) error{"consume": consume, "release": release} {
				if err := act(t, d, verb(subject)); !errors.Is(err, quota.ErrNotHeld) {
					t.Errorf("%s of %s: %v, want ErrNotHeld", name, subject, err)
				}
			}
		}
		wantCounts(t, d, 2, 1, 0)
	})
}

func TestASubjectHasOnePlaceInAllQuotas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		must(t, d, allot(order(2)))
		elsewhere := order(2)
		elsewhere.Region = astana
		must(t, d, allot(elsewhere))
		must(t, d, hold("case:a"))
		p := placeOf("case:a")
		p.Region = astana
		if err := act(t, d, func(tx *db.Tx) error { return quota.Hold(tx, p) }); !errors.Is(err, quota.ErrElsewhere) {
			t.Fatalf("second place elsewhere: %v, want ErrElsewhere", err)
		}
		must(t, d, release("case:a"))
		must(t, d, func(tx *db.Tx) error { return quota.Hold(tx, p) })
		wantCounts(t, d, 2, 0, 0)
	})
}

func TestALaterOrderChangesTheTotalWithItsDayAndCitation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		first := order(2)
		first.Since, first.Sample = calendar.NewDay(2026, 1, 1), true
		must(t, d, allot(first))
		must(t, d, allot(first)) // entered twice: nothing changes
		must(t, d, hold("case:a"))
		must(t, d, hold("case:b"))

		more := order(4)
		more.Cite = "№ 9 of 20.03.2026"
		must(t, d, allot(more))
		got := line(t, d)
		want := quota.Line{Region: kostanay, Set: 4, Held: 2, Free: 2, Cite: more.Cite, Since: calendar.DayOf(now)}
		if got != want {
			t.Fatalf("the board says %+v, want %+v", got, want)
		}
		must(t, d, allot(order(2)))
		wantCounts(t, d, 2, 0, 2)
		if err := act(t, d, allot(order(1))); !errors.Is(err, quota.ErrBelowUse) {
			t.Fatalf("an order below use: %v, want ErrBelowUse", err)
		}
		wantCounts(t, d, 2, 0, 2)
	})
}

func TestAnOrderNeedsItsFields(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for name, spoil := range map[string]func(*quota.Allotment){
			"region":   func(a *quota.Allotment) { a.Region = "" },
			"year":     func(a *quota.Allotment) { a.Year = 0 },
			"ledger":   func(a *quota.Allotment) { a.Ledger = "" },
			"citation": func(a *quota.Allotment) { a.Cite = "" },
			"places":   func(a *quota.Allotment) { a.Places = -1 },
		} {
			a := order(5)
			spoil(&a)
			if err := act(t, d, allot(a)); !errors.Is(err, quota.ErrIncomplete) {
				t.Errorf("an order without %s: %v, want ErrIncomplete", name, err)
			}
		}
		tomorrow := order(5)
		tomorrow.Since = calendar.DayOf(now).AddDays(1)
		if err := act(t, d, allot(tomorrow)); !errors.Is(err, quota.ErrNotYet) {
			t.Errorf("an order of tomorrow: %v, want ErrNotYet", err)
		}
	})
}

func TestFiveHundredHoldersRaceForFiftyPlaces(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		must(t, d, allot(order(50)))
		var wg sync.WaitGroup
		answers := make([]error, 500)
		for i := range answers {
			wg.Go(func() { answers[i] = act(t, d, hold(fmt.Sprintf("case:%d", i))) })
		}
		wg.Wait()
		got := map[error]int{}
		for _, err := range answers {
			if errors.Is(err, quota.ErrNoPlace) {
				err = quota.ErrNoPlace
			}
			got[err]++
		}
		if got[nil] != 50 || got[quota.ErrNoPlace] != 450 {
			t.Fatalf("answers %v, want 50 held and 450 without a place", got)
		}
		wantCounts(t, d, 50, 0, 50)
	})
}

func TestManyHoldersOfOneSubjectGetOnePlace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		must(t, d, allot(order(50)))
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if err := act(t, d, hold("case:same")); err != nil {
					t.Errorf("holding again at the same time: %v", err)
				}
			})
		}
		wg.Wait()
		wantCounts(t, d, 50, 0, 1)
	})
}

func TestConsumeAgainstReleaseHasOneWinner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		must(t, d, allot(order(20)))
		for i := range 20 {
			subject := fmt.Sprintf("case:%d", i)
			must(t, d, hold(subject))
			var wg sync.WaitGroup
			var errs [2]error
			wg.Go(func() { errs[0] = act(t, d, consume(subject)) })
			wg.Go(func() { errs[1] = act(t, d, release(subject)) })
			wg.Wait()
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Fatalf("consume: %v, release: %v; want one winner", errs[0], errs[1])
			}
		}
		if got := line(t, d); got.Held != 0 {
			t.Fatalf("the board says %+v, want nothing held", got)
		}
	})
}

func TestVerifyFindsEveryDamage(t *testing.T) {
	damages := map[string]string{
		"a row of a movement gone":   `DELETE FROM quota_entry WHERE subject = 'case:a' AND account = 'held'`,
		"a whole movement gone":      `DELETE FROM quota_entry WHERE subject = 'case:a'`,
		"a movement with two places": `UPDATE quota_entry SET places = places * 2 WHERE subject = 'case:a'`,
		"one side of a movement":     `UPDATE quota_entry SET places = places * 2 WHERE subject = 'case:a' AND account = 'held'`,
		"a movement in another year": `UPDATE quota_entry SET year = 2025 WHERE subject = 'case:a'`,
		"a step skipped":             `UPDATE quota_entry SET step = 3 WHERE subject = 'case:a'`,
		"a held place in balance":    `UPDATE quota_balance SET held = 0`,
		"a used place in balance":    `UPDATE quota_balance SET used = 2`,
		"more places than ordered":   `UPDATE quota_balance SET allotted = 100`,
		"an order changed":           `UPDATE quota_order SET places = 7`,
		"an order gone":              `DELETE FROM quota_order`,
		"a citation changed":         `UPDATE quota_balance SET cite = 'another'`,
		"a balance gone":             `DELETE FROM quota_balance`,
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				must(t, d, allot(order(5)))
				must(t, d, hold("case:a"))
				must(t, d, hold("case:b"))
				wantCounts(t, d, 5, 0, 2)
				must(t, d, func(tx *db.Tx) error { _, err := tx.Exec(damage); return err })
				err := d.Read(context.Background(), quota.Verify)
				if !errors.Is(err, quota.ErrImbalance) {
					t.Fatalf("verify: %v, want ErrImbalance", err)
				}
			})
		})
	}
}
