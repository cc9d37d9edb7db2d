package account_test

import (
	"sync"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/db/dbtest"
)

func readings(t *testing.T, d *db.DB, subject string) (list []account.Reading) {
	t.Helper()
	read(t, d, func(tx *db.Tx) (err error) { list, err = account.Readings(tx, subject); return err })
	return list
}

// B-15.
func TestThePersonSeesWhoHasReadTheCaseAndWhatFor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		unit := addUnit(t, d, account.Akimat, "751110000")
		executor, head := addStaff(t, d, account.Executor, "executor.one", unit.ID), addStaff(t, d, account.Head, "head.one", unit.ID)
		trace := func(at time.Time, a account.Account, subject, purpose string) {
			write(t, d, at, func(tx *db.Tx) error { return account.Read(tx, a, subject, purpose) })
		}
		trace(now, executor, "case:1", "check")
		trace(now.Add(39*time.Minute), executor, "case:1", "check") // 10:59
		trace(now.Add(40*time.Minute), executor, "case:1", "check") // 11:00
		trace(now.Add(time.Minute), head, "case:1", "decision")
		trace(now, executor, "case:2", "check")
		trace(now, signUp(t, d, worker(1)), "case:1", "") // one's own
		got := readings(t, d, "case:1")
		if len(got) != 3 {
			t.Fatalf("%d readings: %+v", len(got), got)
		}
		for i, want := range []account.Reading{
			{At: now, Actor: executor.ID, Name: text("Серікова Әсел"), Role: account.Executor, Unit: unit.ID, Purpose: "check"},
			{At: now.Add(time.Minute), Actor: head.ID, Name: text("Серікова Әсел"), Role: account.Head, Unit: unit.ID, Purpose: "decision"},
			{At: now.Add(40 * time.Minute), Actor: executor.ID, Name: text("Серікова Әсел"), Role: account.Executor, Unit: unit.ID, Purpose: "check"},
		} {
			if !got[i].At.Equal(want.At) {
				t.Errorf("%d at %s", i, got[i].At)
			}
			if got[i].At = want.At; got[i] != want {
				t.Errorf("\n%+v\n%+v", got[i], want)
			}
		}
		err := tryWrite(d, now, func(tx *db.Tx) error { return account.Read(tx, head, "case:2", "") })
		if err != account.ErrNoPurpose {
			t.Errorf("without a purpose: %v", err)
		}
	})
}

func TestManyReadingsAtOnceLeaveOneTrace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		unit := addUnit(t, d, account.Akimat, "751110000")
		executor := addStaff(t, d, account.Executor, "executor.one", unit.ID)
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if err := tryWrite(d, now, func(tx *db.Tx) error { return account.Read(tx, executor, "case:1", "check") }); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := readings(t, d, "case:1"); len(got) != 1 {
			t.Errorf("%d traces", len(got))
		}
	})
}

func BenchmarkFindSession(b *testing.B) {
	for _, engine := range dbtest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			d := dbtest.Open(b, engine)
			signUp(b, d, worker(1))
			s, _, _ := door{b, d, plain()}.enter(now, by(worker(1), "192.0.2.1"), password, "")
			for b.Loop() {
				read(b, d, func(tx *db.Tx) error {
					_, err := account.FindSession(tx, s.Token, now)
					return err
				})
			}
		})
	}
}
