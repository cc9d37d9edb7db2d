package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/web/part"
	"ruqsat/words"
)

// counterRefusal is the form that refuses acceptance: the shortfalls of now, each to be ticked off when its
// document was brought (M-40).
type counterRefusal struct {
	part.StaffPage
	Case     application.Case
	Reasons  []part.Option
	Tongues  []part.Option
	Note     string
	Problems []part.Problem
}

// longestSlipNote is how much may be written on a slip, in characters.
const longestSlipNote = 500

func (s *Site) counterRefusePage(v *Visit) error {
	view, err := s.refuseSlip(v)
	if err != nil {
		return s.orConflict(v, view.Case, err)
	}
	return v.Show(counterRefusePageOf(view))
}

// refuseSlip reads what is missing or expired now.
func (s *Site) refuseSlip(v *Visit) (counterRefusal, error) {
	var view counterRefusal
	err := v.Read(func(tx *db.Tx) error {
		f, err := s.openSheet(v, tx)
		view.Case = f.Case
		if err != nil {
			return err
		}
		short, err := s.Cases.Shortfalls(tx, f.Case, f.Papers, v.Now)
		if err != nil {
			return err
		}
		view.Reasons = f.reasons(v, short)
		view.StaffPage, err = s.staffPage(v, tx, tabIntake, v.Say("window.refuse.title"))
		return err
	})
	if err != nil {
		return view, err
	}
	chosen := cmp.Or(view.Case.Contact.Language, v.Language)
	for _, l := range words.Languages {
		view.Tongues = append(view.Tongues, part.Option{Value: string(l), Text: words.Say(l, "web.language.name"), Chosen: l == chosen})
	}
	view.Back = &part.Link{Text: v.Say("window.back.sheet"), Href: "/counter/intake/" + view.Case.ID}
	return view, nil
}

// reasons are the documents that are missing or expired, each once with everything that is wrong with it.
func (f intakeSheet) reasons(v *Visit, short []application.Shortfall) []part.Option {
	var list []part.Option
	for _, s := range short {
		if s.Kind != application.Missing && s.Kind != application.Expired {
			continue
		}
		if i := slices.IndexFunc(list, func(o part.Option) bool { return o.Value == s.Document }); i >= 0 {
			list[i].Hint = joinedHint(list[i].Hint, s.Text.In(v.Language))
			continue
		}
		d, _ := f.Edition.Document(s.Document)
		list = append(list, part.Option{Value: s.Document, Text: d.Name.In(v.Language) + ": " + v.Say("window.verdict."+s.Kind),
			Hint: s.Text.In(v.Language), Chosen: true})
	}
	return list
}

// counterRefuse refuses acceptance and leads to the slip.
func (s *Site) counterRefuse(v *Visit) error {
	view, err := s.refuseSlip(v)
	if err != nil {
		return s.orConflict(v, view.Case, err)
	}
	chosen := v.Form["document"]
	view.Reasons, view.Note = part.Choose(unchosen(view.Reasons), chosen...), v.Text("note")
	view.Tongues = part.Choose(unchosen(view.Tongues), v.Text("first"))
	if view.Problems = view.check(v, chosen); len(view.Problems) > 0 {
		return s.refuseSlipAgain(v, view)
	}
	version, err := strconv.Atoi(v.Text("version"))
	if err != nil {
		return errVersion
	}
	var entry application.Entry
	err = v.Write(func(tx *db.Tx) error {
		if _, err := counterCaseOf(v, tx); err != nil {
			return err
		}
		entry, err = s.Cases.RefuseAcceptance(tx, *v.Actor, view.Case.ID, version, chosen, view.Note)
		return err
	})
	switch {
	case errors.Is(err, application.ErrShort):
		view.Problems = []part.Problem{{Field: "document", Text: v.Say("window.refuse.changed")}}
		return s.refuseSlipAgain(v, view)
	case errors.Is(err, application.ErrUnnamed):
		view.Problems = []part.Problem{{Text: v.Say("window.refuse.unnamed")}}
		return s.refuseSlipAgain(v, view)
	case err != nil:
		return s.orConflict(v, view.Case, err)
	}
	return v.Go("/counter/entry/" + entry.ID + "?first=" + v.Text("first"))
}

func (s *Site) refuseSlipAgain(v *Visit, view counterRefusal) error {
	view.Wrong = true
	return v.ShowAs(http.StatusUnprocessableEntity, counterRefusePageOf(view))
}

// check says what the slip still lacks: at least one document that is short now, a language, a note that fits.
func (r counterRefusal) check(v *Visit, chosen []string) []part.Problem {
	var list []part.Problem
	closed := slices.ContainsFunc(chosen, func(id string) bool {
		return !slices.ContainsFunc(r.Reasons, func(o part.Option) bool { return o.Value == id })
	})
	switch {
	case len(chosen) == 0:
		list = append(list, part.Problem{Field: "document", Text: v.Say("window.refuse.none")})
	case closed:
		list = append(list, part.Problem{Field: "document", Text: v.Say("window.refuse.changed")})
	}
	if len([]rune(r.Note)) > longestSlipNote {
		list = append(list, part.Problem{Field: "note", Text: v.Say("staff.text.long", "max", longestSlipNote)})
	}
	if _, ok := words.ParseLanguage(v.Text("first")); !ok {
		list = append(list, part.Problem{Field: "first", Text: v.Say("window.slip.first.none")})
	}
	return list
}

// counterDiscardPage asks once more before a sheet is thrown away.
func (s *Site) counterDiscardPage(v *Visit) error {
	var view counterSureView
	var c application.Case
	err := v.Read(func(tx *db.Tx) error {
		f, err := s.openSheet(v, tx)
		c = f.Case
		if err != nil {
			return err
		}
		view.Version = c.Version
		view.StaffPage, err = s.staffPage(v, tx, tabIntake, v.Say("window.discard.title", "name", cmp.Or(c.Name, v.Say("window.sheet.noname"))))
		return err
	})
	if err != nil {
		return s.orConflict(v, c, err)
	}
	view.Post, view.Cancel = "/counter/intake/"+c.ID+"/discard", "/counter/intake/"+c.ID
	view.Text, view.Do = v.Say("window.discard.text"), v.Say("window.discard.do")
	return v.Show(counterSurePage(view))
}

// counterSureView asks once more before an act of the front office that cannot be taken back.
type counterSureView struct {
	part.StaffPage
	Text, Do, Post, Cancel string
	Version                int
}

func (s *Site) counterDiscard(v *Visit) error {
	version, err := strconv.Atoi(v.Text("version"))
	if err != nil {
		v.judged = true
		return errVersion
	}
	var c application.Case
	err = v.Write(func(tx *db.Tx) (err error) {
		if c, err = counterCaseOf(v, tx); err != nil {
			return err
		}
		return s.Cases.DiscardIntake(tx, *v.Actor, c.ID, version)
	})
	if err != nil {
		return s.orConflict(v, c, err)
	}
	return v.Go("/counter")
}
