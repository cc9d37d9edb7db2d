package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/web/part"
	"ruqsat/words"
)

// batchSize is how many drafted decisions stand on one page, and so how many are decided by one press.
const batchSize = 50

// openFew is up to how many drafts everything stands open at once.
const openFew = 5

// signView is the head's table: every draft with exactly what would be decided (M-93).
type signView struct {
	part.StaffPage
	Problems []part.Problem
	Lines    []signLine
	Tally    application.Tally
	Due      []part.Due // how many are overdue, how many fall due today
	Open     bool       // everything that would be signed stands open
	Ready    int        // how many can be decided now
	Stale    bool       // some prepared days are over
	Comment  string
	Renewed  int        // drafts that were just prepared anew; they stand ticked
	Left     part.Table // those that could not be
	Limit    int        // approvals in a minute of which the auditor is told; 0: none
	Pages    part.Pagination
}

// signLine is one draft on the table. Value names it exactly as it was shown: case, version, sum.
type signLine struct {
	ID, Value            string
	Title, Number        string
	Name, Country, Term  string
	Drafter, Drafted     string
	Due                  part.Due
	Approve              bool
	Rows                 []part.Row
	Sum, Checks          string
	Letter               *refusalLetter
	Barred, Way, WayHref string
	Failing              []string
	Picked, Open         bool
}

func (s *Site) workSign(v *Visit) error {
	if err := v.May(v.Actor.Desk()); err != nil {
		return err
	}
	view, err := s.signView(v, v.Text("tick"))
	if err != nil {
		return err
	}
	return v.Show(signPage(view))
}

// signView is the table. tick says what is ticked beforehand when the head asked for it: "permits" that can be
// signed, or "stale" ones whose days are over. Nothing is ticked by itself, and a refusal never: each needs
// a look of its own.
func (s *Site) signView(v *Visit, tick string) (signView, error) {
	var view signView
	var list []application.Proposal
	at := v.page()
	at.Size = batchSize + 1
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.Tally, err = application.CountList(tx, v.Actor.Unit, application.Filter{Stage: application.StageHead}, v.bounds(account.Akimat)); err != nil {
			return err
		}
		if view.StaffPage, err = s.staffPage(v, tx, tabSignature, v.Say("report.sign.title", "n", view.Tally.Signature)); err != nil {
			return err
		}
		list, err = s.Cases.Table(tx, *v.Actor, v.Actor.Unit, v.Now, at)
		return err
	})
	if err != nil {
		return view, err
	}
	view.pages(v, &list)
	if err := s.readAll(v, list); err != nil {
		return view, err
	}
	for i, p := range list {
		line, err := s.signLine(v, p)
		if err != nil {
			return view, err
		}
		stale := errors.Is(p.Barred, application.ErrChanged)
		line.Picked = tick == "permits" && line.Approve && p.Barred == nil || tick == "stale" && stale
		view.Open = v.Text("show") == "all" || len(list) <= openFew
		line.Open = view.Open || i == 0
		view.Lines = append(view.Lines, line)
		view.Stale = view.Stale || stale
		if p.Barred == nil {
			view.Ready++
		}
	}
	view.told(v)
	return view, nil
}

// pages cuts the list to one page and says where it goes on.
func (w *signView) pages(v *Visit, list *[]application.Proposal) {
	if v.Text("id") != "" {
		w.Pages.Newer = "/work/sign"
	}
	if len(*list) > batchSize {
		*list = (*list)[:batchSize]
		last := (*list)[batchSize-1].Case
		w.Pages.Older = "/work/sign?" + url.Values{"after": {last.DueAt.UTC().Format(time.RFC3339Nano)}, "id": {last.ID}}.Encode()
	}
	w.Pages.Shown, w.Pages.Total = len(*list), w.Tally.Signature
}

// told are the badges over the table, and the alert's figure.
func (w *signView) told(v *Visit) {
	if n := w.Tally.Critical + w.Tally.Overdue; n > 0 {
		w.Due = append(w.Due, part.Due{Severity: part.Overdue, Text: v.Say("report.sign.overdue", "n", n)})
	}
	if n := w.Tally.Today; n > 0 {
		w.Due = append(w.Due, part.Due{Severity: part.Soon, Text: v.Say("report.sign.today", "n", n)})
	}
	if f, ok := v.Law.Control.ApprovalsAMinute.On(calendar.DayOf(v.Now)); ok {
		w.Limit = f.Value
	}
}

