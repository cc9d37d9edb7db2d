package application

import (
	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/regulation"
)

// StartIntake opens a sheet of the counter (приём документов; құжат қабылдау): a draft in the channel whose
// papers the operator's unit takes. Nobody needs an account (P11). ErrNoService when the service has no such
// operation on this day, or no channel of such a unit.
func (o *Office) StartIntake(tx *db.Tx, operator account.Account, service, operation string) (Case, error) {
	s, ok := o.Law().Service(service)
	if !ok {
		return Case{}, ErrNoService
	}
	today := calendar.DayOf(tx.Now())
	e, err := s.On(today)
	if err != nil {
		return Case{}, err
	}
	unit, err := account.FindUnit(tx, operator.Unit)
	if err != nil {
		return Case{}, err
	}
	channel, ok := e.ChannelOf(unit.Kind, operation, today)
	if !ok {
		return Case{}, ErrNoService
	}
	c := Case{
		ID: db.NewID(tx.Now()), Service: service, Operation: operation, Edition: e.ID, Channel: channel.ID,
		State: Draft, Version: 1, StartedAt: tx.Now(), SavedAt: tx.Now(), Fields: Fields{},
		Counter: unit.ID, Operator: operator.ID, OperatorName: operator.FullName(),
	}
	if err := o.keep(tx, &c); err != nil {
		return Case{}, err
	}
	_, err = tx.Exec(`INSERT INTO application (id, service, operation, edition, channel, state, applicant, fields,
		started_at, saved_at, counter, operator, operator_name, kept_until)
		VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?)`, c.ID, c.Service, c.Operation, c.Edition, c.Channel,
		c.State, c.Fields, c.StartedAt, c.SavedAt, c.Counter, c.Operator, c.OperatorName, c.KeptUntil)
	if err != nil {
		return Case{}, err
	}
	return c, enter(tx, c, operator, act{name: "counter.start", due: c.KeptUntil})
}

// IntakeFrom opens a sheet with the data and the papers of an ended case of this front office (P15): after a
// refusal nobody types anything twice. The application itself is signed anew. ErrState while the old case is
// still open, ErrNotHere when another office took it in.
func (o *Office) IntakeFrom(tx *db.Tx, operator account.Account, id string) (Case, error) {
	old, err := Find(tx, id)
	switch {
	case err != nil:
		return Case{}, err
	case old.Counter == "" || old.Counter != operator.Unit:
		return Case{}, ErrNotHere
	case old.State.Open():
		return Case{}, ErrState
	}
	c, err := o.StartIntake(tx, operator, old.Service, old.Operation)
	if err != nil {
		return Case{}, err
	}
	if err := o.copyAnswers(tx, old, &c); err != nil {
		return Case{}, err
	}
	c.Contact = old.Contact
	return c, o.changed(tx, operator, &c, act{name: "application.again", detail: map[string]any{"from": old.ID}})
}

// openIntake locks a sheet that an operator of its front office may still change, at the version he saw.
func (o *Office) openIntake(tx *db.Tx, operator account.Account, id string, version int) (Case, *regulation.Edition, error) {
	c, err := here(tx, operator, id)
	switch {
	case err != nil:
		return c, nil, err
	case c.State != Draft:
		return c, nil, ErrState
	case c.Version != version:
		return c, nil, db.ErrStale
	}
	e, _, err := o.EditionOf(c)
	return c, e, err
}

// here locks a case that the operator's front office takes or took in. ErrNotHere for any other.
func here(tx *db.Tx, operator account.Account, id string) (Case, error) {
	c, err := lock(tx, id)
	if err == nil && (c.Counter == "" || c.Counter != operator.Unit) {
		err = ErrNotHere
	}
	return c, err
}
