package permit_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ruqsat/permit"
)

// trusting is a reader that trusts the seal and has a fresh list.
func trusting(s *permit.Seal) permit.Trust {
	return permit.Trust{Keys: []*ecdsa.PublicKey{s.Public()}, Hosts: []string{host}, MaxAge: 12 * time.Hour,
		List: &permit.StatusList{AsOf: now, Ended: map[string]string{}}}
}

func qrOf(t testing.TB, s *permit.Seal) string {
	t.Helper()
	qr, err := s.QR(host, sample())
	if err != nil {
		t.Fatal(err)
	}
	return qr
}

func TestAQRTellsTheReaderWhatItHolds(t *testing.T) {
	s := seal(t)
	qr := qrOf(t, s)
	got := permit.VerifyQR(qr, trusting(s), now)
	if got.Code != permit.Valid || !got.AsOf.Equal(now) {
		t.Fatalf("verdict %+v", got)
	}
	p, want := got.Payload, sample()
	if p.Number != want.Number || p.First != want.Data.First || p.Last != want.Data.Last ||
		p.Territory != want.Data.TerritoryCode || p.Code != want.Code {
		t.Errorf("the QR holds %+v", p)
	}
	if !p.Holds("TJK", "402771936") || !p.Holds("tjk", "40277 1936") {
		t.Error("the holder's passport is not recognised")
	}
	if p.Holds("TJK", "402771937") || p.Holds("UZB", "402771936") {
		t.Error("another passport passes for the holder's")
	}
	if tail, err := s.ReadQR(qr[strings.LastIndex(qr, "/")+1:]); err != nil || tail.Code != want.Code {
		t.Errorf("what follows /P/: %+v (%v)", tail, err)
	}
	if strings.Contains(qr, "NAZAROV") || len(qr) > 260 {
		t.Errorf("the QR is %d characters: %s", len(qr), qr)
	}
}

func TestTheVerdictFollowsDaysAndList(t *testing.T) {
	s := seal(t)
	qr := qrOf(t, s)
	stranger := seal(t)
	for name, c := range map[string]struct {
		at        string
		with      func(*permit.Trust)
		want, why string
	}{
		"the first instant":       {"2026-02-11 00:00:00", nil, permit.Valid, ""},
		"the last instant":        {"2026-08-10 23:59:59", nil, permit.Valid, ""},
		"before the first day":    {"2026-02-10 23:59:59", nil, permit.NotStarted, ""},
		"after the last day":      {"2026-08-11 00:00:00", nil, permit.Expired, ""},
		"revoked":                 {"2026-03-01 09:00:00", listed(permit.Revoked), permit.Revoked, ""},
		"terminated":              {"2026-03-01 09:00:00", listed(permit.Terminated), permit.Terminated, ""},
		"replaced":                {"2026-03-01 09:00:00", listed(permit.Replaced), permit.Replaced, ""},
		"listed as valid":         {"2026-03-01 09:00:00", listed(permit.Valid), permit.Unknown, "state"},
		"no list":                 {"2026-03-01 09:00:00", func(t *permit.Trust) { t.List = nil }, permit.Unknown, "no-list"},
		"only the seal is asked":  {"2026-03-01 09:00:00", func(t *permit.Trust) { t.List, t.SealOnly = nil, true }, permit.Valid, ""},
		"an old list":             {"2026-03-01 09:00:00", age(12*time.Hour + time.Second), permit.Unknown, "old-list"},
		"an old list, seal only":  {"2026-03-01 09:00:00", func(t *permit.Trust) { age(48 * time.Hour)(t); t.SealOnly = true }, permit.Unknown, "old-list"},
		"a list at the limit":     {"2026-03-01 09:00:00", age(12 * time.Hour), permit.Valid, ""},
		"a list of the future":    {"2026-03-01 09:00:00", age(-time.Second), permit.Unknown, "early-list"},
		"an old list of revoked":  {"2026-03-01 09:00:00", func(t *permit.Trust) { listed(permit.Revoked)(t); age(99 * time.Hour)(t) }, permit.Revoked, ""},
		"an unknown key":          {"2026-03-01 09:00:00", func(t *permit.Trust) { t.Keys = []*ecdsa.PublicKey{stranger.Public()} }, permit.Unknown, "key"},
		"no key":                  {"2026-03-01 09:00:00", func(t *permit.Trust) { t.Keys = nil }, permit.Unknown, "key"},
		"an address of strangers": {"2026-03-01 09:00:00", func(t *permit.Trust) { t.Hosts = []string{"elsewhere.example"} }, permit.Unknown, "host"},
	} {
		t.Run(name, func(t *testing.T) {
			trust := trusting(s)
			trust.List.AsOf = almaty(c.at)
			if c.with != nil {
				c.with(&trust)
			}
			if got := permit.VerifyQR(qr, trust, almaty(c.at)); got.Code != c.want || got.Why != c.why {
				t.Errorf("%s (%s), want %s (%s)", got.Code, got.Why, c.want, c.why)
			}
		})
	}
	if got := permit.VerifyQR(qr, trusting(s), time.Time{}); got.Code != permit.Unknown {
		t.Errorf("without a moment: %+v", got)
	}
}

