package web

import (
	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/web/part"
	"ruqsat/words"
)

// counterPrint is a paper of the front office for the printer: the sheet is all that is printed of the page.
type counterPrint struct {
	part.StaffPage
	Case     application.Case
	What     string
	Unit     account.Unit
	Head     []part.Fact
	Sections []reviewSection
	Marks    []counterMarkOf
	Letter   *refusalLetter
	Handed   *application.HandOver
	Due      string
}

// counterMarkOf is the mark of acceptance on one receipt (M-08).
type counterMarkOf struct{ Document, Detail, At string }

// paperOf reads a case that was taken in here for a paper that is to be printed of it.
func (s *Site) paperOf(v *Visit, title string, fill func(*db.Tx, *counterPrint) error) (counterPrint, error) {
	var view counterPrint
	err := v.Write(func(tx *db.Tx) error {
		c, err := servedCase(v, tx)
		if err != nil {
			return err
		}
		view.Case, view.What = c, s.caseTitle(v, c.Service, c.Operation)
		if view.Unit, err = account.FindUnit(tx, c.Counter); err != nil {
			return err
		}
		if view.StaffPage, err = s.staffPage(v, tx, "", title); err != nil {
			return err
		}
		view.Back = &part.Link{Text: v.Say("window.back.case"), Href: "/counter/case/" + c.ID}
		view.Due = words.Moment(v.Language, c.DueAt.In(calendar.Zone))
		if err := fill(tx, &view); err != nil {
			return err
		}
		return application.Read(tx, *v.Actor, c, "counter")
	})
	return view, err
}

// counterCopy is the application with number, moment, office, operator and every value (M-06).
func (s *Site) counterCopy(v *Visit) error {
	view, err := s.paperOf(v, v.Say("window.print.copy"), func(tx *db.Tx, view *counterPrint) error {
		c := view.Case
		e, op, err := s.Cases.EditionOf(c)
		if err != nil {
			return err
		}
		papers, err := application.Papers(tx, c.ID)
		if err != nil {
			return err
		}
		f := form{Case: c, Edition: e, Op: op, Papers: papers}
		for _, id := range op.Sections {
			if section, ok := e.Section(id); ok {
				view.Sections = append(view.Sections, f.reviewSection(v, section, reviewView{}))
			}
		}
		view.Head = v.copyHead(view)
		return nil
	})
	if err != nil {
		return s.orConflict(v, view.Case, err)
	}
	return v.Show(counterCopyPage(view))
}

func (v *Visit) copyHead(view *counterPrint) []part.Fact {
	c := view.Case
	return []part.Fact{
		{Term: v.Say("window.number"), Value: c.CounterNumber}, {Term: v.Say("window.number.state"), Value: c.Number},
		{Term: v.Say("window.accepted.at"), Value: words.Moment(v.Language, c.FiledAt.In(calendar.Zone))},
		{Term: v.Say("window.due.at"), Value: view.Due},
		{Term: v.Say("window.office"), Value: view.Unit.Name.In(v.Language), Note: joined(view.Unit.Address.In(v.Language), view.Unit.Phone)},
		{Term: v.Say("window.operator"), Value: c.OperatorName},
		{Term: v.Say("window.reach"), Value: reachableIn(v.context(), c)},
	}
}

// counterMark is the mark for the receipts that went back: day of acceptance and the office's address (M-08).
func (s *Site) counterMark(v *Visit) error {
	view, err := s.paperOf(v, v.Say("window.print.mark"), func(tx *db.Tx, view *counterPrint) error {
		originals, err := s.Cases.Originals(tx, view.Case)
		if err != nil {
			return err
		}
		e, _, err := s.Cases.EditionOf(view.Case)
		for _, o := range originals {
			if o.StampedAt.IsZero() {
				continue
			}
			d, _ := e.Document(o.Document)
			m := counterMarkOf{Document: d.Name.In(v.Language), At: words.Moment(v.Language, o.StampedAt.In(calendar.Zone))}
			for _, field := range d.Fields {
				m.Detail = joined(m.Detail, shown(v, field, o.Fields[field.ID]))
			}
			view.Marks = append(view.Marks, m)
		}
		return err
	})
	if err != nil {
		return s.orConflict(v, view.Case, err)
	}
	return v.Show(counterMarkPage(view))
}

// counterReceipt tells on paper when and where the result is ready.
func (s *Site) counterReceipt(v *Visit) error {
	view, err := s.paperOf(v, v.Say("window.print.receipt"), func(*db.Tx, *counterPrint) error { return nil })
	if err != nil {
		return s.orConflict(v, view.Case, err)
	}
	return v.Show(counterReceiptPage(view))
}

// counterLetter is the letter of refusal, printed here for the person (M-41, M-55).
func (s *Site) counterLetter(v *Visit) error {
	var d application.Decision
	view, err := s.paperOf(v, v.Say("window.print.letter"), func(tx *db.Tx, view *counterPrint) error {
		if view.Case.State != application.Refused {
			return application.ErrState
		}
		list, err := application.Decisions(tx, view.Case.ID)
		for _, one := range list {
			if one.State == application.Made && !one.Approve {
				d = one
			}
		}
		return err
	})
	if err != nil {
		return s.orConflict(v, view.Case, err)
	}
	if view.Letter, err = s.letterOf(v, view.Case, d); err != nil {
		return err
	}
	view.Letter.Signature = v.Say("staff.letter.signed", "name", d.Maker, "moment", words.Moment(v.Language, d.MadeAt))
	return v.Show(counterLetterPage(view))
}

// counterHanded is the receipt that the receiver signed.
func (s *Site) counterHanded(v *Visit) error {
	view, err := s.paperOf(v, v.Say("window.print.handed"), func(tx *db.Tx, view *counterPrint) error {
		h, done, err := application.HandedOver(tx, view.Case.ID)
		if err == nil && !done {
			err = application.ErrState
		}
		view.Handed = &h
		return err
	})
	if err != nil {
		return s.orConflict(v, view.Case, err)
	}
	return v.Show(counterHandedPage(view))
}
