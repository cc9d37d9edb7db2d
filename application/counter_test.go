package application_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/notice"
	"ruqsat/permit"
	"ruqsat/quota"
)

// stranger invents a hiring whose people have no account anywhere (P11).
func (h *house) stranger(unit string, months int, spoil ...func(*sample.Hire)) sample.Hire {
	h.Helper()
	h.people++
	hire, err := sample.Invent(theLaw, h.people, calendar.DayOf(h.clock.Now()), unit, months)
	must(h, err)
	for _, f := range spoil {
		f(&hire)
	}
	must(h, h.state.Add(hire.Scenario()))
	return hire
}

func (h *house) intake(login string, hire sample.Hire) (c application.Case) {
	h.Helper()
	h.write(func(tx *db.Tx) (err error) {
		c, err = h.Intake(tx, h.Staff[login], hire, h.scan)
		return err
	})
	return c
}

func (h *house) accept(login string, c application.Case) application.Case {
	h.Helper()
	h.write(func(tx *db.Tx) (err error) {
		var list []application.Shortfall
		c, list, err = h.Accept(tx, h.Staff[login], c)
		for _, s := range list {
			h.Errorf("%s %s %s: %s", s.Kind, s.Document, s.Field, s.Text.RU)
		}
		return err
	})
	return c
}

func (h *house) refuse(login string, c application.Case, documents ...string) (n application.Entry, err error) {
	err = h.try(func(tx *db.Tx) (err error) {
		n, err = h.Office.RefuseAcceptance(tx, h.Staff[login], c.ID, c.Version, documents, "")
		return err
	})
	return n, err
}

func (h *house) findIn(tx *db.Tx, id string) application.Case {
	c, err := application.Find(tx, id)
	must(h, err)
	return c
}

func (h *house) paper(c application.Case, document string) (p application.Paper) {
	h.Helper()
	h.read(func(tx *db.Tx) error {
		papers, err := application.Papers(tx, c.ID)
		for _, one := range papers {
			if one.Document == document {
				p = one
			}
		}
		return err
	})
	return p
}

func (h *house) free() (free int) {
	h.Helper()
	h.read(func(tx *db.Tx) (err error) {
		free, _, err = quota.Free(tx, "390000000", 2026, sample.Ledger)
		return err
	})
	return free
}

// P11, M-02, M-14: nobody has an account, both sign on paper, and the case goes the same way as from a cabinet.
func TestACaseOfTheCounterBecomesAPermitAndIsHandedOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		free := h.free()
		c := h.accept("saparova", h.intake("saparova", h.stranger(sample.Zhitikara, 6)))
		if c.CounterNumber != "CON-3944-26-000001" || c.Number != "OT-3944-26-000001" || c.Channel != "con" || c.Applicant != "" {
			t.Errorf("journal %s, number %s, channel %s, applicant %q", c.CounterNumber, c.Number, c.Channel, c.Applicant)
		}
		if c.Counter != h.Units["con "+sample.Zhitikara+" 1"].ID || c.Operator != h.Staff["saparova"].ID || !c.KeptUntil.IsZero() {
			t.Errorf("office %s, operator %s, kept until %s", c.Counter, c.OperatorName, c.KeptUntil)
		}
		if now := h.free(); now != free-1 {
			t.Errorf("%d places were free, now %d", free, now)
		}
		h.settle()
		c = h.answerPolice(c, true, "")
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Approve(tx, h.Staff["abenov"], h.Staff["temirbekova"], h.findIn(tx, c.ID))
			return err
		})
		hand := application.HandOver{Receiver: "YULDASHEV RUSTAM", Document: "FB0000001", As: application.AsApplicant, Signed: true}
		h.write(func(tx *db.Tx) error { return h.Office.HandOver(tx, h.Staff["omarov"], c.ID, hand) })
		h.read(func(tx *db.Tx) error {
			made, err := permit.ByCase(tx, c.ID)
			got, done, err2 := application.HandedOver(tx, c.ID)
			if !done || got.Receiver != hand.Receiver || got.OperatorName != h.Staff["omarov"].FullName() || made.Number == "" {
				t.Errorf("%+v, %v, permit %s", got, done, made.Number)
			}
			return errors.Join(err, err2)
		})
		err := h.try(func(tx *db.Tx) error { return h.Office.HandOver(tx, h.Staff["omarov"], c.ID, hand) })
		if !errors.Is(err, application.ErrHanded) {
			t.Errorf("handed out twice: %v", err)
		}
	})
}

