package timer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
)

// Handler acts when a timer falls due, in the transaction in which the timer goes away. It may set
// the same timer anew.
type Handler func(tx *db.Tx, subject string) error

// Wheel fires what is due.
type Wheel struct {
	d     *db.DB
	clock calendar.Clock
	log   *slog.Logger

	mu       sync.Mutex
	handlers map[string]Handler
}

// NewWheel makes a wheel that goes by the clock.
func NewWheel(d *db.DB, clock calendar.Clock, log *slog.Logger) *Wheel {
	return &Wheel{d: d, clock: clock, log: log, handlers: map[string]Handler{}}
}

// Handle says who acts on a kind. Timers of a kind without a handler wait. Two handlers of one kind
// are a mistake of the program.
func (w *Wheel) Handle(kind string, handler func(tx *db.Tx, subject string) error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, ok := w.handlers[kind]; ok {
		panic("timer: a second handler of " + kind)
	}
	w.handlers[kind] = handler
}

// Run fires every second until ctx ends.
func (w *Wheel) Run(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if _, err := w.Fire(ctx); err != nil && ctx.Err() == nil {
				w.log.Error("timer: not fired", "error", err)
			}
		}
	}
}

// Fire fires all that is due now, the earliest first, each in its own transaction, and tells how
// many succeeded. A handler that fails does not stop the others; an error is the database's.
func (w *Wheel) Fire(ctx context.Context) (n int, err error) {
	now := w.clock.Now()
	kinds := w.kinds()
	if len(kinds) == 0 {
		return 0, nil
	}
	for {
		t, err := w.one(ctx, now, kinds)
		switch {
		case err == nil && t.ID == "":
			return n, nil
		case err == nil:
			n++
			continue
		case t.ID == "" || ctx.Err() != nil:
			return n, err
		}
		if err := w.postpone(ctx, now, t, err); err != nil {
			return n, err
		}
	}
}

func (w *Wheel) kinds() []any {
	w.mu.Lock()
	defer w.mu.Unlock()
	names := make([]string, 0, len(w.handlers))
	for kind := range w.handlers {
		names = append(names, kind)
	}
	slices.Sort(names)
	kinds := make([]any, len(names))
	for i, name := range names {
		kinds[i] = name
	}
	return kinds
}

// one fires the next timer; the zero row when none is due. The row tells which one failed.
func (w *Wheel) one(ctx context.Context, now time.Time, kinds []any) (t row, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("timer: %s panicked: %v", t.Kind, r)
		}
	}()
	err = w.d.Write(ctx, now, func(tx *db.Tx) error {
		t = row{}
		marks := strings.Repeat(", ?", len(kinds))[2:]
		err := tx.Get(&t, `SELECT `+columns+` FROM timer WHERE next_at <= ? AND kind IN (`+marks+`)
			ORDER BY next_at, id LIMIT 1`+tx.LockSkip(), append([]any{db.At(now)}, kinds...)...)
		if errors.Is(err, db.ErrNone) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM timer WHERE id = ?`, t.ID); err != nil {
			return err
		}
		return w.handler(t.Kind)(tx, t.Subject)
	})
	return t, err
}

func (w *Wheel) handler(kind string) Handler {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.handlers[kind]
}

// postpone lets a failed timer be tried again: after 1, 2, 4 ... seconds, at most a minute.
func (w *Wheel) postpone(ctx context.Context, now time.Time, t row, cause error) error {
	wait := min(time.Second<<min(t.Tries, 6), time.Minute)
	w.log.Warn("timer: failed, will be tried again", "kind", t.Kind, "subject", t.Subject,
		"tries", t.Tries+1, "wait", wait, "error", cause)
	return w.d.Write(ctx, now, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE timer SET tries = tries + 1, next_at = ? WHERE id = ? AND tries = ?`,
			db.At(now.Add(wait)), t.ID, t.Tries)
		return err
	})
}
