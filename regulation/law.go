package regulation

import (
	"ruqsat/calendar"
	"ruqsat/identity"
	"ruqsat/words"
)

// Law is everything in law/, read and linked: the one argument that carries the figures.
type Law struct {
	Acts      map[string]Act
	Services  []*Service
	Calendar  *calendar.Calendar
	Units     *identity.Units
	Countries []Country
	Hours     map[string]Dated[calendar.Hours] // by unit: akimat, police, con
	MRP       Dated[int64]                     // МРП, tenge
	Tax       Tax
	Control   Control

	countries map[string]int
	findings  []Finding
}

// Country is a state with its dated standing under the law.
type Country struct {
	Code     string        `yaml:"code"` // ISO 3166-1 alpha-3
	Name     words.Text    `yaml:"name"`
	Standing Dated[string] `yaml:"standing"` // eligible, eaeu, review, not-eligible
}

// Tax is the prepayment of the individual income tax (предварительный платёж по ИПН).
type Tax struct {
	Coefficient Dated[int]    `yaml:"coefficient"` // МРП a month
	KBK         Dated[string] `yaml:"kbk"`         // budget classification code
}

// Finding is one remark of `ruqsat law check`. None of them keeps the law from loading: what does
// is an error of Load.
type Finding struct {
	Kind  string // FindingUnconfirmed, FindingUnused, FindingHorizon
	Place string // file:line
	Text  string
}

// The kinds of Finding: a figure or text that neither seed nor act confirms, an act nothing cites,
// how far the calendar reaches.
const (
	FindingUnconfirmed = "unconfirmed"
	FindingUnused      = "unused"
	FindingHorizon     = "horizon"
)

// Service finds a service by its id.
func (l *Law) Service(id string) (*Service, bool) {
	for _, s := range l.Services {
		if s.ID == id {
			return s, true
		}
	}
	return nil, false
}

// Country finds a country by its ISO code.
func (l *Law) Country(code string) (Country, bool) {
	i, ok := l.countries[code]
	if !ok {
		return Country{}, false
	}
	return l.Countries[i], true
}
