package web

import (
	"errors"
	"net/http"
	"strconv"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/quota"
	"ruqsat/register"
	"ruqsat/web/part"
	"ruqsat/words"
)

// quotaAdminView is the entry of a quota order and the board of the year.
type quotaAdminView struct {
	part.StaffPage
	Problems []part.Problem
	Regions  []part.Option
	Year     string
	Places   string
	Cite     string
	Since    string
	Board    part.Table
	Done     bool
}

func (s *Site) adminQuota(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	view, err := s.quotaAdminView(v, calendar.DayOf(v.Now).Year())
	if err != nil {
		return err
	}
	view.Year, view.Since = strconv.Itoa(calendar.DayOf(v.Now).Year()), calendar.DayOf(v.Now).String()
	view.Done = v.Text("done") != ""
	return v.Show(quotaAdminPage(view))
}

func (s *Site) quotaAdminView(v *Visit, year int) (quotaAdminView, error) {
	view := quotaAdminView{Regions: []part.Option{{Text: v.Say("staff.quota.region.choose")}}}
	for _, r := range v.Law.Units.Regions() {
		view.Regions = append(view.Regions, part.Option{Value: r.Code, Text: r.Name.In(v.Language)})
	}
	view.Board = part.Table{Caption: v.Say("staff.quota.board", "year", year), Columns: []part.Column{
		{Text: v.Say("staff.quota.region")}, {Text: v.Say("staff.quota.set"), Number: true}, {Text: v.Say("staff.quota.used"), Number: true},
		{Text: v.Say("staff.quota.held"), Number: true}, {Text: v.Say("staff.quota.free"), Number: true}, {Text: v.Say("staff.quota.cite")}}}
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.StaffPage, err = s.staffPage(v, tx, tabQuota, v.Say("staff.tab.quota")); err != nil {
			return err
		}
		board, err := quota.Board(tx, year, s.ledger(v))
		for _, l := range board {
			view.Board.Rows = append(view.Board.Rows, v.boardRow(l))
		}
		return err
	})
	return view, err
}

func (v *Visit) boardRow(l quota.Line) []part.Cell {
	n := func(x int) part.Cell { return part.Cell{Text: words.Number(v.Language, int64(x)), Number: true} }
	note := words.ShortDate(l.Since)
	if l.Sample {
		note += ", " + v.Say("web.quota.sample.tag")
	}
	return []part.Cell{{Text: v.place(l.Region), Heading: true}, n(l.Set), n(l.Used), n(l.Held), n(l.Free), {Text: l.Cite, Note: note}}
}

// ledger is the quota's name in the law of this day: that of the first service that keeps one.
func (s *Site) ledger(v *Visit) string {
	for _, service := range v.Law.Services {
		if e, err := service.On(calendar.DayOf(v.Now)); err == nil && e.Ledger != "" {
			return e.Ledger
		}
	}
	return ""
}

// orderForm is what an administrator has entered of an order, checked.
type orderForm struct {
	quota.Allotment
	problems []part.Problem
}

// order reads the form and says everything that is wrong with it at once.
func (s *Site) order(v *Visit, view *quotaAdminView) orderForm {
	view.Year, view.Places, view.Cite, view.Since = v.Text("year"), v.Text("places"), v.Text("cite"), part.DateValue(v.Form, "since")
	year, yearErr := strconv.Atoi(view.Year)
	places, placesErr := strconv.Atoi(view.Places)
	since, sinceErr := calendar.ParseDay(view.Since)
	o := orderForm{Allotment: quota.Allotment{Region: v.Text("region"), Year: year, Ledger: s.ledger(v), Places: places,
		Cite: view.Cite, Since: since, Sample: s.Sample, By: v.Actor.ID}}
	view.Regions = part.Choose(view.Regions, o.Region)
	o.add(v, !v.isRegion(o.Region), "region", "staff.quota.region.none")
	o.add(v, yearErr != nil || year < 2000 || year > 2100, "year", "staff.quota.year.wrong")
	o.add(v, placesErr != nil || places < 0 || places > 10_000_000, "places", "staff.quota.places.wrong")
	o.add(v, o.Cite == "" || len([]rune(o.Cite)) > 300, "cite", "staff.quota.cite.none")
	o.add(v, sinceErr != nil, "since", "staff.quota.since.wrong")
	return o
}

func (o *orderForm) add(v *Visit, wrong bool, field, key string) {
	if wrong {
		o.problems = append(o.problems, part.Problem{Field: field, Text: v.Say(key)})
	}
}

// adminAllot enters a quota order (P19): the whole number of places from its first day on.
func (s *Site) adminAllot(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	year, err := strconv.Atoi(v.Text("year"))
	if err != nil {
		year = calendar.DayOf(v.Now).Year()
	}
	view, err := s.quotaAdminView(v, year)
	if err != nil {
		return err
	}
	o := s.order(v, &view)
	if len(o.problems) == 0 {
		err = v.Write(func(tx *db.Tx) error { return enterOrder(v, tx, o.Allotment) })
		o.add(v, errors.Is(err, quota.ErrBelowUse), "places", "staff.quota.below")
		o.add(v, errors.Is(err, quota.ErrNotYet), "since", "staff.quota.notyet")
		if len(o.problems) == 0 {
			if err != nil {
				return err
			}
			return v.Go("/admin/quota?done=1")
		}
	}
	view.Wrong, view.Problems = true, o.problems
	return v.ShowAs(http.StatusUnprocessableEntity, quotaAdminPage(view))
}

func (v *Visit) isRegion(code string) bool {
	u, ok := v.Law.Units.Find(code)
	return ok && v.Law.Units.Region(u.Code) == u.Code
}

// enterOrder writes the order into the books and into the register: who entered which number of
// places, on what paper.
func enterOrder(v *Visit, tx *db.Tx, a quota.Allotment) error {
	if err := quota.Allot(tx, a); err != nil {
		return err
	}
	_, err := register.Append(tx, v.Actor.Signed(register.Entry{At: v.Now, Act: "quota.allot",
		Subject: "quota:" + a.Region + ":" + strconv.Itoa(a.Year), Detail: map[string]any{"places": a.Places, "cite": a.Cite}}))
	return err
}
