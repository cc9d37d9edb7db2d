package web

import (
	"errors"
	"net/http"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/web/part"
)

// passwordView is the page that puts an own password in the place of a one-time one.
type passwordView struct {
	Login string
	Wrong []part.Problem
}

func (s *Site) passwordPage(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	if !v.Actor.OneTime {
		return v.Go("/account")
	}
	return v.Show(ownPasswordPage(passwordView{Login: v.Actor.Login}))
}

// ownPassword asks for the one-time password once more, as a sign-in does, so that a screen left open gives nobody an
// account, and so that the same one is not kept.
func (s *Site) ownPassword(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	if !v.Actor.OneTime {
		return v.Go("/account")
	}
	view, err := s.judgePassword(v)
	if err != nil {
		return err
	}
	if len(view.Wrong) > 0 {
		return v.ShowAs(http.StatusUnprocessableEntity, ownPasswordPage(view))
	}
	hash, err := account.HashPassword(v.Request.Context(), v.Form.Get("new"))
	if err != nil {
		return err
	}
	var fresh account.Session
	err = v.Write(func(tx *db.Tx) (err error) {
		fresh, err = account.OwnPassword(tx, v.Actor.ID, hash, s.Policy)
		return err
	})
	if err != nil {
		return err
	}
	v.Cookie(s.sessionCookie(fresh))
	return v.Go(Home(v.Actor))
}

func (s *Site) judgePassword(v *Visit) (passwordView, error) {
	a, fresh := *v.Actor, v.Form.Get("new")
	view := passwordView{Login: a.Login}
	var flaw *account.Flaw
	if err := account.CheckPassword(fresh, a.IIN, a.Login, a.Surname, a.GivenName, a.Phone, a.Email); errors.As(err, &flaw) {
		view.Wrong = append(view.Wrong, part.Problem{Field: "new", Text: flawText(v, flaw)})
	} else if fresh == v.Form.Get("password") {
		view.Wrong = append(view.Wrong, part.Problem{Field: "new", Text: v.Say("account.password.same")})
	}
	if len(view.Wrong) > 0 {
		return view, nil
	}
	same, err := s.knows(v, a, v.Form.Get("password"))
	if !same && err == nil {
		view.Wrong = []part.Problem{{Field: "password", Text: v.Say("account.password.wrong")}}
	}
	return view, err
}
