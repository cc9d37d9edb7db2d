package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"sort"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/words"

	"golang.org/x/sync/errgroup"
)

// scene is one act of the sample past: it happens at its moment, and the timers and other systems
// follow as they would have.
type scene struct {
	at    time.Time
	act   func(tx *db.Tx) error
	story *story
}

// story is one sample case on its way.
type story struct {
	stage            *stage
	hire             sample.Hire
	worker, employer account.Account
	scan             attachment.File
	turn             int // which executor of the unit has it
	c                application.Case
	approve          bool   // what the executor drafted
	operator         string // of the front office; empty: the people act in their cabinets
	left             int    // how many originals were not given back
	byEmployer       bool   // the employer receives the result
}

// plan is the past of one kind of sample case.
type plan struct {
	back   int // working days before now of the filing: the law of that day asks for the payment
	unit   string
	months int
	spoil  func(*sample.Hire) // what the state systems know otherwise
	// operator of the front office that takes the papers in; empty: the people's own cabinets.
	operator string
	address  string // of the employer's house; empty: one of its own
	scenes   func(y *story, on func(daysBack, hour, minute int) time.Time) []scene
}

// plans, one of each state; what comes after them are lives (demo_life.go).
var plans = []plan{
	{back: 1, unit: sample.Zhitikara, months: 6, scenes: func(y *story, on func(int, int, int) time.Time) []scene { // a draft, free to try
		return []scene{{at: on(1, 11, 5), act: y.draft}}
	}},
	{back: 1, unit: sample.Zhitikara, months: 3, scenes: func(y *story, on func(int, int, int) time.Time) []scene { // waits for the employer
		return []scene{{at: on(1, 12, 0), act: y.draft}, {at: on(1, 12, 20), act: y.confirm}}
	}},
	{back: 1, unit: sample.Zhitikara, months: 12, scenes: func(y *story, on func(int, int, int) time.Time) []scene { // at the police
		return []scene{{at: on(1, 15, 0), act: y.draft}, {at: on(1, 15, 30), act: y.file}}
	}},
	{back: 2, unit: sample.Zhitikara, months: 6, scenes: func(y *story, on func(int, int, int) time.Time) []scene { // with the executor
		return []scene{{at: on(2, 10, 0), act: y.draft}, {at: on(2, 10, 15), act: y.file}, {at: on(1, 10, 0), act: y.agree}}
	}},
	{back: 2, unit: sample.Zhitikara, months: 9, scenes: func(y *story, on func(int, int, int) time.Time) []scene { // on the head's table
		return []scene{{at: on(2, 11, 0), act: y.draft}, {at: on(2, 11, 15), act: y.file}, {at: on(1, 11, 0), act: y.agree}, {at: on(1, 16, 0), act: y.propose}}
	}},
	{back: 8, unit: sample.Zhitikara, months: 6, scenes: func(y *story, on func(int, int, int) time.Time) []scene { // issued
		return []scene{{at: on(8, 10, 0), act: y.draft}, {at: on(8, 10, 15), act: y.file}, {at: on(7, 11, 0), act: y.agree}, {at: on(6, 12, 0), act: y.propose}, {at: on(6, 16, 0), act: y.decide}}
	}},
	{back: 7, unit: sample.Zhitikara, months: 4, scenes: func(y *story, on func(int, int, int) time.Time) []scene { // refused: the police object
		return []scene{{at: on(7, 10, 0), act: y.draft}, {at: on(7, 10, 15), act: y.file}, {at: on(6, 11, 0), act: y.object}, {at: on(6, 12, 0), act: y.propose}, {at: on(5, 16, 0), act: y.decide}}
	}},
	{back: 6, unit: sample.Zhitikara, months: 5, scenes: func(y *story, on func(int, int, int) time.Time) []scene { // overdue: the police were silent
		return []scene{{at: on(6, 10, 0), act: y.draft}, {at: on(6, 10, 15), act: y.file}}
	}},
	{back: 2, unit: sample.Zhitikara, months: 6, spoil: unpaid, scenes: func(y *story, on func(int, int, int) time.Time) []scene { // the tax service knows less
		return []scene{{at: on(2, 14, 0), act: y.draft}, {at: on(2, 14, 15), act: y.file}}
	}},
	{back: 2, unit: sample.Kostanay, months: 6, scenes: func(y *story, on func(int, int, int) time.Time) []scene { // another district
		return []scene{{at: on(2, 10, 0), act: y.draft}, {at: on(2, 10, 15), act: y.file}}
	}},
	{back: 1, unit: sample.Zhitikara, months: 3, operator: "saparova", scenes: func(y *story, on func(int, int, int) time.Time) []scene { // a sheet that is being filled in
		return []scene{{at: on(1, 17, 10), act: y.begin}}
	}},
	{back: 1, unit: sample.Zhitikara, months: 6, operator: "saparova", scenes: func(y *story, on func(int, int, int) time.Time) []scene { // acceptance refused
		return []scene{{at: on(1, 10, 40), act: y.lacking}, {at: on(1, 10, 52), act: y.turnAway}}
	}},
	{back: 2, unit: sample.Zhitikara, months: 12, operator: "saparova", scenes: func(y *story, on func(int, int, int) time.Time) []scene { // taken in, an original left behind
		y.left = 1
		return []scene{{at: on(2, 10, 20), act: y.draft}, {at: on(2, 10, 35), act: y.file}}
	}},
	{back: 6, unit: sample.Zhitikara, months: 6, operator: "omarov", scenes: func(y *story, on func(int, int, int) time.Time) []scene { // the permit waits for its holder
		return []scene{{at: on(6, 11, 0), act: y.draft}, {at: on(6, 11, 20), act: y.file}, {at: on(5, 11, 0), act: y.agree}, {at: on(4, 12, 0), act: y.propose}, {at: on(4, 16, 0), act: y.decide}}
	}},
	{back: 8, unit: sample.Zhitikara, months: 9, operator: "saparova", scenes: func(y *story, on func(int, int, int) time.Time) []scene { // signed late at night, handed out
		return []scene{{at: on(8, 9, 40), act: y.draft}, {at: on(8, 9, 55), act: y.file}, {at: on(7, 10, 0), act: y.agree}, {at: on(7, 15, 0), act: y.propose}, {at: on(7, 22, 40), act: y.decide}, {at: on(5, 14, 0), act: y.hand}}
	}},
}

