package web

import (
	"cmp"
	"net/url"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/web/part"
	"ruqsat/words"
)

// The tabs of the front office.
const (
	tabIntake      = "intake"
	tabUnderReview = "review"
	tabReady       = "ready"
	tabHanded      = "handed"
	tabOriginals   = "originals"
	tabJournal     = "journal"
)

// counterView is one list of the front office.
type counterView struct {
	part.StaffPage
	Starts []counterStart
	Tables []part.Table
	Pages  *part.Pagination
	Empty  *part.Empty
	Lead   string
}

// counterStart is what an operator may begin to take in.
type counterStart struct{ Service, Operation, Text string }

// counterTabs are the lists of the front office with what is in them.
func (v *Visit) counterTabs(tx *db.Tx, p *part.StaffPage, open string) error {
	counts := map[application.Tab]int{}
	for _, t := range application.Tabs[:3] {
		n, err := application.CountCounter(tx, v.Actor.Unit, t)
		if err != nil {
			return err
		}
		counts[t] = n
	}
	left, err := v.site.Cases.Unreturned(tx, v.Actor.Unit, v.Now)
	if err != nil {
		return err
	}
	tab := func(id, href, key string, count int) part.Link {
		return part.Link{Text: v.Say("window.tab." + id), Href: href, Key: key, Count: count, Current: id == open}
	}
	p.Tabs = []part.Link{
		tab(tabIntake, "/counter", "g i", counts[application.TabIntake]),
		tab(tabUnderReview, "/counter/waiting", "g u", counts[application.TabWaiting]),
		tab(tabReady, "/counter/ready", "g h", counts[application.TabReady]),
		tab(tabHanded, "/counter/done", "g f", 0),
		tab(tabOriginals, "/counter/originals", "g o", len(left)),
		tab(tabJournal, "/counter/journal", "g j", 0),
	}
	p.Tabs[4].Urgent = len(left) > 0
	p.Find = &part.Find{Action: "/counter/search", Post: true, Label: v.Say("window.find"), Placeholder: v.Say("staff.find.hint")}
	return nil
}

// counterFrame names the front office and the corporation it belongs to.
func (v *Visit) counterFrame(tx *db.Tx) (unit, place string, err error) {
	u, err := account.FindUnit(tx, v.Actor.Unit)
	return u.Name.In(v.Language), u.Department.In(v.Language), err
}

// mayCounter asks for the front office's own lists.
func mayCounter(v *Visit) error { return v.May(&account.Thing{Counter: v.Actor.Unit}) }

// counterStarts are the operations whose papers the front office takes today.
func counterStarts(v *Visit) []counterStart {
	var list []counterStart
	today := calendar.DayOf(v.Now)
	for _, service := range v.Law.Services {
		e, err := service.On(today)
		if err != nil {
			continue
		}
		for _, op := range e.Operations {
			if _, taken := e.ChannelOf(account.Counter, op.ID, today); taken {
				list = append(list, counterStart{service.ID, op.ID, service.Short.In(v.Language) + ": " + op.Name.In(v.Language)})
			}
		}
	}
	return list
}

