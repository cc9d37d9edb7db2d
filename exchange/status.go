package exchange

import (
	"slices"
	"time"

	"ruqsat/db"
)

// Systems are the names of all systems the house asks, in the order a page shows them.
var Systems = []string{ESBD, Tax, Border, Property, Person, MP}

// SystemStatus (состояние системы) is how one system does, for the administrator's page and the metrics.
type SystemStatus struct {
	System      string
	LastSuccess time.Time // its last good word; zero: none yet
	Waiting     int       // questions without an answer, dead ones not counted
	Failing     int       // of these: those whose last try failed
	Dead        int       // refused by the system itself; a person must look
	LastError   string    // code of the newest trouble among the open questions; "" when all is well
}

// Status is how every system does now.
func Status(tx *db.Tx) ([]SystemStatus, error) {
	all := make([]SystemStatus, 0, len(Systems))
	for _, name := range Systems {
		s, err := statusOf(tx, name)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func statusOf(tx *db.Tx, system string) (SystemStatus, error) {
	var n struct {
		Waiting int `db:"waiting"`
		Failing int `db:"failing"`
		Dead    int `db:"dead"`
	}
	err := tx.Get(&n, `SELECT
		COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) AS waiting,
		COALESCE(SUM(CASE WHEN state = 'waiting' AND failures > 0 THEN 1 ELSE 0 END), 0) AS failing,
		COALESCE(SUM(CASE WHEN state = 'dead' THEN 1 ELSE 0 END), 0) AS dead
		FROM exchange_question WHERE system = ? AND live = 1 AND state IN ('waiting', 'dead')`, system)
	if err != nil {
		return SystemStatus{}, err
	}
	s := SystemStatus{System: system, Waiting: n.Waiting, Failing: n.Failing, Dead: n.Dead}
	if s.LastSuccess, err = lastSuccess(tx, system); err != nil {
		return s, err
	}
	s.LastError, err = lastTrouble(tx, system)
	return s, err
}

// lastSuccess is the newest line of a good word in the journal, or the last time the system said that it is looking.
func lastSuccess(tx *db.Tx, system string) (last time.Time, err error) {
	const journalled = `SELECT at FROM exchange_journal WHERE system = ? AND outcome = ? ORDER BY at DESC LIMIT 1`
	var answered, ignored, lookedAt []db.Time
	if err = tx.Select(&answered, journalled, system, outcomeAnswered); err != nil {
		return last, err
	}
	if err = tx.Select(&ignored, journalled, system, outcomeIgnored); err != nil {
		return last, err
	}
	err = tx.Select(&lookedAt, `SELECT tried_at FROM exchange_question WHERE system = ? AND live = 1
		AND state = 'waiting' AND pending = 1 AND failures = 0 ORDER BY tried_at DESC LIMIT 1`, system)
	for _, at := range slices.Concat(answered, ignored, lookedAt) {
		if at.Time.After(last) {
			last = at.Time
		}
	}
	return last, err
}

func lastTrouble(tx *db.Tx, system string) (string, error) {
	var codes []string
	err := tx.Select(&codes, `SELECT trouble FROM exchange_question
		WHERE system = ? AND live = 1 AND state IN ('waiting', 'dead') AND trouble <> ''
		ORDER BY tried_at DESC, id DESC LIMIT 1`, system)
	if err != nil || len(codes) == 0 {
		return "", err
	}
	return codes[0], nil
}
