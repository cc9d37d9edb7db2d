package exchange

import (
	"strings"
	"time"
)

// begin reads a reply of one system strictly into its own struct m, whose head is h. A reply that says "found" must
// bring what was found, and one that does not must not.
func begin(body []byte, m any, h *head, brought func() bool) (reply, error) {
	if err := read(body, m); err != nil {
		return reply{}, err
	}
	r, err := h.start()
	if err != nil {
		return r, err
	}
	if brought() != (r.state == Answered) {
		return r, wrong("wrong-content")
	}
	return r, nil
}

// days tells whether every text is a day of the calendar, YYYY-MM-DD.
func days(texts ...string) bool {
	for _, t := range texts {
		if _, err := time.Parse(time.DateOnly, t); err != nil {
			return false
		}
	}
	return true
}

// squeeze writes a number of a paper the way it is compared: no spaces, no dashes, capitals.
var squeeze = strings.NewReplacer(" ", "", "-", "", "\u00a0", "")

func sameCode(a, b string) bool {
	return strings.EqualFold(squeeze.Replace(a), squeeze.Replace(b))
}

// differs tells whether two given numbers are of different things; what was not given differs from nothing.
func differs(asked, got string) bool {
	return asked != "" && got != "" && !sameCode(asked, got)
}
