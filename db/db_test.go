package db_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"ruqsat/db"
	"ruqsat/db/dbtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	ctx  = context.Background()
	noon = time.Date(2026, 4, 1, 7, 0, 0, 123456789, time.UTC)
)

// each gives every test a table of its own beside the house's.
func each(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		write(t, d, `CREATE TABLE place (
			id TEXT NOT NULL PRIMARY KEY, region TEXT NOT NULL, serial BIGINT NOT NULL DEFAULT 0,
			free BIGINT NOT NULL DEFAULT 0 CHECK (free >= 0), held INTEGER NOT NULL DEFAULT 0,
			at TEXT, bytes BYTEA, UNIQUE (region, serial))`)
		f(t, d)
	})
}

func write(t testing.TB, d *db.DB, text string, args ...any) {
	t.Helper()
	err := d.Write(ctx, noon, func(tx *db.Tx) error {
		_, err := tx.Exec(text, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func add(tx *db.Tx, id string) error {
	_, err := tx.Exec(`INSERT INTO place (id, region) VALUES (?, ?)`, id, id)
	return err
}

func ids(t testing.TB, d *db.DB) []string {
	t.Helper()
	var list []string
	err := d.Read(ctx, func(tx *db.Tx) error { return tx.Select(&list, `SELECT id FROM place ORDER BY id`) })
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func expect(t testing.TB, d *db.DB, want ...string) {
	t.Helper()
	if got := ids(t, d); !slices.Equal(got, want) {
		t.Errorf("rows are %v, want %v", got, want)
	}
}

type place struct {
	ID     string  `db:"id"`
	Region string  `db:"region"`
	Serial int     `db:"serial"`
	Free   int64   `db:"free"`
	Held   bool    `db:"held"`
	At     db.Time `db:"at"`
	Bytes  []byte  `db:"bytes"`
}

func TestARowComesBackAsItWasWritten(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		want := place{ID: "a", Region: "Алматы 'қ' ?", Serial: 7, Free: 1 << 40, Held: true, At: db.At(noon), Bytes: []byte{0, 255}}
		write(t, d, `INSERT INTO place (id, region, serial, free, held, at, bytes) VALUES (?, ?, ?, ?, ?, ?, ?) -- why?`,
			want.ID, want.Region, want.Serial, want.Free, want.Held, want.At, want.Bytes)

		var got place
		var moment time.Time
		var none *time.Time
		var all []place
		var count int
		err := d.Read(ctx, func(tx *db.Tx) error {
			return errors.Join(
				tx.Get(&got, `SELECT * FROM place WHERE id = ? AND region <> '?'`, "a"),
				tx.Get(&moment, `SELECT at FROM place WHERE held = ?`, true),
				tx.Get(&none, `SELECT NULLIF(at, at) FROM place`),
				tx.Get(&count, `SELECT COUNT(*) FROM place WHERE at = ?`, noon.In(time.FixedZone("", 5*3600)).Truncate(time.Microsecond)),
				tx.Select(&all, `SELECT * FROM place`),
			)
		})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(all, []place{want}) {
			t.Errorf("got %+v and %+v, want %+v", got, all, want)
		}
		if !moment.Equal(noon.Truncate(time.Microsecond)) || none != nil || count != 1 {
			t.Errorf("moment %v, none %v, count %d", moment, none, count)
		}
	})
}

func TestAColumnWithoutAFieldIsAnError(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var half []struct {
			ID string `db:"id"`
		}
		err := d.Read(ctx, func(tx *db.Tx) error { return tx.Select(&half, `SELECT id, region FROM place`) })
		if err == nil {
			t.Error("the column region was lost silently")
		}
	})
}

func TestNoRowIsErrNoneAndLeavesTheActWhole(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		err := d.Write(ctx, noon, func(tx *db.Tx) error {
			var p place
			if err := tx.Get(&p, `SELECT * FROM place`); !errors.Is(err, db.ErrNone) {
				t.Errorf("got %v", err)
			}
			return add(tx, "a")
		})
		if err != nil {
			t.Fatal(err)
		}
		expect(t, d, "a")
	})
}

