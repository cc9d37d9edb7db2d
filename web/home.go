package web

import (
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/quota"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// homeView is the first page.
type homeView struct {
	Off      *daysOff
	Cards    []serviceCard
	First    *serviceCard // the service the big button starts
	Region   words.Text
	Places   *part.Places // nil: no order, or the register did not answer
	Sample   bool
	Question needQuestion
	Now      time.Time
}

// serviceCard is one operation of a service in the list.
type serviceCard struct {
	Service   *regulation.Service
	Edition   *regulation.Edition
	Operation *regulation.Operation
	Days      int // working days until the decision; -1: not set
	Fee       regulation.Figure[int64]
	Cap       int // months with extensions; 0: not set
}

func (c serviceCard) href() string { return "/services/" + c.Service.ID }

func (s *Site) home(v *Visit) error {
	view := homeView{Cards: cards(v.Law, calendar.DayOf(v.Now)), Question: firstQuestion(v), Now: v.Now}
	if len(view.Cards) > 0 {
		view.First = &view.Cards[0]
		view.Off = off(view.First.Edition, view.First.Operation.ID, v.Now)
		s.regionPlaces(v, &view)
	}
	return v.Show(homePage(view))
}

// cards lists what can be asked for here today: the operations whose applications are taken, of every
// service in force. The others stand with their terms on the service's page.
func cards(law *regulation.Law, today calendar.Day) []serviceCard {
	var list []serviceCard
	for _, service := range law.Services {
		edition, err := service.On(today)
		if err != nil {
			continue
		}
		for _, op := range edition.Operations {
			if len(op.Channels) == 0 {
				continue
			}
			c := serviceCard{Service: service, Edition: edition, Operation: op, Days: decisionDays(op, today)}
			c.Fee, _ = edition.Fee.On(today)
			if most, ok := edition.MonthsCap.On(today); ok {
				c.Cap = most.Value
			}
			list = append(list, c)
		}
	}
	return list
}

// decisionDays is the longest term that runs from receipt: that of the decision.
func decisionDays(op *regulation.Operation, on calendar.Day) int {
	days := -1
	for _, step := range op.Steps {
		if f, ok := step.Days.On(on); ok && step.From == "receipt" && f.Value > days {
			days = f.Value
		}
	}
	return days
}

// regionPlaces shows the quota of the deployment's own region. When the register
// does not answer the page does without: it is news here, not a decision.
func (s *Site) regionPlaces(v *Visit, view *homeView) {
	ledger := view.First.Edition.Ledger
	if s.Region == "" || ledger == "" || v.Law.Units == nil {
		return
	}
	unit, ok := v.Law.Units.Find(s.Region)
	if !ok {
		return
	}
	view.Region = unit.Name
	var lines []quota.Line
	err := v.Read(func(tx *db.Tx) (err error) {
		lines, err = quota.Board(tx, v.Now.In(calendar.Zone).Year(), ledger)
		return err
	})
	if err != nil {
		s.Log.Warn("quota board", "request", v.ID, "error", err.Error())
		return
	}
	for _, l := range lines {
		if l.Region == s.Region {
			view.Places, view.Sample = &part.Places{Set: l.Set, Used: l.Used, Kept: l.Held, Free: l.Free}, l.Sample
		}
	}
}

// daysOff is a run of days off that moves a decision: which days, and when an
// application filed on Day is decided.
type daysOff struct {
	First, Last, Day calendar.Day
	Due              time.Time
}

// ahead is how many days before a run of days off the first page tells of it.
const ahead = 7

// off finds the next run of days off that has a holiday or a moved day off in it.
func off(e *regulation.Edition, op string, now time.Time) *daysOff {
	cal, today := e.Law().Calendar, calendar.DayOf(now)
	for i := range ahead {
		d := today.AddDays(i)
		works, row, err := cal.Working(d)
		if err != nil || works {
			continue
		}
		if row.Kind != calendar.Holiday && row.Kind != calendar.TransferredDayOff {
			continue
		}
		o := &daysOff{First: edge(cal, d, -1), Last: edge(cal, d, 1)}
		if o.Day = o.First.AddDays(-1); o.Day.Before(today) {
			o.Day = today
		}
		terms, err := e.Terms(op, o.Day.At(12, 0))
		if err != nil {
			return nil
		}
		o.Due = terms.ResultDue
		return o
	}
	return nil
}

// edge is the last day off in one direction.
func edge(cal *calendar.Calendar, d calendar.Day, step int) calendar.Day {
	for {
		works, _, err := cal.Working(d.AddDays(step))
		if err != nil || works {
			return d
		}
		d = d.AddDays(step)
	}
}
