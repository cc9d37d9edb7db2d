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

// refuseView is the page on which a refusal is drafted: grounds and words, with the letter beside them.
type refuseView struct {
	part.StaffPage
	Case     application.Case
	Problems []part.Problem
	Since    string // from when the list of grounds is in force
	Grounds  []part.Option
	Chosen   []string
	Note     string
	Doubts   []sheet               // papers that are not good: what to say of them in the letter
	Returned *application.Decision // the draft that the head sent back: this one starts from it
	Letters  []refusalLetter       // the preview, one in each language of its readers
}

// refusalLetter is a letter of refusal before it is sent.
type refusalLetter struct {
	Language    words.Language
	For         string // who reads it in this language
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
	if last := view.Returned; last != nil && !last.Approve {
		view.Grounds, view.Note = part.Choose(unchosen(view.Grounds), last.Grounds...), last.Note
	}
	for _, g := range view.Grounds {
		if g.Chosen && !g.Barred {
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
	case do == "suggest":
		view.suggest()
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
	view.Letters, err = s.lettersOf(v, c, application.Decision{Grounds: view.Chosen, Note: view.Note})
	if err != nil {
		return err
	}
	return v.Show(refusePage(view))
}

// suggest puts what the executor said of papers that are not good behind the words that stand there.
func (r *refuseView) suggest() {
	r.Problems = nil
	for _, x := range r.Doubts {
		line := x.Name + ": " + x.Verdict.Comment
		if !strings.Contains(r.Note, line) {
			r.Note = strings.TrimSpace(r.Note + "\n" + line)
		}
	}
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
		if view.StaffPage, err = s.staffPage(v, tx, tabCases, v.Say("staff.refuse.title")); err != nil {
			return err
		}
		papers, err := s.judgedPapers(v, tx, c)
		if err != nil {
			return err
		}
		view.Doubts = doubts(papers)
		drafts, err := application.Decisions(tx, c.ID)
		if len(drafts) > 0 && drafts[0].State == application.Returned {
			view.Returned = &drafts[0]
		}
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

// lettersOf is the letter as both parties will receive it, on the paper of the unit: once in each language
// that one of them reads, with his name.
func (s *Site) lettersOf(v *Visit, c application.Case, d application.Decision) ([]refusalLetter, error) {
	title, body, err := s.Cases.RefusalLetter(c, d)
	if err != nil {
		return nil, err
	}
	var list []refusalLetter
	err = v.Read(func(tx *db.Tx) error {
		readers, err := v.readersOf(tx, c)
		if err != nil {
			return err
		}
		for _, l := range words.Languages {
			if names := readers[l]; len(names) > 0 {
				list = append(list, refusalLetter{Language: l, For: strings.Join(names, ", "), Title: title.In(l), Body: body.In(l)})
			}
		}
		return s.letterhead(tx, c, list)
	})
	return list, err
}

// letterOf is the letter in the officer's own language: for a list of many.
func (s *Site) letterOf(v *Visit, c application.Case, d application.Decision) (*refusalLetter, error) {
	title, body, err := s.Cases.RefusalLetter(c, d)
	if err != nil {
		return nil, err
	}
	list := []refusalLetter{{Language: v.Language, Title: title.In(v.Language), Body: body.In(v.Language)}}
	err = v.Read(func(tx *db.Tx) error { return s.letterhead(tx, c, list) })
	return &list[0], err
}

// readersOf are the parties by the language of their letters. Who has no account reads with the officer: the
// letter is handed to him.
func (v *Visit) readersOf(tx *db.Tx, c application.Case) (map[words.Language][]string, error) {
	readers := map[words.Language][]string{}
	for _, party := range []struct{ account, name string }{{c.Applicant, c.Name}, {c.Employer, c.EmployerName}} {
		l := v.Language
		if party.account != "" {
			a, err := account.Find(tx, party.account)
			if err != nil {
				return nil, err
			}
			if known, ok := words.ParseLanguage(string(a.Language)); ok {
				l = known
			}
		}
		readers[l] = append(readers[l], party.name)
	}
	return readers, nil
}

// letterhead puts in who will sign; the paper of the unit is the page's own.
func (s *Site) letterhead(tx *db.Tx, c application.Case, list []refusalLetter) error {
	staff, err := account.Staff(tx, c.Unit)
	for i := range list {
		x := &list[i]
		for _, a := range staff {
			if a.Role == account.Head && a.State == account.Active {
				x.Signature = words.Say(x.Language, "staff.letter.signature", "name", a.FullName(), "position", a.Position.In(x.Language))
				break
			}
		}
	}
	return err
}
