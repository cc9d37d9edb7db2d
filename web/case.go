package web

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/notice"
	"ruqsat/permit"
	"ruqsat/register"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// ownCase is the page of a case in the cabinet: who holds it, since when, until when, why; what was
// and what comes; the term day by day (B-07); every check (B-04); the letters; who looked (B-15).
type ownCase struct {
	Case     application.Case
	Title    string
	Party    string
	Holds    *part.Holds
	Events   []part.Event
	Clock    *part.Clock
	Law      []regulation.Cite
	Days     int
	Silences []silenceRow
	Facts    []part.Fact
	Letters  []part.Link
	Readings part.Table
	Permit   *part.PermitCard
	Adopted  string // the edition was not in force on the day of filing (P17)
	Status   string // address of the permit's public page
	Refused  bool
	Withdraw bool
	Again    bool
	Counter  *handout // a case of the front office: nothing but its state is in the cabinet (P11)
}

// silenceRow is a system that has not answered yet.
type silenceRow struct{ System, Text string }

// story is everything that is read of a case for its page.
type story struct {
	application.Case
	edition  *regulation.Edition
	op       *regulation.Operation
	police   application.Police
	asked    bool
	history  []register.Entry
	silences []exchange.Silence
	decided  []application.Decision
	units    map[string]account.Unit
	terms    regulation.Terms
	permit   *permit.Permit
}

// casePage shows a draft as its task list and any other case as it stands. Staff have workplaces of
// their own, whose reading leaves a trace, and are refused here.
func (s *Site) casePage(v *Visit) error {
	var c application.Case
	var draft draftView
	var view ownCase
	err := v.Read(func(tx *db.Tx) (err error) {
		if c, err = caseOf(v, tx, ""); err != nil {
			return err
		}
		if c.State == application.Draft {
			draft, err = s.draftPage(v, tx, c)
			return err
		}
		view, err = s.ownCase(v, tx, c)
		return err
	})
	switch {
	case err != nil:
		return err
	case c.State == application.Draft:
		return v.Show(draftPage(draft))
	}
	return v.Show(casePage(view))
}

func (s *Site) ownCase(v *Visit, tx *db.Tx, c application.Case) (ownCase, error) {
	view := ownCase{Case: c, Title: s.caseTitle(v, c.Service, c.Operation), Party: c.PartyOf(*v.Actor)}
	if view.Party == "" {
		return view, account.ErrForbidden
	}
	st, err := s.story(tx, c)
	if err != nil {
		return view, err
	}
	if !c.FiledAt.IsZero() {
		view.Adopted = v.adopted(st.edition, calendar.DayOf(c.FiledAt))
	}
	if c.State.Open() {
		view.Holds = st.holds(v)
	} else {
		view.Case.Verdicts = settled(c.Verdicts)
	}
	view.Events = st.events(v)
	view.Facts = st.facts(s, v)
	for _, silence := range st.silences {
		view.Silences = append(view.Silences, silenceOf(v, silence))
	}
	if !c.FiledAt.IsZero() && len(st.terms.Steps) > 0 {
		view.Clock = &part.Clock{Trace: slices.Concat(st.terms.Trace), Filed: c.FiledAt, Due: st.terms.ResultDue, Today: calendar.DayOf(v.Now)}
		view.Law, view.Days = st.decision()
	}
	if st.permit != nil {
		view.Permit, view.Status = permitCard(v, *st.permit), "/p/"+st.permit.Code
	}
	mine := view.Party == account.ApplicantPart
	view.Refused = c.State == application.Refused
	view.Withdraw = mine && c.State.Running()
	view.Again = mine && (c.State == application.Refused || c.State == application.Withdrawn)
	if c.Counter != "" {
		if err := view.atCounter(v, tx); err != nil {
			return view, err
		}
	}
	return view, s.correspondence(v, tx, st, &view)
}

// settled are the checks of a finished case: what was still awaited then is not needed any more.
func settled(list []regulation.Verdict) []regulation.Verdict {
	list = slices.Clone(list)
	for i := range list {
		if list[i].Result == regulation.Waiting {
			list[i].Result, list[i].Explain = part.Unneeded, words.All("cabinet.check.unneeded")
		}
	}
	return list
}

// correspondence is the letters to this person about the case, and who read it.
func (s *Site) correspondence(v *Visit, tx *db.Tx, st story, view *ownCase) error {
	letters, err := notice.ForCase(tx, st.ID)
	if err != nil {
		return err
	}
	letters = slices.DeleteFunc(letters, func(l notice.Letter) bool { return l.To != v.Actor.ID })
	slices.Reverse(letters)
	view.Letters = letterLinks(v, letters)
	readings, err := account.Readings(tx, st.Subject())
	if err != nil {
		return err
	}
	view.Readings = readingTable(v, st, readings)
	return nil
}

