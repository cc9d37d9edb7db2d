package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestTheCatalogueHasNoProblems(t *testing.T) {
	for _, err := range Problems() {
		t.Error(err)
	}
	if len(Keys()) == 0 {
		t.Error("the catalogue is empty")
	}
}

func TestEveryLanguageHasTheSamePlaceholders(t *testing.T) {
	for key, parsed := range all().templates {
		kk, ru, en := parsed[0].names(), parsed[1].names(), parsed[2].names()
		if !slices.Equal(kk, ru) || !slices.Equal(kk, en) {
			t.Errorf("%s: kk %v, ru %v, en %v", key, kk, ru, en)
		}
	}
}

func TestEveryPluralHasAllFormsOfItsLanguage(t *testing.T) {
	for key, parsed := range all().templates {
		for i, l := range Languages {
			for _, p := range parsed[i].parts {
				if n := len(p.forms); n != 0 && n != len(forms[i]) || slices.Contains(p.forms, "") {
					t.Errorf("%s: plural {%s} in %s: %q", key, p.name, l, p.forms)
				}
			}
		}
	}
}

func TestKazakhIsNotRussianOutsideTheAllowList(t *testing.T) {
	allowed := allowList(t)
	for key, text := range all().texts {
		if text.KK == text.RU && !allowed[key] {
			t.Errorf("%s: the Kazakh text is the Russian one: %q", key, text.KK)
		}
	}
	for key := range allowed {
		if text, ok := all().texts[key]; !ok || text.KK != text.RU {
			t.Errorf("same.txt names %s, which is gone or no longer the same", key)
		}
	}
}

func TestNoTextHasSpacesAtItsEnds(t *testing.T) {
	for key, text := range all().texts {
		for _, l := range Languages {
			if s := text.In(l); s != strings.TrimSpace(s) || strings.Contains(s, "  ") {
				t.Errorf("%s in %s: %q", key, l, s)
			}
		}
	}
}

func allowList(t *testing.T) map[string]bool {
	raw, err := files.ReadFile("catalogue/same.txt")
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			allowed[line] = true
		}
	}
	return allowed
}

// TestEveryKeyInTheSourceExists reads the whole repository: a literal key, or the
// literal beginning of one, given to Say, All, Has, say or t must be in the catalogue.
func TestEveryKeyInTheSourceExists(t *testing.T) {
	found := 0
	for path := range sources(t) {
		for _, use := range keysIn(t, path) {
			found++
			if !use.exists() {
				t.Errorf("%s: no such key: %s", path, use.key)
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d keys found in the source: the scan sees nothing", found)
	}
}

func TestTheScanOfTheSourceSeesEveryManner(t *testing.T) {
	dir := t.TempDir()
	source := `package p
func f() { words.Say(l, "a.one"); v.Say("a.two", "n", 1); words.All("a.three"); t("a.four"); words.Say(lang(ctx), "a.five."+code); m.Load("a.not"); words.Say(l, key); words.Has("no key") }`
	template := `<p>{ Say(ctx, "b.one") } { t("b.two", "n", "x.y") } { words.Say(lang(ctx), "b.three."+code) }</p>`
	for name, text := range map[string]string{"a.go": source, "b.templ": template} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	want := []use{{"a.one", false}, {"a.two", false}, {"a.three", false}, {"a.four", false}, {"a.five.", true}}
	if got := keysIn(t, filepath.Join(dir, "a.go")); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	want = []use{{"b.one", false}, {"b.two", false}, {"b.three.", true}}
	if got := keysIn(t, filepath.Join(dir, "b.templ")); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if (use{"no.such", false}).exists() || (use{"no.such.", true}).exists() || !(use{"common.month.", true}).exists() {
		t.Error("exists tells keys and beginnings that are there")
	}
}

// use is a key in the source, or the beginning of one.
type use struct {
	key       string
	beginning bool
}

func (u use) exists() bool {
	if !u.beginning {
		return Has(u.key)
	}
	return slices.ContainsFunc(Keys(), func(key string) bool { return strings.HasPrefix(key, u.key) })
}

// sources are the Go and templ files of the repository, without tests.
func sources(t *testing.T) map[string]bool {
	paths := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && name != ".." && (strings.HasPrefix(name, ".") || name == "node_modules") {
			return filepath.SkipDir
		}
		isGo := strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go")
		if !d.IsDir() && (isGo || strings.HasSuffix(name, ".templ")) {
			paths[path] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func keysIn(t *testing.T, path string) []use {
	if strings.HasSuffix(path, ".templ") {
		return keysInTemplate(t, path)
	}

	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Error(err)
		return nil
	}
	var uses []use
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && speaks(call.Fun) {
			uses = append(uses, keysOf(call)...)
		}
		return true
	})
	return uses
}

func speaks(fun ast.Expr) bool {
	name := ""
	switch fun := fun.(type) {
	case *ast.Ident:
		name = fun.Name
	case *ast.SelectorExpr:
		name = fun.Sel.Name
	}
	return slices.Contains([]string{"Say", "All", "Has", "say", "t"}, name)
}

// keysOf is the key among the first two arguments of a call.
func keysOf(call *ast.CallExpr) []use {
	for _, arg := range call.Args[:min(2, len(call.Args))] {
		sum, beginning := arg.(*ast.BinaryExpr)
		for beginning {
			arg = sum.X
			next, more := arg.(*ast.BinaryExpr)
			if !more {
				break
			}
			sum = next
		}
		literal, ok := arg.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			continue
		}
		if key, err := strconv.Unquote(literal.Value); err == nil && keyLike.MatchString(key) {
			return []use{{key, beginning}}
		}
	}
	return nil
}

var (
	keyLike        = regexp.MustCompile(`^[a-z][a-z0-9-]*\.[a-z0-9_.-]*$`)
	spokenTemplate = regexp.MustCompile(`\b(?:Say|All|Has|say|t)\((?:[\w.]+(?:\([\w.]*\))?,\s*)?"([a-z][a-z0-9-]*\.[a-z0-9_.-]*)"\s*(\+?)`)
)

func keysInTemplate(t *testing.T, path string) []use {
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var uses []use
	for _, m := range spokenTemplate.FindAllStringSubmatch(string(raw), -1) {
		uses = append(uses, use{m[1], m[2] == "+"})
	}
	return uses
}
