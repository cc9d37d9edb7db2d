package web

import (
	"slices"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/web/part"
	"ruqsat/words"
)

// auditCaseView is the course of one case and who has read it, without any answer of its form.
type auditCaseView struct {
	part.StaffPage
	Facts             []part.Fact
	History, Readings part.Table
}

func (s *Site) auditCase(v *Visit) error {
	var view auditCaseView
	var c application.Case
	err := v.Write(func(tx *db.Tx) (err error) {
		if c, err = s.findCase(v, tx, application.Glimpse); err != nil {
			return err
		}
		if c.Number == "" {
			return account.ErrHidden // a draft belongs to its parties alone
		}
		return application.Read(tx, *v.Actor, c, audit)
	})
	if err != nil {
		return err
	}
	err = v.Read(func(tx *db.Tx) (err error) {
		if view.StaffPage, err = s.staffPage(v, tx, tabActs, c.Number); err != nil {
			return err
		}
		return view.fill(v, tx, c)
	})
	if err != nil {
		return err
	}
	view.Back = &part.Link{Text: v.Say("audit.back"), Href: "/audit"}
	return v.Show(auditCasePage(view))
}

func (view *auditCaseView) fill(v *Visit, tx *db.Tx, c application.Case) error {
	t, err := v.teller(tx)
	if err != nil {
		return err
	}
	entries, err := register.History(tx, c.Subject())
	if err != nil {
		return err
	}
	newestFirst(entries)
	reading := func(e register.Entry) bool { return e.Act == actRead }
	if view.Readings, err = t.table(slices.DeleteFunc(slices.Clone(entries), func(e register.Entry) bool { return !reading(e) }), true); err != nil {
		return err
	}
	if view.History, err = t.table(slices.DeleteFunc(entries, reading), false); err != nil {
		return err
	}
	view.History.Caption, view.Readings.Caption = v.Say("audit.case.history"), v.Say("audit.case.readings")
	view.facts(v, t, c)
	return nil
}

// facts of the case that tell nothing of its people.
func (view *auditCaseView) facts(v *Visit, t *teller, c application.Case) {
	add := func(key, value string) {
		if value != "" {
			view.Facts = append(view.Facts, part.Fact{Term: v.Say(key), Value: value})
		}
	}
	add("audit.case.what", v.operation(c.Service, c.Operation))
	add("audit.case.state", v.Say("application.state."+string(c.State)))
	add("audit.case.unit", t.units[c.Unit].In(v.Language))
	add("audit.case.executor", c.ExecutorName)
	if !c.FiledAt.IsZero() {
		add("audit.case.filed", words.ShortMoment(c.FiledAt.In(calendar.Zone)))
	}
	if !c.DueAt.IsZero() {
		add("audit.case.due", words.ShortMoment(c.DueAt.In(calendar.Zone)))
	}
	if !c.DecidedAt.IsZero() {
		add("audit.case.decided", words.ShortMoment(c.DecidedAt.In(calendar.Zone)))
	}
}
