package web

import (
	"net/url"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/report"
	"ruqsat/web/part"
	"ruqsat/words"
)

func (w *overdueView) fill(v *Visit, tx *db.Tx) error {
	w.Lead, w.Problems, w.Wrong = v.Say("report.overdue.lead", "moment", words.Moment(v.Language, v.Now)), nil, false
	if w.Unit == report.All {
		return w.units(v, tx)
	}
	w.Late = part.Table{Caption: v.Say("report.overdue.caption"), Columns: []part.Column{{Text: v.Say("staff.column.case")}, {Text: v.Say("staff.column.worker")},
		{Text: v.Say("report.column.at")}, {Text: v.Say("staff.column.executor")}, {Text: v.Say("report.column.due")}, {Text: v.Say("report.column.late")}}}
	b := v.bounds(account.Akimat)
	page := application.Page{Size: 200}
	for len(w.Late.Rows) < reportLimit {
		rows, err := application.Worklist(tx, w.Unit, application.Filter{Until: v.Now}, b, page)
		if err != nil {
			return err
		}
		for _, c := range rows {
			w.Late.Rows = append(w.Late.Rows, v.lateRow(b, c))
		}
		if len(rows) < page.Size {
			return w.owed(v, tx)
		}
		page.After, page.AfterID = rows[len(rows)-1].DueAt, rows[len(rows)-1].ID
	}
	w.Late.Rows, w.More = w.Late.Rows[:reportLimit], true
	return w.owed(v, tx)
}

// lateRow is one late case: with whom it lies now, and by how many working days it is late.
func (v *Visit) lateRow(b application.Bounds, c application.Summary) []part.Cell {
	row := v.row(b, c)
	executor := c.ExecutorName
	if executor == "" {
		executor = v.Say("staff.whose.nobody")
	}
	return []part.Cell{{Text: c.Number, Href: v.caseHref(c.ID), Heading: true, Short: true}, {Text: v.person(c.Name)}, {Text: row.Stage, Note: row.StageNote},
		{Text: executor}, {Text: words.ShortMoment(c.DueAt), Short: true}, {Text: row.Due.Text}}
}

// owed is what the police have not answered in their term.
func (w *overdueView) owed(v *Visit, tx *db.Tx) error {
	w.Police = part.Table{Caption: v.Say("report.owed.caption"), Columns: []part.Column{{Text: v.Say("staff.column.case")}, {Text: v.Say("staff.column.worker")},
		{Text: v.Say("staff.column.executor")}, {Text: v.Say("report.column.asked")}, {Text: v.Say("report.column.due")}, {Text: v.Say("report.column.late")}}}
	list, err := report.PoliceOverdue(tx, w.Unit, v.Now, reportLimit)
	b := v.bounds(account.PoliceUnit)
	for _, o := range list {
		w.Police.Rows = append(w.Police.Rows, []part.Cell{{Text: o.Number, Href: v.caseHref(o.ID), Heading: true, Short: true}, {Text: v.person(o.Name)}, {Text: o.ExecutorName},
			{Text: words.ShortMoment(o.AskedAt), Short: true}, {Text: words.ShortMoment(o.DueAt), Short: true}, {Text: v.due(b, o.DueAt, account.PoliceUnit).Text}})
	}
	return err
}

// units counts what is late in each of them.
func (w *overdueView) units(v *Visit, tx *db.Tx) error {
	w.Units = part.Table{Caption: v.Say("report.overdue.units"), Columns: []part.Column{{Text: v.Say("report.column.unit")},
		{Text: v.Say("report.column.running"), Number: true}, {Text: v.Say("report.column.overdue"), Number: true}}}
	work, err := report.Count(tx, v.Law, report.All, v.Now, w.Period)
	if err != nil {
		return err
	}
	for _, l := range work.Loads {
		u, err := account.FindUnit(tx, l.Who)
		if err != nil {
			return err
		}
		w.Units.Rows = append(w.Units.Rows, []part.Cell{{Text: v.place(u.KATO), Heading: true, Href: w.address(w.Path, url.Values{"unit": {u.ID}})},
			{Text: figure(l.Running), Number: true}, {Text: figure(l.Overdue), Number: true}})
	}
	return nil
}
