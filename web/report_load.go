package web

import (
	"net/http"
	"net/url"
	"strconv"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/report"
	"ruqsat/web/part"
	"ruqsat/words"
)

// loadView is the work of a unit: who has how much, which terms were kept, what each day brought.
type loadView struct {
	reportView
	Facts []part.Fact
	Loads part.Table
	Bars  []bar
	Days  part.Table
	Empty bool
}

// bar is one day of the chart; Width is out of a thousand.
type bar struct {
	Label             string
	Approved, Refused int
	ApprovedWidth     string
	RefusedAt, Width  string
}

func (s *Site) reportLoad(v *Visit) error {
	if err := v.scope(); err != nil {
		return err
	}
	var view loadView
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.reportView, err = s.reportView(v, tx, pageLoad); err != nil {
			return err
		}
		work, err := report.Count(tx, v.Law, view.Unit, v.Now, view.Period)
		if err != nil {
			return err
		}
		return view.fill(v, tx, work)
	})
	if err != nil {
		return err
	}
	if v.Text("as") == "csv" && len(view.Problems) == 0 {
		return v.sendCSV(view.fileName(), view.Loads, view.Days)
	}
	return v.ShowAs(view.status(), reportLoadPage(view))
}

func (w *loadView) fill(v *Visit, tx *db.Tx, work report.Work) error {
	w.Lead, w.Empty = v.Say("report.load.lead", "days", w.days()), len(work.Loads) == 0
	t := work.Total
	w.Facts = []part.Fact{
		{Term: v.Say("report.running"), Value: figure(t.Running), Note: v.Say("report.running.note", "overdue", t.Overdue, "today", t.Today)},
		{Term: v.Say("report.decided"), Value: figure(t.Decided()), Note: v.Say("report.decided.note", "approved", t.Approved, "refused", t.Refused)},
		{Term: v.Say("report.kept"), Value: v.share(t.Kept, t.Decided()), Note: v.Say("report.kept.note", "n", t.Kept, "all", t.Decided())},
		{Term: v.Say("report.mean"), Value: v.mean(t)},
		{Term: v.Say("report.police"), Value: v.share(work.Police.Kept, work.Police.Given), Note: v.Say("report.police.note", "n", work.Police.Kept, "all", work.Police.Given)},
	}
	w.Days = part.Table{Caption: v.Say("report.days.caption"), Columns: []part.Column{{Text: v.Say("report.column.day")},
		{Text: v.Say("report.column.approved"), Number: true}, {Text: v.Say("report.column.refused"), Number: true}}}
	w.chart(v, work.Days)
	return w.loads(v, tx, work)
}

// loads is the table by officer, or by unit.
func (w *loadView) loads(v *Visit, tx *db.Tx, work report.Work) error {
	w.Loads = part.Table{Caption: v.Say("report.load.caption"), Columns: []part.Column{{Text: v.Say("report.column.officer")}}}
	if w.Unit == report.All {
		w.Loads.Columns[0].Text = v.Say("report.column.unit")
	}
	for _, name := range []string{"running", "overdue", "today", "head", "returned", "decided", "kept", "mean"} {
		w.Loads.Columns = append(w.Loads.Columns, part.Column{Text: v.Say("report.column." + name), Number: true})
	}
	for _, l := range work.Loads {
		who, err := w.who(v, tx, l)
		if err != nil {
			return err
		}
		w.Loads.Rows = append(w.Loads.Rows, append([]part.Cell{who}, v.loadCells(l)...))
	}
	if len(work.Loads) > 1 {
		w.Loads.Rows = append(w.Loads.Rows, append([]part.Cell{{Text: v.Say("report.total"), Heading: true}}, v.loadCells(work.Total)...))
	}
	return nil
}

