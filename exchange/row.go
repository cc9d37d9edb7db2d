package exchange

import (
	"encoding/json"
	"time"

	"ruqsat/db"
	"ruqsat/regulation"
)

// The states of a row; doc.go draws how one becomes another.
const (
	stateWaiting  = "waiting"
	stateAnswered = "answered"
	stateDead     = "dead"
)

// row is a question as the table holds it.
type row struct {
	ID            string  `db:"id"`
	Subject       string  `db:"subject"`
	Key           string  `db:"question_key"`
	System        string  `db:"system"`
	Kind          string  `db:"kind"`
	Fields        string  `db:"fields"`
	State         string  `db:"state"`
	Pending       bool    `db:"pending"`
	AskedAt       db.Time `db:"asked_at"`
	Tries         int     `db:"tries"`
	Failures      int     `db:"failures"`
	Refusals      int     `db:"refusals"`
	TriedAt       db.Time `db:"tried_at"`
	NextAt        db.Time `db:"next_at"`
	Trouble       string  `db:"trouble"`
	AnsweredAt    db.Time `db:"answered_at"`
	AnswerState   string  `db:"answer_state"`
	AnswerRef     string  `db:"answer_ref"`
	AnswerFields  string  `db:"answer_fields"`
	AnswerRecords string  `db:"answer_records"`
}

const columns = `id, subject, question_key, system, kind, fields, state, pending, asked_at, tries, failures,
	refusals, tried_at, next_at, trouble, answered_at, answer_state, answer_ref, answer_fields, answer_records`

// current is the live question under the key; db.ErrNone when there is none. It takes no lock: an act holds its case
// already, and a lane that stores an answer goes the other way, from the question to the case. The partial UNIQUE
// index and the conditional UPDATEs decide.
func current(tx *db.Tx, subject, key string) (row, error) {
	var r row
	err := tx.Get(&r, `SELECT `+columns+` FROM exchange_question
		WHERE subject = ? AND question_key = ? AND live = 1`, subject, key)
	return r, err
}

func (r row) same(q regulation.Question, fields string) bool {
	return r.System == q.System && r.Kind == q.Kind && r.Fields == fields
}

func (r row) question() (regulation.Question, error) {
	q := regulation.Question{Key: r.Key, System: r.System, Kind: r.Kind}
	err := json.Unmarshal([]byte(r.Fields), &q.Fields)
	return q, err
}

// answer is what the checks may know of the question now: the system's answer, or since when it is silent.
func (r row) answer() (regulation.Answer, error) {
	a := regulation.Answer{Source: r.System}
	if r.State != stateAnswered {
		a.State, a.At, a.Fields = Silent, r.AskedAt.Time, r.silence().fields()
		return a, nil
	}
	a.State, a.At, a.Ref = r.AnswerState, r.AnsweredAt.Time, r.AnswerRef
	if err := json.Unmarshal([]byte(r.AnswerFields), &a.Fields); err != nil {
		return a, err
	}
	return a, json.Unmarshal([]byte(r.AnswerRecords), &a.Records)
}

func (r row) silence() Silence {
	s := Silence{
		Key: r.Key, System: r.System, Kind: r.Kind, Since: r.AskedAt.Time, Tries: r.Tries,
		Next: r.NextAt.Time, Looking: r.Pending, Failing: r.Failures > 0, Dead: r.State == stateDead, Trouble: r.Trouble,
	}
	if r.Tries > 0 {
		s.Tried = r.TriedAt.Time
	}
	return s
}

func (s Silence) fields() map[string]string {
	f := map[string]string{"since": s.Since.Format(time.RFC3339)}
	if !s.Tried.IsZero() {
		f["tried"] = s.Tried.Format(time.RFC3339)
	}
	if !s.Dead {
		f["next"] = s.Next.Format(time.RFC3339)
	}
	return f
}
