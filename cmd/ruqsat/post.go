package main

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/notice"
)

// postFlags say how letters leave the house. Without them they wait in the outbox, and the administrator's page says so.
type postFlags struct {
	SMTPHost     string `name:"smtp-host" env:"RUQSAT_SMTP_HOST" help:"Mail server that takes the letters; empty: no mail is sent."`
	SMTPPort     int    `name:"smtp-port" default:"587" env:"RUQSAT_SMTP_PORT" help:"Its port."`
	SMTPTLS      string `name:"smtp-tls" default:"starttls" enum:"starttls,tls,plain" env:"RUQSAT_SMTP_TLS" help:"How it is spoken to: starttls, tls from the first byte, or plain for a server on this machine."`
	SMTPTrust    string `name:"smtp-trust" placeholder:"FILE" env:"RUQSAT_SMTP_TRUST" help:"Certificates (PEM) to trust instead of the machine's."`
	SMTPUser     string `name:"smtp-user" env:"RUQSAT_SMTP_USER" help:"Name to sign in to it by."`
	SMTPPassword string `name:"smtp-password-file" placeholder:"FILE" env:"RUQSAT_SMTP_PASSWORD_FILE" help:"File with the password."`
	SMTPFrom     string `name:"smtp-from" env:"RUQSAT_SMTP_FROM" help:"Sender of the letters: Ruqsat <no-reply@ruqsat.example>."`
	SMSURL       string `name:"sms-url" env:"RUQSAT_SMS_URL" help:"Address of the gateway of SMS; empty: none is sent."`
	SMSToken     string `name:"sms-token-file" placeholder:"FILE" env:"RUQSAT_SMS_TOKEN_FILE" help:"File with the gateway's key."`
}

// carriers are the ways that are set, and what is wrong with them before the first letter.
func (p postFlags) carriers(clock calendar.Clock) (map[account.Way]notice.Carrier, error) {
	carriers := map[account.Way]notice.Carrier{}
	if p.SMTPHost != "" {
		mail, err := p.mail(clock)
		if err != nil {
			return nil, usagef("mail: %w", err)
		}
		carriers[account.Mail] = mail
	}
	if p.SMSURL != "" {
		gateway, err := p.gateway()
		if err != nil {
			return nil, usagef("SMS: %w", err)
		}
		carriers[account.SMS] = gateway
	}
	return carriers, nil
}

func (p postFlags) mail(clock calendar.Clock) (notice.Mail, error) {
	m := notice.Mail{Host: p.SMTPHost, Port: p.SMTPPort, User: p.SMTPUser, From: p.SMTPFrom, Mode: p.SMTPTLS, Clock: clock}
	var err error
	if m.Password, err = secret(p.SMTPPassword); err != nil {
		return m, err
	}
	if p.SMTPTrust != "" {
		if m.Authority, err = os.ReadFile(p.SMTPTrust); err != nil {
			return m, unreadable(err)
		}
	}
	return m, m.Check()
}

func (p postFlags) gateway() (notice.Gateway, error) {
	address, err := url.Parse(p.SMSURL)
	if err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http" {
		return notice.Gateway{}, errors.New("the gateway's address must begin with https://")
	}
	token, err := secret(p.SMSToken)
	return notice.Gateway{URL: p.SMSURL, Token: token}, err
}

// secret is the first line of a file: a secret on the command line is seen by everybody on the machine.
func secret(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return "", unreadable(err)
	}
	first, _, _ := strings.Cut(string(content), "\n")
	return strings.TrimSpace(first), nil
}

func unreadable(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return errors.New(path.Path + " cannot be read: " + path.Err.Error())
	}
	return err
}
