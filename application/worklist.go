package application

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"ruqsat/db"
)

// Nobody is the Executor of a Filter for cases that nobody has.
const Nobody = "none"

// Filter narrows a unit's worklist. Empty fields do not narrow.
type Filter struct {
	Executor                        string // account, or Nobody
	For                             string // beside Executor: who is absent and whose cases are theirs too
	Stage                           Stage  // one of Stages
	Channel, Citizenship, Territory string
	After, Until                    time.Time // due after the first moment, and not after the second
	Decided                         bool      // decided cases instead of running ones, the newest first
}

// Bounds part a worklist by its due moments: by Critical they are long overdue, by Now overdue, before
// EndOfDay due today.
type Bounds struct{ Critical, Now, EndOfDay time.Time }

// tick is the smallest step of a kept moment.
const tick = time.Microsecond

// parts are the ends of the severities, the gravest first; the last has none.
func (b Bounds) parts() [4]time.Time {
	return [4]time.Time{b.Critical, b.Now, b.EndOfDay.Add(-tick), {}}
}

// Severities are the four parts of a worklist as filters of their own, the gravest first.
func (b Bounds) Severities() (list [4]Filter) {
	var after time.Time
	for i, until := range b.parts() {
		list[i], after = Filter{After: after, Until: until}, until
	}
	return list
}

// within narrows a filter to the moments of another.
func (f Filter) within(g Filter) Filter {
	if g.After.After(f.After) {
		f.After = g.After
	}
	if f.Until.IsZero() || !g.Until.IsZero() && g.Until.Before(f.Until) {
		f.Until = g.Until
	}
	return f
}

// empty says that no moment can lie within.
func (f Filter) empty() bool { return !f.Until.IsZero() && !f.Until.After(f.After) }

// Page is where a list goes on: after the case with this moment and id. First names the account whose
// cases stand first in each severity, For the absent one for whom it acts; Own says that the last case was
// one of theirs.
type Page struct {
	First   string
	For     string
	Own     bool
	After   time.Time
	AfterID string
	Size    int // 50 unless 1 to 500
}

func (p Page) size() int {
	if p.Size <= 0 || p.Size > AtOnce+1 {
		return 50
	}
	return p.Size
}

// span is a piece of a list that stands in the order of one index for each executor it names.
type span struct {
	Filter
	own bool     // of the account whose cases stand first
	not []string // these executors' cases are in another span
}

// spans cut a list into its severities, and each into the first account's cases and the others'. Where
// that makes no difference, the order of due moments is that of the severities already.
func (f Filter) spans(b Bounds, p Page) []span {
	if p.First == "" || f.Executor != "" {
		return []span{{Filter: f}}
	}
	var list []span
	for _, s := range b.Severities() {
		part := f.within(s)
		if part.empty() {
			continue
		}
		own := part
		own.Executor, own.For = p.First, p.For
		list = append(list, span{Filter: own, own: true}, span{Filter: part, not: []string{p.First, p.For}})
	}
	return list
}

// holds says whether a list goes on within this span after the page before.
func (s span) holds(p Page) bool {
	if !p.After.After(s.After) || !s.Until.IsZero() && p.After.After(s.Until) {
		return false
	}
	return !s.own && len(s.not) == 0 || s.own == p.Own
}

// each are the spans of the executors that a span names, one index range each.
func (s span) each() []span {
	if s.For == "" {
		return []span{s}
	}
	one, other := s, s
	one.For, other.For, other.Executor = "", "", s.For
	return []span{one, other}
}

// read gives the first cases of a span that come after the page before.
func (s span) read(tx *db.Tx, unit string, p Page, n int) ([]Summary, error) {
	var rows []Summary
	if p.AfterID != "" {
		s.After = time.Time{} // the last case lies behind it, and an engine looks up one beginning only
	}
	for _, one := range s.each() {
		where, args := one.where(unit)
		if p.AfterID != "" {
			where += ` AND (a.due_at, a.id) > (?, ?)`
			args = append(args, p.After, p.AfterID)
		}
		more, err := list(tx, `WHERE `+where+` ORDER BY a.due_at, a.id LIMIT ?`, append(args, n)...)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	slices.SortStableFunc(rows, func(x, y Summary) int {
		return cmp.Or(x.DueAt.Compare(y.DueAt), strings.Compare(x.ID, y.ID))
	})
	return rows[:min(n, len(rows))], nil
}

// Worklist is the running cases of an akimat's unit by severity, in each the first account's own before
// the others', then by due moment, a page at a time (M-01). Every page is read as ranges of an index, so
// that it takes the same for a hundred cases and for a hundred thousand.
func Worklist(tx *db.Tx, unit string, f Filter, b Bounds, p Page) ([]Summary, error) {
	if f.Decided {
		return decided(tx, unit, f, p)
	}
	var rows []Summary
	for _, s := range f.spans(b, p) {
		if p.AfterID != "" && !s.holds(p) {
			continue // an earlier page showed it
		}
		more, err := s.read(tx, unit, p, p.size()-len(rows))
		if err != nil {
			return nil, err
		}
		if rows, p.AfterID = append(rows, more...), ""; len(rows) >= p.size() {
			break
		}
	}
	return rows, nil
}

// decided is the decided cases, the newest first.
func decided(tx *db.Tx, unit string, f Filter, p Page) ([]Summary, error) {
	where, args := span{Filter: f}.where(unit)
	if p.AfterID != "" {
		where += ` AND (a.decided_at, a.id) < (?, ?)`
		args = append(args, p.After, p.AfterID)
	}
	return list(tx, `WHERE `+where+` ORDER BY a.decided_at DESC, a.id DESC LIMIT ?`, append(args, p.size())...)
}

// where are the conditions of a span for the cases of a unit: the list and its counts use the same.
func (s span) where(unit string) (string, []any) {
	conds, args := []string{`a.unit = ?`}, []any{unit}
	narrow := func(cond string, value any) { conds, args = append(conds, cond), append(args, value) }
	if s.Decided {
		conds = append(conds, `a.decided_at IS NOT NULL`)
	} else {
		conds = append(conds, `a.stage <> ''`)
	}
	switch s.Executor {
	case "":
	case Nobody:
		narrow(`a.executor = ?`, "")
	default:
		if s.For == "" {
			narrow(`a.executor = ?`, s.Executor)
		} else {
			conds, args = append(conds, `a.executor IN (?, ?)`), append(args, s.Executor, s.For)
		}
	}
	for _, other := range s.not {
		if other != "" {
			narrow(`a.executor <> ?`, other)
		}
	}
	for _, n := range []struct{ column, value string }{{"stage", string(s.Stage)}, {"channel", s.Channel},
		{"citizenship", s.Citizenship}, {"territory", s.Territory}} {
		if n.value != "" {
			narrow(`a.`+n.column+` = ?`, n.value)
		}
	}
	if !s.After.IsZero() {
		narrow(`a.due_at > ?`, s.After)
	}
	if !s.Until.IsZero() {
		narrow(`a.due_at <= ?`, s.Until)
	}
	return strings.Join(conds, ` AND `), args
}
