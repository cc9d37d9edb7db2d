package identity

import (
	"fmt"
	"strings"

	"ruqsat/calendar"
)

// MRZ is the machine-readable zone of a passport, size TD3 (ICAO Doc 9303 part
// 4). Names are as printed: Latin capitals without apostrophes, hyphens as
// spaces, long names cut.
type MRZ struct {
	Document    string // "P", "PO", ...
	Issuer      string // three letters or fewer, "UZB", "D"
	Surname     string
	GivenNames  string
	Truncated   bool // the field of names is full, so a name may be longer
	Number      string
	Nationality string
	BirthDate   calendar.Day // zero where the passport leaves a part of it open
	Sex         string       // "M", "F", "" when not stated
	Expiry      calendar.Day
	Personal    string // optional data of the issuer, often a personal number
}

// MRZError tells why two lines are no machine-readable zone. It never holds what
// was in them.
type MRZError struct {
	Line int    // 1 or 2
	Why  string // one of the codes below
}

// The stable codes of MRZError.
const (
	WhyMRZLength            = "length"             // not 44 characters
	WhyMRZCharacters        = "characters"         // something else than A-Z, 0-9 and <
	WhyMRZDocument          = "document"           // not a passport
	WhyMRZIssuer            = "issuer"             // issuer or nationality is no code of a country
	WhyMRZNames             = "names"              // no surname
	WhyMRZNumber            = "number"             // no number
	WhyMRZNumberChecksum    = "number-checksum"    // check digit of the number
	WhyMRZBirthDate         = "birth-date"         // no such day
	WhyMRZBirthChecksum     = "birth-checksum"     // check digit of the birth date
	WhyMRZSex               = "sex"                // neither M, F nor <
	WhyMRZExpiry            = "expiry"             // no such day
	WhyMRZExpiryChecksum    = "expiry-checksum"    // check digit of the expiry
	WhyMRZPersonalChecksum  = "personal-checksum"  // check digit of the optional data
	WhyMRZCompositeChecksum = "composite-checksum" // check digit over the second line
)

// Error names line and code.
func (e *MRZError) Error() string {
	return fmt.Sprintf("identity: line %d of the passport: %s", e.Line, e.Why)
}

const (
	mrzLength = 44
	mrzNames  = 39
)

// ParseMRZ reads the two lines of a passport and checks all five check digits.
// Small letters and spaces between are forgiven. A two-digit year of expiry is of
// this century, and of birth the latest that is not after the expiry. The error
// is an *MRZError.
func ParseMRZ(line1, line2 string) (MRZ, error) {
	line1, line2 = tidy(line1), tidy(line2)
	var m MRZ
	if why := m.readFirst(line1); why != "" {
		return MRZ{}, &MRZError{Line: 1, Why: why}
	}
	if why := m.readSecond(line2); why != "" {
		return MRZ{}, &MRZError{Line: 2, Why: why}
	}
	return m, nil
}

func tidy(line string) string {
	return strings.ToUpper(strings.Join(strings.Fields(line), ""))
}

// readFirst reads document, issuer and names.
func (m *MRZ) readFirst(line string) string {
	if why := wellFormed(line); why != "" {
		return why
	}
	m.Document = strings.TrimRight(line[:2], "<")
	m.Issuer = strings.TrimRight(line[2:5], "<")
	if line[0] != 'P' {
		return WhyMRZDocument
	}
	if !isCountry(line[2:5]) {
		return WhyMRZIssuer
	}

	names := line[5:]
	m.Truncated = names[mrzNames-1] != '<'
	surname, given, _ := strings.Cut(strings.TrimRight(names, "<"), "<<")
	m.Surname, m.GivenNames = spaced(surname), spaced(given)
	if m.Surname == "" || strings.ContainsAny(names, "0123456789") {
		return WhyMRZNames
	}
	return ""
}

// readSecond reads number, nationality, days, sex and optional data.
func (m *MRZ) readSecond(line string) string {
	if why := wellFormed(line); why != "" {
		return why
	}
	if why := checkDigits(line); why != "" {
		return why
	}

	m.Number = strings.TrimRight(line[0:9], "<")
	m.Nationality = strings.TrimRight(line[10:13], "<")
	m.Sex = strings.TrimRight(line[20:21], "<")
	m.Personal = strings.TrimRight(line[28:42], "<")
	switch {
	case m.Number == "":
		return WhyMRZNumber
	case !isCountry(line[10:13]):
		return WhyMRZIssuer
	case m.Sex != "" && m.Sex != "M" && m.Sex != "F":
		return WhyMRZSex
	}
	return m.readDays(line[13:19], line[21:27])
}

func (m *MRZ) readDays(birth, expiry string) string {
	var ok bool
	if m.Expiry, ok = sixDigits("20", expiry); !ok {
		return WhyMRZExpiry
	}
	if strings.Contains(birth, "<") {
		return "" // the passport itself does not know the day
	}

	recent, isRecent := sixDigits("20", birth)
	if isRecent && !recent.After(m.Expiry) {
		m.BirthDate = recent
		return ""
	}
	if m.BirthDate, ok = sixDigits("19", birth); !ok {
		return WhyMRZBirthDate
	}
	return ""
}

func sixDigits(century, s string) (calendar.Day, bool) {
	d, err := calendar.ParseDay(century + s[:2] + "-" + s[2:4] + "-" + s[4:])
	return d, err == nil
}

func wellFormed(line string) string {
	for _, r := range line {
		if r != '<' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') {
			return WhyMRZCharacters
		}
	}
	if len(line) != mrzLength {
		return WhyMRZLength
	}
	return ""
}

// isCountry tells letters filled up by <, as the codes of states are.
func isCountry(s string) bool {
	letters := strings.TrimRight(s, "<")
	return letters != "" && !strings.ContainsAny(letters, "<0123456789")
}

func spaced(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '<' }), " ")
}
