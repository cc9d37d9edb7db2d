package exchange_test

import (
	"errors"
	"strings"
	"testing"

	"ruqsat/exchange"
	"ruqsat/regulation"
)

// good is one true reply of every system; every word of it that is changed or lost makes it no answer.
var good = map[string]struct {
	question regulation.Question
	reply    string
	breaks   []string // old, new, old, new, ...
}{
	exchange.ESBD: {policy("000-26-4417803"),
		`{"id":"1","status":"found","ref":"e-1","policy":{"number":"000-26-4417803","insurer":"A","surname":"B","given_name":"C","passport":"FA4821735","first":"2026-01-01","last":"2026-12-31","state":"active"}}`,
		[]string{"4417803", "4417804", "FA4821735", "", "2026-01-01", "2026-02-31", "2026-12-31", "2025-12-31", "2026-12-31", "", `"active"`, `"maybe"`, `"policy"`, `"contract"`}},
	exchange.Tax: {regulation.Question{System: exchange.Tax, Kind: "payment", Fields: map[string]string{"number": "1184-2207"}},
		`{"id":"1","status":"found","ref":"t-1","payment":{"number":"1184-2207","date":"2026-03-12","sum":69200,"code":"101205","iin":"","passport":"FA4821735"}}`,
		[]string{"1184-2207", "1184-2208", "2026-03-12", "12.03.2026", "69200", "0", "69200", "-1", "69200", "69200.5", "69200", `"69200"`}},
	exchange.Border: {crossing("FA4821735", "UZB"),
		`{"id":"1","status":"found","ref":"b-1","passport":"FA4821735","country":"UZB","crossings":[{"date":"2026-02-02","direction":"entry","point":"Кайрак"}]}`,
		[]string{"FA4821735", "FA4821736", "UZB", "TJK", "2026-02-02", "2026-02-30", "entry", "sideways", `{"date":"2026-02-02","direction":"entry","point":"Кайрак"}`, ""}},
	exchange.Property: {regulation.Question{System: exchange.Property, Kind: "ownership", Fields: map[string]string{"iin": "850115390017"}},
		`{"id":"1","status":"found","ref":"p-1","iin":"850115390017","rights":[{"cadastre":"12","unit":"394400000","address":"A","since":"2014-08-19"}]}`,
		[]string{"850115390017", "930514390003", `"394400000"`, `""`, `"A"`, `""`, "2014-08-19", "yesterday"}},
	exchange.Person: {regulation.Question{System: exchange.Person, Kind: "person", Fields: map[string]string{"iin": "850115390017"}},
		`{"id":"1","status":"found","ref":"g-1","person":{"iin":"850115390017","surname":"A","given_name":"B","patronymic":"","birth_date":"1985-01-15","sex":"m","citizenship":"KAZ"}}`,
		[]string{"850115390017", "930514390003", `"A"`, `""`, "1985-01-15", "1985-13-15"}},
	exchange.MP: {agreement("FA4821735", "UZB"),
		`{"id":"1","status":"found","ref":"m-1","passport":"FA4821735","country":"UZB","decision":"agree","reason":""}`,
		[]string{"FA4821735", "FA4821736", "UZB", "TJK", `"agree"`, `"object"`, `"agree"`, `"perhaps"`, `"agree"`, `""`}},
}

func TestOnlyATrueReplyIsAnAnswer(t *testing.T) {
	everywhere := []string{`"1"`, `"2"`, `"1"`, `""`, `"found"`, `"ok"`, `"found"`, `"not-found"`, `"found"`, `"pending"`,
		`"ref"`, `"reference"`, `}`, `},"extra":1}`, `{"id"`, `{"id":"1"}{"id"`, `{`, `[`}
	for system, g := range good {
		a, err := exchange.Read(g.question, "1", g.reply)
		if err != nil || a.State != exchange.Answered || a.Ref == "" || len(a.Fields)+len(a.Records) == 0 {
			t.Errorf("%s: the true reply gives %+v, %v", system, a, err)
		}
		breaks := append(append([]string{}, everywhere...), g.breaks...)
		for i := 0; i < len(breaks); i += 2 {
			broken := strings.Replace(g.reply, breaks[i], breaks[i+1], 1)
			if broken == g.reply {
				t.Errorf("%s: %s is not in the reply", system, breaks[i])
			}
			if a, err := exchange.Read(g.question, "1", broken); !errors.Is(err, exchange.ErrNotAnAnswer) {
				t.Errorf("%s: %s was read as %+v, %v", system, broken, a, err)
			}
		}
		for cut := range len(g.reply) {
			if _, err := exchange.Read(g.question, "1", g.reply[:cut]); !errors.Is(err, exchange.ErrNotAnAnswer) {
				t.Errorf("%s: the first %d bytes were read as an answer", system, cut)
			}
		}
	}
}

func TestASystemMaySayThatItHoldsNothingOrAnothers(t *testing.T) {
	for system, g := range good {
		for status, state := range map[string]string{"not-found": exchange.NotFound, "contradiction": exchange.Contradiction} {
			a, err := exchange.Read(g.question, "1", `{"id":"1","status":"`+status+`","ref":"r"}`)
			if err != nil || a.State != state || len(a.Fields)+len(a.Records) != 0 {
				t.Errorf("%s %s: %+v, %v", system, status, a, err)
			}
		}
	}
}
