package ruqsat_test

import (
	"regexp"
	"strings"
	"testing"

	"ruqsat/words"
)

// The auditor reads acts in words: an act that a room writes into the register has them.
func TestEveryActOfTheRegisterHasWords(t *testing.T) {
	written := regexp.MustCompile(`(?:\bAct:\s*|\bact\{name:\s*|\benter\(tx, |\brecord(?:By|Filter)?\(tx, (?:owner, )?)"([a-z]+\.[a-z.-]+)"`)
	found := map[string]bool{}
	for file, text := range texts(t) {
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range written.FindAllStringSubmatch(text, -1) {
			found[m[1]] = true
			if !words.Has("audit.act."+m[1]) && !words.Has("application.act."+m[1]) {
				t.Errorf("%s writes %s, which has no words in words/catalogue/audit.yaml", file, m[1])
			}
		}
	}
	if len(found) < 40 || !found["staff.substitution"] || !found["application.take"] || !found["staff.filter.save"] {
		t.Errorf("only %d acts are found", len(found))
	}
}
