package account

import (
	"errors"
	"slices"
)

// What May answers when it does not allow.
var (
	// ErrSignIn says that somebody has to sign in first (401).
	ErrSignIn = errors.New("account: sign in first")
	// ErrForbidden says that this role or relation may not do it (403).
	ErrForbidden = errors.New("account: not allowed")
	// ErrHidden says that the thing is another person's or another unit's: its existence is not told (404).
	ErrHidden = errors.New("account: not found")
	// ErrUnproven says that it is allowed once the identity has been proven (P13, 403).
	ErrUnproven = errors.New("account: prove your identity first")
)

// Act is действие / әрекет: what somebody wants to do. Every route names exactly one.
type Act string

// The acts of this system.
const (
	Public         Act = "public"          // a page for everyone
	Password       Act = "password"        // put an own password in the place of a one-time one
	Self           Act = "self"            // one's own account, letters and list of cases
	CaseStart      Act = "case.start"      // start a draft
	CaseRead       Act = "case.read"       // staff: read a case as far as the police see it (P16)
	CaseReadAll    Act = "case.read.all"   // staff: the parts that the police do not see: tax, quota, relatives
	CaseWrite      Act = "case.write"      // write Thing.Part of a draft
	CaseConfirm    Act = "case.confirm"    // confirm the application as the party Thing.Part (M-05)
	CaseOwn        Act = "case.own"        // the parts of a case that are its parties' alone: answers, result, what was filed
	CaseDecline    Act = "case.decline"    // send a draft that awaits the employer back to the applicant
	CaseWithdraw   Act = "case.withdraw"   // withdraw an application
	CaseAgain      Act = "case.again"      // begin anew with the data of an ended case (P15)
	CaseFile       Act = "case.file"       // download an attachment
	CounterWork    Act = "counter.work"    // the front office's lists and reports, and starting an intake
	CounterIntake  Act = "counter.intake"  // take papers in: write, scan, accept or refuse to accept (M-14, M-40)
	CounterServe   Act = "counter.serve"   // a case taken in here: copy, marks, originals, handing out the result
	CaseReadings   Act = "case.readings"   // see which staff have read the case (B-15)
	WorklistRead   Act = "worklist.read"   // the unit's list of cases
	CaseTake       Act = "case.take"       // take a case that nobody has
	CaseAssign     Act = "case.assign"     // give a case to an executor of the unit
	PaperJudge     Act = "paper.judge"     // an executor's verdict and comment on one document (M-112)
	PoliceAnswer   Act = "police.answer"   // agree or object
	DecisionDraft  Act = "decision.draft"  // draft a decision
	DecisionReturn Act = "decision.return" // send a draft decision back to the executor
	DecisionMake   Act = "decision.make"   // decide: issue or refuse
	PermitRead     Act = "permit.read"     // staff: a permit with its holder's data, and its PDF
	ReportRead     Act = "report.read"     // figures of the unit, or of all for the administrator
	StaffRead      Act = "staff.read"      // the list of staff and units
	StaffWrite     Act = "staff.write"     // give, change and take away posts; set up units
	AuditRead      Act = "audit.read"      // acts of the register and readings with their purpose, of all units
	AlertLook      Act = "alert.look"      // mark an alert of control as looked at (B-16)
	LawWrite       Act = "law.write"       // dated acts that come at run time: quota orders, moved days off (P19)
	SystemRead     Act = "system.read"     // the state of exchange, register and timers
)

// Relation is отношение / қатынас of somebody to a thing.
type Relation string

// The relations.
const (
	None        Relation = "none"         // no thing is meant, or it belongs to nobody
	Own         Relation = "own"          // a party of the case, or the own account
	SameUnit    Relation = "same-unit"    // staff: a case of the own unit
	OtherUnit   Relation = "other-unit"   // staff: a case of another unit
	OtherPerson Relation = "other-person" // persons: somebody else's
)

// Relations lists the relations in the order of the authority table.
var Relations = []Relation{None, Own, SameUnit, OtherUnit, OtherPerson}

// The parties of a case, as values of Thing.Part.
const (
	ApplicantPart = "applicant"
	EmployerPart  = "employer"
)

