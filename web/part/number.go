package part

import (
	"context"
	"regexp"

	"ruqsat/words"
)

// numbered takes a text apart at the numbers of cases and permits, which stand on one line; every
// second piece is a number.
func numbered(text string) []string {
	var pieces []string
	at := 0
	for _, m := range caseNumber.FindAllStringIndex(text, -1) {
		pieces = append(pieces, text[at:m[0]], text[m[0]:m[1]])
		at = m[1]
	}
	return append(pieces, text[at:])
}

var caseNumber = regexp.MustCompile(`[A-Z]{2,4}-[0-9]{4}-[0-9]{2}-[0-9]{6}`)

func number(ctx context.Context, n int) string { return words.Number(Tongue(ctx), int64(n)) }
