package regulation

import "ruqsat/words"

// Check (проверка) is one condition of the law. Kind is one of the closed list in kind.go, and the
// kind's own file says what its parameters mean. Paths name facts; path.go lists them.
type Check struct {
	ID     string     `yaml:"id"`
	Kind   string     `yaml:"kind"`
	Name   words.Text `yaml:"name"`
	Ground string     `yaml:"ground"` // the ground of refusal when it fails

	// Acceptance is the ground of refusing to take the papers, when they lack a document or its validity has passed.
	Acceptance string `yaml:"acceptance"`

	Cite     []Cite `yaml:"cite"`
	When     *When  `yaml:"when"`     // judged only then
	Field    string `yaml:"field"`    // the form's field to mend
	Document string `yaml:"document"` // the document to mend

	Asks     *Ask   `yaml:"asks"`
	NotFound Result `yaml:"not_found"`     // what "not found" in the registry means here
	Contra   Result `yaml:"contradiction"` // what a contradiction means here
	Confirm  bool   `yaml:"confirm"`       // what the system cannot tell, an officer may confirm

	Date        string            `yaml:"date"`
	After       string            `yaml:"after"`
	Record      string            `yaml:"record"` // field of the records that holds Date
	RecordWhere map[string]string `yaml:"record_where"`
	Covers      string            `yaml:"covers"` // filed, permit
	From        string            `yaml:"from"`
	Until       string            `yaml:"until"`
	AnswerFrom  string            `yaml:"answer_from"`
	AnswerUntil string            `yaml:"answer_until"`
	Number      string            `yaml:"number"`
	Sum         string            `yaml:"sum"`      // field of a paper
	Distinct    string            `yaml:"distinct"` // field that tells one paper from another
	Count       string            `yaml:"count"`
	Ledger      string            `yaml:"ledger"`
	Country     string            `yaml:"country"`
	Equal       []Pair            `yaml:"equal"`
	Agree       []string          `yaml:"agree"`
	Object      []string          `yaml:"object"`
	Reason      string            `yaml:"reason"`
	EarlyGround string            `yaml:"early_ground"`
	Min         Dated[int]        `yaml:"min"`
	Max         Dated[int]        `yaml:"max"`

	kind   *kind
	texts  map[string]string // outcome to catalogue key
	labels words.Text        // of the field or the document to mend
}

// Pair is one comparison of two facts. As is text (default), latin, given, name, number, date or
// address. Optional: a side that was never given is not compared.
type Pair struct {
	Name     words.Text `yaml:"name"`
	Want     string     `yaml:"want"`
	Got      string     `yaml:"got"`
	As       string     `yaml:"as"`
	Optional bool       `yaml:"optional"`
}

// Ask is the question a check needs answered. Fields maps the question's fields to paths; Each
// repeats the question for every paper of a document.
type Ask struct {
	Key    string            `yaml:"key"`
	System string            `yaml:"system"`
	Kind   string            `yaml:"kind"`
	Each   string            `yaml:"each"`
	Fields map[string]string `yaml:"fields"`
	Needs  []string          `yaml:"needs"` // fields without which there is nothing to ask
}

// ConfirmKey is where an officer's confirmation of a check belongs in Facts.Answers: an Answer in
// state Answered whose field "confirmed" is "yes" or "no". It only settles what would wait.
func ConfirmKey(check string) string { return "confirm/" + check }
