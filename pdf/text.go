package pdf

import (
	"strings"
	"unicode"

	"ruqsat/words"
)

// Text is a run of text in one language.
type Text struct {
	Language words.Language
	Value    string
}

// Line is a paragraph made of one or several runs, such as a label in Kazakh and Russian.
type Line []Text

// KK is a line in Kazakh.
func KK(s string) Line { return Line{{words.Kazakh, s}} }

// RU is a line in Russian.
func RU(s string) Line { return Line{{words.Russian, s}} }

// In is a line in the language.
func In(l words.Language, s string) Line { return Line{{l, s}} }

// Both is a text in Kazakh and in Russian on one line, "Паспорт" only once when both are
// the same.
func Both(t words.Text) Line {
	if t.KK == t.RU || t.RU == "" {
		return KK(t.KK)
	}
	return Line{{words.Kazakh, t.KK + " / "}, {words.Russian, t.RU}}
}

// Style is how a line is set. Sizes are in points.
type Style struct {
	Size, Lead float64
	Weight     int // 400, 500 or 600
	Color      Color
}

// Color is red, green, blue.
type Color [3]int

// The colours of the house (mock.css); the contrast of each on white is at least 6.5.
var (
	Ink     = Color{0x14, 0x21, 0x1f}
	Ink2    = Color{0x46, 0x52, 0x4f}
	Teal900 = Color{0x0a, 0x3a, 0x3d}
	Teal700 = Color{0x0e, 0x5f, 0x63}
	Teal200 = Color{0xb5, 0xd9, 0xd8}
	Teal50  = Color{0xf1, 0xf8, 0xf7}
	Gold400 = Color{0xe3, 0xa7, 0x27}
	line1   = Color{0xcb, 0xd5, 0xd3}
	line2   = Color{0x74, 0x82, 0x7f}
	white   = Color{0xff, 0xff, 0xff}
)

// The styles of the house.
var (
	Title   = Style{18, 23, 600, Teal900}
	Under   = Style{12.5, 17, 500, Ink}
	Number  = Style{16, 20, 600, Ink}
	Section = Style{13, 18, 600, Teal900}
	Body    = Style{10.5, 15, 400, Ink}
	Strong  = Style{11.5, 15, 500, Ink}
	Second  = Style{10, 13.5, 400, Ink}
	Label   = Style{8.5, 11.5, 400, Ink2}
	Figure  = Style{15, 19, 600, Ink}
	Note    = Style{8.5, 12, 400, Ink}
	NoteDim = Style{8.5, 12, 400, Ink2}
	NoteBig = Style{8.5, 12, 600, Ink}
	Head    = Style{9.5, 13, 600, Ink}
	HeadDim = Style{9.5, 13, 400, Ink2}
	foot    = Style{7.5, 10, 400, Ink2}
)

// printable drops what does not belong on paper: control characters, and marks that turn
// the direction of writing and so can make a line say something else. Code points beyond the
// basic plane, which the library cannot hold, become a replacement character.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.Is(unicode.C, r):
			return -1
		case r > 0xffff:
			return '\ufffd'
		}
		return r
	}, s)
}
