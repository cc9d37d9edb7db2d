package account

import (
	"errors"
	"time"

	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/words"
)

// ErrNoPurpose says that a member of staff reads a case without saying what for.
var ErrNoPurpose = errors.New("account: reading needs a purpose")

// readAct is the register's name of the act.
const readAct = "case.read"

// Reading is просмотр / қарау: a member of staff has read a case (B-15).
type Reading struct {
	At      time.Time
	Actor   string     // account id
	Name    words.Text // who
	Role    Role
	Unit    string // id
	Purpose string // a code of the case's work, such as "check"
}

// Read leaves the trace that an account has read a subject ("case:ID") and what for: one act of the
// register for each reader, subject and hour, however often a page is opened. The row that is there
// already decides, not a reading before the writing. What people read of their own leaves no trace.
func Read(tx *db.Tx, actor Account, subject, purpose string) error {
	return trace(tx, actor, readAct, subject, purpose)
}

// Inspect leaves the trace that an auditor has looked through a part of the register ("register:acts"), in the same way.
func Inspect(tx *db.Tx, actor Account, subject, purpose string) error {
	return trace(tx, actor, "audit.read", subject, purpose)
}

func trace(tx *db.Tx, actor Account, act, subject, purpose string) error {
	if !actor.Role.Staff() {
		return nil
	}
	if purpose == "" {
		return ErrNoPurpose
	}
	n, err := tx.Exec(`INSERT INTO reading (subject, actor, hour) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		subject, actor.ID, db.At(tx.Now().Truncate(time.Hour)))
	if err != nil || n == 0 {
		return err
	}
	_, err = register.Append(tx, actor.Signed(register.Entry{At: tx.Now(), Act: act, Subject: subject, Purpose: purpose}))
	return err
}

// Readings lists who has read a subject, the oldest first, for the person whom it concerns.
func Readings(tx *db.Tx, subject string) ([]Reading, error) {
	entries, err := register.History(tx, subject)
	if err != nil {
		return nil, err
	}
	var readings []Reading
	for _, e := range entries {
		if e.Act == readAct {
			readings = append(readings, Reading{At: e.At, Actor: e.Actor, Name: e.ActorName,
				Role: Role(e.ActorRole), Unit: e.ActorUnit, Purpose: e.Purpose})
		}
	}
	return readings, nil
}
