package report

import (
	"errors"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/regulation"
)

// Load (нагрузка, жүктеме) is the work of one officer, or of one unit where all units are counted.
type Load struct {
	Who      string `db:"who"`      // account of the executor, empty for cases that nobody has; or the unit's id
	Name     string `db:"name"`     // of the officer; empty for a unit
	Running  int    `db:"running"`  // registered and not decided, now
	Overdue  int    `db:"overdue"`  // of these, past their due moment (M-18)
	Today    int    `db:"today"`    // of these, due until the end of today
	AtHead   int    `db:"at_head"`  // of these, on the head's table
	Returned int    `db:"returned"` // drafts that the head returned in the period

	Approved, Refused int // decided in the period
	Kept              int // of these, before the due moment
	Days, Counted     int // working days from receipt to decision, summed over those that could be counted
}

// Decided is how many cases were decided in the period.
func (l Load) Decided() int { return l.Approved + l.Refused }

// Mean is how many working days a decision took; false when none could be counted.
func (l Load) Mean() (float64, bool) {
	if l.Counted == 0 {
		return 0, false
	}
	return float64(l.Days) / float64(l.Counted), true
}

// Daily is the decisions of one day.
type Daily struct {
	Day               calendar.Day
	Approved, Refused int
}

// Work is what a unit has on its hands now and what it decided in a period.
type Work struct {
	Loads  []Load  // by officer, the most running first; by unit for All
	Total  Load    // of all of them
	Days   []Daily // days with decisions, the earliest first
	Police Answers
}

// Count counts the work of a unit, or of every unit for All: what runs at now, what was decided in the
// period. Working days are those of the akimat's hours; beyond the loaded calendar they are not counted (P4).
func Count(tx *db.Tx, l *regulation.Law, unit string, now time.Time, p Period) (Work, error) {
	c := count{law: l, unit: unit, who: map[string]*Load{}, days: map[calendar.Day]*Daily{}, spans: map[span]int{}}
	for _, step := range []func(*db.Tx, time.Time, Period) error{c.running, c.returned, c.decided} {
		if err := step(tx, now, p); err != nil {
			return Work{}, err
		}
	}
	if err := c.named(tx); err != nil {
		return Work{}, err
	}
	w := c.work()
	var err error
	w.Police, err = answers(tx, unit, p)
	return w, err
}

// count collects the rows of one report.
type count struct {
	law   *regulation.Law
	unit  string
	who   map[string]*Load
	days  map[calendar.Day]*Daily
	spans map[span]int
}

// span is a receipt and a decision as working days see them: -1 where the calendar does not reach.
type span struct {
	received, decided calendar.Day
	late              bool // decided after hours
}

// by is the column that the loads go by.
func (c *count) by(officer string) string {
	if c.unit == All {
		return `a.unit`
	}
	return officer
}

func (c *count) load(who, name string) *Load {
	l, ok := c.who[who]
	if !ok {
		l = &Load{Who: who}
		c.who[who] = l
	}
	if l.Name == "" && c.unit != All {
		l.Name = name
	}
	return l
}

func (c *count) running(tx *db.Tx, now time.Time, _ Period) error {
	where, args := scope(`a.unit`, c.unit)
	var rows []Load
	err := tx.Select(&rows, `SELECT `+c.by(`a.executor`)+` AS who, '' AS name, COUNT(*) AS running,
		SUM(CASE WHEN a.due_at <= ? THEN 1 ELSE 0 END) AS overdue,
		SUM(CASE WHEN a.due_at > ? AND a.due_at < ? THEN 1 ELSE 0 END) AS today,
		SUM(CASE WHEN a.stage = 'head' THEN 1 ELSE 0 END) AS at_head, 0 AS returned
		FROM application a WHERE `+where+` AND a.stage <> '' GROUP BY 1`,
		append([]any{at(now), at(now), at(calendar.DayOf(now).End())}, args...)...)
	for _, r := range rows {
		l := c.load(r.Who, r.Name)
		l.Running, l.Overdue, l.Today, l.AtHead = r.Running, r.Overdue, r.Today, r.AtHead
	}
	return err
}

