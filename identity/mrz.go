package identity

import "ruqsat/calendar"

// MRZ is the machine-readable zone of a passport (TD3, ICAO Doc 9303 part 4).
// Names are as printed: Latin capitals, hyphens and apostrophes lost, long names
// cut. Truncated tells that the name field is full, so the name may be longer.
type MRZ struct {
	Document    string // "P" or "PO", ...
	Issuer      string // three letters, "UZB"
	Surname     string
	GivenNames  string
	Truncated   bool
	Number      string
	Nationality string
	BirthDate   calendar.Day
	Sex         string // "M", "F", or "" when not stated
	Expiry      calendar.Day
	Personal    string // optional data; "" when empty
}