func TestAnErrorUndoesTheActAndComesBackAsItIs(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		refused := errors.New("refused")
		err := d.Write(ctx, noon, func(tx *db.Tx) error {
			tx.After(func() { t.Error("run although the act was undone") })
			return errors.Join(add(tx, "a"), refused)
		})
		if !errors.Is(err, refused) {
			t.Errorf("got %v", err)
		}
		expect(t, d)
	})
}

func TestAPanicUndoesTheActAndGoesOnToItsCaller(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		func() {
			defer func() {
				if r := recover(); r != "boom" {
					t.Errorf("recovered %v", r)
				}
			}()
			d.Write(ctx, noon, func(tx *db.Tx) error { add(tx, "a"); panic("boom") })
		}()
		write(t, d, `INSERT INTO place (id, region) VALUES ('b', 'b')`)
		expect(t, d, "b")
	})
}

func TestAGoroutineThatExitsInsideAnActLeavesTheWriterFree(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			d.Write(ctx, noon, func(tx *db.Tx) error { add(tx, "a"); runtime.Goexit(); return nil })
		}()
		<-done
		write(t, d, `INSERT INTO place (id, region) VALUES ('b', 'b')`)
		expect(t, d, "b")
	})
}

func TestWhatIsTakenIsNamedAlikeOnBothEngines(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		write(t, d, `CREATE UNIQUE INDEX place_living ON place (free, held) WHERE free > 0`)
		write(t, d, `INSERT INTO place (id, region, serial, free) VALUES ('a', 'x', 1, 5)`)
		for text, want := range map[string]string{
			`INSERT INTO place (id, region, serial) VALUES ('a', 'y', 1)`:          "place_pkey",
			`INSERT INTO place (id, region, serial) VALUES ('b', 'x', 1)`:          "place_region_serial_key",
			`INSERT INTO place (id, region, serial, free) VALUES ('b', 'y', 1, 5)`: "place_living",
		} {
			err := d.Write(ctx, noon, func(tx *db.Tx) error { _, err := tx.Exec(text); return err })
			taken, ok := errors.AsType[*db.Taken](err)
			if !ok || !errors.Is(err, db.ErrTaken) || taken.Constraint != want {
				t.Errorf("%s: got %v, want %s", text, err, want)
			}
		}
		expect(t, d, "a")
	})
}

// Personal data never stands in an error's text.
func TestAFailedConversionDoesNotTellTheValue(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		const secret = `Каримов ("Алишер")`
		write(t, d, `INSERT INTO place (id, region) VALUES (?, 'x')`, secret)
		var number int
		for name, err := range map[string]error{
			"read": d.Read(ctx, func(tx *db.Tx) error { return tx.Get(&number, `SELECT id FROM place`) }),
			"write": d.Write(ctx, noon, func(tx *db.Tx) error {
				_, err := tx.Exec(`INSERT INTO place (id, region, serial, free) VALUES ('a', 'b', ?, -1)`, secret)
				return err
			}),
			"taken": d.Write(ctx, noon, func(tx *db.Tx) error { return add(tx, secret) }),
		} {
			if err == nil || strings.Contains(err.Error(), "Карим") || strings.Contains(err.Error(), "Алишер") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestPingTellsWhetherTheDatabaseIsThere(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		if err := d.Ping(ctx); err != nil {
			t.Error(err)
		}
		d.Close()
		if err := d.Ping(ctx); !errors.Is(err, db.ErrClosed) {
			t.Errorf("got %v", err)
		}
	})
}