// M-05: a number exists if and only if both confirmed exactly the filed data; on paper the operator attests it.
func TestTheOperatorAttestsBothSignaturesOverExactlyTheFiledData(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.intake("saparova", h.stranger(sample.Zhitikara, 3))
		h.write(func(tx *db.Tx) error {
			_, _, ok, err := application.Attested(tx, c.ID)
			if ok {
				t.Error("attested before acceptance")
			}
			_, _, err2 := h.Office.Accept(tx, h.Staff["saparova"], c.ID, c.Version, strings.Repeat("0", 64))
			if !errors.Is(err2, application.ErrChanged) {
				t.Errorf("other data were attested: %v", err2)
			}
			return err
		})
		sum := h.sum(c)
		c = h.accept("saparova", c)
		if now := h.sum(c); now != sum {
			t.Error("acceptance changed the data that were signed")
		}
		h.read(func(tx *db.Tx) error {
			var parties []string
			err := tx.Select(&parties, `SELECT party FROM application_confirmation
				WHERE application = ? AND sum = ? AND attested = 1 AND account = ? ORDER BY party`, c.ID, sum, h.Staff["saparova"].ID)
			if len(parties) != 2 || parties[0] != account.ApplicantPart || parties[1] != account.EmployerPart {
				t.Errorf("attested for %v", parties)
			}
			by, at, ok, err2 := application.Attested(tx, c.ID)
			if !ok || by != h.Staff["saparova"].ID || !at.Equal(h.findIn(tx, c.ID).FiledAt) {
				t.Errorf("attested by %s at %s: %v", by, at, ok)
			}
			return errors.Join(err, err2)
		})
	})
}

// M-15: without a scan of each required document, the signed application among them, nothing is forwarded.
func TestNothingIsAcceptedWithoutEveryScan(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.intake("saparova", h.stranger(sample.Zhitikara, 3))
		for document, kind := range map[string]string{sample.Signed: application.Input, "insurance": application.Missing} {
			p := h.paper(c, document)
			undo := errors.New("undo")
			err := h.try(func(tx *db.Tx) error {
				c, err := h.Office.RemovePaper(tx, h.Staff["saparova"], c.ID, c.Version, p.ID, "")
				must(t, err)
				got, list, err := h.Accept(tx, h.Staff["saparova"], c)
				must(t, err)
				if got.Number != "" || len(list) == 0 || list[0].Kind != kind || list[0].Document != document {
					t.Errorf("without %s: number %q, %v", document, got.Number, list)
				}
				return undo
			})
			if !errors.Is(err, undo) {
				t.Error(err)
			}
		}
	})
}

// What the parties signed is what is filed: a changed answer takes the scan of the signed application away.
func TestAChangedAnswerVoidsTheSignedApplication(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		hire := h.stranger(sample.Zhitikara, 3)
		c := h.intake("saparova", hire)
		same := hire.Fields()
		h.write(func(tx *db.Tx) (err error) {
			c, _, err = h.Office.SaveIntake(tx, h.Staff["saparova"], c.ID, c.Version, same)
			return err
		})
		if h.paper(c, sample.Signed).ID == "" {
			t.Error("the same answers voided the signatures")
		}
		same["stay.address"] = "басқа үй, 7"
		h.write(func(tx *db.Tx) (err error) {
			c, _, err = h.Office.SaveIntake(tx, h.Staff["saparova"], c.ID, c.Version, same)
			return err
		})
		if h.paper(c, sample.Signed).ID != "" {
			t.Error("the scan shows answers that are not those of the sheet")
		}
		same["stay.address"] = "үшінші үй, 8"
		h.write(func(tx *db.Tx) (err error) {
			c, _, err = h.Office.SaveIntake(tx, h.Staff["saparova"], c.ID, c.Version, same, application.Attach{
				Paper: application.Paper{Document: sample.Signed}, More: []attachment.Attachment{h.scan}})
			return err
		})
		if h.paper(c, sample.Signed).ID == "" {
			t.Error("the scan that came with the new answers was lost")
		}
	})
}

