package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/notice"
	"ruqsat/web/part"
)

// wishView is the page where a person asks for letters by mail and SMS.
type wishView struct {
	Options []part.Option // the ways this house can send by
	Pending []pendingView // addresses that are asked for and not confirmed
	Saved   bool
	Wrong   []part.Problem
	Panel   *panel
}

// pendingView is an address that its owner has yet to confirm.
type pendingView struct {
	Way, Address string
	Sent         bool // a code is on its way
}

// wish is GET and POST of /account/letters; the field "do" says what is asked: the ways, a code, a try of one.
func (s *Site) wish(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	return s.showWish(v, http.StatusOK, wishView{Saved: v.Form.Has("saved")})
}

func (s *Site) saveWish(v *Visit) error {
	if err := v.May(&account.Thing{Account: v.Actor.ID}); err != nil {
		return err
	}
	switch v.Text("do") {
	case "ways":
		return s.saveWays(v)
	case "send":
		return s.sendAddressCode(v, account.Way(v.Text("way")))
	case "code":
		return s.tryAddressCode(v, account.Way(v.Text("way")))
	}
	return errForm
}

// saveWays keeps the wish, and sends a code to each address that was not confirmed yet.
func (s *Site) saveWays(v *Visit) error {
	a, asked := *v.Actor, map[account.Way]bool{}
	var wrong []part.Problem
	for _, w := range account.Ways {
		asked[w] = slices.Contains(v.Form["ways"], string(w)) && s.Letters.Carries(w)
		if asked[w] && a.Given(w) == "" {
			wrong = append(wrong, part.Problem{Field: "ways", Text: v.Say("contact.ways." + string(w) + ".missing")})
		}
	}
	if len(wrong) > 0 {
		return s.showWish(v, http.StatusUnprocessableEntity, wishView{Wrong: wrong})
	}
	if err := v.Write(func(tx *db.Tx) error { return account.Ask(tx, a, asked[account.Mail], asked[account.SMS]) }); err != nil {
		return err
	}
	for _, w := range account.Ways {
		if asked[w] && !a.Asked(w) && !a.Confirmed(w) {
			if gone, err := s.sendCode(v, w); err != nil || !gone {
				return s.unsent(v, err)
			}
		}
	}
	return v.Go("/account/letters?saved=1")
}

func (s *Site) sendAddressCode(v *Visit, w account.Way) error {
	if !s.Letters.Carries(w) || v.Actor.Given(w) == "" {
		return errForm
	}
	if gone, err := s.sendCode(v, w); err != nil || !gone {
		return s.unsent(v, err)
	}
	return v.Go("/account/letters")
}

// sendCode makes a code and has it sent, outside any transaction; one that could not be sent is forgotten.
func (s *Site) sendCode(v *Visit, w account.Way) (gone bool, err error) {
	code := ""
	err = v.Write(func(tx *db.Tx) (err error) { code, err = account.StartAddress(tx, *v.Actor, w, s.Policy); return err })
	if err != nil {
		return false, err
	}
	if s.Letters.Confirm(v.Request.Context(), w, v.Actor.Given(w), code, v.Language) == nil {
		return true, nil
	}
	return false, v.Write(func(tx *db.Tx) error { return account.DropAddress(tx, v.Actor.ID, w) })
}

// unsent says that no code is on its way; the wish itself is kept.
func (s *Site) unsent(v *Visit, err error) error {
	if err != nil {
		return err
	}
	return s.showWish(v, http.StatusConflict, wishView{Panel: &panel{v.Say("contact.unsent"), v.Say("contact.unsent.text")}})
}

func (s *Site) tryAddressCode(v *Visit, w account.Way) error {
	if !slices.Contains(account.Ways, w) {
		return errForm
	}
	var proof account.Proof
	err := v.Write(func(tx *db.Tx) (err error) {
		proof, err = account.ProveAddress(tx, *v.Actor, w, v.Text("code"))
		return err
	})
	if err != nil {
		return err
	}
	if proof == account.Proven {
		return v.Go("/account/letters?saved=1")
	}
	return s.showWish(v, http.StatusUnprocessableEntity,
		wishView{Wrong: []part.Problem{{Field: "code-" + string(w), Text: proof.Text().In(v.Language)}}})
}

// showWish reads the account anew: an act may have changed it just now.
func (s *Site) showWish(v *Visit, status int, view wishView) error {
	err := v.Read(func(tx *db.Tx) error {
		a, err := account.Find(tx, v.Actor.ID)
		if err != nil {
			return err
		}
		for _, w := range account.Ways {
			if !s.Letters.Carries(w) {
				continue
			}
			view.Options = append(view.Options, wayOption(v, a, w))
			if !a.Asked(w) || a.Given(w) == "" || a.Confirmed(w) {
				continue
			}
			sent, err := account.AddressPending(tx, a, w, v.Now)
			if err != nil {
				return err
			}
			view.Pending = append(view.Pending, pendingView{Way: string(w), Address: a.Given(w), Sent: sent})
		}
		view.Wrong = reachable(view.Wrong, view.Pending)
		return nil
	})
	if err != nil {
		return err
	}
	return v.ShowAs(status, wishPage(view))
}

// reachable leads a wrong code whose field is no longer there to the ways: the address was changed meanwhile.
func reachable(wrong []part.Problem, pending []pendingView) []part.Problem {
	for i, p := range wrong {
		way, code := strings.CutPrefix(p.Field, "code-")
		if code && !slices.ContainsFunc(pending, func(q pendingView) bool { return q.Way == way && q.Sent }) {
			wrong[i].Field = "ways"
		}
	}
	return wrong
}

func wayOption(v *Visit, a account.Account, w account.Way) part.Option {
	o := part.Option{Value: string(w), Text: v.Say("contact.way." + string(w)), Chosen: a.Asked(w)}
	switch {
	case a.Given(w) == "":
		o.Hint = v.Say("contact.ways." + string(w) + ".missing")
	case a.Confirmed(w):
		o.Hint = v.Say("contact.ways.confirmed", "address", a.Given(w))
	default:
		o.Hint = v.Say("contact.ways.unconfirmed", "address", a.Given(w))
	}
	return o
}

// stopView is the page behind the link of a letter.
type stopView struct {
	Way  account.Way
	Code string
	Done bool
}

// stopPage asks once more before the letters end: programs that look at the links of a mail press no button.
func (s *Site) stop(v *Visit) error {
	view := stopView{Code: v.Request.PathValue("code")}
	err := v.Read(func(tx *db.Tx) (err error) { view.Way, err = notice.StopOf(tx, view.Code); return err })
	if err != nil {
		return err
	}
	if view.Way == "" {
		return errNoPage
	}
	return v.Show(stopPage(view))
}

// stopNow ends the letters of one way. A mail program's own button comes here too (RFC 8058).
func (s *Site) stopNow(v *Visit) error {
	view := stopView{Code: v.Request.PathValue("code"), Done: true}
	err := v.Write(func(tx *db.Tx) (err error) {
		if err = notice.Stop(tx, view.Code); err == nil {
			view.Way, err = notice.StopOf(tx, view.Code)
		}
		return err
	})
	if errors.Is(err, notice.ErrNoDelivery) {
		return errNoPage
	}
	if err != nil {
		return err
	}
	return v.Show(stopPage(view))
}
