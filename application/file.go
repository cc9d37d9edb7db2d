package application

import (
	"fmt"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/notice"
	"ruqsat/quota"
	"ruqsat/regulation"
	"ruqsat/timer"
)

// The timers of a case.
const (
	TimerReceive = "application.receive" // the opening after a filing out of hours
	TimerPolice  = "application.police"  // the police's term has passed
	TimerDue     = "application.due"     // the decision's term has passed
	TimerJudge   = "application.judge"   // answers have waited long enough for each other
	TimerKept    = "counter.kept"        // a sheet that was not accepted has been kept long enough
)

// Wind puts the timers of cases on the wheel.
func (o *Office) Wind(w *timer.Wheel) {
	w.Handle(TimerReceive, o.Receive)
	w.Handle(TimerPolice, o.PoliceOverdue)
	w.Handle(TimerDue, o.Overdue)
	w.Handle(TimerJudge, o.Rejudge)
	w.Handle(TimerKept, o.DiscardKept)
}

// file registers the case that both parties have confirmed: its number, its terms, its place in the
// quota. The hot row of the quota is touched last.
func (o *Office) file(tx *db.Tx, actor account.Account, c Case) (Case, error) {
	e, err := o.adoptEdition(tx, &c)
	if err != nil {
		return c, err
	}
	terms, err := e.Terms(c.Operation, tx.Now())
	if err != nil {
		return c, err
	}
	if err := o.assignUnits(tx, &c); err != nil {
		return c, err
	}

	c.State, c.FiledAt, c.ReceivedAt, c.DueAt = Filed, tx.Now(), terms.Received, terms.ResultDue
	if c.Number, err = nextNumber(tx, e.CasePrefix, c.Territory, calendar.DayOf(tx.Now()).Year()); err != nil {
		return c, err
	}
	if err := advance(tx, &c); err != nil {
		return c, err
	}
	if err := keep(tx, c); err != nil {
		return c, err
	}
	if err := enter(tx, c, actor, act{name: "application.file", ground: account.EmployerPart, due: c.DueAt}); err != nil {
		return c, err
	}
	if err := o.announceFiling(tx, c, terms); err != nil {
		return c, err
	}
	if err := timer.Set(tx, TimerDue, c.ID, c.DueAt); err != nil {
		return c, err
	}
	if terms.Received.After(tx.Now()) {
		err = timer.Set(tx, TimerReceive, c.ID, c.ReceivedAt)
	} else {
		err = o.receive(tx, &c)
	}
	if err != nil {
		return c, err
	}
	return c, o.hold(tx, c, e)
}

// adoptEdition puts the case under the edition in force on the day of filing (P3).
func (o *Office) adoptEdition(tx *db.Tx, c *Case) (*regulation.Edition, error) {
	s, ok := o.Law().Service(c.Service)
	if !ok {
		return nil, ErrNoService
	}
	today := calendar.DayOf(tx.Now())
	e, err := s.On(today)
	if err != nil {
		return nil, err
	}
	if _, open := e.Channel(c.Channel, today); !open {
		return nil, ErrNoService
	}
	c.Edition = e.ID
	return e, nil
}

// assignUnits finds the akimat and the police of the place of work. ErrNoUnit when nobody serves it.
func (o *Office) assignUnits(tx *db.Tx, c *Case) error {
	akimat, err := account.UnitFor(tx, account.Akimat, c.Territory)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoUnit, err)
	}
	police, err := account.UnitFor(tx, account.PoliceUnit, c.Territory)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoUnit, err)
	}
	c.Unit, c.PoliceUnit = akimat.ID, police.ID
	return nil
}

func (o *Office) announceFiling(tx *db.Tx, c Case, t regulation.Terms) error {
	kind := notice.Filed
	if t.Received.After(t.Filed) {
		kind = notice.FiledLater
	}
	return o.tellParties(tx, c, kind)
}

// hold takes the place in the quota of the oblast for the year of filing (P6).
func (o *Office) hold(tx *db.Tx, c Case, e *regulation.Edition) error {
	if e.Ledger == "" {
		return nil
	}
	return quota.Hold(tx, quota.Place{
		Region: o.Law().Units.Region(c.Territory), Year: calendar.DayOf(c.FiledAt).Year(),
		Ledger: e.Ledger, Subject: c.Subject(),
	})
}

// nextNumber is the next number of the unit's year without gaps: OT-3944-26-000418 (P18: ASCII).
func nextNumber(tx *db.Tx, prefix, territory string, year int) (string, error) {
	unit := territory[:4]
	var last int
	err := tx.Get(&last, `INSERT INTO application_serial (prefix, unit, year, last) VALUES (?, ?, ?, 1)
		ON CONFLICT (prefix, unit, year) DO UPDATE SET last = application_serial.last + 1 RETURNING last`,
		prefix, unit, year)
	return fmt.Sprintf("%s-%s-%02d-%06d", prefix, unit, year%100, last), err
}
