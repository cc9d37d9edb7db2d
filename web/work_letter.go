package web

import (
	"errors"
	"strconv"

	"ruqsat/db"
	"ruqsat/notice"
	"ruqsat/web/part"
	"ruqsat/words"
)

// deliveryView is how letters by mail and SMS do, without whose they are.
type deliveryView struct {
	part.StaffPage
	Unset    []string // ways this house cannot send by
	Status   part.Table
	Troubles []troubleView
}

type troubleView struct{ ID, Kind, Way, Trouble, Made, Next string }

func (s *Site) adminLetters(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	view := deliveryView{Status: part.Table{Caption: v.Say("staff.tab.letters"), Hidden: true, Columns: []part.Column{
		{Text: v.Say("contact.admin.way")}, {Text: v.Say("contact.admin.last")}, {Text: v.Say("staff.system.waiting"), Number: true},
		{Text: v.Say("staff.system.failing"), Number: true}, {Text: v.Say("contact.admin.dropped"), Number: true}, {Text: v.Say("contact.admin.trouble")}}}}
	err := v.Read(func(tx *db.Tx) (err error) {
		if view.StaffPage, err = s.staffPage(v, tx, tabLetters, v.Say("staff.tab.letters")); err != nil {
			return err
		}
		status, err := notice.Status(tx)
		if err != nil {
			return err
		}
		for _, way := range status {
			if !s.Letters.Carries(way.Way) {
				view.Unset = append(view.Unset, v.Say("contact.way."+string(way.Way)))
			}
			view.Status.Rows = append(view.Status.Rows, v.wayRow(way))
		}
		troubles, err := notice.Troubles(tx)
		for _, t := range troubles {
			view.Troubles = append(view.Troubles, v.troubleRow(t))
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(deliveryPage(view))
}

func (v *Visit) wayRow(w notice.WayStatus) []part.Cell {
	n := func(i int) part.Cell { return part.Cell{Text: strconv.Itoa(i), Number: true} }
	last, trouble := v.Say("staff.system.never"), v.Say("staff.system.well")
	if !w.LastSent.IsZero() {
		last = words.ShortMoment(w.LastSent.Time)
	}
	if w.Trouble != "" {
		trouble = notice.SayTrouble(w.Trouble).In(v.Language)
	}
	return []part.Cell{{Text: v.Say("contact.way." + string(w.Way)), Heading: true}, {Text: last, Short: true},
		n(w.Waiting), n(w.Failing), n(w.Dropped), {Text: trouble}}
}

func (v *Visit) troubleRow(t notice.Troubled) troubleView {
	row := troubleView{ID: t.ID, Kind: v.Say("contact.kind." + t.Kind), Way: v.Say("contact.way." + string(t.Way)),
		Trouble: notice.SayTrouble(t.Trouble).In(v.Language), Made: words.ShortMoment(t.Made.Time), Next: v.Say("contact.admin.given-up")}
	if t.State == notice.StateFailed {
		row.Next = words.ShortMoment(t.Next.Time)
	}
	return row
}

// adminLetterResend sends a letter that failed or was given up once more, if its reader still wants it.
func (s *Site) adminLetterResend(v *Visit) error {
	if err := v.May(nil); err != nil {
		return err
	}
	err := v.Write(func(tx *db.Tx) error { return notice.Resend(tx, v.Text("delivery"), *v.Actor) })
	if errors.Is(err, notice.ErrNoDelivery) {
		err = db.ErrStale // somebody has sent it already
	}
	if err != nil {
		return err
	}
	return v.Go("/admin/letters")
}
