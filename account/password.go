package account

import (
	"crypto/rand"
	_ "embed"
	"math/big"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ruqsat/words"
)

// The rules of a password, as NIST SP 800-63B-4 has them: length and no well-known ones; no rule
// of kinds of characters, no forced change, and pasting is welcome (M-100).
const (
	MinPassword = 10  // characters
	MaxPassword = 128 // characters; more is refused, never cut
)

// The reasons for which a password is not allowed, as Flaw.Why.
const (
	WhyShort  = "short"
	WhyLong   = "long"
	WhyCommon = "common" // on the list, or one of it with figures behind it
	WhySimple = "simple" // one or two characters over and over, or a run of neighbours
	WhyOwn    = "own"    // hardly more than the person's own name, number or login
)

//go:embed common.txt
var commonList string

var common = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(commonList) {
		if stem := words.Fold(line); stem != "" {
			set[stem] = true
		}
	}
	return set
})

// OneTimePassword makes a password for a new member of staff, to be shown once and kept nowhere: 99
// random bits in small letters and digits that are not mixed up when read aloud.
func OneTimePassword() string {
	const letters = "abcdefghjkmnpqrstuvwxyz23456789"
	var b []byte
	for i := range 20 {
		if i > 0 && i%5 == 0 {
			b = append(b, '-')
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(letters))))
		if err != nil {
			panic(err) // crypto/rand never fails
		}
		b = append(b, letters[n.Int64()])
	}
	return string(b)
}

// CheckPassword says whether a new password is allowed: nil or a *Flaw of ErrPassword. own is what
// the person is known by: ИИН, passport, names, login, phone, mail.
func CheckPassword(password string, own ...string) error {
	password = norm.NFKC.String(password)
	if why := weak(password, own); why != "" {
		return &Flaw{Field: FieldPassword, Why: why, Kind: ErrPassword}
	}
	return nil
}

func weak(password string, own []string) string {
	length, folded := utf8.RuneCountInString(password), words.Fold(password)
	switch {
	case length < MinPassword:
		return WhyShort
	case length > MaxPassword:
		return WhyLong
	case simple(folded):
		return WhySimple
	case common()[folded], common()[strings.TrimFunc(folded, notLetter)]:
		return WhyCommon
	case mostly(folded, own):
		return WhyOwn
	}
	return ""
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// simple finds fewer than four different characters, and runs such as 1234567890 or abcdefghij.
func simple(s string) bool {
	seen, steps, runes := map[rune]bool{}, map[rune]int{}, []rune(s)
	for i, r := range runes {
		seen[r] = true
		if i > 0 {
			steps[r-runes[i-1]]++
		}
	}
	return len(seen) < 4 || steps[1] >= len(runes)-3 || steps[-1] >= len(runes)-3
}

// mostly says whether fewer than six characters are left without the person's own data.
func mostly(folded string, own []string) bool {
	left := folded
	for _, o := range own {
		for part := range strings.FieldsSeq(words.Fold(o)) {
			if utf8.RuneCountInString(part) >= 3 {
				left = strings.ReplaceAll(left, part, "")
			}
		}
	}
	return left != folded && utf8.RuneCountInString(left) < 6
}
