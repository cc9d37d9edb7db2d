package web

import (
	"net/http"
	"net/url"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/web/part"
)

// signInView is the page to sign in (M-100). By is how: "" by the ИИН, "passport", or "staff".
type signInView struct {
	By, Next                 string
	Login, Country, Passport string
	Fresh                    bool   // comes from the sign-up
	Ended                    bool   // every session was ended by the person's own wish
	Why                      string // what led here: "open" a page, or "typed" a form that was sent without a session
	Wrong                    []part.Problem
	Countries                []part.Option
}

func (s *Site) signIn(v *Visit) error {
	if v.Actor != nil {
		return v.Go(Home(v.Actor))
	}
	view := signInView{By: way(v.Text("by")), Next: v.Text("next"), Fresh: v.Form.Has("welcome"), Ended: v.Form.Has("ended")}
	if why := v.Text("why"); why == "open" || why == "typed" {
		view.Why = why
	}
	view.Countries = countries(v, "")
	return v.Show(signInPage(view))
}

func way(by string) string {
	if by == "passport" || by == "staff" {
		return by
	}
	return ""
}

// trySignIn compares the password outside any transaction and answers every refusal alike (M-101,
// M-102): unknown, disabled and wrong are one sentence.
func (s *Site) trySignIn(v *Visit) error {
	view := signInView{By: way(v.Text("by")), Next: v.Text("next"), Login: v.Text("login"),
		Country: v.Text("country"), Passport: v.Text("passport")}
	credential := account.Credential{Login: view.Login, Address: address(v.Request)}
	if view.By == "passport" {
		credential = account.Credential{Country: view.Country, Passport: view.Passport, Address: address(v.Request)}
	}
	session, ok, err := s.unlock(v, credential, v.Form.Get("password"))
	if err != nil {
		return err
	}
	if !ok {
		view.Wrong = []part.Problem{{Field: view.first(), Text: v.Say("cabinet.signin.refused")}}
		view.Countries = countries(v, view.Country)
		return v.ShowAs(http.StatusUnprocessableEntity, signInPage(view))
	}
	v.Cookie(s.sessionCookie(session))
	if session.Stage != account.StageFull {
		return v.Go("/signin/code?next=" + url.QueryEscape(view.Next))
	}
	return v.Go(after(view.Next, &session.Account))
}

func (view signInView) first() string {
	if view.By == "passport" {
		return "country"
	}
	return "login"
}

// attempt counts a try and compares the password, outside any transaction.
func (s *Site) attempt(v *Visit, c account.Credential, password string) (try account.Try, err error) {
	if err = v.Write(func(tx *db.Tx) (err error) { try, err = account.Attempt(tx, c, s.Policy); return err }); err != nil {
		return try, err
	}
	if try.Wait > 0 {
		return try, &account.TooMany{Wait: try.Wait}
	}
	return try.Verify(v.Request.Context(), password)
}

// unlock tries to sign in: count, compare, make the session. A wrong password is not an error.
func (s *Site) unlock(v *Visit, c account.Credential, password string) (session account.Session, ok bool, err error) {
	try, err := s.attempt(v, c, password)
	if err != nil {
		return session, false, err
	}
	err = v.Write(func(tx *db.Tx) (err error) {
		session, ok, err = account.SignIn(tx, try, s.Policy, s.token(v))
		return err
	})
	return session, ok, err
}

// token is the session's token that the browser came with.
func (s *Site) token(v *Visit) string {
	if c, err := v.Request.Cookie(s.CookieName()); err == nil {
		return c.Value
	}
	return ""
}

func (s *Site) sessionCookie(session account.Session) *http.Cookie {
	return &http.Cookie{Name: s.CookieName(), Value: session.Token, Path: "/",
		MaxAge:   int(session.Expires.Sub(s.Clock.Now()).Seconds()), // the browser's clock may be another one
		HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode}
}

// after is where somebody goes who has signed in: back, or home.
func after(next string, a *account.Account) string {
	if inside := Inside(next); next != "" && inside != "/" {
		return inside
	}
	return Home(a)
}

func (s *Site) signOut(v *Visit) error {
	if err := v.Write(func(tx *db.Tx) error { return account.SignOut(tx, s.token(v)) }); err != nil {
		return err
	}
	v.Cookie(s.noCookie())
	return v.Go("/")
}

func (s *Site) noCookie() *http.Cookie {
	return &http.Cookie{Name: s.CookieName(), Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode}
}

// touch moves the idle term of a session that is in use. A database that is busy does not stop a page.
func (v *Visit) touch() error {
	if v.Session == nil || !v.Session.Touch {
		return nil
	}
	if err := v.Write(func(tx *db.Tx) error { return account.Extend(tx, *v.Session) }); err != nil {
		v.site.Log.Warn("session not extended", "request", v.ID, "error", err.Error())
	}
	return nil
}
