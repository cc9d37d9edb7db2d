package ruqsat_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// room is a row of ARCHITECTURE.md: its place in the order, and who may import it when not everybody
// below it may.
type room struct {
	place int
	only  []string
}

// rooms reads the table of ARCHITECTURE.md.
func rooms(t *testing.T) map[string]room {
	row := regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\| [^|]+ \\| ([^|]*)\\|$")
	list := map[string]room{}
	for i, m := range row.FindAllStringSubmatch(section(t, "ARCHITECTURE.md", "Rooms"), -1) {
		r := room{place: i}
		for name := range strings.SplitSeq(m[2], ",") {
			if name = strings.Trim(name, " `"); name != "" {
				r.only = append(r.only, name)
			}
		}
		if _, twice := list[m[1]]; twice {
			t.Errorf("ARCHITECTURE.md names %s twice", m[1])
		}
		list[m[1]] = r
	}
	return list
}

// section is the part of a page under a heading of the second level.
func section(t *testing.T, page, heading string) string {
	t.Helper()
	_, rest, found := strings.Cut(read(t, page), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("%s has no heading %q", page, heading)
	}
	text, _, _ := strings.Cut(rest, "\n## ")
	return text
}

func TestTheHouseIsBuiltInTheOrderOfItsPage(t *testing.T) {
	list := rooms(t)
	if len(list) < 20 {
		t.Fatalf("the table of ARCHITECTURE.md has %d rooms: it was not read", len(list))
	}

	built := map[string]bool{}
	for _, file := range files(t) {
		here := path.Dir(file)
		if !strings.HasSuffix(file, ".go") || strings.HasPrefix(here, "tools") {
			continue // the tools are a module of their own
		}
		if looksAtTheWholeHouse(here) && strings.HasSuffix(file, "_test.go") {
			continue
		}
		built[here] = true
		if _, known := list[here]; !known {
			t.Errorf("%s: ARCHITECTURE.md does not name the room %s", file, here)
			continue
		}
		for _, there := range imports(t, file) {
			if why := wrong(list, here, there, strings.HasSuffix(file, "_test.go")); why != "" {
				t.Errorf("%s imports %s: %s", file, there, why)
			}
		}
	}

	for name := range list {
		if !built[name] {
			t.Errorf("ARCHITECTURE.md names the room %s, which does not exist", name)
		}
	}
}

// looksAtTheWholeHouse says whether a folder holds only tests of the whole.
func looksAtTheWholeHouse(folder string) bool { return folder == "." || folder == "browser" }

// wrong says why a file of one room may not import another, or nothing.
func wrong(list map[string]room, here, there string, test bool) string {
	to, known := list[there]
	switch {
	case !known:
		return "ARCHITECTURE.md does not name it"
	case here == there && test:
		return ""
	case test && slices.Contains(to.only, "tests"):
		return ""
	case test && here == "law" && (there == "calendar" || there == "regulation"):
		return ""
	case to.place >= list[here].place:
		return "it stands below in ARCHITECTURE.md"
	case len(to.only) > 0 && !slices.Contains(to.only, here):
		return "it is only for " + strings.Join(to.only, ", ")
	}
	return ""
}

func TestAStepTheWrongWayIsFound(t *testing.T) {
	list := map[string]room{
		"law": {place: 0}, "calendar": {place: 1}, "db": {place: 2},
		"db/dbtest": {place: 3, only: []string{"tests"}}, "register": {place: 4},
	}
	for _, c := range []struct {
		here, there string
		test, right bool
	}{
		{"register", "db", false, true},
		{"db", "register", false, false},
		{"db", "register", true, false},
		{"db", "db/dbtest", true, true},
		{"register", "db/dbtest", false, false},
		{"register", "db/dbtest", true, true},
		{"law", "calendar", true, true},
		{"law", "calendar", false, false},
		{"law", "db", true, false},
		{"register", "util", false, false},
		{"register", "register", true, true},
	} {
		if why := wrong(list, c.here, c.there, c.test); (why == "") != c.right {
			t.Errorf("%s imports %s, test %v: %q", c.here, c.there, c.test, why)
		}
	}
}

// imports are the rooms of this house that a file imports.
func imports(t *testing.T, file string) []string {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return nil
	}
	var list []string
	for _, i := range parsed.Imports {
		name, _ := strconv.Unquote(i.Path.Value)
		if there, ours := strings.CutPrefix(name, "ruqsat/"); ours {
			list = append(list, there)
		}
	}
	return list
}

// files are the project's own files, without what is downloaded or made by running it.
func files(t *testing.T) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			hidden := strings.HasPrefix(d.Name(), ".") && name != "." && name != ".ci"
			if hidden || name == filepath.Join("tools", "node") || slices.Contains([]string{"node_modules", "data", "tmp"}, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		list = append(list, filepath.ToSlash(name))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
