package web

import (
	"errors"
	"net/http"
	"strconv"

	"ruqsat/application"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/web/part"
	"ruqsat/words"
)

// counterHandView is the form that hands a result out: who receives it, by which document, as whom, and that the
// receiver has signed.
type counterHandView struct {
	part.StaffPage
	Case     application.Case
	Hand     application.HandOver
	ProxyDay string
	As       []part.Option
	Result   part.Link // what is handed out, to be printed
	Problems []part.Problem
}

func (s *Site) counterHandPage(v *Visit) error {
	view, err := s.counterHandView(v)
	if errors.Is(err, application.ErrHanded) {
		return s.handedAlready(v, view.Case)
	}
	if err != nil {
		return s.orConflict(v, view.Case, err)
	}
	return v.Show(counterHandForm(view))
}

func (s *Site) counterHandView(v *Visit) (counterHandView, error) {
	var view counterHandView
	err := v.Read(func(tx *db.Tx) error {
		c, err := servedCase(v, tx)
		view.Case = c
		if err != nil {
			return err
		}
		if c.State != application.Approved && c.State != application.Refused {
			return application.ErrState
		}
		if _, done, err := application.HandedOver(tx, c.ID); err != nil || done {
			return errors.Join(err, application.ErrHanded)
		}
		if c.State == application.Approved {
			p, err := permit.ByCase(tx, c.ID)
			if err != nil {
				return err
			}
			view.Result = part.Link{Text: v.Say("window.print.permit"), Note: p.Number, Href: "/counter/case/" + c.ID + "/permit.pdf"}
		} else {
			view.Result = part.Link{Text: v.Say("window.print.letter"), Note: c.Number, Href: "/counter/case/" + c.ID + "/letter"}
		}
		view.StaffPage, err = s.staffPage(v, tx, tabReady, v.Say("window.hand.title", "name", c.Name))
		return err
	})
	view.As = []part.Option{
		{Value: application.AsApplicant, Text: v.Say("window.hand.as.applicant", "name", view.Case.Name)},
		{Value: application.AsEmployer, Text: v.Say("window.hand.as.employer", "name", view.Case.EmployerName)},
		{Value: application.AsProxy, Text: v.Say("window.hand.as.proxy"), Hint: v.Say("window.hand.as.proxy.hint")},
	}
	view.Back = &part.Link{Text: v.Say("window.back.case"), Href: "/counter/case/" + view.Case.ID}
	return view, err
}

// handedAlready answers a second handing out: who received it, and when.
func (s *Site) handedAlready(v *Visit, c application.Case) error {
	var h application.HandOver
	err := v.Read(func(tx *db.Tx) (err error) { h, _, err = application.HandedOver(tx, c.ID); return err })
	if err != nil {
		return err
	}
	return s.showCounterCase(v, http.StatusConflict, &panel{v.Say("window.handed.already"),
		v.Say("window.handed.to", "name", h.Receiver, "moment", words.Moment(v.Language, h.At.In(calendar.Zone)), "operator", h.OperatorName)})
}

// counterHand hands the result out, once.
func (s *Site) counterHand(v *Visit) error {
	view, err := s.counterHandView(v)
	if errors.Is(err, application.ErrHanded) {
		return s.handedAlready(v, view.Case)
	}
	if err != nil {
		return s.orConflict(v, view.Case, err)
	}
	view.readHand(v)
	if view.Wrong = len(view.Problems) > 0; view.Wrong {
		return v.ShowAs(http.StatusUnprocessableEntity, counterHandForm(view))
	}
	err = v.Write(func(tx *db.Tx) error {
		if _, err := servedCase(v, tx); err != nil {
			return err
		}
		return s.Cases.HandOver(tx, *v.Actor, view.Case.ID, view.Hand)
	})
	switch {
	case errors.Is(err, application.ErrHanded):
		return s.handedAlready(v, view.Case)
	case err != nil:
		return s.orConflict(v, view.Case, err)
	}
	return v.Go("/counter/case/" + view.Case.ID + "/handed")
}

