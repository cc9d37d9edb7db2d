package simulator

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Modes (режимы) of a system.
const (
	OK               = "ok"
	Silent           = "silent"            // takes the question and never says a word
	Delay            = "delay"             // answers after Switch.Delay milliseconds
	Error500         = "error500"          // its own failure
	Refuse           = "refuse"            // 400: does not take the question as it is
	Garbage          = "garbage"           // says it is JSON, and is not
	Oversize         = "oversize"          // a reply of a megabyte
	Reset            = "reset"             // breaks the connection
	Half             = "half"              // breaks it in the middle of the answer
	Drip             = "drip"              // a byte every Switch.Delay milliseconds
	WrongCorrelation = "wrong-correlation" // answers under another question's number
	WrongContent     = "wrong-content"     // answers about something else
	Duplicate        = "duplicate"         // answers, and sends the same answer twice more by itself
)

// Modes are all of them.
var Modes = []string{OK, Silent, Delay, Error500, Refuse, Garbage, Oversize, Reset, Half, Drip, WrongCorrelation,
	WrongContent, Duplicate}

// Switch (переключатель) is how a system behaves. Every = n applies the mode to each n-th message only; 0 or 1 to all.
type Switch struct {
	System string `json:"system"`
	Mode   string `json:"mode"`
	Delay  int    `json:"delay"` // milliseconds, for delay and drip
	Every  int    `json:"every"`
	seen   int
}

// Set turns a system's switch.
func (s *Simulator) Set(to Switch) error {
	if !slices.Contains(Modes, to.Mode) {
		return fmt.Errorf("simulator: no such mode: %.20q", to.Mode)
	}
	if to.Delay < 0 || to.Delay > 600_000 || to.Every < 0 {
		return fmt.Errorf("simulator: delay is 0 to 600000 milliseconds, every is 0 or more")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.switches[to.System] == nil {
		return fmt.Errorf("simulator: no such system: %.20q", to.System)
	}
	s.switches[to.System] = &to
	return nil
}

// mode is the switch for the next message of the system.
func (s *Simulator) mode(system string) Switch {
	s.mu.Lock()
	defer s.mu.Unlock()
	sw := s.switches[system]
	sw.seen++
	if sw.Every > 1 && sw.seen%sw.Every != 0 {
		return Switch{System: system, Mode: OK}
	}
	return *sw
}

// faulty plays the modes that give no true answer; false when the system is to answer after all.
func (s *Simulator) faulty(w http.ResponseWriter, r *http.Request, sw Switch) bool {
	switch sw.Mode {
	case Silent:
		s.hang(r, sw.System)
	case Delay:
		return !pause(r, sw.Delay)
	case Error500:
		http.Error(w, "temporarily out of order", http.StatusInternalServerError)
	case Refuse:
		http.Error(w, "the request does not follow the contract", http.StatusBadRequest)
	case Garbage:
		say(w, http.StatusOK, []byte(`<html>the service is being maintained</html>`))
	case Oversize:
		say(w, http.StatusOK, []byte(`{"id":"`+strings.Repeat("x", 1<<20)+`"}`))
	case Reset:
		reset(w)
	default:
		return false
	}
	return true
}

// pause waits; false when the caller has gone.
func pause(r *http.Request, milliseconds int) bool {
	select {
	case <-r.Context().Done():
		return false
	case <-time.After(time.Duration(milliseconds) * time.Millisecond):
		return true
	}
}

// reset breaks the connection as a dead host does: with RST, without a word.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}

// half promises the whole answer, and breaks off in the middle.
func half(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	w.Write(body[:len(body)/2])
	http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// drip sends the answer byte by byte.
func drip(w http.ResponseWriter, r *http.Request, body []byte, milliseconds int) {
	w.Header().Set("Content-Type", "application/json")
	for i := range body {
		if !pause(r, milliseconds) {
			return
		}
		w.Write(body[i : i+1])
		http.NewResponseController(w).Flush()
	}
}

func say(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body)
}
