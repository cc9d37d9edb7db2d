package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Latin writes a name in Latin capitals (транслитерация): Russian Cyrillic by
// ICAO Doc 9303 part 3, and the letters of Kazakh, Kyrgyz, Tajik and Uzbek
// Cyrillic in the same manner. Marks over Latin letters are dropped, hyphens and
// apostrophes of every kind become "-" and "'". It serves search and comparison;
// the spelling in a passport is always taken from the passport.
func Latin(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range norm.NFC.String(s) {
		if unicode.IsSpace(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteString(latinRune(unicode.ToUpper(r)))
	}
	return b.String()
}

func latinRune(r rune) string {
	if s, ok := latin[r]; ok {
		return s
	}
	if r < unicode.MaxASCII {
		return string(r)
	}
	if unicode.Is(unicode.Pd, r) {
		return "-"
	}
	return bare(r)
}

// bare drops the marks of a Latin letter: Ö is O.
func bare(r rune) string {
	var b strings.Builder
	for _, d := range norm.NFD.String(string(r)) {
		if !unicode.Is(unicode.Mn, d) && !unicode.In(d, unicode.Cf) {
			b.WriteRune(d)
		}
	}
	return b.String()
}

var latin = map[rune]string{
	'А': "A", 'Б': "B", 'В': "V", 'Г': "G", 'Д': "D", 'Е': "E", 'Ё': "E", 'Ж': "ZH",
	'З': "Z", 'И': "I", 'Й': "I", 'К': "K", 'Л': "L", 'М': "M", 'Н': "N", 'О': "O",
	'П': "P", 'Р': "R", 'С': "S", 'Т': "T", 'У': "U", 'Ф': "F", 'Х': "KH", 'Ц': "TS",
	'Ч': "CH", 'Ш': "SH", 'Щ': "SHCH", 'Ъ': "IE", 'Ы': "Y", 'Ь': "", 'Э': "E", 'Ю': "IU", 'Я': "IA",
	// Kazakh and Kyrgyz
	'Ә': "A", 'Ғ': "G", 'Қ': "K", 'Ң': "N", 'Ө': "O", 'Ұ': "U", 'Ү': "U", 'Һ': "H", 'І': "I",
	// Uzbek and Tajik
	'Ў': "U", 'Ҳ': "KH", 'Ҷ': "J", 'Ӣ': "I", 'Ӯ': "U",
	// Latin letters that do not come apart into a letter and a mark
	'ß': "SS", 'ẞ': "SS", 'Æ': "AE", 'Œ': "OE", 'Ø': "O", 'Đ': "D", 'Ł': "L", 'Ð': "D", 'Þ': "TH", 'İ': "I",
	'’': "'", '‘': "'", 'ʼ': "'", 'ʻ': "'", '`': "'",
}
