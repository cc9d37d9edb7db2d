package account

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
)

// Errors of a session.
var (
	// ErrNoSession says that nobody is signed in with this token: unknown, expired, signed out or disabled.
	ErrNoSession = errors.New("account: no session")
	// ErrSecondStep says that the password was right and the second step is still to be done: the
	// session opens nothing but that step.
	ErrSecondStep = errors.New("account: the second step of sign-in is missing")
)

// The stages of a session.
const (
	StageFull  = "full"  // signed in
	StageCode  = "code"  // the password was right, the code of the second factor is awaited
	StageEnrol = "enrol" // the password was right, a second factor has to be set up first
)

// Session is сеанс / сеанс: one signed-in browser. The token is known to it alone; the table holds
// its SHA-256.
type Session struct {
	Token   string    // set only when the session is made: 128 random bits, for the cookie
	Account Account   // as the account is now, not as it was at sign-in; acting by an order, if it does (Duty)
	Stage   string    // StageFull, StageCode or StageEnrol
	Made    time.Time // when the person signed in
	Idle    time.Time // ends then when nothing is done
	Expires time.Time // ends then in any case
	Touch   bool      // the idle term should be moved by Extend in a Write soon

	sum  string
	term time.Duration
}

// touchEvery is how often the idle term is moved: not every reading of a page is a write.
const touchEvery = time.Minute

// open makes a session with a new token and writes the sign-in in the register.
func open(tx *db.Tx, a Account, stage string, p Policy) (Session, error) {
	idle, life := p.terms(a.Role)
	if stage != StageFull {
		idle, life = secondStep, secondStep
	}
	now, token := tx.Now(), db.NewCode()
	s := Session{Token: token, Account: a, Stage: stage, Made: now, Idle: now.Add(idle), Expires: now.Add(life),
		sum: tokenSum(token), term: idle}
	_, err := tx.Exec(`INSERT INTO session (sum, account, stage, made_at, idle_term, idle_at, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, s.sum, a.ID, stage, now, idle.Microseconds(), s.Idle, s.Expires)
	if err != nil {
		return Session{}, err
	}
	return s, record(tx, "account.sign-in", a, map[string]any{"stage": stage})
}

// FindSession reads who is signed in with the token at the moment now: one query. ErrNoSession
// when nobody is; ErrSecondStep, together with the session, while the second step is missing.
func FindSession(tx *db.Tx, token string, now time.Time) (Session, error) {
	if token == "" {
		return Session{}, ErrNoSession
	}
	var r struct {
		row
		dutyRow
		Stage   string    `db:"stage"`
		Made    time.Time `db:"session_made"`
		Term    int64     `db:"idle_term"`
		Idle    time.Time `db:"idle_at"`
		Expires time.Time `db:"expires_at"`
	}
	sum, today := tokenSum(token), calendar.DayOf(now)
	err := tx.Get(&r, `SELECT s.stage, s.made_at AS session_made, s.idle_term, s.idle_at, s.expires_at, `+dutyColumns+`, `+columns+`
		FROM session s JOIN account a ON a.id = s.account`+dutyJoin+`
		WHERE s.sum = ? AND s.idle_at > ? AND s.expires_at > ? AND a.state = 'active'`, today, today, sum, db.At(now), db.At(now))
	if errors.Is(err, db.ErrNone) {
		return Session{}, ErrNoSession
	}
	if err != nil {
		return Session{}, err
	}
	own, err := r.account()
	if err != nil {
		return Session{}, err
	}
	a, err := r.stand(own)
	if err != nil {
		return Session{}, err
	}
	s := Session{Account: a, Stage: r.Stage, Made: r.Made, Idle: r.Idle, Expires: r.Expires,
		sum: sum, term: time.Duration(r.Term) * time.Microsecond}
	s.Touch = s.Stage == StageFull && now.Sub(s.Idle.Add(-s.term)) >= touchEvery && s.Idle.Before(s.Expires)
	if s.Stage != StageFull {
		return s, ErrSecondStep
	}
	return s, nil
}

// Extend moves the idle term of a session that is in use, never beyond its last moment.
func Extend(tx *db.Tx, s Session) error {
	idle := tx.Now().Add(s.term)
	if idle.After(s.Expires) {
		idle = s.Expires
	}
	_, err := tx.Exec(`UPDATE session SET idle_at = ? WHERE sum = ? AND idle_at > ? AND idle_at < ?`,
		idle, s.sum, tx.Now(), idle)
	return err
}

// SignOut ends the session of a token. A token that is none ends nothing.
func SignOut(tx *db.Tx, token string) error {
	if token == "" {
		return nil
	}
	_, err := tx.Exec(`DELETE FROM session WHERE sum = ?`, tokenSum(token))
	return err
}

// SignOutEverywhere ends every session of an account, and gives back how many there were.
func SignOutEverywhere(tx *db.Tx, id string) (int64, error) {
	return tx.Exec(`DELETE FROM session WHERE account = ?`, id)
}

// Sweep removes sessions, codes and counts that have run out. It changes nothing that anybody
// could still use, and is called from time to time.
func Sweep(tx *db.Tx) error {
	now := tx.Now()
	for _, old := range []struct {
		text string
		at   any
	}{
		{`DELETE FROM session WHERE expires_at <= ?`, now},
		{`DELETE FROM session WHERE idle_at <= ?`, now},
		{`DELETE FROM proof_of_identity WHERE expires_at <= ?`, now},
		{`DELETE FROM proof_of_address WHERE expires_at <= ?`, now},
		{`DELETE FROM try_limit WHERE last_at < ?`, now.Add(-forgotten).UnixMicro()},
	} {
		if _, err := tx.Exec(old.text, old.at); err != nil {
			return err
		}
	}
	return nil
}

func tokenSum(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
