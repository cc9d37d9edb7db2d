package web

import (
	"net/http"
	"slices"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/problem"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// channel is the way this door files by: the person's own cabinet (P12).
const channel = "egov"

// caseOf reads the case of the address and asks authority for it. Part names whose part of the draft
// the act is about, where the act has one.
func caseOf(v *Visit, tx *db.Tx, part string) (application.Case, error) {
	id := v.Request.PathValue("case")
	if !isID(id) {
		return application.Case{}, application.ErrNoCase
	}
	c, err := application.Find(tx, id)
	if err != nil {
		return c, err
	}
	thing := c.Thing(v.Actor)
	thing.Part = part
	if err := v.May(&thing); err != nil {
		return c, err
	}
	return c, v.answersFor(tx, c)
}

// applyView is the page before a draft: what is begun, and what to have at hand.
type applyView struct {
	Service   *regulation.Service
	Operation *regulation.Operation
	Documents []regulation.Document
}

func (s *Site) apply(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	service, ok := v.Law.Service(v.Request.PathValue("service"))
	if !ok {
		return application.ErrNoService
	}
	edition, err := service.On(calendar.DayOf(v.Now))
	if err != nil {
		return err
	}
	op, ok := edition.Operation(v.Request.PathValue("operation"))
	if !ok || !edition.Takes(op.ID, channel, calendar.DayOf(v.Now)) {
		return application.ErrNoService
	}
	view := applyView{Service: service, Operation: op}
	for _, id := range op.Documents {
		if d, ok := edition.Document(id); ok && !d.Made {
			view.Documents = append(view.Documents, d)
		}
	}
	return v.Show(applyPage(view))
}

// start opens a draft: the button of the page before.
func (s *Site) start(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	var c application.Case
	err := v.Write(func(tx *db.Tx) (err error) {
		c, err = s.Cases.Start(tx, *v.Actor, v.Text("service"), v.Text("operation"), channel)
		return err
	})
	if err != nil {
		return err
	}
	return v.Go("/cabinet/case/" + c.ID)
}

// task is one page of the form with what is still to do on it.
type task struct {
	Section regulation.Section
	State   string
	Defects []regulation.Defect
}

// taskList is the form of a case, page by page.
type taskList struct {
	edition *regulation.Edition
	all     []task
	beyond  []regulation.Defect // belong to no page
}

// ready says whether every page of a group is done; a group without pages is not.
func (l taskList) ready(group string) bool {
	n := 0
	for _, t := range l.all {
		if t.Section.Group != group {
			continue
		}
		if n++; t.State != part.TaskDone {
			return false
		}
	}
	return n > 0
}

func (l taskList) done() (n int) {
	for _, t := range l.all {
		if t.State == part.TaskDone {
			n++
		}
	}
	return n
}

// next is the page after this one; "" when it is the last.
func (l taskList) next(section string) string {
	i := slices.IndexFunc(l.all, func(t task) bool { return t.Section.ID == section })
	if i < 0 || i+1 >= len(l.all) {
		return ""
	}
	return l.all[i+1].Section.ID
}

// tasks computes the state of every page from the defects of the draft (B-05). The pages of the last
// group, where one signs, open when the others are ready.
func (s *Site) tasks(v *Visit, tx *db.Tx, c application.Case, papers []application.Paper) (taskList, error) {
	edition, op, err := s.Cases.EditionOf(c)
	if err != nil {
		return taskList{}, err
	}
	defects, err := s.Cases.Defects(tx, *v.Actor, c, papers, v.Now)
	if err != nil {
		return taskList{}, err
	}
	list := taskList{edition: edition}
	for _, id := range op.Sections {
		if section, ok := edition.Section(id); ok {
			t := task{Section: section}
			t.Defects = slices.DeleteFunc(slices.Clone(defects), func(d regulation.Defect) bool { return d.Section != id })
			t.State = stateOf(t, begun(c, section, papers))
			list.all = append(list.all, t)
		}
	}
	for _, d := range defects {
		if !slices.Contains(op.Sections, d.Section) {
			list.beyond = append(list.beyond, d)
		}
	}
	list.bar()
	return list, nil
}

// begun says whether anything was answered on a page.
func begun(c application.Case, section regulation.Section, papers []application.Paper) bool {
	for _, f := range section.Fields {
		if c.Fields[f.ID] != "" {
			return true
		}
	}
	return slices.ContainsFunc(papers, func(p application.Paper) bool { return slices.Contains(section.Documents, p.Document) })
}

// absent says that something is only not there yet: no mistake, just work to do.
func absent(d regulation.Defect) bool {
	return d.Rule == "required" || d.Rule == "documents" || d.Rule == "tick"
}

func stateOf(t task, begun bool) string {
	switch {
	case len(t.Defects) == 0:
		return part.TaskDone
	case slices.ContainsFunc(t.Defects, func(d regulation.Defect) bool { return !absent(d) }):
		return part.TaskProblem
	case begun:
		return part.TaskBegun
	}
	return part.TaskNew
}

// bar closes the last group until the pages before it are ready.
func (l *taskList) bar() {
	last := ""
	if n := len(l.edition.Groups); n > 0 {
		last = l.edition.Groups[n-1].ID
	}
	ready := true
	for _, t := range l.all {
		ready = ready && (t.Section.Group == last || t.State == part.TaskDone)
	}
	for i := range l.all {
		if l.all[i].Section.Group == last && !ready {
			l.all[i].State = part.TaskBarred
		}
	}
}

// draftView is the task list of a draft (quality 2.1.2).
type draftView struct {
	Case      application.Case
	Title     string
	Saved     string
	Awaiting  bool
	Done, All int
	Groups    []draftGroup
	Beyond    []string
	Ready     bool // the answers can be checked and confirmed
	Left      string
	Returned  string // why the employer sent it back
}

type draftGroup struct {
	Title string
	Tasks []part.Task
}

func (s *Site) draftPage(v *Visit, tx *db.Tx, c application.Case) (draftView, error) {
	view := draftView{Case: c, Title: s.caseTitle(v, c.Service, c.Operation), Awaiting: c.State == application.Awaiting,
		Saved: words.Moment(v.Language, c.SavedAt.In(calendar.Zone))}
	papers, err := application.Papers(tx, c.ID)
	if err != nil {
		return view, err
	}
	list, err := s.tasks(v, tx, c, papers)
	if err != nil {
		return view, err
	}
	view.Done, view.All = list.done(), len(list.all)
	view.Ready = view.Done == view.All && len(list.beyond) == 0
	for _, d := range list.beyond {
		view.Beyond = append(view.Beyond, d.Text.In(v.Language))
	}
	for i, g := range list.edition.Groups {
		group := draftGroup{Title: v.Say("cabinet.draft.group", "n", i+1, "title", g.Title)}
		for _, t := range list.all {
			if t.Section.Group == g.ID {
				group.Tasks = append(group.Tasks, taskRow(v, c, t))
			}
		}
		if len(group.Tasks) > 0 {
			view.Groups = append(view.Groups, group)
		}
	}
	view.Returned, err = returned(tx, c)
	return view, err
}

// taskRow shows a page with what must be mended, or when it opens.
func taskRow(v *Visit, c application.Case, t task) part.Task {
	row := part.Task{ID: "t-" + t.Section.ID, Text: t.Section.Title.In(v.Language), State: t.State,
		Href: "/cabinet/case/" + c.ID + "/section/" + t.Section.ID}
	switch t.State {
	case part.TaskProblem:
		row.Href += "?fix=1"
		for _, d := range t.Defects {
			if !absent(d) {
				row.Hint = d.Text.In(v.Language)
				break
			}
		}
	case part.TaskBarred:
		row.Hint = v.Say("cabinet.draft.barred")
	}
	return row
}

func (s *Site) discardPage(v *Visit) error {
	var c application.Case
	err := v.Read(func(tx *db.Tx) (err error) { c, err = caseOf(v, tx, account.ApplicantPart); return err })
	if err != nil {
		return err
	}
	if c.State != application.Draft && c.State != application.Awaiting {
		return application.ErrState
	}
	return v.Show(surePage(sureView{Title: v.Say("cabinet.discard.title"), Text: v.Say("cabinet.discard.text"), Version: c.Version,
		Do: v.Say("cabinet.discard.do"), Post: "/cabinet/case/" + c.ID + "/discard", Back: "/cabinet/case/" + c.ID}))
}

func (s *Site) discard(v *Visit) error {
	err := v.Write(func(tx *db.Tx) error {
		c, err := caseOf(v, tx, account.ApplicantPart)
		if err != nil {
			return err
		}
		return s.Cases.Discard(tx, *v.Actor, c.ID, v.version())
	})
	if err != nil {
		return err
	}
	return v.Go("/cabinet")
}

// sureView asks once more before an act that cannot be taken back.
type sureView struct {
	Title, Text, Do, Post, Back string
	Version                     int
}

func (s *Site) withdrawPage(v *Visit) error {
	var c application.Case
	err := v.Read(func(tx *db.Tx) (err error) { c, err = caseOf(v, tx, ""); return err })
	switch {
	case err != nil:
		return err
	case c.Applicant != v.Actor.ID:
		return application.ErrNotTheParty
	case !c.State.Running():
		return application.ErrState
	}
	return v.Show(surePage(sureView{Title: v.Say("cabinet.withdraw.title", "number", c.Number), Text: v.Say("cabinet.withdraw.text"), Version: c.Version,
		Do: v.Say("cabinet.withdraw.do"), Post: "/cabinet/case/" + c.ID + "/withdraw", Back: "/cabinet/case/" + c.ID}))
}

func (s *Site) withdraw(v *Visit) error {
	id := ""
	err := v.Write(func(tx *db.Tx) error {
		c, err := caseOf(v, tx, "")
		if err != nil {
			return err
		}
		id = c.ID
		_, err = s.Cases.Withdraw(tx, *v.Actor, c.ID, v.version())
		return err
	})
	if err != nil {
		return err
	}
	return v.Go("/cabinet/case/" + id)
}

// again opens a new draft with the data of an ended case (P15).
func (s *Site) again(v *Visit) error {
	var c application.Case
	err := v.Write(func(tx *db.Tx) error {
		old, err := caseOf(v, tx, "")
		if err != nil {
			return err
		}
		c, err = s.Cases.StartFrom(tx, *v.Actor, old.ID)
		return err
	})
	if err != nil {
		return err
	}
	return v.Go("/cabinet/case/" + c.ID)
}

// conflict says whether an error is one that a page can tell about at its top and show the newest
// data below: the case moved on, the data changed, the quota is used up.
func conflict(v *Visit, err error) (*panel, int, bool) {
	p, known := problem.Of(err)
	if !known || p.Status != http.StatusConflict && p.Status != http.StatusUnprocessableEntity {
		return nil, 0, false
	}
	return &panel{p.Title(v.Language), p.Detail(v.Language)}, p.Status, true
}
