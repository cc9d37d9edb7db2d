package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/quota"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// quotaView is the public board (B-09).
type quotaView struct {
	Now      time.Time
	Year     int
	Region   string // КАТО code; empty: all
	Name     words.Text
	Years    []part.Option
	Regions  []part.Option
	Lines    []quotaLine
	Total    part.Places
	Chosen   *quotaLine
	Missing  []string // names of the regions without an order
	Sample   bool
	Problems []part.Problem
}

// quotaLine is one region with its name.
type quotaLine struct {
	quota.Line
	Name words.Text
}

func (l quotaLine) places() part.Places {
	return part.Places{Set: l.Set, Used: l.Used, Kept: l.Held, Free: l.Free}
}

func (s *Site) quota(v *Visit) error {
	view := quotaView{Now: v.Now, Region: v.Text("region")}
	this := v.Now.In(calendar.Zone).Year()
	first, last := s.quotaYears(v, this)
	view.year(v, this, first, last)
	view.region(v)
	if len(view.Problems) == 0 {
		if err := view.load(v); err != nil {
			return err
		}
	}
	return v.ShowAs(statusOf(view.Problems), quotaPage(view))
}

// statusOf is 422 for a form that must be mended.
func statusOf(problems []part.Problem) int {
	if len(problems) > 0 {
		return 422
	}
	return 200
}

// quotaYears is the span one may ask for: from the first edition in force to the next year.
func (s *Site) quotaYears(v *Visit, this int) (first, last int) {
	first = this
	for _, service := range v.Law.Services {
		for _, e := range service.Editions {
			if y, _, _ := e.InForce.Date(); e.Ledger != "" && y < first {
				first = y
			}
		}
	}
	return first, this + 1
}

func (view *quotaView) year(v *Visit, this, first, last int) {
	view.Year = this
	if text := v.Text("year"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < first || n > last {
			view.Problems = append(view.Problems, part.Problem{Field: "year", Text: v.Say("web.quota.year.wrong", "first", first, "last", last)})
		} else {
			view.Year = n
		}
	}
	for y := last; y >= first; y-- {
		view.Years = append(view.Years, part.Option{Value: strconv.Itoa(y), Text: strconv.Itoa(y), Chosen: y == view.Year})
	}
}

func (view *quotaView) region(v *Visit) {
	view.Regions = append([]part.Option{{Text: v.Say("web.quota.region.all")}}, part.Choose(regionOptions(v), view.Region)...)
	known := slices.ContainsFunc(view.Regions, func(o part.Option) bool { return o.Value == view.Region })
	if !known {
		view.Problems = append(view.Problems, part.Problem{Field: "region", Text: v.Say("web.quota.region.wrong")})
	} else if unit, ok := v.Law.Units.Find(view.Region); ok {
		view.Name = unit.Name
	}
}

// load reads the board in one statement and sets the fullest regions first.
func (view *quotaView) load(v *Visit) error {
	var lines []quota.Line
	err := v.Read(func(tx *db.Tx) (err error) {
		lines, err = quota.Board(tx, view.Year, ledger(v.Law))
		return err
	})
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, l := range lines {
		seen[l.Region] = true
		unit, _ := v.Law.Units.Find(l.Region)
		view.Lines = append(view.Lines, quotaLine{Line: l, Name: unit.Name})
		view.Total = part.Places{Set: view.Total.Set + l.Set, Used: view.Total.Used + l.Used, Kept: view.Total.Kept + l.Held, Free: view.Total.Free + l.Free}
		view.Sample = view.Sample || l.Sample
	}
	view.sort(v.Language)
	for i, l := range view.Lines {
		if l.Region == view.Region {
			view.Chosen = &view.Lines[i]
		}
	}
	for _, o := range view.Regions {
		if o.Value != "" && !seen[o.Value] {
			view.Missing = append(view.Missing, o.Text)
		}
	}
	return nil
}

func (view *quotaView) sort(l words.Language) {
	slices.SortStableFunc(view.Lines, func(a, b quotaLine) int {
		return cmp.Or(cmp.Compare(share(b), share(a)), words.Compare(l, a.Name.In(l), b.Name.In(l)))
	})
}

// share is how full a region is, in ten-thousandths.
func share(l quotaLine) int {
	if l.Set == 0 {
		return 10000
	}
	return (l.Used + l.Held) * 10000 / l.Set
}

// mixed tells that samples stand beside real figures: then each sample is marked
// in its row, and not only above the board.
func (view quotaView) mixed() bool {
	return slices.ContainsFunc(view.Lines, func(l quotaLine) bool { return !l.Sample })
}

func (view quotaView) missing() string { return strings.Join(view.Missing, ", ") }

// ledger is the name of the quota of the first service that has one.
func ledger(law *regulation.Law) string {
	for _, service := range law.Services {
		for _, e := range slices.Backward(service.Editions) {
			if e.Ledger != "" {
				return e.Ledger
			}
		}
	}
	return ""
}
