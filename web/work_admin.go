package web

import (
	"errors"
	"net/http"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/identity"
	"ruqsat/web/part"
	"ruqsat/words"
)

// staffView is all units and who works in them.
type staffView struct {
	part.StaffPage
	Units []unitStaff
}

// unitStaff is a unit with its posts; the one without an id holds the administrators.
type unitStaff struct {
	Name, Kind, Place, Change string
	Posts                     part.Table
}

// mayAdminister asks for authority over staff and units, of which every administrator sees all.
func mayAdminister(v *Visit) error { return v.May(nil) }

func (s *Site) adminStaff(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	var view staffView
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.StaffPage, err = s.staffPage(v, tx, tabStaff, v.Say("staff.tab.staff")); err != nil {
			return err
		}
		units, err := account.Units(tx)
		if err != nil {
			return err
		}
		for _, u := range append(units, account.Unit{}) {
			staff, err := account.Staff(tx, u.ID)
			if err != nil {
				return err
			}
			view.Units = append(view.Units, v.unitStaff(u, staff))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Show(staffListPage(view))
}

func (v *Visit) unitStaff(u account.Unit, staff []account.Account) unitStaff {
	x := unitStaff{Name: v.Say("staff.admin.nounit")}
	if u.ID != "" {
		x = unitStaff{Name: u.Name.In(v.Language), Kind: v.Say("staff.unit.kind." + u.Kind), Place: v.place(u.KATO), Change: "/admin/unit/" + u.ID}
		if u.Number != "" {
			x.Kind += " № " + u.Number
		}
		if u.Answers != "" {
			x.Kind += ". " + v.Say("staff.unit.answers."+u.Answers)
		}
	}
	x.Posts = part.Table{Caption: x.Name, Hidden: true, Columns: []part.Column{
		{Text: v.Say("staff.post.name")}, {Text: v.Say("staff.post.role")}, {Text: v.Say("staff.post.login")}, {Text: v.Say("staff.post.state")}}}
	for _, a := range staff {
		x.Posts.Rows = append(x.Posts.Rows, []part.Cell{
			{Text: a.FullName(), Note: a.Position.In(v.Language), Href: "/admin/staff/" + a.ID, Heading: true},
			{Text: v.Say("staff.role." + string(a.Role))}, {Text: a.Login}, {Text: v.Say("staff.post." + a.State)}})
	}
	return x
}

// unitView is the form of a unit, new or to be changed.
type unitView struct {
	part.StaffPage
	Problems []part.Problem
	Unit     account.Unit
	Post     string
	Kinds    []part.Option
	Answers  []part.Option
}

// unitTexts are the fields of a unit in the three languages, as the form names them.
func unitTexts(u *account.Unit) []struct {
	ID   string
	Text *words.Text
} {
	return []struct {
		ID   string
		Text *words.Text
	}{{"name", &u.Name}, {"department", &u.Department}, {"address", &u.Address}, {"hours", &u.Hours}}
}

func (s *Site) adminUnitPage(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.unitView(v)
	if err != nil {
		return err
	}
	return v.Show(unitPage(view))
}

func (s *Site) unitView(v *Visit) (unitView, error) {
	view := unitView{Post: v.Request.URL.Path}
	id := v.Request.PathValue("unit")
	err := v.Read(func(tx *db.Tx) error {
		title := v.Say("staff.unit.new")
		if id != "" {
			var err error
			if view.Unit, err = account.FindUnit(tx, id); err != nil {
				return err
			}
			title = v.Say("staff.unit.change")
		}
		var err error
		view.StaffPage, err = s.staffPage(v, tx, tabStaff, title)
		return err
	})
	if errors.Is(err, account.ErrNoUnit) {
		return view, account.ErrHidden
	}
	view.Back = &part.Link{Text: v.Say("staff.back.staff"), Href: "/admin"}
	for _, kind := range []string{account.Akimat, account.PoliceUnit, account.Counter} {
		view.Kinds = append(view.Kinds, part.Option{Value: kind, Text: v.Say("staff.unit.kind." + kind), Chosen: kind == view.Unit.Kind})
	}
	view.Answers = append(view.Answers, part.Option{Text: v.Say("staff.unit.answers.none")})
	for _, who := range []string{account.ByWorkplace, account.BySystem} {
		view.Answers = append(view.Answers, part.Option{Value: who, Text: v.Say("staff.unit.answers." + who), Chosen: who == view.Unit.Answers})
	}
	return view, err
}

func (s *Site) adminUnitSave(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.unitView(v)
	if err != nil {
		return err
	}
	u, kept := &view.Unit, view.Unit
	if u.ID == "" {
		u.Kind, u.KATO, u.Number = v.Text("kind"), v.Text("kato"), v.Text("number")
	}
	for _, t := range unitTexts(u) {
		*t.Text = words.Text{KK: v.Text(t.ID + "-kk"), RU: v.Text(t.ID + "-ru"), EN: v.Text(t.ID + "-en")}
	}
	u.Phone, u.Version = v.Text("phone"), v.version()
	if u.ID == "" || u.Kind == account.PoliceUnit { // otherwise the form does not ask
		u.Answers = v.Text("answers")
	}
	view.Kinds, view.Answers = part.Choose(view.Kinds, u.Kind), part.Choose(unchosen(view.Answers), u.Answers)
	if view.Problems = v.unitProblems(*u); len(view.Problems) == 0 {
		err = v.Write(func(tx *db.Tx) error {
			if u.ID != "" {
				return account.SetUnit(tx, *u, v.Actor.ID)
			}
			_, err := account.AddUnit(tx, *u, v.Actor.ID)
			return err
		})
		if errors.Is(err, db.ErrStale) {
			return s.staleUnit(v, *u, kept)
		}
		if errors.Is(err, account.ErrTaken) {
			view.Problems = []part.Problem{{Field: takenAt(*u), Text: v.Say("staff.unit.taken")}}
		} else if err != nil {
			return err
		}
	}
	if len(view.Problems) > 0 {
		view.Wrong = true
		return v.ShowAs(http.StatusUnprocessableEntity, unitPage(view))
	}
	return v.Go("/admin")
}

// takenAt is the field to mend where such a unit is there already: of front offices a district may have several.
func takenAt(u account.Unit) string {
	if u.Kind == account.Counter {
		return "number"
	}
	return "kato"
}

// unitProblems says everything at once that AddUnit and SetUnit would refuse.
func (v *Visit) unitProblems(u account.Unit) []part.Problem {
	var list []part.Problem
	add := func(wrong bool, field, key string) {
		if wrong {
			list = append(list, part.Problem{Field: field, Text: v.Say(key)})
		}
	}
	_, known := v.Law.Units.Find(u.KATO)
	add(u.Kind != account.Akimat && u.Kind != account.PoliceUnit && u.Kind != account.Counter, "kind", "staff.unit.kind.none")
	add(!identity.ValidCode(u.KATO) || !known, "kato", "staff.unit.kato.wrong")
	add(u.Kind != account.Counter && u.Number != "", "number", "account.unit.number.not")
	add(u.Kind == account.Counter && u.Number != "" && !account.ValidNumber(u.Number), "number", "account.unit.number.wrong")
	add(!u.Name.Complete(), "name-kk", "staff.unit.name.none")
	answers := u.Answers == account.ByWorkplace || u.Answers == account.BySystem
	add(u.Kind == account.PoliceUnit && !answers, "answers", "staff.unit.answers.need")
	add(u.Kind != account.PoliceUnit && u.Answers != "", "answers", "staff.unit.answers.not")
	return list
}
