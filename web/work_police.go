package web

import (
	"net/url"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/web/part"
	"ruqsat/words"
)

// policeRow is a case in the list of the police.
type policeRow struct {
	Href, Number, Name, Country, Employer, Place, Asked string
	Reminded                                            string // when the executor last reminded them
	Answer                                              string // empty: none yet
	Due                                                 part.Due
}

// policeGroup is the rows of one severity; Total counts all pages.
type policeGroup struct {
	Severity, Title string
	Total           int
	Rows            []policeRow
}

// policeListView is what the police have to answer, or have answered.
type policeListView struct {
	part.StaffPage
	Answered bool
	ReadOnly bool // ИС «МП» answers (P16)
	Tally    []part.Link
	Groups   []policeGroup
	Pages    part.Pagination
	Empty    part.Empty
}

func (s *Site) policeList(v *Visit) error {
	if err := v.May(v.Actor.Desk()); err != nil {
		return err
	}
	if v.Actor.Role != account.Police {
		return v.Go("/work")
	}
	view := policeListView{Answered: v.Text("answered") != ""}
	tab := tabWaiting
	if view.Answered {
		tab = tabAnswered
	}
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.StaffPage, err = s.staffPage(v, tx, tab, v.Say("staff.tab."+tab)); err != nil {
			return err
		}
		unit, err := account.FindUnit(tx, v.Actor.Unit)
		if err != nil {
			return err
		}
		view.ReadOnly = unit.Answers == account.BySystem
		return view.fill(v, tx)
	})
	if err != nil {
		return err
	}
	return v.Show(policeListPage(view))
}

func (p *policeListView) fill(v *Visit, tx *db.Tx) error {
	b := v.bounds(account.PoliceUnit)
	at := v.page()
	if at.AfterID != "" {
		p.Pages.Newer = p.address(nil)
	}
	at.Size++
	rows, err := application.PoliceWorklist(tx, v.Actor.Unit, p.Answered, at)
	if err != nil {
		return err
	}
	if len(rows) > pageSize {
		rows = rows[:pageSize]
		p.Pages.Older = p.address(&rows[pageSize-1])
	}
	p.Pages.Shown, p.Pages.Total = len(rows), -1
	if p.Answered {
		p.Empty = part.Empty{Icon: "dash", Title: v.Say("staff.police.answered.none"), Text: v.Say("staff.police.answered.none.text")}
		p.add(v, b, part.Good, v.Say("staff.tab.answered"), -1, rows)
		return nil
	}
	p.Empty = part.Empty{Icon: "check", Title: v.Say("staff.police.none"), Text: v.Say("staff.police.none.text")}
	t, err := application.CountPolice(tx, v.Actor.Unit, b)
	p.Pages.Total = t.Overdue + t.Today + t.Later
	b.Critical = time.Time{} // one day's clock: what is late is late
	for _, g := range []struct {
		severity string
		total    int
	}{{part.Overdue, t.Overdue}, {part.Soon, t.Today}, {part.Later, t.Later}} {
		p.Tally = append(p.Tally, part.Link{Text: v.Say("staff.police.tally." + g.severity), Href: "#" + g.severity, Count: g.total, Note: g.severity})
		p.add(v, b, g.severity, v.Say("staff.police.group."+g.severity), g.total, rows)
	}
	return err
}

func (p *policeListView) add(v *Visit, b application.Bounds, sev, title string, total int, rows []application.Summary) {
	g := policeGroup{Severity: sev, Title: title, Total: total}
	for _, r := range rows {
		if sev == part.Good || severity(b, r.PoliceDueAt) == sev {
			g.Rows = append(g.Rows, v.policeRow(b, r))
		}
	}
	if len(g.Rows) > 0 {
		p.Groups = append(p.Groups, g)
	}
}

func (v *Visit) policeRow(b application.Bounds, c application.Summary) policeRow {
	r := policeRow{Href: "/police/case/" + c.ID, Number: c.Number, Name: c.Name, Country: v.country(c.Citizenship),
		Employer: c.EmployerName, Place: c.Address, Asked: words.ShortMoment(c.PoliceAskedAt)}
	if c.PoliceAnsweredAt.IsZero() {
		r.Due = v.due(b, c.PoliceDueAt, account.PoliceUnit)
		if !c.PoliceRemindedAt.IsZero() {
			r.Reminded = v.Say("desk.police.reminded", "moment", words.ShortMoment(c.PoliceRemindedAt))
		}
		return r
	}
	r.Answer = v.Say("staff.police.objected")
	r.Due = part.Due{Severity: part.Later, Text: r.Answer, Note: words.ShortMoment(c.PoliceAnsweredAt)}
	if c.PoliceAgree {
		r.Answer = v.Say("staff.police.agreed")
		r.Due.Severity, r.Due.Text = part.Good, r.Answer
	}
	return r
}

func (p policeListView) address(after *application.Summary) string {
	q := url.Values{}
	if p.Answered {
		q.Set("answered", "1")
	}
	if after != nil {
		at := after.PoliceDueAt
		if p.Answered {
			at = after.PoliceAnsweredAt
		}
		q.Set("after", at.UTC().Format(time.RFC3339Nano))
		q.Set("id", after.ID)
	}
	return "/police?" + q.Encode()
}
