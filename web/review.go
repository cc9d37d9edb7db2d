package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// reviewView is "check your answers": everything that will be confirmed, everything that is wrong, and
// the confirmation itself. Both parties see the same page in their own cabinets (M-05).
type reviewView struct {
	Case     application.Case
	Title    string
	Party    string // account.ApplicantPart or account.EmployerPart
	Sections []reviewSection
	Defects  []reviewDefect
	Sum      string // SHA-256 of what is confirmed
	Files    []part.Row
	Turn     bool // it is this party's turn
	Proven   bool
	HasIIN   bool
	Working  *part.Sum
	Reason   string
	Wrong    []part.Problem
	Panel    *panel
	Print    bool // the copy: no links, nothing to press
	Head     []part.Fact
}

type reviewSection struct {
	ID, Title string
	Rows      []part.Row
}

// reviewDefect is one thing to mend, with the way to its field.
type reviewDefect struct{ Text, Href string }

func (s *Site) checkAnswers(v *Visit) error {
	view, err := s.review(v)
	if err != nil {
		return err
	}
	if view.Case.State != application.Draft && view.Case.State != application.Awaiting {
		return v.Go("/cabinet/case/" + view.Case.ID)
	}
	return v.Show(reviewPage(view))
}

// review reads the case of the address as both parties see it.
func (s *Site) review(v *Visit) (reviewView, error) {
	var view reviewView
	err := v.Peek(func(tx *db.Tx) error {
		c, err := caseOf(v, tx, "")
		if err != nil {
			return err
		}
		view, err = s.reviewOf(v, tx, c)
		return err
	})
	return view, err
}

func (s *Site) reviewOf(v *Visit, tx *db.Tx, c application.Case) (reviewView, error) {
	view := reviewView{Case: c, Title: s.caseTitle(v, c.Service, c.Operation), Party: c.PartyOf(*v.Actor),
		Proven: v.Actor.Proven(), HasIIN: v.Actor.IIN != ""}
	if view.Party == "" { // staff have workplaces of their own, which leave a trace (B-15)
		return view, account.ErrForbidden
	}
	edition, op, err := s.Cases.EditionOf(c)
	if err != nil {
		return view, err
	}
	papers, err := application.Papers(tx, c.ID)
	if err != nil {
		return view, err
	}
	view.Turn = view.Party == account.ApplicantPart && c.State == application.Draft ||
		view.Party == account.EmployerPart && c.State == application.Awaiting
	f := form{Case: c, Edition: edition, Op: op, Papers: papers}
	if err := f.defects(s, v, tx, &view); err != nil {
		return view, err
	}
	for _, id := range op.Sections {
		if section, ok := edition.Section(id); ok {
			view.Sections = append(view.Sections, f.reviewSection(v, section, view))
		}
	}
	f.content(v, &view)
	if months, err := strconv.Atoi(c.Fields[application.FieldMonths]); err == nil && months > 0 {
		if p, err := edition.Payment(op.ID, months, filingDay(c, v)); err == nil {
			view.Working = workingOf(v, p, f.paid())
		}
	}
	_, view.Sum, err = c.Canonical(papers)
	return view, err
}

func filingDay(c application.Case, v *Visit) calendar.Day {
	if c.FiledAt.IsZero() {
		return calendar.DayOf(v.Now)
	}
	return calendar.DayOf(c.FiledAt)
}

// defects lists all that is wrong at once (B-05), each with the address of its field.
func (f form) defects(s *Site, v *Visit, tx *db.Tx, view *reviewView) error {
	if f.Case.State != application.Draft && f.Case.State != application.Awaiting {
		return nil
	}
	list, err := s.Cases.Defects(tx, *v.Actor, f.Case, f.Papers, v.Now)
	if err != nil {
		return err
	}
	for _, d := range list {
		view.Defects = append(view.Defects, reviewDefect{Text: d.Text.In(v.Language), Href: f.address(d, view.Party)})
	}
	return nil
}

// address is where a defect is mended: the page of the form, opened at the field. The employer mends
// nothing: he sends the draft back.
func (f form) address(d regulation.Defect, party string) string {
	if d.Section == "" || party != account.ApplicantPart {
		return ""
	}
	at := f.place(d)
	href := "/cabinet/case/" + f.Case.ID + "/section/" + d.Section + "?fix=1&from=check"
	if at != "" {
		href += "#" + at
	}
	return href
}

