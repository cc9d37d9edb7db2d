package application

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/regulation"
	"ruqsat/words"
)

// Errors of the counter that a caller branches on.
var (
	ErrNotHere    = errors.New("application: the papers were not taken in by this front office")
	ErrShort      = errors.New("application: a refusal of acceptance names documents that are missing or expired now")
	ErrUnnamed    = errors.New("application: a refusal of acceptance needs the person's name")
	ErrReturned   = errors.New("application: this original was given back already")
	ErrUnreturned = errors.New("application: an original of this sheet still lies in the office")
	ErrKept       = errors.New("application: this document stays with the office")
	ErrAtCounter  = errors.New("application: the result is handed out at the counter only")
	ErrHanded     = errors.New("application: the result was handed out already")
	ErrNoResult   = errors.New("application: there is no result to hand out yet")
	ErrReceiver   = errors.New("application: who receives the result is not named in full")
	ErrNoScan     = errors.New("application: no such scan in the tray")
)

// Contact is how to tell the person of the result (связь о результате; нәтиже туралы байланыс). Without
// consent nothing is sent to it.
type Contact struct {
	Phone    string         `json:"phone,omitempty"`
	Email    string         `json:"email,omitempty"`
	Language words.Language `json:"language,omitempty"` // empty: Kazakh
	Consent  bool           `json:"consent,omitempty"`
}

// The keys under which SaveIntake takes the contact beside the form's answers. Consent is "1".
const (
	ContactPhone    = "contact.phone"
	ContactEmail    = "contact.email"
	ContactLanguage = "contact.language"
	ContactConsent  = "contact.consent"
)

// Value keeps the contact as JSON.
func (c Contact) Value() (driver.Value, error) {
	b, err := json.Marshal(c)
	return string(b), err
}

// Scan reads it back.
func (c *Contact) Scan(src any) error { return unpack(src, c) }

// The kinds of Shortfall.
const (
	Missing = "missing" // непредставленный документ: a ground to refuse acceptance
	Expired = "expired" // документ с истекшим сроком: a ground to refuse acceptance
	Input   = "input"   // to be mended on the sheet
)

// Shortfall (недостача) is one thing that keeps the sheet from being accepted. Missing and Expired carry
// the code of the law's ground of refusing acceptance and name a document; an Input one is mended here.
type Shortfall struct {
	regulation.Defect
	Kind string
	Code string
}

// Reason (причина отказа в приёме) is one document that was missing or expired, in the words of that day.
type Reason struct {
	Code     string     `json:"code"`
	Kind     string     `json:"kind"` // Missing or Expired
	Document string     `json:"document"`
	Name     words.Text `json:"name"` // of the document
	Text     words.Text `json:"text"` // what is wrong with it
	Way      words.Text `json:"way"`  // what to do
}

// Reasons of a refusal of acceptance.
type Reasons []Reason

// Value keeps the reasons as JSON.
func (r Reasons) Value() (driver.Value, error) { return pack([]Reason(r), "[]") }

// Scan reads them back.
func (r *Reasons) Scan(src any) error { return unpack(src, (*[]Reason)(r)) }

// The kinds of Entry.
const (
	EntryAccepted = "accepted"
	EntryRefused  = "refused"
)

// Entry (запись журнала) is a line of a front office's journal: papers accepted, or refused with the reasons.
type Entry struct {
	ID           string    `db:"id"`
	Number       string    `db:"number"`      // "CON-3944-26-000017"
	Case         string    `db:"application"` // a refused sheet may have been discarded since
	Unit         string    `db:"unit"`
	Operator     string    `db:"operator"`
	OperatorName string    `db:"operator_name"`
	Kind         string    `db:"kind"`
	At           time.Time `db:"entered_at"`
	Name         string    `db:"name"`
	Reasons      Reasons   `db:"reasons"`
	Note         string    `db:"note"`
}

// Original (оригинал; түпнұсқа) is a paper that was brought to the counter, and whether it went back (M-13).
type Original struct {
	Paper      string    `db:"id"`
	Case       string    `db:"application"`
	Number     string    `db:"number"`
	Counter    string    `db:"counter_number"`
	Name       string    `db:"applicant_name"`
	Document   string    `db:"document"`
	Service    string    `db:"service"`
	Operation  string    `db:"operation"`
	Edition    string    `db:"edition"`
	Scans      Scans     `db:"scans"`
	Fields     Fields    `db:"fields"`
	At         time.Time `db:"added_at"`    // received
	ReturnedAt time.Time `db:"returned_at"` // zero: still here
	ReturnedBy string    `db:"returned_by"` // account of the operator
	StampedAt  time.Time `db:"stamped_at"`  // the mark of acceptance (M-08)
	Stays      bool      `db:"-"`           // the law keeps it in the office
	Stamped    bool      `db:"-"`           // the law has it marked
}

// The values of HandOver.As.
const (
	AsApplicant = account.ApplicantPart
	AsEmployer  = account.EmployerPart
	AsProxy     = "proxy" // по доверенности; сенімхат бойынша
)

// HandOver (выдача результата) is the result handed out to somebody who showed a document and signed for it.
type HandOver struct {
	Receiver     string       `db:"receiver"`
	Document     string       `db:"document"` // the receiver's, shown at the counter
	As           string       `db:"relation"` // AsApplicant, AsEmployer or AsProxy
	Proxy        string       `db:"proxy"`    // number of the power of attorney
	ProxyDay     calendar.Day `db:"-"`
	Signed       bool         `db:"-"` // the receiver has signed for it: without this nothing is handed out
	Operator     string       `db:"operator"`
	OperatorName string       `db:"operator_name"`
	At           time.Time    `db:"handed_at"`
}

// Attended is a case of the counter as its lists show it.
type Attended struct {
	Summary
	Version       int       `db:"version"`
	Operator      string    `db:"operator"`
	OperatorName  string    `db:"operator_name"`
	CounterNumber string    `db:"counter_number"`
	Applicant     string    `db:"applicant"`
	StartedAt     time.Time `db:"started_at"`
	KeptUntil     time.Time `db:"kept_until"`     // a sheet that was not accepted is discarded then
	RefusedAt     time.Time `db:"refused_at"`     // acceptance was refused last
	RefusedNumber string    `db:"refused_number"` // of that journal entry
	HandedAt      time.Time `db:"handed_at"`
}

// TrayScan is a scan that waits in an operator's tray to be put to a document. Scans holds the one file.
type TrayScan struct {
	ID    string    `db:"id"`
	Scans Scans     `db:"scan"`
	At    time.Time `db:"arrived_at"`
}
