package web

import (
	"net/http"
	"slices"
	"strings"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/register"
	"ruqsat/web/part"
	"ruqsat/words"
)

// counterCaseView is a case that was taken in here: who holds it, its papers and originals, what was printed
// and handed out. The checks of the akimat are not shown, only where the case lies.
type counterCaseView struct {
	part.StaffPage
	Case      application.Case
	What      string
	Accepted  bool // just now
	Panel     *panel
	Holds     part.Holds
	Handed    *application.HandOver
	Ready     bool // decided, and the result is not handed out
	Prints    []part.Link
	Papers    []counterPaper
	Left      int // originals that are still here
	History   part.Table
	Withdraw  bool
	Reachable string // where the notice of the result goes
}

// counterPaper is one paper with its scans and its original.
type counterPaper struct {
	Name     string
	Facts    []part.Fact
	Scans    []scanView
	Original intakeOriginal
}

// servedCase reads a case that was taken in here; a sheet that was not accepted is none yet.
func servedCase(v *Visit, tx *db.Tx) (application.Case, error) {
	c, err := counterCaseOf(v, tx)
	if err == nil && c.State == application.Draft {
		err = application.ErrState
	}
	return c, err
}

func (s *Site) counterCase(v *Visit) error {
	return s.showCounterCase(v, http.StatusOK, nil)
}

// showCounterCase shows the case with what stood in the way of an act, and keeps the reading (B-15).
func (s *Site) showCounterCase(v *Visit, status int, p *panel) error {
	var view counterCaseView
	sheet := ""
	err := v.Write(func(tx *db.Tx) error {
		c, err := counterCaseOf(v, tx)
		if err != nil {
			return err
		}
		if c.State == application.Draft {
			sheet = "/counter/intake/" + c.ID
			return nil
		}
		if err := application.Read(tx, *v.Actor, c, "counter"); err != nil {
			return err
		}
		view, err = s.counterCaseView(v, tx, c)
		return err
	})
	switch {
	case err != nil:
		return err
	case sheet != "":
		return v.Go(sheet)
	}
	view.Panel, view.Wrong = p, p != nil
	return v.ShowAs(status, counterCasePage(view))
}

func (s *Site) counterCaseView(v *Visit, tx *db.Tx, c application.Case) (counterCaseView, error) {
	view := counterCaseView{Case: c, What: s.caseTitle(v, c.Service, c.Operation), Accepted: v.Form.Has("accepted"),
		Withdraw: c.State.Running(), Reachable: reachableIn(v.context(), c)}
	tab := tabUnderReview
	handed, done, err := application.HandedOver(tx, c.ID)
	switch {
	case err != nil:
		return view, err
	case done:
		view.Handed, tab = &handed, tabHanded
	case !c.State.Open():
		view.Ready, tab = c.State != application.Withdrawn, tabReady
	}
	if c.State == application.Withdrawn {
		tab = tabHanded
	}
	if view.StaffPage, err = s.staffPage(v, tx, tab, v.Say("window.case.title", "name", c.Name)); err != nil {
		return view, err
	}
	if view.Holds, err = v.counterHolds(tx, c, view.Handed); err != nil {
		return view, err
	}
	if err := s.counterPapers(v, tx, &view); err != nil {
		return view, err
	}
	view.Prints = counterPrints(v, view)
	view.History, err = v.counterHistory(tx, c)
	return view, err
}

// counterHolds says who has the case, since when and until when.
func (v *Visit) counterHolds(tx *db.Tx, c application.Case, handed *application.HandOver) (part.Holds, error) {
	h := part.Holds{Title: v.Say("application.state." + string(c.State)), Facts: []part.Fact{
		{Term: v.Say("window.number"), Value: c.CounterNumber}, {Term: v.Say("window.number.state"), Value: c.Number},
		{Term: v.Say("window.accepted.at"), Value: words.Moment(v.Language, c.FiledAt.In(calendar.Zone))},
		{Term: v.Say("window.due.at"), Value: words.Moment(v.Language, c.DueAt.In(calendar.Zone))}}}
	if !c.State.Running() {
		h.Lead = v.Say("window.decided", "moment", words.Moment(v.Language, c.DecidedAt.In(calendar.Zone)))
		if handed != nil {
			h.Rest = v.Say("window.handed.to", "name", handed.Receiver, "moment", words.Moment(v.Language, handed.At.In(calendar.Zone)), "operator", handed.OperatorName)
		}
		return h, nil
	}
	police, asked, err := application.PoliceOf(tx, c.ID)
	if err != nil {
		return h, err
	}
	h.Title = v.Say("application.stage." + string(application.StageOf(c, police, asked)))
	unit, err := account.FindUnit(tx, c.Unit)
	h.Lead, h.Until = v.Say("window.held", "unit", unit.Name)+" "+v.Say("window.result.until"), words.Moment(v.Language, c.DueAt.In(calendar.Zone))
	return h, err
}

