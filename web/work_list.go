package web

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/web/part"
	"ruqsat/words"
)

// How many cases stand on one page of a list, and how many a search shows: what was searched for does
// not stand in an address, so there is no second page of it.
const (
	pageSize  = 50
	foundSize = 199
)

// workRow is a case as the worklist shows it.
type workRow struct {
	Href, Number, What string
	Name, Country      string
	Employer, Place    string
	Stage, StageNote   string
	Executor           string
	Own                bool
	Due                part.Due
}

// workGroup is the cases of one severity on this page; Total counts all of them on every page.
type workGroup struct {
	ID, Severity, Title, Note string
	Total                     int
	Rows                      []workRow
}

// workView is a list of cases.
type workView struct {
	part.StaffPage
	Tally  []part.Link // the totals by severity; Note is the severity
	Groups []workGroup
	State  string
	Whose  string
	Number string // searched for
	Found  bool   // the page answers a search
	Total  int
	Pages  part.Pagination
	Empty  part.Empty
}

// listState is what the list shows when nobody chose: a head sees first what waits for his decision.
func listState(v *Visit) string {
	state := v.Text("state")
	if slices.Contains([]string{"all", "filed", "review", "signature", "decided"}, state) {
		return state
	}
	if v.Actor.Role == account.Head && v.Text("q") == "" {
		return "signature"
	}
	return "all"
}

func (s *Site) worklist(v *Visit) error {
	if err := v.May(v.Actor.Desk()); err != nil {
		return err
	}
	if v.Actor.Role == account.Police {
		return v.Go("/police")
	}
	view := workView{State: listState(v), Whose: v.Text("whose"), Number: asNumber(v.Text("q"))}
	return s.showList(v, view, view.Number, v.page())
}

// workSearch finds cases by number, name, ИИН or passport. These do not stand in an address: only a
// number leads to a page that can be kept.
func (s *Site) workSearch(v *Visit) error {
	if err := v.May(v.Actor.Desk()); err != nil {
		return err
	}
	if v.Actor.Role == account.Police {
		return v.Go("/police")
	}
	text := v.Text("q")
	if n := asNumber(text); n != "" {
		return v.Go("/work?state=all&q=" + url.QueryEscape(n))
	}
	return s.showList(v, workView{State: "all", Found: true}, text, application.Page{Size: foundSize})
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

// page is where a list goes on.
func (v *Visit) page() application.Page {
	p := application.Page{Size: pageSize}
	at, err := time.Parse(time.RFC3339Nano, v.Text("after"))
	if err == nil {
		p.After, p.AfterID = at, v.Text("id")
	}
	return p
}

func (v *Visit) filter(view workView) application.Filter {
	f := application.Filter{Decided: view.State == "decided"}
	if view.State == "signature" {
		f.Stage = application.StageHead
	}
	switch view.Whose {
	case "mine":
		f.Executor, f.For = v.Actor.ID, v.Actor.Duty.Absent
	case "none":
		f.Executor = "none"
	}
	return f
}

func (s *Site) showList(v *Visit, view workView, search string, at application.Page) error {
	tab := map[string]string{"signature": tabSignature, "decided": tabDecided}[view.State]
	if tab == "" {
		tab = tabCases
	}
	bounds := v.bounds(account.Akimat)
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.StaffPage, err = s.staffPage(v, tx, tab, v.Say("staff.tab."+tab)); err != nil {
			return err
		}
		f := v.filter(view)
		if search != "" {
			return view.search(v, tx, search, bounds)
		}
		t, err := application.CountList(tx, v.Actor.Unit, f, bounds)
		if err != nil {
			return err
		}
		if at.Size++; at.AfterID != "" {
			view.Pages.Newer = view.address(nil)
		}
		rows, err := application.Worklist(tx, v.Actor.Unit, f, bounds, at)
		if err != nil {
			return err
		}
		view.fill(v, rows, t, bounds, at.Size-1)
		return nil
	})
	if err != nil {
		return err
	}
	if view.Found || search != "" {
		view.Find.Value = search
	}
	return v.Show(workPage(view))
}

// search shows what was found among the running cases, and then among the decided ones.
func (w *workView) search(v *Visit, tx *db.Tx, text string, b application.Bounds) error {
	running, err := application.Search(tx, v.Actor.Unit, text, true)
	if err != nil {
		return err
	}
	w.fill(v, running.Cases, application.Tally{Later: len(running.Cases)}, b, len(running.Cases))
	found, err := application.Search(tx, v.Actor.Unit, text, false)
	if len(found.Cases) > 0 {
		g := workGroup{ID: "decided", Severity: part.Good, Title: v.Say("staff.tab.decided"), Total: len(found.Cases)}
		for _, r := range found.Cases {
			g.Rows = append(g.Rows, v.row(application.Bounds{}, r))
		}
		w.Groups, w.Total = append(w.Groups, g), w.Total+len(found.Cases)
	}
	return err
}