// Thing is what an act is done to, as far as authority depends on it.
// A draft belongs to its parties only: Unit is empty until the case is filed, and PoliceUnit until
// it is handed to the police.
type Thing struct {
	Account             string // id of the account that the act is about, for Self and staff acts
	Applicant, Employer string // account ids of the parties
	Executor            string // account id of the executor who has the case
	Drafter             string // account id of who drafted the decision that is to be made
	Unit, PoliceUnit    string // ids of the units that the case is with
	Counter             string // id of the front office that takes or took the papers in; from the first moment on
	Part                string // for CaseWrite and CaseConfirm: whose part, ApplicantPart or EmployerPart
}

// Relate says how an account stands to a thing: people by being a party of it, staff by their unit
// and its territory (M-01), everybody by being the account that it is about and nothing else.
func Relate(a Account, t Thing) Relation {
	switch {
	case t == Thing{Part: t.Part}:
		return None
	case a.ID != "" && t == Thing{Account: a.ID, Part: t.Part}:
		return Own
	case a.Role == Person:
		return person(a, t)
	case a.Role == Operator:
		return within(a.Unit, t.Counter)
	case a.Role == Police:
		return within(a.Unit, t.PoliceUnit)
	}
	return within(a.Unit, t.Unit)
}

// Desk is the work of an account's own unit as a whole: its lists, reports and what is done to many cases at once.
func (a Account) Desk() *Thing {
	return &Thing{Unit: a.Unit, PoliceUnit: a.Unit, Counter: a.Unit}
}

func person(a Account, t Thing) Relation {
	if a.ID != "" && (t.Applicant == a.ID || t.Employer == a.ID) {
		return Own
	}
	return OtherPerson
}

func within(unit, of string) Relation {
	if unit != "" && unit == of {
		return SameUnit
	}
	return OtherUnit
}

// May says whether an account, nil for nobody, may do an act to a thing, nil for none: nil, or
// ErrSignIn, ErrForbidden, ErrHidden, ErrUnproven or ErrOneTime. It is the one place that decides, and what no
// rule allows is refused.
func May(a *Account, act Act, t *Thing) error {
	if t == nil {
		t = &Thing{}
	}
	if a == nil {
		return mayNobody(act)
	}
	switch {
	case a.State != Active:
		return ErrSignIn
	case a.OneTime && act != Public && act != Password:
		return ErrOneTime
	}
	relation := Relate(*a, *t)
	rule, ok := ruleOf(act, a.Role)
	if !ok || !slices.Contains(rule.Relations, relation) {
		return denied(act, relation)
	}
	return rule.If.holds(*a, *t)
}

func mayNobody(act Act) error {
	if _, ok := ruleOf(act, Anonymous); ok {
		return nil
	}
	return ErrSignIn
}

// denied hides another's thing, and names what is forbidden about one's own.
func denied(act Act, r Relation) error {
	if known := slices.ContainsFunc(rules, func(r Rule) bool { return r.Act == act }); !known {
		return ErrForbidden
	}
	if r == OtherUnit || r == OtherPerson {
		return ErrHidden
	}
	return ErrForbidden
}

// holds says whether the condition is met. One that nobody has heard of is not.
func (c Condition) holds(a Account, t Thing) error {
	met := false
	switch c {
	case Always:
		met = true
	case IfOwnPart:
		met = t.party(a.ID, t.Part)
		if met && !a.Proven() {
			return ErrUnproven
		}
	case IfWritable:
		met = t.Applicant == a.ID || t.Part == EmployerPart && t.party(a.ID, EmployerPart)
	case IfApplicant:
		met = t.Applicant == a.ID
	case IfEmployer:
		met = t.Employer == a.ID
	case IfFree:
		met = t.Executor == "" || a.Holds(t.Executor)
	case IfNotOwn:
		met = t.Drafter != a.ID
	}
	if !met {
		return ErrForbidden
	}
	return nil
}

// party says whether the account is that party of the case.
func (t Thing) party(id, part string) bool {
	return part == ApplicantPart && t.Applicant == id || part == EmployerPart && t.Employer == id
}
