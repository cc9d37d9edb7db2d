package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/web/part"
	"ruqsat/words"
)

// workGroup is the cases of one severity on this page; Total counts all of them on every page.
type workGroup struct {
	ID, Severity, Title, Note string
	Total                     string
	Rows                      []workRow
}

// workView is a list of cases.
type workView struct {
	part.StaffPage
	Problems []part.Problem
	choice
	Tally  []part.Link // the totals by severity; Note is the severity
	Groups []workGroup
	Found  bool   // the page answers a search
	Note   string // what a search did not look at or show
	Total  int
	Exact  bool
	Fields []choiceField
	Saved  []part.Link
	Keep   bool // the filter can be kept
	Many   manyView
	Pages  part.Pagination
	Sizes  []part.Link
	Empty  part.Empty
}

// mayList asks for the unit's list; the police have a list of their own.
func mayList(v *Visit) (elsewhere bool, err error) {
	if err := v.May(v.Actor.Desk()); err != nil {
		return false, err
	}
	return v.Actor.Role == account.Police, nil
}

func (s *Site) worklist(v *Visit) error {
	if elsewhere, err := mayList(v); err != nil || elsewhere {
		return orPolice(v, err)
	}
	view := workView{choice: v.chosen(v.Form)}
	if view.State == listSignature && v.Actor.Role == account.Head {
		return v.Go("/work/sign")
	}
	return s.showList(v, view, view.Number)
}

func orPolice(v *Visit, err error) error {
	if err != nil {
		return err
	}
	return v.Go("/police")
}

// workBack leads from the address of a form that was sent back to the list.
func (s *Site) workBack(v *Visit) error {
	if _, err := mayList(v); err != nil {
		return err
	}
	return v.Go("/work?state=all")
}

// workSearch finds cases by number, name, ИИН or passport. These do not stand in an address: only a
// number leads to a page that can be kept.
func (s *Site) workSearch(v *Visit) error {
	if elsewhere, err := mayList(v); err != nil || elsewhere {
		return orPolice(v, err)
	}
	text := v.Text("q")
	if n := asNumber(text); n != "" {
		return v.Go("/work?state=all&q=" + url.QueryEscape(n))
	}
	return s.showList(v, workView{choice: choice{State: listRunning, Size: pageSize}, Found: true}, text)
}

// caseNumber is how a number is typed, with or without its letters.
var caseNumber = regexp.MustCompile(`^[A-Z]{2,4}-?[0-9]{4}-?[0-9]{2}-?[0-9]{6}$`)

// asNumber is the number of a case as it is kept, or empty when the text is no number.
func asNumber(text string) string {
	n := strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(text), " ", ""))
	n = strings.NewReplacer("Ө", "O", "О", "O", "Т", "T", "–", "-", "—", "-").Replace(n)
	if !caseNumber.MatchString(n) {
		return ""
	}
	return n
}

// frozen is how long the pages of one list stand by the moment of its first page.
const frozen = time.Hour

// page is where a list goes on.
func (v *Visit) page() application.Page {
	p := application.Page{Size: pageSize}
	at, err := time.Parse(time.RFC3339Nano, v.Text("after"))
	if err == nil {
		p.After, p.AfterID = at, v.Text("id")
	}
	return p
}

// listPage is where the worklist goes on, and by which moment: that of its first page, so that a case that falls
// overdue meanwhile is neither lost nor shown twice.
func (v *Visit) listPage(c choice) (application.Page, application.Bounds) {
	p := v.page()
	p.Size = c.Size
	if v.Actor.Role == account.Executor {
		p.First, p.For = v.Actor.ID, v.Actor.Duty.Absent
	}
	began := *v
	if at, err := time.Parse(time.RFC3339Nano, v.Text("at")); err == nil && at.Before(v.Now) && v.Now.Sub(at) < frozen {
		began.Now = at
	}
	p.Own = v.Text("own") == "1"
	return p, began.bounds(account.Akimat)
}

