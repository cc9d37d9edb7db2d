package register

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"ruqsat/db"
)

// audit is one reading of the whole log.
type audit struct {
	Report
	tx      *db.Tx
	outside *Checkpoint
	head    Checkpoint
	bound   int64 // the first place behind everything that is stored
	edge    edge
	upper   map[tlog.Tile][]tlog.Hash // what the tiles above level 0 must be
	strange map[tlog.Hash]int         // hash of an edited entry -> its damage
	wanted  map[tlog.Hash]int64       // hash that an edited place had -> the place
}

// Verify re-reads every entry and every tile in one snapshot and computes the log anew: bodies,
// leaves, tiles, root, the checkpoint's signature; and against checkpoint, one that was kept
// outside (nil: none), that the log was neither set back nor replaced. The damages stand in the
// Report. An error means that it could not be judged: the database failed, or checkpoint itself is
// not signed by the verifier's key.
func Verify(ctx context.Context, d *db.DB, verifier note.Verifier, checkpoint []byte) (Report, error) {
	var outside *Checkpoint
	if checkpoint != nil {
		c, err := OpenCheckpoint(checkpoint, verifier)
		if err != nil {
			return Report{}, fmt.Errorf("the checkpoint from outside: %w", err)
		}
		outside = &c
	}

	var report Report
	err := d.Read(ctx, func(tx *db.Tx) error {
		a := &audit{
			tx: tx, outside: outside, upper: map[tlog.Tile][]tlog.Hash{},
			strange: map[tlog.Hash]int{}, wanted: map[tlog.Hash]int64{},
		}
		err := a.run(verifier)
		report = a.Report
		return err
	})
	return report, err
}

func (a *audit) run(verifier note.Verifier) error {
	for _, step := range []func() error{
		func() error { return a.readHead(verifier) },
		a.outsiders, a.stream, a.moved, a.upperTiles, a.waiting,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	a.compare()
	return nil
}

// readHead opens the signed head. A bad one is a damage; the rest is then judged by what it claims.
func (a *audit) readHead(verifier note.Verifier) error {
	var h head
	err := a.tx.Get(&h, `SELECT size, checkpoint FROM register_head WHERE id = 1`)
	if errors.Is(err, db.ErrNone) {
		a.found(Signature, -1, -1, "", "the head is missing")
		return nil
	}
	if err != nil {
		return err
	}
	if h.Checkpoint == "" && h.Size == 0 { // nothing was sequenced yet
		a.head.Root = (&edge{}).root()
		return nil
	}

	signed, err := OpenCheckpoint([]byte(h.Checkpoint), verifier)
	if err != nil {
		a.found(Signature, -1, -1, "", "the checkpoint is not signed by the key")
		signed, _ = unsigned(h.Checkpoint)
	} else if signed.Size != h.Size {
		a.found(Signature, -1, -1, "", "the head's size is not the checkpoint's")
	}
	a.head = signed
	a.Origin, a.Size, a.At = signed.Origin, signed.Size, signed.At
	return nil
}

// outsiders finds entries that stand outside of the log, and how far the stored log goes.
func (a *audit) outsiders() error {
	var rows []row
	err := a.tx.Select(&rows, `SELECT `+columns+` FROM register_entry WHERE seq < 0 OR seq >= ? ORDER BY seq, id`, a.head.Size)
	if err != nil {
		return err
	}
	for _, r := range rows {
		a.strange[r.hash()] = len(a.Damages)
		a.found(Inserted, *r.Seq, *r.Seq, r.ID, "an entry outside of the log")
	}

	var last, tile int64
	err = errors.Join(
		a.tx.Get(&last, `SELECT COALESCE(MAX(seq), -1) FROM register_entry WHERE seq < ?`, a.head.Size),
		a.tx.Get(&tile, `SELECT COALESCE(MAX(number), -1) FROM register_tile WHERE level = 0 AND number <= ?`, a.head.Size/width))
	a.bound = min(a.head.Size, max(last+1, (tile+1)*width))
	return err
}

func (a *audit) grow(leaf tlog.Hash) {
	a.edge.grow(leaf, func(level int, number int64, hashes []tlog.Hash) {
		a.expect(level, number, hashes)
	})
	if a.outside != nil && a.edge.size == a.outside.Size {
		a.meet()
	}
}

// meet compares the log, at the size that it had then, with the checkpoint kept outside.
func (a *audit) meet() {
	a.OutsideChecked = true
	if a.edge.root() != a.outside.Root {
		a.found(Forked, -1, -1, "", fmt.Sprintf("at size %d the log is another than the checkpoint from outside says", a.outside.Size))
	}
}

func (a *audit) expect(level int, number int64, hashes []tlog.Hash) {
	if level > 0 {
		a.upper[tlog.Tile{H: height, L: level, N: number, W: len(hashes)}] = append([]tlog.Hash(nil), hashes...)
	}
}

// moved renames what is not edited but stands at another's place.
func (a *audit) moved() error {
	for hash, i := range a.strange {
		if place, ok := a.wanted[hash]; ok {
			a.Damages[i].Kind = Moved
			a.Damages[i].Text = fmt.Sprintf("this entry was placed at %d", place)
		}
	}
	return nil
}

// upperTiles compares the tiles above level 0 with those that the tree needs, and finds tiles that
// it does not need.
func (a *audit) upperTiles() error {
	a.edge.partial(a.expect)
	var stored []tileRow
	err := a.tx.Select(&stored, `SELECT level, number, hashes FROM register_tile WHERE level <> 0 OR number < 0 OR number >= ?
		ORDER BY level, number`, (a.head.Size+width-1)/width)
	if err != nil {
		return err
	}
	for _, s := range stored {
		t := tlog.Tile{H: height, L: int(s.Level), N: s.Number, W: len(s.Hashes) / tlog.HashSize}
		want, ok := a.upper[t]
		delete(a.upper, t)
		if !ok || string(join(want)) != string(s.Hashes) {
			a.found(Tile, -1, -1, "", fmt.Sprintf("tile %d of level %d is not what the log needs", s.Number, s.Level))
		}
	}
	for t := range a.upper {
		a.found(Tile, -1, -1, "", fmt.Sprintf("tile %d of level %d is missing or of another width", t.N, t.L))
	}
	return nil
}

// waiting looks at the entries without a place.
func (a *audit) waiting() error {
	var oldest db.Time
	err := errors.Join(
		a.tx.Get(&a.Waiting, `SELECT COUNT(*) FROM register_entry WHERE +seq IS NULL`),
		a.tx.Get(&oldest, `SELECT MIN(at) FROM register_entry WHERE +seq IS NULL`))
	a.OldestWaiting = oldest.Time
	if err != nil || a.At.IsZero() {
		return err
	}

	var late []string
	err = a.tx.Select(&late, `SELECT id FROM register_entry WHERE +seq IS NULL AND at < ? ORDER BY at, id`, a.At.Add(-Window))
	for _, id := range late {
		a.found(Unplaced, -1, -1, id, "an act before the checkpoint that was not given a place")
	}
	return err
}

// compare holds the computed log against what was signed, here and outside.
func (a *audit) compare() {
	a.Root = a.edge.root()
	if a.Root != a.head.Root || a.edge.size != a.head.Size {
		a.found(Root, -1, -1, "", "the stored log does not lead to the root of its checkpoint")
	}
	if a.outside == nil || a.OutsideChecked {
		return
	}
	if a.OutsideChecked = true; a.outside.Size == 0 {
		return
	}
	a.found(RolledBack, -1, -1, "", fmt.Sprintf("the log has %d entries, the checkpoint from outside %d", a.edge.size, a.outside.Size))
}
