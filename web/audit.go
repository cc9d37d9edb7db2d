package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/web/part"
	"ruqsat/words"
)

// audit is the purpose of an auditor's reading.
const audit = "audit"

// auditView is a list of the register as the auditor sees it: who did what, when and on which ground, without the
// details of the acts and without the names of private persons.
type auditView struct {
	part.StaffPage
	Problems          []part.Problem
	Action, Lead      string
	From, To, Number  string // as entered
	Acts, Units, Who  []part.Option
	Rows              part.Table
	Pages             part.Pagination
	Empty             part.Empty
	readings, narrows bool
}

// auditActs is everything but the readings.
func (s *Site) auditActs(v *Visit) error {
	return s.audit(v, auditView{Action: "/audit", Lead: v.Say("audit.acts.lead")}, tabActs)
}

// auditReadings is who of the staff has read which case and what for (B-15).
func (s *Site) auditReadings(v *Visit) error {
	return s.audit(v, auditView{Action: "/audit/readings", Lead: v.Say("audit.readings.lead"), readings: true}, tabReadings)
}

// auditOrders is the orders of substitution, without their reasons.
func (s *Site) auditOrders(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	if err := v.Write(func(tx *db.Tx) error { return account.Inspect(tx, *v.Actor, "register:substitutions", audit) }); err != nil {
		return err
	}
	return s.orders(v, "/audit/substitutions")
}

func (s *Site) audit(v *Visit, view auditView, tab string) error {
	if err := v.May(nil); err != nil {
		return err
	}
	var f register.Filter
	err := v.Write(func(tx *db.Tx) (err error) { // the looking is an act itself, and is written before anything is shown
		if f, err = v.auditFilter(tx, &view); err != nil {
			return err
		}
		if f.Subject != "" {
			err = account.Read(tx, *v.Actor, f.Subject, audit)
		}
		return errors.Join(err, account.Inspect(tx, *v.Actor, "register:"+tab, audit))
	})
	if err != nil {
		return err
	}
	err = v.Read(func(tx *db.Tx) (err error) {
		if view.StaffPage, err = s.staffPage(v, tx, tab, v.Say("staff.tab."+tab)); err != nil {
			return err
		}
		return s.auditList(v, tx, &view, f)
	})
	if err != nil {
		return err
	}
	if len(view.Problems) > 0 {
		view.Wrong = true
		return v.ShowAs(http.StatusUnprocessableEntity, auditPage(view))
	}
	return v.Show(auditPage(view))
}

// auditFilter reads what is asked for. What is wrong is named at its field, and then nothing is listed.
func (v *Visit) auditFilter(tx *db.Tx, view *auditView) (f register.Filter, err error) {
	view.From, view.To, view.Number = v.Text("from"), v.Text("to"), v.Text("number")
	f = register.Filter{Act: v.Text("act"), Not: actRead, Actor: v.Text("who"), Unit: v.Text("unit")}
	if view.readings {
		f.Act, f.Not = actRead, ""
	}
	wrong := func(field, key string) {
		view.Problems = append(view.Problems, part.Problem{Field: field, Text: v.Say(key)})
	}
	if view.From != "" {
		day, err := calendar.ParseLocal(view.From)
		if f.From = day.Start(); err != nil {
			wrong("from", "audit.day.wrong")
		}
	}
	if view.To != "" {
		day, err := calendar.ParseLocal(view.To)
		if f.Until = day.End(); err != nil {
			wrong("to", "audit.day.wrong")
		} else if !f.Until.After(f.From) && view.From != "" {
			wrong("to", "audit.day.order")
		}
	}
	if view.Number != "" {
		id, err := application.Named(tx, strings.ToUpper(view.Number))
		if errors.Is(err, application.ErrNoCase) {
			wrong("number", "audit.number.none")
		} else if err != nil {
			return f, err
		}
		f.Subject = "case:" + id
	}
	if len(view.Problems) > 0 {
		f.Subject = "" // nothing is listed, and nothing was read
	}
	view.narrows = f.Act != "" && !view.readings || f.Actor != "" || f.Unit != "" || f.Subject != "" || view.From != "" || view.To != ""
	return f, nil
}

// auditList fills the choices of the filter, the rows and the way on.
func (s *Site) auditList(v *Visit, tx *db.Tx, view *auditView, f register.Filter) error {
	t, err := v.teller(tx)
	if err != nil {
		return err
	}
	view.Units, view.Who = part.Choose(t.unitOptions(), f.Unit), part.Choose(t.staffOptions(), f.Actor)
	if !view.readings {
		view.Acts = part.Choose(v.actOptions(), f.Act)
	}
	if len(view.Problems) > 0 {
		return nil
	}
	after := register.Place{ID: v.Text("id")}
	if after.At, err = time.Parse(time.RFC3339Nano, v.Text("after")); err != nil {
		after = register.Place{}
	}
	entries, err := register.List(tx, f, after, pageSize+1)
	if err != nil {
		return err
	}
	view.Pages = part.Pagination{Total: -1}
	if len(entries) > pageSize {
		entries = entries[:pageSize]
		view.Pages.Older = view.address(v, &entries[pageSize-1])
	}
	if after.ID != "" {
		view.Pages.Newer = view.address(v, nil)
	}
	view.Empty = part.Empty{Icon: "dash", Title: v.Say("audit.empty"), Text: v.Say("audit.empty.text")}
	if view.narrows {
		view.Empty = part.Empty{Icon: "question", Title: v.Say("audit.none"), Text: v.Say("audit.none.text"),
			Link: &part.Link{Text: v.Say("audit.all"), Href: view.Action}}
	}
	view.Rows, err = t.table(entries, view.readings)
	return err
}

// address of the list with its filter, going on after an entry.
func (view auditView) address(v *Visit, after *register.Entry) string {
	q := url.Values{}
	for _, name := range []string{"from", "to", "act", "unit", "who", "number"} {
		if text := v.Text(name); text != "" {
			q.Set(name, text)
		}
	}
	if after != nil {
		q.Set("after", after.At.UTC().Format(time.RFC3339Nano))
		q.Set("id", after.ID)
	}
	if len(q) == 0 {
		return view.Action
	}
	return view.Action + "?" + q.Encode()
}

// actOptions are all acts that have words, in the order of the reader's alphabet.
func (v *Visit) actOptions() []part.Option {
	var list []part.Option
	for _, key := range words.Keys() {
		for _, prefix := range []string{"audit.act.", "application.act."} {
			act, ok := strings.CutPrefix(key, prefix)
			if ok && act != actRead {
				list = append(list, part.Option{Value: act, Text: v.Say(key)})
			}
		}
	}
	slices.SortFunc(list, func(a, b part.Option) int { return words.Compare(v.Language, a.Text, b.Text) })
	return append([]part.Option{{Text: v.Say("audit.any")}}, list...)
}