// showList shows a list, or what a search found.
func (s *Site) showList(v *Visit, view workView, search string) error {
	at, bounds := v.listPage(view.choice)
	f, wrong := v.filter(view.choice, bounds)
	err := v.Read(func(tx *db.Tx) (err error) {
		tab := map[string]string{listSignature: tabSignature, listDecided: tabDecided}[view.State]
		if tab == "" {
			tab = tabCases
		}
		if view.StaffPage, err = s.staffPage(v, tx, tab, v.Say("staff.tab."+tab)); err != nil {
			return err
		}
		if search != "" || view.Found {
			view.Find.Value = search
			err = view.search(v, tx, search, bounds)
		} else if wrong == "" {
			err = view.read(v, tx, f, bounds, at)
		}
		if err == nil {
			err = view.around(v, tx, bounds)
		}
		return err
	})
	if err != nil {
		return err
	}
	if wrong != "" {
		view.wrongField(v, wrong)
	}
	view.Empty = view.empty(v)
	if view.Wrong = len(view.Problems) > 0; view.Wrong {
		return v.ShowAs(http.StatusUnprocessableEntity, workPage(view))
	}
	return v.Show(workPage(view))
}

// read reads one page of the list and its counts.
func (w *workView) read(v *Visit, tx *db.Tx, f application.Filter, b application.Bounds, at application.Page) error {
	size := at.Size
	at.Size++
	rows, err := application.Worklist(tx, v.Actor.Unit, f, b, at)
	if err != nil {
		return err
	}
	if at.AfterID != "" {
		w.Pages.Newer = "/work?" + w.query().Encode()
	}
	if len(rows) > size {
		rows = rows[:size]
		w.Pages.Older = w.next(v, rows[size-1], b)
	}
	if f.Decided {
		n, err := application.Counts(tx, v.Actor.Unit, []application.Filter{f})
		if err != nil {
			return err
		}
		w.Total, w.Exact = n[0], n[0] <= application.Bound
		w.Groups = v.groupDecided(rows, counted(v.Language, n[0]))
	} else {
		t, err := application.CountList(tx, v.Actor.Unit, f, b)
		if err != nil {
			return err
		}
		w.Total, w.Exact = t.Total()
		w.severities(v, t, rows, b)
	}
	w.Many.shown = rows
	w.Pages.Shown, w.Pages.Total = len(rows), w.Total
	if !w.Exact {
		w.Pages.Said = v.Say("list.total.more", "shown", len(rows), "bound", application.Bound)
	}
	return nil
}

// next is the address where the list goes on after a case.
func (w *workView) next(v *Visit, last application.Summary, b application.Bounds) string {
	q, at := w.query(), last.DueAt
	if w.State == listDecided {
		at = last.DecidedAt
	} else {
		q.Set("at", b.Now.UTC().Format(time.RFC3339Nano))
	}
	q.Set("after", at.UTC().Format(time.RFC3339Nano))
	q.Set("id", last.ID)
	if v.Actor.Holds(last.Executor) {
		q.Set("own", "1")
	}
	return "/work?" + q.Encode()
}

// search shows what was found among the running cases, and then among the decided ones.
func (w *workView) search(v *Visit, tx *db.Tx, text string, b application.Bounds) error {
	running, err := application.Search(tx, v.Actor.Unit, text, true)
	if err != nil {
		return err
	}
	decided, err := application.Search(tx, v.Actor.Unit, text, false)
	if err != nil {
		return err
	}
	var t application.Tally
	for _, c := range running.Cases {
		t.Add(b, c.DueAt)
	}
	w.severities(v, t, running.Cases, b)
	if len(decided.Cases) > 0 {
		w.Groups = append(w.Groups, v.groupDecided(decided.Cases, counted(v.Language, len(decided.Cases)))...)
	}
	w.Total, w.Exact = len(running.Cases)+len(decided.Cases), true
	w.Pages.Shown, w.Pages.Total = w.Total, w.Total
	w.Many.shown = running.Cases
	switch {
	case running.Wide || decided.Wide:
		w.Note = v.Say("list.search.wide")
	case running.More || decided.More:
		w.Note = v.Say("list.search.more", "n", application.Shown)
	}
	return nil
}

