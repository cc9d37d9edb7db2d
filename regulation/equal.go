package regulation

import (
	"strings"
	"unicode"

	"ruqsat/calendar"
	"ruqsat/identity"
	"ruqsat/words"
)

func parseDay(s string) (calendar.Day, error) { return calendar.ParseDay(s) }

// equal compares two facts the way the pair says.
func (t *trial) equal(p Pair, want, got string) bool {
	if want == got {
		return true // most are, and then nothing needs to be squeezed
	}
	switch p.As {
	case "latin":
		return sameLatin(want, got, t.mrz != nil && t.mrz.Truncated)
	case "given":
		return sameGiven(want, got, t.mrz != nil && t.mrz.Truncated)
	case "name":
		return identity.SameName(want, got)
	case "number":
		return squeezed(want) == squeezed(got)
	case "address":
		return addressKey(want) == addressKey(got)
	}
	return false
}

// sameLatin compares names letter by letter: one letter more or less is another name (M-34). Only
// a name the passport had no room for may be longer than printed.
func sameLatin(want, got string, cut bool) bool {
	w, g := lettersOf(want), lettersOf(got)
	return w == g || cut && g != "" && strings.HasPrefix(w, g)
}

// sameGiven also accepts the patronymic that a passport prints after the given name.
func sameGiven(want, got string, cut bool) bool {
	if sameLatin(want, got, cut) {
		return true
	}
	w, g := strings.Fields(words.Latin(want)), strings.Fields(words.Latin(got))
	if len(w) == 0 || len(w) >= len(g) {
		return false
	}
	return lettersOf(strings.Join(w, "")) == lettersOf(strings.Join(g[:len(w)], ""))
}

func lettersOf(name string) string {
	return strings.Map(func(r rune) rune {
		if r < 'A' || r > 'Z' {
			return -1
		}
		return r
	}, words.Latin(name))
}

// squeezed is a number without its spaces and dashes, in capitals.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, s)
}

// addressKey is an address without punctuation, in one case, with single spaces.
func addressKey(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return ' '
	}, words.Fold(s))
	return strings.Join(strings.Fields(s), " ")
}