func listed(state string) func(*permit.Trust) {
	return func(t *permit.Trust) { t.List.Ended[sample().Number] = state }
}

func age(d time.Duration) func(*permit.Trust) {
	return func(t *permit.Trust) { t.List.AsOf = t.List.AsOf.Add(-d) }
}

// TestNoMutationOfAQRIsValid changes, cuts, doubles and swaps characters of good texts, and
// moves parts from one QR to another.
func TestNoMutationOfAQRIsValid(t *testing.T) {
	s := seal(t)
	good := qrOf(t, s)
	second := sample()
	second.Number, second.Code = "ZH-3944-26-000128", "gfrggzdfmztwq2lknnwg23tpoa"
	other, err := s.QR(host, second)
	if err != nil {
		t.Fatal(err)
	}
	trust := trusting(s)
	random := mathrand.New(mathrand.NewPCG(1, 2))
	tried := 0
	for tried < 2000 {
		bad := mutate(random, good, other)
		if bad == other || strings.EqualFold(bad, good) && sameSecret(bad, good) {
			continue // the same message
		}
		tried++
		if got := permit.VerifyQR(bad, trust, now); got.Code != permit.Unknown {
			t.Fatalf("mutation %d is %s: %s", tried, got.Code, bad)
		}
	}
}

// sameSecret tells whether two texts differ only in the case of the address, which means
// nothing there.
func sameSecret(a, b string) bool {
	return a[strings.LastIndex(a, "/"):] == b[strings.LastIndex(b, "/"):]
}

func mutate(r *mathrand.Rand, good, other string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567abz019:/.-$ "
	b := []byte(good)
	i := r.IntN(len(b))
	switch r.IntN(8) {
	case 0:
		return good[:i]
	case 1:
		return good[:i] + good[i+1:]
	case 2:
		return good[:i] + string(alphabet[r.IntN(len(alphabet))]) + good[i:]
	case 3:
		j := r.IntN(len(b))
		b[i], b[j] = b[j], b[i]
	case 4:
		return good[:i] + other[i:]
	case 5:
		return good + string(alphabet[r.IntN(len(alphabet))])
	default:
		for range 1 + r.IntN(3) {
			b[r.IntN(len(b))] = alphabet[r.IntN(len(alphabet))]
		}
	}
	return string(b)
}

func FuzzVerifyQR(f *testing.F) {
	s := seal(f)
	good := qrOf(f, s)
	f.Add(good)
	f.Add("HTTPS://RUQSAT.EXAMPLE/P/")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		got := permit.VerifyQR(text, trusting(s), now)
		if got.Code == permit.Valid && !(strings.EqualFold(text, good) && sameSecret(text, good)) {
			t.Errorf("valid: %q", text)
		}
	})
}

func TestAHostMustFitIntoAQR(t *testing.T) {
	s := seal(t)
	for _, bad := range []string{"", "рұқсат.қаз", "a b", "host/path", "ftp://host", "user@host", "host:port"} {
		if _, err := s.QR(bad, sample()); !errors.Is(err, permit.ErrQR) {
			t.Errorf("host %q: %v, want ErrQR", bad, err)
		}
	}
	local := "http://127.0.0.1:8080"
	qr, err := s.QR(local, sample())
	if err != nil || !strings.HasPrefix(qr, "HTTP://127.0.0.1:8080/P/") {
		t.Fatalf("%s (%v)", qr, err)
	}
	trust := trusting(s)
	if got := permit.VerifyQR(qr, trust, now); got.Code != permit.Unknown {
		t.Errorf("a page without TLS that nobody trusts: %s", got.Code)
	}
	trust.Hosts = []string{local}
	if got := permit.VerifyQR(qr, trust, now); got.Code != permit.Valid {
		t.Errorf("a trusted page: %+v", got)
	}
}

func TestTheSealsKeyIsMadeOnceAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "seal.pem")
	keys := make([]*permit.Seal, 20)
	errs := together(len(keys), func(i int) (err error) {
		keys[i], err = permit.KeyFile(path)
		return err
	})
	for i, s := range keys {
		if errs[i] != nil || !s.Public().Equal(keys[0].Public()) {
			t.Fatalf("start %d: %v", i, errs[i])
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v (%v), want 0600", info.Mode(), err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("files left: %v", left)
	}
	for _, damaged := range []string{"", "text", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"} {
		if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := permit.KeyFile(path); err == nil {
			t.Errorf("a damaged key file %q was taken or replaced", damaged)
		}
	}
}

func TestAStrangersSealIsNotOurs(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s := seal(t)
	trust := trusting(s)
	trust.Keys = append([]*ecdsa.PublicKey{&key.PublicKey}, trust.Keys...)
	if got := permit.VerifyQR(qrOf(t, s), trust, now); got.Code != permit.Valid {
		t.Errorf("one of two trusted keys: %+v", got)
	}
	if _, err := s.ReadQR(qrOf(t, seal(t))); !errors.Is(err, permit.ErrQR) {
		t.Errorf("reading a stranger's QR: %v, want ErrQR", err)
	}
}