func readingTable(v *Visit, st story, list []account.Reading) part.Table {
	t := part.Table{Caption: v.Say("cabinet.readings"), Hidden: true, Columns: []part.Column{
		{Text: v.Say("cabinet.readings.when")}, {Text: v.Say("cabinet.readings.who")}, {Text: v.Say("cabinet.readings.why")}}}
	for _, r := range slices.Backward(list) {
		t.Rows = append(t.Rows, []part.Cell{{Text: words.ShortMoment(r.At.In(calendar.Zone)), Short: true},
			{Text: r.Name.In(v.Language), Note: joined(v.Say("account.role."+string(r.Role)), st.units[r.Unit].Name.In(v.Language))},
			{Text: purpose(v, r.Purpose)}})
	}
	return t
}

// purpose says what a member of staff read the case for; a code without words is the work on the case.
func purpose(v *Visit, code string) string {
	for _, key := range []string{"cabinet.purpose." + code, "staff.purpose." + code} {
		if words.Has(key) {
			return words.Say(v.Language, key)
		}
	}
	return v.Say("cabinet.purpose.work")
}

// story reads the case from every room that knows of it.
func (s *Site) story(tx *db.Tx, c application.Case) (story, error) {
	st := story{Case: c, units: map[string]account.Unit{}}
	var err error
	if st.edition, st.op, err = s.Cases.EditionOf(c); err != nil {
		return st, err
	}
	if st.police, st.asked, err = application.PoliceOf(tx, c.ID); err != nil {
		return st, err
	}
	if st.history, err = register.History(tx, c.Subject()); err != nil {
		return st, err
	}
	if st.silences, err = exchange.Silences(tx, c.Subject()); err != nil {
		return st, err
	}
	if st.decided, err = application.Decisions(tx, c.ID); err != nil {
		return st, err
	}
	if !c.FiledAt.IsZero() {
		if st.terms, err = st.edition.Terms(c.Operation, c.FiledAt); err != nil && !errors.Is(err, calendar.ErrUnknownYear) {
			return st, err
		}
	}
	return st, st.more(tx)
}

func (st *story) more(tx *db.Tx) error {
	for _, id := range []string{st.Unit, st.PoliceUnit} {
		u, err := account.FindUnit(tx, id)
		if err != nil && !errors.Is(err, account.ErrNoUnit) {
			return err
		}
		st.units[id] = u
	}
	if !st.State.Open() {
		st.silences = nil
	}
	p, err := permit.ByCase(tx, st.ID)
	if errors.Is(err, permit.ErrNoPermit) {
		return nil
	}
	st.permit = &p
	return err
}

func (st story) stage() application.Stage { return application.StageOf(st.Case, st.police, st.asked) }

// holds answers who has the case, since when, until when and why (quality 2.1.7).
func (st story) holds(v *Visit) *part.Holds {
	stage := st.stage()
	h := &part.Holds{Title: v.Say("application.stage." + string(stage)), Rest: v.Say("cabinet.holds.rest." + string(stage))}
	if !st.DueAt.IsZero() {
		h.Lead, h.Until = v.Say("cabinet.holds.until"), words.Moment(v.Language, st.DueAt.In(calendar.Zone))+"."
	}
	fact := func(key, value string) {
		if value != "" {
			h.Facts = append(h.Facts, part.Fact{Term: v.Say("cabinet.holds." + key), Value: value})
		}
	}
	fact("who", st.holder(v, stage))
	if since := st.since(stage); !since.IsZero() {
		fact("since", words.Moment(v.Language, since.In(calendar.Zone)))
	}
	if stage == application.StagePolice {
		fact("due", words.Moment(v.Language, st.police.DueAt.In(calendar.Zone)))
	}
	fact("why", st.why(v, stage))
	return h
}