// The browser of an operator dies in mid-intake: what was saved is there, right or wrong, and goes on elsewhere.
func TestWhatWasSavedIsThereForAnotherOperator(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		hire := h.stranger(sample.Zhitikara, 3)
		mrz1, mrz2 := hire.MRZ()
		var c application.Case
		h.write(func(tx *db.Tx) (err error) {
			if c, err = h.Office.StartIntake(tx, h.Staff["saparova"], sample.Service, sample.Operation); err != nil {
				return err
			}
			var wrong int
			c, defects, err := h.Office.SaveIntake(tx, h.Staff["saparova"], c.ID, c.Version, map[string]string{
				"passport.mrz": mrz1 + "\r\n" + mrz2, "employer.iin": "123", application.ContactPhone: "701", application.ContactConsent: "1"})
			for _, d := range defects {
				if d.Field == "employer.iin" || d.Field == application.ContactPhone {
					wrong++
				}
			}
			if wrong != 2 {
				t.Errorf("%d of two wrong answers were named: %v", wrong, defects)
			}
			_ = c
			return err
		})
		c = h.find(c.ID)
		if c.Fields["applicant.surname"] != hire.Worker.SurnameLatin || c.Fields["passport.number"] != hire.Worker.Passport {
			t.Errorf("the passport's lines filled %v", c.Fields)
		}
		if c.Fields["employer.iin"] != "123" || c.Contact.Phone != "701" || !c.Contact.Consent {
			t.Errorf("the wrong answers were lost: %q %+v", c.Fields["employer.iin"], c.Contact)
		}
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Fill(tx, h.Staff["omarov"], c, hire, h.scan)
			return err
		})
		h.write(func(tx *db.Tx) (err error) {
			c, _, err = h.Office.SaveIntake(tx, h.Staff["omarov"], c.ID, c.Version, map[string]string{
				application.ContactPhone: "+7 701 234 56 78", "acknowledged": "yes"})
			return err
		})
		if c = h.accept("omarov", c); c.OperatorName != h.Staff["omarov"].FullName() || c.Number == "" {
			t.Errorf("operator %s, number %q", c.OperatorName, c.Number)
		}
	})
}

// Two operators on one sheet: the second's save does not overwrite the first's.
func TestTwoOperatorsOnOneSheetLoseNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.intake("saparova", h.stranger(sample.Zhitikara, 3))
		h.write(func(tx *db.Tx) error {
			_, _, err := h.Office.SaveIntake(tx, h.Staff["omarov"], c.ID, c.Version, map[string]string{"home.phone": "+998901234567"})
			return err
		})
		err := h.try(func(tx *db.Tx) error {
			_, _, err := h.Office.SaveIntake(tx, h.Staff["saparova"], c.ID, c.Version, map[string]string{"home.phone": ""})
			return err
		})
		if !errors.Is(err, db.ErrStale) || h.find(c.ID).Fields["home.phone"] != "+998901234567" {
			t.Errorf("%v, %q", err, h.find(c.ID).Fields["home.phone"])
		}
	})
}

// A double click is one case, and both answers are equal.
func TestAnAcceptanceSentTwiceIsOneCase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.intake("saparova", h.stranger(sample.Zhitikara, 3))
		sum, free := h.sum(c), h.free()
		first := h.accept("saparova", c)
		var second application.Case
		h.write(func(tx *db.Tx) (err error) {
			second, _, err = h.Office.Accept(tx, h.Staff["saparova"], c.ID, c.Version, sum)
			return err
		})
		if first.Number == "" || second.Number != first.Number || second.CounterNumber != first.CounterNumber || h.free() != free-1 {
			t.Errorf("%s %s, then %s %s; %d of %d places free", first.Number, first.CounterNumber, second.Number, second.CounterNumber, h.free(), free)
		}
		err := h.try(func(tx *db.Tx) error {
			_, _, err := h.Office.Accept(tx, h.Staff["saparova"], c.ID, first.Version, strings.Repeat("1", 64))
			return err
		})
		if !errors.Is(err, application.ErrState) {
			t.Errorf("other data were accepted after it: %v", err)
		}
	})
}

