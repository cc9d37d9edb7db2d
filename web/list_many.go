package web

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// manyView is the bar of what can be done with several cases.
type manyView struct {
	List       string // the choice, as the form sends it on
	All        string // the words of the tick for all of the list; empty when the page shows them all
	AllTicked  bool
	To         []part.Option
	Take       bool // an executor may take what nobody has
	Resolution string
	TickPage   string // address of the page with every case ticked
	Error      string // of the field "to"
	shown      []application.Summary
}

// many makes the bar for the cases that the page shows.
func (w *workView) many(v *Visit, staff []colleague) {
	w.Many.List, w.Many.Take = w.query().Encode(), v.Actor.Role == account.Executor
	w.Many.AllTicked, w.Many.Resolution = v.Text("all") != "", v.Text("resolution")
	w.Many.To = []part.Option{{Text: v.Say("list.to.none")}}
	for _, c := range staff {
		if c.Works && c.Executor != v.Actor.ID {
			w.Many.To = append(w.Many.To, part.Option{Value: c.Executor, Text: v.load(c), Chosen: v.Text("to") == c.Executor})
		}
	}
	q := w.query()
	for _, name := range []string{"after", "id", "own", "at"} {
		if value := v.Request.URL.Query().Get(name); value != "" {
			q.Set(name, value)
		}
	}
	q.Set("tick", "page")
	if !w.Found {
		w.Many.TickPage = "/work?" + q.Encode()
	}
	if len(w.Many.shown) < w.Total && !w.Found && w.Number == "" {
		if w.Exact && w.Total <= application.AtOnce {
			w.Many.All = v.Say("list.all", "n", w.Total)
		} else {
			w.Many.All = v.Say("list.all.first", "n", application.AtOnce)
		}
	}
}

// Any says that there is something to tick.
func (m manyView) Any() bool { return len(m.shown) > 0 }

// ticks are the ticked cases, or those of the whole list, at most application.AtOnce; more says that the
// list has others.
func (v *Visit) ticks(tx *db.Tx) (picks []application.Pick, more bool, err error) {
	if v.Text("all") == "" {
		for _, text := range v.Form["pick"] {
			id, version, _ := strings.Cut(text, ":")
			n, err := strconv.Atoi(version)
			if err != nil || n < 1 || id == "" {
				return nil, false, errVersion
			}
			picks = append(picks, application.Pick{ID: id, Version: n})
		}
		return picks, false, nil
	}
	form, err := url.ParseQuery(v.Text("list"))
	if err != nil {
		return nil, false, errForm
	}
	c := v.chosen(clean(form))
	at, b := v.listPage(c)
	at.AfterID = ""
	f, wrong := v.filter(c, b)
	if wrong != "" || f.Decided {
		return nil, false, errForm
	}
	picks, err = application.Picks(tx, v.Actor.Unit, f, b, at)
	if len(picks) > application.AtOnce {
		picks, more = picks[:application.AtOnce], true
	}
	return picks, more, err
}

// manyDone is the page that says what was done and what was not.
type manyDone struct {
	part.StaffPage
	To     string
	Done   []part.Link
	Not    part.Table
	More   bool
	Return string
}

// errNothing says that no case was ticked.
var errNothing = errors.New("web: no case was ticked")

// workMany gives the ticked cases, or all of a list, to an executor. Every case is an act of its own;
// those that could not be given are told with the reason.
func (s *Site) workMany(v *Visit) error {
	if err := v.May(v.Actor.Desk()); err != nil {
		return err
	}
	to, resolution := v.Text("to"), v.Text("resolution")
	if v.Text("do") == "take" {
		to, resolution = v.Actor.ID, ""
	}
	if to == "" {
		return s.manyAgain(v, "to", "list.wrong.to")
	}
	var list []application.Assigned
	view := manyDone{Return: listAddress(v.Text("list"))}
	err := v.Write(func(tx *db.Tx) error {
		picks, more, err := v.ticks(tx)
		if err == nil && len(picks) == 0 {
			err = errNothing
		}
		if err != nil {
			return err
		}
		view.More = more
		list, err = s.Cases.AssignMany(tx, *v.Actor, picks, to, resolution)
		return err
	})
	switch {
	case errors.Is(err, errNothing):
		return s.manyAgain(v, "pick", "list.wrong.pick")
	case errors.Is(err, application.ErrNotExecutor):
		return s.manyAgain(v, "to", "list.wrong.executor")
	case errors.Is(err, application.ErrTooLong):
		return s.manyAgain(v, "resolution", "list.wrong.resolution")
	case err != nil:
		return err
	}
	if err := s.manyTold(v, &view, list, to); err != nil {
		return err
	}
	return v.Show(manyPage(view))
}

// manyTold says what became of each case.
func (s *Site) manyTold(v *Visit, view *manyDone, list []application.Assigned, to string) error {
	view.Not = part.Table{Caption: v.Say("list.not"), Columns: []part.Column{{Text: v.Say("staff.column.case")}, {Text: v.Say("list.why")}}}
	for _, a := range list {
		number, href := a.Number, "/work/case/"+a.ID
		if number == "" {
			number, href = v.Say("list.unknown"), ""
		}
		if a.Err == nil {
			view.Done = append(view.Done, part.Link{Text: number, Href: href})
		} else {
			view.Not.Rows = append(view.Not.Rows, []part.Cell{{Text: number, Href: href}, {Text: v.whyNot(a)}})
		}
	}
	return v.Read(func(tx *db.Tx) error {
		a, err := account.Find(tx, to)
		if err != nil {
			return err
		}
		view.To = a.FullName()
		view.StaffPage, err = s.staffPage(v, tx, tabCases, v.Say("list.done.title", "n", len(view.Done)))
		view.Back = &part.Link{Text: v.Say("staff.back.list"), Href: view.Return}
		return err
	})
}

