package regulation

import (
	"errors"
	"net/mail"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ruqsat/calendar"
	"ruqsat/words"
)

// clean brings the field's value among those of its page to its form, or says what is wrong with it.
// Spaces and dashes never are: they are taken out where they mean nothing.
func (e *Edition) clean(f Field, values map[string]string, on calendar.Day) (string, *Defect) {
	value := strings.TrimSpace(strings.ToValidUTF8(values[f.ID], ""))
	if value == "" {
		if f.Required {
			return "", f.defect("required")
		}
		return "", nil
	}
	form, ok := formats[f.Kind]
	if !ok {
		return "", f.defect("required")
	}
	cleaned, wrong := form(e, f, value, on)
	if wrong != nil {
		return value, wrong
	}
	return cleaned, e.outside(f, cleaned, values, on)
}

// defect says what is wrong, naming the field; args are those of the catalogue's text.
func (f Field) defect(rule string, args ...any) *Defect {
	args = append(args, "field", f.Label)
	return &Defect{Field: f.ID, Rule: rule, Cite: f.Cite, Text: words.All("check.format."+rule, args...)}
}

// format is how one kind of field is written.
type format func(e *Edition, f Field, value string, on calendar.Day) (string, *Defect)

var formats = map[string]format{
	"text": text, "address": text, "latin": latin, "date": day, "choice": choice, "country": country,
	"iin": iin, "phone": phone, "months": number, "number": number, "tenge": number, "unit": unit,
	"tick": tick, "passport": passport, "email": email, "mrz": mrz,
}

func text(_ *Edition, f Field, value string, _ calendar.Day) (string, *Defect) {
	limit := f.Max
	if limit == 0 {
		limit = 300
	}
	value = strings.Join(strings.Fields(strings.Map(printable, value)), " ")
	if n := utf8.RuneCountInString(value); n > limit {
		return "", f.defect("long", "n", n, "max", limit)
	}
	if value == "" {
		return "", f.defect("required")
	}
	return value, nil
}

func printable(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
		return ' '
	}
	return r
}

func latin(e *Edition, f Field, value string, on calendar.Day) (string, *Defect) {
	value, wrong := text(e, f, strings.ToUpper(value), on)
	if wrong != nil {
		return "", wrong
	}
	letters := 0
	for _, r := range value {
		switch {
		case r >= 'A' && r <= 'Z':
			letters++
		case strings.ContainsRune(" -'’ʻ.`", r):
		default:
			return "", f.defect("latin", "letter", string(r))
		}
	}
	if letters == 0 {
		return "", f.defect("required")
	}
	return value, nil
}

func choice(_ *Edition, f Field, value string, _ calendar.Day) (string, *Defect) {
	for _, c := range f.Choices {
		if c.Value == value {
			return value, nil
		}
	}
	return "", f.defect("choice")
}

func country(e *Edition, f Field, value string, _ calendar.Day) (string, *Defect) {
	value = strings.ToUpper(value)
	if _, ok := e.law.Country(value); !ok {
		return "", f.defect("choice")
	}
	return value, nil
}

func unit(e *Edition, f Field, value string, _ calendar.Day) (string, *Defect) {
	value = squeezed(value)
	if _, ok := e.law.Units.Find(value); !ok {
		return "", f.defect("choice")
	}
	return value, nil
}

// phone keeps the digits in the international form: 8 701 ... and 701 ... of Kazakhstan become +7 701 ...
func phone(_ *Edition, f Field, value string, _ calendar.Day) (string, *Defect) {
	plus := strings.HasPrefix(value, "+")
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u00a0-–()+.", r) {
			return -1
		}
		return r
	}, value)
	if strings.Trim(digits, "0123456789") != "" {
		return "", f.defect("phone")
	}
	switch {
	case !plus && len(digits) == 11 && digits[0] == '8':
		digits = "7" + digits[1:]
	case !plus && len(digits) == 10 && digits[0] == '7':
		digits = "7" + digits
	}
	if len(digits) < 10 || len(digits) > 15 {
		return "", f.defect("phone-length", "n", len(digits))
	}
	return "+" + digits, nil
}

var errNumber = errors.New("regulation: not a whole number")

// wholeNumber reads digits only: no sign, no comma, no spaces.
func wholeNumber(s string) (int, error) {
	if s == "" || len(s) > 12 || strings.Trim(s, "0123456789") != "" {
		return 0, errNumber
	}
	return strconv.Atoi(s)
}

func number(_ *Edition, f Field, value string, _ calendar.Day) (string, *Defect) {
	compact := strings.TrimSuffix(strings.Join(strings.Fields(value), ""), "₸")
	n, err := wholeNumber(compact)
	if err != nil {
		return "", f.defect("number")
	}
	if f.Kind == "tenge" && n == 0 {
		return "", f.defect("tenge")
	}
	return strconv.Itoa(n), nil
}

func tick(_ *Edition, f Field, value string, _ calendar.Day) (string, *Defect) {
	switch strings.ToLower(value) {
	case "on", "yes", "true", "1":
		return "yes", nil
	}
	if f.Required {
		return "", f.defect("tick")
	}
	return "no", nil
}

// passport takes Latin letters and digits; a Cyrillic «А» looks like a Latin A and is another letter.
func passport(_ *Edition, f Field, value string, _ calendar.Day) (string, *Defect) {
	value = squeezed(value)
	for _, r := range value {
		if r >= 'А' && r <= 'я' || r == 'І' || r == 'і' {
			return "", f.defect("passport-cyrillic", "letter", string(r))
		}
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return "", f.defect("passport")
		}
	}
	if len(value) < 6 || len(value) > 12 || strings.Trim(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return "", f.defect("passport")
	}
	return value, nil
}

func email(_ *Edition, f Field, value string, _ calendar.Day) (string, *Defect) {
	address, err := mail.ParseAddress(value)
	if err != nil || address.Address != value || !strings.Contains(value[strings.LastIndex(value, "@"):], ".") {
		return "", f.defect("email")
	}
	return value, nil
}
