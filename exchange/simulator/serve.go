package simulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"net/http"
	"time"
)

// routes opens the systems' doors, and the simulator's own.
func (s *Simulator) routes() {
	for _, d := range doors {
		s.mux.HandleFunc("POST /"+d.system+d.path, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, d) })
	}
	s.mux.HandleFunc("POST /"+gateway.system+gateway.path, s.sms)
	s.manage()
}

// serve answers one message, or fails at it as the system's switch says.
func (s *Simulator) serve(w http.ResponseWriter, r *http.Request, d route) {
	q, ok := take(r, d.needs)
	sw := s.mode(d.system)
	line := Message{System: d.system, Path: d.path, ID: q["id"], About: q[d.about], Mode: sw.Mode, Outcome: sw.Mode}
	if !ok {
		line.Outcome = "refused"
		s.note(line)
		http.Error(w, "the request does not follow the contract", http.StatusBadRequest)
		return
	}
	if s.faulty(w, r, sw) {
		s.note(line)
		return
	}
	a := s.say(d, q, sw.Mode)
	line.Outcome = fmt.Sprint(a["status"])
	s.note(line)
	s.deliver(w, r, a, sw)
}

// take reads a message of one JSON object of texts.
func take(r *http.Request, needs []string) (question, bool) {
	q := question{}
	body, err := io.ReadAll(io.LimitReader(r.Body, 64<<10))
	if err != nil || json.Unmarshal(body, &q) != nil {
		return question{}, false
	}
	for _, name := range append([]string{"id"}, needs...) {
		if q[name] == "" {
			return q, false
		}
	}
	return q, true
}

// say is what the system says, under the question's number and its own.
func (s *Simulator) say(d route, q question, mode string) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := q
	if mode == WrongContent {
		asked = maps.Clone(q)
		maps.Copy(asked, s.another(q))
	}
	a := d.answer(s, asked)
	a["id"] = q["id"]
	a["ref"] = reference(d.system, q["id"])
	if mode == WrongCorrelation {
		a["id"] = "00000000-0000-7000-8000-000000000000"
	}
	if mode == WrongContent && a["status"] == "not-found" {
		a["status"] = "found" // and nothing is brought
	}
	return a
}

// another is a question about somebody else.
func (s *Simulator) another(q question) question {
	other := question{}
	for _, p := range s.world.policies.all {
		if squeeze(p.Number) != squeeze(q["number"]) {
			other["number"] = p.Number
		}
	}
	for _, c := range s.world.crossings.all {
		if squeeze(c.Passport) != squeeze(q["passport"]) {
			other["passport"], other["country"] = c.Passport, c.Country
		}
	}
	for _, r := range s.world.rights.all {
		if r.IIN != q["iin"] {
			other["iin"] = r.IIN
		}
	}
	return other
}

// reference is the system's own number of its answer, the same for the same question.
func reference(system, id string) string {
	h := fnv.New32a()
	io.WriteString(h, id)
	return fmt.Sprintf("%s-%08d", system, h.Sum32()%100_000_000)
}

func (s *Simulator) deliver(w http.ResponseWriter, r *http.Request, a answer, sw Switch) {
	body, err := json.Marshal(a)
	if err != nil {
		http.Error(w, "out of order", http.StatusInternalServerError)
		return
	}
	switch sw.Mode {
	case Half:
		half(w, body)
	case Drip:
		drip(w, r, body, sw.Delay)
	case Duplicate:
		defer func() { go s.push(sw.System, fmt.Sprint(a["ref"]), body) }()
	}
	if sw.Mode == Half || sw.Mode == Drip {
		return
	}
	status := http.StatusOK
	if a["status"] == "pending" {
		status = http.StatusAccepted
	}
	say(w, status, body)
}

// Callback tells where the systems may write by themselves: POST url?system=...&message=... with the answer.
func (s *Simulator) Callback(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.callback = url
}

var pusher = &http.Client{Timeout: 5 * time.Second}

// push sends the answer twice more, as one message and its repetition.
func (s *Simulator) push(system, message string, body []byte) {
	s.mu.Lock()
	url := s.callback
	s.mu.Unlock()
	for range 2 {
		if url == "" {
			return
		}
		resp, err := pusher.Post(url+"?system="+system+"&message="+message, "application/json", bytes.NewReader(body))
		if err == nil {
			resp.Body.Close()
		}
	}
}