func (c *count) returned(tx *db.Tx, _ time.Time, p Period) error {
	where, args := scope(`a.unit`, c.unit)
	from, to := p.bounds()
	var rows []struct {
		Who      string `db:"who"`
		Name     string `db:"name"`
		Returned int    `db:"returned"`
	}
	err := tx.Select(&rows, `SELECT `+c.by(`d.drafted_by`)+` AS who, MAX(d.drafter) AS name, COUNT(*) AS returned
		FROM application_decision d JOIN application a ON a.id = d.application
		WHERE d.made_at >= ? AND d.made_at < ? AND d.state = 'returned' AND `+where+` GROUP BY 1`,
		append([]any{at(from), at(to)}, args...)...)
	for _, r := range rows {
		c.load(r.Who, r.Name).Returned = r.Returned
	}
	return err
}

// named reads the names of officers whose cases are running and not decided: the running ones are counted in an
// index, which has no names.
func (c *count) named(tx *db.Tx) error {
	for who, l := range c.who {
		if who == "" || l.Name != "" || c.unit == All {
			continue
		}
		a, err := account.Find(tx, who)
		if err != nil && !errors.Is(err, account.ErrUnknown) {
			return err
		}
		l.Name = a.FullName()
	}
	return nil
}

// verdict is one decided case, as far as a report looks at it.
type verdict struct {
	ID       string    `db:"id"`
	Who      string    `db:"who"`
	Name     string    `db:"name"`
	State    string    `db:"state"`
	Received time.Time `db:"received_at"`
	Due      time.Time `db:"due_at"`
	Decided  time.Time `db:"decided_at"`
}

// decided reads the decided cases of the period, a batch at a time.
func (c *count) decided(tx *db.Tx, _ time.Time, p Period) error {
	where, args := scope(`a.unit`, c.unit)
	from, to := p.bounds()
	last := ""
	for {
		var rows []verdict
		err := tx.Select(&rows, `SELECT a.id, `+c.by(`a.executor`)+` AS who, a.executor_name AS name, a.state, a.received_at,
			a.due_at, a.decided_at FROM application a WHERE `+where+` AND a.state IN ('approved', 'refused')
			AND (a.decided_at > ? OR a.decided_at = ? AND a.id > ?) AND a.decided_at < ?
			ORDER BY a.decided_at, a.id LIMIT ?`, append(args[:len(args):len(args)], at(from), at(from), last, at(to), batch)...)
		if err != nil {
			return err
		}
		for _, v := range rows {
			c.add(v)
		}
		if len(rows) < batch {
			return nil
		}
		from, last = rows[batch-1].Decided, rows[batch-1].ID
	}
}

func (c *count) add(v verdict) {
	l, day := c.load(v.Who, v.Name), calendar.DayOf(v.Decided)
	d, ok := c.days[day]
	if !ok {
		d = &Daily{Day: day}
		c.days[day] = d
	}
	if v.State == "approved" {
		l.Approved, d.Approved = l.Approved+1, d.Approved+1
	} else {
		l.Refused, d.Refused = l.Refused+1, d.Refused+1
	}
	if v.Decided.Before(v.Due) {
		l.Kept++
	}
	if n := c.workingDays(v); n >= 0 {
		l.Days, l.Counted = l.Days+n, l.Counted+1
	}
}

// workingDays from receipt to decision. A year has many decisions and few pairs of days, so each pair is
// counted once.
func (c *count) workingDays(v verdict) int {
	hours, ok := c.law.Hours[account.Akimat].On(calendar.DayOf(v.Received))
	if !ok {
		return -1
	}
	s := span{received: calendar.DayOf(v.Received), decided: calendar.DayOf(v.Decided)}
	s.late = v.Decided.After(hours.Value.Close.On(s.decided))
	n, known := c.spans[s]
	if !known {
		var err error
		if n, err = c.law.Calendar.WorkingDaysBetween(v.Received, v.Decided, hours.Value); err != nil {
			n = -1
		}
		c.spans[s] = n
	}
	return n
}
