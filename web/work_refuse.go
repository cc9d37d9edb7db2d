package web

import (
	"net/http"
	"slices"
	"strings"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// longestNote of an officer's words, characters.
const longestNote = 2000

// refuseView is the page on which a refusal is drafted: grounds and words, then the letter.
type refuseView struct {
	part.StaffPage
	Case     application.Case
	Problems []part.Problem
	Since    string // from when the list of grounds is in force
	Grounds  []part.Option
	Chosen   []string
	Note     string
	Letter   *refusalLetter // the preview
}

// refusalLetter is a letter of refusal before it is sent.
type refusalLetter struct {
	Title, Body string
	Signature   string
}

func (s *Site) workRefusePage(v *Visit) error {
	c, err := s.caseForRefusal(v)
	if err != nil {
		return s.orConflict(v, c, err)
	}
	view, err := s.refuseView(v, c)
	if err != nil {
		return err
	}
	for _, g := range view.Grounds {
		if g.Chosen {
			view.Chosen = append(view.Chosen, g.Value)
		}
	}
	return v.Show(refusePage(view))
}

// caseForRefusal opens a case for drafting; elsewhere than in review there is nothing to draft.
func (s *Site) caseForRefusal(v *Visit) (application.Case, error) {
	c, err := s.open(v)
	if err == nil && c.State != application.Review {
		err = application.ErrState
	}
	return c, err
}

// orConflict shows a conflict as its page and leaves every other error to the frame.
func (s *Site) orConflict(v *Visit, c application.Case, err error) error {
	if code := conflictOf(err); code != "" && c.ID != "" {
		return s.conflict(v, c.ID, code)
	}
	return err
}

// workRefuse is the form: see the letter, change it again, or hand it to the head.
func (s *Site) workRefuse(v *Visit) error {
	c, err := s.caseForRefusal(v)
	if err != nil {
		return s.orConflict(v, c, err)
	}
	view, err := s.refuseView(v, c)
	if err != nil {
		return err
	}
	if c.Version != v.version() { // the form stays with the version that it was shown over
		return s.conflict(v, c.ID, "stale")
	}
	view.Chosen, view.Note = chosenGrounds(v), v.Text("note")
	view.Grounds = part.Choose(unchosen(view.Grounds), view.Chosen...)
	view.Problems = view.check(v)
	switch do := v.Text("do"); {
	case do == "change":
		view.Problems = nil
		return v.Show(refusePage(view))
	case len(view.Problems) > 0:
		view.Wrong = true
		return v.ShowAs(http.StatusUnprocessableEntity, refusePage(view))
	case do == "send":
		return s.act(v, "/work/case/%s", func(tx *db.Tx, c application.Case) error {
			_, err := s.Cases.DraftDecision(tx, *v.Actor, c.ID, c.Version, false, view.Chosen, view.Note)
			return err
		})
	}
	view.Letter, err = s.letterOf(v, c, application.Decision{Grounds: view.Chosen, Note: view.Note})
	if err != nil {
		return err
	}
	return v.Show(refusePage(view))
}

func unchosen(list []part.Option) []part.Option {
	for i := range list {
		list[i].Chosen = false
	}
	return list
}

// check says everything that the letter still lacks (M-55): at least one open ground, and words.
func (r refuseView) check(v *Visit) []part.Problem {
	var list []part.Problem
	closed := slices.ContainsFunc(r.Chosen, func(code string) bool {
		return !slices.ContainsFunc(r.Grounds, func(o part.Option) bool { return o.Value == code && !o.Barred })
	})
	switch {
	case len(r.Chosen) == 0:
		list = append(list, part.Problem{Field: "ground", Text: v.Say("staff.refuse.ground.none")})
	case closed:
		list = append(list, part.Problem{Field: "ground", Text: v.Say("staff.refuse.ground.closed")})
	}
	switch {
	case r.Note == "":
		list = append(list, part.Problem{Field: "note", Text: v.Say("staff.refuse.note.none")})
	case len([]rune(r.Note)) > longestNote:
		list = append(list, part.Problem{Field: "note", Text: v.Say("staff.text.long", "max", longestNote)})
	}
	return list
}

func (s *Site) refuseView(v *Visit, c application.Case) (refuseView, error) {
	view := refuseView{Case: c}
	choices, err := s.Cases.Grounds(c)
	if err != nil {
		return view, err
	}
	e, op, err := s.Cases.EditionOf(c)
	if err != nil {
		return view, err
	}
	view.Since = words.ShortDate(e.InForce)
	for _, g := range choices {
		view.Grounds = append(view.Grounds, v.ground(c, op, g))
	}
	err = v.Read(func(tx *db.Tx) error {
		view.StaffPage, err = s.staffPage(v, tx, tabCases, v.Say("staff.refuse.title"))
		return err
	})
	view.Back = &part.Link{Text: v.Say("staff.refuse.back"), Href: "/work/case/" + c.ID}
	return view, err
}

// ground is one ground with its article. A closed one stays visible with the reason; one that a failed
// check supports is chosen at once.
func (v *Visit) ground(c application.Case, op *regulation.Operation, g application.Choice) part.Option {
	o := part.Option{Value: g.Code, Text: g.Name.In(v.Language), Chosen: g.Backed, Barred: !g.Open}
	o.Hint = part.Cites(v.context(), g.Cite) + ". "
	failed := v.checksOf(c, op, g.Code, regulation.Failed, regulation.Referral)
	waiting := v.checksOf(c, op, g.Code, regulation.Waiting)
	switch {
	case g.Backed:
		o.Hint += v.Say("staff.refuse.backed", "checks", failed)
	case g.Open:
		o.Hint += v.Say("staff.refuse.free")
	case waiting != "":
		o.Hint += v.Say("staff.refuse.waiting", "checks", waiting)
	default:
		o.Hint += v.Say("staff.refuse.closed", "checks", v.checksOf(c, op, g.Code, regulation.Passed))
	}
	return o
}

// checksOf names the checks of a ground whose verdict is one of these.
func (v *Visit) checksOf(c application.Case, op *regulation.Operation, ground string, results ...regulation.Result) string {
	var list []string
	for _, verdict := range c.Verdicts {
		of := slices.ContainsFunc(op.Checks, func(check regulation.Check) bool {
			return check.ID == verdict.Check && (check.Ground == ground || verdict.Ground == ground)
		})
		if of && slices.Contains(results, verdict.Result) {
			list = append(list, verdict.Title.In(v.Language))
		}
	}
	return strings.Join(list, "; ")
}

// letterOf is the letter as both parties will receive it, on the paper of the unit.
func (s *Site) letterOf(v *Visit, c application.Case, d application.Decision) (*refusalLetter, error) {
	title, body, err := s.Cases.RefusalLetter(c, d)
	if err != nil {
		return nil, err
	}
	l := &refusalLetter{Title: title.In(v.Language), Body: body.In(v.Language)}
	err = v.Read(func(tx *db.Tx) error {
		staff, err := account.Staff(tx, c.Unit)
		for _, a := range staff {
			if a.Role == account.Head && a.State == account.Active {
				l.Signature = v.Say("staff.letter.signature", "name", a.FullName(), "position", a.Position.In(v.Language))
				break
			}
		}
		return err
	})
	return l, err
}
