package register

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"ruqsat/db"
)

// batch is how many entries are placed in one transaction.
const batch = 2048

// Sequence gives a place to every entry that has none, and tells to how many. It does nothing while
// another sequencer is at work. The first one ever signs the empty log.
func (l *Log) Sequence(ctx context.Context, now time.Time) (int, error) {
	for total := 0; ; {
		n, err := l.place(ctx, now)
		total += n
		if err != nil || n < batch {
			return total, err
		}
	}
}

// place places one batch: places, tiles and checkpoint in one transaction.
func (l *Log) place(ctx context.Context, now time.Time) (n int, err error) {
	err = l.d.Write(ctx, now, func(tx *db.Tx) error {
		n = 0
		var h head
		err := tx.Get(&h, `SELECT size, checkpoint FROM register_head WHERE id = 1`+tx.LockSkip())
		if errors.Is(err, db.ErrNone) {
			return l.absent(tx)
		}
		if err != nil {
			return err
		}

		var rows []row
		err = tx.Select(&rows, `SELECT `+columns+` FROM register_entry WHERE +seq IS NULL ORDER BY at, id LIMIT ?`, batch)
		if err != nil || len(rows) == 0 && h.Checkpoint != "" {
			return err
		}
		n = len(rows)
		return l.sequence(tx, h, rows)
	})
	if err != nil {
		n = 0
	}
	return n, err
}

// absent tells a head that another sequencer holds from one that was deleted.
func (l *Log) absent(tx *db.Tx) error {
	var count int
	if err := tx.Get(&count, `SELECT COUNT(*) FROM register_head WHERE id = 1`); err != nil || count == 1 {
		return err
	}
	return fmt.Errorf("%w: it has no head", ErrDamaged)
}

func (l *Log) sequence(tx *db.Tx, h head, rows []row) error {
	e, err := l.edge(tx, h)
	if err != nil {
		return err
	}
	if err := number(tx, rows, h.Size); err != nil {
		return err
	}

	keep := func(level int, number int64, hashes []tlog.Hash) {
		err = errors.Join(err, writeTile(tx, level, number, hashes))
	}
	for _, r := range rows {
		e.grow(r.hash(), keep)
	}
	if e.partial(keep); err != nil {
		return err
	}
	return l.sign(tx, h, e, until(tx, rows))
}

// edge refuses to grow a tree that is not the one signed last.
func (l *Log) edge(tx *db.Tx, h head) (*edge, error) {
	if h.Checkpoint == "" && h.Size == 0 {
		return &edge{}, nil
	}
	last, err := unsigned(h.Checkpoint)
	if err != nil || last.Size != h.Size {
		return nil, fmt.Errorf("%w: the checkpoint is not of its size", ErrDamaged)
	}
	e, err := readEdge(tx, h.Size)
	if errors.Is(err, db.ErrNone) {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	if err != nil {
		return nil, err
	}
	if e.root() != last.Root {
		return nil, fmt.Errorf("%w: the tiles are not those of the checkpoint", ErrDamaged)
	}
	return e, nil
}

// until is the moment before which nothing is left without a place: with a full batch more may wait.
func until(tx *db.Tx, rows []row) time.Time {
	if len(rows) < batch {
		return tx.Now()
	}
	var last db.Time
	if err := last.Scan(rows[len(rows)-1].At); err != nil || last.After(tx.Now()) {
		return tx.Now()
	}
	return last.Time
}

// sign writes the new head over exactly the old one.
func (l *Log) sign(tx *db.Tx, h head, e *edge, at time.Time) error {
	c := Checkpoint{Origin: l.origin, Size: e.size, Root: e.root(), At: at}
	signed, err := note.Sign(&note.Note{Text: c.text()}, l.signer)
	if err != nil {
		return err
	}
	rows, err := tx.Exec(`UPDATE register_head SET size = ?, checkpoint = ? WHERE id = 1 AND size = ? AND checkpoint = ?`,
		c.Size, string(signed), h.Size, h.Checkpoint)
	if err != nil {
		return err
	}
	if rows != 1 {
		return fmt.Errorf("register: the head was moved: %w", db.ErrStale)
	}
	return nil
}

// number gives the rows their places, many in one statement. Few lengths of lists keep the prepared
// statements few.
func number(tx *db.Tx, rows []row, next int64) error {
	for count := 256; len(rows) > 0; {
		if count > len(rows) {
			count /= 4
			continue
		}
		args := make([]any, 0, 2*count)
		for _, r := range rows[:count] {
			args = append(args, r.ID, next)
			next++
		}
		given, err := tx.Exec(numbering(count), args...)
		if err != nil {
			return err
		}
		if given != int64(count) {
			return fmt.Errorf("register: an entry has its place already: %w", db.ErrStale)
		}
		rows = rows[count:]
	}
	return nil
}

// numbering finds each row by its id: the + keeps both planners from walking through all
// that wait.
func numbering(count int) string {
	return `UPDATE register_entry SET seq = v.column2
		FROM (VALUES (CAST(? AS TEXT), CAST(? AS BIGINT))` + strings.Repeat(`, (?, ?)`, count-1) + `) AS v
		WHERE register_entry.id = v.column1 AND +register_entry.seq IS NULL`
}
