package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"ruqsat/regulation"
)

// reply is what one message from a system says, once it has been read strictly.
type reply struct {
	id      string // the question it answers
	state   string // Answered, NotFound, Contradiction; looking: still no answer
	ref     string
	fields  map[string]string
	records []map[string]string
}

// looking: the system has taken the question and is still working on it.
const looking = "pending"

// head opens every reply: whose question it answers, how it went, and the system's own number.
type head struct {
	ID     string `json:"id"`
	Status string `json:"status"`
	Ref    string `json:"ref"`
}

// wire (формат обмена) is one system's own way of being asked and of answering.
type wire struct {
	path    string
	kinds   []string // of Question.Kind
	needs   []string // of Question.Fields: without them the question cannot be asked
	may     []string // further fields that are sent when given; nothing else leaves the house
	content func(q regulation.Question, body []byte) (reply, error)
}

var wires = map[string]wire{
	ESBD: esbdWire, Tax: taxWire, Border: borderWire, Property: propertyWire, Person: personWire, MP: mpWire,
}

// request is the message to the system: the question's number, its kind, and the fields the system is to know.
func (w wire) request(id string, q regulation.Question) (map[string]string, error) {
	if !slices.Contains(w.kinds, q.Kind) {
		return nil, trouble{code: "unknown-kind", refused: true}
	}
	message := map[string]string{"id": id, "kind": q.Kind}
	for name, value := range q.Fields {
		if !slices.Contains(w.needs, name) && !slices.Contains(w.may, name) {
			return nil, trouble{code: "unknown-field", refused: true}
		}
		message[name] = value
	}
	for _, name := range w.needs {
		if message[name] == "" {
			return nil, trouble{code: "missing-field", refused: true}
		}
	}
	return message, nil
}

// Understands tells whether the system of the question can be asked it: system, kind and fields. The law's
// questions are held against it by a test.
func Understands(q regulation.Question) error {
	w, known := wires[q.System]
	if !known {
		return ErrUnknownSystem
	}
	_, err := w.request("-", q)
	return err
}

// trouble is a failure with a stable code that is safe to show and to log: it never holds what the reply said.
type trouble struct {
	code    string
	refused bool // the system refuses the question itself: asking again as it is will not help
	dark    bool // the system could not be reached, or said that it cannot work now
}

func (t trouble) Error() string { return "exchange: " + t.code }

func (t trouble) Unwrap() error { return ErrNotAnAnswer }

func wrong(code string) error { return trouble{code: code} }

// read decodes one JSON value strictly: unknown fields, a second value, or nothing at all is not an answer.
func read(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return wrong("not-json")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return wrong("not-json")
	}
	return nil
}

// start turns the head into the beginning of a reply. Only the words of the contract are understood.
func (h head) start() (reply, error) {
	r := reply{id: h.ID, ref: h.Ref}
	switch h.Status {
	case "found":
		r.state = Answered
	case "not-found":
		r.state = NotFound
	case "contradiction":
		r.state = Contradiction
	case "pending":
		r.state = looking
	default:
		return r, wrong("unknown-status")
	}
	if h.ID == "" {
		return r, wrong("no-id")
	}
	if h.Ref == "" && r.state != looking {
		return r, wrong("no-reference")
	}
	return r, nil
}

// codeOf is the stable code of any failure of a try. What is no trouble of the system is the house's own: the answer
// was good, and the case or the database did not take it.
func codeOf(err error) string {
	var t trouble
	if errors.As(err, &t) {
		return t.code
	}
	return "not-stored"
}
