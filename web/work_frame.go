package web

import (
	"errors"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/report"
	"ruqsat/web/part"
)

// The tabs of the workplaces.
const (
	tabCases     = "cases"
	tabSignature = "signature"
	tabDecided   = "decided"
	tabWaiting   = "waiting"
	tabAnswered  = "answered"
	tabStaff     = "staff"
	tabQuota     = "quota"
	tabSystems   = "systems"
	tabLetters   = "letters"
	tabRegister  = "register"
	tabOrders    = "substitutions"
	tabActs      = "acts"
	tabReadings  = "readings"
	tabReport    = "reports"
	tabAlerts    = "anomalies"
)

// adminKeys are the shortcuts of the administrator's tabs.
var adminKeys = map[string]string{tabStaff: "g e", tabQuota: "g q", tabSystems: "g y", tabLetters: "g l", tabRegister: "g r", tabOrders: "g u"}

// staffPage is the frame of a workplace's page: who works here, for which unit, and the tabs of the
// role with their counts.
func (s *Site) staffPage(v *Visit, tx *db.Tx, open, title string) (part.StaffPage, error) {
	p := part.StaffPage{Title: title, Name: v.Actor.FullName(), Role: v.Say("staff.role." + string(v.Actor.Role)),
		Home: Home(v.Actor), Unit: v.Say("web.name")}
	if v.Actor.Unit != "" {
		unit, err := account.FindUnit(tx, v.Actor.Unit)
		if err != nil {
			return p, err
		}
		p.Unit = unit.Department.In(v.Language)
		if p.Unit == "" {
			p.Unit = unit.Name.In(v.Language)
		}
		p.Place = v.place(unit.KATO)
		if v.office == nil {
			v.office = officeOf(unit)
		}
	}
	var err error
	if p.Duties, err = v.duties(tx); err != nil {
		return p, err
	}
	switch v.Actor.Role {
	case account.Auditor:
		p.Place = v.Say("account.audit.place")
		for _, tab := range []part.Link{{Note: tabActs, Href: "/audit", Key: "g a"}, {Note: tabReadings, Href: "/audit/readings", Key: "g r"},
			{Note: tabOrders, Href: "/audit/substitutions", Key: "g u"},
			{Note: tabReport, Href: "/work/report", Key: "g t"}, {Note: tabAlerts, Href: "/work/report/alerts", Key: "g l"}} {
			p.Tabs = append(p.Tabs, part.Link{Text: v.Say("staff.tab." + tab.Note), Href: tab.Href, Key: tab.Key, Current: tab.Note == open})
		}
	case account.Executor, account.Head:
		err = v.caseTabs(tx, &p, open)
	case account.Police:
		err = v.policeTabs(tx, &p, open)
	case account.Operator:
		p.Unit, p.Place, err = v.counterFrame(tx)
		if err == nil {
			err = v.counterTabs(tx, &p, open)
		}
	case account.Administrator:
		p.Place = v.Say("staff.admin.place")
		for _, tab := range []string{tabStaff, tabOrders, tabQuota, tabSystems, tabLetters, tabRegister} {
			href := "/admin/" + tab
			if tab == tabStaff {
				href = "/admin"
			}
			p.Tabs = append(p.Tabs, part.Link{Text: v.Say("staff.tab." + tab), Href: href, Key: adminKeys[tab], Current: tab == open})
		}
	}
	return p, err
}

