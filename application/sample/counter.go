package sample

import (
	"slices"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/attachment"
	"ruqsat/db"
)

// Intake makes a sheet of the counter with every answer and paper of the hiring, and the scan of the application
// that both have signed before the operator. The documents without were not brought.
func (t *Town) Intake(tx *db.Tx, operator account.Account, h Hire, scan attachment.Attachment, without ...string) (application.Case, error) {
	c, err := t.Office.StartIntake(tx, operator, Service, Operation)
	if err != nil {
		return c, err
	}
	return t.Fill(tx, operator, c, h, scan, without...)
}

// Fill fills a sheet of the counter in one act, but for the documents without.
func (t *Town) Fill(tx *db.Tx, operator account.Account, c application.Case, h Hire, scan attachment.Attachment, without ...string) (application.Case, error) {
	_, op, err := t.Office.EditionOf(c)
	if err != nil {
		return c, err
	}
	papers := h.Papers()
	papers[Signed] = []map[string]string{{}}
	var attached []application.Attach
	for _, document := range op.Documents {
		if slices.Contains(without, document) {
			continue
		}
		for _, values := range papers[document] {
			attached = append(attached, application.Attach{
				Paper: application.Paper{Document: document, Fields: values}, More: []attachment.Attachment{scan}})
		}
	}
	c, _, err = t.Office.SaveIntake(tx, operator, c.ID, c.Version, h.Fields(), attached...)
	return c, err
}

// Signed is the document that the parties sign on paper at the counter.
const Signed = "application"

// Bring adds what was not brought before to a sheet of the counter.
func (t *Town) Bring(tx *db.Tx, operator account.Account, c application.Case, h Hire, scan attachment.Attachment, document string) (application.Case, error) {
	var attached []application.Attach
	for _, values := range h.Papers()[document] {
		attached = append(attached, application.Attach{
			Paper: application.Paper{Document: document, Fields: values}, More: []attachment.Attachment{scan}})
	}
	c, _, err := t.Office.SaveIntake(tx, operator, c.ID, c.Version, h.Fields(), attached...)
	return c, err
}

// GiveBack gives the originals of a case of the counter back, but for the last few of them.
func (t *Town) GiveBack(tx *db.Tx, operator account.Account, c application.Case, kept int) error {
	list, err := t.Office.Originals(tx, c)
	var papers []string
	for _, o := range list {
		if !o.Stays && o.ReturnedAt.IsZero() {
			papers = append(papers, o.Paper)
		}
	}
	if papers = papers[:max(0, len(papers)-kept)]; err != nil || len(papers) == 0 {
		return err
	}
	return t.Office.ReturnOriginal(tx, operator, c.ID, papers...)
}

// Accept takes a sheet in, over the data as they are.
func (t *Town) Accept(tx *db.Tx, operator account.Account, c application.Case) (application.Case, []application.Shortfall, error) {
	papers, err := application.Papers(tx, c.ID)
	if err != nil {
		return c, nil, err
	}
	_, sum, err := c.Canonical(papers)
	if err != nil {
		return c, nil, err
	}
	return t.Office.Accept(tx, operator, c.ID, c.Version, sum)
}
