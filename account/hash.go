package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

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
