package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/report"
	"ruqsat/web/part"
	"ruqsat/words"
)

// The reports, in the order of their links. An administrator sees the figures only.
const (
	pageLoad     = "load"
	pageRefusals = "refusals"
	pageOverdue  = "overdue"
	pageAlerts   = "alerts"
)

var reportPages = []struct{ id, path string }{
	{pageLoad, "/work/report"}, {pageRefusals, "/work/report/refusals"}, {pageOverdue, "/work/report/overdue"}, {pageAlerts, "/work/report/alerts"},
}

// reportLimit is how many rows a list of a report holds at most; more than that is told.
const reportLimit = 500

// reportView is the frame of a report: whose, over which days, and the links to the others.
type reportView struct {
	part.StaffPage
	ID, Path string
	Problems []part.Problem
	Unit     string // report.All, or a unit
	UnitName string
	Units    []part.Option // to choose from: an auditor
	Period   report.Period
	Span     string // month, quarter, year or dates
	From, To string // the dates as they were typed
	Links    []part.Link
	CSV      string // address of the same as a file
	Lead     string
}

// scope says whose report the reader may see: a head the own unit's, an auditor any unit's or all, an
// administrator all of them in figures.
func (v *Visit) scope() error {
	unit := v.Actor.Unit
	if v.Actor.Role != account.Head {
		unit = v.Text("unit")
	}
	return v.May(&account.Thing{Unit: unit})
}

// reportView reads the choice of the page. A choice that cannot be read is a problem of its field, and the
// page shows this month.
func (s *Site) reportView(v *Visit, tx *db.Tx, id string) (reportView, error) {
	w := reportView{ID: id}
	if id != pageLoad && v.Actor.Role == account.Administrator {
		return w, account.ErrForbidden
	}
	w.Unit = v.Actor.Unit
	if v.Actor.Role != account.Head {
		w.Unit = v.Text("unit")
	}
	w.choose(v)
	if w.Span != "dates" {
		w.From, w.To = words.ShortDate(w.Period.First), words.ShortDate(w.Period.Last)
	}
	if err := w.chooseUnit(v, tx); err != nil {
		return w, err
	}
	for _, p := range reportPages {
		if p.id == id {
			w.Path = p.path
		}
		if v.Actor.Role != account.Administrator || p.id == pageLoad {
			w.Links = append(w.Links, part.Link{Text: v.Say("report.page." + p.id), Href: w.address(p.path, nil), Current: p.id == id})
		}
	}
	w.CSV = w.address(w.Path, url.Values{"as": {"csv"}, "ground": v.Form["ground"], "service": v.Form["service"]})
	tab := tabReport
	if id == pageAlerts {
		tab = tabAlerts
	}
	var err error
	w.StaffPage, err = s.staffPage(v, tx, tab, v.Say("report.page."+id))
	w.Wrong = len(w.Problems) > 0
	return w, err
}

// choose reads the days of the report.
func (w *reportView) choose(v *Visit) {
	today := calendar.DayOf(v.Now)
	w.Span, w.Period, w.From, w.To = "month", report.Month(today), v.Text("from"), v.Text("to")
	switch v.Text("span") {
	case "quarter":
		w.Span, w.Period = "quarter", report.Quarter(today)
	case "year":
		w.Span, w.Period = "year", report.Year(today)
	case "dates":
		w.Span = "dates"
		first, wrong := calendar.ParseLocal(w.From)
		last, bad := calendar.ParseLocal(w.To)
		switch {
		case wrong != nil:
			w.Problems = append(w.Problems, part.Problem{Field: "from", Text: v.Say("report.from.wrong")})
		case bad != nil:
			w.Problems = append(w.Problems, part.Problem{Field: "to", Text: v.Say("report.to.wrong")})
		case last.Before(first):
			w.Problems = append(w.Problems, part.Problem{Field: "to", Text: v.Say("report.to.before")})
		case last.Sub(first) > 3660:
			w.Problems = append(w.Problems, part.Problem{Field: "to", Text: v.Say("report.to.long")})
		default:
			w.Period = report.Period{First: first, Last: last}
		}
	}
}

// chooseUnit lists the akimats' departments for who may choose, and names the chosen one.
func (w *reportView) chooseUnit(v *Visit, tx *db.Tx) error {
	w.UnitName = v.Say("report.unit.all")
	if v.Actor.Role == account.Head {
		w.UnitName = ""
		return nil
	}
	units, err := account.Units(tx)
	if err != nil {
		return err
	}
	w.Units = []part.Option{{Text: w.UnitName, Chosen: w.Unit == report.All}}
	known := w.Unit == report.All
	for _, u := range units {
		if u.Kind != account.Akimat {
			continue
		}
		w.Units = append(w.Units, part.Option{Value: u.ID, Text: v.place(u.KATO), Chosen: u.ID == w.Unit})
		if u.ID == w.Unit {
			known, w.UnitName = true, v.place(u.KATO)
		}
	}
	if !known || v.Actor.Role == account.Administrator && w.Unit != report.All {
		return account.ErrHidden
	}
	return nil
}

// address of a report with the same choice.
func (w reportView) address(path string, more url.Values) string {
	q := url.Values{}
	if w.Span != "month" && len(w.Problems) == 0 {
		q.Set("span", w.Span)
	}
	if w.Span == "dates" && len(w.Problems) == 0 {
		q.Set("from", words.ShortDate(w.Period.First))
		q.Set("to", words.ShortDate(w.Period.Last))
	}
	if w.Units != nil && w.Unit != report.All {
		q.Set("unit", w.Unit)
	}
	for name, values := range more {
		if len(values) > 0 && values[0] != "" {
			q.Set(name, values[0])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// days says the period in words.
func (w reportView) days() string {
	return words.ShortDate(w.Period.First) + " – " + words.ShortDate(w.Period.Last)
}

// status of a report: 422 when its choice cannot be read.
func (w reportView) status() int {
	if len(w.Problems) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// person names a private person to those who work on the case; an auditor is shown the officers' names only.
func (v *Visit) person(name string) string {
	if v.Actor.Role == account.Auditor {
		return v.Say("audit.person")
	}
	return name
}

// caseHref is where the reader of a report looks at a case.
func (v *Visit) caseHref(id string) string {
	if v.Actor.Role == account.Auditor {
		return "/audit/case/" + id
	}
	return "/work/case/" + id
}

// sendCSV sends what the page's tables show, and nothing more, as a file that opens in a spreadsheet: UTF-8 with its
// mark, semicolons, and no cell that a spreadsheet would take for a formula.
func (v *Visit) sendCSV(name string, tables ...part.Table) error {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	out.Comma, out.UseCRLF = ';', true
	var rows [][]string
	for i, t := range tables {
		if i > 0 {
			rows = append(rows, []string{""})
		}
		rows = append(rows, []string{plainCell(t.Caption)})
		var head []string
		for _, c := range t.Columns {
			head = append(head, plainCell(c.Text))
		}
		rows = append(rows, head)
		for _, row := range t.Rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, plainCell(strings.TrimSpace(strings.Join(slices.DeleteFunc([]string{c.Text, c.Note}, func(s string) bool { return s == "" }), ", "))))
			}
			rows = append(rows, cells)
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return v.Send(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
		w.Write(b.Bytes())
	})
}

// plainCell is a text that no spreadsheet reckons with: what begins like a formula gets an apostrophe (ASVS V1.2.10).
func plainCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}

// fileName of a report: its id and its days.
func (w reportView) fileName() string {
	return "ruqsat-" + w.ID + "-" + w.Period.First.String() + "-" + w.Period.Last.String()
}