// readAll leaves the trace of having read each case that stands on the table (B-15).
func (s *Site) readAll(v *Visit, list []application.Proposal) error {
	if len(list) == 0 {
		return nil
	}
	return v.Write(func(tx *db.Tx) error {
		for _, p := range list {
			if err := application.Read(tx, *v.Actor, p.Case, purposes[v.Actor.Role]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Site) signLine(v *Visit, p application.Proposal) (signLine, error) {
	c, d := p.Case, p.Decision
	l := signLine{ID: c.ID, Number: c.Number, Name: c.Name, Country: v.country(c.Citizenship), Approve: d.Approve,
		Drafter: d.Drafter, Drafted: words.ShortMoment(d.DraftedAt), Due: v.due(v.bounds(account.Akimat), c.DueAt, account.Akimat),
		Title: v.Say("report.sign.permit"), Checks: v.Say("report.sign.checks", "passed", c.Passed, "all", len(c.Verdicts))}
	if p.Prepared == nil {
		l.Title = v.Say("report.sign.refusal")
		letter, err := s.letterOf(v, c, d)
		if err != nil {
			return l, err
		}
		letter.Signature = v.Say("staff.letter.signature", "name", v.Actor.FullName(), "position", v.Actor.Position)
		l.Letter = letter
	} else {
		data := p.Prepared.Data
		l.Term, l.Rows, l.Sum = words.ShortDate(data.First)+" – "+words.ShortDate(data.Last), v.printed(data), p.Prepared.Sum
	}
	l.Value = fmt.Sprintf("%s:%d:%s", c.ID, c.Version, l.Sum)
	l.bar(v, p)
	return l, nil
}

// bar says why a draft cannot be decided now, and the way on.
func (l *signLine) bar(v *Visit, p application.Proposal) {
	back := func() { l.Way, l.WayHref = v.Say("report.sign.way.return"), "/work/case/"+l.ID+"/decide#return" }
	switch {
	case p.Barred == nil:
	case errors.Is(p.Barred, application.ErrOwnDraft):
		l.Barred = v.Say("staff.bar.own")
	case errors.Is(p.Barred, application.ErrChanged):
		l.Barred = v.Say("report.sign.bar.days", "first", words.Date(v.Language, p.Prepared.Data.First))
	case errors.Is(p.Barred, application.ErrNotJudged):
		l.Barred = v.Say("report.sign.bar.checks")
		for _, failed := range p.Failing {
			l.Failing = append(l.Failing, failed.Title.In(v.Language)+": "+failed.Explain.In(v.Language))
		}
		back()
	case errors.Is(p.Barred, permit.ErrSignatory):
		l.Barred = v.Say("staff.bar.head", "name", p.Prepared.Data.Head)
		back()
	default:
		l.Barred = v.Say("staff.conflict." + conflictOf(p.Barred))
		back()
	}
}

// pick is one draft that the head ticked, as it was shown to him.
type pick struct {
	ID, Sum string
	Version int
}

// picks reads the ticked drafts, each once, in the order of the page.
func (v *Visit) picks() ([]pick, error) {
	var list []pick
	for _, text := range v.Form["pick"] {
		parts := strings.Split(text, ":")
		if len(parts) != 3 {
			return nil, errForm
		}
		version, err := strconv.Atoi(parts[1])
		if err != nil {
			return nil, errVersion
		}
		p := pick{ID: parts[0], Version: version, Sum: parts[2]}
		if !slices.ContainsFunc(list, func(q pick) bool { return q.ID == p.ID }) {
			list = append(list, p)
		}
	}
	return list, nil
}

// workSignDo decides the ticked drafts, each in a transaction of its own over exactly what was shown.
func (s *Site) workSignDo(v *Visit) error {
	return s.batch(v, "done", func(tx *db.Tx, p pick) error {
		_, err := s.Cases.Decide(tx, *v.Actor, p.ID, p.Version, p.Sum)
		return err
	})
}

// workSignReturn returns the ticked drafts to their executors with one comment.
func (s *Site) workSignReturn(v *Visit) error {
	comment := v.Text("comment")
	return s.batch(v, "returned", func(tx *db.Tx, p pick) error {
		_, err := s.Cases.Return(tx, *v.Actor, p.ID, p.Version, comment)
		return err
	})
}

// workSignRenew prepares the permits anew whose first day is over. They come back ticked, to be looked at again
// and decided.
func (s *Site) workSignRenew(v *Visit) error {
	return s.batch(v, "renewed", func(tx *db.Tx, p pick) error {
		_, err := s.Cases.Renew(tx, *v.Actor, p.ID)
		return err
	})
}

// renewed is the table after a renewal: what was renewed stands open and ticked, what was not says why.
func (s *Site) renewed(v *Visit, picks []pick, results []outcome) error {
	view, err := s.signView(v, "")
	if err != nil {
		return err
	}
	told, err := s.toldOf(v, "renewed", picks, results)
	if err != nil {
		return err
	}
	view.Left, view.Renewed = told.Left, len(told.Done.Rows)
	for i, l := range view.Lines {
		at := slices.IndexFunc(picks, func(p pick) bool { return p.ID == l.ID })
		if at >= 0 && results[at].Err == nil && l.Barred == "" {
			view.Lines[i].Picked = true
		}
	}
	return v.Show(signPage(view))
}

// problems of the form: nothing ticked, too much ticked, no word to the executors.
func (v *Visit) signProblems(kind string, n int) []part.Problem {
	var list []part.Problem
	switch {
	case n == 0:
		list = append(list, part.Problem{Field: "table", Text: v.Say("report.sign.none")})
	case n > batchSize:
		list = append(list, part.Problem{Field: "table", Text: v.Say("report.sign.many", "max", batchSize)})
	}
	if kind != "returned" {
		return list
	}
	switch comment := v.Text("comment"); {
	case comment == "":
		list = append(list, part.Problem{Field: "comment", Text: v.Say("staff.return.none")})
	case len([]rune(comment)) > longestNote:
		list = append(list, part.Problem{Field: "comment", Text: v.Say("staff.text.long", "max", longestNote)})
	}
	return list
}

// batch does one act over each ticked draft and tells what became of it.
func (s *Site) batch(v *Visit, kind string, do func(*db.Tx, pick) error) error {
	if err := v.May(v.Actor.Desk()); err != nil {
		return err
	}
	picks, err := v.picks()
	if err != nil {
		return err
	}
	if problems := v.signProblems(kind, len(picks)); len(problems) > 0 {
		return s.signAgain(v, picks, problems)
	}
	results := make([]outcome, len(picks))
	for i, p := range picks {
		results[i] = s.one(v, p, do)
	}
	if kind == "renewed" && slices.ContainsFunc(results, func(o outcome) bool { return o.Err == nil }) {
		return s.renewed(v, picks, results)
	}
	return s.signed(v, kind, picks, results)
}

// signAgain shows the table with what must be mended; what was ticked and written stays.
func (s *Site) signAgain(v *Visit, picks []pick, problems []part.Problem) error {
	view, err := s.signView(v, "")
	if err != nil {
		return err
	}
	view.Wrong, view.Problems, view.Comment = true, problems, v.Text("comment")
	for i, l := range view.Lines {
		view.Lines[i].Picked = slices.ContainsFunc(picks, func(p pick) bool { return p.ID == l.ID })
	}
	return v.ShowAs(http.StatusUnprocessableEntity, signPage(view))
}

// one does the act over one draft: authority, version and act in one transaction.
func (s *Site) one(v *Visit, p pick, do func(*db.Tx, pick) error) outcome {
	err := v.Write(func(tx *db.Tx) error {
		c, err := application.Glimpse(tx, p.ID)
		if errors.Is(err, application.ErrNoCase) {
			return account.ErrHidden
		}
		if err != nil {
			return err
		}
		thing := c.Thing(v.Actor)
		if err := account.May(v.Actor, v.Route.Act, &thing); err != nil {
			if errors.Is(err, account.ErrForbidden) && thing.Drafter == v.Actor.ID {
				return application.ErrOwnDraft
			}
			return err
		}
		if c.Version != p.Version {
			return db.ErrStale
		}
		return do(tx, p)
	})
	if err != nil && conflictOf(err) == "" && !errors.Is(err, account.ErrHidden) && !errors.Is(err, account.ErrForbidden) {
		s.Log.Error("web: one of a batch was not done", "page", v.Route.Page, "request", v.ID, "error", err)
	}
	return outcome{Err: err}
}