func (v *Visit) loadCells(l report.Load) []part.Cell {
	var cells []part.Cell
	for _, text := range []string{figure(l.Running), figure(l.Overdue), figure(l.Today), figure(l.AtHead), figure(l.Returned), figure(l.Decided()),
		v.share(l.Kept, l.Decided()), v.mean(l)} {
		cells = append(cells, part.Cell{Text: text, Number: true, Short: true})
	}
	return cells
}

// who names an officer and leads a head to his cases, where they are assigned anew; or a unit.
func (w *loadView) who(v *Visit, tx *db.Tx, l report.Load) (part.Cell, error) {
	c := part.Cell{Text: l.Name, Heading: true}
	if w.Unit == report.All {
		u, err := account.FindUnit(tx, l.Who)
		c.Text = v.place(u.KATO)
		if v.Actor.Role == account.Auditor {
			c.Href = w.address("/work/report", url.Values{"unit": {u.ID}})
		}
		return c, err
	}
	if l.Who == "" {
		c.Text = v.Say("staff.whose.nobody")
	}
	if v.Actor.Role == account.Head {
		whose := l.Who
		if whose == "" {
			whose = "none"
		}
		c.Href = "/work?state=all&whose=" + url.QueryEscape(whose)
	}
	return c, nil
}

// chart draws the days as bars and tells the same in a table; more than two months by month.
func (w *loadView) chart(v *Visit, days []report.Daily) {
	byMonth := w.Period.Last.Sub(w.Period.First) > 62
	top := 0
	for _, d := range days {
		label := words.ShortDate(d.Day)
		if byMonth {
			label = label[3:]
		}
		if n := len(w.Bars); n > 0 && w.Bars[n-1].Label == label {
			w.Bars[n-1].Approved, w.Bars[n-1].Refused = w.Bars[n-1].Approved+d.Approved, w.Bars[n-1].Refused+d.Refused
		} else {
			w.Bars = append(w.Bars, bar{Label: label, Approved: d.Approved, Refused: d.Refused})
		}
		last := w.Bars[len(w.Bars)-1]
		top = max(top, last.Approved+last.Refused)
	}
	for i := range w.Bars {
		b := &w.Bars[i]
		b.ApprovedWidth, b.RefusedAt, b.Width = part1000(b.Approved, top), part1000(b.Approved, top), part1000(b.Refused, top)
		w.Days.Rows = append(w.Days.Rows, []part.Cell{{Text: b.Label, Heading: true}, {Text: figure(b.Approved), Number: true}, {Text: figure(b.Refused), Number: true}})
	}
}

func part1000(n, all int) string {
	if all == 0 {
		return "0"
	}
	return strconv.Itoa(n * 1000 / all)
}

func figure(n int) string { return words.Number("", int64(n)) }

// share is a part in whole per cent; a dash where there is nothing to share.
func (v *Visit) share(n, all int) string {
	if all == 0 {
		return "–"
	}
	return strconv.Itoa((n*200+all)/(2*all)) + "\u00a0%"
}

// mean is the working days of a decision, to a tenth.
func (v *Visit) mean(l report.Load) string {
	days, ok := l.Mean()
	if !ok {
		return "–"
	}
	text := strconv.FormatFloat(days, 'f', 1, 64)
	if v.Language != words.English {
		text = text[:len(text)-2] + "," + text[len(text)-1:]
	}
	return text
}

// refusalsView is refusals by ground, and the cases of one of them.
type refusalsView struct {
	reportView
	Grounds part.Table
	Cases   part.Table
	Ground  string
	Total   int
}

func (s *Site) reportRefusals(v *Visit) error {
	if err := v.scope(); err != nil {
		return err
	}
	var view refusalsView
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.reportView, err = s.reportView(v, tx, pageRefusals); err != nil {
			return err
		}
		return view.fill(v, tx)
	})
	switch {
	case err != nil:
		return err
	case v.Text("as") == "csv" && len(view.Problems) == 0 && view.Ground != "":
		return v.sendCSV(view.fileName(), view.Cases)
	case v.Text("as") == "csv" && len(view.Problems) == 0:
		return v.sendCSV(view.fileName(), view.Grounds)
	}
	return v.ShowAs(view.status(), reportRefusalsPage(view))
}

