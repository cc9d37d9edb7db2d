package application

import (
	"errors"
	"slices"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/notice"
	"ruqsat/permit"
	"ruqsat/quota"
	"ruqsat/regulation"
	"ruqsat/timer"
)

// Decision (решение) is drafted by the executor and made, or returned, by the head.
type Decision struct {
	ID        string    `db:"id"`
	State     string    `db:"state"`
	Approve   bool      `db:"approve"`
	Grounds   Codes     `db:"grounds"` // of the refusal, codes of the edition
	Note      string    `db:"note"`    // the executor's words to the applicant beside the grounds
	Prepared  string    `db:"prepared"`
	DraftedBy string    `db:"drafted_by"`
	Drafter   string    `db:"drafter"`
	DraftedAt time.Time `db:"drafted_at"`
	MadeBy    string    `db:"made_by"`
	Maker     string    `db:"maker"`
	MadeAt    time.Time `db:"made_at"`
	Comment   string    `db:"comment"` // the head's, when returned
}

// The states of a decision.
const (
	Drafted  = "drafted"
	Made     = "made"
	Returned = "returned"
)

const decisionColumns = `id, state, approve, grounds, note, prepared, drafted_by, drafter, drafted_at, made_by, maker,
	made_at, comment`

// Decisions of a case, the living or last one first.
func Decisions(tx *db.Tx, id string) ([]Decision, error) {
	var list []Decision
	err := tx.Select(&list, `SELECT `+decisionColumns+` FROM application_decision
		WHERE application = ? ORDER BY drafted_at DESC, id DESC`, id)
	return list, err
}

// living is the drafted decision that lies with the head. ErrState when there is none.
func living(tx *db.Tx, id string) (Decision, error) {
	var d Decision
	err := tx.Get(&d, `SELECT `+decisionColumns+` FROM application_decision
		WHERE application = ? AND state = 'drafted'`, id)
	if errors.Is(err, db.ErrNone) {
		err = ErrState
	}
	return d, err
}

// DraftDecision is the executor's draft: a permit, or a refusal by grounds. A case that nobody has
// becomes his by it. db.ErrStale when the case was changed since version; ErrTaken when another has
// it; ErrNotJudged for a permit while a check has not passed (B-06, T5), ErrPaper while a paper is not
// good by the executor's own word (M-112); ErrGround for a refusal
// without grounds of the edition, or with a ground that a check judges and did not fail (M-55).
func (o *Office) DraftDecision(tx *db.Tx, actor account.Account, id string, version int, approve bool, grounds []string, note string) (Case, error) {
	c, err := lock(tx, id)
	switch {
	case err != nil:
		return c, err
	case c.State != Review:
		return c, ErrState
	case c.Version != version:
		return c, db.ErrStale
	case c.Executor != "" && !actor.Holds(c.Executor):
		return c, ErrTaken
	}
	judge := o.judge
	if approve {
		judge = o.judgeToday
	}
	if err := judge(tx, &c); err != nil {
		return c, err
	}
	d := Decision{
		ID: db.NewID(tx.Now()), State: Drafted, Approve: approve, Note: note,
		DraftedBy: actor.ID, Drafter: actor.FullName(), DraftedAt: tx.Now(),
	}
	if approve {
		if err = papersGood(tx, c.ID); err == nil {
			d.Prepared, err = o.prepare(tx, c)
		}
	} else {
		d.Grounds, err = o.supported(c, grounds)
	}
	if err != nil {
		return c, err
	}
	return c, o.toHead(tx, actor, &c, d)
}

