package account

import (
	"context"
	"errors"
	"strings"
	"time"

	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/words"
)

// Credential says who wants to sign in (M-100): a person by Login = ИИН or by the passport, staff
// by Login. Address is the caller's IP address, with or without its port.
type Credential struct {
	Login             string
	Country, Passport string
	Address           string
}

// Try is one try to sign in, between its two transactions.
type Try struct {
	Wait time.Duration // too many tries: come back after so long. Nothing was compared

	key, hash string
	account   string // empty when unknown
	right     bool
}

// Attempt counts the try against the address and the account, and finds what the password is to be
// compared with. Its transaction is to be committed even when Wait is set. The limits hold for
// names that nobody has as well, so that they tell nothing.
func Attempt(tx *db.Tx, c Credential, p Policy) (Try, error) {
	wait, err := count(tx, limitKey("address", network(c.Address)), p.Address)
	if err != nil || wait > 0 {
		return Try{Wait: wait}, err
	}
	key, where, args := c.lookup()
	t := Try{key: limitKey("sign-in", key), hash: decoy}
	if t.Wait, err = count(tx, t.key, p.Account); err != nil || t.Wait > 0 {
		return t, err
	}
	var found struct {
		ID       string `db:"id"`
		State    string `db:"state"`
		Password string `db:"password"`
	}
	err = tx.Get(&found, `SELECT id, state, password FROM account WHERE `+where, args...)
	if errors.Is(err, db.ErrNone) {
		return t, nil
	}
	t.account, t.hash = found.ID, found.Password
	return t, err
}

// lookup is the name that the tries are counted under, and how its account is found.
func (c Credential) lookup() (key, where string, args []any) {
	if c.Passport != "" || c.Country != "" {
		land, number := capitals(c.Country), capitals(c.Passport)
		return land + ":" + number, `passport_country = ? AND passport_number = ? AND passport_number <> '' AND role = 'person'`,
			[]any{land, number}
	}
	if iin := digits(c.Login); len(iin) == 12 && strings.Trim(iin, "0123456789") == "" {
		return iin, `iin = ? AND iin <> '' AND role = 'person'`, []any{iin}
	}
	login := tidyLogin(c.Login)
	return login, `login = ? AND login <> ''`, []any{login}
}

func tidyLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// Verify compares the password, outside any transaction, with the work of one hash whoever it is.
// It may wait for other hashes as long as ctx allows.
func (t Try) Verify(ctx context.Context, password string) (Try, error) {
	if t.Wait > 0 || t.hash == "" {
		return t, nil
	}
	same, err := matches(ctx, t.hash, password)
	t.right = same && t.account != ""
	return t, err
}

// Refused is what a person is told whose sign-in was refused: the same for an unknown, a disabled
// and a wrong one (M-101, M-102).
func Refused() words.Text { return words.All("account.refused") }

// Known ends a try without a session, as when the present password is asked for again before a new
// one: the account, or false for a refusal that has no reason (M-102). The transaction is to be
// committed either way, because a refusal counts and is written in the register.
func Known(tx *db.Tx, t Try) (Account, bool, error) {
	if t.Wait > 0 {
		return Account{}, false, &TooMany{t.Wait}
	}
	a, err := find(tx, `a.id = ? AND a.password = ?`, t.account, t.hash)
	if err != nil && !errors.Is(err, ErrUnknown) {
		return Account{}, false, err
	}
	if !t.right || err != nil || a.State != Active {
		return Account{}, false, refused(tx, t.key, t.account, "password")
	}
	return a, true, clear(tx, t.key)
}

// SignIn ends a try with a new session under a new token, or with false as Known does. previous is
// the token that the browser came with, if any: it ends.
func SignIn(tx *db.Tx, t Try, p Policy, previous string) (Session, bool, error) {
	a, ok, err := Known(tx, t)
	if err != nil || !ok {
		return Session{}, false, err
	}
	if err := SignOut(tx, previous); err != nil {
		return Session{}, false, err
	}
	s, err := open(tx, a, p.stage(a), p)
	return s, err == nil, err
}

// stage is how far a right password leads.
func (p Policy) stage(a Account) string {
	switch {
	case !a.Role.Staff() || !p.SecondFactor && !a.TOTP:
		return StageFull
	case a.TOTP:
		return StageCode
	}
	return StageEnrol
}

// refused writes a refused try in the register: what was tried and on which account, never what
// was typed or from where.
func refused(tx *db.Tx, key, account, step string) error {
	locked, blocked, err := fail(tx, key)
	if err != nil {
		return err
	}
	if account == "" {
		account = "unknown"
	}
	_, err = register.Append(tx, register.Entry{At: tx.Now(), Act: "account.sign-in.refused", Subject: subject(account),
		Actor: "anonymous", Detail: map[string]any{"step": step, "locked": locked.String(), "blocked": blocked}})
	return err
}

// record writes an act of an account about itself.
func record(tx *db.Tx, act string, a Account, detail map[string]any) error {
	_, err := register.Append(tx, a.Signed(register.Entry{At: tx.Now(), Act: act, Subject: subject(a.ID), Detail: detail}))
	return err
}

// recordBy writes an act that somebody else did to an account or unit. by is an account id, or
// "system" for the first start.
func recordBy(tx *db.Tx, act, subject, by string, detail map[string]any) error {
	e := register.Entry{At: tx.Now(), Act: act, Subject: subject, Actor: by, Detail: detail}
	a, err := Find(tx, by)
	switch {
	case err == nil:
		e = a.Signed(e)
	case !errors.Is(err, ErrUnknown):
		return err
	}
	_, err = register.Append(tx, e)
	return err
}
