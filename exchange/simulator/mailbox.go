package simulator

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"net"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
)

// Letter (письмо в ящике · жәшіктегі хат) is one mail as its reader sees it, with the headers it came with.
type Letter struct {
	At      time.Time   `json:"at"`
	ID      string      `json:"id"` // Message-ID
	From    string      `json:"from"`
	To      string      `json:"to"`
	Subject string      `json:"subject"`
	Body    string      `json:"body"`
	Header  mail.Header `json:"header"`
}

// longest is the longest letter the mailbox takes, bytes.
const longest = 1 << 20

// ServeMail answers SMTP at the listener as everybody's mail server, until the server that it gives back is closed. Its
// switch is Mail: error500 puts a letter off (451), refuse turns it away (550), delay and silent wait, reset hangs up.
func (s *Simulator) ServeMail(l net.Listener) *smtp.Server {
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &postman{sim: s, conn: c}, nil
	}))
	server.Domain, server.MaxMessageBytes, server.MaxRecipients = "simulator.example", longest, 1
	server.ReadTimeout, server.WriteTimeout = time.Minute, time.Minute
	go server.Serve(l)
	return server
}

// postman is one conversation.
type postman struct {
	sim      *Simulator
	conn     *smtp.Conn
	from, to string
}

// Reset forgets the letter that was begun.
func (p *postman) Reset() { p.from, p.to = "", "" }

// Logout ends the conversation.
func (p *postman) Logout() error { return nil }

// Mail begins a letter.
func (p *postman) Mail(from string, _ *smtp.MailOptions) error { p.from = from; return nil }

// Rcpt names its reader.
func (p *postman) Rcpt(to string, _ *smtp.RcptOptions) error { p.to = to; return nil }

// Data takes the letter, or fails at it as the switch says.
func (p *postman) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	sw := p.sim.mode(Mail)
	line := Message{System: Mail, About: p.to, Mode: sw.Mode, Outcome: sw.Mode}
	defer func() { p.sim.note(line) }()
	if err := p.falter(sw); err != nil {
		return err
	}
	letter, err := read(content)
	if err != nil {
		line.Outcome = "refused"
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "not a letter"}
	}
	letter.At, letter.From, letter.To = p.sim.clock.Now(), p.from, p.to
	line.ID, line.Outcome = letter.ID, "taken"
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	p.sim.letters = last(append(p.sim.letters, letter))
	return nil
}

// falter plays the modes that a mail server knows; any other fault puts the letter off.
func (p *postman) falter(sw Switch) error {
	switch sw.Mode {
	case OK, Duplicate:
		return nil
	case Delay:
		time.Sleep(time.Duration(min(sw.Delay, 60_000)) * time.Millisecond)
		return nil
	case Silent:
		time.Sleep(time.Minute)
	case Reset:
		p.conn.Close()
	case Refuse:
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "refused"}
	}
	return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "try again later"}
}

// read takes a letter of plain text apart.
func read(content []byte) (Letter, error) {
	m, err := mail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return Letter{}, err
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return Letter{}, err
	}
	body := m.Body
	if strings.EqualFold(m.Header.Get("Content-Transfer-Encoding"), "base64") {
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	kind, _, _ := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err == nil && kind != "text/plain" {
		err = errors.New("simulator: the letter is no plain text")
	}
	return Letter{ID: m.Header.Get("Message-Id"), Subject: subject, Body: strings.ReplaceAll(string(text), "\r\n", "\n"), Header: m.Header}, err
}

// Letters are the mails to this address, or all of them when it is "", the newest first.
func (s *Simulator) Letters(to string) []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	letters := []Letter{}
	for _, l := range slices.Backward(s.letters) {
		if to == "" || l.To == to {
			letters = append(letters, l)
		}
	}
	return letters
}
