package application

import (
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/words"
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

	PoliceAskedAt    time.Time `db:"police_asked_at"`
	PoliceDueAt      time.Time `db:"police_due_at"`
	PoliceAnsweredAt time.Time `db:"police_answered_at"`
	PoliceAgree      bool      `db:"police_agree"`
	PoliceRemindedAt time.Time `db:"police_reminded_at"`
}

const summaryColumns = `a.id, a.number, a.service, a.operation, a.channel, a.state, a.applicant_name, a.citizenship,
	a.employer_name, a.territory, a.address, a.months, a.executor, a.executor_name, a.saved_at, a.filed_at,
	a.received_at, a.due_at, a.decided_at, a.passed, a.failed, a.waiting,
	p.asked_at AS police_asked_at, p.due_at AS police_due_at, p.answered_at AS police_answered_at,
	COALESCE(p.agree, 0) AS police_agree, p.reminded_at AS police_reminded_at`

const summaryFrom = ` FROM application a LEFT JOIN application_police p ON p.application = a.id`

// ForApplicant are a person's own cases, the newest first.
func ForApplicant(tx *db.Tx, person string) ([]Summary, error) {
	return list(tx, `WHERE a.applicant = ? ORDER BY a.started_at DESC, a.id DESC`, person)
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

// Filter narrows a unit's worklist. Empty fields do not narrow.
type Filter struct {
	State    State
	Executor string // account; "none" for cases that nobody has
	For      string // beside Executor: who is absent and whose cases are theirs too
	Search   string // number, name, ИИН, passport
	Decided  bool   // decided cases instead of running ones, the newest first
}

// Page is where a list goes on: after the case with this due moment and id.
type Page struct {
	After   time.Time
	AfterID string
	Size    int
}

// Worklist is the running cases of an akimat's unit, the earliest due first, a page at a time (M-01).
func Worklist(tx *db.Tx, unit string, f Filter, p Page) ([]Summary, error) {
	where, args := f.conditions(unit)
	order := `a.due_at, a.id`
	if f.Decided {
		order = `a.decided_at DESC, a.id DESC`
		if p.AfterID != "" {
			where += ` AND (a.decided_at < ? OR a.decided_at = ? AND a.id < ?)`
			args = append(args, p.After, p.After, p.AfterID)
		}
	} else if p.AfterID != "" {
		where += ` AND (a.due_at > ? OR a.due_at = ? AND a.id > ?)`
		args = append(args, p.After, p.After, p.AfterID)
	}
	return list(tx, `WHERE `+where+` ORDER BY `+order+` LIMIT ?`, append(args, p.size())...)
}

// conditions are the filter's for the cases of a unit: the list and its tally use the same ones.
func (f Filter) conditions(unit string) (where string, args []any) {
	conds, args := []string{`a.unit = ?`}, []any{unit}
	narrow := func(cond string, values ...any) { conds, args = append(conds, cond), append(args, values...) }
	if f.Decided {
		narrow(`a.state IN ('approved', 'refused', 'withdrawn')`)
	} else {
		narrow(`a.state IN ('filed', 'review', 'signature')`)
	}
	if f.State != "" {
		narrow(`a.state = ?`, f.State)
	}
	switch f.Executor {
	case "":
	case "none":
		narrow(`a.executor = ''`)
	default:
		narrow(`(a.executor = ? OR a.executor = ? AND a.executor <> '')`, f.Executor, f.For)
	}
	if key := words.Fold(f.Search); key != "" {
		narrow(`a.search_key LIKE ? ESCAPE '!'`, "%"+likeEscape.Replace(key)+"%")
	}
	return strings.Join(conds, ` AND `), args
}

// likeEscape makes a person's % and _ themselves.
var likeEscape = strings.NewReplacer(`!`, `!!`, `%`, `!%`, `_`, `!_`)

func (p Page) size() int {
	if p.Size <= 0 || p.Size > 200 {
		return 50
	}
	return p.Size
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

// Tally is how many running cases of a unit stand in each severity at a moment; Today is the end of
// that day in Asia/Almaty.
type Tally struct {
	Critical  int `db:"critical"` // of the overdue: those that fell due long ago
	Overdue   int `db:"overdue"`
	Today     int `db:"today"`
	Later     int `db:"later"`
	Signature int `db:"signature"`
	Unread    int `db:"-"`
}

// Count tallies a unit's running cases: overdue at now (M-18: from the due moment on), due until the end
// of today, due after it.
func Count(tx *db.Tx, unit string, now, endOfDay time.Time) (Tally, error) {
	var t Tally
	err := tx.Get(&t, `SELECT
		COALESCE(SUM(CASE WHEN due_at <= ? THEN 1 ELSE 0 END), 0) AS overdue,
		COALESCE(SUM(CASE WHEN due_at > ? AND due_at < ? THEN 1 ELSE 0 END), 0) AS today,
		COALESCE(SUM(CASE WHEN due_at >= ? THEN 1 ELSE 0 END), 0) AS later,
		COALESCE(SUM(CASE WHEN state = 'signature' THEN 1 ELSE 0 END), 0) AS signature
		FROM application WHERE unit = ? AND state IN ('filed', 'review', 'signature')`,
		now, now, endOfDay, endOfDay, unit)
	return t, err
}

// Bounds part a worklist by its due moments: by Critical they are long overdue, by Now overdue, before
// EndOfDay due today.
type Bounds struct{ Critical, Now, EndOfDay time.Time }

// CountList tallies exactly the cases that Worklist gives for the filter, so that the counts over a
// list are always those of the list.
func CountList(tx *db.Tx, unit string, f Filter, b Bounds) (Tally, error) {
	where, args := f.conditions(unit)
	var t Tally
	err := tx.Get(&t, `SELECT
		COALESCE(SUM(CASE WHEN a.due_at <= ? THEN 1 ELSE 0 END), 0) AS critical,
		COALESCE(SUM(CASE WHEN a.due_at <= ? THEN 1 ELSE 0 END), 0) AS overdue,
		COALESCE(SUM(CASE WHEN a.due_at > ? AND a.due_at < ? THEN 1 ELSE 0 END), 0) AS today,
		COALESCE(SUM(CASE WHEN a.due_at >= ? THEN 1 ELSE 0 END), 0) AS later,
		COALESCE(SUM(CASE WHEN a.state = 'signature' THEN 1 ELSE 0 END), 0) AS signature
		FROM application a WHERE `+where,
		append([]any{b.Critical, b.Now, b.Now, b.EndOfDay, b.EndOfDay}, args...)...)
	return t, err
}

// CountPolice tallies the cases that wait for a police unit's answer: overdue at now, due until the end
// of today, due after it (M-39).
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

// Stage is where a running case really lies, for the words of a list or a page.
type Stage string

// The stages.
const (
	StageDraft    Stage = "draft"
	StageEmployer Stage = "employer" // the employer's signature
	StageOpening  Stage = "opening"  // the next opening of working hours
	StagePolice   Stage = "police"   // the police's answer
	StageSystems  Stage = "systems"  // another system's answer
	StageExecutor Stage = "executor"
	StageHead     Stage = "head"
	StageDone     Stage = "done"
)

// Stage of a case in a list.
func (s Summary) Stage() Stage {
	return stage(s.State, s.Waiting, s.Failed, !s.PoliceAskedAt.IsZero() && s.PoliceAnsweredAt.IsZero())
}

// stage: with nothing failed, what is still awaited names the stage, the police first; with something
// failed the executor can already act.
func stage(s State, waiting, failed int, police bool) Stage {
	switch {
	case s == Draft:
		return StageDraft
	case s == Awaiting:
		return StageEmployer
	case s == Filed:
		return StageOpening
	case s == Signature:
		return StageHead
	case s != Review:
		return StageDone
	case failed > 0:
		return StageExecutor
	case police:
		return StagePolice
	case waiting > 0:
		return StageSystems
	}
	return StageExecutor
}

// StageOf a case with the police's part of it.
func StageOf(c Case, p Police, asked bool) Stage {
	return stage(c.State, c.Waiting, c.Failed, asked && !p.Answered())
}

// Read keeps a staff member's reading of a case as an act with its purpose (B-15).
func Read(tx *db.Tx, actor account.Account, c Case, purpose string) error {
	return account.Read(tx, actor, c.Subject(), purpose)
}