// whyNot says why a case was not given.
func (v *Visit) whyNot(a application.Assigned) string {
	for _, n := range []struct {
		is  error
		key string
	}{{db.ErrStale, "stale"}, {application.ErrTaken, "taken"}, {application.ErrHasIt, "held"}, {application.ErrState, "state"}} {
		if !errors.Is(a.Err, n.is) {
			continue
		}
		if n.key == "state" && a.State == application.Signature {
			n.key = "signature"
		}
		if n.key == "stale" && a.ExecutorName == "" {
			n.key = "changed"
		}
		return v.Say("list.not."+n.key, "name", a.ExecutorName, "state", v.Say("application.state."+string(a.State)))
	}
	return v.Say("list.not.unknown")
}

// manyAgain shows the list again with what is wrong; the ticks and the words are kept.
func (s *Site) manyAgain(v *Visit, field, key string) error {
	form, err := url.ParseQuery(v.Text("list"))
	if err != nil {
		return errForm
	}
	view := workView{choice: v.chosen(clean(form)), Problems: []part.Problem{{Field: field, Text: v.Say(key, "n", longestResolution)}}}
	if field == "to" {
		view.Many.Error = v.Say(key)
	}
	return s.showList(v, view, view.Number)
}

// longestResolution is how many characters of a resolution are kept.
const longestResolution = 4000

// listAddress is the address of the list of a choice that a form sent on.
func listAddress(query string) string {
	q, err := url.ParseQuery(query)
	if err != nil || len(q) == 0 {
		return "/work?state=all"
	}
	return "/work?" + q.Encode()
}

// printed is one case on paper, in short.
type printed struct {
	Number, What string
	Facts        []part.Fact
	Open         []string // checks that have not passed
}

// printView is the page of several cases for the printer.
type printView struct {
	part.StaffPage
	Sheets []printed
	Note   string
	Return string
}

// workPrint shows the ticked cases one after another, for paper. It is a reading of each.
func (s *Site) workPrint(v *Visit) error {
	if err := v.May(v.Actor.Desk()); err != nil {
		return err
	}
	view := printView{Return: listAddress(v.Text("list"))}
	err := v.Write(func(tx *db.Tx) error {
		view.Sheets = nil
		picks, more, err := v.ticks(tx)
		if err == nil && len(picks) == 0 {
			err = errNothing
		}
		if err == nil && len(picks) > application.AtOnce {
			err = application.ErrTooMany
		}
		for i := 0; err == nil && i < len(picks); i++ {
			err = s.addPrinted(v, tx, &view, picks[i].ID)
		}
		if err != nil {
			return err
		}
		if more {
			view.Note = v.Say("list.done.more", "n", application.AtOnce)
		}
		view.StaffPage, err = s.staffPage(v, tx, tabCases, v.Say("list.print.title", "n", len(view.Sheets)))
		view.Back = &part.Link{Text: v.Say("staff.back.list"), Href: view.Return}
		return err
	})
	if errors.Is(err, errNothing) {
		return s.manyAgain(v, "pick", "list.wrong.pick")
	}
	if err != nil {
		return err
	}
	return v.Show(printPage(view))
}

// addPrinted reads one case for paper; one that is another unit's is not there.
func (s *Site) addPrinted(v *Visit, tx *db.Tx, view *printView, id string) error {
	c, err := application.Find(tx, id)
	if errors.Is(err, application.ErrNoCase) {
		return nil
	}
	if err != nil {
		return err
	}
	thing := c.Thing(v.Actor)
	if account.May(v.Actor, account.CaseReadAll, &thing) != nil {
		return nil
	}
	if err := application.Read(tx, *v.Actor, c, "print"); err != nil {
		return err
	}
	sh := printed{Number: c.Number, What: v.operation(c.Service, c.Operation) + ", " + words.Months(v.Language, c.Months)}
	fact := func(term, value, note string) {
		sh.Facts = append(sh.Facts, part.Fact{Term: v.Say(term), Value: value, Note: note})
	}
	fact("staff.column.worker", c.Name, v.country(c.Citizenship)+", "+c.Fields[application.FieldPassport])
	fact("staff.column.employer", c.EmployerName, c.Address)
	state := v.Say("application.state." + string(c.State))
	holder := c.ExecutorName
	if holder == "" {
		holder = v.Say("staff.whose.nobody")
	}
	fact("staff.column.stage", state, v.Say("list.print.checks", "passed", c.Passed, "failed", c.Failed, "waiting", c.Waiting))
	fact("staff.column.executor", holder, "")
	fact("list.print.received", words.ShortMoment(c.ReceivedAt), "")
	fact("staff.column.due", words.ShortMoment(c.DueAt), "")
	for _, verdict := range c.Verdicts {
		if verdict.Result != regulation.Passed {
			sh.Open = append(sh.Open, verdict.Title.In(v.Language))
		}
	}
	view.Sheets = append(view.Sheets, sh)
	return nil
}
