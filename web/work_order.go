package web

import (
	"errors"
	"net/http"
	"net/url"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/web/part"
	"ruqsat/words"
)

// orderList is one section of the orders of substitution.
type orderList struct {
	Title, None string
	Rows        part.Table
}

// ordersView is the orders of substitution that run, come and are over. The auditor sees them without their reasons,
// which may tell of an illness, and changes nothing.
type ordersView struct {
	part.StaffPage
	Lists []orderList
	Pages part.Pagination
	Write bool
}

func (s *Site) adminOrders(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	return s.orders(v, "/admin/substitutions")
}

func (s *Site) orders(v *Visit, address string) error {
	view := ordersView{Write: v.Actor.Role == account.Administrator, Pages: part.Pagination{Total: -1}}
	after := v.Text("after")
	err := v.Read(func(tx *db.Tx) (err error) {
		if view.StaffPage, err = s.staffPage(v, tx, tabOrders, v.Say("staff.tab.substitutions")); err != nil {
			return err
		}
		units, err := unitNames(tx)
		if err != nil {
			return err
		}
		for _, when := range []string{account.Running, account.Coming, account.Past} {
			if after != "" && when != account.Past {
				continue
			}
			list, err := account.Substitutions(tx, when, calendar.DayOf(v.Now), after, pageSize+1)
			if err != nil {
				return err
			}
			if when == account.Past && len(list) > pageSize {
				list = list[:pageSize]
				view.Pages.Older = address + "?after=" + url.QueryEscape(list[pageSize-1].ID)
			}
			view.Lists = append(view.Lists, v.orderList(when, list, units, view.Write))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if after != "" {
		view.Pages.Newer = address
	}
	return v.Show(ordersPage(view))
}

func (v *Visit) orderList(when string, list []account.Substitution, units map[string]words.Text, write bool) orderList {
	out := orderList{Title: v.Say("account.order." + when), None: v.Say("account.order." + when + ".none")}
	out.Rows = part.Table{Caption: out.Title, Hidden: true, Columns: []part.Column{{Text: v.Say("account.order.absent")},
		{Text: v.Say("account.order.substitute")}, {Text: v.Say("account.order.days")}, {Text: v.Say("account.order.order")}}}
	if write {
		out.Rows.Columns = append(out.Rows.Columns, part.Column{Text: v.Say("account.order.reason")})
	}
	for _, o := range list {
		days := part.Cell{Text: words.ShortDate(o.First) + " – " + words.ShortDate(o.Last)}
		if !o.EndedAt.IsZero() {
			days.Note = v.Say("account.order.ended", "moment", words.ShortMoment(o.EndedAt.In(calendar.Zone)))
		}
		order := part.Cell{Text: "№ " + o.Number, Note: words.ShortDate(o.OrderDay)}
		if write && when != account.Past {
			order.Href = "/admin/substitutions/" + o.ID
		}
		row := []part.Cell{{Text: o.AbsentName(), Note: joined(v.Say("staff.role."+string(o.AbsentRole)), units[o.AbsentUnit].In(v.Language)), Heading: true},
			{Text: o.SubstituteName()}, days, order}
		if write {
			row = append(row, part.Cell{Text: o.Reason})
		}
		out.Rows.Rows = append(out.Rows.Rows, row)
	}
	return out
}

func unitNames(tx *db.Tx) (map[string]words.Text, error) {
	units, err := account.Units(tx)
	names := map[string]words.Text{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	return names, err
}

// orderView is the form of an order.
type orderView struct {
	part.StaffPage
	Problems            []part.Problem
	Absent, Substitutes []part.Option
	Order               account.Substitution
	Days                map[string]string // as entered
}

func (s *Site) orderView(v *Visit) (orderView, error) {
	view := orderView{Days: map[string]string{}}
	err := v.Read(func(tx *db.Tx) (err error) {
		if view.StaffPage, err = s.staffPage(v, tx, tabOrders, v.Say("account.order.new")); err != nil {
			return err
		}
		view.Back = &part.Link{Text: v.Say("account.order.all"), Href: "/admin/substitutions"}
		units, err := account.Units(tx)
		if err != nil {
			return err
		}
		view.Absent = []part.Option{{Text: v.Say("account.order.choose")}}
		for _, u := range units {
			staff, err := account.Staff(tx, u.ID)
			if err != nil {
				return err
			}
			for _, a := range staff {
				if a.State == account.Active {
					view.Absent = append(view.Absent, part.Option{Value: a.ID, Text: a.FullName() + ", " + v.Say("staff.role."+string(a.Role)) + " – " + u.Name.In(v.Language)})
				}
			}
		}
		return nil
	})
	view.Substitutes = view.Absent
	return view, err
}

func (s *Site) adminOrderPage(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.orderView(v)
	if err != nil {
		return err
	}
	view.Absent = part.Choose(view.Absent, v.Text("absent"))
	return v.Show(orderPage(view))
}

func (s *Site) adminOrderAdd(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.orderView(v)
	if err != nil {
		return err
	}
	o := v.order(&view)
	if len(view.Problems) == 0 {
		err = v.Write(func(tx *db.Tx) error { _, err := account.AddSubstitution(tx, o, v.Actor.ID); return err })
		if err == nil {
			return v.Go("/admin/substitutions")
		}
		if view.Problems = v.problems(err); view.Problems == nil {
			return err
		}
	}
	view.Wrong = true
	return v.ShowAs(http.StatusUnprocessableEntity, orderPage(view))
}

// order reads the form; a day that is none is named at once.
func (v *Visit) order(view *orderView) account.Substitution {
	o := account.Substitution{Absent: v.Text("absent"), Substitute: v.Text("substitute"), Number: v.Text("order-number"), Reason: v.Text("reason")}
	for _, f := range []struct {
		name string
		day  *calendar.Day
	}{{account.FieldOrderDay, &o.OrderDay}, {account.FieldFirstDay, &o.First}, {account.FieldLastDay, &o.Last}} {
		text := part.DateValue(v.Form, f.name)
		view.Days[f.name] = text
		day, err := calendar.ParseDay(text)
		if text != "" && err != nil {
			view.Problems = append(view.Problems, part.Problem{Field: f.name, Text: v.Say("account.order.day.wrong")})
		}
		*f.day = day
	}
	view.Order = o
	view.Absent, view.Substitutes = part.Choose(view.Absent, o.Absent), part.Choose(view.Substitutes, o.Substitute)
	return o
}

// problems are what account found wrong with a form; nil for another error.
func (v *Visit) problems(err error) (list []part.Problem) {
	var flaws account.Flaws
	var flaw *account.Flaw
	if errors.As(err, &flaws) {
	} else if errors.As(err, &flaw) {
		flaws = account.Flaws{flaw}
	}
	for _, f := range flaws {
		list = append(list, part.Problem{Field: f.Field, Text: flawText(v, f)})
	}
	return list
}

// orderEndView asks for the reason to call an order off.
type orderEndView struct {
	part.StaffPage
	Problems []part.Problem
	Order    account.Substitution
	Facts    []part.Fact
	Over     bool
	Reason   string
}

func (s *Site) orderEndView(v *Visit) (orderEndView, error) {
	var view orderEndView
	err := v.Read(func(tx *db.Tx) (err error) {
		if view.Order, err = account.FindSubstitution(tx, v.Request.PathValue("order")); err != nil {
			return err
		}
		view.StaffPage, err = s.staffPage(v, tx, tabOrders, v.Say("account.order.title", "number", view.Order.Number, "day", words.ShortDate(view.Order.OrderDay)))
		return err
	})
	if errors.Is(err, account.ErrNoOrder) {
		return view, account.ErrHidden
	}
	o := view.Order
	view.Back = &part.Link{Text: v.Say("account.order.all"), Href: "/admin/substitutions"}
	view.Over = o.When(calendar.DayOf(v.Now)) == account.Past
	view.Facts = []part.Fact{{Term: v.Say("account.order.absent"), Value: o.AbsentName()}, {Term: v.Say("account.order.substitute"), Value: o.SubstituteName()},
		{Term: v.Say("account.order.days"), Value: words.ShortDate(o.First) + " – " + words.ShortDate(o.Last)}, {Term: v.Say("account.order.reason"), Value: o.Reason}}
	return view, err
}

func (s *Site) adminOrderEndPage(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.orderEndView(v)
	if err != nil {
		return err
	}
	return v.Show(orderEndPage(view))
}

func (s *Site) adminOrderEnd(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.orderEndView(v)
	if err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error { return account.EndSubstitution(tx, view.Order.ID, v.Text("reason"), v.Actor.ID) })
	if err == nil {
		return v.Go("/admin/substitutions")
	}
	if view.Problems = v.problems(err); view.Problems == nil {
		return err
	}
	view.Wrong = true
	return v.ShowAs(http.StatusUnprocessableEntity, orderEndPage(view))
}
