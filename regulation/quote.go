package regulation

import "ruqsat/words"

// Quote is a citation as people read it: the act's name, then the clause, in each language.
func (l *Law) Quote(c Cite) words.Text {
	a, ok := l.Acts[c.Act]
	if !ok {
		return words.Text{KK: c.Act, RU: c.Act, EN: c.Act}
	}
	if c.Clause == "" {
		return a.Name
	}
	said, _ := clause(c.Clause)
	return words.Each(func(lang words.Language) string { return a.Name.In(lang) + ", " + said.In(lang) })
}
