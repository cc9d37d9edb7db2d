package register_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/register"
	"ruqsat/words"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	ctx  = context.Background()
	noon = time.Date(2026, 4, 1, 12, 0, 0, 0, calendar.Zone)
)

const origin = "ruqsat.example/register"

// house is a database with its register and its key.
type house struct {
	*db.DB
	log      *register.Log
	signer   note.Signer
	verifier note.Verifier
	n        int
}

func build(t testing.TB, d *db.DB) *house {
	t.Helper()
	signer, verifier, err := register.KeyFile(filepath.Join(t.TempDir(), "register.key"))
	if err != nil {
		t.Fatal(err)
	}
	return &house{DB: d, log: register.New(d, signer, origin), signer: signer, verifier: verifier}
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { f(t, build(t, d)) })
}

// act appends n entries, one second after the other, and gives their ids.
func (h *house) act(t testing.TB, n int) (ids []string) {
	t.Helper()
	err := h.Write(ctx, h.now(), func(tx *db.Tx) error {
		for range n {
			h.n++
			id, err := register.Append(tx, register.Entry{
				At: h.now(), Act: "application.file", Subject: fmt.Sprintf("case:%d", h.n%10), Actor: "system",
				ActorName: words.Text{KK: "Жүйе", RU: "Система", EN: "System"},
				Detail:    map[string]any{"iin": fmt.Sprintf("9001013%05d", h.n)},
			})
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func (h *house) now() time.Time { return noon.Add(time.Duration(h.n) * time.Second) }

func (h *house) sequence(t testing.TB, want int) {
	t.Helper()
	if n, err := h.log.Sequence(ctx, h.now()); err != nil || n != want {
		t.Fatalf("placed %d, %v; want %d", n, err, want)
	}
}

func (h *house) checkpoint(t testing.TB) ([]byte, int64, tlog.Hash) {
	t.Helper()
	signed, size, root, err := h.log.Checkpoint(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return signed, size, root
}

func (h *house) verify(t testing.TB, outside []byte) register.Report {
	t.Helper()
	report, err := register.Verify(ctx, h.DB, h.verifier, outside)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (h *house) exec(t testing.TB, text string, args ...any) {
	t.Helper()
	err := h.Write(ctx, noon, func(tx *db.Tx) error { _, err := tx.Exec(text, args...); return err })
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheEntriesOfACaseAreItsHistory(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		due := noon.Add(48 * time.Hour)
		want := register.Entry{
			Act: "application.decide", Subject: "case:1", Actor: "account:7", ActorName: words.Text{KK: "Ә", RU: "А", EN: "A"},
			ActorRole: "head", ActorUnit: "unit:3", Ground: "D1:114", Due: &due, Purpose: "decision",
			Detail: map[string]any{"name": "Каримов\u0000 'қ'", "places": 3.0, "list": []any{"a"}},
		}
		err := h.Write(ctx, noon, func(tx *db.Tx) error {
			for _, act := range []string{"first", "second", "third"} { // one moment, in the order they were made
				want.Act = act
				if _, err := register.Append(tx, want); err != nil {
					return err
				}
			}
			_, err := register.Append(tx, register.Entry{Act: "other", Subject: "case:2", Actor: "system"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		check := func() {
			t.Helper()
			err := h.Read(ctx, func(tx *db.Tx) error {
				got, err := register.History(tx, "case:1")
				if err != nil || len(got) != 3 || got[0].Act != "first" || got[1].Act != "second" || got[2].Act != "third" {
					t.Fatalf("history is %v, %v", got, err)
				}
				e := got[2]
				one, err := register.Find(tx, e.ID)
				if !e.At.Equal(noon) || !e.Due.Equal(due) || fmt.Sprint(e.Detail) != fmt.Sprint(want.Detail) || fmt.Sprint(one) != fmt.Sprint(e) && one.ID != e.ID {
					t.Errorf("got %+v", e)
				}
				e.ID, e.At, e.Due, e.Detail, want.Due, want.Detail = "", time.Time{}, nil, nil, nil, nil
				if fmt.Sprint(e) != fmt.Sprint(want) {
					t.Errorf("got %+v, want %+v", e, want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		check()
		h.sequence(t, 4)
	})
}

func TestAnIncompleteEntryIsRefused(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	for _, e := range []register.Entry{
		{Subject: "case:1", Actor: "system"}, {Act: "a", Actor: "system"}, {Act: "a", Subject: "case:1"},
		{Act: "a\nb", Subject: "case:1", Actor: "system"}, {Act: "a", Subject: "Каримов", Actor: "system"},
	} {
		err := d.Write(ctx, noon, func(tx *db.Tx) error { _, err := register.Append(tx, e); return err })
		if !errors.Is(err, register.ErrEntry) {
			t.Errorf("%+v: %v", e, err)
		}
	}
}

func TestNoActWithoutItsEntry(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.act(t, 3)
		h.exec(t, `CREATE TABLE place (id TEXT PRIMARY KEY)`)
		h.lockTable(t)

		err := h.Write(ctx, noon, func(tx *db.Tx) error {
			if _, err := tx.Exec(`INSERT INTO place (id) VALUES ('a')`); err != nil {
				return err
			}
			register.Append(tx, register.Entry{Act: "quota.hold", Subject: "case:1", Actor: "system"})
			return nil // even when the verb forgets to look
		})
		if err == nil {
			t.Error("the act was done without its entry")
		}
		var places int
		if err := h.Read(ctx, func(tx *db.Tx) error { return tx.Get(&places, `SELECT COUNT(*) FROM place`) }); err != nil || places != 0 {
			t.Errorf("%d places, %v", places, err)
		}
	})
}

// lockTable makes the register read-only, for superusers too.
func (h *house) lockTable(t *testing.T) {
	if h.Engine() == db.SQLite {
		h.exec(t, `CREATE TRIGGER shut BEFORE INSERT ON register_entry BEGIN SELECT RAISE(ABORT, 'read only'); END`)
		return
	}
	h.exec(t, `CREATE FUNCTION shut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'read only'; END $$`)
	h.exec(t, `CREATE TRIGGER shut BEFORE INSERT ON register_entry EXECUTE FUNCTION shut()`)
}

func TestTheRegisterGrowsAndVerifiesAtEverySize(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.sequence(t, 0)
		var kept [][]byte
		for _, n := range []int{0, 1, 1, 3, 250, 1, 1, 300, 0, 211, 2100} {
			h.act(t, n)
			h.sequence(t, n)
			signed, size, root := h.checkpoint(t)
			kept = append(kept, signed)
			report := h.verify(t, signed)
			if !report.OK() || report.Size != size || report.Root != root || report.Entries != int64(h.n) || size != int64(h.n) || !report.OutsideChecked {
				t.Fatalf("at %d: %+v", h.n, report)
			}
		}
		for _, older := range kept {
			if report := h.verify(t, older); !report.OK() || !report.OutsideChecked {
				t.Errorf("%+v", report)
			}
		}
	})
}

func TestAnEmptyRegisterVerifies(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if _, _, _, err := h.log.Checkpoint(ctx); !errors.Is(err, register.ErrNoCheckpoint) {
			t.Errorf("got %v", err)
		}
		h.act(t, 2)
		report := h.verify(t, nil)
		if !report.OK() || report.Waiting != 2 || report.OldestWaiting.IsZero() {
			t.Errorf("%+v", report)
		}
	})
}

func TestEveryEntryIsProvedToAnOutsider(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ids := h.act(t, 700)
		if _, err := h.log.Proof(ctx, ids[0]); !errors.Is(err, register.ErrUnplaced) {
			t.Errorf("before its place: %v", err)
		}
		h.sequence(t, 700)
		for i := 0; i < len(ids); i += 23 {
			p, err := h.log.Proof(ctx, ids[i])
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Check(h.verifier); err != nil || p.Seq != int64(i) {
				t.Fatalf("entry %d at %d: %v", i, p.Seq, err)
			}
			if leaf := string(p.Leaf); strings.Contains(leaf, "9001013") || strings.Contains(leaf, "Жүйе") {
				t.Errorf("personal data in the leaf %q", leaf)
			}
			p.Leaf[30]++
			if p.Check(h.verifier) == nil {
				t.Error("a changed leaf was proved")
			}
		}
		if _, err := h.log.Proof(ctx, "none"); !errors.Is(err, db.ErrNone) {
			t.Errorf("got %v", err)
		}
	})
}

func TestCheckpointsAreConsistent(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		type kept struct {
			size int64
			root tlog.Hash
		}
		var older []kept
		for _, n := range []int{1, 6, 249, 1, 400, 13} {
			h.act(t, n)
			h.sequence(t, n)
			_, size, root := h.checkpoint(t)
			older = append(older, kept{size, root})
		}
		for _, k := range older {
			path, signed, err := h.log.Consistency(ctx, k.size)
			if err != nil {
				t.Fatal(err)
			}
			c, err := register.OpenCheckpoint(signed, h.verifier)
			if err != nil || c.Origin != origin {
				t.Fatal(c, err)
			}
			if err := tlog.CheckTree(path, c.Size, c.Root, k.size, k.root); err != nil {
				t.Errorf("from %d to %d: %v", k.size, c.Size, err)
			}
		}
	})
}

func TestTwoSequencersGiveEachEntryOnePlace(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var placed int
		var mu sync.Mutex
		var acting, group sync.WaitGroup
		stop := make(chan struct{})
		for range 3 {
			log := register.New(h.DB, h.signer, origin)
			group.Go(func() {
				for last := false; ; {
					n, err := log.Sequence(ctx, noon.Add(time.Hour))
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					placed += n
					mu.Unlock()
					if last {
						return
					}
					select {
					case <-stop:
						last = true
					default:
					}
				}
			})
		}
		for range 4 {
			acting.Go(func() {
				for range 40 {
					err := h.Write(ctx, noon, func(tx *db.Tx) error {
						_, err := register.Append(tx, register.Entry{Act: "a", Subject: "case:1", Actor: "system"})
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		acting.Wait()
		close(stop)
		group.Wait()
		n, err := h.log.Sequence(ctx, noon.Add(time.Hour)) // what a passed-over sequencer left
		if placed += n; err != nil || placed != 160 {
			t.Errorf("%d placed, %v", placed, err)
		}
		if report := h.verify(t, nil); !report.OK() || report.Size != 160 {
			t.Errorf("%+v", report)
		}
	})
}

func TestADamagedTreeIsNotSigned(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.act(t, 300)
		h.sequence(t, 300)
		h.exec(t, `UPDATE register_tile SET hashes = (SELECT hashes FROM register_tile WHERE level = 1) WHERE level = 0 AND number = 1`)
		h.act(t, 1)
		if _, err := h.log.Sequence(ctx, noon); !errors.Is(err, register.ErrDamaged) {
			t.Errorf("got %v", err)
		}
		h.exec(t, `DELETE FROM register_head`)
		if _, err := h.log.Sequence(ctx, noon); !errors.Is(err, register.ErrDamaged) {
			t.Errorf("got %v", err)
		}
	})
}

func TestTheKeyIsMadeOnceAndKeptFromOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.key")
	var group sync.WaitGroup
	keys := make([]note.Verifier, 8)
	for i := range keys {
		group.Go(func() {
			var err error
			if _, keys[i], err = register.KeyFile(path); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, key := range keys {
		if key == nil || key.KeyHash() != keys[0].KeyHash() {
			t.Fatal("two keys")
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if files, _ := filepath.Glob(path + "*"); len(files) != 2 {
		t.Errorf("left behind: %v", files)
	}

	if err := os.Remove(path + ".pub"); err != nil { // as a start that was cut off leaves it
		t.Fatal(err)
	}
	if _, again, err := register.KeyFile(path); err != nil || again.KeyHash() != keys[0].KeyHash() {
		t.Errorf("%v, %v", again, err)
	}
	if err := os.WriteFile(path, []byte("spoiled"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := register.KeyFile(path); err == nil || strings.Contains(err.Error(), "spoiled") {
		t.Errorf("got %v", err)
	}
}

func TestRunSequencesByItself(t *testing.T) {
	h := build(t, dbtest.Open(t, db.SQLite))
	h.act(t, 5)
	running, stop := context.WithCancel(ctx)
	var group sync.WaitGroup
	group.Go(func() { h.log.Run(running, calendar.NewAdjustable(noon), nil) })
	stop()
	group.Wait()
	if report := h.verify(t, nil); !report.OK() || report.Size != 5 || report.Waiting != 0 {
		t.Errorf("%+v", report)
	}
}
