package exchange

import (
	"context"
	"time"

	"ruqsat/db"
)

// grace is how long after its time-out a claim stands: then its process is taken for dead, and another may ask.
const grace = 10 * time.Second

// claim is one question taken by this process for one try.
type claim struct {
	row
	token string
}

// due chooses what may be sent now: its moment has come, nobody has it, and no earlier question of the same case
// to the same system is still on its way. One the system is looking into holds nobody up. A moment further off than
// any pause or claim reaches was set before the clock was put back, and counts as come.
const due = ` FROM exchange_question q
	WHERE system = ? AND state = 'waiting' AND (next_at <= ? OR next_at > ?) AND (claimed_until <= ? OR claimed_until > ?)
	AND NOT EXISTS (SELECT 1 FROM exchange_question e
		WHERE e.subject = q.subject AND e.system = q.system AND e.state = 'waiting' AND e.pending = 0
		AND (e.seq < q.seq OR (e.seq = q.seq AND e.id < q.id)))`

// claim takes up to n due questions. The glance before it keeps an idle lane off the one writer of SQLite; it
// decides nothing.
func (l *lane) claim(ctx context.Context, n int) (claims []claim, err error) {
	now := l.clock.Now()
	if any, err := l.glance(ctx, now); err != nil || !any {
		return nil, err
	}
	token := db.NewID(now)
	err = l.db.Write(ctx, now, func(tx *db.Tx) error {
		var rows []row
		err := tx.Select(&rows, `UPDATE exchange_question SET claim = ?, claimed_until = ? WHERE id IN
			(SELECT q.id`+due+` ORDER BY next_at, seq, id LIMIT ?`+tx.LockSkip()+`) RETURNING `+columns,
			append(append([]any{token, db.At(now.Add(l.to.Timeout + grace))}, l.dueAt(now)...), n)...)
		claims = nil
		for _, r := range rows {
			claims = append(claims, claim{row: r, token: token})
		}
		return err
	})
	return claims, err
}

// dueAt are the arguments of due.
func (l *lane) dueAt(now time.Time) []any {
	return []any{l.system, db.At(now), db.At(now.Add(2 * MaxPause)), db.At(now), db.At(now.Add(l.to.Timeout + time.Hour))}
}

func (l *lane) glance(ctx context.Context, now time.Time) (any bool, err error) {
	err = l.db.Peek(ctx, func(tx *db.Tx) error {
		var n int
		err := tx.Get(&n, `SELECT COUNT(*) FROM (SELECT 1 AS one`+due+` LIMIT 1) AS glance`,
			l.dueAt(now)...)
		any = n > 0
		return err
	})
	return any, err
}
