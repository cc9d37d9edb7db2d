package web

import (
	"encoding/base64"
	"errors"
	"strconv"

	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/register"
	"ruqsat/web/part"
	"ruqsat/words"
)

// systemView is how every other state system does, and the questions that a person must look at.
type systemView struct {
	part.StaffPage
	Status part.Table
	Dead   []deadView
}

// deadView is a refused question, without whom it is about: the administrator sees no case.
type deadView struct{ ID, System, Trouble, Asked, Tried, Tries string }

func (s *Site) adminSystems(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	view := systemView{Status: part.Table{Caption: v.Say("staff.tab.systems"), Hidden: true, Columns: []part.Column{
		{Text: v.Say("staff.ask.system")}, {Text: v.Say("staff.system.last")}, {Text: v.Say("staff.system.waiting"), Number: true},
		{Text: v.Say("staff.system.failing"), Number: true}, {Text: v.Say("staff.system.dead"), Number: true}, {Text: v.Say("staff.system.trouble")}}}}
	err := v.Read(func(tx *db.Tx) error {
		var err error
		if view.StaffPage, err = s.staffPage(v, tx, tabSystems, v.Say("staff.tab.systems")); err != nil {
			return err
		}
		status, err := exchange.Status(tx)
		if err != nil {
			return err
		}
		for _, x := range status {
			view.Status.Rows = append(view.Status.Rows, v.systemRow(x))
		}
		dead, err := exchange.DeadLetters(tx)
		for _, d := range dead {
			view.Dead = append(view.Dead, deadView{ID: d.ID, System: v.Say("exchange.system." + d.System),
				Trouble: exchange.SayTrouble(d.Trouble).In(v.Language), Asked: words.ShortMoment(d.Asked), Tried: words.ShortMoment(d.Tried), Tries: strconv.Itoa(d.Tries)})
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(systemPage(view))
}

func (v *Visit) systemRow(x exchange.SystemStatus) []part.Cell {
	n := func(i int) part.Cell { return part.Cell{Text: strconv.Itoa(i), Number: true} }
	last, trouble := v.Say("staff.system.never"), v.Say("staff.system.well")
	if !x.LastSuccess.IsZero() {
		last = words.ShortMoment(x.LastSuccess)
	}
	if x.LastError != "" {
		trouble = exchange.SayTrouble(x.LastError).In(v.Language)
	}
	return []part.Cell{{Text: v.Say("exchange.system." + x.System), Heading: true}, {Text: last, Short: true},
		n(x.Waiting), n(x.Failing), n(x.Dead), {Text: trouble}}
}

// adminResend sends a refused question once more.
func (s *Site) adminResend(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	err := v.Write(func(tx *db.Tx) error { return exchange.Resend(tx, v.Text("letter")) })
	if errors.Is(err, exchange.ErrNoQuestion) {
		err = db.ErrStale // somebody has sent it already
	}
	if err != nil {
		return err
	}
	return v.Go("/admin/systems")
}

// registerView is the register's size, root and last signed checkpoint.
type registerView struct {
	part.StaffPage
	Facts []part.Fact
	Note  string
	None  bool
}

func (s *Site) adminRegister(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	var view registerView
	err := v.Read(func(tx *db.Tx) (err error) {
		view.StaffPage, err = s.staffPage(v, tx, tabRegister, v.Say("staff.tab.register"))
		return err
	})
	if err != nil {
		return err
	}
	if view.None = s.Checkpoint == nil; view.None {
		return v.Show(registerPage(view))
	}
	note, size, root, err := s.Checkpoint(v.Request.Context())
	if errors.Is(err, register.ErrNoCheckpoint) {
		view.None = true
		return v.Show(registerPage(view))
	}
	if err != nil {
		return err
	}
	view.Note = string(note)
	view.Facts = []part.Fact{{Term: v.Say("staff.register.size"), Value: words.Number(v.Language, size)},
		{Term: v.Say("staff.register.root"), Value: base64.StdEncoding.EncodeToString(root[:])}}
	return v.Show(registerPage(view))
}