// The last place of the quota goes to one sheet; the next stays as it was, and no number is spent on it.
func TestWithoutAPlaceTheSheetStaysAsItWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		h.write(func(tx *db.Tx) error {
			return quota.Allot(tx, quota.Allotment{Region: "390000000", Year: 2026, Ledger: sample.Ledger, Places: 1,
				Cite: "Үлгі бұйрық № 2", Sample: true, By: "system"})
		})
		last := h.accept("saparova", h.intake("saparova", h.stranger(sample.Zhitikara, 3)))
		c := h.intake("saparova", h.stranger(sample.Zhitikara, 3))
		var list []application.Shortfall
		h.write(func(tx *db.Tx) (err error) {
			_, list, err = h.Accept(tx, h.Staff["saparova"], c)
			return err
		})
		if len(list) != 1 || list[0].Kind != application.Input || list[0].Code != "" {
			t.Errorf("%+v", list)
		}
		now := h.find(c.ID)
		if last.Number == "" || now.Number != "" || now.State != application.Draft || now.Version != c.Version || h.free() != 0 {
			t.Errorf("the last %q, the next %q in %s; %d places free", last.Number, now.Number, now.State, h.free())
		}
		h.write(func(tx *db.Tx) error {
			return quota.Allot(tx, quota.Allotment{Region: "390000000", Year: 2026, Ledger: sample.Ledger, Places: 2,
				Cite: "Үлгі бұйрық № 3", Sample: true, By: "system"})
		})
		if now = h.accept("saparova", now); now.CounterNumber != "CON-3944-26-000002" || now.Number != "OT-3944-26-000002" {
			t.Errorf("numbers %s %s", now.CounterNumber, now.Number)
		}
	})
}

// M-40: papers lack one document and another is expired: refused, entered, counted; no case, no place.
func TestRefusedPapersAreEnteredAndCountedAndTakeNoPlace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		hire := h.stranger(sample.Zhitikara, 6, func(x *sample.Hire) { x.Medical = x.Today.AddMonths(-12).AddDays(-1) })
		c, free := h.intake("saparova", hire), h.free()
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.RemovePaper(tx, h.Staff["saparova"], c.ID, c.Version, h.paperIn(tx, c, "insurance"), "")
			return err
		})
		for _, wrong := range [][]string{nil, {"passport"}, {"insurance", "agreement"}, {sample.Signed}} {
			if _, err := h.refuse("saparova", c, wrong...); !errors.Is(err, application.ErrShort) {
				t.Errorf("refused for %v: %v", wrong, err)
			}
		}
		n, err := h.refuse("saparova", c, "insurance", "medical")
		must(t, err)
		if n.Number != "CON-3944-26-000001" || n.Kind != application.EntryRefused || len(n.Reasons) != 2 || n.Name == "" {
			t.Errorf("%+v", n)
		}
		for _, r := range n.Reasons {
			want := map[string]string{"medical": "expired A-EXPIRED", "insurance": "missing A-INCOMPLETE"}[r.Document]
			if r.Kind+" "+r.Code != want || !r.Text.Complete() || !r.Name.Complete() || !r.Way.Complete() {
				t.Errorf("%s: %s %s %v", r.Document, r.Kind, r.Code, r.Text)
			}
		}
		if now := h.find(c.ID); now.Number != "" || now.State != application.Draft || h.free() != free {
			t.Errorf("state %s, number %q, %d of %d places free", now.State, now.Number, h.free(), free)
		}
		if _, err := h.refuse("saparova", c, "insurance"); !errors.Is(err, db.ErrStale) {
			t.Errorf("a refusal sent twice is two: %v", err)
		}
		h.read(func(tx *db.Tx) error {
			unit, at := c.Counter, n.At
			for _, span := range []struct {
				from, to time.Time
				refused  int
			}{{at, at.Add(time.Second), 1}, {at.Add(-time.Hour), at, 0}, {at.Add(time.Second), at.Add(time.Hour), 0}} {
				a, err := application.CountAcceptance(tx, unit, span.from, span.to)
				if err != nil || a.Refused != span.refused || a.ByCode["A-EXPIRED"] != span.refused || a.ByCode["A-INCOMPLETE"] != span.refused || a.Accepted != 0 {
					t.Errorf("%+v, %v", a, err)
				}
			}
			other, err := application.CountAcceptance(tx, h.Units["con "+sample.Kostanay+" 1"].ID, at, at.Add(time.Hour))
			all, err2 := application.CountAcceptance(tx, "", at, at.Add(time.Hour))
			if other.Refused != 0 || all.Refused != 1 {
				t.Errorf("another office %d, all %d", other.Refused, all.Refused)
			}
			list, err3 := application.Journal(tx, unit, application.Page{})
			if len(list) != 1 || list[0].Number != n.Number || len(list[0].Reasons) != 2 {
				t.Errorf("the journal: %+v", list)
			}
			return errors.Join(err, err2, err3)
		})

		// he comes again with what was lacking: the same sheet, a new number of the journal
		h.clock.Advance(48 * time.Hour)
		hire.Medical = hire.Today
		h.write(func(tx *db.Tx) (err error) {
			c = h.findIn(tx, c.ID)
			c, err = h.Fill(tx, h.Staff["omarov"], c, hire, h.scan)
			return err
		})
		if c = h.accept("omarov", c); c.CounterNumber != "CON-3944-26-000002" || c.Number == "" || h.free() != free-1 {
			t.Errorf("journal %s, number %q, %d of %d places free", c.CounterNumber, c.Number, h.free(), free)
		}
	})
}

