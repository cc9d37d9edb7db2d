package words

import "strconv"

// space is the no-break space between groups of digits, the custom of all three
// languages in Kazakhstan.
const space = "\u00a0"

// Number is a whole number with its thousands grouped: "103 800" (no-break space).
func Number(_ Language, n int64) string {
	return group(strconv.FormatInt(n, 10))
}

// Tenge is a sum of whole tenge (теңге): "103 800 ₸".
func Tenge(l Language, n int64) string {
	return Number(l, n) + space + "₸"
}

// Months is a span of months in words: "6 ай", "6 месяцев", "6 months".
func Months(l Language, n int) string {
	return Say(l, "common.months", "n", n)
}

// plain groups only from five digits on, so that a year stays a year.
func plain(n int64) string {
	s := strconv.FormatInt(n, 10)
	if -10_000 < n && n < 10_000 {
		return s
	}
	return group(s)
}

func group(digits string) string {
	first := 0
	if digits[0] == '-' {
		first = 1
	}

	b := make([]byte, 0, len(digits)+8)
	for i := range len(digits) {
		if left := len(digits) - i; i > first && left%3 == 0 {
			b = append(b, space...)
		}
		b = append(b, digits[i])
	}
	return string(b)
}
