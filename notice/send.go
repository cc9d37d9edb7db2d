package notice

import (
	"context"
	"time"

	"ruqsat/db"
	"ruqsat/words"
)

// claim is one delivery taken by this process for one try.
type claim struct {
	delivery
	token string
}

// due chooses what may be sent now: its moment has come and nobody has it. A moment further off than any pause was set
// before the clock was put back, and counts as come.
const due = ` FROM notice_delivery WHERE way = ? AND state IN ('waiting', 'failed') AND (next_at <= ? OR next_at > ?)
	AND (claimed_until <= ? OR claimed_until > ?)`

// claim takes up to n due deliveries. The glance before it keeps an idle lane off the one writer of SQLite; it decides
// nothing.
func (l *lane) claim(ctx context.Context, n int) (claims []claim, err error) {
	now := l.clock.Now()
	at := []any{string(l.way), db.At(now), db.At(now.Add(2 * maxPause)), db.At(now), db.At(now.Add(2 * maxPause))}
	var some int
	err = l.db.Peek(ctx, func(tx *db.Tx) error {
		return tx.Get(&some, `SELECT COUNT(*) FROM (SELECT 1 AS one`+due+` LIMIT 1) AS glance`, at...)
	})
	if err != nil || some == 0 {
		return nil, err
	}
	token := db.NewID(now)
	err = l.db.Write(ctx, now, func(tx *db.Tx) error {
		var rows []delivery
		err := tx.Select(&rows, `UPDATE notice_delivery SET claim = ?, claimed_until = ? WHERE id IN
			(SELECT id`+due+` ORDER BY next_at, id LIMIT ?`+tx.LockSkip()+`) RETURNING `+outbox,
			append(append([]any{token, db.At(now.Add(carrying + grace))}, at...), n)...)
		claims = nil
		for _, d := range rows {
			claims = append(claims, claim{delivery: d, token: token})
		}
		return err
	})
	return claims, err
}

// storing is how long the outcome of a try may take to be written, also while the house is closing down.
const storing = 10 * time.Second

// serve makes one try of one delivery: reads consent and address, has it carried outside any transaction, and stores
// what came of it.
func (l *lane) serve(ctx context.Context, c claim) {
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), carrying+storing)
	defer cancel()
	m, why, err := l.message(ctx, c.delivery)
	switch {
	case ctx.Err() != nil:
		err = l.settle(after, c, `claim = '', claimed_until = ''`)
	case err != nil: // the database: the claim expires, and the delivery is tried again
	case why != "":
		l.log.Info("notice: not sent", "way", string(l.way), "delivery", c.ID, "trouble", why)
		err = l.settle(after, c, `state = 'dropped', trouble = ?, claim = '', claimed_until = ''`, why)
	default:
		err = l.try(after, c, m)
	}
	if err != nil {
		l.log.Error("notice: what came of a delivery could not be stored", "way", string(l.way), "delivery", c.ID, "error", err)
	}
}

// try has the message carried. A try that has begun is finished even when the house closes down meanwhile: half a
// conversation would leave nobody knowing whether the letter went.
func (l *lane) try(ctx context.Context, c claim, m Message) error {
	limited, cancel := context.WithTimeout(ctx, carrying)
	defer cancel()
	failure := l.carrier.Carry(limited, m)
	now := l.clock.Now()
	if failure == nil {
		if l.dark.CompareAndSwap(true, false) {
			l.hurry(ctx)
		}
		return l.settle(ctx, c, `state = 'sent', attempts = attempts + 1, trouble = '', address = ?, language = ?, sent_at = ?,
			claim = '', claimed_until = ''`, m.To, string(m.Language), db.At(now))
	}
	t, state := troubleOf(failure), StateFailed
	if t.Code == troubleLost || t.Code == troubleTimeout {
		l.dark.Store(true)
	}
	if t.Final || c.Attempts+1 >= MaxAttempts {
		state = StateDropped
	}
	l.log.Warn("notice: not taken", "way", string(l.way), "delivery", c.ID, "trouble", t.Code, "try", c.Attempts+1, "state", state)
	return l.settle(ctx, c, `state = ?, attempts = attempts + 1, trouble = ?, next_at = ?, claim = '', claimed_until = ''`,
		state, t.Code, db.At(now.Add(pause(c.Attempts+1, l.chance()))))
}

// hurry brings forward what was put off while the server could not be reached: it is back.
func (l *lane) hurry(ctx context.Context) {
	err := l.db.Write(ctx, l.clock.Now(), func(tx *db.Tx) error {
		now := db.At(tx.Now())
		_, err := tx.Exec(`UPDATE notice_delivery SET next_at = ? WHERE way = ? AND state = 'failed' AND claim = ''
			AND next_at > ? AND trouble IN (?, ?)`, now, string(l.way), now, troubleLost, troubleTimeout)
		tx.After(func() { tug(l.rope) })
		return err
	})
	if err != nil {
		l.log.Error("notice: hurry", "way", string(l.way), "error", err)
	}
}

// settle stores the outcome, if the claim is still this process's.
func (l *lane) settle(ctx context.Context, c claim, set string, args ...any) error {
	return l.db.Write(ctx, l.clock.Now(), func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE notice_delivery SET `+set+` WHERE id = ? AND claim = ?`, append(args, c.ID, c.token)...)
		return err
	})
}

// MaxAttempts is how often a letter is tried: for about a day. maxPause is the longest pause between two tries.
const (
	MaxAttempts = 30
	maxPause    = time.Hour
)

// pause doubles from half a minute and never passes maxPause; chance (in [0,1)) spreads the tries of many letters.
func pause(attempts int, chance float64) time.Duration {
	whole := maxPause
	if attempts < 8 {
		whole = 30 * time.Second << (attempts - 1)
	}
	return whole - time.Duration(chance*float64(whole)/4)
}

// message reads what is to be sent, to whom, at this moment; why tells that it is not to be sent any more.
func (l *lane) message(ctx context.Context, d delivery) (m Message, why string, err error) {
	now := l.clock.Now()
	err = l.db.Read(ctx, func(tx *db.Tx) error {
		var language words.Language
		if m.To, language, why, err = d.to(tx, now); err != nil || why != "" {
			return err
		}
		var r row
		if err := tx.Get(&r, `SELECT `+columns+` FROM notice_letter WHERE id = ?`, d.Letter); err != nil {
			return err
		}
		m = l.compose(d, r.letter(), m.To, language)
		return nil
	})
	return m, why, err
}
