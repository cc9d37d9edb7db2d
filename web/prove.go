package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/web/part"
	"ruqsat/words"
)

// proofView is the page of proof of identity (P13).
type proofView struct {
	Proven bool
	IIN    string // of the account; empty: the person has none yet
	Typed  string // an ИИН that is to be joined
	Sent   bool   // a code is on its way
	Phone  string // where to, masked
	Next   string
	Wrong  []part.Problem
	Panel  *panel
}

// panel is an answer to a whole page, not to one field: title, and why and what to do.
type panel struct{ Title, Text string }

func (s *Site) prove(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	view := proofOf(v)
	if !view.Proven {
		err := v.Read(func(tx *db.Tx) (err error) { view.Sent, err = account.ProofPending(tx, v.Actor.ID, v.Now); return err })
		if err != nil {
			return err
		}
		view.Phone = sentPhone(v)
	}
	return v.Show(provePage(view))
}

func proofOf(v *Visit) proofView {
	return proofView{Proven: v.Actor.Proven(), IIN: v.Actor.IIN, Next: v.Text("next")}
}

// sendProof makes a code and has it sent to the phone of the state's contact base: the account's own
// ИИН, or one to be joined to an account that was made by passport.
func (s *Site) sendProof(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	view := proofOf(v)
	iin, code, err := s.startProof(v, &view)
	var flaws account.Flaws
	if errors.As(err, &flaws) {
		view.Wrong = []part.Problem{{Field: "iin", Text: flawText(v, flaws[0])}}
		return v.ShowAs(http.StatusUnprocessableEntity, provePage(view))
	}
	if err != nil {
		return err
	}
	view.Phone, err = s.Contact(v.Request.Context(), iin, code)
	if err != nil { // a code that nobody has is not on its way
		if err := v.Write(func(tx *db.Tx) error { return account.DropProof(tx, v.Actor.ID) }); err != nil {
			return err
		}
	}
	switch {
	case errors.Is(err, exchange.ErrNoContact):
		view.Panel = &panel{v.Say("problem.no-contact.title"), v.Say("problem.no-contact.detail")}
		return v.ShowAs(http.StatusConflict, provePage(view))
	case errors.Is(err, exchange.ErrSilent), errors.Is(err, exchange.ErrUnknownSystem):
		view.Panel = &panel{v.Say("problem.silent.title"), v.Say("problem.silent.detail")}
		return v.ShowAs(http.StatusServiceUnavailable, provePage(view))
	case err != nil:
		return err
	}
	v.Cookie(s.phoneCookie(view.Phone))
	if view.Next != "" {
		return v.Go("/prove?next=" + url.QueryEscape(view.Next))
	}
	return v.Go("/prove")
}

// phoneCookie keeps the masked telephone for the page that waits for its code: an address may not hold it.
func (s *Site) phoneCookie(masked string) *http.Cookie {
	return &http.Cookie{Name: "phone", Value: url.QueryEscape(masked), Path: "/prove", MaxAge: 600,
		HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode}
}

func sentPhone(v *Visit) string {
	c, err := v.Request.Cookie("phone")
	if err != nil {
		return ""
	}
	masked, err := url.QueryUnescape(c.Value)
	if err != nil || len(masked) > 40 || !words.Legible(masked) {
		return ""
	}
	return masked
}

func (s *Site) startProof(v *Visit, view *proofView) (iin, code string, err error) {
	iin = v.Actor.IIN
	err = v.Write(func(tx *db.Tx) (err error) {
		if iin != "" {
			code, err = account.StartProof(tx, *v.Actor, s.Policy)
			return err
		}
		view.Typed = v.Text("iin")
		code, err = account.JoinIIN(tx, *v.Actor, view.Typed, s.Policy)
		return err
	})
	if iin == "" {
		iin = squeeze(view.Typed)
	}
	return iin, code, err
}