// unpaid lets the state know of a smaller payment than the receipt says.
func unpaid(known *sample.Hire) { known.Paid[0].Sum -= min(17_300, known.Paid[0].Sum/2) }

// fill makes sample cases in all states on the working days before now: the first ones are the plans, the
// others are lives, most of them long decided.
func (s *stage) fill(ctx context.Context, now time.Time, cases int) error {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // a great deal is made and nothing kept: memory for time
	scans, err := s.scans(ctx, now)
	if err != nil {
		return err
	}
	var stories []*story
	var scenes []scene
	for i := range cases {
		p := s.life(i, now)
		if i < len(plans) {
			p = plans[i]
		}
		y, err := s.story(i+1, p, s.workday(now, p.back))
		if err != nil {
			return err
		}
		y.scan = scans[i%len(scans)]
		stories = append(stories, y)
		for _, sc := range p.scenes(y, func(back, hour, minute int) time.Time { return s.workday(now, back).At(hour, minute) }) {
			sc.story = y
			scenes = append(scenes, sc)
		}
	}
	if err := s.join(ctx, stories); err != nil {
		return err
	}
	if err := s.arrange(ctx, now); err != nil {
		return err
	}
	for _, y := range stories[:min(2, len(stories))] {
		s.people = append(s.people, y.hire)
	}
	sort.SliceStable(scenes, func(i, j int) bool { return scenes[i].at.Before(scenes[j].at) })
	for len(scenes) > 0 {
		n := together(scenes)
		if err := s.play(ctx, scenes[:n]); err != nil {
			return err
		}
		scenes = scenes[n:]
	}
	return s.settleAt(ctx, now)
}

// batch is how long scenes count as happening side by side.
const batch = 5 * time.Minute

// together counts the first scenes that happen side by side.
func together(scenes []scene) int {
	n := 1
	for n < len(scenes) && scenes[n].at.Sub(scenes[0].at) < batch {
		n++
	}
	return n
}