// wrongPaper is the first paper of the document whose field is wrong.
func (f form) wrongPaper(d regulation.Defect) int {
	for i, p := range f.of(d.Document) {
		defects, _ := f.Edition.ValidatePaper(d.Document, p.Fields, calendar.DayOf(f.Case.SavedAt))
		if slices.ContainsFunc(defects, func(e regulation.Defect) bool { return e.Field == d.Field }) {
			return i
		}
	}
	return 0
}

func (f form) reviewSection(v *Visit, section regulation.Section, view reviewView) reviewSection {
	out := reviewSection{ID: section.ID, Title: section.Title.In(v.Language)}
	change := ""
	if view.Turn && view.Party == account.ApplicantPart {
		change = "/cabinet/case/" + f.Case.ID + "/section/" + section.ID + "?from=check"
	}
	for _, field := range section.Fields {
		if field.When != nil && !met(field.When, f.Case.Fields) {
			continue
		}
		lines := strings.Split(shown(v, field, f.Case.Fields[field.ID]), "\n")
		out.Rows = append(out.Rows, part.Row{Key: field.Label.In(v.Language), Value: lines[0], Lines: lines[1:], Change: anchored(change, field.ID)})
	}
	for _, id := range section.Documents {
		d, ok := f.Edition.Document(id)
		if !ok || d.Made {
			continue
		}
		papers := f.of(id)
		if len(papers) == 0 {
			out.Rows = append(out.Rows, part.Row{Key: d.Name.In(v.Language), Change: anchored(change, id)})
		}
		for i, p := range papers {
			out.Rows = append(out.Rows, paperRow(v, d, i, p, anchored(change, id)))
		}
	}
	return out
}

func anchored(href, at string) string {
	if href == "" {
		return ""
	}
	return href + "#" + at
}

// paperRow is a paper with its data and its files.
func paperRow(v *Visit, d regulation.Document, i int, p application.Paper, change string) part.Row {
	row := part.Row{Key: d.Name.In(v.Language), Change: change}
	if d.Many {
		row.Key = v.Say("cabinet.paper.of", "document", d.Name, "n", i+1)
	}
	for _, field := range d.Fields {
		if value := p.Fields[field.ID]; value != "" {
			row.Lines = append(row.Lines, field.Label.In(v.Language)+": "+shown(v, field, value))
		}
	}
	for _, scan := range p.Scans {
		row.Lines = append(row.Lines, scan.Name+" ("+detail(v, scan)+")")
	}
	if len(row.Lines) > 0 {
		row.Value, row.Lines = row.Lines[0], row.Lines[1:]
	}
	return row
}

// content lists every file with its own sum: they are part of what is confirmed.
func (f form) content(v *Visit, view *reviewView) {
	for _, p := range f.Papers {
		d, _ := f.Edition.Document(p.Document)
		for _, scan := range p.Scans {
			view.Files = append(view.Files, part.Row{Key: d.Name.In(v.Language), Value: scan.Name,
				Href: "/file/" + f.Case.ID + "/" + scan.ID + "/view", Lines: []string{hashed(scan.Sum)}})
		}
	}
}

// hashed sets a SHA-256 in groups, to be compared by eye.
func hashed(sum string) string {
	var groups []string
	for ; len(sum) > 8; sum = sum[8:] {
		groups = append(groups, sum[:8])
	}
	return strings.Join(append(groups, sum), " ")
}

// content gives the very bytes that are confirmed.
func (s *Site) content(v *Visit) error {
	var raw []byte
	err := v.Read(func(tx *db.Tx) error {
		c, err := caseOf(v, tx, "")
		if err != nil {
			return err
		}
		if c.PartyOf(*v.Actor) == "" {
			return account.ErrForbidden
		}
		papers, err := application.Papers(tx, c.ID)
		if err != nil {
			return err
		}
		raw, _, err = c.Canonical(papers)
		return err
	})
	if err != nil {
		return err
	}
	return v.Send(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Disposition", `attachment; filename="application.json"`)
		w.Write(raw)
	})
}

