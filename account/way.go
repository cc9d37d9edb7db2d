package account

import (
	"crypto/subtle"
	"errors"
	"time"

	"ruqsat/db"
)

// Way is способ доставки / жеткізу тәсілі: how a letter reaches a person outside the cabinet.
type Way string

// The ways, in the order in which pages name them.
const (
	Mail Way = "mail" // электронная почта / электрондық пошта
	SMS  Way = "sms"  // сообщение на телефон / телефонға хабарлама
)

// Ways lists them.
var Ways = []Way{Mail, SMS}

// ErrNoAddress says that the account has no mail address, or no phone, to write to.
var ErrNoAddress = errors.New("account: no address to write to")

// Given is the address of this way that the person wrote down, confirmed or not; empty when there is none.
func (a Account) Given(w Way) string {
	if w == Mail {
		return a.Email
	}
	return a.Phone
}

// Confirmed says whether the person has shown that the address written down is theirs. A changed address is a new one.
func (a Account) Confirmed(w Way) bool {
	confirmed := a.ConfirmedPhone
	if w == Mail {
		confirmed = a.ConfirmedEmail
	}
	return confirmed != "" && confirmed == a.Given(w)
}

// Asked says whether the person wants letters this way (согласие / келісім).
func (a Account) Asked(w Way) bool {
	if w == Mail {
		return a.ByMail
	}
	return a.BySMS
}

// Reach is the address to which letters may go this way now, or empty: the person asked for them and has confirmed it.
func (a Account) Reach(w Way) string {
	if a.State != Active || !a.Asked(w) || !a.Confirmed(w) {
		return ""
	}
	return a.Given(w)
}

// Ask keeps by which ways the person wants letters. An account that was changed meanwhile is db.ErrStale.
func Ask(tx *db.Tx, a Account, mail, sms bool) error {
	n, err := tx.Exec(`UPDATE account SET by_mail = ?, by_sms = ?, version = version + 1 WHERE id = ? AND version = ?`,
		mail, sms, a.ID, a.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return db.ErrStale
	}
	return record(tx, "account.letters", a, map[string]any{"mail": mail, "sms": sms})
}

// Refuse ends the letters of one way: the owner of the address used the link in a letter. A second time changes nothing.
func Refuse(tx *db.Tx, id string, w Way) error {
	column := map[Way]string{Mail: "by_mail", SMS: "by_sms"}[w]
	n, err := tx.Exec(`UPDATE account SET `+column+` = 0, version = version + 1 WHERE id = ? AND `+column+` = 1`, id)
	if err != nil || n == 0 {
		return err
	}
	a, err := Find(tx, id)
	if err != nil {
		return err
	}
	return record(tx, "account.letters", a, map[string]any{"mail": a.ByMail, "sms": a.BySMS, "link": true})
}

// StartAddress makes the code that shows whose address it is, and gives it back, to be sent there by the door, after
// the transaction. An earlier code ends. ErrNoAddress; too many codes are a *TooMany error.
func StartAddress(tx *db.Tx, a Account, w Way, p Policy) (code string, err error) {
	if a.Given(w) == "" {
		return "", ErrNoAddress
	}
	if wait, err := count(tx, limitKey("address", a.ID), p.Code); err != nil {
		return "", err
	} else if wait > 0 {
		return "", &TooMany{wait}
	}
	code, salt := newDigits(), db.NewCode()
	_, err = tx.Exec(`INSERT INTO proof_of_address (account, way, address, salt, sum, expires_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (account, way) DO UPDATE SET address = excluded.address, salt = excluded.salt, sum = excluded.sum,
			tries = 0, expires_at = excluded.expires_at`,
		a.ID, string(w), a.Given(w), salt, codeSum(salt, code), tx.Now().Add(proofLife))
	return code, err
}

// DropAddress forgets a code that could not be sent.
func DropAddress(tx *db.Tx, id string, w Way) error {
	_, err := tx.Exec(`DELETE FROM proof_of_address WHERE account = ? AND way = ?`, id, string(w))
	return err
}

// AddressPending says whether a code that can still be tried at the moment now is on its way to the present address.
func AddressPending(tx *db.Tx, a Account, w Way, now time.Time) (bool, error) {
	var n int
	err := tx.Get(&n, `SELECT COUNT(*) FROM proof_of_address
		WHERE account = ? AND way = ? AND address = ? AND tries < ? AND expires_at > ?`,
		a.ID, string(w), a.Given(w), proofTries, now)
	return n > 0, err
}

// ProveAddress tries a code. The transaction is to be committed whatever comes out, because the tries count. The
// right code confirms the address it was sent to; when the account has another one meanwhile, it is NoProof.
func ProveAddress(tx *db.Tx, a Account, w Way, code string) (Proof, error) {
	n, err := tx.Exec(`UPDATE proof_of_address SET tries = tries + 1
		WHERE account = ? AND way = ? AND tries < ? AND expires_at > ?`, a.ID, string(w), proofTries, tx.Now())
	if err != nil || n == 0 {
		return NoProof, err
	}
	var kept struct {
		Address string `db:"address"`
		Salt    string `db:"salt"`
		Sum     string `db:"sum"`
	}
	err = tx.Get(&kept, `SELECT address, salt, sum FROM proof_of_address WHERE account = ? AND way = ?`, a.ID, string(w))
	if err != nil {
		return "", err
	}
	if subtle.ConstantTimeCompare([]byte(codeSum(kept.Salt, digits(code))), []byte(kept.Sum)) != 1 {
		return Wrong, refused(tx, limitKey("address", a.ID), a.ID, "address")
	}
	if err := clear(tx, limitKey("address", a.ID)); err != nil {
		return "", err
	}
	return confirmAddress(tx, a, w, kept.Address)
}

// confirmAddress keeps the address as its owner's, if the account still has it.
func confirmAddress(tx *db.Tx, a Account, w Way, address string) (Proof, error) {
	if err := DropAddress(tx, a.ID, w); err != nil {
		return "", err
	}
	given, confirmed := "phone", "confirmed_phone"
	if w == Mail {
		given, confirmed = "email", "confirmed_email"
	}
	n, err := tx.Exec(`UPDATE account SET `+confirmed+` = ?, version = version + 1 WHERE id = ? AND `+given+` = ?`,
		address, a.ID, address)
	if err != nil || n == 0 {
		return NoProof, err
	}
	return Proven, record(tx, "account.address", a, map[string]any{"way": string(w)})
}
