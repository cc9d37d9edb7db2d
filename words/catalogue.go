package words

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed catalogue
var files embed.FS

// catalogue is every text of the house by its key.
type catalogue struct {
	templates map[string]*[3]template
	texts     map[string]Text
	keys      []string
	problems  []error
}

// all reads the embedded catalogue once, at the first text that is asked for.
var all = sync.OnceValue(func() *catalogue { return readCatalogue(files, "catalogue") })

// readCatalogue merges every YAML file of a folder. What is broken is kept as a
// problem and left out, so that the rest can still be said.
func readCatalogue(fsys fs.FS, folder string) *catalogue {
	c := &catalogue{templates: map[string]*[3]template{}, texts: map[string]Text{}}
	names, err := fs.Glob(fsys, path.Join(folder, "*.yaml"))
	if err != nil {
		c.fault(folder, err)
	}

	for _, name := range names {
		c.read(fsys, name)
	}
	slices.Sort(c.keys)
	return c
}

func (c *catalogue) read(fsys fs.FS, name string) {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		c.fault(name, err)
		return
	}

	var entries map[string]Text
	if err := yaml.UnmarshalWithOptions(raw, &entries, yaml.Strict()); err != nil {
		c.fault(name, err)
		return
	}
	for key, text := range entries {
		if err := c.add(key, text); err != nil {
			c.fault(name+": "+key, err)
		}
	}
}

func (c *catalogue) add(key string, text Text) error {
	if c.templates[key] != nil {
		return errors.New("given twice")
	}
	if !text.Complete() {
		return errors.New("a language is missing")
	}

	var parsed [3]template
	for i, l := range Languages {
		t, err := parseTemplate(l, text.In(l))
		if err != nil {
			return fmt.Errorf("%s: %w", l, err)
		}
		parsed[i] = t
	}
	c.templates[key], c.texts[key] = &parsed, text
	c.keys = append(c.keys, key)
	return nil
}

func (c *catalogue) fault(where string, err error) {
	c.problems = append(c.problems, fmt.Errorf("%s: %w", where, err))
}
