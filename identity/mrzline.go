package identity

import (
	"strings"

	"ruqsat/calendar"
	"ruqsat/words"
)

// checkDigits compares the five check digits of the second line.
func checkDigits(line string) string {
	composite := line[0:10] + line[13:20] + line[21:43]
	for _, c := range []struct {
		over string
		is   byte
		why  string
	}{
		{line[0:9], line[9], WhyMRZNumberChecksum},
		{line[13:19], line[19], WhyMRZBirthChecksum},
		{line[21:27], line[27], WhyMRZExpiryChecksum},
		{line[28:42], personalDigit(line), WhyMRZPersonalChecksum},
		{composite, line[43], WhyMRZCompositeChecksum},
	} {
		if checkDigit(c.over) != c.is {
			return c.why
		}
	}
	return ""
}

// personalDigit reads the check digit of the optional data, which may be < when
// there are none (Doc 9303 part 4, 4.2.2).
func personalDigit(line string) byte {
	if line[42] == '<' && strings.Trim(line[28:42], "<") == "" {
		return '0'
	}
	return line[42]
}

// checkDigit weighs by 7, 3, 1 modulo 10; letters count from 10, < as nothing
// (Doc 9303 part 3, 4.9).
func checkDigit(s string) byte {
	sum := 0
	for i := range len(s) {
		sum += mrzValue(s[i]) * [3]int{7, 3, 1}[i%3]
	}
	return byte('0' + sum%10)
}

func mrzValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10
	default:
		return 0
	}
}

// Lines writes the two lines with their check digits. A name that does not fit
// is cut, the given names to their first letter before the surname is touched.
func (m MRZ) Lines() (line1, line2 string) {
	line1 = pad(m.Document, 2) + pad(m.Issuer, 3) + pad(nameField(m.Surname, m.GivenNames), mrzNames)

	number, birth, expiry := pad(m.Number, 9), six(m.BirthDate), six(m.Expiry)
	personal := pad(m.Personal, 14)
	numbered := number + digit(number)
	dated := birth + digit(birth)
	rest := expiry + digit(expiry) + personal + digitOrFiller(personal)
	line2 = numbered + pad(m.Nationality, 3) + dated + pad(m.Sex, 1) + rest
	return line1, line2 + digit(numbered+dated+rest)
}

func digit(s string) string { return string(checkDigit(s)) }

func digitOrFiller(personal string) string {
	if strings.Trim(personal, "<") == "" {
		return "<"
	}
	return digit(personal)
}

func six(d calendar.Day) string {
	if d.IsZero() {
		return "<<<<<<"
	}
	s := strings.ReplaceAll(d.String(), "-", "")
	return s[len(s)-6:]
}

// pad fills up with <, and cuts what is too long.
func pad(s string, n int) string {
	s = strings.ReplaceAll(s, " ", "<")
	if len(s) > n {
		return s[:n]
	}
	return s + strings.Repeat("<", n-len(s))
}

func nameField(surname, given string) string {
	surname, given = mrzName(surname), mrzName(given)
	if given == "" {
		return surname
	}
	if most := mrzNames - len("<<") - 1; len(surname) > most {
		surname = surname[:most]
	}
	return surname + "<<" + given
}

// mrzName writes a name with the letters of the zone alone.
func mrzName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r
		case r == ' ' || r == '-':
			return '<'
		default:
			return -1
		}
	}, words.Latin(s))
	return strings.Trim(s, "<")
}
