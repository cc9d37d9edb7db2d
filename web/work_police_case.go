package web

import (
	"net/http"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// policeCaseView is a case as far as the police see it (P16).
type policeCaseView struct {
	part.StaffPage
	Problems []part.Problem
	Case     application.Case
	Police   application.Police
	Due      part.Due
	Sections []policeSection
	Marks    part.Table
	Papers   []paperView
	Reason   string
	Answer   string
	ReadOnly bool
	Reminded string
}

// policeSection is a page of the form with its answers.
type policeSection struct {
	Title string
	Rows  []part.Row
}

func (s *Site) policeCase(v *Visit) error {
	c, err := s.open(v)
	if err != nil {
		return err
	}
	if v.Actor.Role != account.Police {
		return v.Go("/work/case/" + c.ID)
	}
	view, err := s.policeCaseView(v, c)
	if err != nil {
		return err
	}
	return v.Show(policeCasePage(view))
}

func (s *Site) policeCaseView(v *Visit, c application.Case) (policeCaseView, error) {
	view := policeCaseView{Case: c}
	err := v.Read(func(tx *db.Tx) error {
		var err error
		var found bool
		if view.Police, found, err = application.PoliceOf(tx, c.ID); err != nil {
			return err
		}
		if !found {
			return account.ErrHidden
		}
		tab := tabWaiting
		if view.Police.Answered() {
			tab = tabAnswered
		}
		if view.StaffPage, err = s.staffPage(v, tx, tab, c.Name+", "+c.Number); err != nil {
			return err
		}
		view.Papers, err = s.papers(v, tx, c, func(d regulation.Document) bool { return d.Police })
		if err != nil {
			return err
		}
		view.Marks, err = s.marks(v, tx, c)
		return err
	})
	if err != nil {
		return view, err
	}
	view.Back = &part.Link{Text: v.Say("staff.back.list"), Href: "/police"}
	view.ReadOnly = view.Police.Source != account.ByWorkplace
	b := v.bounds(account.PoliceUnit)
	b.Critical = time.Time{}
	view.Due = v.due(b, view.Police.DueAt, account.PoliceUnit)
	if view.Police.Answered() {
		view.Due = part.Due{Severity: part.Good, Text: v.Say("staff.police.answered.at"), Note: words.ShortMoment(view.Police.AnsweredAt)}
	}
	if !view.Police.Answered() && c.State != application.Review { // nobody is late with what is not asked for
		view.Due = part.Due{Severity: part.Later, Text: v.Say("staff.police.unneeded")}
	}
	if p := view.Police; p.Reminders > 0 && !p.Answered() {
		view.Reminded = v.Say("desk.police.reminded", "moment", words.ShortMoment(p.RemindedAt))
	}
	view.Sections, err = s.policeSections(v, c)
	return view, err
}

// policeSections are the answers of the form that the law marks as the police's to see (P16).
func (s *Site) policeSections(v *Visit, c application.Case) ([]policeSection, error) {
	e, op, err := s.Cases.EditionOf(c)
	if err != nil {
		return nil, err
	}
	var list []policeSection
	for _, id := range op.Sections {
		section, ok := e.Section(id)
		if !ok {
			continue
		}
		p := policeSection{Title: section.Title.In(v.Language)}
		for _, f := range section.Fields {
			if f.Police && c.Fields[f.ID] != "" {
				first, rest, _ := strings.Cut(v.value(f, c.Fields[f.ID]), "\n")
				p.Rows = append(p.Rows, part.Row{Key: v.fieldName(f), Value: first, Lines: lines(rest), Mono: f.Kind == "mrz"})
			}
		}
		if len(p.Rows) > 0 {
			list = append(list, p)
		}
	}
	return list, nil
}

// marks are the crossings of the border that the border service knows, the newest last.
func (s *Site) marks(v *Visit, tx *db.Tx, c application.Case) (part.Table, error) {
	t := part.Table{Caption: v.Say("staff.police.marks"), Columns: []part.Column{
		{Text: v.Say("staff.police.marks.day")}, {Text: v.Say("staff.police.marks.direction")}, {Text: v.Say("staff.police.marks.point")}}}
	_, op, err := s.Cases.EditionOf(c)
	if err != nil {
		return t, err
	}
	answers, err := exchange.Answers(tx, c.Subject())
	for _, check := range op.Checks {
		if check.Asks == nil || check.Asks.System != exchange.Border {
			continue
		}
		for _, r := range answers[check.Asks.Key].Records {
			direction := r["direction"]
			if direction == "entry" || direction == "exit" {
				direction = v.Say("staff.police.marks." + direction)
			}
			t.Rows = append(t.Rows, []part.Cell{{Text: v.day(r["date"]), Short: true}, {Text: direction}, {Text: r["point"]}})
		}
	}
	return t, err
}

// policeAnswer agrees, or objects with a reason (M-39).
func (s *Site) policeAnswer(v *Visit) error {
	answer, reason := v.Text("answer"), v.Text("reason")
	var problems []part.Problem
	switch {
	case answer != "agree" && answer != "object":
		problems = []part.Problem{{Field: "answer", Text: v.Say("staff.police.answer.none")}}
	case answer == "object" && reason == "":
		problems = []part.Problem{{Field: "reason", Text: v.Say("staff.police.reason.none")}}
	case len([]rune(reason)) > longestNote:
		problems = []part.Problem{{Field: "reason", Text: v.Say("staff.text.long", "max", longestNote)}}
	}
	if len(problems) == 0 {
		return s.act(v, "/police/case/%s", func(tx *db.Tx, c application.Case) error {
			_, err := s.Cases.AnswerPolice(tx, *v.Actor, c.ID, answer == "agree", reason)
			return err
		})
	}
	c, err := s.open(v)
	if err != nil {
		return err
	}
	view, err := s.policeCaseView(v, c)
	if err != nil {
		return err
	}
	view.Wrong, view.Problems, view.Answer, view.Reason = true, problems, answer, reason
	return v.ShowAs(http.StatusUnprocessableEntity, policeCasePage(view))
}

// fieldName is what staff call a field of the form: not "when did you last enter" but "last entry".
func (v *Visit) fieldName(f regulation.Field) string {
	if key := "staff.field." + f.ID; words.Has(key) {
		return v.Say(key)
	}
	return f.Label.In(v.Language)
}
