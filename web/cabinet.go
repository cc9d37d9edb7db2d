package web

import (
	"cmp"
	"errors"
	"slices"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/notice"
	"ruqsat/permit"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// cabinetView is the first page of a person's cabinet (M-20): what waits for them first, then what
// is under way, then what is over. Both parts are there where the person is both (M-119).
type cabinetView struct {
	Name    string
	Proven  bool
	Groups  []caseGroup
	Letters []part.Link
	Unread  int
	Starts  []part.Link
	Empty   string // key of the words of an empty cabinet
	Told    string // that what was just done is done
}

// caseGroup is a list of cases under a heading.
type caseGroup struct {
	ID, Title string
	Gold      bool // somebody waits for this person
	Cards     []caseCard
}

// caseCard is one case in the cabinet.
type caseCard struct {
	Title, Href, Note string
	Stage             string
	Colour            string // of the tag
	Due               *part.Due
	Done, All         int // pages of a draft; All is 0 for other cases
}

func (s *Site) cabinet(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	if v.Actor.Role.Staff() {
		return v.Go(Home(v.Actor))
	}
	view := cabinetView{Name: v.Actor.FullName(), Proven: v.Actor.Proven(), Starts: starts(v), Empty: "cabinet.empty.text"}
	if v.Actor.Cabinet == account.Employer {
		view.Empty = "cabinet.empty.employer"
	}
	if v.Form.Has("returned") {
		view.Told = v.Say("cabinet.returned")
	}
	err := v.Read(func(tx *db.Tx) error { return s.fillCabinet(v, tx, &view) })
	if err != nil {
		return err
	}
	return v.Show(cabinetPage(view))
}

func (s *Site) fillCabinet(v *Visit, tx *db.Tx, view *cabinetView) error {
	mine, err := application.ForApplicant(tx, *v.Actor)
	if err != nil {
		return err
	}
	var hired []application.Summary
	if v.Actor.Proven() && v.Actor.IIN != "" {
		if hired, err = application.ForEmployer(tx, v.Actor.IIN); err != nil {
			return err
		}
	}
	letters, err := notice.Letters(tx, v.Actor.ID)
	if err != nil {
		return err
	}
	view.Letters = letterLinks(v, letters[:min(len(letters), 4)])
	if view.Unread, err = notice.Unread(tx, v.Actor.ID); err != nil {
		return err
	}
	view.Groups, err = s.groups(v, tx, mine, hired)
	return err
}

// groups sorts the cases by what they ask of the person: a signature, a draft to finish, waiting, over.
func (s *Site) groups(v *Visit, tx *db.Tx, mine, hired []application.Summary) ([]caseGroup, error) {
	groups := []caseGroup{{ID: "sign", Gold: true}, {ID: "draft"}, {ID: "running"}, {ID: "hired"}, {ID: "over"}}
	put := func(id string, c caseCard) {
		i := slices.IndexFunc(groups, func(g caseGroup) bool { return g.ID == id })
		groups[i].Cards = append(groups[i].Cards, c)
	}
	for _, c := range mine {
		card, err := s.caseCard(v, tx, c)
		if err != nil {
			return nil, err
		}
		put(groupOf(c, "running", "draft"), card)
	}
	for _, c := range hired {
		card, err := s.caseCard(v, tx, c)
		if err != nil {
			return nil, err
		}
		card.Title, card.Note = c.Name, joined(c.Number, s.caseTitle(v, c.Service, c.Operation))
		if c.State == application.Awaiting {
			card.Href += "/check"
		}
		put(groupOf(c, "hired", "sign"), card)
	}
	for i := range groups {
		groups[i].Title = v.Say("cabinet.group." + groups[i].ID)
	}
	groups = slices.DeleteFunc(groups, func(g caseGroup) bool { return len(g.Cards) == 0 })
	if v.Actor.Cabinet == account.Employer {
		slices.SortStableFunc(groups, func(a, b caseGroup) int { return cmp.Compare(hiredFirst(a.ID), hiredFirst(b.ID)) })
	}
	return groups, nil
}

// groupOf: a case that is not filed is the person's to act on, with open unless the turn is the other party's.
func groupOf(c application.Summary, running, open string) string {
	switch {
	case !c.State.Open():
		return "over"
	case c.State == application.Draft, c.State == application.Awaiting && open == "sign":
		return open
	}
	return running
}

func hiredFirst(group string) int {
	return slices.Index([]string{"sign", "hired", "draft", "running", "over"}, group)
}

func (s *Site) caseCard(v *Visit, tx *db.Tx, c application.Summary) (caseCard, error) {
	card := caseCard{Href: "/cabinet/case/" + c.ID, Title: s.caseTitle(v, c.Service, c.Operation), Note: c.Number,
		Stage: v.Say("application.stage." + string(c.Stage())), Colour: "teal"}
	if c.EmployerName != "" && c.State != application.Draft {
		card.Note = joined(c.Number, c.EmployerName)
	}
	switch {
	case c.State == application.Draft:
		card.Note = v.Say("cabinet.saved", "moment", words.Moment(v.Language, c.SavedAt.In(calendar.Zone)))
		return card, s.progress(v, tx, c.ID, &card)
	case c.State == application.Awaiting:
		card.Colour = "yellow"
	case !c.State.Open():
		card.Stage, card.Colour = v.Say("application.state."+string(c.State)), stateColour[c.State]
		return card, s.permitState(v, tx, c, &card)
	default:
		card.Due = due(v, c)
	}
	return card, nil
}

// permitState says beside "issued" what an issued permit is today, when it is not simply valid.
func (s *Site) permitState(v *Visit, tx *db.Tx, c application.Summary, card *caseCard) error {
	if c.State != application.Approved {
		return nil
	}
	p, err := permit.ByCase(tx, c.ID)
	if errors.Is(err, permit.ErrNoPermit) {
		return nil
	}
	if code := p.Status(v.Now).Code; err == nil && code != "valid" {
		card.Stage, card.Colour = joined(card.Stage, v.Say("cabinet.permit.state."+code)), "grey"
	}
	return err
}

var stateColour = map[application.State]string{application.Approved: "green", application.Refused: "red", application.Withdrawn: "grey"}

// due is the term of a running case with its severity.
func due(v *Visit, c application.Summary) *part.Due {
	d := &part.Due{Severity: part.Later, Text: v.Say("cabinet.due", "moment", words.Moment(v.Language, c.DueAt.In(calendar.Zone)))}
	today := calendar.DayOf(v.Now)
	switch {
	case !v.Now.Before(c.DueAt):
		d.Severity, d.Text = part.Overdue, v.Say("cabinet.due.passed", "moment", words.Moment(v.Language, c.DueAt.In(calendar.Zone)))
	case calendar.DayOf(c.DueAt).Equal(today):
		d.Severity = part.Soon
	}
	return d
}

// progress counts the ready pages of a draft.
func (s *Site) progress(v *Visit, tx *db.Tx, id string, card *caseCard) error {
	c, err := application.Find(tx, id)
	if err != nil {
		return err
	}
	papers, err := application.Papers(tx, id)
	if err != nil {
		return err
	}
	list, err := s.tasks(v, tx, c, papers)
	if errors.Is(err, application.ErrNoService) || errors.Is(err, regulation.ErrNoEdition) {
		return nil // a draft of a service that is no longer there: it can only be thrown away
	}
	card.Done, card.All = list.done(), len(list.all)
	return err
}

func (s *Site) caseTitle(v *Visit, service, operation string) string {
	found, ok := v.Law.Service(service)
	if !ok {
		return service
	}
	for _, e := range found.Editions {
		if op, ok := e.Operation(operation); ok {
			return found.Short.In(v.Language) + ": " + op.Name.In(v.Language)
		}
	}
	return found.Short.In(v.Language)
}

// joined puts what is not empty into one line.
func joined(texts ...string) string {
	line := ""
	for _, t := range texts {
		if t != "" && line != "" {
			line += " · "
		}
		line += t
	}
	return line
}

// starts are the applications that can be begun today.
func starts(v *Visit) []part.Link {
	var list []part.Link
	for _, c := range cards(v.Law, calendar.DayOf(v.Now)) {
		if c.Edition.Takes(c.Operation.ID, channel, calendar.DayOf(v.Now)) {
			list = append(list, part.Link{Text: c.Service.Short.In(v.Language) + ": " + c.Operation.Name.In(v.Language), Href: applyPath(c)})
		}
	}
	return list
}
