package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"ruqsat/db"
)

// work puts what was counted into order.
func (c *count) work() Work {
	var w Work
	for _, l := range c.who {
		w.Loads = append(w.Loads, *l)
		t := &w.Total
		t.Running, t.Overdue, t.Today, t.AtHead = t.Running+l.Running, t.Overdue+l.Overdue, t.Today+l.Today, t.AtHead+l.AtHead
		t.Returned, t.Approved, t.Refused = t.Returned+l.Returned, t.Approved+l.Approved, t.Refused+l.Refused
		t.Kept, t.Days, t.Counted = t.Kept+l.Kept, t.Days+l.Days, t.Counted+l.Counted
	}
	slices.SortFunc(w.Loads, func(x, y Load) int {
		return cmp.Or(cmp.Compare(y.Running, x.Running), strings.Compare(x.Name, y.Name), strings.Compare(x.Who, y.Who))
	})
	for _, d := range c.days {
		w.Days = append(w.Days, *d)
	}
	slices.SortFunc(w.Days, func(x, y Daily) int { return x.Day.Compare(y.Day) })
	return w
}

// Answers is how the police answered in the period (M-39): how many, and how many before their due moment.
type Answers struct {
	Given int `db:"given"`
	Kept  int `db:"kept"`
}

func answers(tx *db.Tx, unit string, p Period) (Answers, error) {
	where, args := scope(`a.unit`, unit)
	from, to := p.bounds()
	var a Answers
	err := tx.Get(&a, `SELECT COUNT(*) AS given, COALESCE(SUM(CASE WHEN p.answered_at < p.due_at THEN 1 ELSE 0 END), 0) AS kept
		FROM application_police p JOIN application a ON a.id = p.application
		WHERE p.answered_at >= ? AND p.answered_at < ? AND `+where, append([]any{at(from), at(to)}, args...)...)
	return a, err
}

// Owed is a case whose police have not answered in time (M-39): silence approves nothing (T5).
type Owed struct {
	ID           string    `db:"id"`
	Number       string    `db:"number"`
	Name         string    `db:"applicant_name"`
	ExecutorName string    `db:"executor_name"`
	AskedAt      time.Time `db:"asked_at"`
	DueAt        time.Time `db:"due_at"`
}

// PoliceOverdue are the cases of a unit that its police owe an answer at now, the longest first, at most limit.
func PoliceOverdue(tx *db.Tx, unit string, now time.Time, limit int) ([]Owed, error) {
	var list []Owed
	err := tx.Select(&list, `SELECT a.id, a.number, a.applicant_name, a.executor_name, p.asked_at, p.due_at
		FROM application a JOIN application_police p ON p.application = a.id
		WHERE a.unit = ? AND a.state = 'review' AND p.answered_at IS NULL AND p.due_at <= ?
		ORDER BY p.due_at, a.id LIMIT ?`, unit, at(now), limit)
	return list, err
}
