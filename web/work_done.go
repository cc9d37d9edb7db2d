package web

import (
	"net/http"

	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/web/part"
	"ruqsat/words"
)

// doneView is the result of a case.
type doneView struct {
	part.StaffPage
	Case     application.Case
	Decision application.Decision
	Permit   *permit.Permit
	Letters  []refusalLetter
	Facts    []part.Fact
}

func (s *Site) workDone(v *Visit) error {
	c, err := s.open(v)
	if err != nil {
		return err
	}
	if c.State != application.Approved && c.State != application.Refused {
		return s.conflict(v, c.ID, "state")
	}
	view := doneView{Case: c}
	err = v.Read(func(tx *db.Tx) error {
		if view.StaffPage, err = s.staffPage(v, tx, tabDecided, v.Say("application.state."+string(c.State))); err != nil {
			return err
		}
		list, err := application.Decisions(tx, c.ID)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			view.Decision = list[0]
		}
		if c.State == application.Refused {
			return nil
		}
		p, err := permit.ByCase(tx, c.ID)
		view.Permit = &p
		return err
	})
	if err != nil {
		return err
	}
	view.Back = &part.Link{Text: v.Say("staff.back.case"), Href: "/work/case/" + c.ID}
	if view.Permit == nil {
		if view.Letters, err = s.lettersOf(v, c, view.Decision); err != nil {
			return err
		}
		for i, l := range view.Letters {
			view.Letters[i].Signature = words.Say(l.Language, "staff.letter.signed", "name", view.Decision.Maker, "moment", words.Moment(l.Language, view.Decision.MadeAt))
		}
		return v.Show(resultPage(view))
	}
	d := view.Permit.Data
	view.Facts = []part.Fact{
		{Term: v.Say("staff.permit.holder"), Value: d.HolderLatin},
		{Term: v.Say("staff.permit.employer"), Value: d.Employer},
		{Term: v.Say("staff.permit.term"), Value: words.ShortDate(d.First) + " – " + words.ShortDate(d.Last)},
		{Term: v.Say("staff.permit.territory"), Value: d.Territory.In(v.Language)},
		{Term: v.Say("staff.done.by"), Value: view.Permit.By.Name, Note: words.Moment(v.Language, view.Permit.Issued)},
	}
	return v.Show(resultPage(view))
}

// workPermit sends the permit's PDF.
func (s *Site) workPermit(v *Visit) error {
	c, err := s.open(v)
	if err != nil {
		return err
	}
	var p permit.Permit
	err = v.Read(func(tx *db.Tx) error {
		p, err = permit.ByCase(tx, c.ID)
		return err
	})
	if err != nil {
		return err
	}
	pdf, err := s.Print(v.Request.Context(), p.ID)
	if err != nil {
		return err
	}
	return v.Send(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/pdf")
		w.Header().Set("Content-Disposition", `inline; filename="`+p.Number+`.pdf"`)
		w.Write(pdf)
	})
}