func (h *house) paperIn(tx *db.Tx, c application.Case, document string) string {
	papers, err := application.Papers(tx, c.ID)
	must(h, err)
	for _, p := range papers {
		if p.Document == document {
			return p.ID
		}
	}
	h.Fatalf("no paper of %s", document)
	return ""
}

func TestARefusalNeedsAName(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		var c application.Case
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.StartIntake(tx, h.Staff["saparova"], sample.Service, sample.Operation)
			return err
		})
		if _, err := h.refuse("saparova", c, "passport"); !errors.Is(err, application.ErrUnnamed) {
			t.Error(err)
		}
	})
}

// The sheet of a person whose papers were refused is kept ten days, to the end of the last one, and then goes.
func TestARefusedSheetIsKeptTenDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.intake("saparova", h.stranger(sample.Zhitikara, 3, func(x *sample.Hire) { x.Expires = x.Today.AddDays(-1) }))
		n, err := h.refuse("saparova", c, "passport")
		must(t, err)
		day := calendar.DayOf(h.clock.Now()).AddDays(10)
		h.clock.Set(day.End().Add(-time.Second))
		h.fire(0)
		if h.find(c.ID).State != application.Draft {
			t.Error("gone before its day was over")
		}
		// an original of it still lies in the office: its owner must be found
		h.clock.Set(day.End())
		h.fire(1)
		if h.find(c.ID).Name == "" {
			t.Error("gone with an original in the office")
		}
		h.returnAll(c)
		h.clock.Set(day.AddDays(1).End())
		h.fire(1)
		h.read(func(tx *db.Tx) error {
			_, err := application.Find(tx, c.ID)
			if !errors.Is(err, application.ErrNoCase) {
				t.Errorf("still there: %v", err)
			}
			kept, err := application.FindEntry(tx, n.ID)
			if kept.Number != n.Number {
				t.Error("the journal forgot it")
			}
			return err
		})
	})
}

func (h *house) returnAll(c application.Case) {
	h.Helper()
	h.write(func(tx *db.Tx) error {
		list, err := h.Office.Originals(tx, c)
		if err != nil {
			return err
		}
		var back []string
		for _, p := range list {
			if !p.Stays && p.ReturnedAt.IsZero() {
				back = append(back, p.Paper)
			}
		}
		return h.Office.ReturnOriginal(tx, h.Staff["omarov"], c.ID, back...)
	})
}

