package regulation

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
)

// sources are the texts of an edition's files, so that an error found while linking still names
// file and line.
type sources map[string]source

type source struct{ path, text string }

// spot is the place of an entry. It is looked for when an error says it: a law has thousands of entries and few errors.
type spot struct {
	all      sources
	file, id string
}

// at is the place of the entry that begins with `id: ID` or `code: ID`.
func (all sources) at(file, id string) spot { return spot{all, file, id} }

func (p spot) String() string {
	s, ok := p.all[p.file]
	if !ok {
		return p.file
	}
	entry := regexp.MustCompile(`(?m)^\s*- \{?(?:id|code): "?` + regexp.QuoteMeta(p.id) + `"?(?:\s|,|$)`)
	found := entry.FindStringIndex(s.text)
	if found == nil {
		return s.path
	}
	return fmt.Sprintf("%s:%d", s.path, 1+strings.Count(s.text[:found[1]-1], "\n"))
}

// decode reads one YAML file strictly; its errors begin with file:line.
func decode(files fs.FS, name string, into any) error {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	if err := yaml.UnmarshalWithOptions(raw, into, yaml.Strict()); err != nil {
		return errors.New(placed(name, yaml.FormatError(err, false, false)))
	}
	return nil
}

// open reads one YAML file strictly and keeps its text for the errors of linking.
func (all sources) open(files fs.FS, file, path string, into any) error {
	raw, err := fs.ReadFile(files, path)
	if err != nil {
		return err
	}
	all[file] = source{path, string(raw)}
	return decode(files, path, into)
}

var position = regexp.MustCompile(`^\[(\d+):\d+\] `)

// placed turns "[12:3] message" into "file:12: message".
func placed(name, message string) string {
	if m := position.FindStringSubmatch(message); m != nil {
		return name + ":" + m[1] + ": " + message[len(m[0]):]
	}
	return name + ": " + message
}
