package law_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruqsat/calendar"
	"ruqsat/regulation"
)

// expectTable checks the tables of the law: what a lawyer compares line by line with the source.
func (s *stage) expectTable(w []string, text string) error {
	switch w[0] {
	case "mrp":
		return s.expectMRP(w)
	case "hours":
		return s.expectHours(w)
	case "control":
		return s.expectControl(w)
	case "standing":
		return s.expectStanding(w)
	case "country":
		return s.expectCountry(w[1], text)
	case "calendar":
		return s.expectMonth(w[1], text)
	case "unit":
		return s.expectUnit(w, text)
	case "districts":
		return s.expectDistricts(w[1], text)
	case "act":
		return s.expectAct(w)
	}
	e, err := s.edition()
	if err != nil {
		return err
	}
	switch w[0] {
	case "ground":
		g, ok := e.Ground(w[1])
		if !ok {
			return errors.New("no such ground")
		}
		return cites(g.Cite, w[3], value(w[4:]))
	case "basis":
		return cites(e.Basis, w[2], value(w[3:]))
	case "eligibility":
		n, _ := strconv.Atoi(w[1])
		return cites(e.Eligibility[n-1].Cite, w[3], value(w[4:]))
	case "question-field":
		f, _, _ := e.Field(w[1])
		return cites(f.Cite, w[3], value(w[4:]))
	case "reason":
		r, _ := e.Reason(w[1])
		return cites(r.Cite, w[3], value(w[4:]))
	case "original":
		d, _ := e.Document(w[1])
		return agree("original", fmt.Sprintf("stays %v stamped %v", d.Stays, d.Stamped), value(w[2:]))
	case "document":
		d, _ := e.Document(w[2])
		return agree("number", strconv.Itoa(d.No), w[1])
	case "channel":
		if len(w) == 6 && w[2] == "kept_days" {
			return s.expectKept(e, w)
		}
		if w[2] == "unit" {
			c, _ := e.Channel(w[1], calendar.DayOf(s.on))
			return agree("unit", c.Unit+" "+c.Journal+" "+strings.Join(c.Signs, " "), value(w[3:]))
		}
		_, open := e.Channel(w[1], calendar.DayOf(s.on))
		return agree("open", fmt.Sprint(open), fmt.Sprint(w[2] == "open"))
	case "figure":
		return s.expectFigureCites(w[1], w[3], value(w[4:]))
	case "fee":
		f, ok := e.Fee.On(calendar.DayOf(s.on))
		if w[1] == "cites" {
			return cites(f.Cite, w[2], value(w[3:]))
		}
		return agree("fee", fmt.Sprint(f.Value, ok), w[1]+" true")
	case "cap":
		f, ok := e.MonthsCap.On(calendar.DayOf(s.on))
		return agree("cap", fmt.Sprint(f.Value, ok), w[1]+" true")
	}
	return errLine
}

func (s *stage) expectMRP(w []string) error {
	year, _ := strconv.Atoi(w[1])
	day := calendar.NewDay(year, time.January, 1)
	f, ok := s.law.MRP.On(day)
	if !ok || f.Since != day {
		return errors.New("no figure of this year")
	}
	return agree("МРП", strconv.FormatInt(f.Value, 10), w[2])
}

// expectKept: expect channel ID kept_days DAYS since DAY.
func (s *stage) expectKept(e *regulation.Edition, w []string) error {
	c, _ := e.Channel(w[1], calendar.DayOf(s.on))
	return expectFigure(c.Kept, w[3:], strconv.Itoa)
}

// expectHours: expect hours UNIT OPEN CLOSE since DAY.
func (s *stage) expectHours(w []string) error {
	day, err := calendar.ParseDay(w[5])
	if err != nil {
		return err
	}
	f, ok := s.law.Hours[w[1]].On(day)
	if !ok || f.Since != day {
		return errors.New("no figure of this day")
	}
	return agree("hours", f.Value.Open.String()+" "+f.Value.Close.String(), w[2]+" "+w[3])
}

// expectControl: expect control NAME VALUE since DAY, or expect control NAME cites ACT CLAUSE.
func (s *stage) expectControl(w []string) error {
	c := s.law.Control
	if w[1] == "night" {
		return expectFigure(c.Night, w[2:], func(n regulation.Night) string { return n.From.String() + "-" + n.To.String() })
	}
	figures, ok := map[string]regulation.Dated[int]{"critical_days": c.CriticalDays, "approvals_a_minute": c.ApprovalsAMinute,
		"permits_an_address": c.PermitsAnAddress, "address_days": c.AddressDays}[w[1]]
	if !ok {
		return errLine
	}
	return expectFigure(figures, w[2:], strconv.Itoa)
}

func expectFigure[T any](figures regulation.Dated[T], w []string, text func(T) string) error {
	if w[0] == "cites" {
		return cites(figures[0].Cite, w[1], value(w[2:]))
	}
	day, err := calendar.ParseDay(w[2])
	if err != nil {
		return err
	}
	f, ok := figures.On(day)
	if !ok || f.Since != day {
		return errors.New("no figure of this day")
	}
	return agree("figure", text(f.Value), w[0])
}

