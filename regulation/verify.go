package regulation

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// verify walks every YAML file and checks what only its text can tell, with file and line: each
// figure has its words and its source, digits agree with words, each citation names a known act.
// What is legal but unconfirmed comes back as findings.
func verify(files fs.FS, acts map[string]Act) ([]Finding, error) {
	v := verifier{acts: acts}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "examples":
			return fs.SkipDir // facts of invented cases, not law
		case d.IsDir() || !strings.HasSuffix(name, ".yaml"):
			return nil
		}
		return v.file(files, name)
	})
	return v.findings, errors.Join(append(v.errs, err)...)
}

type verifier struct {
	acts     map[string]Act
	name     string
	findings []Finding
	errs     []error
}

func (v *verifier) file(files fs.FS, name string) error {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	tree, err := parser.ParseBytes(raw, 0)
	if err != nil {
		return errors.New(placed(name, err.Error()))
	}
	v.name = name
	for _, doc := range tree.Docs {
		ast.Walk(v, doc.Body)
	}
	return nil
}

// Visit looks at one node of a file; mappings are figures, citations or neither.
func (v *verifier) Visit(n ast.Node) ast.Visitor {
	if m, ok := n.(*ast.MappingNode); ok {
		v.mapping(entriesOf(m))
	}
	return v
}

type entries map[string]*ast.MappingValueNode

func entriesOf(m *ast.MappingNode) entries {
	all := entries{}
	for _, value := range m.Values {
		all[value.Key.String()] = value
	}
	return all
}

func (e entries) text(key string) string {
	node, ok := e[key]
	if !ok {
		return ""
	}
	switch value := node.Value.(type) {
	case *ast.StringNode:
		return value.Value
	case *ast.LiteralNode:
		return value.Value.Value
	}
	return node.Value.String()
}

func (e entries) line(key string) int { return e[key].Key.GetToken().Position.Line }

func (v *verifier) mapping(e entries) {
	if act, ok := e["act"]; ok {
		if _, known := v.acts[e.text("act")]; !known {
			v.fault(act.Key.GetToken().Position.Line, "unknown act %q", e.text("act"))
		}
	}
	if text := e.text("clause"); text != "" {
		if _, ok := clause(text); !ok {
			v.fault(e.line("clause"), "the clause «%s» is not written as «подпункт 1) пункта 1 статьи 43-1»", text)
		}
	}
	if _, ok := e["since"]; ok {
		v.figure(e)
	}
	if e.text("unconfirmed") != "" {
		v.findings = append(v.findings, Finding{Kind: FindingUnconfirmed, Place: v.place(e.line("unconfirmed")), Text: "unconfirmed: " + e.text("unconfirmed")})
	}
}

// figure demands value, words and a source, and that the digits are those of the words.
func (v *verifier) figure(e entries) {
	line := e.line("since")
	if _, ok := e["value"]; !ok {
		v.fault(line, "a figure without value")
		return
	}
	if e.text("written") == "" {
		v.fault(line, "a figure without the words it was read from (written)")
	}
	_, cited := e["cite"]
	if !cited && e.text("source") == "" && e.text("unconfirmed") == "" {
		v.fault(line, "a figure without cite, source or unconfirmed")
	}
	if why := disagreement(e.text("written"), e["value"].Value); why != "" && e.text("because") == "" {
		v.fault(e.line("written"), "%s; say because", why)
	}
}

func (v *verifier) fault(line int, format string, args ...any) {
	v.errs = append(v.errs, fmt.Errorf("%s: %s", v.place(line), fmt.Sprintf(format, args...)))
}

func (v *verifier) place(line int) string { return fmt.Sprintf("%s:%d", v.name, line) }
