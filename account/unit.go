package account

import (
	"errors"

	"ruqsat/words"
)

// ErrNoUnit says that no unit of that kind answers for the territory. The case then waits for an
// administrator: nobody else's unit is guessed.
var ErrNoUnit = errors.New("account: no unit answers for this territory")

// The kinds of unit, as the steps of the law name them (СФЕ).
const (
	Akimat     = "akimat" // уполномоченный отдел местного исполнительного органа / жергілікті атқарушы органның бөлімі
	PoliceUnit = "police" // территориальный орган внутренних дел / аумақтық ішкі істер органы
	Counter    = "con"    // отделение Государственной корпорации (ЦОН) / Мемлекеттік корпорация (ХҚКО)
)

// Who answers for the police of a unit (P16).
const (
	ByWorkplace = "workplace" // its officers, in the police workplace
	BySystem    = "system"    // ИС «МП»; the workplace only reads
)

// Unit is подразделение / бөлімше: a body that answers for a territory (M-01).
type Unit struct {
	ID         string     // UUIDv7
	Kind       string     // Akimat, PoliceUnit or CounterUnit
	KATO       string     // code of the territory; one unit of a kind for each
	Name       words.Text // as printed on a permit
	Department words.Text // the department inside the body
	Address    words.Text
	Hours      words.Text // reception hours as people read them; terms go by the law's hours
	Phone      string
	Answers    string // police: ByWorkplace, or BySystem when ИС «МП» answers and the workplace only reads (P16)
}
