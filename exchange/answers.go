package exchange

import (
	"time"

	"ruqsat/db"
	"ruqsat/regulation"
)

// States of an answer (состояние ответа), as regulation.Answer.State writes them. The empty state is "not asked".
const (
	Silent        = "silent"        // asked, and no answer yet: the check waits (B-06)
	Answered      = "answered"      // the system knows, and says what
	NotFound      = "not-found"     // the system knows that it holds no such thing
	Contradiction = "contradiction" // what the system holds under this number is of somebody or something else
)

// Silence (молчание системы · жүйе жауап бермей тұр) is one unanswered question, for the page that says who is
// asked, since when, and when again. Moments are points in time; the page shows them in Asia/Almaty.
type Silence struct {
	Key, System, Kind string
	Since             time.Time // asked
	Tried             time.Time // the last try; zero before the first
	Next              time.Time // the next try; without meaning when Dead
	Tries             int
	Looking           bool   // the system has taken the question and is still looking (the police)
	Failing           bool   // the system was unreachable or not understood since the last good word
	Dead              bool   // the system refuses the question itself; a person must look (Resend)
	Trouble           string // code of the last failure: timeout, unreachable, status-503, too-long, not-json, ...
}

// Answers is what is known now of every question about the subject, by Question.Key. A question without an
// answer is there too, as State silent, with At = since when, and Fields since, tried and next (RFC 3339).
func Answers(tx *db.Tx, subject string) (map[string]regulation.Answer, error) {
	rows, err := live(tx, subject)
	if err != nil {
		return nil, err
	}
	answers := make(map[string]regulation.Answer, len(rows))
	for _, r := range rows {
		if answers[r.Key], err = r.answer(); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

// Silences are the questions about the subject that have no answer yet, in the order they were asked.
func Silences(tx *db.Tx, subject string) ([]Silence, error) {
	rows, err := live(tx, subject)
	if err != nil {
		return nil, err
	}
	var silent []Silence
	for _, r := range rows {
		if r.State != stateAnswered {
			silent = append(silent, r.silence())
		}
	}
	return silent, nil
}

func live(tx *db.Tx, subject string) ([]row, error) {
	var rows []row
	err := tx.Select(&rows, `SELECT `+columns+` FROM exchange_question
		WHERE subject = ? AND live = 1 ORDER BY seq, id`, subject)
	return rows, err
}
