package permit

import (
	"fmt"
	"regexp"
	"strings"

	"ruqsat/calendar"
	"ruqsat/words"
)

// Data is every field that is printed on a разрешение / рұқсат and decided by the head,
// without the number, which exists only from the moment of issue.
type Data struct {
	Service string `json:"service"` // id of the service in the law
	Prefix  string `json:"prefix"`  // prefix of the number, two to four letters A-Z ("ZH")
	Case    string `json:"case"`    // registration number of the case

	Title      words.Text `json:"title"`      // name of the document
	Issuer     words.Text `json:"issuer"`     // the akimat
	Department words.Text `json:"department"` // its department (M-57)
	Unit       string     `json:"unit"`       // КАТО code of the issuing unit, 9 digits

	HolderAccount   string       `json:"holder_account"` // account id, may be empty (P11)
	HolderLatin     string       `json:"holder_latin"`   // as in the passport: SURNAME GIVEN NAMES
	HolderNative    string       `json:"holder_native"`  // the person's own spelling, may be empty
	HolderIIN       string       `json:"holder_iin"`     // may be empty (P13)
	BirthDate       calendar.Day `json:"birth_date"`
	Citizenship     words.Text   `json:"citizenship"`
	PassportCountry string       `json:"passport_country"` // ISO 3166-1 alpha-3
	Passport        string       `json:"passport"`

	Employer    string `json:"employer"`     // full name
	EmployerIIN string `json:"employer_iin"` // 12 digits (P14)

	Address       words.Text `json:"address"`        // place of work (M-46)
	Territory     words.Text `json:"territory"`      // where the permit is valid (M-45)
	TerritoryCode string     `json:"territory_code"` // its КАТО code, 9 digits

	First  calendar.Day `json:"first"`  // in force from 00:00 of this day (P5)
	Last   calendar.Day `json:"last"`   // until 24:00 of this day (P5)
	Months int          `json:"months"` // the term asked for (M-42)

	Allowed    words.Text   `json:"allowed"`    // what the holder may do
	Basis      []words.Text `json:"basis"`      // articles of the law (M-121)
	Conditions []words.Text `json:"conditions"` // printed notes; see Conditions

	Head         string     `json:"head"`          // full name of who is to decide; empty leaves it open
	HeadPosition words.Text `json:"head_position"` // their office
}

// Conditions are the notes of every permit: it goes with the passport and is not handed on
// (M-44). A service may add its own.
func Conditions() []words.Text {
	return []words.Text{words.All("permit.condition.passport"), words.All("permit.condition.transfer")}
}

var (
	prefixForm  = regexp.MustCompile(`^[A-Z]{2,4}$`)
	unitForm    = regexp.MustCompile(`^[1-9][0-9]{8}$`)
	numberForm  = regexp.MustCompile(`^[0-9]{12}$`)
	countryForm = regexp.MustCompile(`^[A-Z]{3}$`)
)

// check names every field that is missing or wrong.
func (d Data) check() error {
	var wrong []string
	for _, f := range []struct {
		name string
		good bool
	}{
		{"service", d.Service != ""},
		{"prefix", prefixForm.MatchString(d.Prefix)},
		{"case", d.Case != ""},
		{"title", bilingual(d.Title)},
		{"issuer", bilingual(d.Issuer)},
		{"unit", unitForm.MatchString(d.Unit)},
		{"holder_latin", d.HolderLatin != ""},
		{"birth_date", !d.BirthDate.IsZero()},
		{"citizenship", bilingual(d.Citizenship)},
		{"passport_country", countryForm.MatchString(d.PassportCountry)},
		{"passport", d.Passport != ""},
		{"employer", d.Employer != ""},
		{"employer_iin", numberForm.MatchString(d.EmployerIIN)},
		{"address", bilingual(d.Address)},
		{"territory", bilingual(d.Territory)},
		{"territory_code", unitForm.MatchString(d.TerritoryCode)},
		{"first, last, months", d.term()},
		{"allowed", bilingual(d.Allowed)},
		{"basis", len(d.Basis) > 0},
	} {
		if !f.good {
			wrong = append(wrong, f.name)
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%w: %s", ErrIncomplete, strings.Join(wrong, ", "))
	}
	return nil
}

// bilingual holds for what is printed in Kazakh and Russian.
func bilingual(t words.Text) bool { return t.KK != "" && t.RU != "" }

// term holds when the days are those of the months (P5).
func (d Data) term() bool {
	return !d.First.IsZero() && d.Months > 0 && d.Last == calendar.LastDay(d.First, d.Months)
}
