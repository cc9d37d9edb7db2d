package regulation

import (
	"io/fs"

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

// Finding is one remark of `ruqsat law check`.
type Finding struct {
	Place string // file:line
	Text  string
}

// RuntimeAct is an act an administrator entered at run time (P19): rows with their date and
// source, merged over the files.
type RuntimeAct struct {
	Act       Act
	Days      []calendar.Row
	MRP       Dated[int64]
	Countries []Country
	Units     []identity.Unit
}

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
	for _, c := range l.Countries {
		if c.Code == code {
			return c, true
		}
	}
	return Country{}, false
}

// Load reads the law strictly: an unknown field, a missing citation or digits that disagree with
// their words are errors that name file and line.
func Load(files fs.FS) (*Law, error) { return load(files) }

// Lint says what is legal to load but worth a lawyer's look.
func (l *Law) Lint() []Finding { return l.lint() }

// Merge returns the law with run-time acts over the files (P19); the law itself is unchanged.
func (l *Law) Merge(acts ...RuntimeAct) (*Law, error) { return l.merge(acts) }
