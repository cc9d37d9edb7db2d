package register

import (
	"context"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"ruqsat/db"
)

// Proof shows an outsider that an act stands in the register: the leaf at its place leads to the
// root of the signed checkpoint. It holds no personal data.
type Proof struct {
	Seq        int64
	Leaf       []byte
	Path       tlog.RecordProof
	Checkpoint []byte
}

// Check follows the proof to a checkpoint that the verifier's key signed.
func (p Proof) Check(verifier note.Verifier) error {
	c, err := OpenCheckpoint(p.Checkpoint, verifier)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(p.Path, c.Size, c.Root, p.Seq, tlog.RecordHash(p.Leaf))
}

// Proof proves one entry against the head. db.ErrNone when there is no such entry, ErrUnplaced
// while it has no place.
func (l *Log) Proof(ctx context.Context, entryID string) (p Proof, err error) {
	err = l.d.Read(ctx, func(tx *db.Tx) error {
		var r row
		if err := tx.Get(&r, `SELECT `+columns+` FROM register_entry WHERE id = ?`, entryID); err != nil {
			return err
		}
		if r.Seq == nil {
			return ErrUnplaced
		}
		c, signed, err := current(tx)
		if err != nil {
			return err
		}
		tree := tlog.TileHashReader(tlog.Tree{N: c.Size, Hash: c.Root}, tiles{tx})
		path, err := tlog.ProveRecord(c.Size, *r.Seq, tree)
		p = Proof{Seq: *r.Seq, Leaf: r.leaf(), Path: path, Checkpoint: signed}
		return err
	})
	return p, err
}

// Consistency proves that the head's log begins with the log that had the older size: nothing was
// changed and nothing taken away in between. It is checked with tlog.CheckTree.
func (l *Log) Consistency(ctx context.Context, older int64) (path tlog.TreeProof, signed []byte, err error) {
	err = l.d.Read(ctx, func(tx *db.Tx) error {
		var c Checkpoint
		c, signed, err = current(tx)
		if err != nil {
			return err
		}
		path, err = tlog.ProveTree(c.Size, older, tlog.TileHashReader(tlog.Tree{N: c.Size, Hash: c.Root}, tiles{tx}))
		return err
	})
	return path, signed, err
}
