package exchange

import (
	"time"

	"ruqsat/db"
)

// DeadLetter (недоставленный запрос) is a question the system has refused MaxRefusals times.
type DeadLetter struct {
	ID, Subject, System, Kind, Trouble string
	Asked, Tried                       time.Time
	Tries                              int
}

// DeadLetters are all of them, the oldest first.
func DeadLetters(tx *db.Tx) ([]DeadLetter, error) {
	var rows []row
	err := tx.Select(&rows, `SELECT `+columns+` FROM exchange_question
		WHERE state = 'dead' AND live = 1 ORDER BY asked_at, id`)
	letters := make([]DeadLetter, 0, len(rows))
	for _, r := range rows {
		letters = append(letters, DeadLetter{ID: r.ID, Subject: r.Subject, System: r.System, Kind: r.Kind,
			Trouble: r.Trouble, Asked: r.AskedAt.Time, Tried: r.TriedAt.Time, Tries: r.Tries})
	}
	return letters, err
}

// Resend puts a dead letter, by its id, back among the waiting, to be sent at once with its count of refusals
// forgotten. ErrNoQuestion when it is not dead.
func Resend(tx *db.Tx, id string) error {
	n, err := tx.Exec(`UPDATE exchange_question SET state = 'waiting', refusals = 0, failures = 0, next_at = ?
		WHERE id = ? AND state = 'dead' AND live = 1`, db.At(tx.Now()), id)
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrNoQuestion
	}
	tx.After(ring)
	return nil
}
