package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text is one text in the three languages (үш тілдегі мәтін / текст на трёх языках).
type Text struct {
	KK string `json:"kk" yaml:"kk"`
	RU string `json:"ru" yaml:"ru"`
	EN string `json:"en" yaml:"en"`
}

// In is the text in one language.
func (t Text) In(l Language) string {
	switch l {
	case Russian:
		return t.RU
	case English:
		return t.EN
	default:
		return t.KK
	}
}

// Complete tells whether the text is there in every language.
func (t Text) Complete() bool {
	return t.KK != "" && t.RU != "" && t.EN != ""
}

// IsZero tells whether the text is there in no language.
func (t Text) IsZero() bool {
	return t == Text{}
}

// Each builds a Text from a function of the language.
func Each(f func(Language) string) Text {
	return Text{KK: f(Kazakh), RU: f(Russian), EN: f(English)}
}

// Legible says whether a text can be kept and looked up: valid UTF-8 without control characters. A
// database may refuse any other, and none of ours is called so.
func Legible(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}
