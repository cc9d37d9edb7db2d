package web

import (
	"crypto/rand"
	"errors"
	"math/big"
	"net/http"
	"strconv"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/identity"
	"ruqsat/register"
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
	for _, kind := range []string{account.Akimat, account.PoliceUnit} {
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
	u := &view.Unit
	if u.ID == "" {
		u.Kind, u.KATO = v.Text("kind"), v.Text("kato")
	}
	for _, t := range unitTexts(u) {
		*t.Text = words.Text{KK: v.Text(t.ID + "-kk"), RU: v.Text(t.ID + "-ru"), EN: v.Text(t.ID + "-en")}
	}
	u.Phone, u.Answers = v.Text("phone"), v.Text("answers")
	view.Kinds, view.Answers = part.Choose(view.Kinds, u.Kind), part.Choose(unchosen(view.Answers), u.Answers)
	if view.Problems = v.unitProblems(*u); len(view.Problems) == 0 {
		err = v.Write(func(tx *db.Tx) error {
			if u.ID != "" {
				return account.SetUnit(tx, *u, v.Actor.ID)
			}
			_, err := account.AddUnit(tx, *u, v.Actor.ID)
			return err
		})
		if errors.Is(err, account.ErrTaken) {
			view.Problems = []part.Problem{{Field: "kato", Text: v.Say("staff.unit.taken")}}
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
	add(!u.Name.Complete(), "name-kk", "staff.unit.name.none")
	answers := u.Answers == account.ByWorkplace || u.Answers == account.BySystem
	add(u.Kind == account.PoliceUnit && !answers, "answers", "staff.unit.answers.need")
	add(u.Kind != account.PoliceUnit && u.Answers != "", "answers", "staff.unit.answers.not")
	return list
}

// postView is the form of a new post, or what was made of it.
type postView struct {
	part.StaffPage
	Problems []part.Problem
	Post     account.Post
	Units    []part.Option
	Roles    []part.Option
	Made     *account.Account
	Password string // shown once, in the answer to the form, and kept nowhere
}

func (s *Site) adminPostPage(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.postView(v)
	if err != nil {
		return err
	}
	return v.Show(postPage(view))
}

func (s *Site) postView(v *Visit) (postView, error) {
	var view postView
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.StaffPage, err = s.staffPage(v, tx, tabStaff, v.Say("staff.post.new")); err != nil {
			return err
		}
		view.Units, err = v.unitOptions(tx, "")
		return err
	})
	view.Back, view.Roles = &part.Link{Text: v.Say("staff.back.staff"), Href: "/admin"}, v.roleOptions("")
	return view, err
}

func (v *Visit) unitOptions(tx *db.Tx, chosen string) ([]part.Option, error) {
	units, err := account.Units(tx)
	list := []part.Option{{Text: v.Say("staff.admin.nounit")}}
	for _, u := range units {
		list = append(list, part.Option{Value: u.ID, Text: u.Name.In(v.Language), Chosen: u.ID == chosen})
	}
	return list, err
}

func (v *Visit) roleOptions(chosen account.Role) []part.Option {
	var list []part.Option
	for _, r := range account.Roles {
		if r.Staff() {
			list = append(list, part.Option{Value: string(r), Text: v.Say("staff.role." + string(r)), Chosen: r == chosen})
		}
	}
	return list
}

func (s *Site) adminPostAdd(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.postView(v)
	if err != nil {
		return err
	}
	p := account.Post{Role: account.Role(v.Text("role")), Login: v.Text("login"), IIN: v.Text("iin"), Surname: v.Text("surname"),
		GivenName: v.Text("given-name"), Patronymic: v.Text("patronymic"), Unit: v.Text("unit"), Phone: v.Text("phone"), Email: v.Text("email"),
		Position: words.Text{KK: v.Text("position-kk"), RU: v.Text("position-ru"), EN: v.Text("position-en")}}
	view.Post, view.Roles, view.Units = p, part.Choose(view.Roles, string(p.Role)), part.Choose(view.Units, p.Unit)
	if view.Problems = v.postProblems(p); len(view.Problems) == 0 {
		made, password, err := s.addPost(v, p)
		switch {
		case err == nil:
			view.Made, view.Password = &made, password
			return v.Show(postPage(view))
		case errors.Is(err, account.ErrTaken):
			view.Problems = []part.Problem{{Field: "login", Text: v.Say("staff.post.login.taken")}}
		case errors.Is(err, account.ErrIncomplete), errors.Is(err, account.ErrNoUnit):
			view.Problems = []part.Problem{{Field: "unit", Text: v.Say("staff.post.unit.wrong")}, {Field: "login", Text: v.Say("staff.post.login.wrong")}}
		default:
			return err
		}
	}
	view.Wrong = true
	return v.ShowAs(http.StatusUnprocessableEntity, postPage(view))
}

func (s *Site) addPost(v *Visit, p account.Post) (made account.Account, password string, err error) {
	password = oneTimePassword()
	if p.PasswordHash, err = account.HashPassword(v.Request.Context(), password); err != nil {
		return made, "", err
	}
	err = v.Write(func(tx *db.Tx) error {
		made, err = account.AddStaff(tx, p, v.Actor.ID)
		return err
	})
	return made, password, err
}

func (v *Visit) postProblems(p account.Post) []part.Problem {
	var list []part.Problem
	add := func(wrong bool, field, key string) {
		if wrong {
			list = append(list, part.Problem{Field: field, Text: v.Say(key)})
		}
	}
	add(p.Surname == "", "surname", "staff.post.surname.none")
	add(p.Login == "", "login", "staff.post.login.none")
	add(!p.Role.Staff(), "role", "staff.post.role.none")
	add(p.Role.Staff() && (p.Role == account.Administrator) != (p.Unit == ""), "unit", "staff.post.unit.wrong")
	add(p.IIN != "" && !identity.CheckNumber(p.IIN).Valid, "iin", "staff.post.iin.wrong")
	return list
}

// oneTimePassword is 80 random bits in letters and digits that are not mixed up when read aloud.
func oneTimePassword() string {
	const letters = "abcdefghjkmnpqrstuvwxyz23456789"
	var b []byte
	for i := range 20 {
		if i > 0 && i%5 == 0 {
			b = append(b, '-')
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(letters))))
		if err != nil {
			panic(err) // crypto/rand never fails
		}
		b = append(b, letters[n.Int64()])
	}
	return string(b)
}

