// Package identity knows who is meant: ИИН and БИН numbers, the machine-readable
// lines of a passport, КАТО units of territory, and names in Latin and Cyrillic.
package identity

// Kind is the kind of a number: of a person or of an organisation.
type Kind string

// The two kinds of number, told apart by the fifth digit (P18).
const (
	IIN Kind = "iin" // ЖСН / ИИН, a natural person
	BIN Kind = "bin" // БСН / БИН, an organisation or a joint entrepreneur
)

// Check is what can be told of a number from its digits alone (P18). Why is the
// code of the reason when it is not valid; Warnings never refuse.
type Check struct {
	Number   string   `json:"number"`
	Kind     Kind     `json:"kind"`
	Valid    bool     `json:"valid"`
	Warnings []string `json:"warnings"`
	Why      string   `json:"why"`
}

// The stable codes of Why and Warnings.
const (
	WhyLength         = "length"           // not 12 characters
	WhyDigits         = "digits"           // something that is not a digit 0-9
	WhyChecksum       = "checksum"         // the control digit is another one
	WhyNoControlDigit = "no-control-digit" // a number that is never given out
	WhyMonth          = "month"            // БИН: month of registration not 01-12
	WhyType           = "type"             // fifth digit neither of an ИИН nor of a БИН
	WhyAttribute      = "attribute"        // БИН: sixth digit not 0-3
	WarnBirthDate     = "birth-date"       // ИИН: first six digits are no date
	WarnSex           = "sex"              // ИИН: seventh digit not 1-6
)