func TestACheckIsErrLimit(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		write(t, d, `INSERT INTO place (id, region) VALUES ('a', 'a')`)
		err := d.Write(ctx, noon, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE place SET free = free - 1`)
			return err
		})
		if !errors.Is(err, db.ErrLimit) {
			t.Errorf("got %v", err)
		}
	})
}

func TestAFailedStatementCannotBeIgnored(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		err := d.Write(ctx, noon, func(tx *db.Tx) error {
			add(tx, "a")
			add(tx, "a")
			if err := add(tx, "b"); !errors.Is(err, db.ErrTaken) {
				t.Errorf("after a failed statement: %v", err)
			}
			return nil
		})
		if !errors.Is(err, db.ErrTaken) {
			t.Errorf("got %v", err)
		}
		expect(t, d)
	})
}

func TestReadCannotWrite(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		if err := d.Read(ctx, func(tx *db.Tx) error { return add(tx, "a") }); !errors.Is(err, db.ErrUnavailable) {
			t.Errorf("got %v", err)
		}
		expect(t, d)
	})
}

func TestReadSeesOneSnapshot(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		err := d.Read(ctx, func(tx *db.Tx) error {
			var before, after int
			err := tx.Get(&before, `SELECT COUNT(*) FROM place`)
			write(t, d, `INSERT INTO place (id, region) VALUES ('a', 'a')`)
			err = errors.Join(err, tx.Get(&after, `SELECT COUNT(*) FROM place`))
			if before != 0 || after != 0 {
				t.Errorf("the snapshot moved from %d to %d", before, after)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		expect(t, d, "a")
	})
}

func TestATransactionInsideATransactionIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		err := d.Write(ctx, noon, func(tx *db.Tx) error {
			if err := d.Write(tx.Context(), noon, func(*db.Tx) error { return nil }); err == nil {
				t.Error("Write inside Write")
			}
			if err := d.Read(tx.Context(), func(*db.Tx) error { return nil }); err == nil {
				t.Error("Read inside Write")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestATransactionIsUselessAfterItsEnd(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var kept *db.Tx
		if err := d.Write(ctx, noon, func(tx *db.Tx) error { kept = tx; return nil }); err != nil {
			t.Fatal(err)
		}
		if err := add(kept, "a"); err == nil {
			t.Error("a statement ran after the end")
		}
		expect(t, d)
	})
}

func TestAfterRunsOnceAfterTheCommit(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var seen []string
		err := d.Write(ctx, noon, func(tx *db.Tx) error {
			tx.After(func() { seen = append(seen, ids(t, d)...) })
			return add(tx, "a")
		})
		if err != nil || !slices.Equal(seen, []string{"a"}) {
			t.Errorf("err %v, saw %v", err, seen)
		}
	})
}

func TestManyWritersEachCountOnce(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		write(t, d, `INSERT INTO place (id, region, free) VALUES ('a', 'a', 50)`)
		var held, refused atomic.Int64
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				for range 20 {
					var rows int64
					err := d.Write(ctx, noon, func(tx *db.Tx) (err error) {
						rows, err = tx.Exec(`UPDATE place SET free = free - 1, held = held + 1 WHERE id = 'a' AND free > 0`)
						return err
					})
					switch {
					case err != nil:
						t.Error(err)
					case rows == 1:
						held.Add(1)
					default:
						refused.Add(1)
					}
				}
			})
		}
		group.Wait()
		if held.Load() != 50 || refused.Load() != 110 {
			t.Errorf("%d held, %d refused", held.Load(), refused.Load())
		}
	})
}

// Acts that wait while another runs are committed as one group; each fails by itself.
func TestInAGroupEachActFailsAlone(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		const n = 60
		started, hold := make(chan struct{}), make(chan struct{})
		var group sync.WaitGroup
		group.Go(func() {
			d.Write(ctx, noon, func(tx *db.Tx) error { close(started); <-hold; return add(tx, "000") })
		})
		<-started

		var good atomic.Int64
		for i := range n {
			group.Go(func() {
				defer func() {
					if r := recover(); (r != nil) != (i%4 == 3) {
						t.Errorf("act %d recovered %v", i, r)
					}
				}()
				err := d.Write(ctx, noon, func(tx *db.Tx) error {
					if err := add(tx, fmt.Sprintf("act %03d", i)); err != nil {
						return err
					}
					switch i % 4 {
					case 1:
						return errors.New("refused")
					case 2:
						return add(tx, fmt.Sprintf("act %03d", i)) // taken
					case 3:
						panic("boom")
					}
					return nil
				})
				if (err == nil) != (i%4 == 0) {
					t.Errorf("act %d: %v", i, err)
				}
				if err == nil {
					good.Add(1)
				}
			})
		}
		time.Sleep(20 * time.Millisecond)
		close(hold)
		group.Wait()
		if got := len(ids(t, d)); got != n/4+1 || good.Load() != n/4 {
			t.Errorf("%d rows, %d good acts, want %d", got, good.Load(), n/4)
		}
	})
}

// Nobody is acknowledged before the commit, and what did not commit was not done.
func TestAFailedCommitFailsTheWholeGroup(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	db.GroupFor(d, time.Minute)
	write(t, d, `CREATE TABLE place (id TEXT PRIMARY KEY, region TEXT REFERENCES place (id) DEFERRABLE INITIALLY DEFERRED)`)
	started, hold := make(chan struct{}), make(chan struct{})
	var failed atomic.Int64
	var group sync.WaitGroup
	group.Go(func() {
		err := d.Write(ctx, noon, func(tx *db.Tx) error { close(started); <-hold; return add(tx, "first") })
		if errors.Is(err, db.ErrUnavailable) {
			failed.Add(1)
		}
	})
	<-started
	for i := range 9 {
		group.Go(func() {
			err := d.Write(ctx, noon, func(tx *db.Tx) error {
				tx.After(func() { t.Error("run although the commit failed") })
				_, err := tx.Exec(`INSERT INTO place (id, region) VALUES (?, 'nowhere')`, fmt.Sprint(i))
				return err
			})
			if errors.Is(err, db.ErrUnavailable) {
				failed.Add(1)
			}
		})
	}
	time.Sleep(100 * time.Millisecond)
	close(hold)
	group.Wait()
	if failed.Load() != 10 {
		t.Errorf("%d of 10 were told", failed.Load())
	}
	expect(t, d)
	write(t, d, `INSERT INTO place (id) VALUES ('b')`)
	expect(t, d, "b")
}

func TestADeadlineEndsItsOwnActOnly(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var group sync.WaitGroup
		for i := range 40 {
			group.Go(func() {
				mine, cancel := context.WithCancel(ctx)
				defer cancel()
				err := d.Write(mine, noon, func(tx *db.Tx) error {
					if err := add(tx, fmt.Sprintf("%03d", i)); err != nil {
						return err
					}
					if i%2 == 1 {
						cancel()
					}
					return add(tx, fmt.Sprintf("%03d again", i))
				})
				if i%2 == 0 && err != nil || i%2 == 1 && !errors.Is(err, context.Canceled) {
					t.Errorf("act %d: %v", i, err)
				}
			})
		}
		group.Wait()
		if got := len(ids(t, d)); got != 40 {
			t.Errorf("%d rows, want 40", got)
		}
	})
}

func TestAnEndedContextDoesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ended, cancel := context.WithCancel(ctx)
		cancel()
		if err := d.Write(ended, noon, func(tx *db.Tx) error { return add(tx, "a") }); !errors.Is(err, context.Canceled) {
			t.Errorf("Write: %v", err)
		}
		if err := d.Read(ended, func(tx *db.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("Read: %v", err)
		}
		expect(t, d)
	})
}

// whoever waits behind a stuck act is told so within two seconds.
func TestAStuckLockIsErrBusyWithinTwoSeconds(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		write(t, d, `INSERT INTO place (id, region) VALUES ('a', 'a')`)
		started, hold := make(chan struct{}), make(chan struct{})
		var group sync.WaitGroup
		group.Go(func() {
			d.Write(ctx, noon, func(tx *db.Tx) error {
				_, err := tx.Exec(`UPDATE place SET free = 1`)
				close(started)
				<-hold
				return err
			})
		})
		<-started

		begun := time.Now()
		err := d.Write(ctx, noon, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE place SET free = 2`)
			return err
		})
		if took := time.Since(begun); !errors.Is(err, db.ErrBusy) || took > 2*time.Second {
			t.Errorf("%v after %v", err, took)
		}
		close(hold)
		group.Wait()
	})
}

