package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/web/part"
)

// counterSave keeps the whole sheet as it was typed, right or wrong, in one act, and does what the pressed
// button says besides: accept, refuse, take a scan away, give an original back.
func (s *Site) counterSave(v *Visit) error {
	var f intakeSheet
	err := v.Peek(func(tx *db.Tx) (err error) { f, err = s.openSheet(v, tx); return err })
	if err != nil {
		return s.orConflict(v, f.Case, err)
	}
	sent, err := f.readSent(v)
	defer sent.close()
	if err != nil {
		return err
	}
	f.readContact(sent)
	if err := sent.store(v.Request.Context(), s.Store); err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error { return s.keepSheet(v, tx, &f, sent) })
	if errors.Is(err, db.ErrStale) {
		return s.staleSheet(v, sent)
	}
	if errors.Is(err, application.ErrState) || errors.Is(err, application.ErrReturned) {
		return s.conflict(v, f.Case.ID, conflictOf(err))
	}
	if err != nil {
		return err
	}
	if sent.form.Get("do") == "accept" && len(sent.refused) == 0 {
		return s.counterAccept(v, f, sent.form.Get("sum"))
	}
	return s.afterSave(v, sent)
}

// readContact takes the answers beside the law's form, and the values that the operator attests to be those
// of the application (M-12).
func (f intakeSheet) readContact(sent *sent) {
	for _, id := range []string{application.ContactPhone, application.ContactEmail, application.ContactLanguage, application.ContactConsent} {
		sent.values[id] = shorten(sent.form.Get(id))
	}
	answers := f.Edition.FromZone(f.Op.ID, sent.values)
	for _, p := range sent.papers {
		if !sent.form.Has(sameID(p.Document, p.Index)) {
			continue
		}
		for got, want := range f.pairs(p.Document) {
			p.Values[got] = answers[want]
		}
	}
}

// keepSheet saves the answers, the papers that changed and what the button says, in one transaction.
func (s *Site) keepSheet(v *Visit, tx *db.Tx, f *intakeSheet, sent *sent) error {
	var papers []application.Attach
	for _, p := range sent.papers {
		if !p.changed(f.form) {
			continue
		}
		files, err := p.attach(tx, v.Actor.ID)
		if err != nil {
			return err
		}
		papers = append(papers, application.Attach{Paper: application.Paper{ID: p.ID, Document: p.Document, Fields: p.Values}, More: files})
	}
	c, _, err := s.Cases.SaveIntake(tx, *v.Actor, f.Case.ID, sent.version, sent.values, papers...)
	if err != nil {
		return err
	}
	f.Case = c
	if err := s.fromTray(v, tx, f, sent); err != nil {
		return err
	}
	if paper, scan := sent.remove(); paper != "" {
		if f.Case, err = s.Cases.RemovePaper(tx, *v.Actor, f.Case.ID, f.Case.Version, paper, scan); err != nil {
			return err
		}
	}
	if paper := sent.form.Get("return"); paper != "" {
		return s.Cases.ReturnOriginal(tx, *v.Actor, f.Case.ID, paper)
	}
	return nil
}

// fromTray puts the chosen scans of the tray to their papers.
func (s *Site) fromTray(v *Visit, tx *db.Tx, f *intakeSheet, sent *sent) error {
	for _, p := range sent.papers {
		scan := sent.form.Get(trayID(p.Document, p.Index))
		if scan == "" {
			continue
		}
		c, err := s.Cases.AttachFromTray(tx, *v.Actor, f.Case.ID, f.Case.Version, scan, p.Document, p.ID)
		if err != nil {
			return err
		}
		f.Case = c
	}
	return nil
}

// counterAccept takes the papers in when what was saved is what had been shown: the operator attests that
// both parties signed it before him. What the save has changed is shown once more first.
func (s *Site) counterAccept(v *Visit, f intakeSheet, shown string) error {
	var short []application.Shortfall
	changed := false
	err := v.Write(func(tx *db.Tx) error {
		c, err := counterCaseOf(v, tx)
		if err != nil {
			return err
		}
		papers, err := application.Papers(tx, c.ID)
		if err != nil {
			return err
		}
		_, sum, err := c.Canonical(papers)
		if changed = sum != shown; err != nil || changed {
			return err
		}
		_, short, err = s.Cases.Accept(tx, *v.Actor, c.ID, c.Version, sum)
		return err
	})
	switch p, status, known := conflict(v, err); {
	case err != nil && known:
		return s.sheetAgain(v, status, p, false)
	case err != nil:
		return err
	case changed:
		return s.sheetAgain(v, http.StatusOK, &panel{v.Say("window.saved.title"), v.Say("window.saved.look")}, true)
	case len(short) > 0:
		return s.sheetAgain(v, http.StatusUnprocessableEntity, nil, true)
	}
	return v.Go("/counter/case/" + f.Case.ID + "?accepted=1")
}

// sheetAgain shows the sheet as it is kept, with everything that is missing from it where all is set.
func (s *Site) sheetAgain(v *Visit, status int, p *panel, all bool) error {
	return s.showSheet(v, func(f intakeSheet, view *intakeView) (int, string) {
		view.Panel = p
		if all && len(f.Short) > 0 {
			view.Problems, view.Wrong, status = f.missing(v), true, http.StatusUnprocessableEntity
			view.Panel = nil
		}
		return status, ""
	}, nil)
}

