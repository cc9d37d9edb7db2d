package web

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// counterJournalView is the journal of the front office with the refusals of acceptance of a period by reason (M-40).
type counterJournalView struct {
	counterView
	From, Until string // as typed or 2026-03-01
	Problems    []part.Problem
	Count       []part.Fact
}

// counterJournal shows the journal, the newest first, and the count of a period: this month when none is named.
func (s *Site) counterJournal(v *Visit) error {
	if err := mayCounter(v); err != nil {
		return err
	}
	first, last, problems := journalDays(v)
	view := counterJournalView{From: journalDay(v, "from", first), Until: journalDay(v, "until", last), Problems: problems}
	at := v.page()
	at.Size++
	err := v.Read(func(tx *db.Tx) error {
		rows, err := application.Journal(tx, v.Actor.Unit, at)
		if err != nil {
			return err
		}
		if view.StaffPage, err = s.staffPage(v, tx, tabJournal, v.Say("window.tab."+tabJournal)); err != nil {
			return err
		}
		view.fillJournal(v, rows, at)
		if len(problems) > 0 {
			return nil
		}
		n, err := application.CountAcceptance(tx, v.Actor.Unit, first.At(0, 0), last.AddDays(1).At(0, 0))
		view.Count = v.acceptance(n)
		return err
	})
	if err != nil {
		return err
	}
	view.Wrong = len(problems) > 0
	if view.Wrong {
		return v.ShowAs(http.StatusUnprocessableEntity, counterJournalForm(view))
	}
	return v.Show(counterJournalForm(view))
}

func (j *counterJournalView) fillJournal(v *Visit, rows []application.Entry, at application.Page) {
	q := url.Values{}
	for _, id := range []string{"from", "until"} {
		if v.Text(id) != "" {
			q.Set(id, v.Text(id))
		}
	}
	j.Pages = &part.Pagination{Total: -1}
	if at.AfterID != "" {
		j.Pages.Newer = "/counter/journal?" + q.Encode()
	}
	if len(rows) == at.Size {
		rows = rows[:at.Size-1]
		last := rows[len(rows)-1]
		j.Pages.Older = goingOn("/counter/journal", last.At, last.ID, q)
	}
	if j.add(v.journalTable(rows)); len(rows) == 0 {
		j.Empty, j.Pages = v.nothing(tabJournal), nil
	}
}

func (v *Visit) journalTable(rows []application.Entry) part.Table {
	t := part.Table{ID: tabJournal, Caption: v.Say("window.tab." + tabJournal), Hidden: true, Columns: []part.Column{
		{Text: v.Say("window.column.number")}, {Text: v.Say("window.column.when")}, {Text: v.Say("window.column.who")}, {Text: v.Say("window.column.entry")}, {Text: v.Say("window.column.operator")}}}
	for _, e := range rows {
		entry := part.Cell{Text: v.Say("window.entry." + e.Kind)}
		for i, r := range e.Reasons {
			if i > 0 {
				entry.Note += "; "
			}
			entry.Note += r.Text.In(v.Language)
		}
		t.Rows = append(t.Rows, []part.Cell{{Text: e.Number, Href: "/counter/entry/" + e.ID, Short: true},
			{Text: words.ShortMoment(e.At), Short: true}, {Text: e.Name, Heading: true}, entry, {Text: e.OperatorName}})
	}
	return t
}

// journalDays reads the period; the first day of this month until today when none is named.
func journalDays(v *Visit) (first, last calendar.Day, wrong []part.Problem) {
	today := calendar.DayOf(v.Now)
	year, month, _ := today.Date()
	first, last = calendar.NewDay(year, month, 1), today
	read := func(id string, day *calendar.Day) {
		text := part.DateValue(v.Form, id)
		if text == "" {
			return
		}
		d, err := calendar.ParseDay(text)
		if err != nil {
			wrong = append(wrong, part.Problem{Field: id, Text: v.Say("window.day.wrong")})
			return
		}
		*day = d
	}
	read("from", &first)
	read("until", &last)
	if len(wrong) == 0 && last.Before(first) {
		wrong = append(wrong, part.Problem{Field: "until", Text: v.Say("window.until.early")})
	}
	return first, last, wrong
}

func journalDay(v *Visit, id string, day calendar.Day) string {
	return cmp.Or(part.DateValue(v.Form, id), day.String())
}

