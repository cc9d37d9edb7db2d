package web

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruqsat/calendar"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// serviceView is the passport of a service (паспорт услуги): everything in it
// comes from the law of today.
type serviceView struct {
	Service  *regulation.Service
	Edition  *regulation.Edition
	Card     serviceCard // the first operation
	Today    calendar.Day
	Months   int
	Most     int
	Payment  *regulation.Payment // nil: not set for this day
	Month    *regulation.Payment
	Problems []part.Problem
	Exempt   []string // names of the countries whose citizens need no permit
	Filed    time.Time
	Due      time.Time
	Adopted  string // the edition was not in force on this day, and why it is shown (P17); empty: it was
	Close    string // end of the working hours that move a filing
	Terms    []termGroup
}

// termGroup is operations that share their steps.
type termGroup struct {
	Names []words.Text
	Steps []regulation.Step
}

func (s *Site) services(v *Visit) error {
	return v.Show(servicesPage(cards(v.Law, calendar.DayOf(v.Now))))
}

func (s *Site) service(v *Visit) error {
	service, ok := v.Law.Service(v.Request.PathValue("service"))
	if !ok {
		return errNoPage
	}
	today := calendar.DayOf(v.Now)
	edition, err := service.On(today)
	if errors.Is(err, regulation.ErrNoEdition) {
		return v.Show(noEditionPage(service))
	}
	if err != nil {
		return err
	}
	view := serviceView{Service: service, Edition: edition, Today: today, Filed: v.Now, Terms: termGroups(edition), Adopted: v.adopted(edition, today)}
	for _, c := range cards(v.Law, today) {
		if c.Service == service {
			view.Card = c
			break
		}
	}
	if view.Card.Operation == nil {
		return v.Show(noEditionPage(service))
	}
	view.exempt(v, today)
	view.example(v)
	return v.ShowAs(view.count(v), servicePage(view))
}

// count reads how many months are asked for and computes the sum. A number that
// cannot be is answered in words, and nothing is computed.
func (view *serviceView) count(v *Visit) int {
	view.Most = max(view.Card.Cap, 1)
	view.Months = min(6, view.Most)
	if asked := v.Text("months"); asked != "" {
		n, err := strconv.Atoi(asked)
		if err != nil || n < 1 || n > view.Most {
			view.Problems = []part.Problem{{Field: "months", Text: v.Say("web.service.months.wrong", "max", view.Most)}}
			view.Months = 0
			return 422
		}
		view.Months = n
	}
	view.Payment = view.pay(view.Months)
	view.Month = view.pay(1)
	return 200
}

func (view *serviceView) pay(months int) *regulation.Payment {
	p, err := view.Edition.Payment(view.Card.Operation.ID, months, view.Today)
	if err != nil {
		return nil
	}
	return &p
}

func (view *serviceView) exempt(v *Visit, today calendar.Day) {
	for _, c := range v.Law.Countries {
		if f, ok := c.Standing.On(today); ok && f.Value == "eaeu" {
			view.Exempt = append(view.Exempt, c.Name.In(v.Language))
		}
	}
	slices.SortFunc(view.Exempt, func(a, b string) int { return words.Compare(v.Language, a, b) })
}

// example says when a filing of this moment is decided. Beyond the calendar's
// last year nothing is said.
func (view *serviceView) example(v *Visit) {
	if terms, err := view.Edition.Terms(view.Card.Operation.ID, v.Now); err == nil {
		view.Due = terms.ResultDue
	}
	if hours, ok := v.Law.Hours["akimat"].On(view.Today); ok {
		view.Close = hours.Value.Close.String()
	}
}

func termGroups(e *regulation.Edition) []termGroup {
	var groups []termGroup
	for _, op := range e.Operations {
		if n := len(groups); n > 0 && sameSteps(groups[n-1].Steps, op.Steps) {
			groups[n-1].Names = append(groups[n-1].Names, op.Name)
			continue
		}
		groups = append(groups, termGroup{Names: []words.Text{op.Name}, Steps: op.Steps})
	}
	return groups
}

func sameSteps(a, b []regulation.Step) bool {
	return slices.EqualFunc(a, b, func(x, y regulation.Step) bool { return x.ID == y.ID })
}

func (g termGroup) title(l words.Language) string {
	names := make([]string, len(g.Names))
	for i, n := range g.Names {
		names[i] = n.In(l)
	}
	return strings.Join(names, ", ")
}

// applyPath starts an application for the operation.
func applyPath(c serviceCard) string {
	return "/apply/" + url.PathEscape(c.Service.ID) + "/" + url.PathEscape(c.Operation.ID)
}

// adopted says that an edition was not in force on the day it is used for, and why it is used (P17);
// nothing when it was in force.
func (v *Visit) adopted(e *regulation.Edition, day calendar.Day) string {
	if e.In(day) {
		return ""
	}
	return v.Say("web.adopted", "since", words.ShortDate(e.InForce), "day", words.ShortDate(day))
}
