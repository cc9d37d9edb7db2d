package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// sectionView is one page of the form: a group of questions and the documents that go with it,
// drawn from the law (M-104).
type sectionView struct {
	Case       application.Case
	Section    regulation.Section
	Version    int
	From       string // "check": the way back leads to the answers
	Steps      []string
	Ready      []bool // by step: all its pages are done
	At         int
	N, All     int
	Controls   []control
	Documents  []documentView
	Sum        *part.Sum
	SumLaw     []regulation.Cite
	SumMissing bool // the number of months is not answered yet
	Awaiting   bool // a change voids the applicant's confirmation
	Wrong      []part.Problem
	Panel      *panel
}

// form is a draft open on one page, as it is kept.
type form struct {
	Case    application.Case
	Edition *regulation.Edition
	Op      *regulation.Operation
	Section regulation.Section
	Papers  []application.Paper
	Tasks   taskList
}

// openForm reads the draft of the address and the page in it, and what is still to do on every page.
func (s *Site) openForm(v *Visit, tx *db.Tx) (form, error) {
	f, err := s.openPage(v, tx)
	if err != nil {
		return f, err
	}
	f.Tasks, err = s.tasks(v, tx, f.Case, f.Papers)
	return f, err
}

// openPage reads the draft of the address and the page in it, which only its applicant may write.
func (s *Site) openPage(v *Visit, tx *db.Tx) (form, error) {
	var f form
	var err error
	if f.Case, err = caseOf(v, tx, account.ApplicantPart); err != nil {
		return f, err
	}
	if f.Case.State != application.Draft && f.Case.State != application.Awaiting {
		return f, application.ErrState
	}
	if f.Edition, f.Op, err = s.Cases.EditionOf(f.Case); err != nil {
		return f, err
	}
	var ok bool
	if f.Section, ok = f.Edition.Section(v.Request.PathValue("section")); !ok || !slices.Contains(f.Op.Sections, f.Section.ID) {
		return f, errNoPage
	}
	f.Papers, err = application.Papers(tx, f.Case.ID)
	return f, err
}

func (s *Site) section(v *Visit) error {
	var f form
	err := v.Peek(func(tx *db.Tx) (err error) { f, err = s.openForm(v, tx); return err })
	if err != nil {
		return err
	}
	var wrong []part.Problem
	if v.Form.Has("fix") {
		wrong = f.problems(v)
	}
	view := f.view(v, f.Case.Fields, wrong)
	view.From = v.Text("from")
	f.more(v, &view, v.Text("add"))
	return v.Show(sectionPage(view))
}

// problems are the defects of the page as they stand, each at its field.
func (f form) problems(v *Visit) []part.Problem {
	var list, papers []part.Problem
	today := calendar.DayOf(v.Now)
	for _, id := range f.Section.Documents {
		for i, p := range f.of(id) {
			papers = append(papers, paperProblems(v, f.Edition, id, i, p.Fields, today)...)
		}
	}
	for _, t := range f.Tasks.all {
		if t.Section.ID != f.Section.ID {
			continue
		}
		for _, d := range t.Defects {
			if at := f.place(d); part.At(papers, at) == "" { // what a paper says of itself stands below
				list = append(list, part.Problem{Field: at, Text: d.Text.In(v.Language)})
			}
		}
	}
	return once(append(list, papers...))
}

// place is where on its page a defect is mended: a question of the form, even when it is asked about a
// document (the passport's term), the field of a paper, or the file of one.
func (f form) place(d regulation.Defect) string {
	_, page, asked := f.Edition.Field(d.Field)
	switch {
	case d.Document == "", asked && page.ID == d.Section:
		return d.Field
	case d.Field == "":
		return fileID(d.Document, 0)
	}
	return paperID(d.Document, f.wrongPaper(d), d.Field)
}

// paperProblems are the defects of the data of one paper.
func paperProblems(v *Visit, e *regulation.Edition, document string, i int, values map[string]string, today calendar.Day) []part.Problem {
	var list []part.Problem
	defects, _ := e.ValidatePaper(document, values, today)
	for _, d := range defects {
		id := fileID(document, i)
		if d.Field != "" {
			id = paperID(document, i, d.Field)
		}
		list = append(list, part.Problem{Field: id, Text: d.Text.In(v.Language)})
	}
	return list
}