// counterIntakes: the sheets that are being filled, the operator's own first, and those that were refused and
// are kept; and a new one.
func (s *Site) counterIntakes(v *Visit) error {
	if err := mayCounter(v); err != nil {
		return err
	}
	view := counterView{Starts: counterStarts(v)}
	err := v.Read(func(tx *db.Tx) error {
		rows, err := application.Intakes(tx, v.Actor.Unit)
		if err != nil {
			return err
		}
		var own, others, refused []application.Attended
		for _, r := range rows {
			switch {
			case !r.RefusedAt.IsZero():
				refused = append(refused, r)
			case r.Operator == v.Actor.ID:
				own = append(own, r)
			default:
				others = append(others, r)
			}
		}
		view.add(v.intakeTable("own", own))
		view.add(v.intakeTable("others", others))
		view.add(v.intakeTable("refused", refused))
		if len(rows) == 0 {
			view.Empty = v.nothing(tabIntake)
		}
		view.StaffPage, err = s.staffPage(v, tx, tabIntake, v.Say("window.tab."+tabIntake))
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(counterPage(view))
}

func (c *counterView) add(t part.Table) {
	if len(t.Rows) > 0 {
		c.Tables = append(c.Tables, t)
	}
}

func (v *Visit) nothing(tab string) *part.Empty {
	icon := "check"
	if tab == tabHanded || tab == tabJournal || tab == "search" {
		icon = "dash"
	}
	return &part.Empty{Icon: icon, Title: v.Say("window.empty." + tab), Text: v.Say("window.empty." + tab + ".text")}
}

// intakeTable is the sheets of one kind, to be gone on with or thrown away.
func (v *Visit) intakeTable(kind string, rows []application.Attended) part.Table {
	t := part.Table{ID: kind, Caption: v.Say("window.intakes." + kind), Columns: []part.Column{
		{Text: v.Say("window.column.who")}, {Text: v.Say("window.column.what")}, {Text: v.Say("window.column.saved")}, {Text: v.Say("window.column.act")}}}
	for _, r := range rows {
		saved := part.Cell{Text: words.ShortMoment(r.SavedAt.In(calendar.Zone)), Note: r.OperatorName}
		if !r.RefusedAt.IsZero() {
			saved.Note = v.Say("window.refused.at", "number", r.RefusedNumber, "moment", words.ShortMoment(r.RefusedAt))
		}
		act := part.Cell{Text: v.Say("window.discard"), Href: "/counter/intake/" + r.ID + "/discard"}
		if !r.KeptUntil.IsZero() {
			act.Note = v.Say("window.kept.until", "day", words.ShortDate(calendar.DayOf(r.KeptUntil.Add(-time.Second))))
		}
		t.Rows = append(t.Rows, []part.Cell{
			{Text: cmp.Or(r.Name, v.Say("window.sheet.noname")), Note: r.EmployerName, Href: "/counter/intake/" + r.ID, Heading: true},
			{Text: v.operation(r.Service, r.Operation)}, saved, act})
	}
	return t
}

// counterStart opens a sheet.
func (s *Site) counterStart(v *Visit) error {
	if err := mayCounter(v); err != nil {
		return err
	}
	var c application.Case
	err := v.Write(func(tx *db.Tx) (err error) {
		c, err = s.Cases.StartIntake(tx, *v.Actor, v.Text("service"), v.Text("operation"))
		return err
	})
	if err != nil {
		return err
	}
	return v.Go("/counter/intake/" + c.ID)
}

func (s *Site) counterWaiting(v *Visit) error {
	return s.counterTab(v, tabUnderReview, "/counter/waiting", application.TabWaiting)
}

func (s *Site) counterReady(v *Visit) error {
	return s.counterTab(v, tabReady, "/counter/ready", application.TabReady)
}

func (s *Site) counterDone(v *Visit) error {
	return s.counterTab(v, tabHanded, "/counter/done", application.TabDone)
}

// counterTab is one list of cases that were taken in here, a page at a time.
func (s *Site) counterTab(v *Visit, tab, path string, list application.Tab) error {
	if err := mayCounter(v); err != nil {
		return err
	}
	view := counterView{}
	at := v.page()
	at.Size++
	err := v.Read(func(tx *db.Tx) error {
		rows, err := application.AtCounter(tx, v.Actor.Unit, list, at)
		if err != nil {
			return err
		}
		view.Pages = &part.Pagination{Total: -1}
		if at.AfterID != "" {
			view.Pages.Newer = path
		}
		if len(rows) == at.Size {
			rows = rows[:at.Size-1]
			last := rows[len(rows)-1]
			view.Pages.Older = goingOn(path, last.StartedAt, last.ID, nil)
		}
		view.add(v.caseTable(tab, rows))
		if len(rows) == 0 {
			view.Empty, view.Pages = v.nothing(tab), nil
		}
		view.StaffPage, err = s.staffPage(v, tx, tab, v.Say("window.tab."+tab))
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(counterPage(view))
}

// goingOn is the address at which a list goes on.
func goingOn(path string, at time.Time, id string, q url.Values) string {
	if q == nil {
		q = url.Values{}
	}
	q.Set("after", at.UTC().Format(time.RFC3339Nano))
	q.Set("id", id)
	return path + "?" + q.Encode()
}

// caseTable is cases of the front office, each with its number here and where it lies.
func (v *Visit) caseTable(kind string, rows []application.Attended) part.Table {
	t := part.Table{ID: kind, Caption: v.Say("window.tab." + kind), Hidden: true, Columns: []part.Column{
		{Text: v.Say("window.column.number")}, {Text: v.Say("window.column.who")}, {Text: v.Say("window.column.what")}, {Text: v.Say("window.column.where")}}}
	for _, r := range rows {
		where := part.Cell{Text: v.Say("application.stage." + string(r.Stage())), Note: v.Say("window.due", "moment", words.ShortMoment(r.DueAt))}
		switch {
		case !r.HandedAt.IsZero():
			where = part.Cell{Text: v.Say("window.handed.at", "moment", words.ShortMoment(r.HandedAt)), Note: v.Say("application.state." + string(r.State))}
		case !r.State.Open():
			where = part.Cell{Text: v.Say("application.state." + string(r.State)), Note: words.ShortMoment(r.DecidedAt)}
		}
		t.Rows = append(t.Rows, []part.Cell{
			{Text: r.CounterNumber, Note: r.Number, Href: "/counter/case/" + r.ID, Short: true},
			{Text: r.Name, Note: r.EmployerName, Heading: true},
			{Text: v.operation(r.Service, r.Operation), Note: words.Months(v.Language, r.Months)}, where})
	}
	return t
}

// counterSearch finds cases and sheets of the own office by number, name, ИИН or passport, which do not stand
// in an address.
func (s *Site) counterSearch(v *Visit) error {
	if err := mayCounter(v); err != nil {
		return err
	}
	view := counterView{}
	text := v.Text("q")
	err := v.Read(func(tx *db.Tx) error {
		rows, err := application.SearchCounter(tx, v.Actor.Unit, text, application.Shown)
		if err != nil {
			return err
		}
		var sheets, cases []application.Attended
		for _, r := range rows {
			if r.State == application.Draft {
				sheets = append(sheets, r)
			} else {
				cases = append(cases, r)
			}
		}
		found := v.caseTable(tabUnderReview, cases)
		found.Caption, found.Hidden = v.Say("window.found"), false
		view.add(found)
		view.add(v.intakeTable("others", sheets))
		if len(rows) == 0 {
			view.Empty = v.nothing("search")
		}
		view.StaffPage, err = s.staffPage(v, tx, "", v.Say("window.search"))
		view.Find.Value = text
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(counterPage(view))
}

// counterOriginals is the report of the originals that were not given back (M-13).
func (s *Site) counterOriginals(v *Visit) error {
	if err := mayCounter(v); err != nil {
		return err
	}
	view := counterView{Lead: v.Say("window.originals.lead")}
	err := v.Read(func(tx *db.Tx) error {
		list, err := s.Cases.Unreturned(tx, v.Actor.Unit, v.Now)
		if err != nil {
			return err
		}
		view.add(v.originalTable(list))
		if len(list) == 0 {
			view.Empty, view.Lead = v.nothing(tabOriginals), ""
		}
		view.StaffPage, err = s.staffPage(v, tx, tabOriginals, v.Say("window.originals.title"))
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(counterPage(view))
}

func (v *Visit) originalTable(list []application.Original) part.Table {
	t := part.Table{ID: tabOriginals, Caption: v.Say("window.originals.title"), Hidden: true, Columns: []part.Column{
		{Text: v.Say("window.column.document")}, {Text: v.Say("window.column.who")}, {Text: v.Say("window.column.number")}, {Text: v.Say("window.column.received")}}}
	for _, o := range list {
		href := "/counter/case/" + o.Case
		if o.Number == "" {
			href = "/counter/intake/" + o.Case
		}
		t.Rows = append(t.Rows, []part.Cell{
			{Text: v.documentName(o.Service, o.Edition, o.Document), Heading: true},
			{Text: cmp.Or(o.Name, v.Say("window.sheet.noname"))},
			{Text: cmp.Or(o.Counter, v.Say("window.sheet.open")), Href: href, Note: o.Number, Short: true},
			{Text: words.ShortMoment(o.At), Short: true}})
	}
	return t
}

// documentName names a document by the edition that a case is judged by.
func (v *Visit) documentName(service, edition, document string) string {
	s, ok := v.Law.Service(service)
	if !ok {
		return document
	}
	e, ok := s.Edition(edition)
	if !ok {
		return document
	}
	d, ok := e.Document(document)
	if !ok {
		return document
	}
	return d.Name.In(v.Language)
}