func (s *Site) tryProof(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	var proof account.Proof
	err := v.Write(func(tx *db.Tx) (err error) { proof, err = account.Prove(tx, v.Actor.ID, v.Text("code")); return err })
	view := proofOf(v)
	switch {
	case errors.Is(err, account.ErrTaken):
		view.Panel = &panel{v.Say("cabinet.prove.taken"), v.Say("cabinet.prove.taken.text")}
		return v.ShowAs(http.StatusConflict, provePage(view))
	case err != nil:
		return err
	case proof == account.Proven && view.Next != "":
		return v.Go(view.Next)
	case proof == account.Proven:
		return v.Go("/prove")
	case proof == account.Wrong:
		view.Phone = sentPhone(v)
		view.Sent, view.Wrong = true, []part.Problem{{Field: "code", Text: v.Say("cabinet.prove.code.wrong")}}
	default:
		view.Wrong = []part.Problem{{Field: "send", Text: v.Say("cabinet.prove.code.none")}}
	}
	return v.ShowAs(http.StatusUnprocessableEntity, provePage(view))
}

// recoverView is the way into an account whose password is lost.
type recoverView struct {
	IIN   string
	Sent  bool
	Wrong []part.Problem
}

func (s *Site) recover(v *Visit) error { return v.Show(recoverPage(recoverView{})) }

// sendRecovery shows the same page at once whether there is an account or not; the code goes out
// behind it.
func (s *Site) sendRecovery(v *Visit) error {
	view := recoverView{IIN: squeeze(v.Text("iin"))}
	if ok, wait := s.limit.allow("recover "+address(v.Request), 10, 10*time.Minute, v.Now); !ok {
		return errTooMany{wait}
	}
	if text := iinProblem(v, view.IIN); text != "" {
		view.Wrong = []part.Problem{{Field: "iin", Text: text}}
		return v.ShowAs(http.StatusUnprocessableEntity, recoverPage(view))
	}
	var code string
	err := v.Write(func(tx *db.Tx) (err error) { _, code, err = account.StartRecovery(tx, view.IIN, s.Policy); return err })
	var many *account.TooMany
	if err != nil && !errors.Is(err, account.ErrUnknown) && !errors.As(err, &many) {
		return err
	}
	if err == nil {
		s.sendLater(v, view.IIN, code)
	}
	view.Sent = true
	return v.Show(recoverPage(view))
}

// sendLater has a code sent without making the page wait: its time must not tell whether an account exists.
func (s *Site) sendLater(v *Visit, iin, code string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(v.Request.Context()), 20*time.Second)
	go func() {
		defer cancel()
		if _, err := s.Contact(ctx, iin, code); err != nil {
			s.Log.Warn("recovery code not sent", "request", v.ID)
		}
	}()
}

func iinProblem(v *Visit, iin string) string {
	n := account.Newcomer{IIN: iin, Surname: "-", Cabinet: account.Employer, PasswordHash: "-"}
	if flaws := n.Flaws(); len(flaws) > 0 {
		return flawText(v, flaws[0])
	}
	return ""
}

// tryRecovery takes the code and sets the new password. An account that does not exist, or was never
// sent a code, has a wrong code.
func (s *Site) tryRecovery(v *Visit) error {
	view := recoverView{IIN: squeeze(v.Text("iin")), Sent: true}
	password := v.Form.Get("password")
	if ok, wait := s.limit.allow("recover "+address(v.Request), 10, 10*time.Minute, v.Now); !ok {
		return errTooMany{wait}
	}
	var flaw *account.Flaw
	if err := account.CheckPassword(password, view.IIN); errors.As(err, &flaw) {
		view.Wrong = []part.Problem{{Field: "password", Text: flawText(v, flaw)}}
		return v.ShowAs(http.StatusUnprocessableEntity, recoverPage(view))
	}
	hash, err := account.HashPassword(v.Request.Context(), password)
	if err != nil {
		return err
	}
	var proof account.Proof
	err = v.Write(func(tx *db.Tx) error {
		a, err := account.ByIIN(tx, view.IIN)
		if err == nil {
			proof, err = account.Recover(tx, a.ID, v.Text("code"), hash)
		}
		return err
	})
	if err != nil && !errors.Is(err, account.ErrUnknown) {
		return err
	}
	if proof == account.Proven {
		return v.Go("/signin?ended=1")
	}
	view.Wrong = []part.Problem{{Field: "code", Text: v.Say("cabinet.recover.wrong")}}
	return v.ShowAs(http.StatusUnprocessableEntity, recoverPage(view))
}
