package words

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// template is one text of the catalogue, parsed once.
type template struct {
	parts []part
	size  int
}

// part is a literal, a placeholder {name}, or a plural {name|one|few|many}.
type part struct {
	literal string
	name    string
	forms   []string
}

// forms tells which CLDR plural categories a language has for whole numbers,
// in the order in which the catalogue writes them.
var forms = [3][]plural.Form{
	{plural.One, plural.Other},
	{plural.One, plural.Few, plural.Many},
	{plural.One, plural.Other},
}

var tags = [3]language.Tag{language.Kazakh, language.Russian, language.English}

// parseTemplate reads "{n} {n|месяц|месяца|месяцев}" for one language.
func parseTemplate(l Language, s string) (template, error) {
	t := template{size: len(s)}
	for s != "" {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(s, '}')
		if end < open {
			return t, fmt.Errorf("brace without its pair in %q", s)
		}

		p, err := parsePlaceholder(l, s[open+1:end])
		if err != nil {
			return t, err
		}
		if open > 0 {
			t.parts = append(t.parts, part{literal: s[:open]})
		}
		t.parts = append(t.parts, p)
		s = s[end+1:]
	}
	if strings.IndexByte(s, '}') >= 0 {
		return t, fmt.Errorf("brace without its pair in %q", s)
	}
	if s != "" {
		t.parts = append(t.parts, part{literal: s})
	}
	return t, nil
}

func parsePlaceholder(l Language, s string) (part, error) {
	fields := strings.Split(s, "|")
	p := part{name: fields[0], forms: fields[1:]}
	if p.name == "" || strings.ContainsAny(p.name, " {}") {
		return p, fmt.Errorf("placeholder {%s} has no name", s)
	}

	want := len(forms[l.index()])
	if len(p.forms) > 0 && len(p.forms) != want {
		return p, fmt.Errorf("plural {%s} has %d forms, %s has %d", s, len(p.forms), l, want)
	}
	return p, nil
}

// names are the placeholders of the template, sorted, each once.
func (t template) names() []string {
	var names []string
	for _, p := range t.parts {
		if p.name != "" && !slices.Contains(names, p.name) {
			names = append(names, p.name)
		}
	}
	slices.Sort(names)
	return names
}

// fill puts the args into the template; false when one is missing or of no known kind.
func (t template) fill(l Language, args []any) (string, bool) {
	if len(t.parts) == 1 && t.parts[0].name == "" {
		return t.parts[0].literal, true
	}

	var b strings.Builder
	b.Grow(t.size + 16)
	stopped := false // the value before ended with a full stop of its own, as «г.» does
	for _, p := range t.parts {
		if p.name == "" {
			b.WriteString(afterStop(stopped, p.literal))
			stopped = false
			continue
		}
		s, ok := p.say(l, args)
		if !ok {
			return "", false
		}
		b.WriteString(s)
		stopped = strings.HasSuffix(s, ".")
	}
	return b.String(), true
}

// afterStop is what follows a value: a second full stop is left out, an ellipsis stays.
func afterStop(stopped bool, literal string) string {
	if stopped && strings.HasPrefix(literal, ".") && !strings.HasPrefix(literal, "..") {
		return literal[1:]
	}
	return literal
}

func (p part) say(l Language, args []any) (string, bool) {
	v, ok := argument(args, p.name)
	if !ok {
		return "", false
	}
	if len(p.forms) == 0 {
		return value(l, v)
	}

	n, ok := whole(v)
	if !ok {
		return "", false
	}
	return p.forms[pluralIndex(l, n)], true
}

func argument(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if s, ok := args[i].(string); ok && s == name {
			return args[i+1], true
		}
	}
	return nil, false
}

func value(l Language, v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case int:
		return plain(int64(v)), true
	case int64:
		return plain(v), true
	case Text:
		return v.In(l), true
	case func(Language) string:
		return v(l), true
	case fmt.Stringer:
		return v.String(), true
	default:
		return "", false
	}
}

func whole(v any) (int64, bool) {
	switch v := v.(type) {
	case int:
		return int64(v), true
	case int64:
		return v, true
	default:
		return 0, false
	}
}

// pluralIndex is the place of n's CLDR form among the language's forms.
func pluralIndex(l Language, n int64) int {
	if n < 0 {
		n = -n
	}
	// CLDR looks at the last digits only; the rest would overflow an int.
	i := int(n % 1_000_000)
	if n >= 1_000_000 {
		i += 1_000_000
	}

	form := plural.Cardinal.MatchPlural(tags[l.index()], i, 0, 0, 0, 0)
	at := slices.Index(forms[l.index()], form)
	return max(at, 0)
}
