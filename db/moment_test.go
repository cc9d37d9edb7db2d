package db_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ruqsat/db"
)

func TestTimesSortAsTheMomentsDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) db.Time {
			seconds := rapid.Int64Range(-2e9, 5e9).Draw(t, name)
			zone := time.FixedZone("", rapid.IntRange(-12, 14).Draw(t, name+" zone")*3600)
			return db.At(time.Unix(seconds, rapid.Int64Range(0, 999_999_999).Draw(t, name+" ns")).In(zone))
		}
		a, b := draw("a"), draw("b")
		if a.Compare(b.Time) != compare(a.String(), b.String()) {
			t.Fatalf("%v and %v sort as %q and %q", a.Time, b.Time, a, b)
		}
		var back db.Time
		if err := back.Scan(a.String()); err != nil || back != a {
			t.Fatalf("%v came back as %v: %v", a, back, err)
		}
	})
}

func compare(a, b string) int {
	return slices.Compare([]string{a}, []string{b})
}

func TestATextOfAnotherWidthIsNoMoment(t *testing.T) {
	for _, text := range []string{"2026-04-01", "2026-04-01T07:00:00Z", "2026-04-01T07:00:00.000000+00:00", "2026-02-31T07:00:00.000000Z", "x"} {
		if err := new(db.Time).Scan(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
	if err := new(db.Time).Scan(int64(5)); err == nil {
		t.Error("a number was read")
	}
}

func TestIDsSortAsTheyWereMade(t *testing.T) {
	now := time.Date(2026, 4, 1, 7, 0, 0, 0, time.UTC)
	seen, last := map[string]bool{}, ""
	for range 20_000 {
		if rand.IntN(3) == 0 {
			now = now.Add(time.Duration(rand.IntN(3000)) * time.Microsecond)
		}
		id := db.NewID(now)
		if id <= last || seen[id] {
			t.Fatalf("%s after %s", id, last)
		}
		seen[id], last = true, id
	}
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(last) {
		t.Errorf("%s is no UUIDv7", last)
	}
}

func TestACodeIs26LettersAndNeverTheSame(t *testing.T) {
	seen := map[string]bool{}
	for range 10_000 {
		code := db.NewCode()
		if seen[code] || !regexp.MustCompile(`^[a-z2-7]{26}$`).MatchString(code) {
			t.Fatal(code)
		}
		seen[code] = true
	}
}
