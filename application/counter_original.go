package application

import (
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/regulation"
)

// ReturnOriginal gives papers back after scanning (возврат оригинала; түпнұсқаны қайтару, M-13), several in one
// act. A document that the law has stamped gets the mark of acceptance with it (M-08), once the case is accepted:
// its day and the office's address are the journal's. ErrNotHere, ErrNoPaper; ErrKept for a document that stays
// with the office; ErrReturned for one that went back already: then none of them is entered.
func (o *Office) ReturnOriginal(tx *db.Tx, operator account.Account, id string, papers ...string) error {
	c, err := here(tx, operator, id)
	if err != nil {
		return err
	}
	if len(papers) == 0 {
		return ErrNoPaper
	}
	var documents []string
	for _, paper := range papers {
		p, err := o.giveBack(tx, operator, c, paper)
		if err != nil {
			return err
		}
		documents = append(documents, p.Document)
	}
	return enter(tx, c, operator, act{name: "counter.return", ground: documents[0],
		detail: map[string]any{"papers": papers, "documents": documents}})
}

func (o *Office) giveBack(tx *db.Tx, operator account.Account, c Case, paper string) (Paper, error) {
	p, err := paperByID(tx, c.ID, paper)
	if err != nil {
		return p, err
	}
	e, _, err := o.EditionOf(c)
	if err != nil {
		return p, err
	}
	d, _ := e.Document(p.Document)
	if d.Stays {
		return p, ErrKept
	}
	var stamped time.Time
	if d.Stamped && c.Number != "" {
		stamped = tx.Now()
	}
	n, err := tx.Exec(`UPDATE application_paper SET returned_at = ?, returned_by = ?, stamped_at = ?, held = ''
		WHERE id = ? AND returned_at IS NULL`, tx.Now(), operator.ID, moment(stamped), p.ID)
	if err == nil && n == 0 {
		err = ErrReturned
	}
	return p, err
}

// hold notes that the original of a paper lies in the front office, from where it should go back.
func hold(tx *db.Tx, c Case, d regulation.Document, p Paper) error {
	if c.Counter == "" || d.Stays || p.Pages == 0 {
		return nil
	}
	_, err := tx.Exec(`UPDATE application_paper SET held = ? WHERE id = ? AND returned_at IS NULL`, c.Counter, p.ID)
	return err
}

const originalQuery = `SELECT p.id, p.application, p.document, p.fields, p.scans, p.added_at, p.returned_at, p.returned_by,
	p.stamped_at, a.number, a.counter_number, a.applicant_name, a.service, a.operation, a.edition
	FROM application_paper p JOIN application a ON a.id = p.application `

// Originals of a case of the counter that were brought and scanned, in the order of its papers.
func (o *Office) Originals(tx *db.Tx, c Case) ([]Original, error) {
	return o.originals(tx, `WHERE p.application = ? AND p.pages > 0 ORDER BY p.document, p.added_at, p.id`, c.ID)
}

// Unreturned are the originals that lie in a front office and should have gone back (M-13), the oldest first:
// those of accepted papers, and of sheets that nobody has worked on today.
func (o *Office) Unreturned(tx *db.Tx, unit string, now time.Time) ([]Original, error) {
	list, err := o.originals(tx, `WHERE p.held = ? AND p.held <> '' AND p.pages > 0
		AND (a.number <> '' OR a.saved_at < ?) ORDER BY p.added_at, p.id`, unit, calendar.DayOf(now).Start())
	if err != nil {
		return nil, err
	}
	var here []Original
	for _, p := range list {
		if !p.Stays {
			here = append(here, p)
		}
	}
	return here, nil
}

// originals reads papers and tells of each what the law wants done with it.
func (o *Office) originals(tx *db.Tx, where string, args ...any) ([]Original, error) {
	var list []Original
	if err := tx.Select(&list, originalQuery+where, args...); err != nil {
		return nil, err
	}
	for i, p := range list {
		e, _, err := o.EditionOf(Case{Service: p.Service, Edition: p.Edition, Operation: p.Operation})
		if err != nil {
			return nil, err
		}
		d, _ := e.Document(p.Document)
		list[i].Stays, list[i].Stamped = d.Stays, d.Stamped
	}
	return list, nil
}

// holds says whether an original of the sheet lies in the office. A scan that was copied from an ended case brought none
// with it, until the papers are accepted.
func holds(tx *db.Tx, c Case) (bool, error) {
	var n int
	err := tx.Get(&n, `SELECT COUNT(*) FROM application_paper WHERE application = ? AND held <> '' AND pages > 0`, c.ID)
	return n > 0, err
}