// memberView is one member of staff.
type memberView struct {
	part.StaffPage
	Problems []part.Problem
	Member   account.Account
	Self     bool
	Units    []part.Option
	Roles    []part.Option
	Reason   string
	Password string // shown once
}

func (s *Site) adminMemberPage(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.memberView(v)
	if err != nil {
		return err
	}
	return v.Show(memberPage(view))
}

func (s *Site) memberView(v *Visit) (memberView, error) {
	var view memberView
	err := v.Read(func(tx *db.Tx) error {
		var err error
		view.Member, err = account.Find(tx, v.Request.PathValue("account"))
		if err == nil && !view.Member.Role.Staff() {
			err = account.ErrHidden // a person's account is not the administrator's business
		}
		if err != nil {
			return err
		}
		if view.StaffPage, err = s.staffPage(v, tx, tabStaff, view.Member.FullName()); err != nil {
			return err
		}
		view.Units, err = v.unitOptions(tx, view.Member.Unit)
		return err
	})
	view.Self, view.Roles = view.Member.ID == v.Actor.ID, v.roleOptions(view.Member.Role)
	view.Back = &part.Link{Text: v.Say("staff.back.staff"), Href: "/admin"}
	return view, err
}

// adminRole moves a member of staff to another role or unit, at the version that was shown.
func (s *Site) adminRole(v *Visit) error {
	return s.adminMember(v, func(tx *db.Tx, m memberView) error {
		version, err := strconv.Atoi(v.Text("version"))
		if err != nil {
			return errVersion
		}
		return account.SetRole(tx, m.Member.ID, version, account.Role(v.Text("role")), v.Text("unit"), v.Actor.ID)
	})
}

// adminState closes an account or opens it again, with a reason.
func (s *Site) adminState(v *Visit) error {
	return s.adminMember(v, func(tx *db.Tx, m memberView) error {
		if v.Text("state") == account.Active {
			return account.Enable(tx, m.Member.ID, v.Text("reason"), v.Actor.ID)
		}
		return account.Disable(tx, m.Member.ID, v.Text("reason"), v.Actor.ID)
	})
}

// adminMember does an act over a member of staff and comes back to the page.
func (s *Site) adminMember(v *Visit, do func(*db.Tx, memberView) error) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.memberView(v)
	if err != nil {
		return err
	}
	state := v.Form.Has("state")
	switch {
	case view.Self:
		view.Problems = []part.Problem{{Text: v.Say("staff.member.self")}}
	case state && v.Text("reason") == "":
		view.Problems = []part.Problem{{Field: "reason", Text: v.Say("staff.member.reason.none")}}
	default:
		err = v.Write(func(tx *db.Tx) error { return do(tx, view) })
		if !errors.Is(err, account.ErrIncomplete) && !errors.Is(err, account.ErrNoUnit) {
			if err != nil {
				return err
			}
			return v.Go("/admin/staff/" + view.Member.ID)
		}
		view.Problems = []part.Problem{{Field: "unit", Text: v.Say("staff.post.unit.wrong")}}
	}
	view.Wrong = true
	return v.ShowAs(http.StatusUnprocessableEntity, memberPage(view))
}

// adminPassword gives a member of staff a new one-time password, shown once: the old one and every
// session of theirs end.
func (s *Site) adminPassword(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.memberView(v)
	if err != nil {
		return err
	}
	password := oneTimePassword()
	hash, err := account.HashPassword(v.Request.Context(), password)
	if err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error {
		if err := account.SetPassword(tx, view.Member.ID, hash); err != nil {
			return err
		}
		name := v.Actor.FullName()
		_, err := register.Append(tx, register.Entry{At: v.Now, Act: "staff.password", Subject: "account:" + view.Member.ID,
			Actor: v.Actor.ID, ActorName: words.Text{KK: name, RU: name, EN: name}, ActorRole: string(v.Actor.Role)})
		return err
	})
	if err != nil {
		return err
	}
	view.Password = password
	return v.Show(memberPage(view))
}
