package web

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// intakeView is the sheet of an intake: the law's whole form on one page, the documents as a table, and
// where to send the result.
type intakeView struct {
	part.StaffPage
	Case       application.Case
	What       string // service and operation
	Sum        string // SHA-256 of what is shown, which acceptance attests
	Fresh      bool   // nothing was saved yet
	Zone       []control
	Sections   []intakeSection
	Documents  []intakeDocument
	Tray       []part.Option
	Limits     string // of a scan
	Contact    []control
	Refusable  bool // a document is missing or expired: acceptance can be refused
	Short      []reviewDefect
	Problems   []part.Problem
	Panel      *panel
	Unreturned int
	Refused    []part.Link // slips of earlier refusals of this sheet
	Kept       string      // until when the sheet is kept
}

// intakeSection is one group of questions: what must be answered, and folded what may be.
type intakeSection struct {
	ID, Title        string
	Controls, Folded []control
	Open             bool // something folded is answered or wrong
	Whys             []control
}

// intakeDocument is one document of the law's list with its papers and the verdict of now.
type intakeDocument struct {
	documentView
	Verdict part.Due
	Lacks   []string
	Papers  []intakePaper
}

// intakePaper is one paper on the sheet.
type intakePaper struct {
	formPaper
	Same     *intakeSame
	Original intakeOriginal
}

// asks says whether anything is written over from the paper.
func (p intakePaper) asks() bool { return len(p.Controls) > 0 || p.Same != nil }

// intakeSame is the operator's word that a paper names what the application names (M-12).
type intakeSame struct {
	ID, Label string
	Ticked    bool
	Fields    []control
}

// intakeOriginal says where the original of a paper is (M-13).
type intakeOriginal struct {
	Paper    string // id; empty: nothing was brought yet
	Received string
	Returned string // the hour it went back
	Stays    bool   // the law keeps it in the office
	Later    bool   // it goes back with a mark, once it is accepted
	Mark     string // page of the mark of acceptance (M-08)
}

// intakeSheet is an intake open at the counter: the whole form as one page.
type intakeSheet struct {
	form
	Short     []application.Shortfall
	Originals []application.Original
	Tray      []application.TrayScan
}

// openSheet reads the sheet of the address, which the operators of its front office may write.
func (s *Site) openSheet(v *Visit, tx *db.Tx) (intakeSheet, error) {
	var f intakeSheet
	var err error
	if f.Case, err = counterCaseOf(v, tx); err != nil {
		return f, err
	}
	if f.Case.State != application.Draft {
		return f, application.ErrState
	}
	if f.Edition, f.Op, err = s.Cases.EditionOf(f.Case); err != nil {
		return f, err
	}
	f.Section = wholeForm(f.Edition, f.Op)
	f.Papers, err = application.Papers(tx, f.Case.ID)
	return f, err
}

// wholeForm is every question and every document of an operation as one page, document 1 among them: at the
// counter it is signed on paper.
func wholeForm(e *regulation.Edition, op *regulation.Operation) regulation.Section {
	whole := regulation.Section{ID: "sheet", Documents: op.Documents}
	for _, id := range op.Sections {
		section, _ := e.Section(id)
		whole.Fields = append(whole.Fields, section.Fields...)
	}
	return whole
}

// counterCaseOf reads the case of the address and asks authority for it.
func counterCaseOf(v *Visit, tx *db.Tx) (application.Case, error) {
	id := v.Request.PathValue("case")
	if !isID(id) {
		v.judged = true
		return application.Case{}, account.ErrHidden
	}
	return v.site.findCase(v, tx, application.Find)
}

// judge adds what keeps the sheet from being accepted now, and where the originals are.
func (s *Site) judgeSheet(v *Visit, tx *db.Tx, f *intakeSheet) (err error) {
	if f.Short, err = s.Cases.Shortfalls(tx, f.Case, f.Papers, v.Now); err != nil {
		return err
	}
	if f.Originals, err = s.Cases.Originals(tx, f.Case); err != nil {
		return err
	}
	f.Tray, err = application.Tray(tx, v.Actor.ID)
	return err
}

