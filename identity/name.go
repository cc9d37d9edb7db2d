package identity

import (
	"strings"

	"ruqsat/words"
)

// SameName tells whether two spellings may well be the same name: Cyrillic or
// Latin, by the Russian, the English or the Uzbek manner (Хусанов, Khusanov,
// Xusanov). It compares and never proves: what a passport says is read from it.
func SameName(a, b string) bool {
	for _, x := range []string{"KH", "KS"} {
		for _, y := range []string{"KH", "KS"} {
			if key := nameKey(a, x); key != "" && key == nameKey(b, y) {
				return true
			}
		}
	}
	return false
}

// NameKey is a name squeezed to what its spellings share, for an index of names.
func NameKey(s string) string { return nameKey(s, "KH") }

// nameKey writes X as the Uzbek KH or as the English KS.
func nameKey(s, x string) string {
	s = strings.ReplaceAll(words.Latin(s), "X", x)
	s = strings.Map(lettersOnly, manners.Replace(s))
	s = strings.ReplaceAll(s, "Y", "I")
	return squeezeDoubles(glides.Replace(squeezeDoubles(s)))
}

// manners are the ways of writing one Cyrillic letter; the longer stand first.
var manners = strings.NewReplacer(
	"O'", "U", "G'", "G",
	"SHCH", "S", "SCH", "S", "SH", "S",
	"DZH", "J", "DJ", "J", "ZH", "J",
	"TCH", "CH", "CH", "CH", "KH", "H", "GH", "G", "PH", "F",
	"CK", "K", "Q", "K", "W", "V", "C", "K",
)

// glides are я, е, ё and ю, written with or without their first sound.
var glides = strings.NewReplacer("IA", "A", "IE", "E", "IO", "E", "IU", "U")

func lettersOnly(r rune) rune {
	if r < 'A' || r > 'Z' {
		return -1
	}
	return r
}

func squeezeDoubles(s string) string {
	var b strings.Builder
	var last rune
	for _, r := range s {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}