// severities sorts the rows into their groups; the room has them in their order already.
func (w *workView) severities(v *Visit, t application.Tally, rows []application.Summary, b application.Bounds) {
	totals := map[string]int{part.Critical: t.Critical, part.Overdue: t.Overdue, part.Soon: t.Today, part.Later: t.Later}
	for _, sev := range []string{part.Critical, part.Overdue, part.Soon, part.Later} {
		total := counted(v.Language, totals[sev])
		g := workGroup{ID: sev, Severity: sev, Title: v.Say("staff.group." + sev), Total: total,
			Note: v.Say("staff.group."+sev+".note", "n", v.critical()-1)}
		for _, r := range rows {
			if severity(b, r.DueAt) == sev {
				g.Rows = append(g.Rows, v.row(b, r))
			}
		}
		l := part.Link{Text: v.Say("staff.tally." + sev), Count: totals[sev], Counted: total, Note: sev}
		if len(g.Rows) > 0 {
			w.Groups, l.Href = append(w.Groups, g), "#"+sev
		} else if totals[sev] > 0 {
			l.Href = w.with("due", dueOf[sev])
		}
		w.Tally = append(w.Tally, l)
	}
}

// dueOf is the due moment by which the list is narrowed to a severity.
var dueOf = map[string]string{part.Critical: dueCritical, part.Overdue: dueOverdue, part.Soon: dueToday, part.Later: dueLater}

func (v *Visit) groupDecided(rows []application.Summary, total string) []workGroup {
	g := workGroup{ID: "decided", Severity: part.Good, Title: v.Say("staff.tab.decided"), Total: total}
	for _, r := range rows {
		g.Rows = append(g.Rows, v.row(application.Bounds{}, r))
	}
	return []workGroup{g}
}

// counted says a count that is exact up to application.Bound.
func counted(l words.Language, n int) string {
	if n > application.Bound {
		return words.Number(l, application.Bound) + "+"
	}
	return words.Number(l, int64(n))
}

// around is what stands about the list: the choices, the kept filters, the bar of acts, the sizes.
func (w *workView) around(v *Visit, tx *db.Tx, b application.Bounds) error {
	staff, err := v.executors(tx)
	if err != nil {
		return err
	}
	if !w.Found {
		if w.Fields, err = v.choices(tx, w.choice, staff); err != nil {
			return err
		}
		if w.Saved, err = v.savedLinks(tx, w.choice, b); err != nil {
			return err
		}
		w.Keep = len(w.narrowing()) > 0
	}
	w.many(v, staff)
	for _, n := range pageSizes {
		w.Sizes = append(w.Sizes, part.Link{Text: words.Number(v.Language, int64(n)), Current: n == w.Size, Href: w.with("size", sizeValue(n))})
	}
	return nil
}

// wrongField names the field of the filter that cannot be read.
func (w *workView) wrongField(v *Visit, field string) {
	text := v.Say("list.wrong." + field)
	w.Problems = append(w.Problems, part.Problem{Field: field, Text: text})
	for i := range w.Fields {
		if w.Fields[i].ID == field {
			w.Fields[i].Error = text
		}
	}
}

// empty says why a list is empty: nothing to do is good, nothing found is not.
func (w *workView) empty(v *Visit) part.Empty {
	all := &part.Link{Text: v.Say("staff.list.all"), Href: "/work?state=all"}
	why := func(icon, what string, link *part.Link) part.Empty {
		return part.Empty{Icon: icon, Title: v.Say(what + "title"), Text: v.Say(what + "text"), Link: link}
	}
	narrow := w.narrowing()
	only := func(name, value string) bool { return len(narrow) == 1 && narrow.Get(name) == value }
	switch {
	case len(w.Problems) > 0:
		return why("question", "list.empty.wrong.", all)
	case w.Found || w.Number != "":
		return why("question", "staff.empty.search.", all)
	case v.Text("after") != "":
		return why("dash", "list.empty.end.", &part.Link{Text: v.Say("list.first"), Href: "/work?" + w.query().Encode()})
	case w.State == listDecided:
		return why("dash", "staff.empty.decided.", all)
	case w.State == listSignature:
		return why("check", "staff.empty.signature.", all)
	case only("whose", whoseMine):
		return why("check", "list.empty.mine.", &part.Link{Text: v.Say("list.nobodys"), Href: "/work?state=all&whose=" + application.Nobody})
	case only("whose", application.Nobody):
		return why("check", "list.empty.none.", all)
	case only("due", dueOverdue):
		return why("check", "list.empty.overdue.", all)
	case len(narrow) > 0:
		return why("check", "staff.empty.filter.", all)
	}
	return why("check", "staff.empty.all.", nil)
}
