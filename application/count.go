package application

import (
	"strconv"
	"strings"
	"time"

	"ruqsat/db"
)

// Bound is up to how many cases a list is counted: a count of Bound+1 says that there are more. An exact
// count of everything would read everything, and a kept one would be a row that every act waits for.
const Bound = 1000

// Tally is how many running cases of a unit stand in each severity, each up to Bound+1.
type Tally struct {
	Critical  int `db:"critical"`
	Overdue   int `db:"overdue"` // and not critical
	Today     int `db:"today"`
	Later     int `db:"later"`
	Signature int `db:"signature"` // of all these: on the head's table
}

// Add counts one more case, by its due moment.
func (t *Tally) Add(b Bounds, due time.Time) {
	switch {
	case !due.After(b.Critical):
		t.Critical++
	case !due.After(b.Now):
		t.Overdue++
	case due.Before(b.EndOfDay):
		t.Today++
	default:
		t.Later++
	}
}

// Total is the sum of the severities, and whether it is exact.
func (t Tally) Total() (n int, exact bool) {
	return t.Critical + t.Overdue + t.Today + t.Later, max(t.Critical, t.Overdue, t.Today, t.Later) <= Bound
}

// CountList tallies exactly the cases that Worklist gives for the filter, up to Bound+1 in each part, so
// that the counts over a list are always those of the list.
func CountList(tx *db.Tx, unit string, f Filter, b Bounds) (Tally, error) {
	var list []Filter
	for _, s := range b.Severities() {
		list = append(list, f.within(s))
	}
	signature := f
	signature.Stage = StageHead
	n, err := Counts(tx, unit, append(list, signature))
	if err != nil {
		return Tally{}, err
	}
	if f.Stage != "" && f.Stage != StageHead {
		n[4] = 0
	}
	return Tally{n[0], n[1], n[2], n[3], n[4]}, nil
}

// Counts tells how many cases each filter finds, each up to Bound+1, in one question.
func Counts(tx *db.Tx, unit string, filters []Filter) ([]int, error) {
	if len(filters) == 0 {
		return nil, nil
	}
	var texts []string
	var args []any
	for i, f := range filters {
		where, values := span{Filter: f}.where(unit)
		texts = append(texts, `SELECT `+strconv.Itoa(i)+` AS i, (SELECT COUNT(*) FROM (SELECT 1 FROM application a WHERE `+
			where+` LIMIT ?) AS found) AS n`)
		args = append(append(args, values...), Bound+1)
	}
	var rows []struct {
		I int `db:"i"`
		N int `db:"n"`
	}
	err := tx.Select(&rows, strings.Join(texts, ` UNION ALL `)+` ORDER BY i`, args...)
	counts := make([]int, len(filters))
	for _, r := range rows {
		counts[r.I] = r.N
	}
	return counts, err
}

// Holder is somebody who has running cases of a unit, and how many, up to Bound+1.
type Holder struct {
	Executor string `db:"executor"` // account
	Name     string `db:"name"`
	Cases    int    `db:"cases"`
}

// Holders are those who have running cases of a unit, by name: also who works there no longer. They are
// found by one step of the index each, however many cases they have.
func Holders(tx *db.Tx, unit string) ([]Holder, error) {
	var list []Holder
	err := tx.Select(&list, `WITH RECURSIVE h (e) AS (
			SELECT MIN(a.executor) FROM application a WHERE a.unit = ? AND a.stage <> '' AND a.executor > ''
			UNION ALL
			SELECT (SELECT MIN(a.executor) FROM application a WHERE a.unit = ? AND a.stage <> '' AND a.executor > h.e)
			FROM h WHERE h.e IS NOT NULL)
		SELECT h.e AS executor,
			(SELECT a.executor_name FROM application a WHERE a.unit = ? AND a.executor = h.e AND a.stage <> '' LIMIT 1) AS name,
			(SELECT COUNT(*) FROM (SELECT 1 FROM application a WHERE a.unit = ? AND a.executor = h.e AND a.stage <> ''
				LIMIT ?) AS found) AS cases
		FROM h WHERE h.e IS NOT NULL ORDER BY 2, 1`, unit, unit, unit, unit, Bound+1)
	return list, err
}
