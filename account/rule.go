package account

// Rule allows one act to one role in some relations. What no rule allows is refused.
type Rule struct {
	Act       Act
	Role      Role
	Relations []Relation
	If        Condition // a further condition, or empty
	Why       string    // where it comes from: clause of the seeds or settled reading
}

// Condition is what a rule asks besides role and relation.
type Condition string

// The conditions of rules.
const (
	Always      Condition = ""
	IfOwnPart   Condition = "own part, proven" // Thing.Part is named and is this party's, whose identity is proven (P13)
	IfWritable  Condition = "own writing"      // the applicant any part of the draft, the employer their own
	IfApplicant Condition = "as applicant"     // of the two parties the one who applied
	IfEmployer  Condition = "as employer"      // and the one who employs
	IfFree      Condition = "not another's"    // no other executor has the case
	IfNotOwn    Condition = "not own draft"    // who drafted a decision does not make it
)

var (
	nowhere  = []Relation{None}
	own      = []Relation{Own}
	mine     = []Relation{None, Own}
	unit     = []Relation{SameUnit}
	desk     = []Relation{None, SameUnit}
	anything = Relations
)

// rules is the whole of authority, in the order of Acts. The column Why cites D1 and D2, P.. and
// M.. of the mission.
var rules = []Rule{
	{Public, Anonymous, anything, Always, "public pages"},
	{Public, Person, anything, Always, "public pages"},
	{Public, Operator, anything, Always, "public pages"},
	{Public, Executor, anything, Always, "public pages"},
	{Public, Head, anything, Always, "public pages"},
	{Public, Police, anything, Always, "public pages"},
	{Public, Auditor, anything, Always, "public pages"},
	{Public, Administrator, anything, Always, "public pages"},

	{Password, Operator, own, Always, "own account"},
	{Password, Executor, own, Always, "own account"},
	{Password, Head, own, Always, "own account"},
	{Password, Police, own, Always, "own account"},
	{Password, Auditor, own, Always, "own account"},
	{Password, Administrator, own, Always, "own account"},

	{Self, Person, mine, Always, "own account, letters and list of cases"},
	{Self, Operator, mine, Always, "own account"},
	{Self, Executor, mine, Always, "own account"},
	{Self, Head, mine, Always, "own account"},
	{Self, Police, mine, Always, "own account"},
	{Self, Auditor, mine, Always, "own account"},
	{Self, Administrator, mine, Always, "own account"},

	{CaseStart, Person, nowhere, Always, "D1:27-30"},

	{CaseRead, Executor, unit, Always, "M-01, M-97"},
	{CaseRead, Head, unit, Always, "M-01, M-97"},
	{CaseRead, Police, unit, Always, "D1:107-112, P16"},

	{CaseReadAll, Executor, unit, Always, "M-01, P16"},
	{CaseReadAll, Head, unit, Always, "M-01, P16"},

	{CaseWrite, Person, own, IfWritable, "D1:32-35"},
	{CaseConfirm, Person, own, IfOwnPart, "D1:32-35, M-05, P13"},
	{CaseOwn, Person, own, Always, "D1:122-130"},
	{CaseDecline, Person, own, IfEmployer, "M-05"},
	{CaseWithdraw, Person, own, IfApplicant, "D1:32-35"},
	{CaseAgain, Person, own, IfApplicant, "P15"},

	{CaseFile, Person, own, Always, "D1:122-130"},
	{CaseFile, Operator, unit, Always, "M-14, M-15"},
	{CaseFile, Executor, unit, Always, "M-01, M-112"},
	{CaseFile, Head, unit, Always, "M-01, M-112"},
	{CaseFile, Police, unit, Always, "P16"},

	{CounterWork, Operator, desk, Always, "D1:92-99, M-02"},
	{CounterIntake, Operator, unit, Always, "M-14, M-15, M-40, P11"},
	{CounterServe, Operator, unit, Always, "M-06, M-08, M-13, M-41"},

	{CaseReadings, Person, own, Always, "B-15"},

	{WorklistRead, Executor, desk, Always, "M-97"},
	{WorklistRead, Head, desk, Always, "M-97"},
	{WorklistRead, Police, desk, Always, "D1:107-112"},

	{CaseTake, Executor, unit, IfFree, "M-96"},
	{CaseAssign, Executor, unit, IfFree, "M-96: an own case, or one that nobody has"},
	{CaseAssign, Head, unit, Always, "M-87, M-96"},

	{PaperJudge, Executor, unit, IfFree, "M-112"},

	{PoliceAnswer, Police, unit, Always, "D1:107-112"},

	{DecisionDraft, Executor, unit, IfFree, "D2:139-145"},
	{DecisionReturn, Head, unit, Always, "M-96"},
	{DecisionMake, Head, unit, IfNotOwn, "D2:146-147, M-93"},

	{PermitRead, Executor, unit, Always, "M-01"},
	{PermitRead, Head, unit, Always, "M-01"},
	{PermitRead, Police, unit, Always, "P16"},

	{ReportRead, Head, desk, Always, "M-18"},
	{ReportRead, Auditor, anything, Always, "B-16"},
	{ReportRead, Administrator, nowhere, Always, "figures only"},

	{StaffRead, Head, unit, Always, "M-97"},
	{StaffRead, Administrator, anything, Always, "M-97"},
	{StaffWrite, Administrator, anything, Always, "M-97"},
	{AuditRead, Auditor, anything, Always, "B-15, B-16"},
	{AlertLook, Head, unit, Always, "B-16"},
	{AlertLook, Auditor, anything, Always, "B-16"},
	{LawWrite, Administrator, nowhere, Always, "P19"},
	{SystemRead, Administrator, nowhere, Always, "M-116"},
}

// Rules is the table of authority for the documents and the tests.
func Rules() []Rule {
	out := make([]Rule, len(rules))
	copy(out, rules)
	return out
}

// Acts lists every act in the order of the table.
func Acts() []Act {
	var acts []Act
	for _, r := range rules {
		if len(acts) == 0 || acts[len(acts)-1] != r.Act {
			acts = append(acts, r.Act)
		}
	}
	return acts
}

// ruleOf finds the rule for an act and a role.
func ruleOf(act Act, role Role) (Rule, bool) {
	r, ok := byActAndRole[cell{act, role}]
	return r, ok
}

type cell struct {
	act  Act
	role Role
}

var byActAndRole = func() map[cell]Rule {
	table := make(map[cell]Rule, len(rules))
	for _, r := range rules {
		if _, twice := table[cell{r.Act, r.Role}]; twice {
			panic("account: two rules for " + string(r.Act) + " of " + string(r.Role))
		}
		table[cell{r.Act, r.Role}] = r
	}
	return table
}()
