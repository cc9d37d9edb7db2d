package notice

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/textproto"
	"strings"

	"github.com/wneessen/go-mail"

	"ruqsat/calendar"
)

// The ways a mail server is spoken to (режим TLS).
const (
	StartTLS = "starttls" // encrypted after STARTTLS, or not at all
	TLS      = "tls"      // encrypted from the first byte, port 465
	Plain    = "plain"    // not encrypted: a server on the same machine
)

// Mail (почтовый сервер · пошта сервері) is a Carrier: one SMTP server that takes letters for everybody.
type Mail struct {
	Host           string
	Port           int
	User, Password string // no sign-in when User is empty
	From           string // "Ruqsat <no-reply@ruqsat.example>"
	Mode           string // StartTLS, TLS or Plain
	Authority      []byte // PEM of the certificates to trust, nil: the machine's
	Clock          calendar.Clock
}

// Check says what is wrong with the setting, before the first letter.
func (m Mail) Check() error {
	if _, err := netmail.ParseAddress(m.From); err != nil {
		return fmt.Errorf("notice: the sender %q is not a mail address", m.From)
	}
	if m.User != "" && m.Mode == Plain {
		return errors.New("notice: a password is not sent over a connection that is not encrypted")
	}
	_, err := m.client()
	return err
}

func (m Mail) client() (*mail.Client, error) {
	options := []mail.Option{mail.WithPort(m.Port), mail.WithTimeout(carrying), mail.WithoutNoop()}
	switch m.Mode {
	case StartTLS:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	case TLS:
		options = append(options, mail.WithSSL())
	case Plain:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		return nil, fmt.Errorf("notice: no such way to speak to a mail server: %q", m.Mode)
	}
	if m.Authority != nil {
		trusted, err := trusting(m.Host, m.Authority)
		if err != nil {
			return nil, err
		}
		options = append(options, mail.WithTLSConfig(trusted))
	}
	if m.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.User), mail.WithPassword(m.Password))
	}
	return mail.NewClient(m.Host, options...)
}

// Carry hands the message to the server. What the server has taken counts as sent, whatever happens to the connection
// afterwards.
func (m Mail) Carry(ctx context.Context, message Message) error {
	letter, err := m.letter(message)
	if err != nil {
		return err
	}
	client, err := m.client()
	if err != nil {
		return err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return dialled(err)
	}
	err = client.Send(letter)
	client.Close()
	if err == nil || letter.IsDelivered() {
		return nil
	}
	return refusal(err)
}

// dialled names a conversation that did not begin: a sign-in refused is the house's trouble, not the letter's.
func dialled(err error) error {
	if said := (*textproto.Error)(nil); errors.As(err, &said) {
		return Trouble{Code: status("smtp", said.Code)}
	}
	if t := troubleOf(err); t.Code != troubleOther {
		return t
	}
	return Trouble{Code: troubleLost}
}

// refusal reads what the server said. 5xx about the recipient or the letter is final; about the sender it is the
// house's own trouble, which an administrator mends.
func refusal(err error) error {
	var said *mail.SendError
	if !errors.As(err, &said) || said.ErrorCode() == 0 {
		return troubleOf(err)
	}
	about := said.Reason == mail.ErrSMTPRcptTo || said.Reason == mail.ErrSMTPData || said.Reason == mail.ErrSMTPDataClose
	return Trouble{Code: status("smtp", said.ErrorCode()), Final: about && said.ErrorCode()/100 == 5}
}

// letter writes the message as RFC 5322 and 2369 have it. A machine does not answer it (RFC 3834).
func (m Mail) letter(message Message) (*mail.Msg, error) {
	to, err := netmail.ParseAddress(message.To)
	if err != nil || to.Address != message.To {
		return nil, Trouble{Code: troubleAddress, Final: true}
	}
	letter := mail.NewMsg(mail.WithCharset(mail.CharsetUTF8), mail.WithEncoding(mail.EncodingB64), mail.WithNoDefaultUserAgent())
	if err := errors.Join(letter.From(m.From), letter.To(message.To)); err != nil {
		return nil, Trouble{Code: troubleAddress, Final: true}
	}
	host := m.domain()
	letter.Subject(line(message.Subject))
	letter.SetMessageIDWithValue(message.ID + "@" + host)
	letter.SetDateWithValue(m.Clock.Now())
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetGenHeader("Content-Language", string(message.Language))
	if message.Stop != "" {
		letter.SetGenHeader("List-Id", "<letters."+host+">")
		letter.SetGenHeader("List-Unsubscribe", "<"+message.Stop+">")
		letter.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	letter.SetBodyString(mail.TypeTextPlain, strings.ReplaceAll(message.Body, "\n", "\r\n"))
	return letter, nil
}

// domain is the sender's, for the numbers of letters.
func (m Mail) domain() string {
	from, err := netmail.ParseAddress(m.From)
	if err != nil {
		return m.Host
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	return domain
}
