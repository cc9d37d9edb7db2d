package attachment

import (
	"errors"

	"ruqsat/db"
)

// row is an Attachment as the table holds it.
type row struct {
	ID    string  `db:"id"`
	Sum   string  `db:"sum"`
	Kind  string  `db:"kind"`
	Name  string  `db:"name"`
	Size  int64   `db:"size"`
	Pages int     `db:"pages"`
	By    string  `db:"kept_by"`
	At    db.Time `db:"kept_at"`
}

// Keep writes down that f was attached by the account by. The bytes must be in the store already:
// call Store.Put before the transaction.
func Keep(tx *db.Tx, f File, by string) (Attachment, error) {
	a := Attachment{ID: db.NewID(tx.Now()), Sum: f.Sum, Kind: f.Kind, Name: f.Name,
		Size: f.Size, Pages: f.Pages, By: by, At: tx.Now()}
	_, err := tx.Exec(`INSERT INTO attachment (id, sum, kind, name, size, pages, kept_by, kept_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, a.ID, a.Sum, a.Kind, a.Name, a.Size, a.Pages, a.By, db.At(a.At))
	return a, err
}

// Find reads one attachment, or answers ErrUnknown. Whether the reader may have it is decided by
// the case that it belongs to (account.May).
func Find(tx *db.Tx, id string) (Attachment, error) {
	var r row
	err := tx.Get(&r, `SELECT id, sum, kind, name, size, pages, kept_by, kept_at FROM attachment WHERE id = ?`, id)
	if errors.Is(err, db.ErrNone) {
		return Attachment{}, ErrUnknown
	}
	if err != nil {
		return Attachment{}, err
	}
	return Attachment{ID: r.ID, Sum: r.Sum, Kind: r.Kind, Name: r.Name, Size: r.Size,
		Pages: r.Pages, By: r.By, At: r.At.Time}, nil
}
