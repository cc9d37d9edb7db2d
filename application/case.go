package application

import (
	"errors"
	"sync/atomic"
	"time"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/words"
)

// State is where a case stands; doc.go draws the ways between them.
type State string

// The states.
const (
	Draft     State = "draft"     // черновик
	Awaiting  State = "awaiting"  // ждёт второй подписи (M-05)
	Filed     State = "filed"     // подано, ждёт начала рабочего времени (P2)
	Review    State = "review"    // на рассмотрении: проверки, полиция, исполнитель
	Signature State = "signature" // на подписи у руководителя
	Approved  State = "approved"  // выдано
	Refused   State = "refused"   // отказано
	Withdrawn State = "withdrawn" // отозвано заявителем
)

// Open says that the case is still being worked on by its parties or the state.
func (s State) Open() bool { return s != Approved && s != Refused && s != Withdrawn }

// Running says that the case is registered and not yet decided.
func (s State) Running() bool { return s == Filed || s == Review || s == Signature }

// Errors that a caller branches on.
var (
	ErrNoCase       = errors.New("application: no such case")
	ErrState        = errors.New("application: the case is not in a state for this act")
	ErrNoService    = errors.New("application: no such service, operation or channel on this day")
	ErrNotTheParty  = errors.New("application: not a party of this case")
	ErrUnproven     = errors.New("application: the identity is not proven yet")
	ErrConfirmed    = errors.New("application: already confirmed")
	ErrChanged      = errors.New("application: the data are not those that were shown")
	ErrNotJudged    = errors.New("application: not every check has passed")
	ErrPaper        = errors.New("application: a paper of the case is not good by the executor's word")
	ErrGround       = errors.New("application: a refusal needs grounds that the law and the checks support")
	ErrOwnDraft     = errors.New("application: who drafted a decision does not make it")
	ErrAnswered     = errors.New("application: the police have answered already")
	ErrReadOnly     = errors.New("application: the police answer through their own system")
	ErrNoReason     = errors.New("application: a reason is required")
	ErrTaken        = errors.New("application: another executor has the case")
	ErrHasIt        = errors.New("application: the executor has the case already")
	ErrNotExecutor  = errors.New("application: not an executor of the unit at work")
	ErrTooMany      = errors.New("application: too many at once")
	ErrNoUnit       = errors.New("application: no unit of the state serves this territory")
	ErrTooLong      = errors.New("application: a value is too long to keep")
	ErrNoPaper      = errors.New("application: no such paper of the case")
	ErrSelfEmployed = errors.New("application: the worker and the employer are one person")
)

// Case is a case (дело; іс) with its data. Moments are UTC instants, shown in Asia/Almaty; the zero
// moment means that it has not come.
type Case struct {
	ID           string    `db:"id"`
	Number       string    `db:"number"` // "OT-3944-26-000418"; empty until both parties confirmed
	Service      string    `db:"service"`
	Operation    string    `db:"operation"`
	Edition      string    `db:"edition"` // the law it is judged by: of the day of filing (P3)
	Channel      string    `db:"channel"`
	State        State     `db:"state"`
	Applicant    string    `db:"applicant"` // account
	Name         string    `db:"applicant_name"`
	Citizenship  string    `db:"citizenship"`
	Employer     string    `db:"employer"` // account, once the employer has confirmed
	EmployerIIN  string    `db:"employer_iin"`
	EmployerName string    `db:"employer_name"`
	Unit         string    `db:"unit"`
	PoliceUnit   string    `db:"police_unit"`
	Territory    string    `db:"territory"` // КАТО code
	Address      string    `db:"address"`
	Months       int       `db:"months"`
	Executor     string    `db:"executor"`
	ExecutorName string    `db:"executor_name"`
	Fields       Fields    `db:"fields"`
	Version      int       `db:"version"`
	StartedAt    time.Time `db:"started_at"`
	SavedAt      time.Time `db:"saved_at"`
	FiledAt      time.Time `db:"filed_at"`
	ReceivedAt   time.Time `db:"received_at"`
	DueAt        time.Time `db:"due_at"`
	DecidedAt    time.Time `db:"decided_at"`
	Passed       int       `db:"passed"`
	Failed       int       `db:"failed"`
	Waiting      int       `db:"waiting"`
	JudgedAt     time.Time `db:"judged_at"`
	Results      string    `db:"results"` // the judgement in short, one word a check
	Settled      int       `db:"settled"` // officers' words about checks
	Verdicts     Verdicts  `db:"judgement"`

	ApplicantIIN  string    `db:"applicant_iin"` // as the application names him; may be empty
	Counter       string    `db:"counter"`       // unit of the front office that takes or took the papers (P11); empty: own cabinet
	Operator      string    `db:"operator"`      // account of who took them
	OperatorName  string    `db:"operator_name"`
	CounterNumber string    `db:"counter_number"` // in the front office's journal, once accepted: "CON-3944-26-000017"
	Contact       Contact   `db:"contact"`        // for the result, at the counter
	KeptUntil     time.Time `db:"kept_until"`     // a sheet of the counter that was not accepted is discarded then
}

