package main

import (
	"fmt"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/attachment"
	"ruqsat/db"
)

// The documents that some people of the sample do not bring, or bring too old.
const (
	insurance   = "insurance"
	certificate = "medical"
)

// clerk is the operator who serves the story's people.
func (y *story) clerk() account.Account { return y.stage.town.Staff[y.operator] }

// sheet is a sheet of the counter with what the people have brought.
func (y *story) sheet(tx *db.Tx, brought sample.Hire, without ...string) error {
	a, err := attachment.Keep(tx, y.scan, y.clerk().ID)
	if err != nil {
		return err
	}
	y.c, err = y.stage.town.Intake(tx, y.clerk(), brought, a, without...)
	return err
}

// begin is a sheet that is being filled in: the last scans are still to be made.
func (y *story) begin(tx *db.Tx) error {
	return y.sheet(tx, y.hire, sample.Signed, "agreement")
}

// lacking is a sheet without the insurance.
func (y *story) lacking(tx *db.Tx) error { return y.sheet(tx, y.hire, insurance) }

// overdue is a sheet with a certificate that is a day too old.
func (y *story) overdue(tx *db.Tx) error {
	brought := y.hire
	brought.Medical = brought.Today.AddMonths(-12).AddDays(-1)
	return y.sheet(tx, brought)
}

// turnAway is the refusal to take papers for everything that is missing or expired; the originals go back.
func (y *story) turnAway(tx *db.Tx) error {
	papers, err := application.Papers(tx, y.c.ID)
	if err != nil {
		return err
	}
	list, err := y.stage.office.Shortfalls(tx, y.c, papers, tx.Now())
	if err != nil {
		return err
	}
	var documents []string
	for _, s := range list {
		if s.Code != "" {
			documents = append(documents, s.Document)
		}
	}
	if _, err := y.stage.office.RefuseAcceptance(tx, y.clerk(), y.c.ID, y.c.Version, documents, ""); err != nil {
		return err
	}
	return y.stage.town.GiveBack(tx, y.clerk(), y.c, 0)
}

// comeAgain brings the insurance, and the papers are accepted.
func (y *story) comeAgain(tx *db.Tx) error {
	a, err := attachment.Keep(tx, y.scan, y.clerk().ID)
	if err != nil {
		return err
	}
	c, err := application.Glimpse(tx, y.c.ID)
	if err != nil {
		return err
	}
	if y.c, err = y.stage.town.Bring(tx, y.clerk(), c, y.hire, a, insurance); err != nil {
		return err
	}
	return y.accept(tx)
}

// accept takes the papers in, and gives the originals back.
func (y *story) accept(tx *db.Tx) error {
	c, shortfalls, err := y.stage.town.Accept(tx, y.clerk(), y.c)
	if len(shortfalls) > 0 {
		return fmt.Errorf("a sample sheet falls short: %s", shortfalls[0].Text.EN)
	}
	if err != nil {
		return err
	}
	y.c = c
	return y.stage.town.GiveBack(tx, y.clerk(), c, y.left)
}

// giveUp is the applicant's request on paper to withdraw the case.
func (y *story) giveUp(tx *db.Tx, c application.Case) error {
	a, err := attachment.Keep(tx, y.scan, y.clerk().ID)
	if err != nil {
		return err
	}
	_, err = y.stage.office.WithdrawAtCounter(tx, y.clerk(), c.ID, c.Version, a)
	return err
}

// hand is the result handed out to the worker or the employer.
func (y *story) hand(tx *db.Tx) error {
	h := application.HandOver{Receiver: y.hire.Worker.SurnameLatin + " " + y.hire.Worker.GivenNameLatin,
		Document: y.hire.Worker.Passport, As: application.AsApplicant, Signed: true}
	if y.byEmployer {
		h.Receiver, h.Document, h.As = y.hire.Employer.Surname+" "+y.hire.Employer.GivenName, y.hire.Employer.IIN, application.AsEmployer
	}
	return y.stage.office.HandOver(tx, y.clerk(), y.c.ID, h)
}