func (w *refusalsView) fill(v *Visit, tx *db.Tx) error {
	grounds, total, err := report.Refusals(tx, w.Unit, w.Period)
	if err != nil {
		return err
	}
	w.Total, w.Lead = total, v.Say("report.refusals.lead", "days", w.days(), "n", total)
	w.Grounds = part.Table{Caption: v.Say("report.refusals.caption"), Columns: []part.Column{{Text: v.Say("report.column.ground")}, {Text: v.Say("report.column.cite")},
		{Text: v.Say("report.column.count"), Number: true}, {Text: v.Say("report.column.share"), Number: true}}}
	for _, g := range grounds {
		name, cite := v.groundName(g.Service, g.Edition, g.Code)
		w.Grounds.Rows = append(w.Grounds.Rows, []part.Cell{
			{Text: name, Heading: true, Href: w.address(w.Path, url.Values{"ground": {g.Code}, "service": {g.Service}})}, {Text: cite},
			{Text: figure(g.Count), Number: true}, {Text: v.share(g.Count, total), Number: true, Short: true}})
		if g.Code == v.Text("ground") && g.Service == v.Text("service") {
			w.Ground = name
		}
	}
	if v.Text("ground") == "" {
		return nil
	}
	return w.cases(v, tx)
}

// cases of the chosen ground, the newest first.
func (w *refusalsView) cases(v *Visit, tx *db.Tx) error {
	if w.Ground == "" {
		w.Ground = v.Text("ground")
	}
	w.Cases = part.Table{ID: "cases", Caption: v.Say("report.refused.caption", "ground", w.Ground), Columns: []part.Column{{Text: v.Say("staff.column.case")},
		{Text: v.Say("staff.column.worker")}, {Text: v.Say("staff.column.executor")}, {Text: v.Say("report.column.maker")}, {Text: v.Say("report.column.when")}}}
	list, err := report.RefusedBy(tx, w.Unit, w.Period, v.Text("service"), v.Text("ground"), reportLimit)
	for _, r := range list {
		w.Cases.Rows = append(w.Cases.Rows, []part.Cell{{Text: r.Number, Href: v.caseHref(r.ID), Heading: true, Short: true}, {Text: v.person(r.Name)},
			{Text: r.Executor}, {Text: r.Maker}, {Text: words.ShortMoment(r.MadeAt), Short: true}})
	}
	return err
}

// groundName is a ground's words and article under an edition, or its code.
func (v *Visit) groundName(service, edition, code string) (name, cite string) {
	s, ok := v.Law.Service(service)
	if !ok {
		return code, ""
	}
	e, ok := s.Edition(edition)
	if !ok {
		return code, ""
	}
	g, ok := e.Ground(code)
	if !ok {
		return code, ""
	}
	return g.Name.In(v.Language), part.Cites(v.context(), g.Cite)
}

// overdueView is what is late: with whom it lies, and what the police owe.
type overdueView struct {
	reportView
	Late   part.Table
	Police part.Table
	Units  part.Table // for every unit: how many
	More   bool
}

func (s *Site) reportOverdue(v *Visit) error {
	if err := v.scope(); err != nil {
		return err
	}
	var view overdueView
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.reportView, err = s.reportView(v, tx, pageOverdue); err != nil {
			return err
		}
		return view.fill(v, tx)
	})
	switch {
	case err != nil:
		return err
	case v.Text("as") == "csv" && view.Unit == report.All:
		return v.sendCSV(view.fileName(), view.Units)
	case v.Text("as") == "csv":
		return v.sendCSV(view.fileName(), view.Late, view.Police)
	}
	return v.ShowAs(http.StatusOK, reportOverduePage(view))
}
