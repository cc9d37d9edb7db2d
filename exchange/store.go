package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ruqsat/db"
)

// storing is how long the outcome of a try may take to be written, also while the house is closing down.
const storing = 10 * time.Second

// serve makes one try of one claimed question: asks outside any transaction, and then stores what came of it.
func (l *lane) serve(ctx context.Context, c claim) {
	began := l.clock.Now()
	got, err := l.ask(ctx, c)
	took := l.clock.Now().Sub(began)
	l.counted.sent.Add(1)

	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), storing)
	defer cancel()
	if errors.Is(err, context.Canceled) {
		l.must(c, "release", l.release(after, c))
		return
	}
	if err == nil {
		if err = l.settle(after, c, got, took); err != nil {
			l.log.Error("exchange: an answer could not be stored", "system", l.system, "question", c.ID, "error", err)
		}
	}
	if err != nil {
		l.must(c, "fail", l.fail(after, c, err, took))
	}
}

// must logs what could not be stored: the claim then expires, and the question is asked again.
func (l *lane) must(c claim, verb string, err error) {
	if err != nil {
		l.log.Error("exchange: "+verb, "system", l.system, "question", c.ID, "error", err)
	}
}

// settle stores a good word of the system: an answer, or that it is still looking.
func (l *lane) settle(ctx context.Context, c claim, got reply, took time.Duration) error {
	outcome := ""
	err := l.db.Write(ctx, l.clock.Now(), func(tx *db.Tx) (err error) {
		if got.state == looking {
			outcome, err = outcomeLooking, l.wait(tx, c)
		} else {
			outcome, err = l.accept(tx, c.ID, got)
		}
		if err == nil && !(outcome == outcomeLooking && c.Pending) { // "still looking" is written down once
			err = journal(tx, l.system, c.ID, outcome, took)
		}
		return err
	})
	if err == nil {
		l.counted.add(outcome)
	}
	if l.dark.CompareAndSwap(true, false) {
		l.must(c, "hurry", l.hurry(ctx))
	}
	return err
}

// wait puts a question the system is looking into back for a later try; that is no failure. The longer it looks,
// the seldomer it is asked: after ten minutes at MaxPause.
func (l *lane) wait(tx *db.Tx, c claim) error {
	now := tx.Now()
	again := min(max(l.to.Again, now.Sub(c.AskedAt.Time)/10), MaxPause)
	_, err := tx.Exec(`UPDATE exchange_question SET pending = 1, failures = 0, trouble = '', tries = tries + 1,
		tried_at = ?, next_at = ?, claim = '', claimed_until = ? WHERE id = ? AND claim = ?`,
		db.At(now), db.At(now.Add(again)), db.At(now), c.ID, c.token)
	return err
}

// accept stores the answer and tells the Listener, if the question is still open and still the current one:
// the row count of one UPDATE decides, so that an answer counts once, however often and late it comes.
func (e *Exchange) accept(tx *db.Tx, id string, got reply) (outcome string, err error) {
	fields, err := pack(got.fields)
	if err != nil {
		return "", err
	}
	records, err := json.Marshal(append([]map[string]string{}, got.records...))
	if err != nil {
		return "", err
	}
	now := db.At(tx.Now())
	var r row
	err = tx.Get(&r, `UPDATE exchange_question SET state = 'answered', pending = 0, failures = 0, trouble = '',
		claim = '', tries = tries + 1, tried_at = ?, answered_at = ?, answer_state = ?, answer_ref = ?,
		answer_fields = ?, answer_records = ? WHERE id = ? AND live = 1 AND state IN ('waiting', 'dead') RETURNING `+columns,
		now, now, got.state, got.ref, fields, string(records), id)
	if errors.Is(err, db.ErrNone) {
		return outcomeIgnored, nil
	}
	if err != nil {
		return outcomeIgnored, err
	}
	return outcomeAnswered, e.tell(tx, r, got)
}

// tell calls the Listener; its panic is an error like any other, because the lane must live on.
func (e *Exchange) tell(tx *db.Tx, r row, got reply) (err error) {
	defer func() {
		if p := recover(); p != nil {
			e.log.Error("exchange: the listener panicked", "question", r.ID, "type", fmt.Sprintf("%T", p))
			err = wrong("unheard")
		}
	}()
	q, err := r.question()
	if err != nil {
		return err
	}
	a := Answer{Question: q, Subject: r.Subject, State: got.state, At: tx.Now(), Ref: got.ref,
		Fields: got.fields, Records: got.records}
	if err := e.hear(tx, a); err != nil {
		return fmt.Errorf("exchange: the listener did not take the answer: %w", err)
	}
	return nil
}

// hurry brings forward what was put off while the system could not be reached: it is back (B-06). It is an act of its
// own, because it touches many cases.
func (l *lane) hurry(ctx context.Context) error {
	return l.db.Write(ctx, l.clock.Now(), func(tx *db.Tx) error {
		now := db.At(tx.Now())
		_, err := tx.Exec(`UPDATE exchange_question SET next_at = ?
			WHERE system = ? AND state = 'waiting' AND failures > 0 AND refusals = 0 AND claim = '' AND next_at > ?`,
			now, l.system, now)
		tx.After(func() { tug(l.rope) })
		return err
	})
}

// release gives a claim back untried, because the house is closing down.
func (l *lane) release(ctx context.Context, c claim) error {
	return l.db.Write(ctx, l.clock.Now(), func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE exchange_question SET claim = '', claimed_until = ? WHERE id = ? AND claim = ?`,
			db.At(tx.Now()), c.ID, c.token)
		return err
	})
}