// readHand reads the form and says everything that it lacks.
func (h *counterHandView) readHand(v *Visit) {
	h.Hand = application.HandOver{Receiver: v.Text("receiver"), Document: v.Text("document"), As: v.Text("as"),
		Proxy: v.Text("proxy"), Signed: v.Form.Has("signed")}
	h.As, h.ProxyDay = part.Choose(h.As, h.Hand.As), v.Text("proxy-day")
	h.Hand.ProxyDay, _ = calendar.ParseDay(typedDay(h.ProxyDay)) // what is no day is zero, which is a defect
	for _, d := range h.Hand.Defects(calendar.DayOf(v.Now)) {
		h.Problems = append(h.Problems, part.Problem{Field: d.Field, Text: d.Text.In(v.Language)})
	}
}

// counterWithdrawView is the withdrawal by a request signed on paper.
type counterWithdrawView struct {
	part.StaffPage
	Case     application.Case
	Upload   part.Upload
	Problems []part.Problem
}

func (s *Site) withdrawView(v *Visit) (counterWithdrawView, error) {
	var view counterWithdrawView
	err := v.Read(func(tx *db.Tx) error {
		c, err := servedCase(v, tx)
		view.Case = c
		if err != nil {
			return err
		}
		if !c.State.Running() {
			return application.ErrState
		}
		view.StaffPage, err = s.staffPage(v, tx, tabUnderReview, v.Say("cabinet.withdraw.title", "number", c.Number))
		return err
	})
	view.Back = &part.Link{Text: v.Say("window.back.case"), Href: "/counter/case/" + view.Case.ID}
	view.Upload = part.Upload{Accept: "image/jpeg,image/png,application/pdf",
		Field: part.Field{ID: withdrawFile, Label: v.Say("window.withdraw.scan"), Hint: sheetLimits(v)}}
	return view, err
}

// withdrawFile is the input of the signed request.
const withdrawFile = "request"

func (s *Site) counterWithdrawPage(v *Visit) error {
	view, err := s.withdrawView(v)
	if err != nil {
		return s.orConflict(v, view.Case, err)
	}
	return v.Show(counterWithdrawPage(view))
}

// counterWithdraw withdraws the case by the scan of a request that the person signed on paper.
func (s *Site) counterWithdraw(v *Visit) error {
	view, err := s.withdrawView(v)
	if err != nil {
		return s.orConflict(v, view.Case, err)
	}
	sent, err := (form{Case: view.Case}).readSent(v)
	defer sent.close()
	if err != nil {
		return err
	}
	files := sent.files[withdrawFile]
	switch {
	case len(sent.refused) > 0:
		view.Problems = sent.refused
	case len(files) != 1:
		view.Problems = []part.Problem{{Field: withdrawFile, Text: v.Say("window.withdraw.scan.none")}}
	}
	if view.Wrong = len(view.Problems) > 0; view.Wrong {
		view.Upload.Error = part.At(view.Problems, withdrawFile)
		return v.ShowAs(http.StatusUnprocessableEntity, counterWithdrawPage(view))
	}
	version, err := strconv.Atoi(sent.form.Get("version"))
	if err != nil {
		return errVersion
	}
	if err := files[0].PutIn(v.Request.Context(), s.Store); err != nil {
		return err
	}
	return s.withdrawn(v, view.Case, version, files[0])
}

func (s *Site) withdrawn(v *Visit, c application.Case, version int, file attachment.File) error {
	err := v.Write(func(tx *db.Tx) error {
		if _, err := servedCase(v, tx); err != nil {
			return err
		}
		scan, err := attachment.Keep(tx, file, v.Actor.ID)
		if err != nil {
			return err
		}
		_, err = s.Cases.WithdrawAtCounter(tx, *v.Actor, c.ID, version, scan)
		return err
	})
	if err != nil {
		return s.orConflict(v, c, err)
	}
	return v.Go("/counter/case/" + c.ID)
}
