package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"ruqsat/calendar"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// lawView is the law as the system has it: editions, acts, sums, countries, days.
type lawView struct {
	Law       *regulation.Law
	Today     calendar.Day
	Acts      []regulation.Act
	Sums      []sumRow
	Standings []standing
	Hours     []hoursRow
	Year      int
	Years     []part.Option
	Rows      []calendar.Row
	Problems  []part.Problem
}

// sumRow is the МРП and the coefficient from one day on.
type sumRow struct {
	Since       calendar.Day
	MRP         int64
	Coefficient int // 0: not set
	Cite        []regulation.Cite
	Unconfirmed string
}

// standing is the countries that stand alike under the law.
type standing struct {
	Code        string
	Names       []string
	Cite        []regulation.Cite
	Unconfirmed string
}

type hoursRow struct {
	Unit   string
	Figure regulation.Figure[calendar.Hours]
}

func (s *Site) lawPage(v *Visit) error {
	view := lawView{Law: v.Law, Today: calendar.DayOf(v.Now)}
	for _, a := range v.Law.Acts {
		view.Acts = append(view.Acts, a)
	}
	slices.SortFunc(view.Acts, func(a, b regulation.Act) int {
		return cmp.Or(b.Date.Compare(a.Date), strings.Compare(a.Number, b.Number))
	})
	view.sums()
	view.countries(v)
	for _, unit := range []string{"akimat", "police", "con"} {
		if f, ok := v.Law.Hours[unit].On(view.Today); ok {
			view.Hours = append(view.Hours, hoursRow{unit, f})
		}
	}
	view.calendar(v)
	return v.ShowAs(statusOf(view.Problems), lawPage(view))
}

// sums joins the two histories: a row for each day on which either changed, the
// newest first.
func (view *lawView) sums() {
	var days []calendar.Day
	for _, f := range view.Law.MRP {
		days = append(days, f.Since)
	}
	for _, f := range view.Law.Tax.Coefficient {
		if !slices.Contains(days, f.Since) {
			days = append(days, f.Since)
		}
	}
	slices.SortFunc(days, func(a, b calendar.Day) int { return b.Compare(a) })
	for _, d := range days {
		mrp, ok := view.Law.MRP.On(d)
		if !ok {
			continue
		}
		row := sumRow{Since: d, MRP: mrp.Value, Unconfirmed: mrp.Unconfirmed}
		if c, ok := view.Law.Tax.Coefficient.On(d); ok {
			row.Coefficient, row.Cite = c.Value, c.Cite
		}
		view.Sums = append(view.Sums, row)
	}
}

func (view *lawView) countries(v *Visit) {
	for _, code := range []string{"eligible", "review", "eaeu", "not-eligible"} {
		group := standing{Code: code}
		for _, c := range v.Law.Countries {
			f, ok := c.Standing.On(view.Today)
			if !ok || f.Value != code {
				continue
			}
			group.Names = append(group.Names, c.Name.In(v.Language))
			group.Cite, group.Unconfirmed = f.Cite, f.Unconfirmed
		}
		slices.SortFunc(group.Names, func(a, b string) int { return words.Compare(v.Language, a, b) })
		if len(group.Names) > 0 {
			view.Standings = append(view.Standings, group)
		}
	}
}

// calendar lists the special days of the year asked for, this year when none is.
func (view *lawView) calendar(v *Visit) {
	years := v.Law.Calendar.Years()
	if len(years) == 0 {
		return
	}
	first, last := slices.Min(years), slices.Max(years)
	view.Year, _, _ = view.Today.Date()
	view.Year = min(max(view.Year, first), last)
	if text := v.Text("year"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || !slices.Contains(years, n) {
			view.Problems = []part.Problem{{Field: "year", Text: v.Say("web.law.calendar.wrong", "first", first, "last", last)}}
		} else {
			view.Year = n
		}
	}
	for _, y := range slices.Backward(years) {
		view.Years = append(view.Years, part.Option{Value: strconv.Itoa(y), Text: strconv.Itoa(y), Chosen: y == view.Year})
	}
	for _, row := range v.Law.Calendar.Rows() {
		if y, _, _ := row.Day.Date(); y == view.Year {
			view.Rows = append(view.Rows, row)
		}
	}
}
