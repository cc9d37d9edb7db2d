package identity_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ruqsat/identity"
)

// P18: the test values of the facts about identifiers.
func TestNumbersAreJudgedByTheirDigits(t *testing.T) {
	for _, x := range []struct {
		number   string
		kind     identity.Kind
		why      string
		warnings []string
	}{
		{"850115390017", identity.IIN, "", nil},
		{"920308490018", identity.IIN, "", nil},
		{"000716500605", identity.IIN, "", nil}, // the control digit of the second pass
		{"031209690019", identity.IIN, "", nil},
		{"881122090014", identity.IIN, "", []string{"sex"}}, // seventh digit 0: taken, with a warning
		{"850115390018", identity.IIN, "checksum", nil},
		{"920308490081", identity.IIN, "checksum", nil}, // the last two exchanged
		{"85011539001", "", "length", nil},
		{"850115390O17", "", "digits", nil}, // the letter O
		{"850115300280", identity.IIN, "no-control-digit", nil},

		{"160840999016", identity.BIN, "", nil},
		{"990341999016", identity.BIN, "", nil},
		{"201042999010", identity.BIN, "", nil},
		{"110550999102", identity.BIN, "", nil}, // non-resident, second pass
		{"231251999012", identity.BIN, "", nil},
		{"160840999017", identity.BIN, "checksum", nil},
		{"160840999061", identity.BIN, "checksum", nil},
		{"161340999010", identity.BIN, "month", nil},     // month 13, the checksum is good
		{"160844999018", identity.BIN, "attribute", nil}, // attribute 4, the checksum is good
		{"16084099901", "", "length", nil},
		{"160870999109", "", "type", nil}, // type 7, the checksum is good
		{"160840990340", identity.BIN, "no-control-digit", nil},
	} {
		got := identity.CheckNumber(x.number)
		if got.Kind != x.kind || got.Why != x.why || got.Valid != (x.why == "") || !slices.Equal(got.Warnings, x.warnings) {
			t.Errorf("%s: %+v, want %s %q %v", x.number, got, x.kind, x.why, x.warnings)
		}
	}
}

func TestOtherWritingsOfANumber(t *testing.T) {
	for written, why := range map[string]string{
		" 850115 390017 ": "", "850115-390017": "", "850115\u00a0390017\t": "", "8501–1539–0017": "", "\u200e850115390017": "",
		"": "length", "8501153900170": "length", "８５０１１５３９００１７": "digits", "85011539001⁷": "digits",
		"850115390O17": "digits", "850115390О17": "digits", "+50115390017": "digits", "850115.90017": "digits",
		strings.Repeat("8", 1_000_000): "length",
	} {
		if got := identity.CheckNumber(written); got.Why != why || got.Valid != (why == "") {
			t.Errorf("%.20q: %q, want %q", written, got.Why, why)
		}
	}
	if got := identity.CheckNumber("8501 1539-0017").Number; got != "850115390017" {
		t.Errorf("the number without spaces and dashes: %s", got)
	}
}

func TestABirthDateThatIsNoneOnlyWarns(t *testing.T) {
	for body, want := range map[string][]string{
		"85133139001": {"birth-date"}, "85023039001": {"birth-date"}, "00022931001": {"birth-date"}, // 1900 was no leap year
		"00022951001": nil, "00022901001": {"sex"}, "85133199001": {"birth-date", "sex"}, "00000000000": {"birth-date", "sex"},
		"85011519001": nil, "85011569001": nil,
	} {
		number := withControlDigit(body)
		if got := identity.CheckNumber(number); !got.Valid || !slices.Equal(got.Warnings, want) {
			t.Errorf("%s: %+v, want %v", number, got, want)
		}
	}
}

// withControlDigit finds the last digit by trying all ten.
func withControlDigit(body string) string {
	for _, last := range "0123456789" {
		if c := identity.CheckNumber(body + string(last)); c.Why != identity.WhyChecksum {
			return c.Number
		}
	}
	return body
}

// The control digit sees one wrong digit in every place but the eleventh, whose
// weight is 11: that is the decree's own, and why a register is asked as well.
func TestOneWrongDigitIsSeen(t *testing.T) {
	const number = "920308490018"
	for i := range 12 {
		for _, d := range "0123456789" {
			wrong := number[:i] + string(d) + number[i+1:]
			want := wrong == number || i == 10
			if got := identity.CheckNumber(wrong); got.Valid != want && !secondPass(wrong) {
				t.Errorf("%s: %+v", wrong, got)
			}
		}
	}
}

func secondPass(number string) bool {
	sum := 0
	for i := range 11 {
		sum += int(number[i]-'0') * (i + 1)
	}
	return sum%11 == 10
}

func TestOnlyOneControlDigitFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringMatching(`[0-9]{4}[0-3][0-9]{6}`).Draw(t, "body")
		fits := 0
		for _, last := range "0123456789" {
			c := identity.CheckNumber(body + string(last))
			if c.Valid {
				fits++
			}
			if c.Why == identity.WhyNoControlDigit {
				fits--
			}
		}
		if fits != 1 && fits != -10 {
			t.Fatalf("%s: %d", body, fits)
		}
	})
}

func TestTheJSONOfACheckHasAlwaysAListOfWarnings(t *testing.T) {
	out, err := json.Marshal(identity.CheckNumber("850115390017"))
	if want := `{"number":"850115390017","kind":"iin","valid":true,"warnings":[],"why":""}`; err != nil || string(out) != want {
		t.Errorf("%s, %v", out, err)
	}
}

func FuzzCheckNumber(f *testing.F) {
	f.Add("850115390017")
	f.Add("16084099901\xff")
	f.Fuzz(func(t *testing.T, s string) {
		if c := identity.CheckNumber(s); c.Valid == (c.Why != "") || c.Warnings == nil {
			t.Errorf("%q: %+v", s, c)
		}
	})
}
