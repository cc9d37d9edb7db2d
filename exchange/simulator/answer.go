package simulator

import (
	"strings"
	"time"

	"ruqsat/exchange"
)

// question is a message as it comes: id, kind and the fields of its system.
type question map[string]string

// answer is the reply's body; status "" says that the question cannot be understood (400).
type answer map[string]any

// route is one path of one system: which fields it must bring, and how it is answered.
type route struct {
	system, path string
	about        string // the field that names what is asked about
	needs        []string
	answer       func(s *Simulator, q question) answer
}

var doors = []route{
	{exchange.ESBD, "/policy", "number", []string{"number"}, (*Simulator).policy},
	{exchange.Tax, "/payment", "number", []string{"number"}, (*Simulator).payment},
	{exchange.Border, "/crossings", "passport", []string{"passport", "country"}, (*Simulator).crossings},
	{exchange.Property, "/rights", "iin", []string{"iin"}, (*Simulator).rights},
	{exchange.Person, "/person", "iin", []string{"iin"}, (*Simulator).person},
	{exchange.Person, "/contact", "iin", []string{"iin", "code"}, (*Simulator).contact},
	{exchange.MP, "/agreement", "passport", []string{"passport", "country"}, (*Simulator).agreement},
}

func notFound() answer { return answer{"status": "not-found"} }

func (s *Simulator) policy(q question) answer {
	found := s.world.policies.of(squeeze(q["number"]))
	if len(found) == 0 {
		return notFound()
	}
	p := found[0]
	if p.State == "" {
		p.State = "active"
	}
	return answer{"status": "found", "policy": p}
}

func (s *Simulator) payment(q question) answer {
	for _, p := range s.world.payments.of(squeeze(q["number"])) {
		return answer{"status": "found", "payment": p}
	}
	return notFound()
}

func (s *Simulator) crossings(q question) answer {
	var marks []map[string]string
	for _, c := range s.world.crossings.of(squeeze(q["passport"]) + " " + q["country"]) {
		marks = append(marks, map[string]string{"date": c.Date, "direction": c.Direction, "point": c.Point})
	}
	if len(marks) == 0 {
		return notFound()
	}
	return answer{"status": "found", "passport": q["passport"], "country": q["country"], "crossings": marks}
}

func (s *Simulator) rights(q question) answer {
	var homes []map[string]string
	for _, r := range s.world.rights.of(q["iin"]) {
		homes = append(homes, map[string]string{"cadastre": r.Cadastre, "unit": r.Unit, "address": r.Address, "since": r.Since})
	}
	if len(homes) == 0 {
		return notFound()
	}
	return answer{"status": "found", "iin": q["iin"], "rights": homes}
}

func (s *Simulator) person(q question) answer {
	for _, p := range s.world.persons.of(q["iin"]) {
		p.Phone = "" // the contact base's business
		return answer{"status": "found", "person": p}
	}
	return notFound()
}

// contact sends the code to the phone of this ИИН: it appears on the simulator's page.
func (s *Simulator) contact(q question) answer {
	for _, p := range s.world.persons.of(q["iin"]) {
		if p.Phone != "" {
			s.codes = last(append(s.codes, Code{At: s.clock.Now(), IIN: p.IIN, Phone: p.Phone, Code: q["code"]}))
			return answer{"status": "found", "iin": p.IIN, "phone": mask(p.Phone)}
		}
	}
	return notFound()
}

// mask shows as much of a phone as its owner needs to recognise it: "+7 701 *** ** 45".
func mask(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
	if len(digits) != 11 {
		return "***"
	}
	return "+" + digits[:1] + " " + digits[1:4] + " *** ** " + digits[9:]
}

// agreement: the police look for a while, and then agree, unless a rule objects, or holds the case for the police
// workplace.
func (s *Simulator) agreement(q question) answer {
	first, known := s.asked[q["id"]]
	if !known {
		first = s.clock.Now()
		s.asked[q["id"]] = first
	}
	rule := s.world.police.rule(q)
	wait := time.Duration(s.world.police.After) * time.Second
	if rule.Decision == "hold" || s.clock.Now().Sub(first) < wait {
		return answer{"status": "pending"}
	}
	if rule.Decision == "object" {
		return answer{"status": "found", "passport": q["passport"], "country": q["country"], "decision": "object", "reason": rule.Reason}
	}
	return answer{"status": "found", "passport": q["passport"], "country": q["country"], "decision": "agree"}
}

func (p *Police) rule(q question) Rule {
	for _, r := range p.Rules {
		if squeeze(r.Passport) == squeeze(q["passport"]) && (r.Country == "" || r.Country == q["country"]) {
			return r
		}
	}
	return Rule{Decision: p.Decision, Reason: p.Reason}
}
