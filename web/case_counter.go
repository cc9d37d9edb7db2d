package web

import (
	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/web/part"
	"ruqsat/words"
)

// handout is where a case of the front office was taken in, and where its result is handed out (M-41).
type handout struct {
	Text  string
	Facts []part.Fact
}

// atCounter leaves the state of a case of the front office in the cabinet and takes the result out of it: it is
// handed out at the counter (P11, M-41), where the case is withdrawn and begun anew too.
func (c *ownCase) atCounter(v *Visit, tx *db.Tx) error {
	unit, err := account.FindUnit(tx, c.Case.Counter)
	if err != nil {
		return err
	}
	handed, done, err := application.HandedOver(tx, c.Case.ID)
	if err != nil {
		return err
	}
	h := &handout{Text: v.Say("counter.cabinet." + progress(c.Case.State, done))}
	fact := func(key, value string) {
		if value != "" {
			h.Facts = append(h.Facts, part.Fact{Term: v.Say("counter.cabinet." + key), Value: value})
		}
	}
	fact("office", unit.Name.In(v.Language))
	fact("address", unit.Address.In(v.Language))
	fact("hours", unit.Hours.In(v.Language))
	fact("phone", unit.Phone)
	fact("number", c.Case.CounterNumber)
	if done {
		fact("handed.at", words.Moment(v.Language, handed.At.In(calendar.Zone)))
	}
	c.Counter, c.Permit, c.Status = h, nil, ""
	c.Refused, c.Withdraw, c.Again = false, false, false
	return nil
}

// progress is how far the result is on its way: waiting, ready, handed, withdrawn.
func progress(s application.State, handed bool) string {
	switch {
	case handed:
		return "handed"
	case s == application.Withdrawn:
		return "withdrawn"
	case s.Open():
		return "waiting"
	}
	return "ready"
}
