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

// Receive takes a filed case into work at the opening (P2): the timer's verb. A case that is not
// waiting for the opening any more is left alone.
func (o *Office) Receive(tx *db.Tx, id string) error {
	c, err := lock(tx, id)
	if err != nil || c.State != Filed {
		return err
	}
	if err := o.receive(tx, &c); err != nil {
		return err
	}
	return o.tellParties(tx, c, notice.Received)
}

// receive runs the automatic checks at once (M-32) and hands the papers to the police (M-38).
func (o *Office) receive(tx *db.Tx, c *Case) error {
	e, _, err := o.EditionOf(*c)
	if err != nil {
		return err
	}
	terms, err := e.Terms(c.Operation, c.FiledAt)
	if err != nil {
		return err
	}
	c.State = Review
	if err := advance(tx, c); err != nil {
		return err
	}
	if err := o.askPolice(tx, *c, terms); err != nil {
		return err
	}
	f, err := o.ask(tx, *c, e)
	if err != nil {
		return err
	}
	if err := enter(tx, *c, system, act{name: "application.receive", due: c.DueAt}); err != nil {
		return err
	}
	return o.judgeBy(tx, c, f)
}

// askPolice opens the police's part of the case with its own term (M-39).
func (o *Office) askPolice(tx *db.Tx, c Case, t regulation.Terms) error {
	unit, err := account.FindUnit(tx, c.PoliceUnit)
	if err != nil {
		return err
	}
	due := t.ResultDue
	for _, s := range t.Steps {
		if s.Unit == account.PoliceUnit {
			due = s.Due
		}
	}
	_, err = tx.Exec(`INSERT INTO application_police (application, unit, source, asked_at, due_at)
		VALUES (?, ?, ?, ?, ?)`, c.ID, unit.ID, unit.Answers, tx.Now(), due)
	if err != nil {
		return err
	}
	return timer.Set(tx, TimerPolice, c.ID, due)
}

// ask puts to the other systems every question that the checks need answered, and gives the facts with
// the questions now open. The police are asked through their system only where it answers for them (P16).
func (o *Office) ask(tx *db.Tx, c Case, e *regulation.Edition) (regulation.Facts, error) {
	f, err := o.facts(tx, c, tx.Now())
	if err != nil {
		return f, err
	}
	p, _, err := PoliceOf(tx, c.ID)
	if err != nil {
		return f, err
	}
	for _, q := range e.Questions(c.Operation, f) {
		if q.System == exchange.MP && p.Source == account.ByWorkplace {
			continue
		}
		if _, err := exchange.Ask(tx, c.Subject(), q); err != nil {
			return f, err
		}
	}
	if err := timer.Set(tx, TimerJudge, c.ID, tx.Now().Add(patience)); err != nil {
		return f, err
	}
	f.Answers, err = o.answers(tx, c)
	return f, err
}

// patience is how long an answer waits to be judged together with those that were asked with it and are
// still on their way: all of them usually come within a fraction of it.
const patience = 2 * time.Second

// Rejudge is the timer's verb when patience is over: what has come is judged without what has not.
func (o *Office) Rejudge(tx *db.Tx, id string) error {
	c, err := lock(tx, id)
	if errors.Is(err, ErrNoCase) || err == nil && !c.State.Running() {
		return nil
	}
	if err != nil {
		return err
	}
	return o.judge(tx, &c)
}

// expects says whether more answers will come within patience: asked just now, and never failed yet.
func expects(tx *db.Tx, c Case) (bool, error) {
	silent, err := exchange.Silences(tx, c.Subject())
	for _, s := range silent {
		if s.Tries == 0 && !s.Looking && !s.Dead && tx.Now().Sub(s.Since) < patience {
			return true, err
		}
	}
	return false, err
}

// Hear is told what another system answered about a case: the exchange's listener. The case goes on
// by itself (B-06). An answer that comes after the decision changes nothing.
func (o *Office) Hear(tx *db.Tx, a exchange.Answer) error {
	c, err := lock(tx, caseOf(a.Subject))
	if errors.Is(err, ErrNoCase) || err == nil && !c.State.Running() {
		return nil
	}
	if err != nil {
		return err
	}
	if a.Question.System == exchange.MP {
		if err := o.hearPolice(tx, &c, a); err != nil {
			return err
		}
	}
	if more, err := expects(tx, c); err != nil || more {
		return err
	}
	if err := timer.Cancel(tx, TimerJudge, c.ID); err != nil {
		return err
	}
	return o.judge(tx, &c)
}

func caseOf(subject string) string {
	const prefix = "case:"
	if len(subject) > len(prefix) && subject[:len(prefix)] == prefix {
		return subject[len(prefix):]
	}
	return ""
}
