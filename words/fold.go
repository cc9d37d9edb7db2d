package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is the search key of a text: lower case, spaces squeezed, hyphens alike,
// ё as е, and the letters that only Kazakh has as their Russian neighbours,
// because half of all keyboards have none ("Қостанай" is found by "костанай").
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range norm.NFC.String(s) {
		switch {
		case unicode.IsSpace(r):
			gap = b.Len() > 0
			continue
		case unicode.In(r, unicode.Cf): // soft hyphens, direction marks
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(foldRune(r))
	}
	return b.String()
}

func foldRune(r rune) rune {
	r = unicode.ToLower(r)
	if plain, ok := neighbours[r]; ok {
		return plain
	}
	if unicode.Is(unicode.Pd, r) {
		return '-'
	}
	return r
}

var neighbours = map[rune]rune{
	'ё': 'е',
	'ә': 'а', 'ғ': 'г', 'қ': 'к', 'ң': 'н', 'ө': 'о', 'ұ': 'у', 'ү': 'у', 'һ': 'х', 'і': 'и',
}
