package sample

import (
	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/attachment"
	"ruqsat/db"
)

// Intake makes a sheet of the counter with every answer and paper of the hiring, and the scan of the application
// that both have signed before the operator.
func (t *Town) Intake(tx *db.Tx, operator account.Account, h Hire, scan attachment.Attachment) (application.Case, error) {
	c, err := t.Office.StartIntake(tx, operator, Service, Operation)
	if err != nil {
		return c, err
	}
	return t.Fill(tx, operator, c, h, scan)
}

// Fill fills a sheet of the counter in one act.
func (t *Town) Fill(tx *db.Tx, operator account.Account, c application.Case, h Hire, scan attachment.Attachment) (application.Case, error) {
	_, op, err := t.Office.EditionOf(c)
	if err != nil {
		return c, err
	}
	papers := h.Papers()
	papers[Signed] = []map[string]string{{}}
	var attached []application.Attach
	for _, document := range op.Documents {
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
