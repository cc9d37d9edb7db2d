package application

import (
	"slices"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/regulation"
)

// AskAgain lets the executor ask another system once more, because what it knows can have changed
// meanwhile: the question under this key of a check. The answer so far is set aside and the check
// waits. The police's word stands and is not asked for twice (M-17): ErrAnswered. db.ErrStale when the
// case was changed since version; ErrTaken when another executor has it; exchange.ErrNoQuestion when
// nothing was asked under the key.
func (o *Office) AskAgain(tx *db.Tx, actor account.Account, id string, version int, key string) (Case, error) {
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
	said, err := o.policeSaid(tx, c, key)
	switch {
	case err != nil:
		return c, err
	case said:
		return c, ErrAnswered
	}
	if _, err := exchange.AskAgain(tx, c.Subject(), key); err != nil {
		return c, err
	}
	if err := enter(tx, c, actor, act{name: "application.ask", ground: key}); err != nil {
		return c, err
	}
	return c, o.judge(tx, &c)
}

// policeSaid says whether the question under this key is the police's, and answered.
func (o *Office) policeSaid(tx *db.Tx, c Case, key string) (bool, error) {
	_, op, err := o.EditionOf(c)
	theirs := func(check regulation.Check) bool {
		return check.Asks != nil && check.Asks.System == exchange.MP && check.Asks.Key == key
	}
	if err != nil || !slices.ContainsFunc(op.Checks, theirs) {
		return false, err
	}
	p, _, err := PoliceOf(tx, c.ID)
	return p.Answered(), err
}
