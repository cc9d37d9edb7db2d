package register_test

import (
	cryptorand "crypto/rand"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"ruqsat/db"
	"ruqsat/register"
)

// size of the log that is tampered with: two full tiles and a part.
const size = 700

// tampering is one thing a superuser might do; kinds are what Verify may call it, at a random place.
type tampering struct {
	name  string
	does  func(tx *db.Tx, r *rand.Rand) error
	kinds []register.Kind
}

func sql(text string, args func(r *rand.Rand) []any) func(*db.Tx, *rand.Rand) error {
	return func(tx *db.Tx, r *rand.Rand) error {
		rows, err := tx.Exec(text, args(r)...)
		if err == nil && rows == 0 {
			err = fmt.Errorf("changed nothing: %s", text)
		}
		return err
	}
}

func place(r *rand.Rand) []any { return []any{r.Int64N(size)} }

func with(value any) func(r *rand.Rand) []any {
	return func(r *rand.Rand) []any { return []any{value, r.Int64N(size)} }
}

func tamperings() []tampering {
	edited := []register.Kind{register.Edited}
	list := []tampering{
		{"delete", sql(`DELETE FROM register_entry WHERE seq = ?`, place), []register.Kind{register.Missing}},
		{"unplace", sql(`UPDATE register_entry SET seq = NULL WHERE seq = ?`, place), []register.Kind{register.Missing}},
		{"truncate entries", sql(`DELETE FROM register_entry WHERE seq >= ?`, place), []register.Kind{register.Missing}},
		{"delete a tile", sql(`DELETE FROM register_tile WHERE level = 0 AND number = ?`, func(r *rand.Rand) []any { return []any{r.Int64N(3)} }), []register.Kind{register.Tile}},
		{"delete the upper tile", sql(`DELETE FROM register_tile WHERE level = 1`, func(*rand.Rand) []any { return nil }), []register.Kind{register.Tile}},
		{"add a tile", sql(`INSERT INTO register_tile (level, number, hashes) VALUES (?, ?, ?)`,
			func(r *rand.Rand) []any { return []any{r.Int64N(4), 3 + r.Int64N(5), make([]byte, 32)} }), []register.Kind{register.Tile}},
		{"change a tile", changeTile, []register.Kind{register.Edited, register.Root, register.Tile}},
		{"insert behind the log", insert(func(r *rand.Rand) any { return size + r.Int64N(9) }, noon.Add(size*time.Second)), []register.Kind{register.Inserted}},
		{"insert before the log", insert(func(r *rand.Rand) any { return -1 - r.Int64N(9) }, noon), []register.Kind{register.Inserted}},
		{"insert an old act without a place", insert(func(*rand.Rand) any { return nil }, noon), []register.Kind{register.Unplaced}},
		{"replace", replace, edited},
		{"swap two", swap, []register.Kind{register.Moved}},
		{"shift by one", shift, []register.Kind{register.Moved, register.Missing}},
		{"edit with its tile", editWithTile, []register.Kind{register.Root, register.Tile}},
		{"shorten the head", sql(`UPDATE register_head SET size = ?`, place), []register.Kind{register.Signature}},
		{"empty the head", sql(`UPDATE register_head SET size = 0, checkpoint = ''`, func(*rand.Rand) []any { return nil }), []register.Kind{register.Inserted}},
		{"delete the head", sql(`DELETE FROM register_head`, func(*rand.Rand) []any { return nil }), []register.Kind{register.Signature}},
		{"change the checkpoint", sql(`UPDATE register_head SET checkpoint = REPLACE(checkpoint, ?, ?)`,
			func(r *rand.Rand) []any { return []any{"\n700\n", fmt.Sprintf("\n%d\n", r.Int64N(size))} }), []register.Kind{register.Signature}},
		{"sign with another key", forge, []register.Kind{register.Signature}},
	}
	for column, value := range map[string]any{
		"id": "00000000-0000-7000-8000-000000000000", "at": db.At(noon.Add(-time.Hour)), "act": "application.refuse",
		"subject": "case:other", "actor": "account:other", "salt": []byte("0123456789abcdef"), "body": `{"name":{}}`,
	} {
		list = append(list, tampering{"edit " + column, sql(`UPDATE register_entry SET `+column+` = ? WHERE seq = ?`, with(value)), edited})
	}
	return list
}

