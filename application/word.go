package application

import (
	"slices"
	"time"
	"unicode/utf8"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/regulation"
)

// Word is an officer's word about a check that the system itself cannot settle, such as a passport
// whose machine-readable lines were not typed.
type Word struct {
	Check       string    `db:"check_id"`
	Confirmed   bool      `db:"confirmed"`
	Comment     string    `db:"comment"`
	Officer     string    `db:"officer"`
	OfficerName string    `db:"officer_name"`
	At          time.Time `db:"said_at"`
}

// Words of a case's officers.
func Words(tx *db.Tx, id string) ([]Word, error) {
	var list []Word
	err := tx.Select(&list, `SELECT check_id, confirmed, comment, officer, officer_name, said_at
		FROM application_word WHERE application = ? ORDER BY check_id`, id)
	return list, err
}

// answer is the word as the checks read it.
func (w Word) answer() regulation.Answer {
	said := "no"
	if w.Confirmed {
		said = "yes"
	}
	return regulation.Answer{State: regulation.Answered, At: w.At, Source: w.OfficerName,
		Fields: map[string]string{"confirmed": said, "comment": w.Comment}}
}

// Confirmable says whether the executor may settle this verdict by his word: the law lets him, and the
// check waits for it or was settled by it.
func (o *Office) Confirmable(c Case, v regulation.Verdict) bool {
	_, op, err := o.EditionOf(c)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(op.Checks, func(check regulation.Check) bool {
		return check.ID == v.Check && check.Confirm
	})
}

// Settle is the executor's word about a check that the law lets an officer confirm; it only settles
// what would wait, and never turns a failed check into a passed one. ErrNotJudged for another check,
// ErrNoReason for a denial without one, ErrTaken when another executor has the case.
func (o *Office) Settle(tx *db.Tx, actor account.Account, id, check string, confirmed bool, comment string) (Case, error) {
	c, err := lock(tx, id)
	switch {
	case err != nil:
		return c, err
	case c.State != Review:
		return c, ErrState
	case c.Executor != "" && !actor.Holds(c.Executor):
		return c, ErrTaken
	case !confirmed && comment == "":
		return c, ErrNoReason
	case utf8.RuneCountInString(comment) > longest:
		return c, ErrTooLong
	case !o.Confirmable(c, regulation.Verdict{Check: check}):
		return c, ErrNotJudged
	}
	_, err = tx.Exec(`INSERT INTO application_word (application, check_id, confirmed, comment, officer, officer_name, said_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (application, check_id) DO UPDATE SET confirmed = excluded.confirmed,
		comment = excluded.comment, officer = excluded.officer, officer_name = excluded.officer_name, said_at = excluded.said_at`,
		id, check, confirmed, comment, actor.ID, actor.FullName(), tx.Now())
	if err != nil {
		return c, err
	}
	if _, err := tx.Exec(`UPDATE application SET settled = settled + 1 WHERE id = ?`, id); err != nil {
		return c, err
	}
	c.Settled++
	word := "confirmed"
	if !confirmed {
		word = "denied"
	}
	a := act{name: "application.settle", ground: check, detail: map[string]any{"word": word, "comment": comment}}
	if err := enter(tx, c, actor, a); err != nil {
		return c, err
	}
	return c, o.judge(tx, &c)
}
