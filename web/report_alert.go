package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/report"
	"ruqsat/web/part"
	"ruqsat/words"
)

// alertsView is the alerts of control (B-16).
type alertsView struct {
	reportView
	Open  bool
	All   part.Table
	Rules []part.Row
}

// alertView is one alert: what, when, who, which cases, under which figure.
type alertView struct {
	part.StaffPage
	Alert    report.Alert
	Problems []part.Problem
	Rows     []part.Row
	Points   part.Table
	Barred   string
	Comment  string
}

func (s *Site) reportAlerts(v *Visit) error {
	if err := v.scope(); err != nil {
		return err
	}
	view := alertsView{Open: v.Text("show") == "open", Rules: v.rules()}
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.reportView, err = s.reportView(v, tx, pageAlerts); err != nil {
			return err
		}
		list, err := report.Alerts(tx, view.Unit, view.Period, view.Open, reportLimit)
		if err != nil {
			return err
		}
		return view.fill(v, tx, list)
	})
	if err != nil {
		return err
	}
	if v.Text("as") == "csv" && len(view.Problems) == 0 {
		return v.sendCSV(view.fileName(), view.All)
	}
	return v.ShowAs(view.status(), reportAlertsPage(view))
}

func (w *alertsView) fill(v *Visit, tx *db.Tx, list []report.Alert) error {
	w.Lead = v.Say("report.alerts.lead", "days", w.days())
	w.All = part.Table{Caption: v.Say("report.alerts.caption"), Columns: []part.Column{{Text: v.Say("report.column.what")}, {Text: v.Say("report.column.about")},
		{Text: v.Say("report.column.when")}, {Text: v.Say("report.column.count"), Number: true}, {Text: v.Say("report.column.looked")}}}
	if w.Unit == report.All {
		w.All.Columns = append(w.All.Columns, part.Column{Text: v.Say("report.column.unit")})
	}
	for _, a := range list {
		row := []part.Cell{{Text: v.Say("report.alert." + a.Kind), Href: "/work/report/alerts/" + a.ID, Heading: true}, {Text: v.alertAbout(a)},
			{Text: v.alertWhen(a)}, {Text: figure(a.Count), Number: true}, {Text: v.looked(a), Note: a.Comment}}
		if w.Unit == report.All {
			u, err := account.FindUnit(tx, a.Unit)
			if err != nil {
				return err
			}
			row = append(row, part.Cell{Text: v.place(u.KATO)})
		}
		w.All.Rows = append(w.All.Rows, row)
	}
	return nil
}

// alertAbout names the officer, or the address: of a private person's home an auditor is told the district.
func (v *Visit) alertAbout(a report.Alert) string {
	if a.Kind == report.Crowd && v.Actor.Role == account.Auditor {
		kato, _, _ := strings.Cut(a.About, " ")
		return v.Say("report.alert.home", "place", v.place(kato))
	}
	return a.Name
}

// alertWhen is the moments of the alert; of an address its days.
func (v *Visit) alertWhen(a report.Alert) string {
	if a.Kind == report.Crowd {
		return words.ShortDate(calendar.DayOf(a.First)) + " – " + words.ShortDate(calendar.DayOf(a.Last))
	}
	if a.First.Equal(a.Last) {
		return words.ShortMoment(a.First)
	}
	return words.ShortMoment(a.First) + " – " + words.Clock(a.Last)
}

func (v *Visit) looked(a report.Alert) string {
	if a.LookedAt.IsZero() {
		return v.Say("report.looked.none")
	}
	return a.LookedName + ", " + words.ShortMoment(a.LookedAt)
}

// rules are the figures that raise alerts today, and where they come from.
func (v *Visit) rules() []part.Row {
	c, today := v.Law.Control, calendar.DayOf(v.Now)
	var rows []part.Row
	if f, ok := c.ApprovalsAMinute.On(today); ok {
		rows = append(rows, v.ruleRow(report.Fast, v.Say("report.rule.fast", "n", f.Value), f.Since))
	}
	if f, ok := c.Night.On(today); ok {
		rows = append(rows, v.ruleRow(report.Night, v.Say("report.rule.night", "from", f.Value.From.String(), "to", f.Value.To.String()), f.Since))
		rows[len(rows)-1].Lines = []string{part.Cites(v.context(), f.Cite), v.Say("report.rule.cited", "since", words.ShortDate(f.Since))}
	}
	f, ok := c.PermitsAnAddress.On(today)
	if d, known := c.AddressDays.On(today); ok && known {
		rows = append(rows, v.ruleRow(report.Crowd, v.Say("report.rule.address", "n", f.Value, "days", d.Value), f.Since))
	}
	return rows
}