// scans are the sheets that stand for all papers of the sample.
func (s *stage) scans(ctx context.Context, now time.Time) ([]attachment.File, error) {
	var files []attachment.File
	for _, title := range []string{"Құжат көшірмесі", "Құжаттың сканері", "Скан документа"} {
		f, err := s.town.Scan(ctx, title, now)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	f, err := s.town.Picture(ctx, "Скан", "PASSPORT", "SURNAME  SAMPLE", "GIVEN NAME  PERSON", "NUMBER  AA0000000", "VALID UNTIL  2031")
	return append(files, f), err
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

// story invents the people of a case; when is a day on which all their papers are good.
func (s *stage) story(n int, p plan, when calendar.Day) (*story, error) {
	hire, err := sample.Invent(s.office.Law(), n, when, p.unit, p.months)
	if err != nil {
		return nil, err
	}
	if p.address != "" {
		hire.Address = p.address
	}
	known := hire
	known.Paid = append([]sample.Receipt{}, hire.Paid...)
	if p.spoil != nil {
		p.spoil(&known)
	}
	return &story{stage: s, hire: hire, operator: p.operator}, s.state.Add(known.Scenario())
}

// join gives the people who act in cabinets their accounts, the morning before it all begins.
func (s *stage) join(ctx context.Context, stories []*story) error {
	const many = 100
	for from := 0; from < len(stories); from += many {
		some := stories[from:min(from+many, len(stories))]
		err := s.db.Write(ctx, s.workday(s.clock.Now(), span+1).At(8, 0), func(tx *db.Tx) (err error) {
			for _, y := range some {
				if y.operator != "" {
					continue
				}
				if y.worker, err = s.town.Join(tx, y.hire.Worker, account.Immigrant, words.Russian); err != nil {
					return err
				}
				if y.employer, err = s.town.Join(tx, y.hire.Employer, account.Employer, words.Kazakh); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// play moves the clock to the first scene, lets fall due what falls due, acts, and lets the systems answer. The
// scenes of one story follow each other; different stories go side by side, as they do.
func (s *stage) play(ctx context.Context, scenes []scene) error {
	if err := s.settleAt(ctx, scenes[0].at); err != nil {
		return err
	}
	var stories []*story
	acts := map[*story][]scene{}
	for _, sc := range scenes {
		if acts[sc.story] == nil {
			stories = append(stories, sc.story)
		}
		acts[sc.story] = append(acts[sc.story], sc)
	}
	var side errgroup.Group
	side.SetLimit(8)
	for _, y := range stories {
		side.Go(func() error {
			for _, sc := range acts[y] {
				if err := s.db.Write(ctx, sc.at, sc.act); err != nil {
					return fmt.Errorf("%s at %s: %w", y.c.Number, sc.at.Format(time.DateTime), err)
				}
			}
			return nil
		})
	}
	if err := side.Wait(); err != nil {
		return err
	}
	return s.settleAt(ctx, scenes[len(scenes)-1].at.Add(time.Minute))
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
	if y.operator != "" {
		return y.sheet(tx, y.hire)
	}
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
	if y.operator != "" {
		return y.accept(tx)
	}
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

// desk is who works on a case: executors and heads of the sample's units by the case's territory.
var desks = map[string]struct {
	executors []string
	head      string
}{
	sample.Zhitikara: {[]string{"suleimenova", "abenov"}, "temirbekova"},
	sample.Kostanay:  {[]string{"petrenko"}, "iskakova"},
	sample.Astana:    {[]string{"tulegen"}, "bekova"},
}

func (y *story) executor() account.Account {
	list := desks[y.hire.Unit].executors
	return y.stage.town.Staff[list[y.turn%len(list)]]
}

// take makes the case the executor's.
func (y *story) take(tx *db.Tx) error {
	_, err := y.stage.office.Take(tx, y.executor(), y.c.ID)
	return err
}

// propose is the executor's draft: a permit when everything has passed, otherwise a refusal by what has failed.
func (y *story) propose(tx *db.Tx) error {
	c, err := application.Find(tx, y.c.ID)
	if err != nil {
		return err
	}
	var grounds []string
	if !c.Ready() {
		choices, err := y.stage.office.Grounds(c)
		if err != nil {
			return err
		}
		for _, g := range choices {
			if g.Backed {
				grounds = append(grounds, g.Code)
			}
		}
	}
	y.approve = c.Ready()
	y.c, err = y.stage.office.DraftDecision(tx, y.executor(), c.ID, c.Version, c.Ready(), grounds, "")
	return err
}

// decide is the head's decision; a permit that was prepared for an earlier day is prepared for this one first.
func (y *story) decide(tx *db.Tx) (err error) {
	head, office := y.stage.town.Staff[desks[y.hire.Unit].head], y.stage.office
	c := y.c
	if !y.approve {
		y.c, err = office.Decide(tx, head, c.ID, c.Version, "")
		return err
	}
	p, err := permit.FindPrepared(tx, c.ID)
	if err != nil {
		return err
	}
	if !p.Data.First.Equal(calendar.DayOf(tx.Now())) {
		if c, err = office.Renew(tx, head, c.ID); err != nil {
			return err
		}
		if p, err = permit.FindPrepared(tx, c.ID); err != nil {
			return err
		}
	}
	y.c, err = office.Decide(tx, head, c.ID, c.Version, p.Sum)
	return err
}

// giveBack is the head's return with a comment.
func (y *story) giveBack(tx *db.Tx) error {
	c, err := application.Glimpse(tx, y.c.ID)
	if err != nil {
		return err
	}
	head := y.stage.town.Staff[desks[y.hire.Unit].head]
	y.c, err = y.stage.office.Return(tx, head, c.ID, c.Version, "Негіздемесін нақтылаңыз / Уточните основание")
	return err
}

// withdraw is the applicant's.
func (y *story) withdraw(tx *db.Tx) error {
	c, err := application.Glimpse(tx, y.c.ID)
	if err != nil {
		return err
	}
	if y.operator != "" {
		return y.giveUp(tx, c)
	}
	_, err = y.stage.office.Withdraw(tx, y.worker, c.ID, c.Version)
	return err
}
