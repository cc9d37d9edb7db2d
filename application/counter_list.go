package application

import (
	"ruqsat/db"
)

// Tab is a list of the counter (вкладка; қойынды).
type Tab string

// The tabs of the counter.
const (
	TabIntake  Tab = "intake"  // being filled in, or refused and kept
	TabWaiting Tab = "waiting" // accepted, the decision is awaited
	TabReady   Tab = "ready"   // decided, the result is not handed out yet
	TabDone    Tab = "done"    // handed out, or withdrawn
)

// Tabs in the order of the work.
var Tabs = []Tab{TabIntake, TabWaiting, TabReady, TabDone}

// conditions of the tabs, word for word those of their indexes.
var conditions = map[Tab]string{
	TabIntake:  `a.state = 'draft'`,
	TabWaiting: `a.state IN ('filed', 'review', 'signature')`,
	TabReady:   `a.state IN ('approved', 'refused') AND a.handed = 0`,
	TabDone:    `(a.state = 'withdrawn' OR a.handed = 1)`,
}

const attendedColumns = summaryColumns + `, a.version, a.operator, a.operator_name, a.counter_number, a.applicant,
	a.started_at, a.kept_until, h.handed_at, j.entered_at AS refused_at, COALESCE(j.number, '') AS refused_number`

// attendedFrom joins the handing out and the last refusal of acceptance.
const attendedFrom = summaryFrom + ` LEFT JOIN counter_handover h ON h.application = a.id
	LEFT JOIN counter_journal j ON j.id = (SELECT MAX(r.id) FROM counter_journal r
		WHERE r.application = a.id AND r.kind = 'refused')`

// Intakes are the sheets of a front office that are being filled in, or were refused and are kept: the last begun
// first.
func Intakes(tx *db.Tx, unit string) ([]Attended, error) {
	return AtCounter(tx, unit, TabIntake, Page{Size: 200})
}

// AtCounter is a page of one list of a front office, the last begun first; Page goes on after a case's StartedAt
// and id. ErrState for a list that there is not.
func AtCounter(tx *db.Tx, unit string, t Tab, p Page) ([]Attended, error) {
	cond, known := conditions[t]
	if !known {
		return nil, ErrState
	}
	where, args := ` WHERE a.counter = ? AND a.counter <> '' AND `+cond, []any{unit}
	if p.AfterID != "" {
		where, args = where+` AND (a.started_at < ? OR a.started_at = ? AND a.id < ?)`, append(args, p.After, p.After, p.AfterID)
	}
	var list []Attended
	err := tx.Select(&list, `SELECT `+attendedColumns+attendedFrom+where+` ORDER BY a.started_at DESC, a.id DESC LIMIT ?`,
		append(args, p.size())...)
	return list, err
}

// CountCounter says how many cases stand in a list of a front office.
func CountCounter(tx *db.Tx, unit string, t Tab) (n int, err error) {
	cond, known := conditions[t]
	if !known {
		return 0, ErrState
	}
	err = tx.Get(&n, `SELECT COUNT(*) FROM application a WHERE a.counter = ? AND a.counter <> '' AND `+cond, unit)
	return n, err
}
