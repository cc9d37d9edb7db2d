package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// act is one Write that waits for the writer. Its function runs in its caller's goroutine, so that
// a panic, and the Goexit of a failed test, stay there.
type act struct {
	turn   chan *conn // the writer's connection, or nil when the group could not begin
	ended  chan error // what the function returned
	answer chan error // after the commit
}

func (s *sqliteStore) write(ctx context.Context, now time.Time, fn func(*Tx) error) error {
	a := &act{turn: make(chan *conn, 1), ended: make(chan error, 1), answer: make(chan error, 1)}
	if err := s.queue(ctx, a); err != nil {
		return err
	}
	c := <-a.turn
	if c == nil {
		return <-a.answer
	}

	tx := newTx(ctx, now, SQLite, shielded{c})
	a.run(tx, fn)
	if err := <-a.answer; err != nil {
		return err
	}
	tx.committed()
	return nil
}

// queue waits for the writer, in order of arrival, as long as it gets on.
func (s *sqliteStore) queue(ctx context.Context, a *act) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case s.acts <- a: // nobody waits
		return nil
	default:
	}
	return s.writing.wait(ctx, func(hurry context.Context) error {
		select {
		case s.acts <- a:
			return nil
		case <-s.quit:
			return ErrClosed
		case <-hurry.Done():
			return hurry.Err()
		}
	})
}

func (a *act) run(tx *Tx, fn func(*Tx) error) {
	err := errAbandoned // stands when fn panics
	defer func() { tx.close(); a.ended <- err }()
	err = tx.do(fn)
}

// serve is the writer: it begins a group with the first act that comes.
func (s *sqliteStore) serve(c *conn) {
	defer close(s.done)
	defer c.drop()
	for {
		select {
		case a := <-s.acts:
			s.group(c, a)
		case <-s.quit:
			return
		}
	}
}

// group runs the acts that wait, one after the other, inside one transaction, and answers them all
// after its commit. An act that failed is answered then too: what it was refused for may have been
// done by an act of the same group.
func (s *sqliteStore) group(c *conn, a *act) {
	if err := c.begin(context.Background(), "BEGIN IMMEDIATE"); err != nil {
		a.turn <- nil
		a.answer <- known(err)
		return
	}

	var acts []*act
	var results []error
	var broken error
	full := time.NewTimer(s.groupTime)
	defer full.Stop()
	for ; a != nil && broken == nil; a = s.next(full, len(acts), broken) {
		var result error
		result, broken = s.turn(c, a)
		acts, results = append(acts, a), append(results, result)
	}

	if broken == nil {
		_, broken = c.exec(context.Background(), "COMMIT", nil)
	}
	if broken != nil {
		c.rollback()
		broken = fmt.Errorf("%w: %v", ErrUnavailable, known(broken))
	}
	for i, a := range acts {
		if broken != nil {
			a.answer <- broken
		} else {
			a.answer <- results[i]
		}
	}
}

// next is the act that waits already, if there is one and the group has room.
func (s *sqliteStore) next(full *time.Timer, n int, broken error) *act {
	if n >= groupActs || broken != nil {
		return nil
	}
	select {
	case <-full.C:
		return nil
	default:
	}
	select {
	case a := <-s.acts:
		return a
	default:
		return nil
	}
}

// turn lets one act run in its savepoint. broken tells that the transaction itself is lost: SQLite
// rolls it back as a whole on a full disk or a failed write.
func (s *sqliteStore) turn(c *conn, a *act) (result, broken error) {
	ctx := context.Background()
	if _, err := c.exec(ctx, "SAVEPOINT act", nil); err != nil {
		a.turn <- nil
		return nil, err
	}
	a.turn <- c

	result = <-a.ended
	s.writing.step()
	if result != nil {
		_, broken = c.exec(ctx, "ROLLBACK TO act", nil)
	}
	if broken == nil {
		_, broken = c.exec(ctx, "RELEASE act", nil)
	}
	return result, broken
}

// shielded keeps one act's deadline away from the connection that it shares: an interrupted
// statement would roll the whole group back. The deadline is looked at between statements.
type shielded struct{ c *conn }

func (s shielded) exec(_ context.Context, text string, args []any) (sql.Result, error) {
	return s.c.exec(context.Background(), text, args)
}

func (s shielded) query(_ context.Context, text string, args []any) (*sql.Rows, error) {
	return s.c.query(context.Background(), text, args)
}
