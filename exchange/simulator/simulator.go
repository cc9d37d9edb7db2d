package simulator

import (
	"net/http"
	"slices"
	"sync"
	"time"

	"ruqsat/calendar"
	"ruqsat/exchange"
)

// kept is how many messages and codes the simulator remembers.
const kept = 500

// Simulator is all the systems at once, behind one http.Handler.
type Simulator struct {
	mux   *http.ServeMux
	guard *http.CrossOriginProtection // another site's page may not turn the switches
	clock calendar.Clock

	mu       sync.Mutex
	world    world
	switches map[string]*Switch
	traffic  []Message
	codes    []Code
	texts    []Text               // on phones
	letters  []Letter             // in mailboxes
	asked    map[string]time.Time // when the police were first asked, by question
	callback string
	hanging  map[string]int // questions taken by a silent system
}

// Message (сообщение) is one line of the traffic, the newest last.
type Message struct {
	At      time.Time `json:"at"`
	System  string    `json:"system"`
	Path    string    `json:"path"`
	ID      string    `json:"id"`
	About   string    `json:"about"`   // the number asked about: policy, receipt, passport, ИИН
	Mode    string    `json:"mode"`    // the switch that applied
	Outcome string    `json:"outcome"` // found, not-found, pending, refused, or what the fault did
}

// Code (код, отправленный на телефон) is a message the contact base sent to a phone.
type Code struct {
	At    time.Time `json:"at"`
	IIN   string    `json:"iin"`
	Phone string    `json:"phone"`
	Code  string    `json:"code"`
}

// systems are those of the exchange, and the two ways to a person.
var systems = append(slices.Clone(exchange.Systems), SMS, Mail)

// New makes the systems with what the scenario says they hold; Demo() is the one that comes with the program.
func New(clock calendar.Clock, s Scenario) (*Simulator, error) {
	sim := &Simulator{mux: http.NewServeMux(), guard: http.NewCrossOriginProtection(), clock: clock, switches: map[string]*Switch{}, asked: map[string]time.Time{},
		hanging: map[string]int{}}
	for _, name := range systems {
		sim.switches[name] = &Switch{System: name, Mode: OK}
	}
	sim.world = newWorld()
	if err := sim.Add(s); err != nil {
		return nil, err
	}
	sim.routes()
	return sim, nil
}

// Systems is how the exchange reaches a simulator that serves at the base address.
func Systems(base string) map[string]exchange.System {
	systems := map[string]exchange.System{}
	for _, name := range exchange.Systems {
		systems[name] = exchange.System{URL: base + "/" + name}
	}
	return systems
}

func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.guard.Handler(s.mux).ServeHTTP(w, r)
}

// Add (дополнить сценарий) lets the systems hold more. What is added under a number already held replaces it; a
// police part with rules adds them, and sets the rest when it is given.
func (s *Simulator) Add(more Scenario) error {
	more, err := more.dated(calendar.DayOf(s.clock.Now()))
	if err != nil {
		return err
	}
	if err := more.check(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.put(more)
	return nil
}

func (p *Police) with(more Police) *Police {
	next := Police{After: more.After, Decision: more.Decision, Reason: more.Reason}
	if more.After == 0 {
		next.After = p.After
	}
	if more.Decision == "" {
		next.Decision, next.Reason = p.Decision, p.Reason
	}
	next.Rules = merge(p.Rules, more.Rules, func(r Rule) string { return squeeze(r.Passport) + r.Country })
	return &next
}

// merge adds more to held; one under the same key takes the place of the old one.
func merge[T any](held, more []T, key func(T) string) []T {
	at := map[string]int{}
	merged := append([]T{}, held...)
	for i, one := range merged {
		at[key(one)] = i
	}
	for _, one := range more {
		if i, known := at[key(one)]; known {
			merged[i] = one
			continue
		}
		at[key(one)] = len(merged)
		merged = append(merged, one)
	}
	return merged
}

// Hanging is how many questions the system holds without a word.
func (s *Simulator) Hanging(system string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hanging[system]
}

// hang takes a question and never answers it.
func (s *Simulator) hang(r *http.Request, system string) {
	count := func(by int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.hanging[system] += by
	}
	count(1)
	<-r.Context().Done()
	count(-1)
}

// Codes are the codes sent to the phone of this ИИН, or to all phones when it is "", the newest first.
func (s *Simulator) Codes(iin string) []Code {
	s.mu.Lock()
	defer s.mu.Unlock()
	codes := []Code{}
	for i := len(s.codes) - 1; i >= 0; i-- {
		if iin == "" || s.codes[i].IIN == iin {
			codes = append(codes, s.codes[i])
		}
	}
	return codes
}

// Traffic are the last messages, the newest first.
func (s *Simulator) Traffic() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := make([]Message, 0, len(s.traffic))
	for i := len(s.traffic) - 1; i >= 0; i-- {
		lines = append(lines, s.traffic[i])
	}
	return lines
}

func (s *Simulator) note(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m.At = s.clock.Now()
	s.traffic = last(append(s.traffic, m))
}

func last[T any](all []T) []T {
	if len(all) > kept {
		return append([]T{}, all[len(all)-kept:]...)
	}
	return all
}