// expectStanding: on DAY, expect standing eligible UZB TJK AZE: these and no others.
func (s *stage) expectStanding(w []string) error {
	var got []string
	for _, c := range s.law.Countries {
		f, ok := c.Standing.On(calendar.DayOf(s.on))
		if ok && f.Value == w[1] || !ok && w[1] == "unknown" {
			got = append(got, c.Code)
		}
	}
	if w[1] == "unknown" && w[2] == "all" {
		return agree("known", fmt.Sprint(len(got) == len(s.law.Countries)), "true")
	}
	want := slices.Clone(w[2:])
	slices.Sort(want)
	slices.Sort(got)
	return agree("standing", strings.Join(got, " "), strings.Join(want, " "))
}

// expectCountry: expect country UZB Өзбекстан | Узбекистан | Uzbekistan [cites ACT CLAUSE].
func (s *stage) expectCountry(code, text string) error {
	c, ok := s.law.Country(code)
	if !ok {
		return errors.New("no such country")
	}
	_, rest, _ := strings.Cut(text, code+" ")
	if act, clause, cited := cut(rest, "cites "); cited {
		f, _ := c.Standing.On(calendar.DayOf(s.on))
		return cites(f.Cite, act, clause)
	}
	return agree("name", c.Name.KK+" | "+c.Name.RU+" | "+c.Name.EN, rest)
}

func cut(text, prefix string) (act, clause string, ok bool) {
	rest, ok := strings.CutPrefix(text, prefix)
	act, clause, _ = strings.Cut(rest, " ")
	return act, clause, ok
}

// expectMonth: expect calendar 2016-01: holiday 1 2 7; transferred_day_off 4; working_weekend -
// The month has exactly these rows, and what is neither here nor a weekend works.
func (s *stage) expectMonth(month, text string) error {
	month = strings.TrimSuffix(month, ":")
	first, err := calendar.ParseDay(month + "-01")
	if err != nil {
		return err
	}
	want := map[calendar.Day]calendar.Kind{}
	_, rest, _ := strings.Cut(text, ":")
	for _, group := range strings.Split(rest, ";") {
		w := strings.Fields(group)
		for _, day := range w[1:] {
			n, err := strconv.Atoi(day)
			if err != nil {
				return err
			}
			want[first.AddDays(n-1)] = calendar.Kind(w[0])
		}
	}
	for d := first; d.Before(first.AddMonths(1)); d = d.AddDays(1) {
		kind, stands := want[d]
		if !stands {
			kind = calendar.Working
			if wd := d.Weekday(); wd == time.Saturday || wd == time.Sunday {
				kind = calendar.Weekend
			}
		}
		_, row, err := s.law.Calendar.Working(d)
		if err != nil {
			return err
		}
		if row.Kind != kind {
			return fmt.Errorf("%s is %s", d, row.Kind)
		}
	}
	return nil
}

// expectUnit: expect unit CODE LEVEL PARENT kk | ru, with - for no parent.
func (s *stage) expectUnit(w []string, text string) error {
	u, ok := s.law.Units.Find(w[1])
	if !ok {
		return errors.New("no such unit")
	}
	parent := u.Parent
	if parent == "" {
		parent = "-"
	}
	got := fmt.Sprintf("unit %s %d %s %s | %s", u.Code, u.Level, parent, u.Name.KK, u.Name.RU)
	return agree("unit", got, text)
}

// expectDistricts: expect districts PARENT: name, name. The units of the region in Kazakh.
func (s *stage) expectDistricts(parent, text string) error {
	var got []string
	for _, u := range s.law.Units.Districts(strings.TrimSuffix(parent, ":")) {
		got = append(got, u.Name.KK)
	}
	_, rest, _ := strings.Cut(text, ": ")
	want := strings.Split(rest, ", ")
	slices.Sort(got)
	slices.Sort(want)
	return agree("districts", strings.Join(got, ", "), strings.Join(want, ", "))
}

// expectAct: expect act ID NUMBER of DATE [in force DATE] [repealed DATE], the number's spaces as _.
func (s *stage) expectAct(w []string) error {
	a, ok := s.law.Acts[w[1]]
	if !ok {
		return errors.New("no such act")
	}
	got := []string{a.ID, strings.ReplaceAll(a.Number, " ", "_"), "of", a.Date.String()}
	if !a.InForce.IsZero() {
		got = append(got, "in", "force", a.InForce.String())
	}
	if !a.Repealed.IsZero() {
		got = append(got, "repealed", a.Repealed.String())
	}
	return agree("act", strings.Join(got, " "), strings.Join(w[1:], " "))
}

// expectCheckCites: expect check NAME cites ACT CLAUSE.
func (s *stage) expectCheckCites(id, act, clause string) error {
	c, err := s.check(id)
	if err != nil {
		return err
	}
	return cites(c.Cite, act, clause)
}

// expectFigureCites: expect figure CHECK cites ACT CLAUSE, each figure of the check.
func (s *stage) expectFigureCites(id, act, clause string) error {
	c, err := s.check(id)
	for _, f := range slices.Concat(c.Min, c.Max) {
		err = errors.Join(err, cites(f.Cite, act, clause))
	}
	return err
}

func (s *stage) check(id string) (regulation.Check, error) {
	e, err := s.edition()
	if err != nil {
		return regulation.Check{}, err
	}
	for _, o := range e.Operations {
		for _, c := range o.Checks {
			if c.ID == id {
				return c, nil
			}
		}
	}
	return regulation.Check{}, errors.New("no such check")
}