func TestAnUsedUpPoolIsErrBusyWithinTwoSeconds(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		hold := make(chan struct{})
		var started, group sync.WaitGroup
		for range 24 {
			started.Add(1)
			group.Go(func() {
				once := sync.OnceFunc(started.Done)
				defer once()
				d.Read(ctx, func(tx *db.Tx) error { once(); <-hold; return nil })
			})
		}
		started.Wait()
		begun := time.Now()
		err := d.Read(ctx, func(tx *db.Tx) error { return nil })
		if took := time.Since(begun); !errors.Is(err, db.ErrBusy) || took > 2*time.Second {
			t.Errorf("%v after %v", err, took)
		}
		close(hold)
		group.Wait()
	})
}

// a look without a transaction waits no longer than any other for a pool that is used up.
func TestAPeekAtAnUsedUpPoolIsErrBusyToo(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		hold := make(chan struct{})
		var started, group sync.WaitGroup
		for range 24 {
			started.Add(1)
			group.Go(func() {
				once := sync.OnceFunc(started.Done)
				defer once()
				d.Read(ctx, func(tx *db.Tx) error { once(); <-hold; return nil })
			})
		}
		started.Wait()
		begun := time.Now()
		err := d.Peek(ctx, func(tx *db.Tx) error { var n int; return tx.Get(&n, `SELECT 1`) })
		if took := time.Since(begun); !errors.Is(err, db.ErrBusy) || took > 2*time.Second {
			t.Errorf("%v after %v", err, took)
		}
		close(hold)
		group.Wait()
	})
}

