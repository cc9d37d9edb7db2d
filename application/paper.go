package application

import (
	"time"
	"unicode/utf8"

	"ruqsat/account"
	"ruqsat/attachment"
	"ruqsat/db"
)

// Scan is one file of a paper: its place in the attachment store and what it is.
type Scan struct {
	ID    string `json:"id"` // attachment
	Sum   string `json:"sum"`
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	Size  int64  `json:"size"`
	Pages int    `json:"pages"`
}

// Paper is one paper of a document of the list (документ): the data read from it and its scans.
type Paper struct {
	ID       string    `db:"id"`
	Document string    `db:"document"`
	Fields   Fields    `db:"fields"`
	Scans    Scans     `db:"scans"`
	Pages    int       `db:"pages"`
	AddedAt  time.Time `db:"added_at"`
}

// Papers are the papers of a case in the order they came.
func Papers(tx *db.Tx, id string) ([]Paper, error) {
	var papers []Paper
	err := tx.Select(&papers, `SELECT id, document, fields, scans, pages, added_at
		FROM application_paper WHERE application = ? ORDER BY document, added_at, id`, id)
	return papers, err
}

// SavePaper adds a paper, or changes one when p.ID is set, and puts more scans to it. A document of
// which the law wants one keeps one: a second paper of it joins the first.
func (o *Office) SavePaper(tx *db.Tx, actor account.Account, id string, version int, p Paper, more []attachment.Attachment) (Case, Paper, error) {
	c, e, err := o.openDraft(tx, id, version)
	if err != nil {
		return c, p, err
	}
	d, ok := e.Document(p.Document)
	if !ok || d.Made {
		return c, p, ErrNoPaper
	}
	for _, v := range p.Fields {
		if utf8.RuneCountInString(v) > longest {
			return c, p, ErrTooLong
		}
	}

	old, found, err := findPaper(tx, id, p, d.Many)
	if err != nil {
		return c, p, err
	}
	if p.ID != "" && !found {
		return c, p, ErrNoPaper
	}
	p.ID, p.Scans, p.AddedAt = old.ID, old.Scans, old.AddedAt
	for _, a := range more {
		p.Scans = append(p.Scans, Scan{ID: a.ID, Sum: a.Sum, Kind: string(a.Kind), Name: a.Name, Size: a.Size, Pages: a.Pages})
	}
	if err := keepPaper(tx, id, &p, found); err != nil {
		return c, p, err
	}
	return c, p, o.changed(tx, actor, &c, act{name: "application.paper", ground: p.Document})
}

// findPaper is the paper that p changes: the one it names, or the only one of its document.
func findPaper(tx *db.Tx, id string, p Paper, many bool) (Paper, bool, error) {
	papers, err := Papers(tx, id)
	if err != nil {
		return Paper{}, false, err
	}
	for _, old := range papers {
		if old.Document == p.Document && (old.ID == p.ID || p.ID == "" && !many) {
			return old, true, nil
		}
	}
	return Paper{}, false, nil
}

func keepPaper(tx *db.Tx, id string, p *Paper, found bool) error {
	p.Pages = 0
	for _, s := range p.Scans {
		p.Pages += s.Pages
	}
	if found {
		_, err := tx.Exec(`UPDATE application_paper SET fields = ?, scans = ?, pages = ? WHERE id = ?`,
			p.Fields, p.Scans, p.Pages, p.ID)
		return err
	}
	p.ID, p.AddedAt = db.NewID(tx.Now()), tx.Now()
	_, err := tx.Exec(`INSERT INTO application_paper (id, application, document, fields, scans, pages, added_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, p.ID, id, p.Document, p.Fields, p.Scans, p.Pages, p.AddedAt)
	return err
}

// RemovePaper takes a paper out of a draft, or only one of its scans when scan is not empty. The
// file itself stays in the store: another case may hold the same bytes.
func (o *Office) RemovePaper(tx *db.Tx, actor account.Account, id string, version int, paper, scan string) (Case, error) {
	c, _, err := o.openDraft(tx, id, version)
	if err != nil {
		return c, err
	}
	p, err := paperByID(tx, id, paper)
	if err != nil {
		return c, err
	}
	if scan == "" {
		_, err = tx.Exec(`DELETE FROM application_paper WHERE id = ?`, p.ID)
	} else {
		p.Scans, err = without(p.Scans, scan)
		if err == nil {
			err = keepPaper(tx, id, &p, true)
		}
	}
	if err != nil {
		return c, err
	}
	return c, o.changed(tx, actor, &c, act{name: "application.paper.remove", ground: p.Document})
}

func paperByID(tx *db.Tx, id, paper string) (Paper, error) {
	papers, err := Papers(tx, id)
	if err != nil {
		return Paper{}, err
	}
	for _, p := range papers {
		if p.ID == paper {
			return p, nil
		}
	}
	return Paper{}, ErrNoPaper
}

func without(scans Scans, id string) (Scans, error) {
	for i, s := range scans {
		if s.ID == id {
			return append(scans[:i:i], scans[i+1:]...), nil
		}
	}
	return nil, ErrNoPaper
}

// HasScan says whether the case holds this attachment: a file opens only through its case.
func HasScan(tx *db.Tx, id, attachmentID string) (Scan, bool, error) {
	papers, err := Papers(tx, id)
	for _, p := range papers {
		for _, s := range p.Scans {
			if s.ID == attachmentID {
				return s, true, err
			}
		}
	}
	return Scan{}, false, err
}
