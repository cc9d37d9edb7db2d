package notice

import (
	"errors"

	"ruqsat/db"
	"ruqsat/words"
)

// row is a letter as the table holds it.
type row struct {
	ID      string  `db:"id"`
	Account string  `db:"account"`
	Case    string  `db:"case_id"`
	Kind    string  `db:"kind"`
	TitleKK string  `db:"title_kk"`
	TitleRU string  `db:"title_ru"`
	TitleEN string  `db:"title_en"`
	BodyKK  string  `db:"body_kk"`
	BodyRU  string  `db:"body_ru"`
	BodyEN  string  `db:"body_en"`
	ShortKK string  `db:"short_kk"`
	ShortRU string  `db:"short_ru"`
	ShortEN string  `db:"short_en"`
	At      db.Time `db:"written_at"`
	ReadAt  db.Time `db:"read_at"`
}

const columns = `id, account, case_id, kind, title_kk, title_ru, title_en, body_kk, body_ru, body_en,
	short_kk, short_ru, short_en, written_at, read_at`

func (r row) letter() Letter {
	return Letter{ID: r.ID, To: r.Account, Case: r.Case, Kind: r.Kind, At: r.At, ReadAt: r.ReadAt,
		Title: words.Text{KK: r.TitleKK, RU: r.TitleRU, EN: r.TitleEN},
		Body:  words.Text{KK: r.BodyKK, RU: r.BodyRU, EN: r.BodyEN},
		Short: words.Text{KK: r.ShortKK, RU: r.ShortRU, EN: r.ShortEN}}
}

// most is how many letters one list holds; a person who has more reads the older ones in their cases.
const most = 200

// Letters are the account's letters, the newest first, at most 200.
func Letters(tx *db.Tx, account string) ([]Letter, error) {
	if account == "" {
		return nil, nil // letters to people without an account are nobody's else
	}
	return list(tx, `account = ? ORDER BY written_at DESC, id DESC LIMIT ?`, account, most)
}

// ForCase are all letters about the case, to whomever they went, the oldest first: they belong to its history.
func ForCase(tx *db.Tx, caseID string) ([]Letter, error) {
	if caseID == "" {
		return nil, nil // letters about no case are nobody else's to list
	}
	return list(tx, `case_id = ? ORDER BY written_at, id`, caseID)
}

// Find is one letter of this account. ErrNone also when it is another's: a stranger does not learn that it exists.
func Find(tx *db.Tx, account, id string) (Letter, error) {
	var r row
	err := tx.Get(&r, `SELECT `+columns+` FROM notice_letter WHERE id = ? AND account = ? AND account <> ''`, id, account)
	if errors.Is(err, db.ErrNone) {
		return Letter{}, ErrNone
	}
	return r.letter(), err
}

// Unread is how many letters the account has not opened.
func Unread(tx *db.Tx, account string) (n int, err error) {
	err = tx.Get(&n, `SELECT COUNT(*) FROM notice_letter WHERE account = ? AND read_at = ''`, account)
	return n, err
}

// MarkRead keeps the moment the person first opened the letter; a second time changes nothing. ErrNone when the
// account has no such letter.
func MarkRead(tx *db.Tx, account, id string) error {
	n, err := tx.Exec(`UPDATE notice_letter SET read_at = CASE WHEN read_at = '' THEN ? ELSE read_at END
		WHERE id = ? AND account = ?`, db.At(tx.Now()), id, account)
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrNone
	}
	return nil
}

// MarkAllRead does the same for every letter of the account.
func MarkAllRead(tx *db.Tx, account string) error {
	_, err := tx.Exec(`UPDATE notice_letter SET read_at = ? WHERE account = ? AND read_at = ''`,
		db.At(tx.Now()), account)
	return err
}

func list(tx *db.Tx, where string, args ...any) ([]Letter, error) {
	var rows []row
	if err := tx.Select(&rows, `SELECT `+columns+` FROM notice_letter WHERE `+where, args...); err != nil {
		return nil, err
	}
	letters := make([]Letter, 0, len(rows))
	for _, r := range rows {
		letters = append(letters, r.letter())
	}
	return letters, nil
}
