package exchange

import (
	"context"
	"errors"
	"time"

	"ruqsat/db"
)

// MaxRefusals is how often a system may refuse the question itself (400, 422) before it is a dead letter. Silence
// never makes one: a system that cannot be reached is asked for ever.
const MaxRefusals = 10

// MaxPause is the longest pause between two tries, so that a case goes on within a minute of the system's return.
const MaxPause = 55 * time.Second

// fail stores that a try brought no answer, and when the next is due.
func (l *lane) fail(ctx context.Context, c claim, cause error, took time.Duration) error {
	code, t := codeOf(cause), trouble{}
	errors.As(cause, &t)
	if t.dark {
		l.dark.Store(true)
	}
	l.counted.add(outcomeFailed)
	l.log.Warn("exchange: no answer", "system", l.system, "question", c.ID, "trouble", code, "try", c.Tries+1)
	return l.db.Write(ctx, l.clock.Now(), func(tx *db.Tx) error {
		if err := l.postpone(tx, c, code, t.refused); err != nil {
			return err
		}
		return journal(tx, l.system, c.ID, code, took)
	})
}

// postpone sets the next try, or buries a question that has been refused too often. A question already answered
// or replaced meanwhile has lost its claim and stays as it is.
func (l *lane) postpone(tx *db.Tx, c claim, code string, refused bool) error {
	state, refusals := stateWaiting, c.Refusals
	if refused {
		refusals++
	}
	if refusals >= MaxRefusals {
		state = stateDead
	}
	now := tx.Now()
	next := now.Add(pause(c.Failures+1, l.jitter()))
	_, err := tx.Exec(`UPDATE exchange_question SET state = ?, tries = tries + 1, failures = failures + 1, refusals = ?,
		trouble = ?, tried_at = ?, next_at = ?, claim = '', claimed_until = ?
		WHERE id = ? AND claim = ? AND state = 'waiting'`,
		state, refusals, code, db.At(now), db.At(next), db.At(now), c.ID, c.token)
	return err
}

// pause doubles from a second, and never passes MaxPause; chance (in [0,1)) spreads the tries of many cases.
func pause(failures int, chance float64) time.Duration {
	whole := MaxPause
	if failures < 7 {
		whole = min(MaxPause, time.Second<<(failures-1))
	}
	return whole - time.Duration(chance*float64(whole)/4)
}
