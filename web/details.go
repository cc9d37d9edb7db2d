package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/web/part"
	"ruqsat/words"
)

// detailsView is the page of one's own account.
type detailsView struct {
	Account   account.Account
	Rows      []part.Row
	Languages []part.Option
	Cabinets  []part.Option
	Wrong     []part.Problem
	Saved     bool
}

func (s *Site) details(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	view := detailsOf(v, *v.Actor)
	view.Saved = v.Form.Has("saved")
	return v.Show(detailsPage(view))
}

func detailsOf(v *Visit, a account.Account) detailsView {
	view := detailsView{Account: a}
	row := func(key, value string) {
		if value != "" {
			view.Rows = append(view.Rows, part.Row{Key: v.Say("cabinet." + key), Value: value})
		}
	}
	row("name", a.FullName())
	row("signin.login", a.Login)
	row("iin", a.IIN)
	if country, ok := v.Law.Country(a.PassportCountry); ok {
		row("passport", country.Name.In(v.Language)+", "+a.PassportNumber)
	}
	if !a.Role.Staff() {
		row("proven", v.Say(provenKey(a)))
	}
	for _, l := range words.Languages {
		view.Languages = append(view.Languages, part.Option{Value: string(l), Text: words.Say(l, "web.language.name"), Chosen: l == a.Language})
	}
	for _, c := range []string{account.Immigrant, account.Employer} {
		view.Cabinets = append(view.Cabinets, part.Option{Value: c, Text: v.Say("cabinet.first." + c), Chosen: c == a.Cabinet})
	}
	return view
}

func provenKey(a account.Account) string {
	if a.Proven() {
		return "common.yes"
	}
	return "cabinet.proven.not"
}

func (s *Site) changeDetails(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	a := *v.Actor
	a.Phone, a.Email = v.Text("phone"), v.Text("email")
	if l, ok := words.ParseLanguage(v.Text("language")); ok {
		a.Language = l
	}
	if c := v.Text("cabinet"); slices.Contains([]string{account.Immigrant, account.Employer}, c) && !a.Role.Staff() {
		a.Cabinet = c
	}
	err := v.Write(func(tx *db.Tx) error { return account.Change(tx, a) })
	var flaws account.Flaws
	var flaw *account.Flaw
	switch {
	case errors.As(err, &flaws):
	case errors.As(err, &flaw):
		flaws = account.Flaws{flaw}
	case err != nil:
		return err
	default:
		v.Cookie(&http.Cookie{Name: "lang", Value: string(a.Language), Path: "/", MaxAge: 365 * 24 * 3600,
			HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode})
		return v.Go("/account?saved=1")
	}
	view := detailsOf(v, a)
	for _, f := range flaws {
		view.Wrong = append(view.Wrong, part.Problem{Field: f.Field, Text: flawText(v, f)})
	}
	return v.ShowAs(http.StatusUnprocessableEntity, detailsPage(view))
}

// changePassword asks for the old one, as a sign-in does and under the same limits, and ends every
// session: whoever knew the old one is out.
func (s *Site) changePassword(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	a := *v.Actor
	view := detailsOf(v, a)
	var flaw *account.Flaw
	if err := account.CheckPassword(v.Form.Get("new"), a.IIN, a.Login, a.PassportNumber, a.Surname, a.GivenName, a.Phone, a.Email); errors.As(err, &flaw) {
		view.Wrong = append(view.Wrong, part.Problem{Field: "new", Text: flawText(v, flaw)})
	}
	if len(view.Wrong) == 0 {
		same, err := s.knows(v, a, v.Form.Get("password"))
		if err != nil {
			return err
		}
		if !same {
			view.Wrong = append(view.Wrong, part.Problem{Field: "password", Text: v.Say("cabinet.password.old.wrong")})
		}
	}
	if len(view.Wrong) > 0 {
		return v.ShowAs(http.StatusUnprocessableEntity, detailsPage(view))
	}
	hash, err := account.HashPassword(v.Request.Context(), v.Form.Get("new"))
	if err != nil {
		return err
	}
	if err := v.Write(func(tx *db.Tx) error { return account.SetPassword(tx, a.ID, hash) }); err != nil {
		return err
	}
	v.Cookie(s.noCookie())
	return v.Go("/signin?ended=1")
}

// knows compares the present password by the means of a sign-in, without making a session of it.
func (s *Site) knows(v *Visit, a account.Account, password string) (same bool, err error) {
	c := account.Credential{Login: a.IIN, Address: address(v.Request)}
	switch {
	case a.Role.Staff():
		c.Login = a.Login
	case a.IIN == "":
		c.Country, c.Passport = a.PassportCountry, a.PassportNumber
	}
	try, err := s.attempt(v, c, password)
	if err != nil {
		return false, err
	}
	err = v.Write(func(tx *db.Tx) (err error) { _, same, err = account.Known(tx, try); return err })
	return same, err
}

func (s *Site) signOutEverywhere(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	err := v.Write(func(tx *db.Tx) error { _, err := account.SignOutEverywhere(tx, v.Actor.ID); return err })
	if err != nil {
		return err
	}
	v.Cookie(s.noCookie())
	return v.Go("/signin?ended=1")
}

// loginOf is what a person signs in by; a keeper of passwords in the browser files the new one under it.
func loginOf(a account.Account) string { return cmp.Or(a.Login, a.IIN, a.PassportNumber) }
