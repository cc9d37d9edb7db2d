package web

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image/png"
	"net/http"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/web/part"
)

// secondView is the second step of a member of staff: the code from the phone, and the secret with
// its QR while the phone does not know it yet.
type secondView struct {
	Next   string
	Secret string // in groups of four; empty when the phone knows it
	QR     string // data: address of a PNG
	Wrong  []part.Problem
}

func (s *Site) secondStep(v *Visit) error {
	if v.Actor != nil {
		return v.Go(Home(v.Actor))
	}
	view, err := s.second(v)
	if errors.Is(err, account.ErrSignIn) {
		return v.Go("/signin")
	}
	if err != nil {
		return err
	}
	return v.Show(secondPage(view))
}

func (s *Site) trySecondStep(v *Visit) error {
	if v.Session == nil || v.Actor != nil {
		return v.Go("/signin")
	}
	var session account.Session
	var ok bool
	err := v.Write(func(tx *db.Tx) (err error) {
		session, ok, err = account.SecondStep(tx, s.token(v), v.Text("code"), s.Policy)
		return err
	})
	if errors.Is(err, account.ErrNoSession) {
		return v.Go("/signin")
	}
	if err != nil {
		return err
	}
	if ok {
		v.Cookie(s.sessionCookie(session))
		return v.Go(after(v.Text("next"), &session.Account))
	}
	view, err := s.second(v)
	if err != nil {
		return err
	}
	view.Wrong = []part.Problem{{Field: "code", Text: v.Say("cabinet.second.wrong")}}
	return v.ShowAs(http.StatusUnprocessableEntity, secondPage(view))
}

// second reads what the step needs; account.ErrSignIn when no step is awaited.
func (s *Site) second(v *Visit) (secondView, error) {
	view := secondView{Next: v.Text("next")}
	if v.Session == nil {
		return view, account.ErrSignIn
	}
	if v.Session.Stage != account.StageEnrol {
		return view, nil
	}
	var e account.Enrolment
	err := v.Write(func(tx *db.Tx) (err error) { e, err = account.Enrol(tx, v.Session.Account.ID); return err })
	if err != nil {
		return view, err
	}
	view.Secret = grouped(e.Secret)
	view.QR, err = picture(e.URL)
	return view, err
}

// grouped sets a secret in groups of four, to be typed in.
func grouped(secret string) string {
	var groups []string
	for ; len(secret) > 4; secret = secret[4:] {
		groups = append(groups, secret[:4])
	}
	return strings.Join(append(groups, secret), " ")
}

// picture is a QR code as a data: address, so that no other request carries the secret.
func picture(text string) (string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", err
	}
	code, err = barcode.Scale(code, 264, 264)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, code); err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes()), nil
}