// M-08, M-13: every original goes back once, receipts with the mark; the signed application stays.
func TestOriginalsGoBackOnceAndReceiptsWithTheMark(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.accept("saparova", h.intake("saparova", h.stranger(sample.Zhitikara, 3)))
		unreturned := func() (n int) {
			h.read(func(tx *db.Tx) error {
				list, err := h.Office.Unreturned(tx, c.Counter, h.clock.Now())
				n = len(list)
				var held int // what the report reads: nothing that stays, and nothing that went back
				if err := tx.Get(&held, `SELECT COUNT(*) FROM application_paper WHERE held = ?`, c.Counter); err != nil || held != n {
					t.Errorf("%d are noted as here, %d are (%v)", held, n, err)
				}
				return err
			})
			return n
		}
		if n := unreturned(); n != 5 {
			t.Errorf("%d originals lie in the office", n)
		}
		giveBack := func(paper string) error {
			return h.try(func(tx *db.Tx) error { return h.Office.ReturnOriginal(tx, h.Staff["saparova"], c.ID, paper) })
		}
		must(t, giveBack(h.paper(c, "receipts").ID))
		for paper, want := range map[string]error{
			h.paper(c, "receipts").ID: application.ErrReturned, h.paper(c, sample.Signed).ID: application.ErrKept, "nobody's": application.ErrNoPaper,
		} {
			if err := giveBack(paper); !errors.Is(err, want) {
				t.Errorf("%v, want %v", err, want)
			}
		}
		must(t, giveBack(h.paper(c, "passport").ID))
		h.read(func(tx *db.Tx) error {
			list, err := h.Office.Originals(tx, c)
			for _, p := range list {
				stamped, back := p.Document == "receipts", p.Document == "receipts" || p.Document == "passport"
				if !p.StampedAt.IsZero() != stamped || !p.ReturnedAt.IsZero() != back || p.Stamped != stamped || p.Stays != (p.Document == sample.Signed) {
					t.Errorf("%+v", p)
				}
			}
			return err
		})
		if n := unreturned(); n != 3 {
			t.Errorf("%d originals lie in the office", n)
		}
		other := h.try(func(tx *db.Tx) error {
			return h.Office.ReturnOriginal(tx, h.Staff["kim"], c.ID, h.paperIn(tx, c, "medical"))
		})
		if !errors.Is(other, application.ErrNotHere) {
			t.Errorf("another office gave it back: %v", other)
		}
	})
}

// A sheet that is being filled in is no forgotten one until the day is over.
func TestTheReportOfOriginalsLeavesTodaysSittingAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.intake("saparova", h.stranger(sample.Zhitikara, 3))
		end := calendar.DayOf(h.clock.Now()).End()
		for at, want := range map[time.Time]int{end.Add(-time.Second): 0, end: 5} {
			h.read(func(tx *db.Tx) error {
				list, err := h.Office.Unreturned(tx, c.Counter, at)
				if len(list) != want {
					t.Errorf("%d at %s", len(list), at)
				}
				return err
			})
		}
	})
}

// M-41: nothing is handed out before the decision, or to somebody who is not named in full.
func TestTheResultGoesToSomebodyNamedInFull(t *testing.T) {
	today := calendar.NewDay(2026, 3, 26)
	whole := application.HandOver{Receiver: "А", Document: "N1", As: application.AsProxy, Proxy: "12", ProxyDay: today, Signed: true}
	if got := whole.Defects(today); len(got) != 0 {
		t.Errorf("%v", got)
	}
	for field, spoil := range map[string]func(*application.HandOver){
		"receiver":  func(h *application.HandOver) { h.Receiver = " " },
		"document":  func(h *application.HandOver) { h.Document = strings.Repeat("1", 255) },
		"as":        func(h *application.HandOver) { h.As = "friend" },
		"proxy":     func(h *application.HandOver) { h.Proxy = "" },
		"proxy-day": func(h *application.HandOver) { h.ProxyDay = today.AddDays(1) },
		"signed":    func(h *application.HandOver) { h.Signed = false },
	} {
		h := whole
		spoil(&h)
		got := h.Defects(today)
		if len(got) != 1 || got[0].Field != field || !got[0].Text.Complete() {
			t.Errorf("%s: %v", field, got)
		}
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.accept("saparova", h.intake("saparova", h.stranger(sample.Zhitikara, 3)))
		for want, hand := range map[error]application.HandOver{application.ErrNoResult: whole, application.ErrReceiver: {}} {
			err := h.try(func(tx *db.Tx) error { return h.Office.HandOver(tx, h.Staff["saparova"], c.ID, hand) })
			if !errors.Is(err, want) {
				t.Errorf("%v, want %v", err, want)
			}
		}
	})
}

