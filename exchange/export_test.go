package exchange

import (
	"context"
	"encoding/json"
	"time"

	"ruqsat/regulation"
)

// AskAndDie makes a try as a process does that is killed between the sending and the storing.
func (e *Exchange) AskAndDie(ctx context.Context, system string) (n int, err error) {
	l := e.lanes[system]
	claims, err := l.claim(ctx, l.to.Limit)
	for _, c := range claims {
		if _, err := l.ask(ctx, c); err != nil {
			return n, err
		}
		n++
	}
	return n, err
}

// Read reads a reply of the system to the question, as the exchange does.
func Read(q regulation.Question, id string, body string) (a regulation.Answer, err error) {
	fields, err := json.Marshal(q.Fields)
	if err != nil {
		return a, err
	}
	l := &lane{wire: wires[q.System]}
	got, err := l.understand(id, []byte(body), row{Key: q.Key, System: q.System, Kind: q.Kind, Fields: string(fields)})
	return regulation.Answer{State: got.state, Ref: got.ref, Fields: got.fields, Records: got.records}, err
}

// Pause is the pause after so many failures.
func Pause(failures int, chance float64) time.Duration { return pause(failures, chance) }

// TroubleOf is the code of a failure.
func TroubleOf(err error) string { return codeOf(err) }
