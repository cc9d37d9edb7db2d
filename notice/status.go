package notice

import (
	"ruqsat/account"
	"ruqsat/db"
)

// WayStatus (состояние способа · тәсілдің күйі) is how letters of one way do.
type WayStatus struct {
	Way                            account.Way
	Waiting, Failing, Dropped, All int     // deliveries now waiting for their first try, to be tried again, given up; ever made
	LastSent                       db.Time // zero: never
	Trouble                        string  // of the newest delivery in trouble, "" when all is well; SayTrouble says it
}

// Status tells how every way does, in the order of account.Ways.
func Status(tx *db.Tx) ([]WayStatus, error) {
	var rows []struct {
		Way   string  `db:"way"`
		State string  `db:"state"`
		N     int     `db:"n"`
		Sent  db.Time `db:"sent"`
	}
	err := tx.Select(&rows, `SELECT way, state, COUNT(*) AS n, MAX(sent_at) AS sent FROM notice_delivery GROUP BY way, state`)
	if err != nil {
		return nil, err
	}
	all := make([]WayStatus, 0, len(account.Ways))
	for _, w := range account.Ways {
		s := WayStatus{Way: w}
		for _, r := range rows {
			if r.Way == string(w) {
				s.count(r.State, r.N, r.Sent)
			}
		}
		if s.Trouble, err = newestTrouble(tx, w); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func (s *WayStatus) count(state string, n int, sent db.Time) {
	s.All += n
	switch state {
	case StateWaiting:
		s.Waiting = n
	case StateFailed:
		s.Failing = n
	case StateDropped:
		s.Dropped = n
	}
	if sent.After(s.LastSent.Time) {
		s.LastSent = sent
	}
}

// newestTrouble is the code of the newest delivery that fails, or was dropped for another reason than its reader's wish.
func newestTrouble(tx *db.Tx, w account.Way) (string, error) {
	var codes []string
	err := tx.Select(&codes, `SELECT trouble FROM notice_delivery WHERE way = ? AND state IN ('failed', 'dropped')
		AND trouble NOT IN ('refused', 'unconfirmed') ORDER BY made_at DESC, id DESC LIMIT 1`, string(w))
	if err != nil || len(codes) == 0 {
		return "", err
	}
	return codes[0], nil
}

// Troubled (письмо, которое не дошло · жетпеген хат) is a delivery that fails or was dropped, without whose it is: the
// administrator sees no case and no address.
type Troubled struct {
	ID       string
	Way      account.Way
	Kind     string // of the letter
	State    string // StateFailed or StateDropped
	Trouble  string
	Attempts int
	Made     db.Time
	Next     db.Time // the next try of one that fails
}

// inTrouble is how many of them one list holds: the newest.
const inTrouble = 100

// Troubles are the newest deliveries that fail or were dropped, at most a hundred. What its reader has refused is not
// among them: it is as it should be.
func Troubles(tx *db.Tx) ([]Troubled, error) {
	var rows []struct {
		delivery
		Kind string `db:"kind"`
	}
	err := tx.Select(&rows, `SELECT d.id, d.way, d.state, d.trouble, d.attempts, d.made_at, d.next_at, l.kind
		FROM notice_delivery d JOIN notice_letter l ON l.id = d.letter
		WHERE d.state IN ('failed', 'dropped') AND d.trouble NOT IN ('refused', 'unconfirmed')
		ORDER BY d.made_at DESC, d.id DESC LIMIT ?`, inTrouble)
	all := make([]Troubled, 0, len(rows))
	for _, r := range rows {
		all = append(all, Troubled{ID: r.ID, Way: account.Way(r.Way), Kind: r.Kind, State: r.State, Trouble: r.Trouble,
			Attempts: r.Attempts, Made: r.MadeAt, Next: r.NextAt})
	}
	return all, err
}