// acceptance is how many papers were taken in and refused, and for which reasons.
func (v *Visit) acceptance(n application.Acceptance) []part.Fact {
	list := []part.Fact{
		{Term: v.Say("window.count.accepted"), Value: words.Number(v.Language, int64(n.Accepted))},
		{Term: v.Say("window.count.refused"), Value: words.Number(v.Language, int64(n.Refused))},
	}
	for _, code := range slices.Sorted(maps.Keys(n.ByCode)) {
		list = append(list, part.Fact{Term: v.acceptanceGround(code), Value: words.Number(v.Language, int64(n.ByCode[code]))})
	}
	return list
}

// acceptanceGround names a ground of refusing acceptance by the newest edition that knows it.
func (v *Visit) acceptanceGround(code string) string {
	for _, s := range v.Law.Services {
		for _, e := range slices.Backward(s.Editions) {
			for _, g := range e.AcceptanceGrounds {
				if g.Code == code {
					return g.Name.In(v.Language)
				}
			}
		}
	}
	return code
}

// counterSlip is the printed refusal of acceptance: three languages, two copies (M-40).
type counterSlip struct {
	part.StaffPage
	Entry  application.Entry
	Unit   account.Unit
	What   words.Text
	Kept   time.Time // zero: the sheet is gone or was accepted
	Basis  []regulation.Cite
	Order  []words.Language
	Copies []string // for whom
}

// counterEntry is an entry of the journal: the slip of a refusal, to be printed again; an accepted case has
// its own page.
func (s *Site) counterEntry(v *Visit) error {
	id := v.Request.PathValue("entry")
	var view counterSlip
	err := v.Read(func(tx *db.Tx) (err error) {
		if view.Entry, err = findEntry(v, tx, id); err != nil || view.Entry.Kind != application.EntryRefused {
			return err
		}
		if view.Unit, err = account.FindUnit(tx, view.Entry.Unit); err != nil {
			return err
		}
		if view.StaffPage, err = s.staffPage(v, tx, tabJournal, v.Say("window.slip.title")); err != nil {
			return err
		}
		return s.slip(v, tx, &view)
	})
	if err != nil {
		return err
	}
	if view.Entry.Kind == application.EntryAccepted {
		return v.Go("/counter/case/" + view.Entry.Case)
	}
	view.Back = &part.Link{Text: v.Say("window.tab." + tabJournal), Href: "/counter/journal"}
	return v.Show(counterSlipPage(view))
}

// findEntry reads an entry and asks authority for it; another office's is not there.
func findEntry(v *Visit, tx *db.Tx, id string) (application.Entry, error) {
	if !isID(id) {
		v.judged = true
		return application.Entry{}, account.ErrHidden
	}
	e, err := application.FindEntry(tx, id)
	if err != nil {
		v.judged = true
		return e, err
	}
	return e, v.May(&account.Thing{Counter: e.Unit})
}

// slip adds what the sheet still says: the service, the law, until when the data are kept.
func (s *Site) slip(v *Visit, tx *db.Tx, view *counterSlip) error {
	view.Order = slipOrder(v)
	view.Copies = []string{"person", "office"}
	c, err := application.Glimpse(tx, view.Entry.Case)
	if errors.Is(err, application.ErrNoCase) { // discarded since: the slip lives on by itself
		return nil
	}
	if err != nil {
		return err
	}
	e, op, err := s.Cases.EditionOf(c)
	if err != nil {
		return err
	}
	service, _ := v.Law.Service(c.Service)
	view.What = words.Each(func(l words.Language) string { return service.Short.In(l) + ": " + op.Name.In(l) })
	view.Basis = basisOf(e, view.Entry)
	if c.State == application.Draft {
		view.Kept = c.KeptUntil
	}
	return nil
}

// basisOf is the law behind the reasons of an entry, each act once.
func basisOf(e *regulation.Edition, entry application.Entry) []regulation.Cite {
	var list []regulation.Cite
	for _, r := range entry.Reasons {
		for _, g := range e.AcceptanceGrounds {
			for _, c := range g.Cite {
				if g.Code == r.Code && !slices.Contains(list, c) {
					list = append(list, c)
				}
			}
		}
	}
	return list
}

// slipOrder puts the language that the operator chose for the person first; every slip has all three.
func slipOrder(v *Visit) []words.Language {
	order := slices.Clone(words.Languages)
	if first, ok := words.ParseLanguage(v.Text("first")); ok {
		slices.SortStableFunc(order, func(a, b words.Language) int {
			switch first {
			case a:
				return -1
			case b:
				return 1
			}
			return 0
		})
	}
	return order
}