// counterPapers are the papers of the case with their scans and originals.
func (s *Site) counterPapers(v *Visit, tx *db.Tx, view *counterCaseView) error {
	c := view.Case
	e, op, err := s.Cases.EditionOf(c)
	if err != nil {
		return err
	}
	papers, err := application.Papers(tx, c.ID)
	if err != nil {
		return err
	}
	originals, err := s.Cases.Originals(tx, c)
	if err != nil {
		return err
	}
	for _, id := range op.Documents {
		d, _ := e.Document(id)
		for _, p := range papers {
			if p.Document != id {
				continue
			}
			paper := counterPaper{Name: d.Name.In(v.Language)}
			for _, field := range d.Fields {
				if p.Fields[field.ID] != "" {
					paper.Facts = append(paper.Facts, part.Fact{Term: field.Label.In(v.Language), Value: shown(v, field, p.Fields[field.ID])})
				}
			}
			for _, scan := range p.Scans {
				paper.Scans = append(paper.Scans, v.scan(c, scan))
			}
			if i := slices.IndexFunc(originals, func(o application.Original) bool { return o.Paper == p.ID }); i >= 0 {
				paper.Original = originalOf(v, originals[i])
			}
			if paper.Original.Paper != "" && !paper.Original.Stays && paper.Original.Returned == "" {
				view.Left++
			}
			view.Papers = append(view.Papers, paper)
		}
	}
	return nil
}

// counterPrints are the papers that can be printed for the person.
func counterPrints(v *Visit, view counterCaseView) []part.Link {
	base := "/counter/case/" + view.Case.ID
	list := []part.Link{{Text: v.Say("window.print.copy"), Href: base + "/copy"}, {Text: v.Say("window.print.receipt"), Href: base + "/receipt"}}
	if slices.ContainsFunc(view.Papers, func(p counterPaper) bool { return p.Original.Mark != "" }) {
		list = append(list, part.Link{Text: v.Say("window.print.mark"), Href: base + "/mark"})
	}
	switch view.Case.State {
	case application.Approved:
		list = append(list, part.Link{Text: v.Say("window.print.permit"), Href: base + "/permit.pdf"})
	case application.Refused:
		list = append(list, part.Link{Text: v.Say("window.print.letter"), Href: base + "/letter"})
	}
	if view.Handed != nil {
		list = append(list, part.Link{Text: v.Say("window.print.handed"), Href: base + "/handed"})
	}
	return list
}

// counterHistory is what was done at the counter, and the steps that everybody may know, the newest first.
func (v *Visit) counterHistory(tx *db.Tx, c application.Case) (part.Table, error) {
	t := part.Table{ID: "history", Caption: v.Say("window.history"), Columns: []part.Column{
		{Text: v.Say("staff.history.when")}, {Text: v.Say("staff.history.who")}, {Text: v.Say("staff.history.what")}}}
	entries, err := register.History(tx, c.Subject())
	newestFirst(entries)
	for _, e := range entries {
		if strings.HasPrefix(e.Act, "counter.") || slices.Contains(beyondCounter, e.Act) {
			t.Rows = append(t.Rows, []part.Cell{{Text: words.ShortMoment(e.At), Short: true}, {Text: e.ActorName.In(v.Language), Note: v.role(e)}, {Text: v.actName(e), Note: v.detail(e)}})
		}
	}
	return t, err
}

// beyondCounter are the acts besides those of the counter that its history names.
var beyondCounter = []string{"application.again", "application.file", "application.receive", "application.approve", "application.refuse", "application.withdraw"}

// counterReturn gives originals back: one, or all that are still here (M-13).
func (s *Site) counterReturn(v *Visit) error {
	var c application.Case
	err := v.Write(func(tx *db.Tx) (err error) {
		if c, err = servedCase(v, tx); err != nil {
			return err
		}
		if paper := v.Text("paper"); paper != "all" {
			return s.Cases.ReturnOriginal(tx, *v.Actor, c.ID, paper)
		}
		originals, err := s.Cases.Originals(tx, c)
		if err != nil {
			return err
		}
		var here []string
		for _, o := range originals {
			if !o.Stays && o.ReturnedAt.IsZero() {
				here = append(here, o.Paper)
			}
		}
		if len(here) == 0 {
			return application.ErrReturned
		}
		return s.Cases.ReturnOriginal(tx, *v.Actor, c.ID, here...)
	})
	if p, status, known := conflict(v, err); err != nil && known {
		return s.showCounterCase(v, status, p)
	}
	if err != nil {
		return err
	}
	return v.Go("/counter/case/" + c.ID + "#originals")
}

// counterAgain opens a new sheet with the data and papers of an ended case, so that nothing is typed twice (P15).
func (s *Site) counterAgain(v *Visit) error {
	var old, c application.Case
	err := v.Write(func(tx *db.Tx) (err error) {
		if old, err = servedCase(v, tx); err == nil {
			c, err = s.Cases.IntakeFrom(tx, *v.Actor, old.ID)
		}
		return err
	})
	if err != nil {
		return s.orConflict(v, old, err)
	}
	return v.Go("/counter/intake/" + c.ID)
}

// counterPermit gives the permit of a case that was taken in here, to be printed and handed out (M-41).
func (s *Site) counterPermit(v *Visit) error {
	var p permit.Permit
	err := v.Write(func(tx *db.Tx) error {
		c, err := servedCase(v, tx)
		if err != nil {
			return err
		}
		if p, err = permit.ByCase(tx, c.ID); err != nil {
			return err
		}
		return application.Read(tx, *v.Actor, c, "counter")
	})
	if err != nil {
		return err
	}
	raw, err := s.Print(v.Request.Context(), p.ID)
	if err != nil {
		return err
	}
	return v.Send(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/pdf")
		w.Header().Set("Content-Disposition", `inline; filename="`+p.Number+`.pdf"`)
		w.Header().Set("Cache-Control", "private, no-store")
		w.Write(raw)
	})
}
