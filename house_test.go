package ruqsat_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// texts are the project's own text files with what they hold. This folder's tests are left out,
// because they name what they look for.
func texts(t *testing.T) map[string]string {
	list := map[string]string{}
	for _, file := range files(t) {
		if path.Dir(file) == "." && strings.HasSuffix(file, "_test.go") {
			continue
		}
		text := read(t, file)
		if utf8.ValidString(text) && !bytes.ContainsRune([]byte(text), 0) {
			list[file] = text
		}
	}
	if len(list) < 200 {
		t.Fatalf("only %d files were read", len(list))
	}
	return list
}

// line is the number of the line at an offset of a text.
func line(text string, at int) int { return 1 + strings.Count(text[:at], "\n") }

func TestNothingIsLeftUnfinished(t *testing.T) {
	mark := regexp.MustCompile(`\b(TODO|FIXME|XXX:|HACK)\b|(?i:not implemented)`)
	for file, text := range texts(t) {
		if file == "CONTRIBUTING.md" || path.Base(file) == "go.sum" || strings.HasSuffix(file, "-lock.json") {
			continue
		}
		for _, at := range mark.FindAllStringIndex(text, -1) {
			t.Errorf("%s:%d: %s", file, line(text, at[0]), text[at[0]:at[1]])
		}
	}
}

func TestNoFileKnowsTheMachineItWasWrittenOn(t *testing.T) {
	place := regexp.MustCompile(`/work/(main|shared|\.library)|/root/|/home/[a-z]+/|/tmp/[a-z]+/` +
		`|registry\.npmjs|npmjs\.org|yarnpkg|proxy\.golang|sum\.golang|goproxy\.|deb\.debian`)
	for file, text := range texts(t) {
		for _, at := range place.FindAllStringIndex(text, -1) {
			t.Errorf("%s:%d: %s", file, line(text, at[0]), text[at[0]:at[1]])
		}
	}
}

// Services come from the law. A service of known kinds of checks is one folder, so nothing else may
// name one, but who invents cases of it: the demonstration and the tests.
func TestOnlyTheLawAndTheDemonstrationNameAService(t *testing.T) {
	services, err := filepath.Glob("law/*/service.yaml")
	if err != nil || len(services) == 0 {
		t.Fatal("the law has no services", err)
	}
	for _, s := range services {
		id := regexp.MustCompile(`(?m)^id: *(\S+)`).FindStringSubmatch(read(t, s))
		if id == nil {
			t.Fatalf("%s has no id", s)
		}
		for file, text := range texts(t) {
			if at := strings.Index(text, id[1]); at >= 0 && !mayNameAService(file) {
				t.Errorf("%s:%d names the service %s", file, line(text, at), id[1])
			}
		}
	}
}

func mayNameAService(file string) bool {
	for _, folder := range []string{"law/", "application/sample/", "exchange/simulator/scenario/", "browser/", "docs/", "cmd/ruqsat/"} {
		if strings.HasPrefix(file, folder) {
			return true
		}
	}
	return strings.HasSuffix(file, "_test.go") || strings.Contains(file, "/testdata/") || strings.HasSuffix(file, ".md")
}

// A verb whose time is an argument can be tried at any moment, and a case is judged at the moment it is about.
func TestOnlyTheDoorsAskWhatTimeItIs(t *testing.T) {
	for file, text := range texts(t) {
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") || mayAskTheTime(file) {
			continue
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
		if err != nil {
			t.Error(err)
			continue
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && (s.Sel.Name == "Now" || s.Sel.Name == "Since" || s.Sel.Name == "Until") {
				t.Errorf("%s asks time.%s", set.Position(s.Pos()), s.Sel.Name)
			}
			return true
		})
	}
}

// mayAskTheTime: the doors measure how long an answer took, calendar holds the clock itself, dbtest
// waits for a server, and the tools are no part of the program.
func mayAskTheTime(file string) bool {
	for _, folder := range []string{"cmd/", "web/", "api/", "calendar/clock.go", "db/dbtest/", "tools/"} {
		if strings.HasPrefix(file, folder) {
			return true
		}
	}
	return false
}

