package regulation

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"ruqsat/calendar"
	"ruqsat/words"
)

// Lack (недостача документа; құжаттың жетіспеуі) is a document that was not brought, or whose validity has
// passed: what a front office may refuse to take the papers for, under the ground Code (D1:235-245).
type Lack struct {
	Document string
	Rule     string // "documents", or the check that found it expired
	Code     string
	Over     bool // brought, and its validity has passed
	Text     words.Text
	Cite     []Cite
}

// Lacks are the documents that are missing or expired on the day of filing, in the order of the list. The
// made document is never one: it is made and signed at the counter.
func (e *Edition) Lacks(op string, f Facts, on time.Time) []Lack {
	operation, ok := e.Operation(op)
	if !ok {
		return nil
	}
	var list []Lack
	for _, id := range operation.Documents {
		d, _ := e.Document(id)
		if l, over := e.over(operation, d, f, on); over {
			list = append(list, l)
		} else if l, missing := e.missing(operation, d, f); missing {
			list = append(list, l)
		}
	}
	return list
}

func (e *Edition) over(op *Operation, d Document, f Facts, on time.Time) (Lack, bool) {
	for i := range op.Checks {
		c := &op.Checks[i]
		if c.Acceptance == "" || c.kind.expired == nil || c.Document != d.ID || !c.When.met(f.Fields) {
			continue
		}
		last, over := c.kind.expired(&trial{scene: e.scene(&f, on), edition: e, op: op, check: c, on: on})
		if over {
			return Lack{Document: d.ID, Rule: c.ID, Code: c.Acceptance, Over: true, Cite: c.Cite,
				Text: words.All("counter.lack.expired", "document", d.Name, "day", date(last))}, true
		}
	}
	return Lack{}, false
}

func (e *Edition) missing(op *Operation, d Document, f Facts) (Lack, bool) {
	if !d.Required || d.Made || attached(f.Documents[d.ID]) {
		return Lack{}, false
	}
	i := slices.IndexFunc(op.Checks, func(c Check) bool { return c.Acceptance != "" && c.kind.lacks && c.When.met(f.Fields) })
	if i < 0 {
		return Lack{}, false
	}
	return Lack{Document: d.ID, Rule: "documents", Code: op.Checks[i].Acceptance, Cite: d.Cite,
		Text: words.All("counter.lack.missing", "document", d.Name)}, true
}

// wants says whether a file of the document must be there: of the made one only where it is signed on paper.
func (e *Edition) wants(d Document, f Facts, on calendar.Day) bool {
	if !d.Made {
		return d.Required
	}
	channel, _ := e.Channel(f.Fields["channel"], on)
	return d.Required && len(channel.Signs) > 0
}

// ChannelOf is the channel in which a kind of unit takes the papers of the operation on d.
func (e *Edition) ChannelOf(unit, operation string, d calendar.Day) (Channel, bool) {
	for _, c := range e.Channels {
		if unit != "" && c.Unit == unit && e.Takes(operation, c.ID, d) {
			return c, true
		}
	}
	return Channel{}, false
}

// parties may sign the made document on paper.
var parties = []string{"applicant", "employer"}

var ascii = regexp.MustCompile(`^[A-Z]{2,6}$`)

// sound refuses a channel whose unit takes papers that nobody signs, without numbers or a term to keep
// them; and these where no unit takes any.
func (c Channel) sound(from sources) error {
	place := from.at("service.yaml", c.ID)
	if c.Unit == "" {
		if len(c.Signs) > 0 || c.Journal != "" || len(c.Kept) > 0 {
			return fmt.Errorf("%s: signs, journal and kept_days are of a channel whose unit takes the papers", place)
		}
		return nil
	}
	var err error
	for _, p := range parties {
		if !slices.Contains(c.Signs, p) || len(c.Signs) != len(parties) {
			err = fmt.Errorf("%s: both parties sign, the applicant and the employer", place)
		}
	}
	if !ascii.MatchString(c.Journal) {
		err = errors.Join(err, fmt.Errorf("%s: the prefix of the journal's numbers is two to six Latin capitals, not %q", place, c.Journal))
	}
	return errors.Join(err, ordered("service.yaml", c.ID+" kept_days", c.Kept))
}