// P11: who has proven an ИИН that the case names sees it in the cabinet, once accepted; nobody else does.
func TestACaseOfTheCounterIsInTheCabinetOfWhoProvedItsIIN(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p, other := h.hire(sample.Zhitikara, 3), h.hire(sample.Zhitikara, 3)
		c := h.intake("saparova", p.Hire)
		seen := func(a account.Account) (applied, hired int) {
			h.read(func(tx *db.Tx) error {
				mine, err := application.ForApplicant(tx, a)
				theirs, err2 := application.ForEmployer(tx, a.IIN)
				applied, hired = len(mine), len(theirs)
				return errors.Join(err, err2)
			})
			return applied, hired
		}
		if a, _ := seen(p.worker); a != 0 || c.Thing(&p.worker).Applicant != "" {
			t.Error("a sheet is seen before it is accepted")
		}
		c = h.accept("saparova", c)
		a, _ := seen(p.worker)
		_, e := seen(p.employer)
		b, f := seen(other.worker)
		if a != 1 || e != 1 || b != 0 || f != 0 {
			t.Errorf("worker %d, employer %d, others %d and %d", a, e, b, f)
		}
		thing := c.Thing(&p.worker)
		if err := account.May(&p.worker, account.CaseOwn, &thing); err != nil {
			t.Error(err)
		}
		unproven := p.worker
		unproven.ProvenAt = nil
		for name, who := range map[string]account.Account{"another": other.worker, "unproven": unproven} {
			thing := c.Thing(&who)
			if err := account.May(&who, account.CaseOwn, &thing); err == nil {
				t.Errorf("%s sees it", name)
			}
		}
		for act, err := range map[string]error{
			"withdraw": h.try(func(tx *db.Tx) error { _, err := h.Office.Withdraw(tx, p.worker, c.ID, c.Version); return err }),
			"again":    h.try(func(tx *db.Tx) error { _, err := h.Office.StartFrom(tx, p.worker, c.ID); return err }),
		} {
			if !errors.Is(err, application.ErrNotTheParty) {
				t.Errorf("%s from the cabinet: %v", act, err)
			}
		}
		h.read(func(tx *db.Tx) error {
			letters, err := notice.Letters(tx, p.worker.ID)
			if len(letters) == 0 || letters[len(letters)-1].Kind != notice.Filed {
				t.Errorf("letters %v", letters)
			}
			return err
		})
	})
}

