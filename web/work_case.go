package web

import (
	"slices"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// The purposes of reading a case (B-15): cabinet.purpose.* in the catalogue.
const (
	purposeExamination = "examination" // the executor examines
	purposeDecision    = "decision"    // the head decides
	purposeAgreement   = "agreement"   // the police agree or object
)

// purposes of reading by role.
var purposes = map[account.Role]string{
	account.Executor: purposeExamination, account.Head: purposeDecision, account.Police: purposeAgreement,
}

// caseView is a case as its officers see it.
type caseView struct {
	part.StaffPage
	Problems                      []part.Problem
	Case                          application.Case
	Operation, Channel, Territory string
	Adopted                       string // the edition was not in force on the day of filing (P17)
	Due                           part.Due
	Left                          string
	Clock                         part.Clock
	Also                          string                // who else has it open
	Returned                      *application.Decision // the draft that the head sent back last
	Returns                       part.Table            // and all that were
	Verdicts                      []regulation.Verdict
	Passed                        int
	Asks                          []askView
	Settles                       []regulation.Verdict
	Compares                      []compareView
	Twins                         []string // papers that another case names too (M-07)
	Papers                        []paperView
	History                       part.Table
	Readers                       part.Table
	Facts                         []part.Fact
	Next                          part.Action
	Act                           *actForm
	Done                          bool
}

// askView is a question to another system that may be asked again.
type askView struct {
	Key, System, State, Since, Next, Trouble string
	Remind                                   bool   // the police of a workplace: people, who are reminded
	Reminded                                 string // when they last were
}

// actForm is a further act as a button.
type actForm struct{ Post, Text string }

// open reads a case for a page: authority first, then the trace of the reading (B-15), then the case.
func (s *Site) open(v *Visit) (application.Case, error) {
	var c application.Case
	err := v.Write(func(tx *db.Tx) error {
		var err error
		if c, err = s.findCase(v, tx, application.Find); err != nil {
			return err
		}
		return application.Read(tx, *v.Actor, c, purposes[v.Actor.Role])
	})
	return c, err
}

func (s *Site) workCase(v *Visit) error {
	c, err := s.open(v)
	if err != nil {
		return err
	}
	view, err := s.caseView(v, c)
	if err != nil {
		return err
	}
	return v.Show(workCasePage(view))
}

func (s *Site) caseView(v *Visit, c application.Case) (caseView, error) {
	view := caseView{Case: c, Operation: v.operation(c.Service, c.Operation), Verdicts: v.readable(c.Verdicts), Passed: c.Passed}
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.StaffPage, err = s.staffPage(v, tx, caseTab(c), c.Name+", "+c.Number); err != nil {
			return err
		}
		if err := s.caseTerm(v, &view); err != nil {
			return err
		}
		for _, read := range []func(*Visit, *db.Tx, *caseView) error{s.caseDocuments, s.caseTwins, s.caseSystems, s.caseHistory, s.caseNext} {
			if err := read(v, tx, &view); err != nil {
				return err
			}
		}
		return nil
	})
	return view, err
}

func caseTab(c application.Case) string {
	switch {
	case c.State == application.Signature:
		return tabSignature
	case !c.State.Open():
		return tabDecided
	}
	return tabCases
}

// caseTerm: until when, how long still, and the days counted.
func (s *Site) caseTerm(v *Visit, view *caseView) error {
	c := view.Case
	view.Territory, view.Done = v.place(c.Territory), !c.State.Open()
	e, _, err := s.Cases.EditionOf(c)
	if err != nil {
		return err
	}
	view.Adopted = v.adopted(e, calendar.DayOf(c.FiledAt))
	if ch, ok := e.Channel(c.Channel, calendar.DayOf(c.FiledAt)); ok {
		view.Channel = ch.Name.In(v.Language)
	}
	if view.Done {
		view.Due = v.decided(c.State, c.DecidedAt)
	} else {
		view.Due, view.Left = v.due(v.bounds(account.Akimat), c.DueAt, account.Akimat), v.left(c.DueAt)
	}
	terms, err := e.Terms(c.Operation, c.FiledAt)
	view.Clock = part.Clock{Trace: terms.Trace, Filed: c.FiledAt, Due: c.DueAt, Today: calendar.DayOf(v.Now)}
	view.Facts = []part.Fact{
		{Term: v.Say("staff.fact.worker"), Value: c.Name, Note: v.Say("staff.fact.worker.note", "country", v.country(c.Citizenship),
			"birth", v.day(c.Fields[application.FieldBirthDate]), "passport", c.Fields[application.FieldPassport])},
		{Term: v.Say("staff.fact.employer"), Value: c.EmployerName, Note: v.Say("staff.fact.iin", "iin", c.EmployerIIN)},
		{Term: v.Say("staff.fact.place"), Value: c.Address, Note: view.Territory},
		{Term: v.Say("staff.fact.months"), Value: words.Months(v.Language, c.Months)},
		{Term: v.Say("staff.column.executor"), Value: v.someone(c.ExecutorName)},
	}
	return err
}