// afterSave leads on from a save: to the place of the button, or to the next thing to fill; what was typed
// wrong is shown at its field.
func (s *Site) afterSave(v *Visit, sent *sent) error {
	here := "/counter/intake/" + v.Request.PathValue("case")
	return s.showSheet(v, func(f intakeSheet, _ *intakeView) (int, string) {
		wrong := sent.instead(f.typedWrong(v))
		if len(sent.refused) == 0 {
			if to := sheetPlace(here, f, sent.form); to != "" {
				return 0, to
			}
		}
		if len(wrong) > 0 {
			return http.StatusUnprocessableEntity, ""
		}
		return 0, here + "#" + f.nextPlace()
	}, sent)
}

// sheetPlace is where a pressed button leads; "" for a plain save.
func sheetPlace(here string, f intakeSheet, form url.Values) string {
	switch {
	case form.Get("do") == "refuse":
		return here + "/refuse"
	case form.Has("add"):
		return here + "?add=" + url.QueryEscape(form.Get("add")) + "#" + url.PathEscape(form.Get("add"))
	case form.Has("remove"), form.Has("return"):
		return here + "#documents"
	}
	return ""
}

// nextPlace is the field of the first thing that is still missing, or the box of the next act.
func (f intakeSheet) nextPlace() string {
	for _, s := range f.Short {
		if at := f.place(s.Defect); at != "" {
			return at
		}
	}
	return "next"
}

// showSheet reads the sheet anew and shows it with the status that the caller gives, or leads to where he says.
func (s *Site) showSheet(v *Visit, with func(intakeSheet, *intakeView) (status int, to string), sent *sent) error {
	var view intakeView
	var f intakeSheet
	err := v.Read(func(tx *db.Tx) (err error) {
		if f, err = s.openSheet(v, tx); err != nil {
			return err
		}
		if err = s.judgeSheet(v, tx, &f); err != nil {
			return err
		}
		wrong := f.typedWrong(v)
		if sent != nil {
			wrong = sent.instead(wrong)
		}
		view, err = s.intakeView(v, tx, f, f.Case.Fields, wrong)
		return err
	})
	if err != nil {
		return err
	}
	status, to := with(f, &view)
	if to != "" {
		return v.Go(to)
	}
	return v.ShowAs(status, intakePage(view))
}

// typedWrong are the defects of what was typed; what was left empty stands in the list of what is missing.
func (f intakeSheet) typedWrong(v *Visit) []part.Problem {
	var list []part.Problem
	for _, s := range f.Short {
		at := f.place(s.Defect)
		if s.Kind != application.Input || at == "" || !f.typed(s) || part.At(list, at) != "" {
			continue
		}
		list = append(list, part.Problem{Field: at, Text: s.Text.In(v.Language)})
	}
	return list
}

// typed says whether the field of a shortfall holds anything.
func (f intakeSheet) typed(s application.Shortfall) bool {
	if s.Field == "" {
		return false
	}
	if s.Document == "" {
		_, _, asked := f.Edition.Field(s.Field)
		return !asked || f.Case.Fields[s.Field] != "" // the contact's own fields are wrong only when typed
	}
	return slices.ContainsFunc(f.of(s.Document), func(p application.Paper) bool { return p.Fields[s.Field] != "" })
}

// missing is everything that keeps the sheet from being accepted, each at its field.
func (f intakeSheet) missing(v *Visit) []part.Problem {
	var list []part.Problem
	for _, s := range f.Short {
		list = append(list, part.Problem{Field: f.place(s.Defect), Text: s.Text.In(v.Language)})
	}
	return once(list)
}

// staleSheet answers a save of a sheet that was changed elsewhere meanwhile: both versions, field by field;
// the files that came are kept and go with the chosen.
func (s *Site) staleSheet(v *Visit, sent *sent) error {
	view := staleSave{Title: v.Say("problem.stale.title"), What: v.Say("window.stale"), Way: v.Say("desk.stale.way"), With: url.Values{}}
	var f intakeSheet
	err := v.Write(func(tx *db.Tx) (err error) {
		if f, err = s.openSheet(v, tx); err != nil {
			return err
		}
		frame, err := s.staffPage(v, tx, tabIntake, view.Title)
		if err != nil {
			return err
		}
		view.Staff = &frame
		if view.Acts, err = v.changes(tx, f.Case.Subject(), func(e register.Entry) bool { return e.Act == actRead }); err != nil {
			return err
		}
		return sent.keepFiles(tx, v.Actor.ID, &view)
	})
	if err != nil {
		return err
	}
	here := "/counter/intake/" + f.Case.ID
	view.About, view.Post, view.Version = f.Case.Name, here, f.Case.Version
	view.Newest = part.Link{Text: v.Say("cabinet.stale.take"), Href: here}
	f.staleFields(v, sent, &view)
	return v.showStale(view)
}

// staleFields are the sheet's questions, its papers and its contact on both sides.
func (f intakeSheet) staleFields(v *Visit, sent *sent, view *staleSave) {
	for _, field := range f.Section.Fields {
		view.Fields = append(view.Fields, staleAnswer(v, field, field.ID, field.Label.In(v.Language), sent.values[field.ID], f.Case.Fields[field.ID]))
	}
	for _, p := range sent.papers {
		view.With.Set(prefix(p.Document, p.Index), p.ID)
		view.Fields = append(view.Fields, f.stalePaper(v, p)...)
	}
	for _, c := range contactControls(v, f.Case.Contact, nil) {
		view.Fields = append(view.Fields, staleField{Name: c.ID, Label: c.Label, Typed: sent.values[c.ID], Kept: c.Value})
	}
}
