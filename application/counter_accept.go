package application

import (
	"errors"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/timer"
)

// Accept takes the papers in (приём; қабылдау, M-14): the operator attests that both parties signed the
// application on paper before him (P11), whose scan is among the papers, over exactly the data with this sum. The
// case is filed as by both confirmations: number, terms, units of the place of work, place in the quota. With
// shortfalls nothing is accepted and no error is returned (M-15). A second Accept of the same data answers as the
// first did.
//
// ErrChanged when the data are not those that were shown; db.ErrStale, ErrNotHere, ErrState; quota.ErrNoPlace and
// quota.ErrNoQuota when there is no place to hold, ErrNoUnit when nobody serves the place of work: the sheet
// stays as it was.
func (o *Office) Accept(tx *db.Tx, operator account.Account, id string, version int, sum string) (Case, []Shortfall, error) {
	c, err := here(tx, operator, id)
	if err != nil {
		return c, nil, err
	}
	if c.Number != "" {
		return again(tx, c, sum)
	}
	c, e, err := o.openIntake(tx, operator, id, version)
	if err != nil {
		return c, nil, err
	}
	papers, err := Papers(tx, id)
	if err != nil {
		return c, nil, err
	}
	if _, now, err := c.Canonical(papers); err != nil || now != sum {
		return c, nil, errors.Join(err, ErrChanged)
	}
	if list, err := o.Shortfalls(tx, c, papers, tx.Now()); err != nil || len(list) > 0 {
		return c, list, err
	}
	for _, p := range papers { // of copied scans too the originals were shown
		d, _ := e.Document(p.Document)
		if err := hold(tx, c, d, p); err != nil {
			return c, nil, err
		}
	}
	c.Operator, c.OperatorName, c.KeptUntil = operator.ID, operator.FullName(), time.Time{}
	if err := o.attest(tx, operator, c, e, sum); err != nil {
		return c, nil, err
	}
	if err := o.journalize(tx, operator, &c, e); err != nil {
		return c, nil, err
	}
	c, err = o.file(tx, operator, c)
	return c, nil, err
}

// again answers an acceptance that was sent twice: as the first time for the same data, ErrState for others.
func again(tx *db.Tx, c Case, sum string) (Case, []Shortfall, error) {
	var n int
	err := tx.Get(&n, `SELECT COUNT(*) FROM application_confirmation WHERE application = ? AND attested = 1 AND sum = ?`, c.ID, sum)
	if err == nil && n == 0 {
		err = ErrState
	}
	return c, nil, err
}

// attest writes the word of each party, given on paper before the operator.
func (o *Office) attest(tx *db.Tx, operator account.Account, c Case, e *regulation.Edition, sum string) error {
	for _, party := range o.signed(tx, c, e) {
		_, err := tx.Exec(`INSERT INTO application_confirmation (application, party, account, sum, confirmed_at, attested)
			VALUES (?, ?, ?, ?, ?, 1)`, c.ID, party, operator.ID, sum, tx.Now())
		if errors.Is(err, db.ErrTaken) {
			return ErrConfirmed
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// journalize enters the acceptance in the office's journal, whose number the case keeps.
func (o *Office) journalize(tx *db.Tx, operator account.Account, c *Case, e *regulation.Edition) error {
	entry, err := o.enterJournal(tx, operator, *c, e, Entry{Kind: EntryAccepted})
	if err != nil {
		return err
	}
	c.CounterNumber = entry.Number
	return timer.Cancel(tx, TimerKept, c.ID)
}

// Attested says who attested the parties' signatures on paper, and when; false for a case that was confirmed in
// the cabinets, or not yet.
func Attested(tx *db.Tx, id string) (operator string, at time.Time, ok bool, err error) {
	var row struct {
		Account string    `db:"account"`
		At      time.Time `db:"confirmed_at"`
	}
	err = tx.Get(&row, `SELECT account, confirmed_at FROM application_confirmation
		WHERE application = ? AND attested = 1 ORDER BY party LIMIT 1`, id)
	if errors.Is(err, db.ErrNone) {
		return "", time.Time{}, false, nil
	}
	return row.Account, row.At, err == nil, err
}

// journalNumber is the next number of the journals of the office's district and year, without gaps.
func (o *Office) journalNumber(tx *db.Tx, c Case, e *regulation.Edition) (string, error) {
	unit, err := account.FindUnit(tx, c.Counter)
	if err != nil {
		return "", err
	}
	today := calendar.DayOf(tx.Now())
	channel, open := e.Channel(c.Channel, today)
	if !open || channel.Journal == "" {
		return "", ErrNoService
	}
	return nextNumber(tx, channel.Journal, unit.KATO, today.Year())
}