// left is how much of today is left until a due moment.
func (v *Visit) left(due time.Time) string {
	d := due.Sub(v.Now)
	if d <= 0 || d >= 24*time.Hour {
		return ""
	}
	return v.Say("staff.left", "hours", int(d.Hours()), "minutes", int(d.Minutes())%60)
}

func (v *Visit) someone(name string) string {
	if name == "" {
		return v.Say("staff.whose.nobody")
	}
	return name
}

// day is a day of a form in the short way of lists, or the text as it stands.
func (v *Visit) day(text string) string {
	if d, err := calendar.ParseDay(text); err == nil {
		return words.ShortDate(d)
	}
	return text
}

// caseSystems: whom one may ask again, and which checks the executor settles by his word.
func (s *Site) caseSystems(v *Visit, tx *db.Tx, view *caseView) error {
	c := view.Case
	thing := c.Thing(v.Actor)
	if c.State != application.Review || account.May(v.Actor, account.DecisionDraft, &thing) != nil {
		return nil
	}
	silent, err := exchange.Silences(tx, c.Subject())
	if err != nil {
		return err
	}
	for _, q := range silent {
		a := askView{Key: q.Key, System: v.Say("exchange.system." + q.System), State: q.Say().In(v.Language),
			Since: words.ShortMoment(q.Since), Trouble: exchange.SayTrouble(q.Trouble).In(v.Language)}
		if !q.Dead && !q.Next.IsZero() {
			a.Next = words.ShortMoment(q.Next)
		}
		view.Asks = append(view.Asks, a)
	}
	answers, err := exchange.Answers(tx, c.Subject())
	if err != nil {
		return err
	}
	_, op, err := s.Cases.EditionOf(c)
	if err != nil {
		return err
	}
	view.Asks = append(view.Asks, v.refusedAnswers(op, c, answers)...)
	if err := view.askPolice(v, tx); err != nil {
		return err
	}
	for _, verdict := range c.Verdicts {
		if verdict.Result == regulation.Waiting && s.Cases.Confirmable(c, verdict) {
			view.Settles = append(view.Settles, verdict)
		}
	}
	return nil
}

// askPolice: the police of a workplace who have not answered are reminded; where ИС «МП» answers it is asked
// again like every other system.
func (view *caseView) askPolice(v *Visit, tx *db.Tx) error {
	p, found, err := application.PoliceOf(tx, view.Case.ID)
	if err != nil || !found || p.Answered() || p.Source != account.ByWorkplace {
		return err
	}
	a := askView{System: v.Say("staff.unit.kind." + account.PoliceUnit), Remind: true, Since: words.ShortMoment(p.AskedAt),
		State: v.Say("desk.police.due", "moment", words.ShortMoment(p.DueAt))}
	if !p.DueAt.After(v.Now) {
		a.State = v.Say("desk.police.late", "moment", words.ShortMoment(p.DueAt))
	}
	if p.Reminders > 0 {
		a.Reminded = v.Say("desk.reminded", "moment", words.ShortMoment(p.RemindedAt), "n", p.Reminders)
	}
	view.Asks = append(view.Asks, a)
	return nil
}

// refusedAnswers are the answers that failed a check: the other system may know better by now.
func (v *Visit) refusedAnswers(op *regulation.Operation, c application.Case, answers map[string]regulation.Answer) []askView {
	var list []askView
	for _, check := range op.Checks {
		failed := slices.ContainsFunc(c.Verdicts, func(d regulation.Verdict) bool {
			return d.Check == check.ID && d.Result == regulation.Failed
		})
		if check.Asks == nil || !failed {
			continue
		}
		for key, a := range answers {
			if sameQuestion(key, check.Asks.Key) && a.State != exchange.Silent && a.Source != exchange.MP {
				list = append(list, askView{Key: key, System: v.Say("exchange.system." + check.Asks.System),
					State: v.Say("staff.ask.answered"), Since: words.ShortMoment(a.At)})
			}
		}
	}
	slices.SortFunc(list, func(x, y askView) int { return words.Compare(v.Language, x.Key, y.Key) })
	return list
}

// sameQuestion: a question about each paper has the check's key with the paper's number behind it.
func sameQuestion(key, of string) bool { return key == of || strings.HasPrefix(key, of+"/") }
