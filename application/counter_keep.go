package application

import (
	"errors"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/timer"
)

// keep sets until when a sheet that is not accepted is kept: the law's days after the day of the last act
// with it, to the end of the last one. Nobody else can open it, so it is not kept for ever.
func (o *Office) keep(tx *db.Tx, c *Case) error {
	e, _, err := o.EditionOf(*c)
	if err != nil {
		return err
	}
	today := calendar.DayOf(tx.Now())
	channel, open := e.Channel(c.Channel, today)
	days, known := channel.Kept.On(today)
	if !open || !known {
		return ErrNoService
	}
	c.KeptUntil = today.AddDays(days.Value).End()
	return timer.Set(tx, TimerKept, c.ID, c.KeptUntil)
}

// DiscardKept is the timer's verb when a sheet that was not accepted has been kept long enough: it goes, with its
// papers. The journal keeps that its papers were refused, and why. While an original of it lies in the office, whose
// owner must be found, it stays from day to day.
func (o *Office) DiscardKept(tx *db.Tx, id string) error {
	c, err := lock(tx, id)
	if errors.Is(err, ErrNoCase) || err == nil && (c.State != Draft || c.Counter == "") {
		return nil
	}
	if err != nil {
		return err
	}
	if here, err := holds(tx, c); err != nil {
		return err
	} else if here {
		return timer.Set(tx, TimerKept, c.ID, calendar.DayOf(tx.Now()).End())
	}
	return discard(tx, system, c)
}

// DiscardIntake deletes a sheet that was not accepted, with its papers: the person has left, or it was begun
// by mistake. ErrUnreturned while an original of it lies in the office; db.ErrStale, ErrNotHere, ErrState.
func (o *Office) DiscardIntake(tx *db.Tx, operator account.Account, id string, version int) error {
	c, _, err := o.openIntake(tx, operator, id, version)
	if err != nil {
		return err
	}
	if here, err := holds(tx, c); err != nil || here {
		return errors.Join(err, ErrUnreturned)
	}
	if err := timer.Cancel(tx, TimerKept, c.ID); err != nil {
		return err
	}
	return discard(tx, operator, c)
}