const caseColumns = `id, number, service, operation, edition, channel, state, applicant, applicant_name,
	citizenship, employer, employer_iin, employer_name, unit, police_unit, territory, address, months,
	executor, executor_name, fields, version, started_at, saved_at, filed_at, received_at, due_at,
	decided_at, passed, failed, waiting, judged_at, results, settled, applicant_iin, counter, operator, operator_name, counter_number,
	contact, kept_until`

// Find reads a case with its verdicts. ErrNoCase when there is none.
func Find(tx *db.Tx, id string) (Case, error) { return find(tx, id, "judgement", "") }

// Glimpse is Find without the verdicts, which are long: enough to decide who may do what.
func Glimpse(tx *db.Tx, id string) (Case, error) { return find(tx, id, noJudgement, "") }

const noJudgement = `'[]' AS judgement`

// ByNumber reads a case by its registration number. ErrNoCase when there is none.
func ByNumber(tx *db.Tx, number string) (Case, error) {
	var id string
	err := tx.Get(&id, `SELECT id FROM application WHERE number = ? AND number <> ''`, number)
	if errors.Is(err, db.ErrNone) {
		return Case{}, ErrNoCase
	}
	if err != nil {
		return Case{}, err
	}
	return Find(tx, id)
}

// lock reads a case without its verdicts and keeps it still until the end of the act, which judges anew
// where it needs them.
func lock(tx *db.Tx, id string) (Case, error) { return find(tx, id, noJudgement, tx.Lock()) }

func find(tx *db.Tx, id, judgement, suffix string) (Case, error) {
	var c Case
	err := tx.Get(&c, `SELECT `+caseColumns+`, `+judgement+` FROM application WHERE id = ?`+suffix, id)
	if errors.Is(err, db.ErrNone) {
		return Case{}, ErrNoCase
	}
	return c, err
}

// Subject is the case's name in the register, the quota, the timers and the exchange.
func (c Case) Subject() string { return "case:" + c.ID }

// Thing is what the authority decides on: the parties, the units and the executor. The employer is
// known by the proven ИИН that the application names, before and after his confirmation; at the counter,
// where nobody needs an account (P11), so is the applicant, once the papers are accepted.
func (c Case) Thing(a *account.Account) account.Thing {
	t := account.Thing{Applicant: c.Applicant, Employer: c.Employer, Executor: c.Executor, Counter: c.Counter}
	if c.State != Draft && c.State != Awaiting {
		t.Unit, t.PoliceUnit = c.Unit, c.PoliceUnit
	}
	if c.State == Filed || c.State == Withdrawn && c.DecidedAt.Before(c.ReceivedAt) {
		t.PoliceUnit = "" // handed to the police with the receipt, which a withdrawn case may not have seen
	}
	if c.State == Signature {
		t.Drafter = c.Executor // the draft made the case his
	}
	if a == nil || c.State == Draft || a.Role != account.Person || !a.Proven() || a.IIN == "" {
		return t
	}
	if c.Employer == "" && a.IIN == c.EmployerIIN {
		t.Employer = a.ID
	}
	if c.Counter != "" && a.IIN == c.ApplicantIIN {
		t.Applicant = a.ID
	}
	return t
}

// Office (делопроизводство) does the acts of cases under the law that is in force now.
type Office struct {
	law atomic.Pointer[regulation.Law]
}

// NewOffice returns an office under this law.
func NewOffice(l *regulation.Law) *Office {
	o := &Office{}
	o.Adopt(l)
	return o
}

// Adopt puts a newly merged law in force (P19).
func (o *Office) Adopt(l *regulation.Law) { o.law.Store(l) }

// Law is the law in force now.
func (o *Office) Law() *regulation.Law { return o.law.Load() }

// EditionOf is the edition that a case is judged by, and its operation.
func (o *Office) EditionOf(c Case) (*regulation.Edition, *regulation.Operation, error) {
	s, ok := o.Law().Service(c.Service)
	if !ok {
		return nil, nil, ErrNoService
	}
	e, ok := s.Edition(c.Edition)
	if !ok {
		return nil, nil, ErrNoService
	}
	op, ok := e.Operation(c.Operation)
	if !ok {
		return nil, nil, ErrNoService
	}
	return e, op, nil
}

// TerritoryName is the name of the case's district in the three languages.
func (o *Office) TerritoryName(c Case) words.Text {
	u, _ := o.Law().Units.Find(c.Territory)
	return u.Name
}
