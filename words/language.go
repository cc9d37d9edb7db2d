// Package words is what the house says, in Kazakh, Russian and English.
//
// Texts live in catalogue/*.yaml, one file per area; Say takes one of them in
// one language, All takes it in all three. Dates, numbers, sums and sorting
// follow the custom of the language. Kazakh is the first language of every page.
package words

import "golang.org/x/text/language"

// Language is a language of the house (тіл / язык) by its ISO 639-1 code.
type Language string

// The languages of the house; Kazakh, the state language, comes first.
const (
	Kazakh  Language = "kk"
	Russian Language = "ru"
	English Language = "en"
)

// Languages lists every language in the order in which pages offer them.
var Languages = []Language{Kazakh, Russian, English}

// ParseLanguage reads a language code such as "kk"; false for any other text.
func ParseLanguage(s string) (Language, bool) {
	for _, l := range Languages {
		if string(l) == s {
			return l, true
		}
	}
	return "", false
}

// Negotiate picks the language for an Accept-Language header; Kazakh when the
// header is empty, broken, or asks only for languages the house does not speak.
func Negotiate(acceptLanguage string) Language {
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return Kazakh
	}

	for _, tag := range wanted { // best first
		base, _ := tag.Base()
		if l, ok := ParseLanguage(base.String()); ok {
			return l
		}
	}
	return Kazakh
}

// index is the place of a language in tables; an unknown language reads as Kazakh.
func (l Language) index() int {
	switch l {
	case Russian:
		return 1
	case English:
		return 2
	default:
		return 0
	}
}
