package application

import (
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/regulation"
)

// Proposal (проект на подписи, қол қоюдағы жоба) is a drafted decision on the head's table: exactly what
// would be decided, and why it cannot be now.
type Proposal struct {
	Case     Case
	Decision Decision
	Prepared *permit.Prepared     // of a permit; nil for a refusal
	Failing  []regulation.Verdict // checks that do not pass today, of a permit
	Barred   error                // what Decide would answer this head now; nil: it can be decided
}

// Table is what lies on the head's table in a unit, the earliest due first, a page at a time (M-93). What
// it foresees changes nothing: Decide judges anew. now is the moment of the look.
func (o *Office) Table(tx *db.Tx, actor account.Account, unit string, now time.Time, p Page) ([]Proposal, error) {
	where, args := `unit = ? AND stage = 'head' AND stage <> ''`, []any{unit}
	if p.AfterID != "" {
		where += ` AND (due_at > ? OR due_at = ? AND id > ?)`
		args = append(args, p.After, p.After, p.AfterID)
	}
	var cases []Case
	err := tx.Select(&cases, `SELECT `+caseColumns+`, `+noJudgement+` FROM application WHERE `+where+`
		ORDER BY due_at, id LIMIT ?`, append(args, p.size())...)
	if err != nil {
		return nil, err
	}
	list := make([]Proposal, len(cases))
	for i, c := range cases {
		if list[i], err = o.proposal(tx, actor, c, now); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (o *Office) proposal(tx *db.Tx, actor account.Account, c Case, now time.Time) (Proposal, error) {
	d, err := living(tx, c.ID)
	if err != nil {
		return Proposal{}, err
	}
	p := Proposal{Case: c, Decision: d}
	if d.Approve {
		prepared, err := permit.FindPrepared(tx, c.ID)
		if err != nil {
			return p, err
		}
		p.Prepared = &prepared
	}
	if err := o.foresee(tx, &p, now); err != nil {
		return p, err
	}
	head := ""
	if p.Prepared != nil {
		head = p.Prepared.Data.Head
	}
	switch { // before everything else: for this head nothing would help
	case d.DraftedBy == actor.ID:
		p.Barred = ErrOwnDraft
	case head != "" && head != actor.FullName():
		p.Barred = permit.ErrSignatory
	}
	return p, nil
}

// foresee judges the case as Decide would, and keeps nothing.
func (o *Office) foresee(tx *db.Tx, p *Proposal, now time.Time) error {
	f, err := o.facts(tx, p.Case, now)
	if err != nil {
		return err
	}
	e, _, err := o.EditionOf(p.Case)
	if err != nil {
		return err
	}
	c, today := &p.Case, calendar.DayOf(now)
	c.Verdicts = e.Judge(c.Operation, f, now)
	c.tally()
	if p.Prepared == nil {
		if _, err := o.supported(*c, p.Decision.Grounds); err != nil {
			p.Barred = ErrGround
		}
		return nil
	}
	p.Failing = failing(c.Verdicts)
	if !f.First.Equal(today) && len(p.Failing) == 0 {
		f.First, f.Last = today, calendar.LastDay(today, c.Months)
		p.Failing = failing(e.Judge(c.Operation, f, now))
	}
	switch {
	case len(c.Verdicts) == 0 || len(p.Failing) > 0:
		p.Barred = ErrNotJudged
	case !p.Prepared.Data.First.Equal(today):
		p.Barred = ErrChanged
	}
	return nil
}

func failing(all []regulation.Verdict) (list []regulation.Verdict) {
	for _, v := range all {
		if v.Result != regulation.Passed {
			list = append(list, v)
		}
	}
	return list
}
