package web

import (
	"context"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// filedView is the page after confirming: number, moment of receipt, date and time of the result
// (M-20, M-21), what comes next.
type filedView struct {
	Case               application.Case
	Party              string
	Filed              bool
	Received, Due, Now string
	Later              bool // filed outside working hours
}

func (s *Site) done(v *Visit) error {
	var view filedView
	err := v.Read(func(tx *db.Tx) (err error) { view.Case, err = caseOf(v, tx, ""); return err })
	if err != nil {
		return err
	}
	c := view.Case
	view.Party = c.PartyOf(*v.Actor)
	if view.Party == "" {
		return account.ErrForbidden
	}
	if c.State == application.Draft {
		return v.Go("/cabinet/case/" + c.ID)
	}
	if view.Filed = !c.FiledAt.IsZero(); view.Filed {
		view.Received = words.Moment(v.Language, c.ReceivedAt.In(calendar.Zone))
		view.Due = words.Moment(v.Language, c.DueAt.In(calendar.Zone))
		view.Later = c.ReceivedAt.After(c.FiledAt)
	}
	return v.Show(donePage(view))
}

// permitCard is an issued permit on the screen.
func permitCard(v *Visit, p permit.Permit) *part.PermitCard {
	fact := func(key, value string) part.Fact {
		return part.Fact{Term: v.Say("cabinet.permit." + key), Value: value}
	}
	d := p.Data
	return &part.PermitCard{Number: p.Number, Kind: d.Title.In(v.Language), Facts: []part.Fact{
		fact("holder", d.HolderLatin),
		fact("days", words.ShortDate(d.First)+" – "+words.ShortDate(d.Last)),
		fact("territory", d.Territory.In(v.Language)),
		fact("employer", d.Employer),
		fact("state", v.Say("cabinet.permit.state."+p.Status(v.Now).Code)),
	}}
}

// permitOf reads the permit of the case of the address.
func (s *Site) permitOf(v *Visit) (p permit.Permit, err error) {
	err = v.Read(func(tx *db.Tx) error {
		c, err := caseOf(v, tx, "")
		switch {
		case err != nil:
			return err
		case c.Counter != "":
			return application.ErrAtCounter
		}
		p, err = permit.ByCase(tx, c.ID)
		return err
	})
	return p, err
}

// refusalView is the letter of refusal: every ground in the law's words with its article and the way
// on, who decided and when (M-55).
type refusalView struct {
	Case    application.Case
	Grounds []regulation.Ground
	Note    string
	Maker   string
	At      string
	Again   bool
	Basis   []regulation.Cite
}

func (s *Site) refusal(v *Visit) error {
	var view refusalView
	err := v.Read(func(tx *db.Tx) error {
		c, err := caseOf(v, tx, "")
		if err != nil {
			return err
		}
		view, err = s.refusalOf(v, tx, c)
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(refusalPage(view))
}

func (s *Site) refusalOf(v *Visit, tx *db.Tx, c application.Case) (refusalView, error) {
	view := refusalView{Case: c, At: words.Moment(v.Language, c.DecidedAt.In(calendar.Zone)), Again: c.Applicant == v.Actor.ID}
	switch {
	case c.PartyOf(*v.Actor) == "":
		return view, account.ErrForbidden
	case c.Counter != "":
		return view, application.ErrAtCounter
	case c.State != application.Refused:
		return view, application.ErrState
	}
	edition, _, err := s.Cases.EditionOf(c)
	if err != nil {
		return view, err
	}
	view.Basis = edition.Basis
	decisions, err := application.Decisions(tx, c.ID)
	if err != nil {
		return view, err
	}
	for _, d := range decisions {
		if d.State != application.Made || d.Approve {
			continue
		}
		view.Note, view.Maker = d.Note, d.Maker
		for _, code := range d.Grounds {
			if g, ok := edition.Ground(code); ok {
				view.Grounds = append(view.Grounds, g)
			}
		}
	}
	return view, nil
}

func reviewTitle(ctx context.Context, r reviewView) string {
	if r.Print {
		return part.Say(ctx, "cabinet.copy")
	}
	return part.Say(ctx, "cabinet.check.title")
}

// reviewBack leads the employer of a case that waits for him to his cabinet: its own page is this one.
func reviewBack(r reviewView) string {
	if r.Party == account.EmployerPart && r.Turn {
		return "/cabinet"
	}
	return "/cabinet/case/" + r.Case.ID
}
