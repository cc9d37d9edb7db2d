package application

import (
	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/regulation"
)

// StartFrom opens a new draft with the data and the papers of an ended case of the actor's own (P15):
// after a refusal or a withdrawal nobody types anything twice. Answers that today's form does not
// ask are left out, and so is every tick: what somebody agreed to then is asked anew. ErrState while
// the old case is still open, ErrNotTheParty when it is somebody else's.
func (o *Office) StartFrom(tx *db.Tx, actor account.Account, id string) (Case, error) {
	old, err := Find(tx, id)
	switch {
	case err != nil:
		return Case{}, err
	case old.Applicant != actor.ID:
		return Case{}, ErrNotTheParty
	case old.State.Open():
		return Case{}, ErrState
	}
	c, err := o.Start(tx, actor, old.Service, old.Operation, old.Channel)
	if err != nil {
		return Case{}, err
	}
	if err := o.copyAnswers(tx, old, &c); err != nil {
		return Case{}, err
	}
	return c, o.changed(tx, actor, &c, act{name: "application.again", detail: map[string]any{"from": old.ID}})
}

func (o *Office) copyAnswers(tx *db.Tx, old Case, c *Case) error {
	e, _, err := o.EditionOf(*c)
	if err != nil {
		return err
	}
	for field, value := range old.Fields {
		if f, _, asked := e.Field(field); asked && f.Kind != "tick" {
			c.Fields[field] = value
		}
	}
	return copyPapers(tx, old.ID, c.ID, e)
}

// copyPapers gives the new draft papers of its own over the same files.
func copyPapers(tx *db.Tx, from, to string, e *regulation.Edition) error {
	papers, err := Papers(tx, from)
	if err != nil {
		return err
	}
	for _, p := range papers {
		if d, ok := e.Document(p.Document); !ok || d.Made {
			continue
		}
		if err := keepPaper(tx, to, &p, false); err != nil {
			return err
		}
	}
	return nil
}
