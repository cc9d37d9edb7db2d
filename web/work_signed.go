package web

import (
	"errors"
	"net/http"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/web/part"
	"ruqsat/words"
)

// outcome is what became of one draft of a batch.
type outcome struct {
	Err          error
	Number, Name string
	Permit       string // number of the issued permit
	Text         string // what was done, or why it was not
	Href, Way    string
}

// signedView is the result of a batch: what was done, what was not and why.
type signedView struct {
	part.StaffPage
	Kind       string
	Done, Left part.Table
}

// signed tells the outcome of a batch. Nothing is hidden: a case that somebody else decided meanwhile says
// who and when.
func (s *Site) signed(v *Visit, kind string, picks []pick, results []outcome) error {
	view, err := s.toldOf(v, kind, picks, results)
	if err != nil {
		return err
	}
	view.Back = &part.Link{Text: v.Say("report.sign.back"), Href: "/work/sign"}
	status := http.StatusOK
	if len(view.Done.Rows) == 0 {
		status = http.StatusConflict
	}
	return v.ShowAs(status, signedPage(view))
}

// toldOf says of each draft of a batch what became of it.
func (s *Site) toldOf(v *Visit, kind string, picks []pick, results []outcome) (signedView, error) {
	view := signedView{Kind: kind}
	view.Done.Columns = []part.Column{{Text: v.Say("staff.column.case")}, {Text: v.Say("staff.column.worker")}, {Text: v.Say("report.sign.column.result")}}
	view.Left.Columns = []part.Column{{Text: v.Say("staff.column.case")}, {Text: v.Say("staff.column.worker")}, {Text: v.Say("report.sign.column.why")}, {Text: v.Say("report.sign.column.way")}}
	err := v.Read(func(tx *db.Tx) error {
		for i, p := range picks {
			if err := s.tellOutcome(v, tx, p, &results[i]); err != nil {
				return err
			}
			view.add(results[i])
		}
		var err error
		title := v.Say("report.sign."+kind+".title", "n", len(view.Done.Rows))
		if len(view.Done.Rows) == 0 {
			title = v.Say("report.sign.nothing")
		}
		view.StaffPage, err = s.staffPage(v, tx, tabSignature, title)
		return err
	})
	view.Done.Caption, view.Left.Caption = v.Say("report.sign."+kind+".caption"), v.Say("report.sign.left.caption")
	return view, err
}

func (w *signedView) add(o outcome) {
	row := []part.Cell{{Text: o.Number, Href: o.Href, Short: true, Heading: true}, {Text: o.Name}, {Text: o.Text}}
	if o.Err == nil {
		w.Done.Rows = append(w.Done.Rows, row)
		return
	}
	w.Left.Rows = append(w.Left.Rows, append(row, part.Cell{Text: o.Way}))
}

// tellOutcome reads what the case is now. Another unit's case is not named.
func (s *Site) tellOutcome(v *Visit, tx *db.Tx, p pick, o *outcome) error {
	c, err := application.Glimpse(tx, p.ID)
	thing := c.Thing(v.Actor)
	if errors.Is(err, application.ErrNoCase) || err == nil && account.Relate(*v.Actor, thing) != account.SameUnit {
		o.Err = account.ErrHidden
		o.Number, o.Text, o.Way = "–", v.Say("report.sign.hidden"), v.Say("report.sign.way.table")
		return nil
	}
	if err != nil {
		return err
	}
	o.Number, o.Name, o.Href = c.Number, c.Name, "/work/case/"+c.ID
	if o.Err == nil {
		return o.done(v, tx, c)
	}
	return o.left(v, tx, c)
}

// done: the permit's number, or what else was done.
func (o *outcome) done(v *Visit, tx *db.Tx, c application.Case) error {
	switch c.State {
	case application.Approved:
		p, err := permit.ByCase(tx, c.ID)
		o.Permit, o.Text, o.Href = p.Number, v.Say("report.sign.issued", "permit", p.Number), "/work/case/"+c.ID+"/done"
		return err
	case application.Refused:
		o.Text, o.Href = v.Say("report.sign.refused"), "/work/case/"+c.ID+"/done"
	case application.Signature:
		o.Text, o.Href = v.Say("report.sign.renewed"), "/work/case/"+c.ID+"/decide"
	default:
		o.Text = v.Say("report.sign.returned", "name", c.ExecutorName)
	}
	return nil
}

// left: why it was not done and the way on. A case that is decided says by whom.
func (o *outcome) left(v *Visit, tx *db.Tx, c application.Case) error {
	code := conflictOf(o.Err)
	o.Way = v.Say("report.sign.way.case")
	switch {
	case code == "":
		o.Text, o.Way = v.Say("report.sign.fault"), v.Say("report.sign.way.again")
		return nil
	case c.State == application.Approved || c.State == application.Refused:
		list, err := application.Decisions(tx, c.ID)
		if err == nil && len(list) > 0 {
			o.Text = v.Say("report.sign.already", "name", list[0].Maker, "moment", words.ShortMoment(list[0].MadeAt),
				"state", words.All("application.state."+string(c.State)))
			o.Way, o.Href = v.Say("report.sign.way.none"), "/work/case/"+c.ID+"/done"
		}
		return err
	}
	o.Text = v.Say("staff.conflict." + code)
	return nil
}
