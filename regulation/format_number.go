package regulation

import (
	"strings"

	"ruqsat/calendar"
	"ruqsat/identity"
)

// iin takes the number of a person; a БИН is referred to the service for organisations (P14).
func iin(_ *Edition, f Field, value string, _ calendar.Day) (string, *Defect) {
	c := identity.CheckNumber(value)
	switch {
	case c.Valid && c.Kind == identity.BIN:
		return "", f.defect("iin-bin")
	case c.Valid:
		return c.Number, nil
	case c.Why == identity.WhyLength:
		return "", f.defect("iin-length", "n", len([]rune(squeezed(value))))
	case c.Why == identity.WhyDigits:
		return "", f.defect("iin-digits")
	}
	return "", f.defect("iin-checksum")
}

// mrz takes the two lines of the photograph page, with whatever stands between them.
func mrz(_ *Edition, f Field, value string, _ calendar.Day) (string, *Defect) {
	one, two := twoLines(value)
	if _, err := identity.ParseMRZ(one, two); err != nil {
		return "", f.defect("mrz")
	}
	return one + "\n" + two, nil
}

func twoLines(value string) (one, two string) {
	lines := strings.FieldsFunc(value, func(r rune) bool { return r == '\n' || r == '\r' })
	joined := strings.ToUpper(strings.Join(strings.Fields(strings.Join(lines, "")), ""))
	if len(joined) == 88 {
		return joined[:44], joined[44:]
	}
	return joined, ""
}
