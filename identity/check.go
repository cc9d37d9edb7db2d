package identity

import (
	"slices"
	"strings"
	"unicode"

	"ruqsat/calendar"
)

// CheckNumber judges an ИИН or БИН by its digits (P18); spaces and dashes are
// ignored. The checksum is hard for both. Date and sex digits of an ИИН only
// warn, because since decree 853 of 26.08.2013 they need not match the person;
// month, type and attribute of a БИН are hard. It asks no register.
func CheckNumber(s string) Check {
	number := strings.Map(squeeze, s)
	c := Check{Number: number, Warnings: []string{}}

	digits, why := digitsOf(number)
	if why != "" {
		return c.refuse(why)
	}
	if c.Kind = kindOf(digits); c.Kind == "" {
		return c.refuse(WhyType)
	}
	if why := controlDigit(digits); why != "" {
		return c.refuse(why)
	}

	if c.Kind == BIN {
		return c.organisation(digits)
	}
	return c.person(digits)
}

func squeeze(r rune) rune {
	if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

func digitsOf(number string) ([]int, string) {
	letters := []rune(number)
	if len(letters) != 12 {
		return nil, WhyLength
	}

	digits := make([]int, 0, 12)
	for _, r := range letters {
		if r < '0' || r > '9' {
			return nil, WhyDigits
		}
		digits = append(digits, int(r-'0'))
	}
	return digits, ""
}

// kindOf tells the kind by the fifth digit: the tens of a birth day, or the type
// of an organisation.
func kindOf(digits []int) Kind {
	switch d := digits[4]; {
	case d <= 3:
		return IIN
	case d <= 6:
		return BIN
	default:
		return ""
	}
}

// controlDigit checks the twelfth digit by Government decree 406 of 22.05.2007:
// weights 1-11 modulo 11; when that gives 10, weights from 3 on; when that gives
// 10 again, the number is never given out.
func controlDigit(digits []int) string {
	control := weigh(digits, 0)
	if control == 10 {
		control = weigh(digits, 2)
	}
	switch control {
	case 10:
		return WhyNoControlDigit
	case digits[11]:
		return ""
	default:
		return WhyChecksum
	}
}

func weigh(digits []int, shift int) int {
	sum := 0
	for i, d := range digits[:11] {
		sum += d * ((i+shift)%11 + 1)
	}
	return sum % 11
}

func (c Check) refuse(why string) Check {
	c.Why = why
	return c
}

// organisation checks month of registration and attribute of a БИН.
func (c Check) organisation(digits []int) Check {
	month := digits[2]*10 + digits[3]
	if month < 1 || month > 12 {
		return c.refuse(WhyMonth)
	}
	if digits[5] > 3 {
		return c.refuse(WhyAttribute)
	}
	c.Valid = true
	return c
}

// person warns of an ИИН whose digits are no birth date or sex.
func (c Check) person(digits []int) Check {
	c.Valid = true
	if !slices.ContainsFunc(centuries(digits[6]), func(century string) bool { return isDate(century, c.Number) }) {
		c.Warnings = append(c.Warnings, WarnBirthDate)
	}
	if digits[6] < 1 || digits[6] > 6 {
		c.Warnings = append(c.Warnings, WarnSex)
	}
	return c
}

// centuries are the first digits of the birth year that the seventh digit allows.
func centuries(seventh int) []string {
	switch seventh {
	case 1, 2:
		return []string{"18"}
	case 3, 4:
		return []string{"19"}
	case 5, 6:
		return []string{"20"}
	default:
		return []string{"19", "20"}
	}
}

func isDate(century, number string) bool {
	_, err := calendar.ParseDay(century + number[:2] + "-" + number[2:4] + "-" + number[4:6])
	return err == nil
}
