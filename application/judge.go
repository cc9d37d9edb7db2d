package application

import (
	"strconv"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/permit"
	"ruqsat/quota"
	"ruqsat/regulation"
	"ruqsat/words"
)

// countWorkers is the count that the limit of five is judged by (P10).
const countWorkers = "employer.workers"

// facts collects everything known about a case; regulation judges it. The permit's days that do not
// exist yet are taken from the decision's due day (P5a), after it from today.
func (o *Office) facts(tx *db.Tx, c Case, now time.Time) (regulation.Facts, error) {
	papers, err := Papers(tx, c.ID)
	if err != nil {
		return regulation.Facts{}, err
	}
	return o.factsWith(tx, c, papers, now)
}

func (o *Office) factsWith(tx *db.Tx, c Case, papers []Paper, now time.Time) (regulation.Facts, error) {
	f := regulation.Facts{
		Filed: c.FiledAt, Fields: map[string]string{}, Documents: map[string][]regulation.Paper{},
		Counts: map[string]int{}, Places: map[string]regulation.Place{},
	}
	for id, value := range c.Fields {
		f.Fields[id] = value
	}
	f.Fields[FieldChannel] = c.Channel
	for _, p := range papers {
		f.Documents[p.Document] = append(f.Documents[p.Document],
			regulation.Paper{Fields: p.Fields, Files: len(p.Scans), Pages: p.Pages})
	}
	var err error
	if f.First, f.Last, err = o.days(c, now); err != nil {
		return f, err
	}
	if f.Counts[countWorkers], err = workers(tx, c, calendar.DayOf(now)); err != nil {
		return f, err
	}
	if err := o.place(tx, c, &f, now); err != nil {
		return f, err
	}
	f.Answers, err = o.answers(tx, c)
	return f, err
}

// days are the permit's first and last day as they would be if it were decided when it is due (P5a).
func (o *Office) days(c Case, now time.Time) (first, last calendar.Day, err error) {
	first = calendar.DayOf(now)
	if c.DueAt.IsZero() {
		e, _, err := o.EditionOf(c)
		if err != nil {
			return first, last, err
		}
		terms, err := e.Terms(c.Operation, now)
		if err != nil {
			return first, last, err
		}
		first = calendar.DayOf(terms.ResultDue)
	} else if due := calendar.DayOf(c.DueAt); due.After(first) {
		first = due
	}
	if n, err := strconv.Atoi(c.Fields[FieldMonths]); err == nil && n > 0 && n <= 1200 {
		last = calendar.LastDay(first, n)
	}
	return first, last, nil
}

// workers counts whom the employer has already: permits active or still to start (P10).
func workers(tx *db.Tx, c Case, on calendar.Day) (int, error) {
	if c.EmployerIIN == "" {
		return 0, nil
	}
	return permit.CountActive(tx, c.EmployerIIN, on)
}

// place says what the quota's ledger holds for the case or still has free.
func (o *Office) place(tx *db.Tx, c Case, f *regulation.Facts, now time.Time) error {
	e, _, err := o.EditionOf(c)
	if err != nil || e.Ledger == "" || c.Territory == "" {
		return err
	}
	if c.State.Running() { // filing holds the place or files nothing, in one transaction
		f.Places[e.Ledger] = regulation.Place{Held: true, Known: true}
		return nil
	}
	day := c.FiledAt
	if day.IsZero() {
		day = now
	}
	region := o.Law().Units.Region(c.Territory)
	free, known, err := quota.Free(tx, region, calendar.DayOf(day).Year(), e.Ledger)
	f.Places[e.Ledger] = regulation.Place{Free: free, Known: known}
	return err
}

// answers are what the other systems said, and the police of a workplace. Nobody is asked about a draft.
func (o *Office) answers(tx *db.Tx, c Case) (map[string]regulation.Answer, error) {
	if c.FiledAt.IsZero() {
		return map[string]regulation.Answer{}, nil
	}
	known, err := exchange.Answers(tx, c.Subject())
	if err != nil {
		return nil, err
	}
	if err := o.settled(tx, c, known); err != nil {
		return nil, err
	}
	p, found, err := PoliceOf(tx, c.ID)
	if err != nil || !found || p.Source != account.ByWorkplace {
		return known, err
	}
	_, op, err := o.EditionOf(c)
	if err != nil {
		return nil, err
	}
	for _, check := range op.Checks {
		if check.Asks != nil && check.Asks.System == exchange.MP {
			known[check.Asks.Key] = p.answer()
		}
	}
	return known, nil
}