// counterSheet shows the sheet of an intake; one that was accepted meanwhile is a case.
func (s *Site) counterSheet(v *Visit) error {
	var view intakeView
	state := application.Draft
	err := v.Read(func(tx *db.Tx) error {
		f, err := s.openSheet(v, tx)
		if state = f.Case.State; err != nil {
			return err
		}
		if err := s.judgeSheet(v, tx, &f); err != nil {
			return err
		}
		view, err = s.intakeView(v, tx, f, f.Case.Fields, nil)
		return err
	})
	if errors.Is(err, application.ErrState) && state != application.Draft { // who may not see it is not led on
		return v.Go("/counter/case/" + v.Request.PathValue("case"))
	}
	if err != nil {
		return err
	}
	return v.Show(intakePage(view))
}

// intakeView draws the sheet with these answers.
func (s *Site) intakeView(v *Visit, tx *db.Tx, f intakeSheet, values map[string]string, wrong []part.Problem) (intakeView, error) {
	view := intakeView{Case: f.Case, Fresh: f.Case.Version == 1, Problems: wrong,
		What: s.caseTitle(v, f.Case.Service, f.Case.Operation), Limits: sheetLimits(v)}
	var err error
	if view.StaffPage, err = s.staffPage(v, tx, tabIntake, v.Say("window.sheet.title", "name", cmp.Or(f.Case.Name, v.Say("window.sheet.noname")))); err != nil {
		return view, err
	}
	view.Back = &part.Link{Text: v.Say("window.back.intakes"), Href: "/counter"}
	view.Wrong = len(wrong) > 0
	office, err := account.FindUnit(tx, f.Case.Counter)
	if err != nil {
		return view, err
	}
	if _, view.Sum, err = f.Case.Canonical(f.Papers); err != nil {
		return view, err
	}
	f.questions(v, &view, values, office, wrong)
	f.table(v, &view, wrong)
	view.Contact = contactControls(v, f.Case.Contact, wrong)
	f.shortfalls(v, &view)
	return view, s.earlier(v, tx, f, &view)
}

// earlier are the refusals of acceptance that this sheet had, and until when it is kept.
func (s *Site) earlier(v *Visit, tx *db.Tx, f intakeSheet, view *intakeView) error {
	if !f.Case.KeptUntil.IsZero() {
		view.Kept = words.Date(v.Language, calendar.DayOf(f.Case.KeptUntil.Add(-time.Second)))
	}
	entries, err := application.EntriesOf(tx, f.Case.ID)
	for _, e := range entries {
		view.Refused = append(view.Refused, part.Link{Text: e.Number, Href: "/counter/entry/" + e.ID, Note: words.ShortMoment(e.At)})
	}
	return err
}

// questions are the law's questions, section by section; the machine-readable zone comes first, because a
// reader fills a third of the form from it.
func (f intakeSheet) questions(v *Visit, view *intakeView, values map[string]string, office account.Unit, wrong []part.Problem) {
	for _, id := range f.Op.Sections {
		section, _ := f.Edition.Section(id)
		part := intakeSection{ID: id, Title: section.Title.In(v.Language)}
		for _, field := range section.Fields {
			c := sheetControl(v, field, field.ID, values[field.ID], at(wrong, field.ID))
			part.Whys = append(part.Whys, c)
			if field.When != nil {
				c.Hint = joinedHint(condition(v, f.Edition, field.When), c.Hint)
			}
			switch {
			case field.Kind == "mrz":
				view.Zone = append(view.Zone, c)
			case field.Required:
				if field.Kind == "unit" && c.Value == "" {
					chooseDistrict(c.Groups, office.KATO)
				}
				part.Controls = append(part.Controls, c)
			default:
				part.Folded = append(part.Folded, c)
				part.Open = part.Open || c.Error != ""
			}
		}
		if len(part.Controls)+len(part.Folded) > 0 {
			view.Sections = append(view.Sections, part)
		}
	}
}

