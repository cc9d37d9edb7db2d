package web

import (
	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/web/part"
	"ruqsat/words"
)

// actFor lets the reader act for somebody absent by a dated order, or go back to his own work, in this browser.
func (s *Site) actFor(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	err := v.Write(func(tx *db.Tx) error { return account.ActFor(tx, *v.Session, v.Text("order")) })
	if err != nil {
		return err
	}
	return v.Go(Home(v.Actor))
}

// duties says for whom the reader acts, and for whom he may.
func (v *Visit) duties(tx *db.Tx) ([]part.Duty, error) {
	var list []part.Duty
	if d := v.Actor.Duty; d.Order != "" {
		list = append(list, part.Duty{Acting: true, Text: v.Say("account.duty.acting", "name", d.Name, "number", d.Number,
			"day", words.ShortDate(d.OrderDay), "last", words.ShortDate(d.Last)), Button: v.Say("account.duty.back")})
	}
	orders, err := account.Duties(tx, v.Actor.ID, calendar.DayOf(v.Now))
	for _, o := range orders {
		if o.ID != v.Actor.Duty.Order {
			list = append(list, part.Duty{Order: o.ID, Text: v.Say("account.duty.offer", "name", o.AbsentName(), "number", o.Number,
				"day", words.ShortDate(o.OrderDay), "last", words.ShortDate(o.Last)), Button: v.Say("account.duty.act"), About: o.AbsentName()})
		}
	}
	return list, err
}
