package account

import (
	"crypto/subtle"
	"errors"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"ruqsat/db"
)

// ErrEnrolled says that the account has a second factor already, or is not staff.
var ErrEnrolled = errors.New("account: there is nothing to enrol")

// Enrolment is what the phone of a member of staff needs: второй фактор / екінші фактор (RFC 6238,
// six digits, 30 seconds, SHA-1, as every such program has it).
type Enrolment struct {
	Secret string // base32, to type in
	URL    string // otpauth://..., to show as a QR code
}

// codes is how a code is made; skew is how many steps a clock may be off, each way.
var codes = totp.ValidateOpts{Period: 30, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

const skew = 1

// Enrol gives a member of staff without a second factor the secret for one. Asking again before it
// is confirmed gives the same secret.
func Enrol(tx *db.Tx, id string) (Enrolment, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Ruqsat", AccountName: "staff", SecretSize: 20})
	if err != nil {
		return Enrolment{}, err
	}
	_, err = tx.Exec(`UPDATE account SET totp_secret = ? WHERE id = ? AND totp_secret = '' AND role <> 'person'`,
		key.Secret(), id)
	if err != nil {
		return Enrolment{}, err
	}
	var kept struct {
		Login  string `db:"login"`
		Secret string `db:"totp_secret"`
	}
	err = tx.Get(&kept, `SELECT login, totp_secret FROM account WHERE id = ? AND totp = 0 AND totp_secret <> ''`, id)
	if errors.Is(err, db.ErrNone) {
		return Enrolment{}, ErrEnrolled
	}
	if err != nil {
		return Enrolment{}, err
	}
	return enrolment(kept.Login, kept.Secret)
}

func enrolment(login, secret string) (Enrolment, error) {
	raw, err := b32.DecodeString(secret)
	if err != nil {
		return Enrolment{}, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Ruqsat", AccountName: login, Secret: raw})
	if err != nil {
		return Enrolment{}, err
	}
	return Enrolment{Secret: secret, URL: key.URL()}, nil
}

// SecondStep ends a sign-in that awaits a code: a full session under a new token, or false for a
// wrong or used code, which is committed all the same. At StageEnrol the right code also confirms
// the second factor. Too many tries are a *TooMany error.
func SecondStep(tx *db.Tx, token, code string, p Policy) (Session, bool, error) {
	s, err := FindSession(tx, token, tx.Now())
	if err == nil {
		return Session{}, false, ErrNoSession // nothing is awaited
	}
	if !errors.Is(err, ErrSecondStep) {
		return Session{}, false, err
	}
	a := s.Account
	right, err := confirm(tx, a, code, p)
	if err != nil || !right {
		return Session{}, false, err
	}
	if err := SignOut(tx, token); err != nil {
		return Session{}, false, err
	}
	a.TOTP = true
	full, err := open(tx, a, StageFull, p)
	return full, err == nil, err
}

// confirm compares a code and spends its step: the same code does not open twice, nor does an
// older one (one conditional update decides between two that come at once).
func confirm(tx *db.Tx, a Account, code string, p Policy) (bool, error) {
	key := limitKey("second", a.ID)
	if wait, err := count(tx, key, p.Code); err != nil {
		return false, err
	} else if wait > 0 {
		return false, &TooMany{wait}
	}
	var secret string
	if err := tx.Get(&secret, `SELECT totp_secret FROM account WHERE id = ?`, a.ID); err != nil {
		return false, err
	}
	if step, ok := stepOf(secret, code, tx.Now()); ok {
		n, err := tx.Exec(`UPDATE account SET totp = 1, totp_step = ? WHERE id = ? AND totp_step < ?`, step, a.ID, step)
		if err != nil {
			return false, err
		}
		if n == 1 {
			return true, clear(tx, key)
		}
	}
	return false, refused(tx, key, a.ID, "code")
}

// stepOf finds the step of 30 seconds that the code belongs to.
func stepOf(secret, code string, now time.Time) (int64, bool) {
	code = digits(code)
	found, ok := int64(0), false
	for i := -skew; i <= skew; i++ {
		at := now.Add(time.Duration(i) * time.Duration(codes.Period) * time.Second)
		want, err := totp.GenerateCodeCustom(secret, at, codes)
		if err == nil && secret != "" && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found, ok = at.Unix()/int64(codes.Period), true
		}
	}
	return found, ok
}

// DropTOTP takes the second factor of a lost phone away: the next sign-in enrols a new one. Every
// session of the account ends. A missing reason is a Flaw; by is the administrator's account id.
func DropTOTP(tx *db.Tx, id, reason, by string) error {
	if reason == "" {
		return &Flaw{Field: FieldReason, Why: WhyMissing, Kind: ErrIncomplete}
	}
	err := one(tx.Exec(`UPDATE account SET totp = 0, totp_secret = '', version = version + 1 WHERE id = ? AND role <> 'person'`, id))
	if err != nil {
		return err
	}
	if _, err := SignOutEverywhere(tx, id); err != nil {
		return err
	}
	return recordBy(tx, "account.second-factor.drop", subject(id), by, map[string]any{"reason": reason})
}