func insert(seq func(r *rand.Rand) any, at time.Time) func(*db.Tx, *rand.Rand) error {
	return sql(`INSERT INTO register_entry (id, seq, at, act, subject, actor, salt, body) VALUES (?, ?, ?, 'permit.issue', 'case:1', 'system', ?, '{}')`,
		func(r *rand.Rand) []any { return []any{db.NewID(at), seq(r), db.At(at), []byte("salt")} })
}

// replace puts a wholly new entry at a place.
func replace(tx *db.Tx, r *rand.Rand) error {
	at := r.Int64N(size)
	if _, err := tx.Exec(`DELETE FROM register_entry WHERE seq = ?`, at); err != nil {
		return err
	}
	return insert(func(*rand.Rand) any { return at }, noon)(tx, r)
}

func swap(tx *db.Tx, r *rand.Rand) error {
	a := r.Int64N(size)
	b := (a + 1 + r.Int64N(size-1)) % size
	for _, step := range [][2]int64{{a, -5}, {b, a}, {-5, b}} {
		if _, err := tx.Exec(`UPDATE register_entry SET seq = ? WHERE seq = ?`, step[1], step[0]); err != nil {
			return err
		}
	}
	return nil
}

// shift takes one entry out and moves the rest down, so that no gap is left but at the end.
func shift(tx *db.Tx, r *rand.Rand) error {
	at := r.Int64N(size)
	for _, text := range []string{`DELETE FROM register_entry WHERE seq = ?`,
		`UPDATE register_entry SET seq = -seq WHERE seq > ?`} {
		if _, err := tx.Exec(text, at); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`UPDATE register_entry SET seq = -seq - 1 WHERE seq < 0`)
	return err
}

func changeTile(tx *db.Tx, r *rand.Rand) error {
	var list []struct {
		Level  int    `db:"level"`
		Number int    `db:"number"`
		Hashes []byte `db:"hashes"`
	}
	if err := tx.Select(&list, `SELECT level, number, hashes FROM register_tile ORDER BY level, number`); err != nil {
		return err
	}
	tile := list[r.IntN(len(list))]
	tile.Hashes[r.IntN(len(tile.Hashes))] ^= 1 << r.IntN(8)
	_, err := tx.Exec(`UPDATE register_tile SET hashes = ? WHERE level = ? AND number = ?`, tile.Hashes, tile.Level, tile.Number)
	return err
}

// editWithTile edits an entry and puts its new hash into the tile: who knows the format would.
func editWithTile(tx *db.Tx, r *rand.Rand) error {
	at := r.Int64N(size)
	if _, err := tx.Exec(`UPDATE register_entry SET body = '{"name":{}}' WHERE seq = ?`, at); err != nil {
		return err
	}
	hash, err := register.HashAt(tx, at)
	if err != nil {
		return err
	}
	var hashes []byte
	if err := tx.Get(&hashes, `SELECT hashes FROM register_tile WHERE level = 0 AND number = ?`, at/256); err != nil {
		return err
	}
	copy(hashes[at%256*32:], hash[:])
	_, err = tx.Exec(`UPDATE register_tile SET hashes = ? WHERE level = 0 AND number = ?`, hashes, at/256)
	return err
}

