package main

import (
	"context"
	"fmt"
	"sort"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/words"
)

// scene is one act of the sample past: it happens at its moment, and the timers and other systems
// follow as they would have.
type scene struct {
	at  time.Time
	act func(tx *db.Tx) error
}

// story is one sample case on its way.
type story struct {
	stage            *stage
	hire             sample.Hire
	worker, employer account.Account
	scan             attachment.File
	c                application.Case
}

// plan is the past of one kind of sample case.
type plan struct {
	unit   string
	months int
	spoil  func(*sample.Hire)
	scenes func(y *story, on func(daysBack, hour, minute int) time.Time) []scene
}

// plans, one of each state; a demonstration with more cases repeats them.
var plans = []plan{
	{sample.Zhitikara, 6, nil, func(y *story, on func(int, int, int) time.Time) []scene { // a draft, free to try
		return []scene{{on(1, 11, 5), y.draft}}
	}},
	{sample.Zhitikara, 3, nil, func(y *story, on func(int, int, int) time.Time) []scene { // waits for the employer
		return []scene{{on(1, 12, 0), y.draft}, {on(1, 12, 20), y.confirm}}
	}},
	{sample.Zhitikara, 12, nil, func(y *story, on func(int, int, int) time.Time) []scene { // at the police
		return []scene{{on(1, 15, 0), y.draft}, {on(1, 15, 30), y.file}}
	}},
	{sample.Zhitikara, 6, nil, func(y *story, on func(int, int, int) time.Time) []scene { // with the executor
		return []scene{{on(2, 10, 0), y.draft}, {on(2, 10, 15), y.file}, {on(1, 10, 0), y.agree}}
	}},
	{sample.Zhitikara, 9, nil, func(y *story, on func(int, int, int) time.Time) []scene { // on the head's table
		return []scene{{on(2, 11, 0), y.draft}, {on(2, 11, 15), y.file}, {on(1, 11, 0), y.agree}, {on(1, 16, 0), y.propose}}
	}},
	{sample.Zhitikara, 6, nil, func(y *story, on func(int, int, int) time.Time) []scene { // issued
		return []scene{{on(8, 10, 0), y.draft}, {on(8, 10, 15), y.file}, {on(7, 11, 0), y.agree}, {on(6, 12, 0), y.propose}, {on(6, 16, 0), y.decide}}
	}},
	{sample.Zhitikara, 4, nil, func(y *story, on func(int, int, int) time.Time) []scene { // refused: the police object
		return []scene{{on(7, 10, 0), y.draft}, {on(7, 10, 15), y.file}, {on(6, 11, 0), y.object}, {on(6, 12, 0), y.propose}, {on(5, 16, 0), y.decide}}
	}},
	{sample.Zhitikara, 5, nil, func(y *story, on func(int, int, int) time.Time) []scene { // overdue: the police were silent
		return []scene{{on(6, 10, 0), y.draft}, {on(6, 10, 15), y.file}}
	}},
	{sample.Zhitikara, 6, unpaid, func(y *story, on func(int, int, int) time.Time) []scene { // the tax service knows less
		return []scene{{on(2, 14, 0), y.draft}, {on(2, 14, 15), y.file}}
	}},
	{sample.Kostanay, 6, nil, func(y *story, on func(int, int, int) time.Time) []scene { // another district
		return []scene{{on(2, 10, 0), y.draft}, {on(2, 10, 15), y.file}}
	}},
}

// unpaid lets the state know of a smaller payment than the receipt says.
func unpaid(known *sample.Hire) { known.Paid[0].Sum -= 17_300 }

// fill makes sample cases in all states on the working days before now.
func (s *stage) fill(ctx context.Context, now time.Time, cases int) error {
	var scenes []scene
	for i := range cases {
		p := plans[i%len(plans)]
		y, err := s.story(ctx, i+1, p, now)
		if err != nil {
			return err
		}
		scenes = append(scenes, p.scenes(y, func(back, hour, minute int) time.Time {
			return s.workday(now, back).At(hour, minute).Add(time.Duration(i/len(plans)%100) * time.Second)
		})...)
		if i < 2 {
			s.people = append(s.people, y.hire)
		}
	}
	sort.SliceStable(scenes, func(i, j int) bool { return scenes[i].at.Before(scenes[j].at) })
	for i, sc := range scenes {
		if err := s.play(ctx, sc); err != nil {
			return fmt.Errorf("scene %d: %w", i+1, err)
		}
	}
	return s.settleAt(ctx, now)
}

