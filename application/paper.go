package application

import (
	"time"
	"unicode/utf8"

	"ruqsat/account"
	"ruqsat/attachment"
	"ruqsat/db"
	"ruqsat/regulation"
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

func scanOf(a attachment.Attachment) Scan {
	return Scan{ID: a.ID, Sum: a.Sum, Kind: a.Kind, Name: a.Name, Size: a.Size, Pages: a.Pages}
}

// Attach is a paper to add, or to change when Paper.ID is set, and more scans to put to it. A document
// of which the law wants one keeps one: a second paper of it joins the first.
type Attach struct {
	Paper Paper
	More  []attachment.Attachment
}

// attach keeps the papers of one page. The made document has a paper only at the counter, where it is signed.
func (o *Office) attach(tx *db.Tx, c Case, e *regulation.Edition, papers []Attach) error {
	if len(papers) == 0 {
		return nil
	}
	kept, err := Papers(tx, c.ID)
	if err != nil {
		return err
	}
	for _, a := range papers {
		p := a.Paper
		d, ok := e.Document(p.Document)
		if !ok || d.Made && c.Counter == "" {
			return ErrNoPaper
		}
		for _, v := range p.Fields {
			if utf8.RuneCountInString(v) > longest {
				return ErrTooLong
			}
		}
		old, found := findPaper(kept, p, d.Many)
		if p.ID != "" && !found {
			return ErrNoPaper
		}
		p.ID, p.Scans, p.AddedAt = old.ID, old.Scans, old.AddedAt
		for _, s := range a.More {
			p.Scans = append(p.Scans, scanOf(s))
		}
		if err := keepPaper(tx, c.ID, &p, found); err != nil {
			return err
		}
		if err := hold(tx, c, d, p); err != nil {
			return err
		}
		if !found {
			kept = append(kept, p)
		}
	}
	return nil
}

// findPaper is the paper that p changes: the one it names, or the only one of its document.
func findPaper(kept []Paper, p Paper, many bool) (Paper, bool) {
	for _, old := range kept {
		if old.Document == p.Document && (old.ID == p.ID || p.ID == "" && !many) {
			return old, true
		}
	}
	return Paper{}, false
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
	c, _, err := o.openDraft(tx, actor, id, version)
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
