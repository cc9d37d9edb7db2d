package regulation

import (
	"errors"
	"slices"

	"ruqsat/calendar"
	"ruqsat/words"
)

// ErrNoEdition means that no edition of the service is in force on the day asked: the system says
// so and computes nothing (P17).
var ErrNoEdition = errors.New("regulation: no edition of the service is in force on this day")

// Service (государственная услуга) is a public service with its editions side by side.
type Service struct {
	ID       string
	Name     words.Text
	Short    words.Text
	Lead     words.Text // who needs it, in one or two plain sentences
	Editions []*Edition // oldest first
}

// Edition (редакция) is the service as it stands between two days. A case keeps the edition under
// which it was filed.
type Edition struct {
	ID          string
	Service     string
	Name        words.Text
	InForce     calendar.Day
	Repealed    calendar.Day // first day it is no longer in force; zero: still in force
	Unconfirmed string       // why the days are not certain
	Adopted     *Adoption    // stands in for days outside its time (P17); nil: it does not
	Basis       []Cite
	Channels    []Channel
	Operations  []*Operation
	Documents   []Document
	Sections    []Section
	Groups      []Group
	Reasons     []Reason // why its questions are asked

	Grounds           []Ground // of refusing the service (отказ в оказании услуги)
	AcceptanceGrounds []Ground // of refusing to accept the papers (отказ в приёме документов)
	RevocationGrounds []Ground

	Provider     words.Text
	Department   words.Text
	Recipient    words.Text
	Allowed      words.Text   // what the permit allows, as it is printed on it
	Conditions   []words.Text // the notes printed on the permit
	Eligibility  []Condition  // who can receive it, for the service passport
	Fee          Dated[int64]
	Ledger       string // of the quota's places (P6)
	MonthsCap    Dated[int]
	CasePrefix   string // "OT": numbers are ASCII
	PermitPrefix string // "ZH"

	law       *Law
	zoneField string   // the field of kind mrz
	collected []string // facts the case adds to the form's: the channel, the permit to extend
}

// Condition is one sentence of "who can receive it", with its article.
type Condition struct {
	Text words.Text `yaml:"text"`
	Cite []Cite     `yaml:"cite"`
}

// Channel (канал подачи) is a way to file: egov, migration or con (the front office, ЦОН). Open
// says from which day it is open or closed. Where a unit takes the papers, it is named with who signs
// the made document on paper before its operator (P11), the prefix of its journal's numbers, and how many
// calendar days a sheet that was not accepted is kept; a channel without a unit is the own cabinet's.
type Channel struct {
	ID      string      `yaml:"id"`
	Name    words.Text  `yaml:"name"`
	Open    Dated[bool] `yaml:"open"`
	Cite    []Cite      `yaml:"cite"`
	Unit    string      `yaml:"unit"`
	Signs   []string    `yaml:"signs"`
	Journal string      `yaml:"journal"` // "CON": numbers are ASCII
	Kept    Dated[int]  `yaml:"kept_days"`
}

// Operation (подуслуга) is issue, extend and so on.
type Operation struct {
	ID        string
	Name      words.Text
	Channels  []string // ids of the channels by which an application for it can be begun; see Takes
	Documents []string // ids of the edition's documents, in the order of the list
	Sections  []string // ids of the edition's sections, in the order of the pages
	Steps     []Step
	Checks    []Check
}

// Step (действие) is one step of the process, its unit (СФЕ) and its term in working days (P1, P4).
// From names what its term runs from: "receipt".
type Step struct {
	ID   string     `yaml:"id"`
	Unit string     `yaml:"unit"` // akimat, police, con
	Name words.Text `yaml:"name"`
	Days Dated[int] `yaml:"days"`
	From string     `yaml:"from"`
	Cite []Cite     `yaml:"cite"`
}

// Group is a heading of the task list: you, work, documents, send.
type Group struct {
	ID    string     `yaml:"id"`
	Title words.Text `yaml:"title"`
}

// Section is one page of the form.
type Section struct {
	ID        string     `yaml:"id"`
	Group     string     `yaml:"group"`
	Title     words.Text `yaml:"title"`
	Lead      words.Text `yaml:"lead"`
	Fields    []Field    `yaml:"fields"`
	Documents []string   `yaml:"documents"`
}

// Field is one question. Kind is one of text, latin, date, choice, country, iin, phone, months,
// tenge, address, unit, tick, number, passport, email, mrz. Party says who fills it: applicant,
// employer, or either when empty.
type Field struct {
	ID       string     `yaml:"id"`
	Kind     string     `yaml:"kind"`
	Label    words.Text `yaml:"label"`
	Hint     words.Text `yaml:"hint"`
	Why      string     `yaml:"why"` // id of its Reason
	Reason   Reason     `yaml:"-"`
	Required bool       `yaml:"required"`
	When     *When      `yaml:"when"`
	Choices  []Choice   `yaml:"choices"`
	Max      int        `yaml:"max"` // characters; 0: the kind's own limit
	Cite     []Cite     `yaml:"cite"`
	Party    string     `yaml:"party"`
	Personal bool       `yaml:"personal"`
	Police   bool       `yaml:"police"`   // the police see the answer (P16)
	Latest   string     `yaml:"latest"`   // a date: Today, or the question whose day it must not be later than
	Earliest string     `yaml:"earliest"` // a date: Today, or the question whose day it must not be earlier than
}

