package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
)

// pageSize is how many cases stand on a page when nobody chose, pageSizes what can be chosen.
const pageSize = 50

var pageSizes = []int{pageSize, 100}

// The lists that a choice may be of.
const (
	listRunning   = "all"
	listSignature = "signature" // what lies with the head, to an executor; a head has a table of his own
	listDecided   = "decided"
)

// choice is what somebody chose to see of the list, as an address has it: nothing personal.
type choice struct {
	State                                 string
	Whose                                 string // "", whoseMine, application.Nobody, or a colleague's account
	Stage                                 string
	Channel, Citizenship, Place, Due, Day string
	Size                                  int
	Number                                string // of the one case that was searched for
}

const whoseMine = "mine"

// The due moments that a list can be narrowed to.
const (
	dueOverdue  = "overdue" // the critical ones too
	dueCritical = "critical"
	dueToday    = "today"
	dueLater    = "later"
)

var dues = []string{dueOverdue, dueCritical, dueToday, dueLater}

// chosen reads the choice. A head who chose nothing wants first what waits for his decision.
func (v *Visit) chosen(form url.Values) choice {
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	c := choice{State: text("state"), Whose: text("whose"), Stage: text("stage"), Channel: text("channel"),
		Citizenship: text("citizenship"), Place: text("place"), Due: text("due"), Day: text("day"), Number: asNumber(text("q"))}
	c.Size, _ = strconv.Atoi(text("size"))
	if !slices.Contains(pageSizes, c.Size) {
		c.Size = pageSize
	}
	if !slices.Contains([]string{listRunning, listSignature, listDecided}, c.State) {
		c.State = listRunning
		if v.Actor.Role == account.Head && len(c.narrowing()) == 0 && c.Number == "" {
			c.State = listSignature
		}
	}
	return c
}

// narrowing is what narrows the list, by the names of the form.
func (c choice) narrowing() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"whose": c.Whose, "stage": c.Stage, "channel": c.Channel,
		"citizenship": c.Citizenship, "place": c.Place, "due": c.Due, "day": c.Day} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// query is the whole choice as an address has it.
func (c choice) query() url.Values {
	q := c.narrowing()
	q.Set("state", c.State)
	if c.Size != pageSize {
		q.Set("size", strconv.Itoa(c.Size))
	}
	if c.Number != "" {
		q.Set("q", c.Number)
	}
	return q
}

// with is the address of the list with one field changed; an empty value takes it away.
func (c choice) with(name, value string) string {
	q := c.query()
	q.Set(name, value)
	if value == "" {
		q.Del(name)
	}
	return "/work?" + q.Encode()
}

// filter is the choice as the room reads it; wrong names the field that is none.
func (v *Visit) filter(c choice, b application.Bounds) (f application.Filter, wrong string) {
	f = application.Filter{Decided: c.State == listDecided, Channel: c.Channel, Citizenship: c.Citizenship, Territory: c.Place}
	switch c.Whose {
	case whoseMine:
		f.Executor, f.For = v.Actor.ID, v.Actor.Duty.Absent
	default:
		f.Executor = c.Whose
	}
	if f.Decided {
		return application.Filter{Decided: true, Executor: f.Executor, For: f.For}, ""
	}
	switch {
	case c.State == listSignature:
		f.Stage = application.StageHead
	case slices.Contains(application.Stages, application.Stage(c.Stage)):
		f.Stage = application.Stage(c.Stage)
	case c.Stage != "":
		wrong = "stage"
	}
	if !dueWithin(&f, c.Due, b) {
		wrong = "due"
	}
	if day, ok := readDay(c.Day); c.Day != "" && ok {
		f.After = later(f.After, day.Start().Add(-time.Microsecond))
		f.Until = earlier(f.Until, day.End().Add(-time.Microsecond))
	} else if c.Day != "" {
		wrong = "day"
	}
	return f, wrong
}

// dueWithin narrows a filter to due moments by their name; false for a name that is none.
func dueWithin(f *application.Filter, due string, b application.Bounds) bool {
	s := b.Severities()
	switch due {
	case "":
	case dueCritical:
		f.Until = s[0].Until
	case dueOverdue:
		f.Until = s[1].Until
	case dueToday:
		f.After, f.Until = s[2].After, s[2].Until
	case dueLater:
		f.After = s[3].After
	default:
		return false
	}
	return true
}

func later(x, y time.Time) time.Time {
	if x.After(y) {
		return x
	}
	return y
}

func earlier(x, y time.Time) time.Time {
	if !x.IsZero() && x.Before(y) {
		return x
	}
	return y
}

// readDay reads a day as people here write it, 26.03.2026, or as machines do.
func readDay(text string) (calendar.Day, bool) {
	if t, err := time.Parse("2.1.2006", text); err == nil {
		return calendar.NewDay(t.Year(), t.Month(), t.Day()), true
	}
	day, err := calendar.ParseDay(text)
	return day, err == nil
}
