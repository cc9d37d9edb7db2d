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
	password, p.OneTime = account.OneTimePassword(), true
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
	unitless := p.Role == account.Administrator || p.Role == account.Auditor
	add(p.Role.Staff() && unitless != (p.Unit == ""), "unit", "staff.post.unit.wrong")
	add(p.IIN != "" && !identity.CheckNumber(p.IIN).Valid, "iin", "staff.post.iin.wrong")
	return list
}
