package account

import (
	"errors"
	"time"
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
	StageFull   = "full"   // signed in
	StageCode   = "code"   // the password was right, the code of the second factor is awaited
	StageEnrol  = "enrol"  // the password was right, a second factor has to be set up first
	stageNobody = "nobody" // refused
)

// Session is сеанс / сеанс: one signed-in browser. The token is known to it alone; the table holds
// its SHA-256.
type Session struct {
	Token   string    // set only when the session is made: 128 random bits, for the cookie
	Account Account   // as the account is now, not as it was at sign-in
	Stage   string    // StageFull, StageCode or StageEnrol
	Made    time.Time // when the person signed in
	Idle    time.Time // ends then when nothing is done
	Expires time.Time // ends then in any case
	Touch   bool      // the idle term should be moved by Extend in a Write soon
}