// caseTabs: the head's first tab is what waits for his decision.
func (v *Visit) caseTabs(tx *db.Tx, p *part.StaffPage, open string) error {
	t, err := application.CountList(tx, v.Actor.Unit, application.Filter{}, v.bounds(account.Akimat))
	if err != nil {
		return err
	}
	n, exact := t.Total()
	said := ""
	if !exact {
		said = counted(v.Language, application.Bound+1)
	}
	p.Tabs = []part.Link{
		{Text: v.Say("staff.tab.cases"), Href: "/work?state=all", Key: "g c", Current: open == tabCases, Count: n, Counted: said, Urgent: t.Critical+t.Overdue > 0},
		{Text: v.Say("staff.tab.signature"), Href: "/work?state=signature", Key: "g s", Current: open == tabSignature, Count: t.Signature, Counted: counted(v.Language, t.Signature)},
		{Text: v.Say("staff.tab.decided"), Href: "/work?state=decided", Key: "g d", Current: open == tabDecided},
	}
	if v.Actor.Role == account.Head {
		p.Tabs[1].Href = "/work/sign"
		p.Tabs[0], p.Tabs[1] = p.Tabs[1], p.Tabs[0]
		n, err := report.Unlooked(tx, v.Actor.Unit)
		if err != nil {
			return err
		}
		p.Tabs = append(p.Tabs, part.Link{Text: v.Say("staff.tab.reports"), Href: "/work/report", Key: "g t", Current: open == tabReport},
			part.Link{Text: v.Say("staff.tab.anomalies"), Href: "/work/report/alerts", Key: "g l", Current: open == tabAlerts, Count: n})
	}
	p.Find = &part.Find{Action: "/work/search", Post: true, Label: v.Say("staff.find.label"), Placeholder: v.Say("staff.find.hint")}
	return nil
}

func (v *Visit) policeTabs(tx *db.Tx, p *part.StaffPage, open string) error {
	t, err := application.CountPolice(tx, v.Actor.Unit, v.bounds(account.PoliceUnit))
	p.Tabs = []part.Link{
		{Text: v.Say("staff.tab.waiting"), Href: "/police", Key: "g w", Current: open == tabWaiting, Count: t.Overdue + t.Today + t.Later, Urgent: t.Overdue > 0},
		{Text: v.Say("staff.tab.answered"), Href: "/police?answered=1", Key: "g a", Current: open == tabAnswered},
	}
	return err
}

// place names a territory with the region it lies in.
func (v *Visit) place(kato string) string {
	u, ok := v.Law.Units.Find(kato)
	if !ok {
		return kato
	}
	region, ok := v.Law.Units.Find(v.Law.Units.Region(kato))
	if !ok || region.Code == u.Code {
		return u.Name.In(v.Language)
	}
	return u.Name.In(v.Language) + ", " + region.Name.In(v.Language)
}

// country names a country by its code, or gives the code.
func (v *Visit) country(code string) string {
	if c, ok := v.Law.Country(code); ok {
		return c.Name.In(v.Language)
	}
	return code
}

// operation names what a case asks for, by the newest edition that knows it.
func (v *Visit) operation(service, id string) string {
	s, ok := v.Law.Service(service)
	if !ok {
		return id
	}
	for i := len(s.Editions) - 1; i >= 0; i-- {
		if op, ok := s.Editions[i].Operation(id); ok {
			return op.Name.In(v.Language)
		}
	}
	return id
}

// find reads a case and asks whether the actor may do the route's act to it. What is not there and
// what is another unit's look the same.
func (s *Site) findCase(v *Visit, tx *db.Tx, find func(*db.Tx, string) (application.Case, error)) (application.Case, error) {
	c, err := find(tx, v.Request.PathValue("case"))
	if errors.Is(err, application.ErrNoCase) {
		v.judged = true
		return c, account.ErrHidden
	}
	if err != nil {
		return c, err
	}
	thing := c.Thing(v.Actor)
	err = v.May(&thing)
	theirs := v.Route.Act == account.CaseTake || v.Route.Act == account.DecisionDraft
	if errors.Is(err, account.ErrForbidden) && theirs && v.Actor.Role == account.Executor && c.Executor != "" && !v.Actor.Holds(c.Executor) {
		return c, application.ErrTaken // two officers on one case: the second is told who has it
	}
	if err != nil {
		return c, err
	}
	return c, v.answersFor(tx, c)
}