// fill sorts the rows into their groups, the reader's own cases first in each.
func (w *workView) fill(v *Visit, rows []application.Summary, t application.Tally, b application.Bounds, size int) {
	totals := map[string]int{part.Critical: t.Critical, part.Overdue: t.Overdue, part.Soon: t.Today, part.Later: t.Later}
	w.Total, _ = t.Total()
	if len(rows) > size {
		rows = rows[:size]
		if !w.Found {
			w.Pages.Older = w.address(&rows[size-1])
		}
	}
	w.Pages.Shown, w.Pages.Total = len(rows), w.Total
	if w.State == "decided" {
		g := workGroup{ID: "decided", Severity: part.Good, Title: v.Say("staff.tab.decided"), Total: w.Total}
		for _, r := range rows {
			g.Rows = append(g.Rows, v.row(b, r))
		}
		w.Groups = []workGroup{g}
	} else {
		for _, sev := range []string{part.Critical, part.Overdue, part.Soon, part.Later} {
			w.group(v, sev, totals[sev], rows, b)
		}
	}
	w.Empty = w.empty(v)
}

func (w *workView) group(v *Visit, sev string, total int, rows []application.Summary, b application.Bounds) {
	w.Tally = append(w.Tally, part.Link{Text: v.Say("staff.tally." + sev), Href: "#" + sev, Count: total, Note: sev})
	g := workGroup{ID: sev, Severity: sev, Title: v.Say("staff.group." + sev), Note: v.Say("staff.group."+sev+".note", "n", v.critical()-1), Total: total}
	for _, r := range rows {
		if severity(b, r.DueAt) == sev {
			g.Rows = append(g.Rows, v.row(b, r))
		}
	}
	slices.SortStableFunc(g.Rows, func(x, y workRow) int { return ownFirst(x.Own, y.Own) })
	if len(g.Rows) > 0 {
		w.Groups = append(w.Groups, g)
	}
}

func ownFirst(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return -1
	}
	return 1
}

// row says one case in a list.
func (v *Visit) row(b application.Bounds, c application.Summary) workRow {
	r := workRow{
		Href: "/work/case/" + c.ID, Number: c.Number, Name: c.Name, Country: v.country(c.Citizenship),
		What:     v.operation(c.Service, c.Operation) + ", " + words.Months(v.Language, c.Months),
		Employer: c.EmployerName, Place: c.Address, Executor: c.ExecutorName, Own: v.Actor.Holds(c.Executor),
		Stage: v.Say("application.stage." + string(c.Stage())), StageNote: v.stageNote(c),
	}
	if c.State.Running() {
		r.Due = v.due(b, c.DueAt, account.Akimat)
	} else {
		r.Due = v.decided(c.State, c.DecidedAt)
		r.Stage, r.StageNote = v.Say("application.state."+string(c.State)), ""
	}
	return r
}

// stageNote says beside the stage what it waits for.
func (v *Visit) stageNote(c application.Summary) string {
	switch c.Stage() {
	case application.StageOpening:
		return words.ShortMoment(c.ReceivedAt)
	case application.StagePolice:
		if !c.PoliceDueAt.After(v.Now) {
			return v.Say("staff.stage.police.late", "moment", words.ShortMoment(c.PoliceDueAt))
		}
		return v.Say("staff.stage.police", "moment", words.ShortMoment(c.PoliceDueAt))
	case application.StageSystems:
		return v.Say("staff.stage.systems", "n", c.Waiting)
	case application.StageExecutor:
		if c.Failed > 0 {
			return v.Say("staff.stage.failed", "n", c.Failed)
		}
		return v.Say("staff.stage.ready")
	}
	return ""
}

// address of the list with its filter, going on after a case.
func (w workView) address(after *application.Summary) string {
	q := url.Values{"state": {w.State}}
	if w.Whose != "" {
		q.Set("whose", w.Whose)
	}
	if w.Number != "" {
		q.Set("q", w.Number)
	}
	if after != nil {
		at := after.DueAt
		if w.State == "decided" {
			at = after.DecidedAt
		}
		q.Set("after", at.UTC().Format(time.RFC3339Nano))
		q.Set("id", after.ID)
	}
	return "/work?" + q.Encode()
}

// empty says why a list is empty: nothing to do is good, nothing found is not.
func (w workView) empty(v *Visit) part.Empty {
	all := &part.Link{Text: v.Say("staff.list.all"), Href: "/work?state=all"}
	switch {
	case w.Found || w.Number != "":
		return part.Empty{Icon: "question", Title: v.Say("staff.empty.search.title"), Text: v.Say("staff.empty.search.text"), Link: all}
	case w.State == "signature":
		return part.Empty{Icon: "check", Title: v.Say("staff.empty.signature.title"), Text: v.Say("staff.empty.signature.text"), Link: all}
	case w.State == "decided":
		return part.Empty{Icon: "dash", Title: v.Say("staff.empty.decided.title"), Text: v.Say("staff.empty.decided.text"), Link: all}
	case w.Whose != "" || w.State != "all":
		return part.Empty{Icon: "check", Title: v.Say("staff.empty.filter.title"), Text: v.Say("staff.empty.filter.text"), Link: all}
	}
	return part.Empty{Icon: "check", Title: v.Say("staff.empty.all.title"), Text: v.Say("staff.empty.all.text")}
}
