package web

import (
	"errors"
	"slices"
	"strings"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/web/part"
	"ruqsat/words"
)

// teller says entries of the register to the auditor.
type teller struct {
	v     *Visit
	tx    *db.Tx
	units map[string]words.Text
	order []account.Unit
	staff map[string]account.Account // every post
}

func (v *Visit) teller(tx *db.Tx) (*teller, error) {
	units, err := account.Units(tx)
	t := &teller{v: v, tx: tx, units: map[string]words.Text{}, order: units, staff: map[string]account.Account{}}
	for _, u := range append(units, account.Unit{}) {
		if err != nil {
			return t, err
		}
		t.units[u.ID] = u.Name
		var posts []account.Account
		posts, err = account.Staff(tx, u.ID)
		for _, a := range posts {
			t.staff[a.ID] = a
		}
	}
	return t, err
}

func (t *teller) unitOptions() []part.Option {
	list := []part.Option{{Text: t.v.Say("audit.any")}}
	for _, u := range t.order {
		list = append(list, part.Option{Value: u.ID, Text: u.Name.In(t.v.Language)})
	}
	return list
}

func (t *teller) staffOptions() []part.Option {
	var list []part.Option
	for id, a := range t.staff {
		list = append(list, part.Option{Value: id, Text: a.FullName() + ", " + t.v.Say("staff.role."+string(a.Role))})
	}
	slices.SortFunc(list, func(a, b part.Option) int { return words.Compare(t.v.Language, a.Text, b.Text) })
	return append([]part.Option{{Text: t.v.Say("audit.any")}}, list...)
}

// table is the entries in rows: when, who, what, about what; of readings the purpose in place of the act.
func (t *teller) table(entries []register.Entry, readings bool) (part.Table, error) {
	what := t.v.Say("audit.what")
	if readings {
		what = t.v.Say("audit.purpose")
	}
	out := part.Table{Caption: t.v.Say("audit.caption"), Hidden: true, Columns: []part.Column{{Text: t.v.Say("audit.when")},
		{Text: t.v.Say("audit.who")}, {Text: what}, {Text: t.v.Say("audit.subject")}}}
	numbers, err := t.numbers(entries)
	if err != nil {
		return out, err
	}
	for _, e := range entries {
		act := part.Cell{Text: t.act(e.Act), Note: t.note(e)}
		if readings {
			act = part.Cell{Text: purpose(t.v, e.Purpose), Note: t.acting(e)}
		}
		subject, err := t.subject(e.Subject, numbers)
		if err != nil {
			return out, err
		}
		out.Rows = append(out.Rows, []part.Cell{{Text: words.ShortMoment(e.At.In(calendar.Zone)), Short: true}, t.who(e), act, subject})
	}
	return out, nil
}

func (t *teller) numbers(entries []register.Entry) (map[string]string, error) {
	var ids []string
	for _, e := range entries {
		if id, ok := strings.CutPrefix(e.Subject, "case:"); ok && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return application.Numbers(t.tx, ids)
}

// who names staff; a private person's name is not the auditor's business.
func (t *teller) who(e register.Entry) part.Cell {
	switch account.Role(e.ActorRole) {
	case account.Anonymous:
		if e.Actor == "anonymous" {
			return part.Cell{Text: t.v.Say("audit.anonymous")}
		}
		return part.Cell{Text: words.Say(t.v.Language, "application.system")}
	case account.Person:
		return part.Cell{Text: t.v.Say("audit.person")}
	}
	return part.Cell{Text: e.ActorName.In(t.v.Language), Note: joined(t.v.Say("staff.role."+e.ActorRole), t.units[e.ActorUnit].In(t.v.Language))}
}

// act is the act in words; its own name where it has none.
func (t *teller) act(name string) string {
	for _, prefix := range []string{"audit.act.", "application.act."} {
		if words.Has(prefix + name) {
			return t.v.Say(prefix + name)
		}
	}
	return name
}

// note is ground, term and order of an act: what is no personal data of it.
func (t *teller) note(e register.Entry) string {
	var notes []string
	if ground := e.Ground; ground != "" {
		if key := "audit.ground." + ground; words.Has(key) {
			ground = t.v.Say(key)
		}
		notes = append(notes, t.v.Say("audit.ground", "ground", ground))
	}
	if e.Due != nil {
		notes = append(notes, t.v.Say("audit.due", "moment", words.ShortMoment(e.Due.In(calendar.Zone))))
	}
	if e.Purpose != "" {
		notes = append(notes, purpose(t.v, e.Purpose))
	}
	if acting := t.acting(e); acting != "" {
		notes = append(notes, acting)
	}
	return strings.Join(notes, "; ")
}

// acting says by which order the act was done for somebody absent.
func (t *teller) acting(e register.Entry) string {
	absent, _ := e.Detail["acting-for"].(string)
	number, _ := e.Detail["order"].(string)
	day, _ := e.Detail["order-day"].(string)
	if absent == "" {
		return ""
	}
	if d, err := calendar.ParseDay(day); err == nil {
		day = words.ShortDate(d)
	}
	return t.v.Say("audit.acting", "name", t.staff[absent].FullName(), "number", number, "day", day)
}

// subject says what the act was about.
func (t *teller) subject(subject string, numbers map[string]string) (part.Cell, error) {
	kind, id, _ := strings.Cut(subject, ":")
	switch kind {
	case "case":
		if number := numbers[id]; number != "" {
			return part.Cell{Text: number, Href: "/audit/case/" + id, Short: true}, nil
		}
		return part.Cell{Text: t.v.Say("audit.draft")}, nil
	case "account":
		return t.account(id)
	case "unit":
		return part.Cell{Text: t.units[id].In(t.v.Language)}, nil
	case "quota":
		region, year, _ := strings.Cut(id, ":")
		return part.Cell{Text: t.v.Say("audit.quota", "region", t.v.place(region), "year", year)}, nil
	case "delivery":
		return part.Cell{Text: t.v.Say("audit.delivery")}, nil
	case "register":
		return part.Cell{Text: t.v.Say("staff.tab." + id)}, nil
	}
	return part.Cell{Text: subject}, nil
}

func (t *teller) account(id string) (part.Cell, error) {
	a, ok := t.staff[id]
	if !ok {
		var err error
		if a, err = account.Find(t.tx, id); errors.Is(err, account.ErrUnknown) {
			return part.Cell{Text: t.v.Say("audit.account.unknown")}, nil
		} else if err != nil {
			return part.Cell{}, err
		}
	}
	if !a.Role.Staff() {
		return part.Cell{Text: t.v.Say("audit.account.person")}, nil
	}
	return part.Cell{Text: a.FullName(), Note: t.v.Say("audit.account")}, nil
}
