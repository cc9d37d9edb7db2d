// Package notice (уведомления · хабарламалар) keeps the letters the house writes to people: in their cabinet,
// in the three languages, each about one case. An act writes its letter in its own transaction, so that the letter
// exists exactly when the act does. The words are rendered by the act (words.All over words/catalogue/notice.yaml)
// and kept as they were that day: a letter is evidence, and a later wording does not change it.
package notice

import (
	"errors"
	"fmt"

	"ruqsat/db"
	"ruqsat/words"
)

// ErrEmpty: a letter without a reader, a kind, or its words in one of the languages is not written.
var ErrEmpty = errors.New("notice: the letter lacks its reader, its kind or its words")

// ErrNone: this account has no such letter.
var ErrNone = errors.New("notice: no such letter")

// Letter (уведомление · хабарлама) is what an act wants to tell one person. Its words are already rendered.
type Letter struct {
	ID          string // given by Post
	To          string // account id of the reader
	Case        string // id of the case, "" when the letter is about none
	Kind        string // one of Kinds
	Title, Body words.Text
	At          db.Time // written
	ReadAt      db.Time // zero: unread
}

// Read tells whether the person has opened the letter.
func (l Letter) Read() bool { return !l.ReadAt.IsZero() }

// Post writes the letter into the reader's cabinet (жеке кабинет), in the act's own transaction. ErrEmpty.
func Post(tx *db.Tx, l Letter) error {
	if l.To == "" || l.Kind == "" || !l.Title.Complete() || !l.Body.Complete() {
		return ErrEmpty
	}
	now := tx.Now()
	_, err := tx.Exec(`INSERT INTO notice_letter
		(id, account, case_id, kind, title_kk, title_ru, title_en, body_kk, body_ru, body_en, written_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		db.NewID(now), l.To, l.Case, l.Kind, l.Title.KK, l.Title.RU, l.Title.EN,
		l.Body.KK, l.Body.RU, l.Body.EN, db.At(now))
	if err != nil {
		return fmt.Errorf("notice: post %s: %w", l.Kind, err)
	}
	return nil
}
