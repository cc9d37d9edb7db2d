package permit

import (
	"errors"

	"ruqsat/db"
)

// Paper is the kept PDF of a permit.
type Paper struct {
	Attachment string `db:"attachment"` // id of the attachment that holds the PDF
	QR         string `db:"qr"`         // text of the QR that is printed on it
}

// KeepPaper remembers the PDF that was made for a permit, after the decision and outside its
// transaction. The first one stays: kept is false when there was one already.
func KeepPaper(tx *db.Tx, permitID string, p Paper) (kept bool, err error) {
	n, err := tx.Exec(`INSERT INTO permit_paper (permit_id, attachment, qr, at) VALUES (?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, permitID, p.Attachment, p.QR, tx.Now())
	return n == 1, err
}

// FindPaper reads the kept PDF of a permit; ok is false while none was made.
func FindPaper(tx *db.Tx, permitID string) (p Paper, ok bool, err error) {
	err = tx.Get(&p, `SELECT attachment, qr FROM permit_paper WHERE permit_id = ?`, permitID)
	if errors.Is(err, db.ErrNone) {
		return Paper{}, false, nil
	}
	return p, err == nil, err
}

// WithoutPaper lists permits that have no PDF yet, the oldest first, at most limit: the work
// of whoever makes them, also after a crash between the decision and the PDF.
func WithoutPaper(tx *db.Tx, limit int) ([]string, error) {
	var ids []string
	err := tx.Select(&ids, `SELECT p.id FROM permit p WHERE NOT EXISTS
		(SELECT 1 FROM permit_paper k WHERE k.permit_id = p.id) ORDER BY p.issued_at, p.id LIMIT ?`, limit)
	return ids, err
}
