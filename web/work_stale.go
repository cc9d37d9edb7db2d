package web

import (
	"slices"
	"strings"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/web/part"
)

// staleForms are the forms over a case: the state in which such a form can still be saved, and its fields
// with what is saved now. A form without fields (take, approve) is looked at anew instead.
var staleForms = map[string]struct {
	state  application.State
	fields func(*Site, *Visit, *db.Tx, application.Case) ([]staleField, error)
}{
	"work.refuse.do":   {application.Review, (*Site).staleRefusal},
	"work.settle":      {application.Review, (*Site).staleWord},
	"work.return":      {application.Signature, (*Site).staleComment},
	"work.paper.judge": {application.Review, (*Site).stalePaperWord},
	"police.answer":    {application.Review, (*Site).staleAnswer},
}

// conflict shows what has happened to the case meanwhile, and what one had written beside what is saved.
func (s *Site) conflict(v *Visit, id, code string) error {
	view := staleSave{Title: v.Say("staff.conflict.title"), What: v.Say("staff.conflict." + code), Way: v.Say("staff.conflict.way")}
	err := v.Read(func(tx *db.Tx) error {
		c, err := application.Find(tx, id)
		if err != nil {
			return err
		}
		frame, err := s.staffPage(v, tx, "", view.Title)
		if err != nil {
			return err
		}
		view.Staff, view.About, view.Version = &frame, c.Number, c.Version
		if view.Acts, err = v.changes(tx, c.Subject(), v.untold); err != nil {
			return err
		}
		view.Newest = part.Link{Text: v.Say("staff.conflict.reload"), Href: "/work/case/" + id}
		if v.Actor.Role == account.Police {
			view.Newest.Href = "/police/case/" + id
		}
		if v.Actor.Role == account.Operator {
			view.Newest.Href = "/counter/case/" + id
		}
		if err := s.staleForm(v, tx, c, code, &view); err != nil {
			return err
		}
		thing := c.Thing(v.Actor)
		if code == "changed" && c.State == application.Signature && account.May(v.Actor, account.DecisionMake, &thing) == nil {
			view.Act = &actForm{Post: "/work/case/" + id + "/renew", Text: v.Say("staff.act.renew")}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.showStale(view)
}

// staleForm puts in the fields of the form that was sent. Only a form that met a newer version can be
// saved over it, and only while the case is where the act needs it.
func (s *Site) staleForm(v *Visit, tx *db.Tx, c application.Case, code string, view *staleSave) error {
	form, known := staleForms[v.Route.Page]
	if !known {
		return nil
	}
	var err error
	if view.Fields, err = form.fields(s, v, tx, c); err != nil {
		return err
	}
	thing := c.Thing(v.Actor)
	if code == "stale" && c.State == form.state && account.May(v.Actor, v.Route.Act, &thing) == nil {
		view.Post, view.With = v.Request.URL.EscapedPath(), beside(v.Form, view.Fields)
		view.Way = v.Say("desk.stale.way")
	}
	return nil
}

// untold are the acts that the reader is not told of: the pages of the form, and for the police all but
// their own part (P16).
func (v *Visit) untold(e register.Entry) bool {
	return slices.Contains(unsaid, e.Act) || v.Actor.Role == account.Police && e.Act != "application.police" && e.Act != "application.take"
}

// staleRefusal: the grounds and words of a refusal, beside those of the draft before.
func (s *Site) staleRefusal(v *Visit, tx *db.Tx, c application.Case) ([]staleField, error) {
	drafts, err := application.Decisions(tx, c.ID)
	if err != nil {
		return nil, err
	}
	var last application.Decision
	for _, d := range drafts {
		if !d.Approve {
			last = d
			break
		}
	}
	typed := chosenGrounds(v)
	return []staleField{
		{Name: "ground", Label: v.Say("staff.refuse.grounds"), Typed: strings.Join(typed, " "), Kept: strings.Join(last.Grounds, " "),
			TypedText: s.groundNames(v, c, typed), KeptText: s.groundNames(v, c, last.Grounds)},
		{Name: "note", Label: v.Say("staff.refuse.note"), Typed: v.Text("note"), Kept: last.Note},
	}, nil
}

// chosenGrounds are the codes that the form brings, each in a field of its own or all in one.
func chosenGrounds(v *Visit) []string { return strings.Fields(strings.Join(v.Form["ground"], " ")) }

// groundNames are grounds as people read them.
func (s *Site) groundNames(v *Visit, c application.Case, codes []string) string {
	e, _, err := s.Cases.EditionOf(c)
	if err != nil {
		return strings.Join(codes, ", ")
	}
	var names []string
	for _, code := range codes {
		if g, ok := e.Ground(code); ok {
			names = append(names, g.Name.In(v.Language))
		} else {
			names = append(names, code)
		}
	}
	return strings.Join(names, "; ")
}

// staleWord: the executor's word about a check.
func (s *Site) staleWord(v *Visit, tx *db.Tx, c application.Case) ([]staleField, error) {
	said, err := application.Words(tx, c.ID)
	kept := map[string]string{}
	for _, w := range said {
		if w.Check == v.Text("check") {
			kept["comment"] = w.Comment
		}
	}
	return v.formFields(v.Form, kept, pair{"comment", "staff.settle.comment"}), err
}

// staleComment: the head's words with a returned draft.
func (s *Site) staleComment(v *Visit, tx *db.Tx, c application.Case) ([]staleField, error) {
	drafts, err := application.Decisions(tx, c.ID)
	kept := map[string]string{}
	if len(drafts) > 0 {
		kept["comment"] = drafts[0].Comment
	}
	return v.formFields(v.Form, kept, pair{"comment", "staff.return.comment"}), err
}

// staleAnswer: the police's reason.
func (s *Site) staleAnswer(v *Visit, tx *db.Tx, c application.Case) ([]staleField, error) {
	p, _, err := application.PoliceOf(tx, c.ID)
	return v.formFields(v.Form, map[string]string{"reason": p.Reason}, pair{"reason", "staff.police.reason"}), err
}

// stalePaperWord: the executor's verdict on a paper.
func (s *Site) stalePaperWord(v *Visit, tx *db.Tx, c application.Case) ([]staleField, error) {
	said, err := application.PaperVerdicts(tx, c.ID)
	kept := staleField{Name: "word", Label: v.Say("desk.paper.verdict"), Typed: v.Text("word")}
	comment := staleField{Name: "comment", Label: v.Say("desk.paper.comment"), Typed: v.Text("comment")}
	if x, judged := said[v.Request.PathValue("paper")]; judged {
		kept.Kept, comment.Kept = wordOf(x.OK), x.Comment
		kept.KeptText = v.Say("desk.paper." + kept.Kept)
	}
	kept.TypedText = v.Say("desk.paper." + kept.Typed)
	return []staleField{kept, comment}, err
}