// confirm is a party's word for exactly the data with this sum (M-05). Until the ЭЦП issue the word is
// given by a signed-in person of proven identity; then the browser signs these same bytes and the
// signature comes with this form.
func (s *Site) confirm(v *Visit) error {
	var c application.Case
	var defects []regulation.Defect
	err := v.Write(func(tx *db.Tx) error {
		known, err := s.turn(v, tx)
		if err != nil {
			return err
		}
		c, defects, err = s.Cases.Confirm(tx, *v.Actor, known.ID, v.Text("sum"))
		return err
	})
	if err != nil {
		return s.reviewAgain(v, err)
	}
	if len(defects) > 0 {
		return s.reviewAgain(v, nil)
	}
	return v.Go("/cabinet/case/" + c.ID + "/done")
}

// turn reads the case and asks authority for the person's own part of it.
func (s *Site) turn(v *Visit, tx *db.Tx) (application.Case, error) {
	if !isID(v.Request.PathValue("case")) {
		return application.Case{}, application.ErrNoCase
	}
	c, err := application.Find(tx, v.Request.PathValue("case"))
	if err != nil {
		return c, err
	}
	thing := c.Thing(v.Actor)
	thing.Part = c.PartyOf(*v.Actor)
	return c, v.May(&thing)
}

// decline sends the draft back to the applicant with a reason.
func (s *Site) decline(v *Visit) error {
	reason := shorten(v.Text("reason"))
	var known application.Case
	err := v.Write(func(tx *db.Tx) (err error) {
		if known, err = s.turn(v, tx); err != nil {
			return err
		}
		_, err = s.Cases.Decline(tx, *v.Actor, known.ID, reason)
		return err
	})
	if err == nil {
		return v.Go("/cabinet?returned=1")
	}
	if errors.Is(err, application.ErrNoReason) {
		return s.reviewWrong(v, nil, []part.Problem{{Field: "reason", Text: v.Say("cabinet.decline.none")}})
	}
	return s.reviewAgain(v, err)
}

// reviewAgain shows the page as it is now, with what stood in the way at its top.
func (s *Site) reviewAgain(v *Visit, because error) error { return s.reviewWrong(v, because, nil) }

// reviewWrong says besides what is wrong with the page's own form.
func (s *Site) reviewWrong(v *Visit, because error, wrong []part.Problem) error {
	p, status, ok := (*panel)(nil), http.StatusUnprocessableEntity, true
	if because != nil {
		p, status, ok = conflict(v, because)
	}
	if !ok {
		return because
	}
	var view reviewView
	err := v.Read(func(tx *db.Tx) error {
		c, err := application.Find(tx, v.Request.PathValue("case"))
		if err == nil {
			view, err = s.reviewOf(v, tx, c)
		}
		return err
	})
	if err != nil {
		return err
	}
	view.Panel, view.Wrong = p, wrong
	return v.ShowAs(status, reviewPage(view))
}

// returned is the employer's reason when the draft came back from him and was not confirmed since.
func returned(tx *db.Tx, c application.Case) (string, error) {
	entries, err := register.History(tx, c.Subject())
	if err != nil || c.State != application.Draft {
		return "", err
	}
	reason := ""
	for _, e := range entries {
		switch e.Act {
		case "application.decline":
			reason, _ = e.Detail["reason"].(string)
		case "application.confirm":
			reason = ""
		}
	}
	return reason, nil
}

// copyPage is the application with every answer, to be printed and kept.
func (s *Site) copyPage(v *Visit) error {
	view, err := s.review(v)
	if err != nil {
		return err
	}
	view.Print, view.Turn, view.Defects = true, false, nil
	fact := func(key, value string) {
		view.Head = append(view.Head, part.Fact{Term: v.Say("cabinet." + key), Value: value})
	}
	c := view.Case
	if c.Number != "" {
		fact("number", c.Number)
		fact("filed.at", words.Moment(v.Language, c.FiledAt.In(calendar.Zone)))
		fact("result.at", words.Moment(v.Language, c.DueAt.In(calendar.Zone)))
	}
	fact("state", v.Say("application.state."+string(c.State)))
	fact("printed.at", words.Moment(v.Language, v.Now.In(calendar.Zone)))
	return v.Show(reviewPage(view))
}

func orNone(ctx context.Context, s string) string {
	if s == "" {
		return part.Say(ctx, "web.not-given")
	}
	return s
}