// cited is a number of docs/mission.md or docs/quality.md where it is quoted.
var cited = regexp.MustCompile(`\b([MBRST]-\d{2,3}|P(?:1\d|[1-9])a?|T(?:1[0-5]|[1-9]))\b`)

// explained are the rows of a page by their number.
func explained(t *testing.T, pages ...string) map[string]string {
	row := regexp.MustCompile(`(?m)^\| ([MBRST]-?\d+|P\d+a?) \| .*$`)
	list := map[string]string{}
	for _, page := range pages {
		for _, m := range row.FindAllStringSubmatch(read(t, page), -1) {
			if list[m[1]] != "" {
				t.Errorf("%s: %s stands twice", page, m[1])
			}
			list[m[1]] = m[0]
		}
	}
	return list
}

func TestEveryNumberThatIsQuotedIsExplained(t *testing.T) {
	rows := explained(t, "docs/mission.md", "docs/quality.md")
	for file, text := range texts(t) {
		kind := path.Ext(file)
		if kind != ".go" && kind != ".yaml" && kind != ".txt" && kind != ".templ" && kind != ".sql" ||
			strings.HasSuffix(file, "OFL.txt") {
			continue
		}
		for _, at := range cited.FindAllStringIndex(comments(file, text), -1) {
			if id := text[at[0]:at[1]]; rows[id] == "" {
				t.Errorf("%s:%d quotes %s, which no page explains", file, line(text, at[0]), id)
			}
		}
	}
}

// comments blanks what is no comment of a Go file, because P1 may be a name or a string there.
// Other files are taken whole.
func comments(file, text string) string {
	if path.Ext(file) != ".go" {
		return text
	}
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return text
	}
	blank := bytes.Repeat([]byte(" "), len(text))
	for _, group := range parsed.Comments {
		for _, c := range group.List {
			from, to := set.Position(c.Pos()).Offset, set.Position(c.End()).Offset
			copy(blank[from:to], text[from:to])
		}
	}
	return string(blank)
}

// Where a page says that a test shows something, the test is there.
func TestEveryTestThatAPageNamesExists(t *testing.T) {
	declared := map[string]bool{}
	name := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)
	for file, text := range texts(t) {
		if strings.HasSuffix(file, "_test.go") {
			for _, m := range name.FindAllStringSubmatch(text, -1) {
				declared[path.Dir(file)+"."+m[1]] = true
			}
		}
	}
	quoted := regexp.MustCompile("`([a-z/]+)\\.((?:Test|Fuzz)\\w+)`")
	for file, text := range texts(t) {
		if path.Ext(file) != ".md" {
			continue
		}
		for _, at := range quoted.FindAllStringSubmatchIndex(text, -1) {
			if test := text[at[2]:at[3]] + "." + text[at[4]:at[5]]; !declared[test] {
				t.Errorf("%s:%d names %s, which is not there", file, line(text, at[0]), test)
			}
		}
	}
}

func TestEveryFileThatAPageNamesExists(t *testing.T) {
	there := map[string]bool{}
	for _, file := range files(t) {
		for folder := file; folder != "."; folder = path.Dir(folder) {
			there[folder] = true
		}
	}
	quoted := regexp.MustCompile("`([a-z][a-z0-9/_-]*/[a-z0-9_-]+\\.(?:go|yaml|txt|csv|sql|md|png|templ))`|\\]\\(([^)#:]+)\\)")
	for file, text := range texts(t) {
		if path.Ext(file) != ".md" {
			continue
		}
		for _, m := range quoted.FindAllStringSubmatch(text, -1) {
			name := m[1]
			if name == "" {
				name = path.Join(path.Dir(file), m[2])
			}
			if !there[name] {
				t.Errorf("%s names %s, which is not there", file, name)
			}
		}
	}
}

// Code generated by one version of templ need not run on another.
func TestPagesAreGeneratedByTheLibrarysOwnVersion(t *testing.T) {
	version := regexp.MustCompile(`github\.com/a-h/templ (v\S+)`)
	library, generator := version.FindStringSubmatch(read(t, "go.mod")), version.FindStringSubmatch(read(t, "tools/go.mod"))
	if library == nil || generator == nil || library[1] != generator[1] {
		t.Errorf("go.mod has templ %v, tools/go.mod %v", library, generator)
	}
}
