package account

import (
	"errors"

	"ruqsat/db"
)

// ErrOneTime says that the password was given by an administrator: nothing opens before it is changed (403).
var ErrOneTime = errors.New("account: change the one-time password first")

// SetPassword sets a new password and ends every session of the account. The door asks for the old
// one before (Attempt and Verify), or comes from Recover.
func SetPassword(tx *db.Tx, id, passwordHash string) error {
	a, err := renew(tx, id, passwordHash, false)
	if err != nil {
		return err
	}
	return record(tx, "account.password", a, nil)
}

// GivePassword gives a member of staff a one-time password: the old one and every session end, and the next sign-in
// opens nothing but the page that changes it. by is the administrator's account id.
func GivePassword(tx *db.Tx, id, passwordHash, by string) error {
	if _, err := renew(tx, id, passwordHash, true); err != nil {
		return err
	}
	return recordBy(tx, "staff.password", subject(id), by, nil)
}

// OwnPassword puts the person's own password in the place of the one-time one: every session ends, and the browser that
// changed it goes on in a new one.
func OwnPassword(tx *db.Tx, id, passwordHash string, p Policy) (Session, error) {
	a, err := renew(tx, id, passwordHash, false)
	if err != nil {
		return Session{}, err
	}
	if err := record(tx, "account.password", a, nil); err != nil {
		return Session{}, err
	}
	return open(tx, a, StageFull, p)
}

func renew(tx *db.Tx, id, passwordHash string, oneTime bool) (Account, error) {
	err := one(tx.Exec(`UPDATE account SET password = ?, one_time = ?, version = version + 1 WHERE id = ?`, passwordHash, oneTime, id))
	if err != nil {
		return Account{}, err
	}
	if _, err := SignOutEverywhere(tx, id); err != nil {
		return Account{}, err
	}
	return Find(tx, id)
}
