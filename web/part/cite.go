package part

import (
	"context"
	"strings"
	"time"

	"ruqsat/calendar"
	"ruqsat/regulation"
	"ruqsat/words"
)

// Cites names the places of the law a rule was read from: the act as it is
// quoted and the clause as the act numbers it. Several clauses of one act stand
// after one name.
func Cites(ctx context.Context, list []regulation.Cite) string {
	law := Of(ctx).Law
	var said []string
	last := ""
	for _, c := range list {
		name := c.Act
		if law != nil {
			if act, ok := law.Acts[c.Act]; ok {
				name = In(ctx, act.Name)
			}
		}
		clause := Clause(ctx, c.Clause)
		switch {
		case c.Act == last && clause != "":
			said[len(said)-1] += "; " + clause
		case c.Act == last:
		case clause == "":
			said = append(said, name)
		default:
			said = append(said, name+", "+clause)
		}
		last = c.Act
	}
	return strings.Join(said, "; ")
}

func hour(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return words.Clock(t.In(calendar.Zone))
}
