package part

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"ruqsat/calendar"
	"ruqsat/regulation"
	"ruqsat/words"
)

// tile is one day of a clock: all that the trace says of it.
type tile struct {
	Day   calendar.Day
	lines []calendar.Traced
}

// days puts together the lines of one day: a day of receipt stands in the trace
// of the receipt and in that of the term.
func (c Clock) days() []tile {
	var out []tile
	for _, t := range c.Trace {
		if n := len(out); n > 0 && out[n-1].Day == t.Day {
			out[n-1].lines = append(out[n-1].lines, t)
			continue
		}
		out = append(out, tile{Day: t.Day, lines: []calendar.Traced{t}})
	}
	return out
}

func (d tile) number() string {
	_, _, n := d.Day.Date()
	return strconv.Itoa(n)
}

func (d tile) has(why ...calendar.Why) bool {
	return slices.ContainsFunc(d.lines, func(t calendar.Traced) bool { return slices.Contains(why, t.Why) })
}

func (d tile) class(c Clock) string {
	class := ""
	switch {
	case d.has(calendar.OnDue):
		class = "is-due"
	case d.lines[len(d.lines)-1].Counted:
		class = "is-count"
	case d.has(calendar.Filed, calendar.FiledAfterHours, calendar.BeforeOpening, calendar.Received, calendar.NotCountedReceipt):
		class = "is-in"
	}
	if d.Day == c.Today {
		class += " is-today"
	}
	return class
}

// why says in a few words what this day is to the term.
func (d tile) why(ctx context.Context, c Clock) string {
	var said []string
	for _, t := range d.lines {
		switch t.Why {
		case calendar.Received: // the line of the term that follows says it too
			if len(d.lines) > 1 {
				continue
			}
		case calendar.OnHoliday, calendar.OnTransferred:
			if t.Name.Complete() {
				said = append(said, In(ctx, t.Name))
				continue
			}
		}
		said = append(said, Say(ctx, "web.clock."+string(t.Why), "n", t.N, "filed", hour(c.Filed), "due", hour(c.Due)))
	}
	if d.Day == c.Today {
		said = append(said, Say(ctx, "web.clock.today"))
	}
	return strings.Join(said, ", ")
}

// Unneeded is the result of a check that still waited when its case was over.
const Unneeded regulation.Result = "unneeded"

// bySeverity sets failed verdicts first, then referrals, then waiting ones.
func bySeverity(list []regulation.Verdict) []regulation.Verdict {
	weight := map[regulation.Result]int{regulation.Failed: 0, regulation.Referral: 1, regulation.Waiting: 2, Unneeded: 3, regulation.Passed: 4}
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b regulation.Verdict) int { return weight[a.Result] - weight[b.Result] })
	return out
}

// sourceLine is the quiet line under a verdict: article, source, moment.
func sourceLine(ctx context.Context, v regulation.Verdict) string {
	var said []string
	if c := Cites(ctx, v.Cite); c != "" {
		said = append(said, c)
	}
	if v.Source != "" {
		said = append(said, Source(ctx, v.Source))
	}
	if !v.At.IsZero() {
		said = append(said, words.ShortMoment(v.At))
	}
	return strings.Join(said, " · ")
}

// Source names a state system that answered; a name that is not a system's code
// stands as it is.
func Source(ctx context.Context, system string) string {
	if key := "web.source." + system; words.Has(key) {
		return Say(ctx, key)
	}
	return system
}
