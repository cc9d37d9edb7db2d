package sample

import (
	"bytes"
	"context"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/pdf"
	"ruqsat/permit"
	"ruqsat/quota"
	"ruqsat/regulation"
	"ruqsat/words"
)

// The districts of the sample town: in the first the police answer in their workplace, in the others
// ИС «МП» answers.
const (
	Zhitikara = "394400000"
	Kostanay  = "391000000"
	Astana    = "711110000"
)

// Password of every sample account, and its hash, made once: hashing costs on purpose.
const Password = "Tobyl-2026-demo"

// Town is the units and staff of the sample, and the office that does their acts.
type Town struct {
	DB     *db.DB
	Office *application.Office
	Store  attachment.Store
	Hash   string
	Staff  map[string]account.Account // by login
	Units  map[string]account.Unit    // "akimat 394400000", "police 394400000", "con 394400000 1"
}

// Settle sets up units, staff and the sample quota of the year at the moment now.
func Settle(ctx context.Context, d *db.DB, o *application.Office, store attachment.Store, now time.Time) (*Town, error) {
	hash, err := account.HashPassword(ctx, Password)
	if err != nil {
		return nil, err
	}
	t := &Town{DB: d, Office: o, Store: store, Hash: hash, Staff: map[string]account.Account{}, Units: map[string]account.Unit{}}
	return t, d.Write(ctx, now, t.settle)
}

func (t *Town) settle(tx *db.Tx) error {
	for _, u := range units() {
		made, err := account.AddUnit(tx, u, "system")
		if err != nil {
			return err
		}
		t.Units[strings.TrimSpace(made.Kind+" "+made.KATO+" "+made.Number)] = made
	}
	for _, p := range t.posts() {
		a, err := account.AddStaff(tx, p, "system")
		if err != nil {
			return err
		}
		t.Staff[p.Login] = a
	}
	return t.Allot(tx, calendar.DayOf(tx.Now()).Year())
}

// Allot is the sample quota of a year.
func (t *Town) Allot(tx *db.Tx, year int) error {
	for _, region := range []struct {
		code   string
		places int
	}{{"390000000", 3600}, {"710000000", 2400}} {
		err := quota.Allot(tx, quota.Allotment{Region: region.code, Year: year, Ledger: Ledger, Places: region.places,
			Cite: "Үлгі бұйрық № 1 / Образец приказа № 1", Since: calendar.NewDay(year, 1, 1), Sample: true, By: "system"})
		if err != nil {
			return err
		}
	}
	return nil
}

// Join makes the account of a sample person with a proven ИИН.
func (t *Town) Join(tx *db.Tx, p Person, cabinet string, l words.Language) (account.Account, error) {
	a, err := account.SignUp(tx, account.Newcomer{
		IIN: p.IIN, Surname: p.Surname, GivenName: p.GivenName, Patronymic: p.Patronymic, SurnameLatin: p.SurnameLatin,
		GivenNameLatin: p.GivenNameLatin, BirthDate: p.BirthDate, Sex: p.Sex, Citizenship: p.Citizenship, Phone: p.Phone,
		Language: l, Cabinet: cabinet, PasswordHash: t.Hash,
	})
	if err != nil {
		return a, err
	}
	code, err := account.StartProof(tx, a, account.DefaultPolicy())
	if err != nil {
		return a, err
	}
	if _, err := account.Prove(tx, a.ID, code); err != nil {
		return a, err
	}
	return account.Find(tx, a.ID)
}

// Draft makes the worker's draft with every answer and paper of the hiring.
func (t *Town) Draft(tx *db.Tx, worker account.Account, h Hire, scan attachment.Attachment) (application.Case, error) {
	c, err := t.Office.Start(tx, worker, Service, Operation, Channel)
	if err != nil {
		return c, err
	}
	e, op, err := t.Office.EditionOf(c)
	if err != nil {
		return c, err
	}
	fields, papers := h.Fields(), h.Papers()
	for _, id := range op.Sections {
		section, _ := e.Section(id)
		var attached []application.Attach
		for _, document := range section.Documents {
			for _, values := range papers[document] {
				attached = append(attached, application.Attach{
					Paper: application.Paper{Document: document, Fields: values}, More: []attachment.Attachment{scan},
				})
			}
		}
		if c, _, err = t.Office.SaveSection(tx, worker, c.ID, c.Version, id, fields, attached...); err != nil {
			return c, err
		}
	}
	return c, nil
}

// File lets both parties confirm: the case is filed.
func (t *Town) File(tx *db.Tx, worker, employer account.Account, c application.Case) (application.Case, []regulation.Defect, error) {
	papers, err := application.Papers(tx, c.ID)
	if err != nil {
		return c, nil, err
	}
	_, sum, err := c.Canonical(papers)
	if err != nil {
		return c, nil, err
	}
	c, defects, err := t.Office.Confirm(tx, worker, c.ID, sum)
	if err != nil || len(defects) > 0 {
		return c, defects, err
	}
	return t.Office.Confirm(tx, employer, c.ID, sum)
}

// Scan is a believable scan of a document as a PDF, kept in the store.
func (t *Town) Scan(ctx context.Context, title string, now time.Time) (attachment.File, error) {
	raw, err := pdf.Make(pdf.Document{Title: title, Language: words.Kazakh, Author: "Үлгі / Образец", At: now,
		Blocks: []pdf.Block{pdf.Heading{Text: pdf.KK(title), Level: 1, Style: pdf.Title}, pdf.Paragraph{Text: pdf.KK("Үлгі құжат, барлық деректер ойдан алынған. Образец, все данные вымышлены."), Style: pdf.Body}}})
	if err != nil {
		return attachment.File{}, err
	}
	file, err := attachment.Judge(title+".pdf", bytes.NewReader(raw))
	if err != nil {
		return file, err
	}
	return file, file.PutIn(ctx, t.Store)
}

// Approve walks a case in review through the executor's draft and the head's decision.
func (t *Town) Approve(tx *db.Tx, executor, head account.Account, c application.Case) (application.Case, error) {
	c, err := t.Office.DraftDecision(tx, executor, c.ID, c.Version, true, nil, "")
	if err != nil {
		return c, err
	}
	p, err := permit.FindPrepared(tx, c.ID)
	if err != nil {
		return c, err
	}
	return t.Office.Decide(tx, head, c.ID, c.Version, p.Sum)
}
