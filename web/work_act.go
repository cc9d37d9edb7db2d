package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/permit"
	"ruqsat/web/part"
)

// conflicts are what an act meets when the case is no longer as it was shown, or not yet as the act
// needs it: 409 with what has happened, and nothing is overwritten. The words are
// staff.conflict.CODE.
var conflicts = []struct {
	is   error
	code string
}{
	{db.ErrStale, "stale"},
	{application.ErrTaken, "taken"},
	{application.ErrState, "state"},
	{application.ErrAnswered, "answered"},
	{application.ErrReadOnly, "readonly"},
	{application.ErrNotJudged, "checks"},
	{application.ErrPaper, "paper"},
	{application.ErrGround, "ground"},
	{application.ErrChanged, "changed"},
	{permit.ErrOutdated, "changed"},
	{permit.ErrRedeemed, "state"},
	{permit.ErrSignatory, "signatory"},
	{permit.ErrIncomplete, "incomplete"},
	{application.ErrOwnDraft, "own"},
	{exchange.ErrNoQuestion, "question"},
}

// errVersion says that a form came without the version of its case.
var errVersion = fmt.Errorf("%w: version", errForm)

// act does one act over a case as it was shown: authority, version and act in one transaction. Then
// it leads to the page; a conflict is shown as one.
func (s *Site) act(v *Visit, to string, do func(*db.Tx, application.Case) error) error {
	var c application.Case
	err := v.Write(func(tx *db.Tx) (err error) {
		if c, err = s.findCase(v, tx, application.Glimpse); err != nil {
			return err
		}
		shown, err := strconv.Atoi(v.Text("version"))
		if err != nil {
			return errVersion
		}
		if c.Version != shown {
			return db.ErrStale
		}
		return do(tx, c)
	})
	if code := conflictOf(err); code != "" && c.ID != "" {
		return s.conflict(v, c.ID, code)
	}
	if err != nil {
		return err
	}
	return v.Go(fmt.Sprintf(to, c.ID))
}

func conflictOf(err error) string {
	for _, c := range conflicts {
		if errors.Is(err, c.is) {
			return c.code
		}
	}
	return ""
}

func (s *Site) workTake(v *Visit) error {
	return s.act(v, "/work/case/%s", func(tx *db.Tx, c application.Case) error {
		_, err := s.Cases.Take(tx, *v.Actor, c.ID)
		return err
	})
}

func (s *Site) workAsk(v *Visit) error {
	return s.act(v, "/work/case/%s#systems", func(tx *db.Tx, c application.Case) error {
		_, err := s.Cases.AskAgain(tx, *v.Actor, c.ID, c.Version, v.Text("key"))
		return err
	})
}

// workRemind reminds the police of a workplace of the case.
func (s *Site) workRemind(v *Visit) error {
	return s.act(v, "/work/case/%s#systems", func(tx *db.Tx, c application.Case) error {
		_, err := s.Cases.RemindPolice(tx, *v.Actor, c.ID, c.Version)
		return err
	})
}

// workSettle is the executor's word about a check that the law lets an officer confirm.
func (s *Site) workSettle(v *Visit) error {
	word, comment := v.Text("word"), v.Text("comment")
	if word == "no" && comment == "" {
		return s.reasonMissing(v)
	}
	return s.act(v, "/work/case/%s#checks", func(tx *db.Tx, c application.Case) error {
		if word != "yes" && word != "no" {
			return errForm
		}
		_, err := s.Cases.Settle(tx, *v.Actor, c.ID, v.Text("check"), word == "yes", comment)
		return err
	})
}

// reasonMissing shows the case again and asks for the reason.
func (s *Site) reasonMissing(v *Visit) error {
	c, err := s.open(v)
	if err != nil {
		return err
	}
	view, err := s.caseView(v, c)
	if err != nil {
		return err
	}
	view.Wrong, view.Problems = true, []part.Problem{{Field: "comment-" + v.Text("check"), Text: v.Say("staff.settle.reason")}}
	return v.ShowAs(http.StatusUnprocessableEntity, workCasePage(view))
}

func (s *Site) workApprove(v *Visit) error {
	return s.act(v, "/work/case/%s", func(tx *db.Tx, c application.Case) error {
		_, err := s.Cases.DraftDecision(tx, *v.Actor, c.ID, c.Version, true, nil, "")
		return err
	})
}
