package exchange

import (
	"encoding/json"
	"errors"

	"ruqsat/db"
)

// Receive (приём сообщения · хабарлама қабылдау) takes a message a system sent by itself: an answer that comes
// later than its question. The sender's number makes it count once: fresh is false for one already taken.
// ErrUnknownSystem, ErrNotAnAnswer; then the transaction must be undone, so that a mended message may come.
func (e *Exchange) Receive(tx *db.Tx, system, messageID string, body []byte) (fresh bool, err error) {
	l, known := e.lanes[system]
	if !known {
		return false, ErrUnknownSystem
	}
	if messageID == "" || len(messageID) > 200 || len(body) > maxReply {
		return false, ErrNotAnAnswer
	}
	n, err := tx.Exec(`INSERT INTO exchange_inbox (system, message, received_at) VALUES (?, ?, ?)
		ON CONFLICT (system, message) DO NOTHING`, system, messageID, db.At(tx.Now()))
	if err != nil || n == 0 {
		return false, err
	}
	return true, l.takeIn(tx, body)
}

// takeIn finds the question the message answers, reads it strictly, and stores it as if it had been the reply.
func (l *lane) takeIn(tx *db.Tx, body []byte) error {
	var h head
	if err := json.Unmarshal(body, &h); err != nil {
		return wrong("not-json")
	}
	var r row
	err := tx.Get(&r, `SELECT `+columns+` FROM exchange_question WHERE id = ? AND system = ?`, h.ID, l.system)
	if errors.Is(err, db.ErrNone) {
		return wrong("wrong-correlation")
	}
	if err != nil {
		return err
	}
	got, err := l.understand(r.ID, body, r)
	if err != nil {
		return err
	}
	outcome := outcomeLooking
	if got.state != looking {
		if outcome, err = l.accept(tx, r.ID, got); err != nil {
			return err
		}
	}
	return enter(tx, "in", l.system, r.ID, outcome, 0)
}
