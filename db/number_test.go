package db

import "testing"

func TestPlaceholdersAreNumberedOutsideTextsAndComments(t *testing.T) {
	for text, want := range map[string]string{
		`SELECT ?`:                  `SELECT $1`,
		`a = ? AND b = '?' AND c=?`: `a = $1 AND b = '?' AND c=$2`,
		`'it''s ?' || ?`:            `'it''s ?' || $1`,
		`"odd?" = ?`:                `"odd?" = $1`,
		"? -- why?\n, ?":            "$1 -- why?\n, $2",
		`/* ? */ ? /* open ?`:       `/* ? */ $1 /* open ?`,
		`- ? / ?`:                   `- $1 / $2`,
		`'open ?`:                   `'open ?`,
		`қ = ? AND ғ IN (?,?,?)`:    `қ = $1 AND ғ IN ($2,$3,$4)`,
		`?,?,?,?,?,?,?,?,?,?,?`:     `$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11`,
		``:                          ``,
	} {
		if got := Number(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