// A request on paper withdraws a case at the counter that took it in, and the place goes back (P6).
func TestACaseIsWithdrawnAtTheCounterByARequestOnPaper(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		free := h.free()
		c := h.accept("saparova", h.intake("saparova", h.stranger(sample.Zhitikara, 3)))
		withdraw := func(login string, scan attachment.Attachment) error {
			return h.try(func(tx *db.Tx) (err error) {
				_, err = h.Office.WithdrawAtCounter(tx, h.Staff[login], c.ID, c.Version, scan)
				return err
			})
		}
		if err := withdraw("kim", h.scan); !errors.Is(err, application.ErrNotHere) {
			t.Errorf("another office: %v", err)
		}
		if err := withdraw("omarov", attachment.Attachment{}); !errors.Is(err, application.ErrNoPaper) {
			t.Errorf("without the request: %v", err)
		}
		must(t, withdraw("omarov", h.scan))
		if now := h.find(c.ID); now.State != application.Withdrawn || h.free() != free {
			t.Errorf("state %s, %d of %d places free", now.State, h.free(), free)
		}
		h.read(func(tx *db.Tx) error {
			scan, ok, err := application.RequestOf(tx, c.ID)
			if !ok || scan.Sum != h.scan.Sum {
				t.Errorf("the request is lost: %+v", scan)
			}
			return err
		})
		h.write(func(tx *db.Tx) error {
			next, err := h.Office.IntakeFrom(tx, h.Staff["saparova"], c.ID)
			if next.Name != c.Name || next.Counter != c.Counter || next.Fields["acknowledged"] != "" {
				t.Errorf("the new sheet: %+v", next.Fields)
			}
			if err == nil { // its scans are copies: nobody's original lies here because of them
				err = h.Office.DiscardIntake(tx, h.Staff["saparova"], next.ID, next.Version)
			}
			return err
		})
	})
}

// The tabs of the counter show each case in one of them.
func TestEachCaseStandsInOneListOfTheCounter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		h.intake("saparova", h.stranger(sample.Zhitikara, 3))
		h.clock.Advance(time.Minute)
		waiting := h.accept("saparova", h.intake("saparova", h.stranger(sample.Zhitikara, 3)))
		unit := waiting.Counter
		for tab, want := range map[application.Tab]int{application.TabIntake: 1, application.TabWaiting: 1, application.TabReady: 0, application.TabDone: 0} {
			h.read(func(tx *db.Tx) error {
				list, err := application.AtCounter(tx, unit, tab, application.Page{})
				n, err2 := application.CountCounter(tx, unit, tab)
				other, err3 := application.AtCounter(tx, h.Units["con "+sample.Kostanay+" 1"].ID, tab, application.Page{})
				if len(list) != want || n != want || len(other) != 0 {
					t.Errorf("%s: %d cases, counted %d, at another office %d", tab, len(list), n, len(other))
				}
				return errors.Join(err, err2, err3)
			})
		}
		h.read(func(tx *db.Tx) error {
			if _, err := application.AtCounter(tx, unit, "everything", application.Page{}); !errors.Is(err, application.ErrState) {
				t.Error(err)
			}
			list, err := application.AtCounter(tx, unit, application.TabWaiting, application.Page{After: waiting.StartedAt, AfterID: waiting.ID})
			if len(list) != 0 {
				t.Error("the next page repeats the last case of the one before")
			}
			return err
		})
	})
}

// A scan of the tray is its operator's, comes once, and leaves the tray with the paper it is put to.
func TestAScanOfTheTrayIsAttachedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		var c application.Case
		var s application.TrayScan
		h.write(func(tx *db.Tx) (err error) {
			if c, err = h.Office.StartIntake(tx, h.Staff["saparova"], sample.Service, sample.Operation); err != nil {
				return err
			}
			if s, err = h.Office.PutInTray(tx, h.Staff["saparova"], h.scan); err != nil {
				return err
			}
			twice, err := h.Office.PutInTray(tx, h.Staff["saparova"], h.scan)
			if twice.ID != s.ID {
				t.Error("the same bytes are two scans")
			}
			return err
		})
		err := h.try(func(tx *db.Tx) error {
			_, err := h.Office.AttachFromTray(tx, h.Staff["omarov"], c.ID, c.Version, s.ID, "passport", "")
			return err
		})
		if !errors.Is(err, application.ErrNoScan) {
			t.Errorf("another operator's tray: %v", err)
		}
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.AttachFromTray(tx, h.Staff["saparova"], c.ID, c.Version, s.ID, "passport", "")
			return err
		})
		if p := h.paper(c, "passport"); len(p.Scans) != 1 || p.Scans[0].Sum != h.scan.Sum {
			t.Errorf("%+v", p)
		}
		err = h.try(func(tx *db.Tx) error { return h.Office.DropFromTray(tx, h.Staff["saparova"], s.ID) })
		if !errors.Is(err, application.ErrNoScan) {
			t.Errorf("it is still in the tray: %v", err)
		}
	})
}
