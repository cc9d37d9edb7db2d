package regulation

import "ruqsat/words"

// Check (проверка) is one condition of the law. Kind is one of the closed list in kind.go; the
// other parameters mean what that kind's file says. Paths name facts: form.FIELD,
// paper.DOCUMENT.FIELD, answer.KEY.FIELD, permit.first, permit.last, filed.
type Check struct {
	ID       string        `yaml:"id"`
	Kind     string        `yaml:"kind"`
	Name     words.Text    `yaml:"name"`
	Ground   string        `yaml:"ground"`
	Cite     []Cite        `yaml:"cite"`
	When     *When         `yaml:"when"`
	Field    string        `yaml:"field"`    // the form's field to mend
	Document string        `yaml:"document"` // the document to mend
	Asks     *Ask          `yaml:"asks"`
	NotFound Result        `yaml:"not_found"`     // what "not found" in the registry means here
	Contra   Result        `yaml:"contradiction"` // what a contradiction means here
	Date     string        `yaml:"date"`          // path of a day
	After    string        `yaml:"after"`         // path of a day
	Record   string        `yaml:"record"`        // field of the answer's records that must hold Date
	From     string        `yaml:"from"`          // path: first day of cover
	Until    string        `yaml:"until"`         // path: last day of cover
	Number   string        `yaml:"number"`        // path of a number
	Sum      string        `yaml:"sum"`           // path of sums
	Distinct string        `yaml:"distinct"`      // path of the numbers that tell papers apart
	Count    string        `yaml:"count"`         // id of a count
	Ledger   string        `yaml:"ledger"`
	Country  string        `yaml:"country"` // path of a country
	Equal    []Pair        `yaml:"equal"`
	Optional bool          `yaml:"optional"` // an empty date is not judged
	Min      Dated[int]    `yaml:"min"`
	Max      Dated[int]    `yaml:"max"`
	Agree    Dated[string] `yaml:"agree"` // the answer's word for agreement
}

// Pair is one comparison of two facts.
type Pair struct {
	Name words.Text `yaml:"name"`
	Want string     `yaml:"want"`
	Got  string     `yaml:"got"`
	As   string     `yaml:"as"` // text (default), name, number, date
	// Optional: nothing to compare when one side was never given.
	Optional bool `yaml:"optional"`
}

// Ask is the question a check needs answered. Fields maps the question's fields to paths; Each
// repeats the question for every paper of a document.
type Ask struct {
	Key    string            `yaml:"key"`
	System string            `yaml:"system"`
	Kind   string            `yaml:"kind"`
	Each   string            `yaml:"each"`
	Fields map[string]string `yaml:"fields"`
}