func (v *Visit) ruleRow(kind, text string, since calendar.Day) part.Row {
	return part.Row{Key: v.Say("report.alert." + kind), Value: text, Lines: []string{v.Say("report.rule.source", "since", words.ShortDate(since))}}
}

func (s *Site) reportAlert(v *Visit) error {
	view, err := s.alertView(v)
	if err != nil {
		return err
	}
	return v.Show(reportAlertPage(view))
}

// alertView reads an alert. An alert of another unit looks like none.
func (s *Site) alertView(v *Visit) (alertView, error) {
	var view alertView
	err := v.Read(func(tx *db.Tx) error {
		a, err := report.FindAlert(tx, v.Request.PathValue("alert"))
		if err != nil {
			v.judged = true
			return err
		}
		thing := a.Thing()
		if err := v.May(&thing); err != nil {
			return err
		}
		view.Alert = a
		if view.StaffPage, err = s.staffPage(v, tx, tabAlerts, v.Say("report.alert."+a.Kind)); err != nil {
			return err
		}
		return view.fill(v, tx)
	})
	if err == nil && view.Alert.About == v.Actor.ID {
		view.Barred = v.Say("report.alert.own")
	}
	return view, err
}

func (w *alertView) fill(v *Visit, tx *db.Tx) error {
	a := w.Alert
	w.Back = &part.Link{Text: v.Say("report.alert.back"), Href: "/work/report/alerts"}
	about := "report.column.officer"
	if a.Kind == report.Crowd {
		about = "staff.fact.place"
	}
	w.Rows = []part.Row{{Key: v.Say(about), Value: v.alertAbout(a)}, {Key: v.Say("report.column.when"), Value: v.alertWhen(a)},
		{Key: v.Say("report.column.count"), Value: v.Say("report.alert.count", "n", a.Count, "figure", a.Figure)},
		{Key: v.Say("report.column.found"), Value: words.ShortMoment(a.FoundAt)}, {Key: v.Say("report.column.looked"), Value: v.looked(a), Lines: lines(a.Comment)}}
	for _, r := range v.rules() {
		if r.Key == v.Say("report.alert."+a.Kind) {
			w.Rows = append(w.Rows, part.Row{Key: v.Say("report.column.rule"), Value: r.Value, Lines: r.Lines})
		}
	}
	w.Points = part.Table{Caption: v.Say("report.alert.points"), Columns: []part.Column{{Text: v.Say("staff.column.case")}, {Text: v.Say("staff.column.worker")}, {Text: v.Say("report.column.when")}}}
	points, err := a.Points(tx, reportLimit)
	for _, p := range points {
		w.Points.Rows = append(w.Points.Rows, []part.Cell{{Text: p.Number, Href: v.caseHref(p.Case), Heading: true, Short: true}, {Text: v.person(p.Name)},
			{Text: words.ShortMoment(p.At), Short: true}})
	}
	return err
}

// reportLook marks an alert as looked at.
func (s *Site) reportLook(v *Visit) error {
	view, err := s.alertView(v)
	if err != nil {
		return err
	}
	comment := v.Text("comment")
	version, wrong := strconv.Atoi(v.Text("version"))
	switch {
	case wrong != nil:
		return errVersion
	case comment == "":
		view.Problems = []part.Problem{{Field: "comment", Text: v.Say("report.look.none")}}
	case len([]rune(comment)) > longestNote:
		view.Problems = []part.Problem{{Field: "comment", Text: v.Say("staff.text.long", "max", longestNote)}}
	}
	if len(view.Problems) > 0 {
		view.Wrong, view.Comment = true, comment
		return v.ShowAs(http.StatusUnprocessableEntity, reportAlertPage(view))
	}
	err = v.Write(func(tx *db.Tx) error {
		_, err := report.Look(tx, *v.Actor, view.Alert.ID, version, comment)
		return err
	})
	if errors.Is(err, db.ErrStale) {
		view.Wrong, view.Comment = true, comment
		view.Problems = []part.Problem{{Text: v.Say("report.look.stale")}}
		return v.ShowAs(http.StatusConflict, reportAlertPage(view))
	}
	if err != nil {
		return err
	}
	return v.Go("/work/report/alerts/" + view.Alert.ID)
}
