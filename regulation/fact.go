package regulation

import (
	"time"

	"ruqsat/calendar"
	"ruqsat/words"
)

// Facts is everything that is known about one case; regulation judges it and asks nobody. Ids of
// fields are the form's ("applicant.surname"), of documents the list's. Days in Fields are
// YYYY-MM-DD, sums whole tenge. Fields["channel"] is the channel of filing.
type Facts struct {
	Filed       time.Time // zero: not filed yet
	First, Last calendar.Day
	Fields      map[string]string
	Documents   map[string][]Paper
	Answers     map[string]Answer
	Counts      map[string]int
	Places      map[string]Place
}

// Paper is one paper of a document: the data read from it, how many files and pages it has.
type Paper struct {
	Fields map[string]string
	Files  int
	Pages  int
}

// Place is what the quota's ledger says: held for this case, or how many are free. Known is false
// when there is no order for the territory and year.
type Place struct {
	Held  bool
	Free  int
	Known bool
}

// The states of an Answer.
const (
	NotAsked      = ""
	Silent        = "silent"
	Answered      = "answered"
	NotFound      = "not-found"
	Contradiction = "contradiction"
)

// Answer is what another system said to a Question: when, which system, under which number of its
// own. Fields hold one record, Records several (border crossings).
type Answer struct {
	State   string
	At      time.Time
	Source  string
	Ref     string
	Fields  map[string]string
	Records []map[string]string
}

// Question is what a check needs from another system: esbd, tax, border, property, person, mp.
// Key is where its answer belongs in Facts.Answers.
type Question struct {
	Key, System, Kind string
	Fields            map[string]string
}

// Result is the verdict's outcome.
type Result string

// Passed, Failed, Waiting (unknown: never passes) and Referral (this service is not for you).
const (
	Passed   Result = "passed"
	Failed   Result = "failed"
	Waiting  Result = "waiting"
	Referral Result = "referral"
)

// Verdict is a check that explains itself (B-04): what is so, why, what to do, with the rule's
// article, the values compared, their source and moment.
type Verdict struct {
	Check, Kind     string
	Result          Result
	Title, Explain  words.Text
	Ground          string
	Cite            []Cite
	Values          []Value
	Source          string
	At              time.Time
	Field, Document string
}

// Value is one line of a comparison: what the law or the application wants, and what was found.
type Value struct {
	Name      words.Text
	Want, Got string
	Same      bool
}

// Defect is one thing to mend before filing; Rule is the check's or the format's id.
type Defect struct {
	Section, Field, Document, Rule string
	Text                           words.Text
	Cite                           []Cite
}
