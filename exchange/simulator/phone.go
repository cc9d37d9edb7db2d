package simulator

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// The two ways to a person outside the cabinet, as the switches name them.
const (
	SMS  = "sms"  // шлюз SMS: the gateway, behind POST /sms/messages
	Mail = "mail" // почтовый сервер: the mail server, see ServeMail
)

// Token (ключ шлюза) is what the gateway of SMS asks for.
const Token = "demo-gateway-token"

// Text (сообщение на телефоне · телефондағы хабарлама) is one SMS as the phone shows it.
type Text struct {
	At   time.Time `json:"at"`
	ID   string    `json:"id"`
	To   string    `json:"to"`
	Text string    `json:"text"`
}

var gateway = route{SMS, "/messages", "to", []string{"to", "text"}, (*Simulator).phone}

// sms takes one message for a phone, from those who have the key.
func (s *Simulator) sms(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+Token {
		http.Error(w, "who are you?", http.StatusUnauthorized)
		return
	}
	s.serve(w, r, gateway)
}

// phone shows the message on the phone, once however often it comes. A number that is none is refused.
func (s *Simulator) phone(q question) answer {
	if digits := strings.TrimPrefix(q["to"], "+"); len(digits) < 10 || strings.Trim(digits, "0123456789") != "" {
		return answer{"status": "refused"}
	}
	if !slices.ContainsFunc(s.texts, func(t Text) bool { return t.ID == q["id"] }) {
		s.texts = last(append(s.texts, Text{At: s.clock.Now(), ID: q["id"], To: q["to"], Text: q["text"]}))
	}
	return answer{"status": "accepted"}
}

// Texts are the messages on this phone, or on all phones when it is "", the newest first.
func (s *Simulator) Texts(to string) []Text {
	s.mu.Lock()
	defer s.mu.Unlock()
	texts := []Text{}
	for _, t := range slices.Backward(s.texts) {
		if to == "" || t.To == to {
			texts = append(texts, t)
		}
	}
	return texts
}