// Today in Latest and Earliest is the day on which the answer is given, in Asia/Almaty.
const Today = "today"

// Choice is one answer of a question of kind choice.
type Choice struct {
	Value string     `yaml:"value"`
	Label words.Text `yaml:"label"`
}

// When holds a question or a check back until another field has one of the values.
type When struct {
	Field string   `yaml:"field"`
	In    []string `yaml:"in"`
}

// Document is one row of the list of documents. No is its number in the list; Fields are the data
// read from each paper of it (a receipt's number, day and sum).
type Document struct {
	ID       string     `yaml:"id"`
	No       int        `yaml:"no"`
	Name     words.Text `yaml:"name"`
	What     words.Text `yaml:"what"` // what will be checked
	Why      string     `yaml:"why"`  // id of its Reason
	Reason   Reason     `yaml:"-"`
	Many     bool       `yaml:"many"`
	Made     bool       `yaml:"made"` // made by the system from the form (document 1), not uploaded
	Fields   []Field    `yaml:"fields"`
	Required bool       `yaml:"required"`
	Cite     []Cite     `yaml:"cite"`
	MaxPages int        `yaml:"max_pages"`
	Stays    bool       `yaml:"stays"`   // a front office keeps the original; every other is given back (M-13)
	Stamped  bool       `yaml:"stamped"` // given back with the mark of acceptance (M-08)
	Police   bool       `yaml:"police"`  // the police see its data and its scans (P16)
}

// Ground (основание отказа) is a reason the law gives: its letter text and the way on. Unconfirmed
// says why it is not certain that it still is a ground.
type Ground struct {
	Code        string     `yaml:"code"`
	Only        []string   `yaml:"only"` // the operations it belongs to; empty: every one
	Name        words.Text `yaml:"name"`
	Letter      words.Text `yaml:"letter"`
	Cite        []Cite     `yaml:"cite"`
	Unconfirmed string     `yaml:"unconfirmed"`
	Way         words.Text `yaml:"way"`
}

// Adoption lets an edition answer for days on which no edition is in force (P17). It is stated in the
// data with its reason, and whoever shows such an answer says so: In tells the difference.
type Adoption struct {
	From    calendar.Day `yaml:"from"`
	Because string       `yaml:"because"`
}

// In says whether the edition itself is in force on the day; an edition that On gives for another day
// is adopted for it.
func (e *Edition) In(d calendar.Day) bool {
	return !d.Before(e.InForce) && (e.Repealed.IsZero() || d.Before(e.Repealed))
}

// On returns the edition in force on the day of filing (P3), else the one adopted for it (P17).
// ErrNoEdition when there is none.
func (s *Service) On(d calendar.Day) (*Edition, error) {
	for _, e := range slices.Backward(s.Editions) {
		if e.In(d) {
			return e, nil
		}
	}
	for _, e := range slices.Backward(s.Editions) {
		if e.Adopted != nil && !d.Before(e.Adopted.From) {
			return e, nil
		}
	}
	return nil, ErrNoEdition
}

// Edition finds an edition by its id: a case keeps its own.
func (s *Service) Edition(id string) (*Edition, bool) {
	for _, e := range s.Editions {
		if e.ID == id {
			return e, true
		}
	}
	return nil, false
}

// For says whether the ground belongs to an operation.
func (g Ground) For(operation string) bool {
	return len(g.Only) == 0 || slices.Contains(g.Only, operation)
}

// Operation finds an operation by its id.
func (e *Edition) Operation(id string) (*Operation, bool) {
	for _, o := range e.Operations {
		if o.ID == id {
			return o, true
		}
	}
	return nil, false
}

// Section finds a page of the form.
func (e *Edition) Section(id string) (Section, bool) {
	for _, s := range e.Sections {
		if s.ID == id {
			return s, true
		}
	}
	return Section{}, false
}

// Document finds a row of the list of documents.
func (e *Edition) Document(id string) (Document, bool) {
	for _, d := range e.Documents {
		if d.ID == id {
			return d, true
		}
	}
	return Document{}, false
}

// Field finds a question of the form and the page it stands on.
func (e *Edition) Field(id string) (Field, Section, bool) {
	for _, s := range e.Sections {
		for _, f := range s.Fields {
			if f.ID == id {
				return f, s, true
			}
		}
	}
	return Field{}, Section{}, false
}

// Ground finds a ground of refusal, of acceptance refused or of revocation by its code.
func (e *Edition) Ground(code string) (Ground, bool) {
	for _, list := range [][]Ground{e.Grounds, e.AcceptanceGrounds, e.RevocationGrounds} {
		for _, g := range list {
			if g.Code == code {
				return g, true
			}
		}
	}
	return Ground{}, false
}

// Channel finds a channel; the second answer is false when there is none or it is closed on d.
func (e *Edition) Channel(id string, d calendar.Day) (Channel, bool) {
	for _, c := range e.Channels {
		if c.ID == id {
			f, ok := c.Open.On(d)
			return c, ok && f.Value
		}
	}
	return Channel{}, false
}

// Takes says whether an application for the operation can be begun by the channel on d: the channel is
// open, and the operation names it.
func (e *Edition) Takes(operation, channel string, d calendar.Day) bool {
	o, found := e.Operation(operation)
	_, open := e.Channel(channel, d)
	return found && open && slices.Contains(o.Channels, channel)
}

// Law returns the law the edition belongs to: its acts, countries and units.
func (e *Edition) Law() *Law { return e.law }