func (st story) holder(v *Visit, stage application.Stage) string {
	switch stage {
	case application.StageEmployer:
		return st.EmployerName
	case application.StagePolice:
		return st.units[st.PoliceUnit].Name.In(v.Language)
	case application.StageExecutor, application.StageHead:
		u := st.units[st.Unit]
		return joined(firstOf(u.Department.In(v.Language), u.Name.In(v.Language)), st.ExecutorName)
	case application.StageSystems:
		var names []string
		for _, silence := range st.silences {
			if name := v.Say("web.source." + silence.System); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		return strings.Join(names, ", ")
	}
	return st.units[st.Unit].Name.In(v.Language)
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// since is when the present stage began.
func (st story) since(stage application.Stage) time.Time {
	switch stage {
	case application.StageEmployer:
		return st.last("application.confirm")
	case application.StageOpening:
		return st.FiledAt
	case application.StagePolice:
		return st.police.AskedAt
	case application.StageSystems:
		if len(st.silences) > 0 {
			return st.silences[0].Since
		}
	case application.StageHead:
		return st.last("application.draft")
	}
	latest := st.ReceivedAt
	for _, at := range []time.Time{st.police.AnsweredAt, st.last("application.return"), st.last("application.judge")} {
		if at.After(latest) {
			latest = at
		}
	}
	return latest
}

func (st story) last(act string) (at time.Time) {
	for _, e := range st.history {
		if e.Act == act {
			at = e.At
		}
	}
	return at
}

// why names the days that are not counted, or the systems that are silent.
func (st story) why(v *Visit, stage application.Stage) string {
	if stage == application.StageSystems {
		return v.Say("cabinet.why.systems")
	}
	if st.State.Running() && !v.Now.Before(st.DueAt) {
		return v.Say("cabinet.why.overdue")
	}
	n := 0
	for _, t := range st.terms.Trace {
		if t.Why == calendar.OnWeekend || t.Why == calendar.OnHoliday || t.Why == calendar.OnTransferred {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return v.Say("cabinet.why.days", "n", n)
}

// told are the acts that a person's timeline tells, and how they are drawn.
var told = map[string]string{
	"application.confirm": part.EventDone, "application.decline": part.EventBad, "application.file": part.EventDone,
	"application.receive": part.EventDone, "application.police": part.EventDone, "application.police.overdue": part.EventBad,
	"application.overdue": part.EventBad, "application.draft": part.EventDone, "application.return": part.EventDone,
	"application.approve": part.EventDone, "application.refuse": part.EventBad, "application.withdraw": part.EventBad,
}

// events are what has happened, where the case is now, and what comes.
func (st story) events(v *Visit) []part.Event {
	var list []part.Event
	for _, e := range st.history {
		state, tell := told[e.Act]
		if !tell {
			continue
		}
		event := part.Event{State: state, Title: v.Say("application.act." + e.Act), At: e.At}
		if e.ActorUnit != "" {
			event.When = firstOf(st.units[e.ActorUnit].Name.In(v.Language), e.ActorName.In(v.Language))
		}
		if e.Act == "application.receive" {
			event.Text = v.Say("cabinet.event.checks", "passed", st.Passed, "all", len(st.Verdicts))
		}
		if e.Act == "application.police" && e.Ground == "object" {
			event.State, event.Text = part.EventBad, st.police.Reason
		}
		if key := "cabinet.event.police." + e.Ground; e.Act == "application.police" && words.Has(key) {
			event.Title = v.Say(key)
		}
		list = append(list, event)
	}
	if !st.State.Open() {
		return list
	}
	return append(list, st.coming(v)...)
}

// coming is the present stage and those after it.
func (st story) coming(v *Visit) []part.Event {
	order := []application.Stage{application.StageEmployer, application.StageOpening, application.StagePolice, application.StageSystems,
		application.StageExecutor, application.StageHead}
	stage := st.stage()
	at := slices.Index(order, stage)
	var list []part.Event
	for i, one := range order {
		switch {
		case i == at:
			list = append(list, part.Event{State: part.EventNow, Title: v.Say("application.stage." + string(one)), Text: v.Say("cabinet.now." + string(one))})
		case i > at && one != application.StageOpening && one != application.StageSystems && !(one == application.StagePolice && st.police.Answered()):
			list = append(list, part.Event{State: part.EventNext, Title: v.Say("cabinet.next." + string(one)), When: st.nextDue(v, one)})
		}
	}
	return list
}

func (st story) nextDue(v *Visit, stage application.Stage) string {
	if stage == application.StageHead && !st.DueAt.IsZero() {
		return v.Say("cabinet.due", "moment", words.Moment(v.Language, st.DueAt.In(calendar.Zone)))
	}
	return ""
}

// decision is the law and the length of the term that the case's own due moment comes from.
func (st story) decision() ([]regulation.Cite, int) {
	for _, due := range st.terms.Steps {
		if !due.Due.Equal(st.terms.ResultDue) {
			continue
		}
		for _, step := range st.op.Steps {
			if step.ID == due.Step {
				return step.Cite, due.Days
			}
		}
	}
	return nil, 0
}

// facts are what the application is about, in a side card.
func (st story) facts(s *Site, v *Visit) []part.Fact {
	country, _ := v.Law.Country(st.Citizenship)
	return []part.Fact{
		{Term: v.Say("cabinet.fact.worker"), Value: st.Name, Note: country.Name.In(v.Language)},
		{Term: v.Say("cabinet.fact.employer"), Value: st.EmployerName, Note: v.Say("cabinet.iin") + " " + st.EmployerIIN},
		{Term: v.Say("cabinet.fact.place"), Value: st.Address, Note: s.Cases.TerritoryName(st.Case).In(v.Language)},
		{Term: v.Say("cabinet.fact.months"), Value: words.Months(v.Language, st.Months)},
	}
}

// silenceOf says which system is silent, since when, and when it is asked again (B-06).
func silenceOf(v *Visit, s exchange.Silence) silenceRow {
	row := silenceRow{System: v.Say("web.source." + s.System)}
	since := words.Moment(v.Language, s.Since.In(calendar.Zone))
	switch {
	case s.Dead:
		row.Text = v.Say("cabinet.silence.dead", "since", since)
	case s.Looking:
		row.Text = v.Say("cabinet.silence.looking", "since", since)
	case s.Tried.IsZero():
		row.Text = v.Say("cabinet.silence.sent", "since", since)
	default:
		row.Text = v.Say("cabinet.silence", "since", since, "next", words.Clock(s.Next.In(calendar.Zone)))
	}
	return row
}

func clockNote(ctx context.Context, c ownCase) string {
	return part.Say(ctx, "cabinet.clock.text", "days", part.Say(ctx, "common.working-days", "n", c.Days))
}
