package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
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

// The cost of argon2id: the second choice of OWASP, 19 MiB and two passes in one lane. It takes
// about 25 ms of one processor.
const (
	argonMemory = 19 << 10 // KiB
	argonTime   = 2
	argonLanes  = 1
	argonSalt   = 16
	argonKey    = 32
)

// hashing lets as many hashes run at once as there are processors, so that a flood of sign-ins
// costs bounded memory and leaves the rest of the house alive.
var hashing = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)))

// HashPassword makes the argon2id hash to be kept, in the PHC form. It may wait for other hashes
// to finish, as long as ctx allows. It is never called inside a transaction.
func HashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, argonSalt)
	rand.Read(salt)
	key, err := argon(ctx, password, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes,
		b64(salt), b64(key)), nil
}

func argon(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
		defer func() { <-hashing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return argon2.IDKey([]byte(norm.NFKC.String(password)), salt, argonTime, argonMemory, argonLanes, argonKey), nil
}

var errHash = errors.New("account: a kept password hash cannot be read")

// matches compares a password with a kept hash, in the time of one hash.
func matches(ctx context.Context, kept, password string) (bool, error) {
	parts := strings.Split(kept, "$")
	cost := fmt.Sprintf("m=%d,t=%d,p=%d", argonMemory, argonTime, argonLanes)
	if len(parts) != 6 || parts[1] != "argon2id" || parts[3] != cost {
		return false, errHash
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, errHash
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) != argonKey {
		return false, errHash
	}
	if utf8.RuneCountInString(password) > MaxPassword {
		password = "" // matches nothing, and a megabyte is not worth hashing
	}
	got, err := argon(ctx, password, salt)
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1, err
}

// decoy is a hash that no password matches: what an unknown name is compared with, for equal work.
var decoy = func() string {
	b := make([]byte, argonSalt+argonKey)
	rand.Read(b)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes,
		b64(b[:argonSalt]), b64(b[argonSalt:]))
}()
