package db_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"ruqsat/db"
)

// What one of the engines does not know, or knows otherwise.
var unportable = map[string]*regexp.Regexp{
	"a type that one engine keeps otherwise": regexp.MustCompile(`(?i)\b(TIMESTAMP|TIMESTAMPTZ|DATETIME|DATE|BOOLEAN|BOOL|BLOB|JSON|JSONB|UUID|NUMERIC|REAL|VARCHAR|SERIAL|BIGSERIAL)\b`),
	"a serial number of the engine":          regexp.MustCompile(`(?i)\b(AUTOINCREMENT|GENERATED)\b`),
	"a named UNIQUE, whose name SQLite forgets": regexp.MustCompile(
		`(?i)\bCONSTRAINT\s+\w+\s+(UNIQUE|PRIMARY)`),
	"a check at the commit, which on SQLite would undo the acts of others": regexp.MustCompile(`(?i)\bDEFERR`),
	"the engine's own clock": regexp.MustCompile(`(?i)\b(now\s*\(|CURRENT_TIMESTAMP|CURRENT_DATE)`),
}

func TestMigrationsKeepToThePortableSubset(t *testing.T) {
	files, err := fs.Glob(db.Migrations(), "*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	comment, text := regexp.MustCompile(`--[^\n]*`), regexp.MustCompile(`'[^']*'`)
	for _, file := range files {
		content, err := fs.ReadFile(db.Migrations(), file)
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^\d{4}_[a-z_]+\.sql$`).MatchString(file) || !strings.Contains(string(content), "-- +goose Up") {
			t.Errorf("%s: name it NNNN_room.sql and begin with -- +goose Up", file)
		}
		bare := text.ReplaceAllString(comment.ReplaceAllString(string(content), ""), "''")
		for what, found := range unportable {
			if word := found.FindString(bare); word != "" {
				t.Errorf("%s: %q is %s", file, word, what)
			}
		}
	}
}