// a queue that moves is waited in, though it takes longer than anyone waits for a stuck one.
func TestAQueueThatMovesIsServedToItsEnd(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		write(t, d, `INSERT INTO place (id, region) VALUES ('a', 'a')`)
		const acts = 60
		begun := time.Now()
		var group sync.WaitGroup
		for range acts {
			group.Go(func() {
				err := d.Write(ctx, noon, func(tx *db.Tx) error {
					time.Sleep(50 * time.Millisecond) // twice patience for all, one after the other
					_, err := tx.Exec(`UPDATE place SET free = free + 1 WHERE id = 'a'`)
					return err
				})
				if err != nil {
					t.Errorf("after %v: %v", time.Since(begun), err)
				}
			})
		}
		group.Wait()
		err := d.Read(ctx, func(tx *db.Tx) error {
			var free int
			if err := tx.Get(&free, `SELECT free FROM place WHERE id = 'a'`); err != nil || free != acts {
				t.Errorf("%d of %d acts: %v", free, acts, err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestCollidingActsAreRunAgain(t *testing.T) {
	d := dbtest.Open(t, db.PostgreSQL)
	write(t, d, `CREATE TABLE place (id TEXT PRIMARY KEY, free BIGINT NOT NULL)`)
	write(t, d, `INSERT INTO place (id, free) VALUES ('a', 0), ('b', 0)`)

	var runs atomic.Int64
	var meet, group sync.WaitGroup
	meet.Add(2)
	for _, order := range [][]string{{"a", "b"}, {"b", "a"}} {
		group.Go(func() {
			first := true
			err := d.Write(ctx, noon, func(tx *db.Tx) error {
				runs.Add(1)
				for i, id := range order {
					if i == 1 && first {
						first = false
						meet.Done()
						meet.Wait()
					}
					if _, err := tx.Exec(`UPDATE place SET free = free + 1 WHERE id = ?`, id); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	var sum int
	if err := d.Read(ctx, func(tx *db.Tx) error { return tx.Get(&sum, `SELECT SUM(free) FROM place`) }); err != nil {
		t.Fatal(err)
	}
	if sum != 4 || runs.Load() < 3 {
		t.Errorf("sum %d after %d runs", sum, runs.Load())
	}
}

// the program needs no restart when the database had one.
func TestAKilledServerIsUnavailableAndThenThereAgain(t *testing.T) {
	cluster := dbtest.NewCluster(t)
	d, err := db.Open(ctx, cluster.Create("house"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	write(t, d, `CREATE TABLE place (id TEXT PRIMARY KEY, region TEXT)`)
	var group sync.WaitGroup
	for i := range 8 { // several connections wait in the pool
		group.Go(func() {
			if err := d.Write(ctx, noon, func(tx *db.Tx) error { return add(tx, fmt.Sprint(i)) }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()

	cluster.Kill()
	err = d.Write(ctx, noon, func(tx *db.Tx) error { return add(tx, "lost") })
	for tries := 0; err == nil && tries < 20; tries++ { // a child may still serve for a moment
		time.Sleep(50 * time.Millisecond)
		err = d.Write(ctx, noon, func(tx *db.Tx) error { return add(tx, fmt.Sprint("lost ", tries)) })
	}
	if !errors.Is(err, db.ErrUnavailable) {
		t.Fatalf("got %v", err)
	}

	cluster.Start()
	if err := d.Write(ctx, noon, func(tx *db.Tx) error { return add(tx, "back") }); err != nil {
		t.Fatal(err)
	}
	if got := ids(t, d); !slices.Contains(got, "back") || !slices.Contains(got, "7") {
		t.Errorf("rows are %v", got)
	}
}

// R-07 in small: a database that cannot grow acknowledges nothing, and works again with room.
func TestAFullDatabaseLosesNothingAndAcknowledgesNothing(t *testing.T) {
	d, err := db.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "a b?_pragma=max_page_count(40)"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	write(t, d, `CREATE TABLE place (id TEXT PRIMARY KEY, region TEXT)`)

	kept := 0
	for i := 0; err == nil; i++ {
		err = d.Write(ctx, noon, func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO place (id, region) VALUES (?, ?)`, fmt.Sprint(i), string(make([]byte, 3000)))
			return err
		})
		if err == nil {
			kept++
		}
	}
	if !errors.Is(err, db.ErrUnavailable) || kept == 0 {
		t.Fatalf("%d rows, then %v", kept, err)
	}
	if got := len(ids(t, d)); got != kept {
		t.Errorf("%d rows, %d acknowledged", got, kept)
	}
	write(t, d, `DELETE FROM place`)
	write(t, d, `INSERT INTO place (id) VALUES ('a')`)
	expect(t, d, "a")
}

func TestAClosedDatabaseIsErrClosed(t *testing.T) {
	for _, engine := range dbtest.Engines {
		d, err := db.Open(ctx, dbtest.DSN(t, engine))
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if err := d.Write(ctx, noon, func(tx *db.Tx) error { return nil }); !errors.Is(err, db.ErrClosed) {
			t.Errorf("%s: Write: %v", engine, err)
		}
		if err := d.Read(ctx, func(tx *db.Tx) error { return nil }); !errors.Is(err, db.ErrClosed) {
			t.Errorf("%s: Read: %v", engine, err)
		}
	}
}

func TestAWrongAddressIsKnownAtOnce(t *testing.T) {
	for _, dsn := range []string{"", "mysql://x", "sqlite:", "sqlite::memory:", "sqlite:" + filepath.Join(t.TempDir(), "no", "folder"),
		"postgres:///x?host=" + t.TempDir()} {
		if d, err := db.Open(ctx, dsn); err == nil {
			d.Close()
			t.Errorf("%q was opened", dsn)
		}
	}
}

func TestNodesThatStartTogetherMigrateOnce(t *testing.T) {
	for _, engine := range dbtest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			dsn := "sqlite:" + filepath.Join(t.TempDir(), "empty.db")
			nodes := 1
			if engine == db.PostgreSQL {
				dsn, nodes = dbtest.NewCluster(t).Create("empty"), 3
			}
			var group sync.WaitGroup
			for range nodes {
				group.Go(func() {
					d, err := db.Open(ctx, dsn)
					if err != nil {
						t.Error(err)
						return
					}
					defer d.Close()
					if err := d.Migrate(ctx); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
		})
	}
}

func TestTheFileIsPrivateAndWholeAfterClose(t *testing.T) {
	path := filepath.Join(t.TempDir(), "house 1.db")
	d, err := db.Open(ctx, "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, d, `CREATE TABLE place (id TEXT)`)
	for _, name := range []string{path, path + "-wal"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("others may read %s: %v, %v", name, info, err)
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + "-wal"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the WAL is left behind: %v", err)
	}
}

func TestAPeekChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Peek(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`DELETE FROM register_entry`)
			return err
		})
		if err == nil {
			t.Error("a Peek deleted rows")
		}
		if err := d.Ping(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
