package register

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"ruqsat/db"
)

var (
	// ErrDamaged says that the stored log does not fit its own checkpoint; nothing more is signed
	// until Verify has been read and the damage was mended.
	ErrDamaged = errors.New("register: the log is damaged")

	// ErrUnplaced says that the entry has no place yet; about a second later it has.
	ErrUnplaced = errors.New("register: the entry has no place yet")

	// ErrNoCheckpoint says that nothing was ever sequenced.
	ErrNoCheckpoint = errors.New("register: there is no checkpoint yet")
)

// Log gives places and signs. Several may run, on several nodes; one at a time does the work.
type Log struct {
	d      *db.DB
	signer note.Signer
	origin string
}

// New makes the log's sequencer. origin names the log in its checkpoints, "ruqsat.gov.kz/register".
func New(d *db.DB, signer note.Signer, origin string) *Log { return &Log{d, signer, origin} }

// head is the one row of register_head.
type head struct {
	Size       int64  `db:"size"`
	Checkpoint string `db:"checkpoint"`
}

// Checkpoint gives the signed note of the head, its size and its root. ErrNoCheckpoint before the
// first Sequence.
func (l *Log) Checkpoint(ctx context.Context) (signed []byte, size int64, root tlog.Hash, err error) {
	err = l.d.Read(ctx, func(tx *db.Tx) error {
		c, text, err := current(tx)
		signed, size, root = text, c.Size, c.Root
		return err
	})
	return signed, size, root, err
}

func current(tx *db.Tx) (Checkpoint, []byte, error) {
	var h head
	err := tx.Get(&h, `SELECT size, checkpoint FROM register_head WHERE id = 1`)
	if err == nil && h.Checkpoint == "" {
		err = ErrNoCheckpoint
	}
	if err != nil {
		return Checkpoint{}, nil, err
	}
	c, err := unsigned(h.Checkpoint)
	if err != nil {
		err = fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return c, []byte(h.Checkpoint), err
}
