package application

import (
	"time"

	"ruqsat/account"
	"ruqsat/db"
)

// Summary is a case as a list shows it.
type Summary struct {
	ID           string    `db:"id"`
	Number       string    `db:"number"`
	Service      string    `db:"service"`
	Operation    string    `db:"operation"`
	Channel      string    `db:"channel"`
	State        State     `db:"state"`
	Name         string    `db:"applicant_name"`
	Citizenship  string    `db:"citizenship"`
	EmployerName string    `db:"employer_name"`
	Territory    string    `db:"territory"`
	Address      string    `db:"address"`
	Months       int       `db:"months"`
	Executor     string    `db:"executor"`
	ExecutorName string    `db:"executor_name"`
	SavedAt      time.Time `db:"saved_at"`
	FiledAt      time.Time `db:"filed_at"`
	ReceivedAt   time.Time `db:"received_at"`
	DueAt        time.Time `db:"due_at"`
	DecidedAt    time.Time `db:"decided_at"`
	Passed       int       `db:"passed"`
	Failed       int       `db:"failed"`
	Waiting      int       `db:"waiting"`
	Version      int       `db:"version"`
	Lies         Stage     `db:"stage"` // where a running case lies, as the worklist is filtered; Stage() says it for its parties

	PoliceAskedAt    time.Time `db:"police_asked_at"`
	PoliceDueAt      time.Time `db:"police_due_at"`
	PoliceAnsweredAt time.Time `db:"police_answered_at"`
	PoliceAgree      bool      `db:"police_agree"`
	PoliceRemindedAt time.Time `db:"police_reminded_at"`
}

const summaryColumns = `a.id, a.number, a.service, a.operation, a.channel, a.state, a.applicant_name, a.citizenship,
	a.employer_name, a.territory, a.address, a.months, a.executor, a.executor_name, a.saved_at, a.filed_at,
	a.received_at, a.due_at, a.decided_at, a.passed, a.failed, a.waiting, a.version, a.stage,
	p.asked_at AS police_asked_at, p.due_at AS police_due_at, p.answered_at AS police_answered_at,
	COALESCE(p.agree, 0) AS police_agree, p.reminded_at AS police_reminded_at`

const summaryFrom = ` FROM application a LEFT JOIN application_police p ON p.application = a.id`

// ForApplicant are a person's own cases, the newest first: those of the cabinet, and those that a front office has
// taken in under the ИИН that the person has proven (P11).
func ForApplicant(tx *db.Tx, person account.Account) ([]Summary, error) {
	iin := person.IIN
	if !person.Proven() {
		iin = ""
	}
	return list(tx, `WHERE a.applicant = ? OR (a.counter <> '' AND a.number <> '' AND a.applicant_iin <> '' AND a.applicant_iin = ?)
		ORDER BY a.started_at DESC, a.id DESC`, person.ID, iin)
}

// ForEmployer are the cases that name this proven ИИН as the employer's, from the moment the applicant
// has confirmed; a draft is the applicant's alone.
func ForEmployer(tx *db.Tx, iin string) ([]Summary, error) {
	return list(tx, `WHERE a.employer_iin = ? AND a.state <> 'draft' ORDER BY a.started_at DESC, a.id DESC`, iin)
}

func list(tx *db.Tx, where string, args ...any) ([]Summary, error) {
	var rows []Summary
	err := tx.Select(&rows, `SELECT `+summaryColumns+summaryFrom+` `+where, args...)
	return rows, err
}

// PoliceWorklist is the cases a police unit has, those without an answer first, the earliest due first.
func PoliceWorklist(tx *db.Tx, unit string, answered bool, p Page) ([]Summary, error) {
	where, args := `WHERE p.unit = ? AND p.answered_at IS NULL AND a.state = 'review'`, []any{unit}
	order := ` ORDER BY p.due_at, a.id LIMIT ?`
	if answered {
		where = `WHERE p.unit = ? AND p.answered_at IS NOT NULL`
		order = ` ORDER BY p.answered_at DESC, a.id DESC LIMIT ?`
		if p.AfterID != "" {
			where += ` AND (p.answered_at < ? OR p.answered_at = ? AND a.id < ?)`
			args = append(args, p.After, p.After, p.AfterID)
		}
	} else if p.AfterID != "" {
		where += ` AND (p.due_at > ? OR p.due_at = ? AND a.id > ?)`
		args = append(args, p.After, p.After, p.AfterID)
	}
	return list(tx, where+order, append(args, p.size())...)
}

// CountPolice tallies the cases that wait for a police unit's answer: overdue at now, due until the end
// of today, due after it (M-39). Of one day's clock nothing is critical.
func CountPolice(tx *db.Tx, unit string, b Bounds) (Tally, error) {
	var t Tally
	err := tx.Get(&t, `SELECT
		COALESCE(SUM(CASE WHEN p.due_at <= ? THEN 1 ELSE 0 END), 0) AS overdue,
		COALESCE(SUM(CASE WHEN p.due_at > ? AND p.due_at < ? THEN 1 ELSE 0 END), 0) AS today,
		COALESCE(SUM(CASE WHEN p.due_at >= ? THEN 1 ELSE 0 END), 0) AS later
		FROM application a JOIN application_police p ON p.application = a.id
		WHERE p.unit = ? AND p.answered_at IS NULL AND a.state = 'review'`,
		b.Now, b.Now, b.EndOfDay, b.EndOfDay, unit)
	return t, err
}

// Read keeps a staff member's reading of a case as an act with its purpose (B-15).
func Read(tx *db.Tx, actor account.Account, c Case, purpose string) error {
	return account.Read(tx, actor, c.Subject(), purpose)
}
