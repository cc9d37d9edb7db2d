package exchange

import (
	"sync/atomic"
	"time"

	"ruqsat/db"
)

// What may come of a message. A failed try is journalled under its own code (timeout, status-503, not-json, ...).
const (
	outcomeAnswered = "answered"
	outcomeLooking  = "looking"
	outcomeIgnored  = "ignored" // repeated, late, or to a question that was replaced or cancelled
	outcomeFailed   = "failed"
)

// journal writes one line about one message: no content, no person.
func journal(tx *db.Tx, system, question, outcome string, took time.Duration) error {
	return enter(tx, "out", system, question, outcome, took)
}

func enter(tx *db.Tx, direction, system, question, outcome string, took time.Duration) error {
	_, err := tx.Exec(`INSERT INTO exchange_journal (id, at, system, question, direction, outcome, milliseconds)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		db.NewID(tx.Now()), db.At(tx.Now()), system, question, direction, outcome, took.Milliseconds())
	return err
}

// Line (строка журнала обмена) is one message of the journal, without its content.
type Line struct {
	At           db.Time `db:"at"`
	System       string  `db:"system"`
	Question     string  `db:"question"`
	Direction    string  `db:"direction"` // out: we asked; in: the system wrote by itself
	Outcome      string  `db:"outcome"`   // answered, looking, ignored, or the code of a failure
	Milliseconds int     `db:"milliseconds"`
}

// Journal is every message about the subject's questions, in the order of time.
func Journal(tx *db.Tx, subject string) ([]Line, error) {
	var lines []Line
	err := tx.Select(&lines, `SELECT j.at, j.system, j.question, j.direction, j.outcome, j.milliseconds
		FROM exchange_journal j JOIN exchange_question q ON q.id = j.question
		WHERE q.subject = ? ORDER BY j.at, j.id`, subject)
	return lines, err
}

// Count (счётчики обмена) is what one lane of this process has done since it started.
type Count struct {
	Sent, Answered, Looking, Ignored, Failed int64
}

// counters are the same, written by many hands at once.
type counters struct {
	sent, answered, looking, ignored, failed atomic.Int64
}

func (c *counters) add(outcome string) {
	switch outcome {
	case outcomeAnswered:
		c.answered.Add(1)
	case outcomeLooking:
		c.looking.Add(1)
	case outcomeIgnored:
		c.ignored.Add(1)
	case outcomeFailed:
		c.failed.Add(1)
	}
}

// Counts are the plain numbers of every lane by system, for the metrics.
func (e *Exchange) Counts() map[string]Count {
	counts := map[string]Count{}
	for name, l := range e.lanes {
		c := &l.counted
		counts[name] = Count{Sent: c.sent.Load(), Answered: c.answered.Load(), Looking: c.looking.Load(),
			Ignored: c.ignored.Load(), Failed: c.failed.Load()}
	}
	return counts
}