// forge signs the same checkpoint with a key of the same name.
func forge(tx *db.Tx, _ *rand.Rand) error {
	secret, _, err := note.GenerateKey(cryptorand.Reader, "ruqsat-register")
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return err
	}
	var checkpoint string
	if err := tx.Get(&checkpoint, `SELECT checkpoint FROM register_head`); err != nil {
		return err
	}
	text, _, _ := strings.Cut(checkpoint, "\n\n")
	signed, err := note.Sign(&note.Note{Text: text + "\n"}, signer)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE register_head SET checkpoint = ?`, string(signed))
	return err
}

// 300 random edits of all kinds by a superuser, on each engine, and each is found by its name.
func TestEveryTamperingIsFound(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.act(t, size)
		h.sequence(t, size)
		list := tamperings()
		for round := range 300 {
			r := rand.New(rand.NewPCG(uint64(round), 20))
			what := list[round%len(list)]
			restore := h.snapshot(t)
			err := h.Write(ctx, noon, func(tx *db.Tx) error { return what.does(tx, r) })
			if err != nil {
				t.Fatalf("%s: %v", what.name, err)
			}
			if report := h.verify(t, nil); !named(report, what.kinds) {
				t.Errorf("round %d, %s: found %v", round, what.name, report.Damages)
			}
			restore()
		}
		if report := h.verify(t, nil); !report.OK() {
			t.Fatalf("the undamaged log: %v", report.Damages)
		}
	})
}

// named tells whether one of the damages has one of the kinds.
func named(report register.Report, kinds []register.Kind) bool {
	for _, d := range report.Damages {
		for _, k := range kinds {
			if d.Kind == k {
				return true
			}
		}
	}
	return false
}

// snapshot keeps the three tables; restore puts them back as they were.
func (h *house) snapshot(t *testing.T) (restore func()) {
	t.Helper()
	names := []string{"register_entry", "register_tile", "register_head"}
	for _, name := range names {
		h.exec(t, `CREATE TABLE kept_`+name+` AS SELECT * FROM `+name)
	}
	return func() {
		t.Helper()
		for _, name := range names {
			h.exec(t, `DELETE FROM `+name)
			h.exec(t, `INSERT INTO `+name+` SELECT * FROM kept_`+name)
			h.exec(t, `DROP TABLE kept_`+name)
		}
	}
}

func TestOneEditIsOneDamageAtItsPlace(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ids := h.act(t, size)
		h.sequence(t, size)
		h.exec(t, `UPDATE register_entry SET body = '{}' WHERE seq = 321`)
		report := h.verify(t, nil)
		if len(report.Damages) != 1 || report.Damages[0].Kind != register.Edited || report.Damages[0].From != 321 || report.Damages[0].ID != ids[321] {
			t.Errorf("%v", report.Damages)
		}

		h.exec(t, `DELETE FROM register_entry WHERE seq >= 321 AND seq < 400`)
		report = h.verify(t, nil)
		if len(report.Damages) != 1 || report.Damages[0].String() != "missing at 321 to 399: no entry stands here" {
			t.Errorf("%v", report.Damages)
		}
	})
}

func TestASecondEntryAtOnePlaceIsFound(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.act(t, 20)
		h.sequence(t, 20)
		h.exec(t, `ALTER TABLE register_entry RENAME TO old_entry`) // who may do anything may drop a UNIQUE
		h.exec(t, `CREATE TABLE register_entry AS SELECT * FROM old_entry`)
		err := h.Write(ctx, noon, func(tx *db.Tx) error { return insert(func(*rand.Rand) any { return 7 }, noon)(tx, nil) })
		if err != nil {
			t.Fatal(err)
		}
		if report := h.verify(t, nil); len(report.Damages) != 1 || report.Damages[0].Kind != register.Inserted || report.Damages[0].From != 7 {
			t.Errorf("%v", report.Damages)
		}
	})
}

// Yesterday's whole database is sound in itself; the checkpoint kept outside tells.
func TestARollBackIsFoundAgainstACheckpointKeptOutside(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.act(t, 400)
		h.sequence(t, 400)
		early, _, _ := h.checkpoint(t)
		yesterday := h.snapshot(t)
		h.act(t, 100)
		h.sequence(t, 100)
		outside, _, _ := h.checkpoint(t)
		yesterday()

		if report := h.verify(t, nil); !report.OK() {
			t.Errorf("in itself: %v", report.Damages)
		}
		if report := h.verify(t, early); !report.OK() {
			t.Errorf("against the early checkpoint: %v", report.Damages)
		}
		if report := h.verify(t, outside); !named(report, []register.Kind{register.RolledBack}) {
			t.Errorf("against the late checkpoint: %v", report.Damages)
		}

		h.act(t, 150) // and the house went on from there
		h.sequence(t, 150)
		if report := h.verify(t, outside); !named(report, []register.Kind{register.Forked}) {
			t.Errorf("after the fork: %v", report.Damages)
		}
	})
}

func TestACheckpointOfAStrangerIsNoJudge(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.act(t, 3)
		h.sequence(t, 3)
		other := build(t, h.DB)
		signed, _, _ := h.checkpoint(t)
		if _, err := register.Verify(ctx, h.DB, other.verifier, signed); err == nil {
			t.Error("a checkpoint of another key was taken")
		}
		if report, err := register.Verify(ctx, h.DB, other.verifier, nil); err != nil || !named(report, []register.Kind{register.Signature}) {
			t.Errorf("%v, %v", report, err)
		}
	})
}
