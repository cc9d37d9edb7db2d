package exchange

import (
	"strings"

	"ruqsat/words"
)

// SystemName is what the system is called on a page; the name itself when it is not one of ours.
func SystemName(system string) words.Text {
	if key := "exchange.system." + system; words.Has(key) {
		return words.All(key)
	}
	return words.Text{KK: system, RU: system, EN: system}
}

// Say is what the person whose case waits is told of this silence: who is asked, how it stands, and that the case goes
// on by itself (B-06).
func (s Silence) Say() words.Text {
	name := SystemName(s.System)
	switch {
	case s.Dead:
		return words.All("exchange.dead", "system", name)
	case s.Failing:
		return words.All("exchange.silent", "system", name)
	case s.Looking:
		return words.All("exchange.looking", "system", name)
	}
	return words.All("exchange.asked", "system", name)
}

// SayTrouble puts the code of a failure (Silence.Trouble, SystemStatus.LastError) into words for an officer; empty
// for "".
func SayTrouble(code string) words.Text {
	status, failed := strings.CutPrefix(code, "status-")
	switch {
	case code == "":
		return words.Text{}
	case failed:
		return words.All("exchange.trouble.status", "status", status)
	}
	switch code {
	case "unknown-kind", "unknown-field", "missing-field":
		code = "not-sent"
	case "unknown-status", "no-id", "no-reference":
		code = "wrong-content"
	case "unheard":
		code = "not-stored"
	}
	return words.All("exchange.trouble." + code)
}
