package application

import (
	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/exchange"
)

// AskAgain lets the executor ask another system once more, because what it knows can have changed
// meanwhile: the question under this key of a check. The answer so far is set aside and the check
// waits. db.ErrStale when the case was changed since version; ErrTaken when another executor has it;
// exchange.ErrNoQuestion when nothing was asked under the key.
func (o *Office) AskAgain(tx *db.Tx, actor account.Account, id string, version int, key string) (Case, error) {
	c, err := lock(tx, id)
	switch {
	case err != nil:
		return c, err
	case c.State != Review:
		return c, ErrState
	case c.Version != version:
		return c, db.ErrStale
	case c.Executor != "" && c.Executor != actor.ID:
		return c, ErrTaken
	}
	if _, err := exchange.AskAgain(tx, c.Subject(), key); err != nil {
		return c, err
	}
	if err := enter(tx, c, actor, act{name: "application.ask", ground: key}); err != nil {
		return c, err
	}
	return c, o.judge(tx, &c)
}
