// Package notice (уведомления · хабарламалар) keeps the letters the house writes to people: in their cabinet,
// in the three languages, each about one case. An act writes its letter in its own transaction, so that the letter
// exists exactly when the act does. The words are rendered by the act (words.All over words/catalogue/notice.yaml)
// and kept as they were that day: a letter is evidence, and a later wording does not change it.
//
// Who asked for it gets the letter by mail or SMS too. Post writes a delivery for each such way into the outbox, in the
// same transaction; a Courier sends what is due after the commit, each way in a lane of its own. Consent and address
// are read anew at the moment of sending: nothing goes out after the person has changed their mind.
package notice

import (
	"errors"
	"fmt"

	"ruqsat/account"
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
	To          string // account id of the reader, "" for somebody without one
	Contact     Contact
	Case        string // id of the case, "" when the letter is about none
	Kind        string // one of Kinds
	Title, Body words.Text
	Short       words.Text // for an SMS: no name, no document; number, what, day and hour
	At          db.Time    // written
	ReadAt      db.Time    // zero: unread
}

// Contact (контакт заявителя без кабинета · кабинеті жоқ өтініш берушінің байланысы) is where somebody without an
// account wants to hear of their case, as the operator wrote it down at the counter with their consent.
type Contact struct {
	Phone, Email  string
	Language      words.Language
	ByMail, BySMS bool
}

// reach is the address of one way, empty when it is not wanted.
func (c Contact) reach(w account.Way) string {
	switch {
	case w == account.Mail && c.ByMail:
		return c.Email
	case w == account.SMS && c.BySMS:
		return c.Phone
	}
	return ""
}

// Read tells whether the person has opened the letter.
func (l Letter) Read() bool { return !l.ReadAt.IsZero() }

// Post writes the letter into the reader's cabinet (жеке кабинет), in the act's own transaction, and a delivery for
// each way the person asked for. A letter to somebody without an account is kept for its case. ErrEmpty.
func Post(tx *db.Tx, l Letter) error {
	if l.To == "" && l.Case == "" || l.Kind == "" || !l.Title.Complete() || !l.Body.Complete() {
		return ErrEmpty
	}
	now := tx.Now()
	l.ID = db.NewID(now)
	_, err := tx.Exec(`INSERT INTO notice_letter
		(id, account, case_id, kind, title_kk, title_ru, title_en, body_kk, body_ru, body_en, short_kk, short_ru, short_en, written_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		l.ID, l.To, l.Case, l.Kind, l.Title.KK, l.Title.RU, l.Title.EN,
		l.Body.KK, l.Body.RU, l.Body.EN, l.Short.KK, l.Short.RU, l.Short.EN, db.At(now))
	if err == nil {
		err = queue(tx, l)
	}
	if err != nil {
		return fmt.Errorf("notice: post %s: %w", l.Kind, err)
	}
	return nil
}
