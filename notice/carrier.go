package notice

import (
	"context"
	"errors"
	"fmt"
	"net"

	"ruqsat/words"
)

// Carrier (перевозчик сообщений · хабар жеткізуші) hands one message to the next server: a mail server, or a gateway of
// SMS. An error is a Trouble; any other counts as one that passes. A message handed over twice has the same ID.
type Carrier interface {
	Carry(ctx context.Context, m Message) error
}

// Message (сообщение) is what a carrier carries.
type Message struct {
	ID            string // of the delivery: a repetition can be recognised by it
	To            string // one mail address, or one phone number
	Language      words.Language
	Subject, Body string // Subject: mail only
	Stop          string // the address that ends such letters, empty for a message that cannot be refused: a code
}

// Trouble is why a message was not taken. Code is one of a known few or a status; never the server's own words, which
// may hold the address. Final: trying again is of no use.
type Trouble struct {
	Code  string
	Final bool
}

// Error names the code.
func (t Trouble) Error() string { return "notice: not taken: " + t.Code }

// The codes of trouble, besides smtp-NNN and status-NNN.
const (
	troubleRefused     = "refused"      // the reader wants no more letters
	troubleUnconfirmed = "unconfirmed"  // the address was changed, or taken away
	troubleLate        = "late"         // nobody could send it in three days
	troubleAddress     = "bad-address"  // the address is none
	troubleLost        = "unreachable"  // no connection
	troubleTimeout     = "timeout"      // no answer in time
	troubleAnswer      = "wrong-answer" // an answer that is none
	troubleOther       = "other"        // anything else
)

// troubleOf names any error of a carrier.
func troubleOf(err error) Trouble {
	var t Trouble
	var slow net.Error
	var op *net.OpError
	switch {
	case errors.As(err, &t):
		return t
	case errors.As(err, &slow) && slow.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return Trouble{Code: troubleTimeout}
	case errors.As(err, &op):
		return Trouble{Code: troubleLost}
	}
	return Trouble{Code: troubleOther}
}

func status(kind string, code int) string { return fmt.Sprintf("%s-%d", kind, code) }

// SayTrouble tells an administrator what happened; the zero text for "".
func SayTrouble(code string) words.Text {
	if code == "" {
		return words.Text{}
	}
	var n int
	if _, err := fmt.Sscanf(code, "smtp-%d", &n); err == nil {
		return words.All("contact.trouble.smtp", "status", n)
	}
	if _, err := fmt.Sscanf(code, "status-%d", &n); err == nil {
		return words.All("contact.trouble.status", "status", n)
	}
	return words.All("contact.trouble." + code)
}
