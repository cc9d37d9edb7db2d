package browser

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/goccy/go-yaml"

	"ruqsat/words"
)

var cyrillic = regexp.MustCompile(`\p{Cyrillic}+(?:-\p{Cyrillic}+)*`)

// vocabulary is every word that the catalogues and the law say in a language.
func vocabulary(t *testing.T, l words.Language) map[string]bool {
	t.Helper()
	list := map[string]bool{}
	add := func(text string) {
		for _, word := range cyrillic.FindAllString(text, -1) {
			list[strings.ToLower(word)] = true
		}
	}
	for _, folder := range []string{"../words/catalogue", "../law"} {
		ok(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			switch filepath.Ext(path) {
			case ".yaml":
				var tree any
				if err = yaml.Unmarshal(raw, &tree); err == nil {
					texts(tree, string(l), add)
				}
			case ".csv":
				err = column(raw, string(l), add)
			}
			return err
		}))
	}
	return list
}

// texts finds what stands under the language's key, anywhere in a file.
func texts(tree any, key string, add func(string)) {
	switch x := tree.(type) {
	case map[string]any:
		for k, v := range x {
			if text, is := v.(string); is && k == key {
				add(text)
			} else {
				texts(v, key, add)
			}
		}
	case []any:
		for _, v := range x {
			texts(v, key, add)
		}
	}
}

// column reads the columns of a table whose names end with the language.
func column(raw []byte, key string, add func(string)) error {
	table := csv.NewReader(bytes.NewReader(raw))
	table.Comment = '#'
	rows, err := table.ReadAll()
	if err != nil || len(rows) == 0 {
		return err
	}
	for i, name := range rows[0] {
		if name != key && !strings.HasSuffix(name, "_"+key) {
			continue
		}
		for _, row := range rows[1:] {
			add(row[i])
		}
	}
	return nil
}

// allowed are the words that stand on Kazakh pages in Russian and may: names that people have and typed.
// testdata/kazakh.txt has one a line.
func allowed(t *testing.T) map[string]bool {
	t.Helper()
	raw, err := os.ReadFile("testdata/kazakh.txt")
	ok(t, err)
	list := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			list[strings.ToLower(line)] = true
		}
	}
	return list
}

// A Kazakh page says nothing in Russian, except where the page itself says so with lang="ru".
func TestNoRussianOnAKazakhPage(t *testing.T) {
	looks := walk(t)
	russian, kazakh, names := vocabulary(t, words.Russian), vocabulary(t, words.Kazakh), allowed(t)
	if len(russian) < 1000 || len(kazakh) < 1000 {
		t.Fatalf("the vocabularies have %d and %d words: they were not read", len(russian), len(kazakh))
	}
	found, used := map[string]string{}, map[string]bool{}
	for _, l := range looks {
		if l.Tongue != string(l.Language) {
			t.Errorf("%s in %s: the document's lang is %q", l.Sight, l.Language, l.Tongue)
		}
		if l.Language != words.Kazakh {
			continue
		}
		for _, text := range l.Said {
			for _, word := range cyrillic.FindAllString(text, -1) {
				word = strings.ToLower(word)
				switch {
				case names[word]:
					used[word] = true
				case kazakh[word] || !russian[word] && !russianOnly(word):
				default:
					found[word] = l.Sight + ": " + text
				}
			}
		}
	}
	var list []string
	for word, where := range found {
		list = append(list, word+" at "+where)
	}
	slices.Sort(list)
	for _, line := range list {
		t.Errorf("a Russian word on a Kazakh page: %s", line)
	}
	for name := range names {
		if !used[name] {
			t.Errorf("testdata/kazakh.txt: %q is on no page", name)
		}
	}
}

// russianOnly says whether a word that no catalogue knows looks Russian: it ends as Russian adjectives
// and nouns do and Kazakh words do not.
func russianOnly(word string) bool {
	if strings.ContainsFunc(word, func(r rune) bool { return strings.ContainsRune("әғқңөұүһі", unicode.ToLower(r)) }) {
		return false
	}
	for _, end := range []string{"ого", "его", "ому", "ый", "ая", "ое", "ые", "ой", "ость", "ение", "ения", "ция", "ться", "ского"} {
		if len([]rune(word)) > 4 && strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}

func TestARussianWordIsFound(t *testing.T) {
	for word, want := range map[string]bool{"заявление": true, "решения": true, "трудового": true, "өтініш": false, "шешім": false, "жұмыс": false, "бала": false} {
		if russianOnly(word) != want {
			t.Errorf("%s: %v", word, !want)
		}
	}
}