// toHead puts the draft on the head's table.
func (o *Office) toHead(tx *db.Tx, actor account.Account, c *Case, d Decision) error {
	_, err := tx.Exec(`INSERT INTO application_decision (id, application, state, approve, grounds, note, prepared,
		drafted_by, drafter, drafted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.ID, c.ID, d.State, d.Approve, d.Grounds, d.Note, d.Prepared, d.DraftedBy, d.Drafter, d.DraftedAt)
	if err != nil {
		return err
	}
	c.State, c.Executor, c.ExecutorName = Signature, actor.ID, actor.FullName()
	if err := advance(tx, c); err != nil {
		return err
	}
	ground := "approve"
	if !d.Approve {
		ground = "refuse"
	}
	return enter(tx, *c, actor, act{name: "application.draft", ground: ground, due: c.DueAt,
		detail: map[string]any{"grounds": d.Grounds, "note": d.Note, "prepared": d.Prepared}})
}

// supported checks the grounds of a refusal against the edition and the verdicts.
func (o *Office) supported(c Case, grounds []string) (Codes, error) {
	choices, err := o.Grounds(c)
	if err != nil || len(grounds) == 0 {
		return nil, errors.Join(err, ErrGround)
	}
	var codes Codes
	for _, code := range grounds {
		i := slices.IndexFunc(choices, func(g Choice) bool { return g.Code == code && g.Open })
		if i < 0 {
			return nil, ErrGround
		}
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes, nil
}

// Choice is a ground the executor may or may not pick now: Open when no check judges it, or when a
// check that judges it has failed; Backed when a check has failed.
type Choice struct {
	regulation.Ground
	Open, Backed bool
}

// Grounds are the grounds of refusing the case's operation under its edition, told what the checks say
// of each.
func (o *Office) Grounds(c Case) ([]Choice, error) {
	e, op, err := o.EditionOf(c)
	if err != nil {
		return nil, err
	}
	judged, failed := map[string]bool{}, map[string]bool{}
	for _, check := range op.Checks {
		judged[check.Ground] = true
	}
	for _, v := range c.Verdicts {
		if v.Result == regulation.Failed || v.Result == regulation.Referral {
			failed[v.Ground] = true
		}
	}
	var choices []Choice
	for _, g := range e.Grounds {
		if !g.For(c.Operation) {
			continue
		}
		choices = append(choices, Choice{Ground: g, Open: !judged[g.Code] || failed[g.Code], Backed: failed[g.Code]})
	}
	return choices, nil
}

// Return sends the draft back to the executor with the head's comment.
func (o *Office) Return(tx *db.Tx, actor account.Account, id string, version int, comment string) (Case, error) {
	c, d, err := o.onTable(tx, id, version)
	if err != nil {
		return c, err
	}
	if comment == "" {
		return c, ErrNoReason
	}
	_, err = tx.Exec(`UPDATE application_decision SET state = ?, made_by = ?, maker = ?, made_at = ?, comment = ?
		WHERE id = ?`, Returned, actor.ID, actor.FullName(), tx.Now(), comment, d.ID)
	if err != nil {
		return c, err
	}
	c.State = Review
	if err := advance(tx, &c); err != nil {
		return c, err
	}
	return c, enter(tx, c, actor, act{name: "application.return", due: c.DueAt, detail: map[string]any{"comment": comment}})
}

// onTable locks a case whose draft lies with the head, at the version he saw.
func (o *Office) onTable(tx *db.Tx, id string, version int) (Case, Decision, error) {
	c, err := lock(tx, id)
	switch {
	case err != nil:
		return c, Decision{}, err
	case c.State != Signature:
		return c, Decision{}, ErrState
	case c.Version != version:
		return c, Decision{}, db.ErrStale
	}
	d, err := living(tx, id)
	return c, d, err
}

// Decide is the head's decision over the drafted one: the permit is issued, or the refusal made. A
// permit is issued only when every check passes again now (P5a), over exactly the prepared data with
// this sum. ErrOwnDraft for who drafted it; ErrNotJudged when a check does not pass any more; ErrGround
// when the check behind a ground of the refusal has passed;
// ErrChanged when the prepared data are not those that were shown.
func (o *Office) Decide(tx *db.Tx, actor account.Account, id string, version int, sum string) (Case, error) {
	c, d, err := o.onTable(tx, id, version)
	if err != nil {
		return c, err
	}
	if d.DraftedBy == actor.ID {
		return c, ErrOwnDraft
	}
	if d.Approve {
		err = o.issue(tx, actor, &c, sum)
	} else {
		err = o.refuse(tx, actor, &c, d)
	}
	if err != nil {
		return c, err
	}
	_, err = tx.Exec(`UPDATE application_decision SET state = ?, made_by = ?, maker = ?, made_at = ? WHERE id = ?`,
		Made, actor.ID, actor.FullName(), tx.Now(), d.ID)
	return c, err
}

// issue makes the permit of the prepared data. The employer's row is locked while his workers are
// counted, so that two heads cannot give him a sixth (P10); the quota's hot row is touched last.
func (o *Office) issue(tx *db.Tx, actor account.Account, c *Case, sum string) error {
	if err := lockEmployer(tx, c.EmployerIIN); err != nil {
		return err
	}
	if err := o.judgeToday(tx, c); err != nil {
		return err
	}
	prepared, err := permit.FindPrepared(tx, c.ID)
	if err != nil {
		return err
	}
	if prepared.Sum != sum || !prepared.Data.First.Equal(calendar.DayOf(tx.Now())) {
		return ErrChanged
	}
	p, err := permit.Issue(tx, prepared, permit.Signatory{Account: actor.ID, Name: actor.FullName(), Position: actor.Position})
	if err != nil {
		return err
	}
	if err := o.end(tx, actor, c, Approved, act{name: "application.approve", detail: map[string]any{"permit": p.Number, "sum": sum}}); err != nil {
		return err
	}
	if err := o.tellIssued(tx, *c, p); err != nil {
		return err
	}
	return quota.Consume(tx, c.Subject())
}

// lockEmployer keeps the employer's row still until the end of the act.
func lockEmployer(tx *db.Tx, iin string) error {
	if _, err := tx.Exec(`INSERT INTO application_employer (iin) VALUES (?) ON CONFLICT (iin) DO NOTHING`, iin); err != nil {
		return err
	}
	var held string
	return tx.Get(&held, `SELECT iin FROM application_employer WHERE iin = ?`+tx.Lock(), iin)
}

// refuse makes the refusal and gives the place back (P6). Its grounds must still be those of checks
// that fail: ErrGround when one has passed meanwhile (P5a).
func (o *Office) refuse(tx *db.Tx, actor account.Account, c *Case, d Decision) error {
	if err := o.judge(tx, c); err != nil {
		return err
	}
	if _, err := o.supported(*c, d.Grounds); err != nil {
		return err
	}
	a := act{name: "application.refuse", detail: map[string]any{"grounds": d.Grounds}}
	if len(d.Grounds) > 0 {
		a.ground = d.Grounds[0]
	}
	if err := o.end(tx, actor, c, Refused, a); err != nil {
		return err
	}
	if err := o.tellRefused(tx, *c, d); err != nil {
		return err
	}
	return release(tx, *c, "refused")
}

// end closes the case: state, moment, timers, what is still asked about it, register.
func (o *Office) end(tx *db.Tx, actor account.Account, c *Case, s State, a act) error {
	a.due = c.DueAt
	c.State, c.DecidedAt = s, tx.Now()
	if err := advance(tx, c); err != nil {
		return err
	}
	for _, kind := range []string{TimerReceive, TimerPolice, TimerDue, TimerJudge} {
		if err := timer.Cancel(tx, kind, c.ID); err != nil {
			return err
		}
	}
	if err := exchange.Cancel(tx, c.Subject()); err != nil {
		return err
	}
	if err := endKeys(tx, *c); err != nil {
		return err
	}
	return enter(tx, *c, actor, a)
}

// Withdraw is the applicant's withdrawal of a case that is not decided: the place goes back (P6).
func (o *Office) Withdraw(tx *db.Tx, actor account.Account, id string, version int) (Case, error) {
	c, err := lock(tx, id)
	switch {
	case err != nil:
		return c, err
	case actor.ID != c.Applicant:
		return c, ErrNotTheParty
	case !c.State.Running():
		return c, ErrState
	case c.Version != version:
		return c, db.ErrStale
	}
	return c, o.withdraw(tx, actor, &c, act{name: "application.withdraw"})
}

func (o *Office) withdraw(tx *db.Tx, actor account.Account, c *Case, a act) error {
	if err := o.end(tx, actor, c, Withdrawn, a); err != nil {
		return err
	}
	if err := o.tellParties(tx, *c, notice.Withdrawn); err != nil {
		return err
	}
	return release(tx, *c, "withdrawn")
}

func release(tx *db.Tx, c Case, reason string) error {
	err := quota.Release(tx, c.Subject(), reason)
	if errors.Is(err, quota.ErrNotHeld) {
		return nil // the edition keeps no quota
	}
	return err
}
