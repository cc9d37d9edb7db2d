package application

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"ruqsat/account"
	"ruqsat/db"
)

// AtOnce is how many cases one act of many may take.
const AtOnce = 500

// Take gives a case that nobody has to the executor himself. ErrTaken when somebody has it.
func (o *Office) Take(tx *db.Tx, actor account.Account, id string) (Case, error) {
	c, err := o.give(tx, actor, Pick{ID: id}, actor, "")
	if errors.Is(err, ErrHasIt) {
		return c, nil
	}
	return c, err
}

// Assign gives a running case to an executor of its unit (M-87, M-96): a head any case of his unit, an
// executor his own or one that nobody has. resolution (резолюция) is the head's words with it. version is
// that of the case as it was seen, or 0. While a draft lies with the head it stays with who drafted it:
// ErrState, until it is returned. ErrNotExecutor, ErrTaken, ErrHasIt, ErrTooLong, db.ErrStale; a case of
// another unit is account.ErrHidden. Who is no longer at work keeps nothing from being assigned.
func (o *Office) Assign(tx *db.Tx, actor account.Account, id string, version int, executor, resolution string) (Case, error) {
	to, err := account.Find(tx, executor)
	if errors.Is(err, account.ErrUnknown) {
		err = ErrNotExecutor
	}
	if err != nil {
		return Case{}, err
	}
	return o.give(tx, actor, Pick{ID: id, Version: version}, to, resolution)
}

// give is Assign to an account that is read already.
func (o *Office) give(tx *db.Tx, actor account.Account, p Pick, to account.Account, resolution string) (Case, error) {
	resolution = strings.TrimSpace(resolution)
	if utf8.RuneCountInString(resolution) > longest {
		return Case{}, ErrTooLong
	}
	c, err := lock(tx, p.ID)
	if err == nil {
		err = c.assignable(actor, p.Version, to)
	}
	if err != nil {
		return c, err
	}
	a := act{name: "application.assign", due: c.DueAt, detail: map[string]any{"from": c.Executor, "from_name": c.ExecutorName,
		"to": to.ID, "to_name": to.FullName(), "resolution": resolution}}
	if c.Executor == "" && to.ID == actor.ID {
		a = act{name: "application.take", due: c.DueAt}
	}
	c.Executor, c.ExecutorName = to.ID, to.FullName()
	if err := advance(tx, &c); err != nil {
		return c, err
	}
	return c, enter(tx, c, actor, a)
}

// assignable says what stands against giving the case to somebody.
func (c Case) assignable(actor account.Account, version int, to account.Account) error {
	thing := c.Thing(&actor)
	err := account.May(&actor, account.CaseAssign, &thing)
	switch {
	case errors.Is(err, account.ErrForbidden) && actor.Role == account.Executor && c.Executor != "":
		return ErrTaken
	case err != nil:
		return err
	case c.State != Filed && c.State != Review:
		return ErrState
	case version != 0 && c.Version != version:
		return db.ErrStale
	case !works(to, c.Unit):
		return ErrNotExecutor
	case c.Executor == to.ID, to.ID == actor.ID && actor.Holds(c.Executor):
		return ErrHasIt
	}
	return nil
}

// works says whether the account is an executor of the unit, at work.
func works(a account.Account, unit string) bool {
	return a.Role == account.Executor && a.Unit == unit && a.State == account.Active
}

// Pick is a case that somebody has chosen from a list, at the version that was shown; 0: any.
type Pick struct {
	ID      string `db:"id"`
	Version int    `db:"version"`
}

// Picks are the cases that Worklist gives for the filter, at most AtOnce+1, with their versions now.
func Picks(tx *db.Tx, unit string, f Filter, b Bounds, p Page) ([]Pick, error) {
	p.Size = AtOnce + 1
	rows, err := Worklist(tx, unit, f, b, p)
	picks := make([]Pick, len(rows))
	for i, r := range rows {
		picks[i] = Pick{r.ID, r.Version}
	}
	return picks, err
}

// Assigned is what became of one case of AssignMany: Err says why it was not given.
type Assigned struct {
	Case
	Err error
}

// AssignMany is Assign over many cases: each is an act with its entry, and those that cannot be given are
// told with the reason while the others go through. The cases are locked in the order of their ids, so
// that two heads who choose the same ones never wait for each other: the second finds them changed.
// ErrTooMany above AtOnce.
func (o *Office) AssignMany(tx *db.Tx, actor account.Account, picks []Pick, executor, resolution string) ([]Assigned, error) {
	if len(picks) > AtOnce {
		return nil, ErrTooMany
	}
	to, err := account.Find(tx, executor)
	if errors.Is(err, account.ErrUnknown) || err == nil && !works(to, actor.Unit) {
		err = ErrNotExecutor
	}
	if err != nil {
		return nil, err
	}
	order := slices.Clone(picks)
	slices.SortFunc(order, func(x, y Pick) int { return strings.Compare(x.ID, y.ID) })
	order = slices.CompactFunc(order, func(x, y Pick) bool { return x.ID == y.ID })
	var list []Assigned
	for _, p := range order {
		c, err := o.give(tx, actor, p, to, resolution)
		if err != nil && !refused(err) {
			return nil, err
		}
		if c.ID == "" || errors.Is(err, account.ErrHidden) {
			c = Case{ID: p.ID} // another unit's case is not told
		}
		list = append(list, Assigned{c, err})
	}
	return list, nil
}

// refused says that a case was left as it was, and the act as a whole is sound.
func refused(err error) bool {
	for _, known := range []error{ErrNoCase, ErrState, ErrTaken, ErrHasIt, ErrNotExecutor, db.ErrStale,
		account.ErrHidden, account.ErrForbidden} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}
