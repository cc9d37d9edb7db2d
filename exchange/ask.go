package exchange

import (
	"encoding/json"
	"errors"
	"fmt"

	"ruqsat/db"
	"ruqsat/regulation"
)

// Ask (запрос в систему · жүйеге сұрау) puts the question into the outbox, in the act's own transaction; it is
// sent as soon as that transaction has committed. The same question about the same subject is asked once: its
// id comes back. A changed question replaces the one under its key, whose answer, if it still comes, is ignored.
func Ask(tx *db.Tx, subject string, q regulation.Question) (string, error) {
	fields, err := pack(q.Fields)
	if err != nil {
		return "", err
	}
	old, err := current(tx, subject, q.Key)
	if err == nil && old.same(q, fields) {
		return old.ID, nil
	}
	if err != nil && !errors.Is(err, db.ErrNone) {
		return "", err
	}
	return put(tx, subject, q, fields)
}

// AskAgain asks the current question under this key once more, because what the system knows can have changed
// (an insurer has registered the policy at last). The answer so far is set aside; a question that still waits for
// its next try is tried at once. ErrNoQuestion when there is none.
func AskAgain(tx *db.Tx, subject, key string) (string, error) {
	old, err := current(tx, subject, key)
	if errors.Is(err, db.ErrNone) {
		return "", ErrNoQuestion
	}
	if err != nil {
		return old.ID, err
	}
	if old.State == stateWaiting {
		return old.ID, hurry(tx, old.ID)
	}
	q, err := old.question()
	if err != nil {
		return "", err
	}
	return put(tx, subject, q, old.Fields)
}

// hurry brings the next try of a waiting question forward to now, unless it is being tried at this moment.
func hurry(tx *db.Tx, id string) error {
	now := db.At(tx.Now())
	_, err := tx.Exec(`UPDATE exchange_question SET next_at = ? WHERE id = ? AND live = 1 AND state = 'waiting'
		AND claim = '' AND next_at > ?`, now, id, now)
	tx.After(ring)
	return err
}

// Cancel stops what is still unanswered about the subject, under the given keys or all of it: the case was
// withdrawn or decided, so nothing more may be sent about the person. Late answers are ignored.
func Cancel(tx *db.Tx, subject string, keys ...string) error {
	const stop = `UPDATE exchange_question SET state = 'cancelled', live = 0, claim = ''
		WHERE subject = ? AND live = 1 AND state IN ('waiting', 'dead')`
	if len(keys) == 0 {
		_, err := tx.Exec(stop, subject)
		return err
	}
	for _, key := range keys {
		if _, err := tx.Exec(stop+` AND question_key = ?`, subject, key); err != nil {
			return err
		}
	}
	return nil
}

// put retires the live question under the key and writes the new one. Order within the subject is seq, then id.
func put(tx *db.Tx, subject string, q regulation.Question, fields string) (string, error) {
	_, err := tx.Exec(`UPDATE exchange_question SET live = 0, claim = '',
		state = CASE WHEN state IN ('waiting', 'dead') THEN 'replaced' ELSE state END
		WHERE subject = ? AND question_key = ? AND live = 1`, subject, q.Key)
	if err != nil {
		return "", err
	}
	id, now := db.NewID(tx.Now()), db.At(tx.Now())
	_, err = tx.Exec(`INSERT INTO exchange_question
		(id, subject, question_key, system, kind, fields, seq, asked_at, tried_at, next_at, claimed_until, answered_at)
		SELECT ?, ?, ?, ?, ?, ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ?, ?
		FROM exchange_question WHERE subject = ?`,
		id, subject, q.Key, q.System, q.Kind, fields, now, now, now, now, now, subject)
	if err != nil {
		return "", fmt.Errorf("exchange: ask %s: %w", q.System, err)
	}
	tx.After(ring)
	return id, nil
}

// pack writes fields in one canonical way (encoding/json sorts the keys), so that equal questions are equal text.
func pack(fields map[string]string) (string, error) {
	if fields == nil {
		fields = map[string]string{}
	}
	b, err := json.Marshal(fields)
	return string(b), err
}
