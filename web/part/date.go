package part

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// DateValue reads the three inputs of a DateField: YYYY-MM-DD when all three are
// whole numbers in their range, empty when all are empty, and otherwise what was
// entered as day.month.year, so that it can be shown again and refused in words.
// Whether the day exists (31 February) is for calendar.ParseDay to say.
func DateValue(form url.Values, name string) string {
	d := strings.TrimSpace(form.Get(name + "-day"))
	m := strings.TrimSpace(form.Get(name + "-month"))
	y := strings.TrimSpace(form.Get(name + "-year"))
	if d == "" && m == "" && y == "" {
		return ""
	}
	day, month, year := small(d, 2), small(m, 2), small(y, 4)
	if day < 1 || month < 1 || month > 12 || year < 1000 {
		return d + "." + m + "." + y
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

// small is a number of at most so many digits; -1 for anything else.
func small(s string, digits int) int {
	if len(s) == 0 || len(s) > digits || strings.Trim(s, "0123456789") != "" {
		return -1
	}
	n, _ := strconv.Atoi(s)
	return n
}

func pieces(value string) (day, month, year string) {
	if p := strings.SplitN(value, ".", 3); len(p) == 3 {
		return p[0], p[1], p[2]
	}
	if p := strings.SplitN(value, "-", 3); len(p) == 3 {
		return p[2], p[1], p[0]
	}
	return value, "", ""
}

func dayOf(value string) string   { d, _, _ := pieces(value); return d }
func monthOf(value string) string { _, m, _ := pieces(value); return m }
func yearOf(value string) string  { _, _, y := pieces(value); return y }

// datePartID gives the day the field's own id: the error summary leads there.
func datePartID(f Field, piece string) string {
	if piece == "day" {
		return f.ID
	}
	return f.ID + "-" + piece
}
