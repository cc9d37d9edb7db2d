package notice

import (
	"errors"
	"time"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/words"
)

// ErrNoDelivery: there is no such delivery, or none that could be sent again.
var ErrNoDelivery = errors.New("notice: no such delivery")

// The states of a delivery (отправка · жеткізу).
const (
	StateWaiting = "waiting" // not tried yet
	StateSent    = "sent"    // the next server or gateway has taken it
	StateFailed  = "failed"  // tried in vain, to be tried again
	StateDropped = "dropped" // given up, and why
)

// delivery is a row of the outbox.
type delivery struct {
	ID       string  `db:"id"`
	Letter   string  `db:"letter"`
	Way      string  `db:"way"`
	Account  string  `db:"account"`
	Case     string  `db:"case_id"`
	Address  string  `db:"address"`
	Language string  `db:"language"`
	Stop     string  `db:"stop"`
	State    string  `db:"state"`
	Attempts int     `db:"attempts"`
	Trouble  string  `db:"trouble"`
	MadeAt   db.Time `db:"made_at"`
	NextAt   db.Time `db:"next_at"`
}

const outbox = `id, letter, way, account, case_id, address, language, stop, state, attempts, trouble, made_at, next_at`

// queue puts the letter into the outbox for each way its reader asked for, and wakes the lanes after the commit.
func queue(tx *db.Tx, l Letter) error {
	reach, language, err := reader(tx, l)
	if err != nil || reach == nil {
		return err
	}
	for _, w := range account.Ways {
		if reach(w) == "" || w == account.SMS && !l.Short.Complete() {
			continue
		}
		address := ""
		if l.To == "" {
			address = reach(w)
		}
		_, err := tx.Exec(`INSERT INTO notice_delivery (id, letter, way, account, case_id, address, language, stop, made_at, next_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, db.NewID(tx.Now()), l.ID, string(w), l.To, l.Case, address,
			string(language), db.NewCode(), db.At(tx.Now()), db.At(tx.Now()))
		if err != nil {
			return err
		}
		tx.After(func() { ring(w) })
	}
	return nil
}

// reader tells how the letter's reader is reached, and in which language; nil for somebody who is not there.
func reader(tx *db.Tx, l Letter) (reach func(account.Way) string, language words.Language, err error) {
	if l.To == "" {
		if language = l.Contact.Language; language == "" {
			language = words.Kazakh
		}
		return l.Contact.reach, language, nil
	}
	a, err := account.Find(tx, l.To)
	if errors.Is(err, account.ErrUnknown) {
		return nil, "", nil
	}
	return a.Reach, a.Language, err
}

// Resend (отправить снова) puts a dropped or failing delivery back among the waiting, to be sent at once with its
// tries forgotten, as far as its reader still wants it. by is the account id of the administrator. ErrNoDelivery.
func Resend(tx *db.Tx, id string, by account.Account) error {
	now := db.At(tx.Now())
	n, err := tx.Exec(`UPDATE notice_delivery SET state = 'waiting', attempts = 0, trouble = '', made_at = ?, next_at = ?
		WHERE id = ? AND state IN ('failed', 'dropped') AND claimed_until <= ?`, now, now, id, now)
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrNoDelivery
	}
	tx.After(func() {
		for _, w := range account.Ways {
			ring(w)
		}
	})
	return enter(tx, "notice.resend", "delivery:"+id, by)
}

// StopOf tells which way and which address a link of a letter would end: way "" when the code leads nowhere.
func StopOf(tx *db.Tx, code string) (w account.Way, err error) {
	d, err := byStop(tx, code)
	if errors.Is(err, ErrNoDelivery) {
		return "", nil
	}
	return account.Way(d.Way), err
}

// Stop (отказ от писем · хаттардан бас тарту) ends the letters of one way, by the link of any of them: no sign-in is
// asked, because the link is a secret of 128 bits that went to that address only. A second time changes nothing.
// ErrNoDelivery for a code that leads nowhere.
func Stop(tx *db.Tx, code string) error {
	d, err := byStop(tx, code)
	if err != nil {
		return err
	}
	if d.Account != "" {
		return account.Refuse(tx, d.Account, account.Way(d.Way))
	}
	n, err := tx.Exec(`INSERT INTO notice_stop (case_id, way, address, stopped_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (case_id, way, address) DO NOTHING`, d.Case, d.Way, d.Address, db.At(tx.Now()))
	if err != nil || n == 0 {
		return err
	}
	return enter(tx, "notice.stop", "case:"+d.Case, account.Account{ID: "anonymous"})
}

func byStop(tx *db.Tx, code string) (d delivery, err error) {
	err = tx.Get(&d, `SELECT `+outbox+` FROM notice_delivery WHERE stop = ?`, code)
	if errors.Is(err, db.ErrNone) {
		err = ErrNoDelivery
	}
	return d, err
}

func enter(tx *db.Tx, act, subject string, by account.Account) error {
	name := by.FullName()
	_, err := register.Append(tx, register.Entry{At: tx.Now(), Act: act, Subject: subject, Actor: by.ID,
		ActorName: words.Text{KK: name, RU: name, EN: name}, ActorRole: string(by.Role), ActorUnit: by.Unit})
	return err
}

// late is how long a letter is worth sending: after that it is read in the cabinet, or told at the counter.
const late = 3 * 24 * time.Hour

// address is where the delivery goes now, in which language; or why it goes nowhere.
func (d delivery) to(tx *db.Tx, now time.Time) (address string, language words.Language, why string, err error) {
	if now.Sub(d.MadeAt.Time) > late {
		return "", "", troubleLate, nil
	}
	if d.Account == "" {
		var n int
		err := tx.Get(&n, `SELECT COUNT(*) FROM notice_stop WHERE case_id = ? AND way = ? AND address = ?`, d.Case, d.Way, d.Address)
		if n > 0 {
			return "", "", troubleRefused, err
		}
		return d.Address, words.Language(d.Language), "", err
	}
	a, err := account.Find(tx, d.Account)
	w := account.Way(d.Way)
	switch {
	case err != nil:
		return "", "", "", err
	case !a.Asked(w) || a.State != account.Active:
		return "", "", troubleRefused, nil
	case a.Reach(w) == "":
		return "", "", troubleUnconfirmed, nil
	}
	return a.Reach(w), a.Language, "", nil
}
