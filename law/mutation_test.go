package law_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"ruqsat/calendar"
	"ruqsat/regulation"
)

// TestEveryFigureIsHeld changes every figure of the law by one and plays the examples until one is
// red: a figure that no example notices is a figure the program could get wrong unseen. Figures are
// whole numbers, days, times, codes and the numbers of clauses; the law is loaded without lint. A
// change that the loader itself refuses is noticed too.
func TestEveryFigureIsHeld(t *testing.T) {
	if testing.Short() {
		t.Skip("the mutation run takes half a minute")
	}
	original := contents(t)
	figures := figuresOf(t, original)
	if len(figures) < 500 {
		t.Fatalf("only %d figures found: the law has more", len(figures))
	}

	work, runs := make(chan figure), sync.WaitGroup{}
	for range 2 {
		examples := readExamples(t)
		runs.Go(func() {
			for f := range work {
				for _, changed := range f.changes() {
					if !noticed(original, f, changed, examples) {
						t.Errorf("%s:%d: no example notices %s changed to %s", f.file, f.line, f.text, changed)
					}
				}
			}
		})
	}
	for _, f := range figures {
		work <- f
	}
	close(work)
	runs.Wait()
	t.Logf("%d figures", len(figures))
}

// noticed plays the examples under the changed law; the one that noticed moves to the front,
// because the next figure of the same file is likely to be its too.
func noticed(original fstest.MapFS, f figure, changed string, examples []example) bool {
	files := fstest.MapFS{}
	for name, file := range original {
		files[name] = file
	}
	files[f.file] = &fstest.MapFile{Data: f.put(original[f.file].Data, changed)}
	l, err := regulation.Read(files)
	if err != nil {
		return true
	}
	for i, e := range examples {
		if e.play(l) != nil {
			copy(examples[1:i+1], examples[:i])
			examples[0] = e
			return true
		}
	}
	return false
}

// figure is one figure of a file: where it stands and what it says.
type figure struct {
	file   string
	line   int // from 1
	column int // from 0, in bytes
	text   string
}

func (f figure) put(data []byte, changed string) []byte {
	lines := strings.Split(string(data), "\n")
	row := lines[f.line-1]
	lines[f.line-1] = row[:f.column] + changed + row[f.column+len(f.text):]
	return []byte(strings.Join(lines, "\n"))
}

var (
	isDay     = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	isTime    = regexp.MustCompile(`^\d{2}:\d{2}$`)
	isNumber  = regexp.MustCompile(`^\d+$`)
	isCountry = regexp.MustCompile(`^[A-Z]{3}$`)
	digits    = regexp.MustCompile(`\d+`)
)

// changes are the figure changed by one; a whole number both ways, a time by a minute.
func (f figure) changes() []string {
	switch {
	case isDay.MatchString(f.text):
		d, err := calendar.ParseDay(f.text)
		if err != nil {
			return nil
		}
		return []string{d.AddDays(1).String()}
	case isTime.MatchString(f.text):
		at, err := time.Parse("15:04", f.text)
		if err != nil {
			return nil
		}
		return []string{at.Add(time.Minute).Format("15:04"), at.Add(-time.Minute).Format("15:04")}
	case isCountry.MatchString(f.text):
		return []string{f.text[:2] + string('A'+(f.text[2]-'A'+1)%26)}
	}
	n, err := strconv.Atoi(f.text)
	if err != nil {
		return nil
	}
	width := "%0" + strconv.Itoa(len(f.text)) + "d"
	changes := []string{fmt.Sprintf(width, n+1)}
	if n > 0 {
		changes = append(changes, fmt.Sprintf(width, n-1))
	}
	return changes
}

func contents(t *testing.T) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	err := fs.WalkDir(files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(name, "examples/") {
			return err
		}
		if !strings.HasSuffix(name, ".yaml") && !strings.HasSuffix(name, ".csv") {
			return nil
		}
		data, err := fs.ReadFile(files(), name)
		all[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func figuresOf(t *testing.T, files fstest.MapFS) []figure {
	t.Helper()
	var all []figure
	for name, file := range files {
		if strings.HasSuffix(name, ".csv") {
			all = append(all, figuresOfTable(name, string(file.Data))...)
			continue
		}
		tree, err := parser.ParseBytes(file.Data, 0)
		if err != nil {
			t.Fatal(err)
		}
		finder := &finder{file: name, lines: strings.Split(string(file.Data), "\n"), t: t}
		for _, doc := range tree.Docs {
			ast.Walk(finder, doc.Body)
		}
		all = append(all, finder.found...)
	}
	slices.SortFunc(all, func(a, b figure) int { return strings.Compare(a.file, b.file)*1_000_000 + a.line - b.line })
	return all
}

// figuresOfTable are the days, codes and levels of a CSV table; they stand before its first name.
func figuresOfTable(name, data string) []figure {
	var all []figure
	for i, row := range strings.Split(data, "\n") {
		if strings.HasPrefix(row, "#") {
			continue
		}
		column := 0
		for _, cell := range strings.SplitN(row, ",", 4) {
			if isDay.MatchString(cell) || isNumber.MatchString(cell) {
				all = append(all, figure{file: name, line: i + 1, column: column, text: cell})
			}
			column += len(cell) + 1
		}
	}
	return all
}

// finder walks a YAML file and keeps the scalars that are figures.
type finder struct {
	file  string
	lines []string
	found []figure
	t     *testing.T
}

func (f *finder) Visit(n ast.Node) ast.Visitor {
	pair, ok := n.(*ast.MappingValueNode)
	if !ok {
		return f
	}
	key := pair.Key.String()
	scalar, ok := pair.Value.(ast.ScalarNode)
	if !ok {
		return f
	}
	token := scalar.GetToken()
	text := token.Value
	switch {
	case key == "clause" || key == "number":
		for _, at := range digits.FindAllStringIndex(text, -1) {
			f.keep(token.Position.Line, text, at[0], text[at[0]:at[1]])
		}
	case key == "code" && isCountry.MatchString(text), isDay.MatchString(text), isTime.MatchString(text), isNumber.MatchString(text):
		f.keep(token.Position.Line, text, 0, text)
	}
	return f
}

// keep finds the scalar on its line; figures stand before the names on a line, so the first is meant.
func (f *finder) keep(line int, scalar string, offset int, text string) {
	row := f.lines[line-1]
	start := strings.Index(row, scalar)
	if start < 0 {
		f.t.Errorf("%s:%d: %q is not on its line", f.file, line, scalar)
		return
	}
	f.found = append(f.found, figure{file: f.file, line: line, column: start + offset, text: text})
}