// once drops what is said twice, and sets nothing in another order.
func once(list []part.Problem) []part.Problem {
	var out []part.Problem
	for _, p := range list {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// of are the papers of a document.
func (f form) of(document string) []application.Paper {
	return slices.DeleteFunc(slices.Clone(f.Papers), func(p application.Paper) bool { return p.Document != document })
}

// view draws the page with these answers.
func (f form) view(v *Visit, values map[string]string, wrong []part.Problem) sectionView {
	view := sectionView{Case: f.Case, Section: f.Section, Version: f.Case.Version, Wrong: wrong,
		Awaiting: f.Case.State == application.Awaiting, All: len(f.Tasks.all)}
	for _, g := range f.Edition.Groups {
		if g.ID == f.Section.Group {
			view.At = len(view.Steps)
		}
		view.Steps = append(view.Steps, g.Title.In(v.Language))
		view.Ready = append(view.Ready, f.Tasks.ready(g.ID))
	}
	view.N = 1 + slices.IndexFunc(f.Tasks.all, func(t task) bool { return t.Section.ID == f.Section.ID })
	for _, field := range f.Section.Fields {
		if field.When != nil && !f.onPage(field.When.Field) && !met(field.When, f.Case.Fields) {
			continue
		}
		c := controlOf(v, field, field.ID, values[field.ID], part.At(wrong, field.ID))
		if field.When != nil && f.onPage(field.When.Field) {
			c.Hint = joinedHint(condition(v, f.Edition, field.When), c.Hint)
		}
		view.Controls = append(view.Controls, c)
	}
	f.documents(v, &view, wrong)
	f.working(v, &view)
	return view
}

func (f form) onPage(field string) bool {
	return slices.ContainsFunc(f.Section.Fields, func(g regulation.Field) bool { return g.ID == field })
}

// met says whether a question applies, as the law judges it.
func met(w *regulation.When, fields map[string]string) bool {
	value := fields[w.Field]
	return value != "" && (len(w.In) == 0 || slices.Contains(w.In, value))
}

// working shows the prepayment with its working (P9) where a sum is asked for.
func (f form) working(v *Visit, view *sectionView) {
	if !slices.ContainsFunc(f.Section.Documents, f.asksSum) {
		return
	}
	months, err := strconv.Atoi(f.Case.Fields[application.FieldMonths])
	if err != nil || months < 1 {
		view.SumMissing = true
		return
	}
	p, err := f.Edition.Payment(f.Op.ID, months, calendar.DayOf(v.Now))
	if err != nil { // no figure of the year: the sum is unknown, never guessed (P4)
		view.Panel = &panel{v.Say("web.service.sum.title"), v.Say("web.service.sum.none")}
		return
	}
	view.Sum, view.SumLaw = workingOf(v, p, f.paid()), p.Cite
}

// asksSum says whether papers of the document state a sum.
func (f form) asksSum(document string) bool {
	d, _ := f.Edition.Document(document)
	return slices.ContainsFunc(d.Fields, func(g regulation.Field) bool { return g.Kind == "tenge" })
}

// paid is the sum of all receipts.
func (f form) paid() (sum int64) {
	for _, p := range f.Papers {
		d, _ := f.Edition.Document(p.Document)
		for _, g := range d.Fields {
			if n, err := strconv.ParseInt(p.Fields[g.ID], 10, 64); err == nil && g.Kind == "tenge" {
				sum += n
			}
		}
	}
	return sum
}

func workingOf(v *Visit, p regulation.Payment, paid int64) *part.Sum {
	l := v.Language
	sum := &part.Sum{Caption: v.Say("cabinet.sum.caption"), Title: v.Say("cabinet.sum.title", "months", words.Months(l, p.Months)), Total: words.Tenge(l, p.Sum)}
	sum.Lines = []part.Line{
		{Text: v.Say("cabinet.sum.mrp", "year", p.Year), Value: words.Tenge(l, p.MRP)},
		{Text: v.Say("cabinet.sum.month", "n", p.Coefficient), Value: words.Tenge(l, p.Month)},
	}
	whole := part.Line{Text: v.Say("cabinet.sum.all", "months", words.Months(l, p.Months)), Value: words.Tenge(l, p.Sum)}
	receipts := part.Line{Text: v.Say("cabinet.sum.paid"), Value: words.Tenge(l, paid)}
	if p.Sum > paid {
		left := part.Line{Text: v.Say("cabinet.sum.left"), Value: words.Tenge(l, p.Sum-paid)}
		sum.Lines = append(sum.Lines, whole, receipts, left)
	} else {
		sum.Lines = append(sum.Lines, receipts, whole)
	}
	return sum
}

// saveSection keeps the page as it was answered, right or wrong, with its papers and files, in one
// act; then it shows what is wrong, or goes on.
func (s *Site) saveSection(v *Visit) error {
	var f form
	err := v.Peek(func(tx *db.Tx) (err error) { f, err = s.openPage(v, tx); return err })
	if err != nil {
		return err
	}
	sent, err := f.readSent(v)
	defer sent.close()
	if err != nil {
		return err
	}
	if err := sent.store(v.Request.Context(), s.Store); err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error { return s.keep(v, tx, f, sent) })
	if errors.Is(err, db.ErrStale) {
		return s.stale(v, sent)
	}
	if err != nil {
		return err
	}
	if to := sent.where(f); to != "" {
		return v.Go(to)
	}
	if err := v.Peek(func(tx *db.Tx) (err error) { f, err = s.openForm(v, tx); return err }); err != nil {
		return err
	}
	if wrong := sent.instead(f.problems(v)); len(wrong) > 0 {
		view := f.view(v, f.Case.Fields, wrong)
		view.From = sent.form.Get("from")
		return v.ShowAs(http.StatusUnprocessableEntity, sectionPage(view))
	}
	return v.Go(onward(f, sent.form.Get("from")))
}

// keep saves the answers and the papers that changed, in one act.
func (s *Site) keep(v *Visit, tx *db.Tx, f form, sent *sent) error {
	var papers []application.Attach
	for _, p := range sent.papers {
		if !p.changed(f) {
			continue
		}
		files, err := p.attach(tx, v.Actor.ID)
		if err != nil {
			return err
		}
		_, cleaned := f.Edition.ValidatePaper(p.Document, p.Values, calendar.DayOf(v.Now))
		papers = append(papers, application.Attach{Paper: application.Paper{ID: p.ID, Document: p.Document, Fields: cleaned}, More: files})
	}
	version := sent.version
	if len(f.Section.Fields) > 0 || len(papers) > 0 {
		c, _, err := s.Cases.SaveSection(tx, *v.Actor, f.Case.ID, version, f.Section.ID, sent.values, papers...)
		if err != nil {
			return err
		}
		version = c.Version
	}
	if paper, scan := sent.remove(); paper != "" {
		_, err := s.Cases.RemovePaper(tx, *v.Actor, f.Case.ID, version, paper, scan)
		return err
	}
	return nil
}

// onward is the page after one that is in order.
func onward(f form, from string) string {
	base := "/cabinet/case/" + f.Case.ID
	next := f.Tasks.next(f.Section.ID)
	switch {
	case from == "check", next == "":
		return base + "/check"
	}
	for _, t := range f.Tasks.all {
		if t.Section.ID == next && t.State == part.TaskBarred {
			return base
		}
	}
	return base + "/section/" + next
}

// stale answers a save of a page that was changed elsewhere meanwhile. Files that came with it are kept
// and go with the form; a paper that is gone by now is offered as a new one.
func (s *Site) stale(v *Visit, sent *sent) error {
	var f form
	view := staleSave{Title: v.Say("problem.stale.title"), What: v.Say("cabinet.stale"), Way: v.Say("desk.stale.way"), With: url.Values{}}
	err := v.Write(func(tx *db.Tx) (err error) {
		if f, err = s.openPage(v, tx); err != nil {
			return err
		}
		if view.Acts, err = v.changes(tx, f.Case.Subject(), func(e register.Entry) bool { return e.Act == actRead }); err != nil {
			return err
		}
		return sent.keepFiles(tx, v.Actor.ID, &view)
	})
	if err != nil {
		return err
	}
	here := "/cabinet/case/" + f.Case.ID + "/section/" + f.Section.ID
	view.About, view.Post, view.Version = f.Section.Title.In(v.Language), here, f.Case.Version
	view.Newest = part.Link{Text: v.Say("cabinet.stale.take"), Href: here}
	view.With.Set("from", sent.form.Get("from"))
	for _, field := range f.Section.Fields {
		view.Fields = append(view.Fields, staleAnswer(v, field, field.ID, field.Label.In(v.Language), sent.values[field.ID], f.Case.Fields[field.ID]))
	}
	for _, p := range sent.papers {
		view.With.Set(prefix(p.Document, p.Index), p.ID)
		view.Fields = append(view.Fields, f.stalePaper(v, p)...)
	}
	return v.showStale(view)
}

// stalePaper is what was typed of a paper beside what is kept of it.
func (f form) stalePaper(v *Visit, p *sentPaper) []staleField {
	var list []staleField
	d, _ := f.Edition.Document(p.Document)
	kept := application.Fields{}
	for _, old := range f.of(p.Document) {
		if old.ID == p.ID {
			kept = old.Fields
		}
	}
	name := d.Name.In(v.Language)
	if d.Many {
		name += ", " + v.Say("cabinet.paper.n", "n", p.Index+1)
	}
	for _, field := range d.Fields {
		list = append(list, staleAnswer(v, field, paperID(p.Document, p.Index, field.ID), name+": "+field.Label.In(v.Language), p.Values[field.ID], kept[field.ID]))
	}
	return list
}

func staleAnswer(v *Visit, f regulation.Field, name, label, typed, kept string) staleField {
	return staleField{Name: name, Label: label, Typed: typed, Kept: kept, TypedText: shown(v, f, typed), KeptText: shown(v, f, kept)}
}

// formVersion is the version that the form was shown with; -1 for none, which is always stale.
func formVersion(form url.Values) int {
	n, err := strconv.Atoi(form.Get("version"))
	if err != nil {
		return -1
	}
	return n
}

func (v *Visit) version() int { return formVersion(v.Form) }
