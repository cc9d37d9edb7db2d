package application

import (
	"errors"
	"time"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/notice"
	"ruqsat/regulation"
	"ruqsat/timer"
)

// Police is the part of the internal-affairs body in a case (согласование с полицией, M-17, M-39).
type Police struct {
	Application string    `db:"application"`
	Unit        string    `db:"unit"`
	Source      string    `db:"source"` // account.ByWorkplace or account.BySystem (P16)
	AskedAt     time.Time `db:"asked_at"`
	DueAt       time.Time `db:"due_at"`
	AnsweredAt  time.Time `db:"answered_at"`
	Agree       bool      `db:"agree"`
	Reason      string    `db:"reason"`
	Officer     string    `db:"officer"`
	OfficerName string    `db:"officer_name"`
	RemindedAt  time.Time `db:"reminded_at"` // the executor's last reminder; zero: none
	Reminders   int       `db:"reminders"`
}

// Answered says whether they have answered.
func (p Police) Answered() bool { return !p.AnsweredAt.IsZero() }

// The words of the police's answer, as ИС «МП» says them.
const (
	agree  = "agree"
	object = "object"
)

// answer is the workplace's answer as the checks read it: silent until given (T5).
func (p Police) answer() regulation.Answer {
	if !p.Answered() {
		return regulation.Answer{State: regulation.Silent, At: p.AskedAt, Source: exchange.MP}
	}
	decision := object
	if p.Agree {
		decision = agree
	}
	return regulation.Answer{
		State: regulation.Answered, At: p.AnsweredAt, Source: exchange.MP,
		Fields: map[string]string{"decision": decision, "reason": p.Reason},
	}
}

// PoliceOf is the police's part of a case; false before the case was handed to them.
func PoliceOf(tx *db.Tx, id string) (Police, bool, error) {
	var p Police
	err := tx.Get(&p, `SELECT application, unit, source, asked_at, due_at, answered_at, agree, reason, officer,
		officer_name, reminded_at, reminders FROM application_police WHERE application = ?`, id)
	if errors.Is(err, db.ErrNone) {
		return p, false, nil
	}
	return p, err == nil, err
}

// AnswerPolice is the answer of the police's workplace: agree, or object with a reason. ErrReadOnly
// where ИС «МП» answers (P16); ErrAnswered the second time; ErrNoReason for an objection without one.
// A late answer is an answer.
func (o *Office) AnswerPolice(tx *db.Tx, actor account.Account, id string, agrees bool, reason string) (Case, error) {
	c, err := lock(tx, id)
	if err != nil {
		return c, err
	}
	p, found, err := PoliceOf(tx, id)
	switch {
	case err != nil:
		return c, err
	case !found || c.State != Review:
		return c, ErrState
	case p.Source != account.ByWorkplace:
		return c, ErrReadOnly
	case !agrees && reason == "":
		return c, ErrNoReason
	}
	p.Agree, p.Reason, p.Officer, p.OfficerName = agrees, reason, actor.ID, actor.FullName()
	return c, o.settlePolice(tx, actor, &c, p)
}

// RemindPolice reminds the police of a workplace of a case that waits for them: they see it in their list.
// It moves no term and decides nothing (T5). db.ErrStale when the case was changed since version; ErrTaken
// when another executor has it; ErrAnswered when they have answered; ErrReadOnly where ИС «МП» answers,
// which is asked again instead (AskAgain).
func (o *Office) RemindPolice(tx *db.Tx, actor account.Account, id string, version int) (Case, error) {
	c, err := lock(tx, id)
	if err != nil {
		return c, err
	}
	p, found, err := PoliceOf(tx, id)
	switch {
	case err != nil:
		return c, err
	case !found || c.State != Review:
		return c, ErrState
	case c.Version != version:
		return c, db.ErrStale
	case c.Executor != "" && !actor.Holds(c.Executor):
		return c, ErrTaken
	case p.Source != account.ByWorkplace:
		return c, ErrReadOnly
	}
	n, err := tx.Exec(`UPDATE application_police SET reminded_at = ?, reminders = reminders + 1
		WHERE application = ? AND answered_at IS NULL`, tx.Now(), id)
	if err != nil {
		return c, err
	}
	if n == 0 {
		return c, ErrAnswered
	}
	return c, enter(tx, c, actor, act{name: "application.police.remind", due: p.DueAt})
}

// hearPolice keeps what ИС «МП» answered.
func (o *Office) hearPolice(tx *db.Tx, c *Case, a exchange.Answer) error {
	p, found, err := PoliceOf(tx, c.ID)
	if err != nil || !found || p.Answered() || a.State != exchange.Answered {
		return err
	}
	p.Agree, p.Reason = a.Fields["decision"] == agree, a.Fields["reason"]
	return o.settlePolice(tx, system, c, p)
}

// settlePolice writes the answer once and judges the case anew.
func (o *Office) settlePolice(tx *db.Tx, actor account.Account, c *Case, p Police) error {
	n, err := tx.Exec(`UPDATE application_police SET answered_at = ?, agree = ?, reason = ?, officer = ?,
		officer_name = ? WHERE application = ? AND answered_at IS NULL`,
		tx.Now(), p.Agree, p.Reason, p.Officer, p.OfficerName, c.ID)
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrAnswered
	}
	if err := timer.Cancel(tx, TimerPolice, c.ID); err != nil {
		return err
	}
	word := object
	if p.Agree {
		word = agree
	}
	a := act{name: "application.police", ground: word, due: p.DueAt, detail: map[string]any{"reason": p.Reason}}
	if err := enter(tx, *c, actor, a); err != nil {
		return err
	}
	if !p.Agree {
		if err := o.tellApplicant(tx, *c, notice.Objected); err != nil {
			return err
		}
	}
	return o.judge(tx, c)
}

// PoliceOverdue is the timer's verb at the end of the police's term: the silence is entered, it is in
// the head's list, and it approves nothing (T5).
func (o *Office) PoliceOverdue(tx *db.Tx, id string) error {
	c, err := lock(tx, id)
	if err != nil || !c.State.Running() {
		return err
	}
	p, found, err := PoliceOf(tx, id)
	if err != nil || !found || p.Answered() {
		return err
	}
	if err := enter(tx, c, system, act{name: "application.police.overdue", due: p.DueAt}); err != nil {
		return err
	}
	return o.tellPoliceOverdue(tx, c, p)
}

// Overdue is the timer's verb at the end of the decision's term: it is entered, and the applicant is
// told what the case waits for.
func (o *Office) Overdue(tx *db.Tx, id string) error {
	c, err := lock(tx, id)
	if err != nil || !c.State.Running() {
		return err
	}
	if err := enter(tx, c, system, act{name: "application.overdue", due: c.DueAt}); err != nil {
		return err
	}
	return o.tellApplicant(tx, c, notice.Overdue)
}
