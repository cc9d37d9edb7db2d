package application_test

import (
	"errors"
	"testing"
	"time"

	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/register"
)

func TestAPaperThatIsNotGoodBarsThePermitUntilTheWordIsChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.ready(h.hire(sample.Zhitikara, 6))
		var papers []application.Paper
		h.read(func(tx *db.Tx) (err error) { papers, err = application.Papers(tx, c.ID); return err })
		paper := papers[0].ID
		judge := func(login string, version int, paper string, good bool, comment string) error {
			return h.try(func(tx *db.Tx) error {
				_, err := h.Office.JudgePaper(tx, h.Staff[login], c.ID, version, paper, good, comment)
				return err
			})
		}
		draft := func(version int) error {
			return h.try(func(tx *db.Tx) error {
				_, err := h.Office.DraftDecision(tx, h.Staff["abenov"], c.ID, version, true, nil, "")
				return err
			})
		}
		for name, x := range map[string]struct{ got, want error }{
			"not good without a word": {judge("abenov", c.Version, paper, false, ""), application.ErrNoReason},
			"an old page":             {judge("abenov", c.Version-1, paper, true, ""), db.ErrStale},
			"another case's paper":    {judge("abenov", c.Version, "none", true, ""), application.ErrNoPaper},
			"not good":                {judge("abenov", c.Version, paper, false, "Печать не читается"), nil},
			"over a word unseen":      {judge("suleimenova", c.Version, paper, true, ""), db.ErrStale},
			"a permit over it":        {draft(c.Version + 1), application.ErrPaper},
		} {
			if !errors.Is(x.got, x.want) {
				t.Errorf("%s: %v, want %v", name, x.got, x.want)
			}
		}
		h.read(func(tx *db.Tx) error {
			said, err := application.PaperVerdicts(tx, c.ID)
			v := said[paper]
			if len(said) != 1 || v.OK || v.Comment != "Печать не читается" || v.OfficerName != h.Staff["abenov"].FullName() || v.At.IsZero() {
				t.Errorf("%+v", said)
			}
			return err
		})
		if err := judge("abenov", c.Version+1, paper, true, ""); err != nil {
			t.Error(err)
		}
		if err := draft(c.Version + 2); err != nil {
			t.Errorf("after the word was changed: %v", err)
		}
		if err := judge("abenov", c.Version+3, paper, false, "Поздно"); !errors.Is(err, application.ErrState) {
			t.Errorf("a verdict while the draft lies with the head: %v", err)
		}
		h.read(func(tx *db.Tx) error {
			entries, err := register.History(tx, c.Subject())
			var words []any
			for _, e := range entries {
				if e.Act == "application.paper.judge" {
					words = append(words, e.Detail["word"])
				}
			}
			if len(words) != 2 || words[0] != "bad" || words[1] != "good" {
				t.Errorf("the register keeps %v", words)
			}
			return err
		})
	})
}

func TestTwoExecutorsJudgeNoPaperOfEachOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.file(h.hire(sample.Zhitikara, 6))
		h.write(func(tx *db.Tx) (err error) { c, err = h.Office.Take(tx, h.Staff["abenov"], c.ID); return err })
		err := h.try(func(tx *db.Tx) error {
			papers, err := application.Papers(tx, c.ID)
			if err != nil {
				return err
			}
			_, err = h.Office.JudgePaper(tx, h.Staff["suleimenova"], c.ID, c.Version, papers[0].ID, true, "")
			return err
		})
		if !errors.Is(err, application.ErrTaken) {
			t.Errorf("%v", err)
		}
	})
}

func TestThePoliceAreRemindedOfWhatWaitsForThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.file(h.hire(sample.Zhitikara, 6))
		remind := func(login string, version int) error {
			return h.try(func(tx *db.Tx) error {
				_, err := h.Office.RemindPolice(tx, h.Staff[login], c.ID, version)
				return err
			})
		}
		before := h.police(c)
		if err := remind("abenov", c.Version-1); !errors.Is(err, db.ErrStale) {
			t.Errorf("an old page: %v", err)
		}
		for range 2 {
			if err := remind("abenov", c.Version); err != nil {
				t.Fatal(err)
			}
		}
		p := h.police(c)
		if p.Reminders != 2 || h.clock.Now().Sub(p.RemindedAt) > time.Minute || !p.DueAt.Equal(before.DueAt) || p.Answered() {
			t.Errorf("%+v", p)
		}
		h.read(func(tx *db.Tx) error {
			rows, err := application.PoliceWorklist(tx, p.Unit, false, application.Page{})
			if len(rows) != 1 || rows[0].PoliceRemindedAt.IsZero() {
				t.Errorf("their list: %+v", rows)
			}
			return err
		})
		h.answerPolice(c, false, "Розыск")
		if err := remind("abenov", h.find(c.ID).Version); !errors.Is(err, application.ErrAnswered) {
			t.Errorf("after the answer: %v", err)
		}
	})
}

func (h *house) police(c application.Case) (p application.Police) {
	h.Helper()
	h.read(func(tx *db.Tx) (err error) { p, _, err = application.PoliceOf(tx, c.ID); return err })
	return p
}
