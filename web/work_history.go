package web

import (
	"slices"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// actRead is the register's name of a reading.
const actRead = "case.read"

// unsaid are acts of which the officers' history says nothing: the pages of the form while the case
// was still its parties' own.
var unsaid = []string{actRead, "application.start", "application.save", "application.paper", "application.paper.remove",
	"counter.start", "counter.save", "counter.attach"}

// caseHistory is what was done to the case, the newest first, and who has looked at it.
func (s *Site) caseHistory(v *Visit, tx *db.Tx, view *caseView) error {
	entries, err := register.History(tx, view.Case.Subject())
	if err != nil {
		return err
	}
	newestFirst(entries)
	view.History = part.Table{ID: "history", Caption: v.Say("staff.history"), Columns: []part.Column{
		{Text: v.Say("staff.history.when")}, {Text: v.Say("staff.history.who")}, {Text: v.Say("staff.history.what")}}}
	view.Readers = part.Table{Caption: v.Say("staff.readers"), Columns: []part.Column{
		{Text: v.Say("staff.history.when")}, {Text: v.Say("staff.history.who")}, {Text: v.Say("staff.readers.purpose")}}}
	var judged *register.Entry
	for _, e := range entries {
		when, who := part.Cell{Text: words.ShortMoment(e.At), Short: true}, part.Cell{Text: e.ActorName.In(v.Language), Note: v.role(e)}
		if e.Act == actRead {
			view.Readers.Rows = append(view.Readers.Rows, []part.Cell{when, who, {Text: purpose(v, e.Purpose)}})
			view.also(v, e)
		}
		if !slices.Contains(unsaid, e.Act) && !v.overtaken(e, &judged) {
			view.History.Rows = append(view.History.Rows, []part.Cell{when, who, {Text: v.actName(e), Note: v.detail(e)}})
		}
	}
	return nil
}

// overtaken: a judgement that a later one of the same day followed at once. Each answer of a system brings one;
// the last of them says how the checks stood, and the auditor's page keeps them all.
func (v *Visit) overtaken(e register.Entry, last **register.Entry) bool {
	if _, judged := e.Detail["results"]; !judged {
		if e.Act != actRead {
			*last = nil
		}
		return false
	}
	newer := *last
	*last = &e
	return newer != nil && newer.Act == e.Act && newer.Actor == e.Actor && calendar.DayOf(newer.At) == calendar.DayOf(e.At)
}

// also: who else of the staff has opened the case within the last hour (two officers on one case).
func (view *caseView) also(v *Visit, e register.Entry) {
	if view.Also == "" && e.Actor != v.Actor.ID && v.Now.Sub(e.At) < time.Hour && account.Role(e.ActorRole) != account.Police {
		view.Also = v.Say("staff.also", "name", e.ActorName.In(v.Language), "clock", words.Clock(e.At.In(calendar.Zone)))
	}
}

func (v *Visit) role(e register.Entry) string {
	if e.ActorRole == "" || e.ActorRole == string(account.Person) {
		return ""
	}
	return v.Say("staff.role." + e.ActorRole)
}

// detail is what people wrote with an act: a reason, a comment, a note.
func (v *Visit) detail(e register.Entry) string {
	switch {
	case e.Act == "application.police" && e.Ground == "agree":
		return v.Say("staff.history.agree")
	case e.Act == "application.draft" && e.Ground == "approve":
		return v.Say("staff.history.draft.approve")
	case e.Act == "application.draft":
		return v.Say("staff.history.draft.refuse")
	}
	if e.Act == "application.assign" {
		return v.handed(e)
	}
	if results, ok := e.Detail["results"].([]any); ok {
		return v.tallied(results)
	}
	for _, key := range []string{"reason", "comment", "permit"} {
		if text, ok := e.Detail[key].(string); ok && text != "" {
			return text
		}
	}
	return ""
}

// handed says from whom to whom a case went, and the head's words with it (M-96).
func (v *Visit) handed(e register.Entry) string {
	text := func(key string) string { said, _ := e.Detail[key].(string); return said }
	from := text("from_name")
	if from == "" {
		from = v.Say("staff.whose.nobody")
	}
	way := v.Say("list.history.way", "from", from, "to", text("to_name"))
	if resolution := text("resolution"); resolution != "" {
		way += ". " + resolution
	}
	return way
}

// tallied is a judgement in short: how many checks passed, failed and wait.
func (v *Visit) tallied(results []any) string {
	passed, waiting := 0, 0
	for _, r := range results {
		switch text, _ := r.(string); {
		case strings.HasSuffix(text, ":"+string(regulation.Passed)):
			passed++
		case strings.HasSuffix(text, ":"+string(regulation.Waiting)):
			waiting++
		}
	}
	return v.Say("staff.history.judged", "passed", passed, "failed", len(results)-passed-waiting, "waiting", waiting)
}

// newestFirst turns a history round; acts of one moment too.
func newestFirst(entries []register.Entry) {
	slices.Reverse(entries)
	slices.SortStableFunc(entries, func(a, b register.Entry) int { return b.At.Compare(a.At) })
}

// caseNext finds the one next action of the reader, and says why the others are not open to him.
func (s *Site) caseNext(v *Visit, tx *db.Tx, view *caseView) error {
	c := view.Case
	thing := c.Thing(v.Actor)
	decisions, err := application.Decisions(tx, c.ID)
	if err != nil {
		return err
	}
	view.Returns = v.returns(decisions)
	if len(decisions) > 0 && decisions[0].State == application.Returned && c.State == application.Review {
		view.Returned = &decisions[0]
	}
	police, asked, err := application.PoliceOf(tx, c.ID)
	if err != nil {
		return err
	}
	n := next{v: v, c: c, thing: thing, stage: application.StageOf(c, police, asked), police: police, doubts: doubts(view.Papers)}
	if v.Actor.Role == account.Head {
		view.Next = n.head()
	} else {
		view.Next, view.Act = n.executor()
	}
	return nil
}

// returns are the drafts that the head sent back, the newest first: what was drafted, and his words.
func (v *Visit) returns(decisions []application.Decision) part.Table {
	t := part.Table{Caption: v.Say("desk.returns"), Columns: []part.Column{
		{Text: v.Say("staff.history.when")}, {Text: v.Say("desk.returns.draft")}, {Text: v.Say("desk.returns.comment")}}}
	for _, d := range decisions {
		if d.State != application.Returned {
			continue
		}
		what := v.Say("staff.history.draft.refuse")
		if d.Approve {
			what = v.Say("staff.history.draft.approve")
		}
		t.Rows = append(t.Rows, []part.Cell{{Text: words.ShortMoment(d.MadeAt), Short: true},
			{Text: what, Note: d.Drafter + ", " + words.ShortMoment(d.DraftedAt)}, {Text: d.Comment, Note: d.Maker}})
	}
	return t
}
