package identity_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ruqsat/calendar"
	"ruqsat/identity"
)

// The specimen of ICAO Doc 9303 part 4.
const (
	utopia1 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
	utopia2 = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
)

func TestTheSpecimenOfICAO(t *testing.T) {
	m, err := identity.ParseMRZ(utopia1, utopia2)
	if err != nil {
		t.Fatal(err)
	}
	want := identity.MRZ{
		Document: "P", Issuer: "UTO", Surname: "ERIKSSON", GivenNames: "ANNA MARIA", Number: "L898902C3", Nationality: "UTO",
		BirthDate: calendar.NewDay(1974, 8, 12), Sex: "F", Expiry: calendar.NewDay(2012, 4, 15), Personal: "ZE184226B",
	}
	if m != want {
		t.Errorf("%+v", m)
	}
	if line1, line2 := m.Lines(); line1 != utopia1 || line2 != utopia2 {
		t.Errorf("%s\n%s", line1, line2)
	}
}

func TestSmallLettersAndSpacesAreForgiven(t *testing.T) {
	m, err := identity.ParseMRZ(" "+strings.ToLower(utopia1)+"\n", utopia2[:22]+" "+utopia2[22:])
	if err != nil || m.Surname != "ERIKSSON" {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestAWrongZoneIsRefusedWithItsReason(t *testing.T) {
	second := func(at int, with string) string { return utopia2[:at] + with + utopia2[at+len(with):] }
	for what, x := range map[string]struct {
		line1, line2, why string
		line              int
	}{
		"a short first line":     {utopia1[1:], utopia2, "length", 1},
		"a long second line":     {utopia1, utopia2 + "<", "length", 2},
		"Cyrillic letters":       {"P<UTOЕRIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", utopia2, "characters", 1},
		"an identity card":       {"I" + utopia1[1:], utopia2, "document", 1},
		"no issuer":              {"P<<<<" + utopia1[5:], utopia2, "issuer", 1},
		"an issuer in digits":    {"P<U1O" + utopia1[5:], utopia2, "issuer", 1},
		"no names":               {"P<UTO" + strings.Repeat("<", 39), utopia2, "names", 1},
		"digits in a name":       {"P<UTO3" + utopia1[6:], utopia2, "names", 1},
		"another number":         {utopia1, second(0, "M"), "number-checksum", 2},
		"no such birth check":    {utopia1, second(19, "3"), "birth-checksum", 2},
		"no such expiry check":   {utopia1, second(27, "8"), "expiry-checksum", 2},
		"no such personal check": {utopia1, second(42, "2"), "personal-checksum", 2},
		"no such composite":      {utopia1, second(43, "1"), "composite-checksum", 2},
		"a filler for composite": {utopia1, second(43, "<"), "composite-checksum", 2},
		"no such birth date":     {utopia1, sealed("L898902C3", "UTO", "740231", "F", "120415"), "birth-date", 2},
		"no such expiry":         {utopia1, sealed("L898902C3", "UTO", "740812", "F", "121315"), "expiry", 2},
		"an open expiry":         {utopia1, sealed("L898902C3", "UTO", "740812", "F", "<<<<<<"), "expiry", 2},
		"another sex":            {utopia1, sealed("L898902C3", "UTO", "740812", "X", "120415"), "sex", 2},
		"no number":              {utopia1, sealed("<<<<<<<<<", "UTO", "740812", "F", "120415"), "number", 2},
		"no nationality":         {utopia1, sealed("L898902C3", "<<<", "740812", "F", "120415"), "issuer", 2},
		"a filler inside it":     {utopia1, sealed("L898902C3", "U<O", "740812", "F", "120415"), "issuer", 2},
	} {
		_, err := identity.ParseMRZ(x.line1, x.line2)
		var refused *identity.MRZError
		if !errors.As(err, &refused) || refused.Why != x.why || refused.Line != x.line {
			t.Errorf("%s: %v, want line %d %s", what, err, x.line, x.why)
			continue
		}
		if strings.Contains(err.Error(), "ERIKSSON") || strings.Contains(err.Error(), "898902") {
			t.Errorf("%s: the error tells personal data: %v", what, err)
		}
	}
}

// sealed is a second line whose check digits are right, reckoned anew.
func sealed(number, nationality, birth, sex, expiry string) string {
	head := number + control(number)
	dated := birth + control(birth)
	rest := expiry + control(expiry) + strings.Repeat("<", 14) + "<"
	return head + nationality + dated + sex + rest + control(head+dated+rest)
}

func control(s string) string {
	const values = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	sum := 0
	for i, r := range s {
		sum += max(0, strings.IndexRune(values, r)) * []int{7, 3, 1}[i%3]
	}
	return fmt.Sprint(sum % 10)
}

func TestYearsOfTwoDigits(t *testing.T) {
	for _, x := range []struct{ birth, expiry, wantBirth, wantExpiry string }{
		{"740812", "310415", "1974-08-12", "2031-04-15"},
		{"050101", "310415", "2005-01-01", "2031-04-15"},
		{"310416", "310415", "1931-04-16", "2031-04-15"}, // not born after the expiry
		{"310415", "310415", "2031-04-15", "2031-04-15"},
		{"000229", "310415", "2000-02-29", "2031-04-15"},
		{"990101", "260101", "1999-01-01", "2026-01-01"},
	} {
		m, err := identity.ParseMRZ(utopia1, sealed("A1234567<", "UZB", x.birth, "M", x.expiry))
		if err != nil || m.BirthDate.String() != x.wantBirth || m.Expiry.String() != x.wantExpiry {
			t.Errorf("%s, %s: %s, %s, %v", x.birth, x.expiry, m.BirthDate, m.Expiry, err)
		}
	}
	m, err := identity.ParseMRZ(utopia1, sealed("A1234567<", "UZB", "74<<<<", "<", "310415"))
	if err != nil || !m.BirthDate.IsZero() || m.Sex != "" {
		t.Errorf("a birth day that the passport leaves open, and no sex: %+v, %v", m, err)
	}
	if m.Number != "A1234567" {
		t.Errorf("the filler is no part of the number: %s", m.Number)
	}
}

func TestNamesAreCutAndFilled(t *testing.T) {
	for _, x := range []struct{ surname, given, field string }{
		{"Юлдашева", "Нигора Шухратовна", "IULDASHEVA<<NIGORA<SHUKHRATOVNA<<<<<<<<"},
		{"ABDURAKHMONOV", "MUHAMMADSHUKHRAT MUHAMMADALI", "ABDURAKHMONOV<<MUHAMMADSHUKHRAT<MUHAMMA"},
		{"NGUYEN-VAN DER BERGHE SOMETHING VERY LONG", "ANNA", "NGUYEN<VAN<DER<BERGHE<SOMETHING<VERY<<A"},
		{"O'CONNOR", "MARY-ANN", "OCONNOR<<MARY<ANN<<<<<<<<<<<<<<<<<<<<<<"},
		{"ARKFREITH", "", "ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"},
	} {
		m := identity.MRZ{Document: "P", Issuer: "UZB", Surname: x.surname, GivenNames: x.given, Number: "A1", Nationality: "UZB",
			BirthDate: calendar.NewDay(1990, 1, 2), Sex: "F", Expiry: calendar.NewDay(2030, 1, 2)}
		line1, line2 := m.Lines()
		if line1[5:] != x.field {
			t.Errorf("%s, want %s", line1[5:], x.field)
		}
		back, err := identity.ParseMRZ(line1, line2)
		if err != nil || back.Truncated != !strings.HasSuffix(x.field, "<") {
			t.Errorf("%s: %+v, %v", x.surname, back, err)
		}
	}
}

func TestLinesAreReadBackAsTheyWereWritten(t *testing.T) {
	name := rapid.StringMatching(`[A-Z]{2,10}( [A-Z]{2,6})?`)
	rapid.Check(t, func(t *rapid.T) {
		expiry := calendar.NewDay(2016, 1, 1).AddDays(rapid.IntRange(0, 9000).Draw(t, "expiry"))
		m := identity.MRZ{
			Document: "P", Issuer: rapid.SampledFrom([]string{"UZB", "TJK", "KGZ", "D"}).Draw(t, "issuer"),
			Surname: name.Draw(t, "surname"), GivenNames: name.Draw(t, "given"),
			Number: rapid.StringMatching(`[A-Z]{2}[0-9]{7}`).Draw(t, "number"), Nationality: "UZB",
			BirthDate: expiry.AddDays(-rapid.IntRange(0, 36000).Draw(t, "age")),
			Sex:       rapid.SampledFrom([]string{"M", "F", ""}).Draw(t, "sex"), Expiry: expiry,
			Personal: rapid.StringMatching(`([0-9]{14})?`).Draw(t, "personal"),
		}
		line1, line2 := m.Lines()
		back, err := identity.ParseMRZ(line1, line2)
		if err != nil || back != m {
			t.Fatalf("%+v\n%+v\n%v", m, back, err)
		}

		i := rapid.IntRange(0, 43).Draw(t, "place")
		if i >= 10 && i < 13 || i == 20 { // nationality and sex have no check digit
			return
		}
		wrong := line2[:i] + string("0123456789"[(int(line2[i])+1)%10]) + line2[i+1:]
		if _, err := identity.ParseMRZ(line1, wrong); err == nil && checkedAlike(line2[i], wrong[i]) {
			t.Fatalf("a wrong character passes: %s for %s", wrong, line2)
		}
	})
}

// checkedAlike: the weights see a difference of the values that is no multiple of ten.
func checkedAlike(a, b byte) bool {
	value := func(c byte) int {
		return max(0, strings.IndexByte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", c))
	}
	return (value(a)-value(b))%10 != 0
}

func FuzzParseMRZ(f *testing.F) {
	f.Add(utopia1, utopia2)
	f.Add("P<UTO\xff", "")
	f.Fuzz(func(t *testing.T, line1, line2 string) {
		m, err := identity.ParseMRZ(line1, line2)
		var refused *identity.MRZError
		if err != nil && !errors.As(err, &refused) {
			t.Errorf("%v", err)
		}
		if err == nil && (m.Number == "" || m.Surname == "") {
			t.Errorf("%+v", m)
		}
	})
}