// workday is the day that many working days before now.
func (s *stage) workday(now time.Time, back int) calendar.Day {
	day := calendar.DayOf(now)
	for back > 0 {
		day = day.AddDays(-1)
		if works, _, err := s.office.Law().Calendar.Working(day); err != nil || works {
			back--
		}
	}
	return day
}

func (s *stage) story(ctx context.Context, n int, p plan, now time.Time) (*story, error) {
	hire, err := sample.Invent(s.office.Law(), n, s.workday(now, 9), p.unit, p.months)
	if err != nil {
		return nil, err
	}
	known := hire
	known.Paid = append([]sample.Receipt{}, hire.Paid...)
	if p.spoil != nil {
		p.spoil(&known)
	}
	if err := s.state.Add(known.Scenario()); err != nil {
		return nil, err
	}
	y := &story{stage: s, hire: hire}
	if y.scan, err = s.town.Scan(ctx, "Құжат көшірмесі", now); err != nil {
		return nil, err
	}
	return y, s.db.Write(ctx, s.workday(now, 9).At(9, 0), func(tx *db.Tx) (err error) {
		if y.worker, err = s.town.Join(tx, hire.Worker, account.Immigrant, words.Russian); err != nil {
			return err
		}
		y.employer, err = s.town.Join(tx, hire.Employer, account.Employer, words.Kazakh)
		return err
	})
}

// play moves the clock to the scene, lets fall due what falls due, acts, and lets the systems answer.
func (s *stage) play(ctx context.Context, sc scene) error {
	if err := s.settleAt(ctx, sc.at); err != nil {
		return err
	}
	if err := s.db.Write(ctx, sc.at, sc.act); err != nil {
		return err
	}
	return s.settleAt(ctx, sc.at.Add(time.Minute))
}

func (s *stage) settleAt(ctx context.Context, at time.Time) error {
	s.clock.Set(at)
	for range 10 {
		fired, err := s.wheel.Fire(ctx)
		if err != nil {
			return err
		}
		asked, err := s.exchange.Flush(ctx)
		if err != nil || fired+asked == 0 {
			return err
		}
		s.clock.Advance(10 * time.Second)
	}
	return nil
}

func (y *story) draft(tx *db.Tx) error {
	a, err := attachment.Keep(tx, y.scan, y.worker.ID)
	if err != nil {
		return err
	}
	y.c, err = y.stage.town.Draft(tx, y.worker, y.hire, a)
	return err
}

func (y *story) confirm(tx *db.Tx) error {
	papers, err := application.Papers(tx, y.c.ID)
	if err != nil {
		return err
	}
	_, sum, err := y.c.Canonical(papers)
	if err != nil {
		return err
	}
	c, defects, err := y.stage.office.Confirm(tx, y.worker, y.c.ID, sum)
	if len(defects) > 0 {
		return fmt.Errorf("a sample draft has a defect: %s", defects[0].Text.EN)
	}
	y.c = c
	return err
}

func (y *story) file(tx *db.Tx) error {
	c, defects, err := y.stage.town.File(tx, y.worker, y.employer, y.c)
	if len(defects) > 0 {
		return fmt.Errorf("a sample draft has a defect: %s", defects[0].Text.EN)
	}
	y.c = c
	return err
}

func (y *story) police(tx *db.Tx, agrees bool, reason string) error {
	_, err := y.stage.office.AnswerPolice(tx, y.stage.town.Staff["sarsenov"], y.c.ID, agrees, reason)
	return err
}

func (y *story) agree(tx *db.Tx) error { return y.police(tx, true, "") }

func (y *story) object(tx *db.Tx) error {
	return y.police(tx, false, "Бұрын болу мерзімін бұзған / Ранее нарушал срок пребывания")
}

// propose is the executor's draft: a permit when everything has passed, a refusal otherwise.
func (y *story) propose(tx *db.Tx) error {
	c, err := application.Find(tx, y.c.ID)
	if err != nil {
		return err
	}
	var grounds []string
	if !c.Ready() {
		grounds = []string{"R-POLICE"}
	}
	y.c, err = y.stage.office.DraftDecision(tx, y.stage.town.Staff["suleimenova"], c.ID, c.Version, c.Ready(), grounds, "")
	return err
}

func (y *story) decide(tx *db.Tx) error {
	c, err := application.Find(tx, y.c.ID)
	if err != nil {
		return err
	}
	decisions, err := application.Decisions(tx, c.ID)
	if err != nil {
		return err
	}
	y.c, err = y.stage.office.Decide(tx, y.stage.town.Staff["temirbekova"], c.ID, c.Version, decisions[0].Prepared)
	return err
}