// settled puts in what officers have said about checks.
func (o *Office) settled(tx *db.Tx, c Case, known map[string]regulation.Answer) error {
	if c.Settled == 0 {
		return nil
	}
	said, err := Words(tx, c.ID)
	for _, w := range said {
		known[regulation.ConfirmKey(w.Check)] = w.answer()
	}
	return err
}

// Defects is everything that is wrong with a draft at this moment as the actor may sign it, in one round
// (B-05); empty when it can be confirmed. papers are the draft's, as Papers reads them.
func (o *Office) Defects(tx *db.Tx, actor account.Account, c Case, papers []Paper, now time.Time) ([]regulation.Defect, error) {
	s, ok := o.Law().Service(c.Service)
	if !ok {
		return nil, ErrNoService
	}
	e, err := s.On(calendar.DayOf(now))
	if err != nil {
		return nil, err
	}
	c.Edition = e.ID
	f, err := o.factsWith(tx, c, papers, now)
	if err != nil {
		return nil, err
	}
	return append(c.anotherPerson(actor, e), e.Defects(c.Operation, f, now)...), nil
}

// anotherPerson is the defect of an application that names another worker than the one who signs it:
// the ИИН that the applicant has proven must be the one in the form (D1:32-35, P13).
func (c Case) anotherPerson(actor account.Account, e *regulation.Edition) []regulation.Defect {
	field, section, asked := e.Field(FieldIIN)
	if !asked || actor.ID != c.Applicant || !actor.Proven() || actor.IIN == c.Fields[FieldIIN] {
		return nil
	}
	return []regulation.Defect{{Section: section.ID, Field: field.ID, Rule: "own", Cite: field.Cite,
		Text: words.All("application.own-iin")}}
}

// judge judges the case anew, keeps the verdicts, and enters them when they changed. The version
// does not rise: no person changed anything.
func (o *Office) judge(tx *db.Tx, c *Case) error {
	f, err := o.facts(tx, *c, tx.Now())
	if err != nil {
		return err
	}
	return o.judgeBy(tx, c, f)
}

// judgeBy is judge by facts that the act has collected already.
func (o *Office) judgeBy(tx *db.Tx, c *Case, f regulation.Facts) error {
	e, _, err := o.EditionOf(*c)
	if err != nil {
		return err
	}
	verdicts := e.Judge(c.Operation, f, tx.Now())
	old := c.Results
	c.Verdicts, c.JudgedAt, c.Results = verdicts, tx.Now(), results(verdicts)
	c.tally()
	_, err = tx.Exec(`UPDATE application SET passed = ?, failed = ?, waiting = ?, judged_at = ?, results = ?,
		judgement = ?, stage = `+judgedStage+` WHERE id = ?`,
		c.Passed, c.Failed, c.Waiting, tx.Now(), c.Results, c.Verdicts, c.Failed, c.Waiting, c.ID)
	if err == nil && old != c.Results {
		err = enter(tx, *c, system, act{name: "application.judge", detail: map[string]any{"results": strings.Fields(c.Results)}})
	}
	return err
}

// judgeToday is judge for a permit that is to start today (P5): besides the judgement that is kept,
// which goes by the day the decision is due, every check must pass for the permit's own days (P5a).
// ErrNotJudged when one does not.
func (o *Office) judgeToday(tx *db.Tx, c *Case) error {
	f, err := o.facts(tx, *c, tx.Now())
	if err == nil {
		err = o.judgeBy(tx, c, f)
	}
	if err != nil {
		return err
	}
	e, _, err := o.EditionOf(*c)
	if err != nil {
		return err
	}
	today := *c
	if first := calendar.DayOf(tx.Now()); !f.First.Equal(first) {
		f.First, f.Last = first, calendar.LastDay(first, c.Months)
		today.Verdicts = e.Judge(c.Operation, f, tx.Now())
		today.tally()
	}
	if !c.Ready() || !today.Ready() {
		return ErrNotJudged
	}
	return nil
}

// tally counts the verdicts by their result.
func (c *Case) tally() {
	c.Passed, c.Failed, c.Waiting = 0, 0, 0
	for _, v := range c.Verdicts {
		switch v.Result {
		case regulation.Passed:
			c.Passed++
		case regulation.Waiting:
			c.Waiting++
		default:
			c.Failed++
		}
	}
}

// results is the judgement in short: one word a check, "quota:passed".
func results(verdicts []regulation.Verdict) string {
	var b strings.Builder
	for _, v := range verdicts {
		b.WriteString(v.Check + ":" + string(v.Result) + " ")
	}
	return b.String()
}

// Ready says that every check has passed, the police's agreement among them: only then may a permit
// be drafted or issued. Nothing judged is not ready.
func (c Case) Ready() bool { return len(c.Verdicts) > 0 && c.Failed == 0 && c.Waiting == 0 }
