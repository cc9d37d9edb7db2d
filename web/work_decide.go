package web

import (
	"net/http"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/web/part"
	"ruqsat/words"
)

// decideView is what the head decides over: the very data that are issued, or the very letter.
type decideView struct {
	part.StaffPage
	Case     application.Case
	Problems []part.Problem
	Comment  string
	Due      part.Due
	Decision application.Decision
	Prepared *permit.Prepared
	Rows     []part.Row
	Letters  []refusalLetter
	Doubts   []sheet    // papers that the executor found not good
	Returns  part.Table // of drafts before this one
	Stale    bool       // the prepared first day is over: the days must be renewed
	Barred   string     // why this head may not decide
}

func (s *Site) workDecidePage(v *Visit) error {
	c, err := s.open(v)
	if err != nil {
		return err
	}
	view, err := s.decideView(v, c)
	if err != nil {
		return s.orConflict(v, c, err)
	}
	return v.Show(decidePage(view))
}

func (s *Site) decideView(v *Visit, c application.Case) (decideView, error) {
	view := decideView{Case: c, Due: v.due(v.bounds(account.Akimat), c.DueAt, account.Akimat)}
	if c.State != application.Signature {
		return view, application.ErrState
	}
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.StaffPage, err = s.staffPage(v, tx, tabSignature, v.Say("staff.decide.title")); err != nil {
			return err
		}
		list, err := application.Decisions(tx, c.ID)
		if err == nil && (len(list) == 0 || list[0].State != application.Drafted) {
			err = application.ErrState
		}
		if err != nil {
			return err
		}
		view.Decision, view.Returns = list[0], v.returns(list)
		papers, err := s.judgedPapers(v, tx, c)
		if err != nil {
			return err
		}
		view.Doubts = doubts(papers)
		if !view.Decision.Approve {
			return nil
		}
		p, err := permit.FindPrepared(tx, c.ID)
		view.Prepared = &p
		return err
	})
	if err != nil {
		return view, err
	}
	view.Back = &part.Link{Text: v.Say("staff.back.case"), Href: "/work/case/" + c.ID}
	if view.Decision.DraftedBy == v.Actor.ID {
		view.Barred = v.Say("staff.bar.own")
	}
	if view.Prepared == nil {
		view.Letters, err = s.lettersOf(v, c, view.Decision)
		return view, err
	}
	view.Rows = v.printed(view.Prepared.Data)
	view.Stale = !view.Prepared.Data.First.Equal(calendar.DayOf(v.Now))
	if head := view.Prepared.Data.Head; head != "" && head != v.Actor.FullName() && view.Barred == "" {
		view.Barred = v.Say("staff.bar.head", "name", head)
	}
	return view, nil
}

// printed is every field that the permit prints, in Kazakh and in Russian where it prints both.
func (v *Visit) printed(d permit.Data) []part.Row {
	both := func(key string, t words.Text) part.Row {
		return part.Row{Key: v.Say("staff.permit." + key), Value: t.KK, Lines: second(t), Tongue: string(words.Kazakh), Others: string(words.Russian)}
	}
	plain := func(key, text string) part.Row { return part.Row{Key: v.Say("staff.permit." + key), Value: text} }
	rows := []part.Row{
		both("title", d.Title), plain("case", d.Case), both("issuer", d.Issuer), both("department", d.Department),
		{Key: v.Say("staff.permit.holder"), Value: d.HolderLatin, Lines: lines(d.HolderNative)},
		plain("iin", d.HolderIIN), plain("birth", words.ShortDate(d.BirthDate)), both("citizenship", d.Citizenship),
		plain("passport", d.PassportCountry+" "+d.Passport),
		{Key: v.Say("staff.permit.employer"), Value: d.Employer, Lines: lines(d.EmployerIIN)},
		both("address", d.Address), both("territory", d.Territory),
		{Key: v.Say("staff.permit.term"), Value: words.ShortDate(d.First) + " – " + words.ShortDate(d.Last), Lines: lines(words.Months(v.Language, d.Months))},
		both("allowed", d.Allowed),
	}
	for _, b := range d.Basis {
		rows = append(rows, both("basis", b))
	}
	for _, c := range d.Conditions {
		rows = append(rows, both("condition", c))
	}
	head, position := d.Head, d.HeadPosition
	if head == "" { // left open: it will be who decides
		head, position = v.Actor.FullName(), v.Actor.Position
	}
	return append(rows, plain("head", head), both("position", position))
}

// second is the Russian of a text that is printed in both languages, unless it is the same.
func second(t words.Text) []string {
	if t.RU == t.KK {
		return nil
	}
	return lines(t.RU)
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// workDecide is the head's decision over exactly what was shown: the sum of the prepared data comes
// back with the form.
func (s *Site) workDecide(v *Visit) error {
	return s.act(v, "/work/case/%s/done", func(tx *db.Tx, c application.Case) error {
		_, err := s.Cases.Decide(tx, *v.Actor, c.ID, c.Version, v.Text("sum"))
		return err
	})
}

// workRenew prepares the permit for today; the head sees it anew and decides then.
func (s *Site) workRenew(v *Visit) error {
	return s.act(v, "/work/case/%s/decide", func(tx *db.Tx, c application.Case) error {
		_, err := s.Cases.Renew(tx, *v.Actor, c.ID)
		return err
	})
}

// workReturn sends the draft back with the head's words.
func (s *Site) workReturn(v *Visit) error {
	comment := v.Text("comment")
	problem := ""
	switch {
	case comment == "":
		problem = v.Say("staff.return.none")
	case len([]rune(comment)) > longestNote:
		problem = v.Say("staff.text.long", "max", longestNote)
	}
	if problem == "" {
		return s.act(v, "/work/case/%s", func(tx *db.Tx, c application.Case) error {
			_, err := s.Cases.Return(tx, *v.Actor, c.ID, c.Version, comment)
			return err
		})
	}
	c, err := s.open(v)
	if err != nil {
		return err
	}
	view, err := s.decideView(v, c)
	if err != nil {
		return s.orConflict(v, c, err)
	}
	view.Wrong, view.Comment, view.Problems = true, comment, []part.Problem{{Field: "comment", Text: problem}}
	return v.ShowAs(http.StatusUnprocessableEntity, decidePage(view))
}