func at(wrong []part.Problem, id string) string { return part.At(wrong, id) }

// chooseDistrict offers the district of the front office where none was chosen yet.
func chooseDistrict(groups []optionGroup, kato string) {
	for _, g := range groups {
		for i, o := range g.Options {
			if o.Value == kato {
				g.Options[i].Chosen = true
			}
		}
	}
}

// sheetControl draws a question in one control that the keyboard passes at once: a day is typed in one
// field, and one of several answers is chosen from a list.
func sheetControl(v *Visit, f regulation.Field, id, value, wrong string) control {
	c := controlOf(v, f, id, value, wrong)
	c.Quiet = true
	switch f.Kind {
	case "date":
		c.Kind, c.Width, c.Mode = "text", "10", "numeric"
		c.Hint = cmp.Or(c.Hint, v.Say("window.date.hint"))
		if day, err := calendar.ParseDay(value); err == nil {
			c.Value = words.ShortDate(day)
		}
	case "choice":
		c.Kind = "country"
		c.Options = append([]part.Option{{Text: v.Say("cabinet.choose")}}, c.Options...)
	}
	c.Complete = ""
	return c
}

// shortfalls are all that keeps the sheet from being accepted, each with the way to its field.
func (f intakeSheet) shortfalls(v *Visit, view *intakeView) {
	for _, s := range f.Short {
		view.Short = append(view.Short, reviewDefect{Text: s.Text.In(v.Language), Href: "#" + cmp.Or(f.place(s.Defect), "sheet")})
		view.Refusable = view.Refusable || s.Kind == application.Missing || s.Kind == application.Expired
	}
	for _, o := range f.Originals {
		if !o.Stays && o.ReturnedAt.IsZero() {
			view.Unreturned++
		}
	}
}

// contactControls ask where to send the result.
func contactControls(v *Visit, c application.Contact, wrong []part.Problem) []control {
	field := func(id, name, value, width, mode string) control {
		return control{Field: part.Field{ID: id, Label: v.Say("window.contact." + name), Quiet: true, Width: width, Mode: mode, Value: value, Error: at(wrong, id)}}
	}
	phone := field(application.ContactPhone, "phone", c.Phone, "20", "tel")
	phone.Hint = v.Say("window.contact.phone.hint")
	tongue := field(application.ContactLanguage, "language", string(cmp.Or(c.Language, words.Kazakh)), "", "")
	tongue.Kind = "country"
	for _, l := range words.Languages {
		tongue.Options = append(tongue.Options, part.Option{Value: string(l), Text: words.Say(l, "web.language.name"), Chosen: string(l) == tongue.Value})
	}
	consent := field(application.ContactConsent, "consent", ticked(c.Consent), "", "")
	consent.Kind = "tick"
	return []control{phone, field(application.ContactEmail, "email", c.Email, "20", "email"), tongue, consent}
}

// sheetLimits says how large a scan may be; it stands once above the table.
func sheetLimits(v *Visit) string {
	return v.Say("cabinet.file.hint", "size", attachment.MaxSize>>20, "pages", attachment.MaxPages, "files", mostFiles)
}

// Open says that the values were typed and are not the application's.
func (s intakeSame) Open() bool {
	return !s.Ticked && slices.ContainsFunc(s.Fields, func(c control) bool { return c.Value != "" || c.Error != "" })
}

func ticked(yes bool) string {
	if yes {
		return "1"
	}
	return ""
}

func scanWord(p intakePaper) string {
	if len(p.Upload.Files) > 0 {
		return "window.scan.more"
	}
	return "window.scan.add"
}

func trayOf(p intakePaper) string { return p.Prefix + ".tray" }

func trayOptions(ctx context.Context, tray []part.Option) []part.Option {
	return append([]part.Option{{Text: part.Say(ctx, "window.tray.none")}}, tray...)
}
