package regulation

import "ruqsat/words"

// Quote is a citation as people read it: the clause as the act numbers it, then the act's name. The
// clause stands in the act's own language.
func (l *Law) Quote(c Cite) words.Text {
	a, ok := l.Acts[c.Act]
	if !ok {
		return words.Text{KK: c.Act, RU: c.Act, EN: c.Act}
	}
	if c.Clause == "" {
		return a.Name
	}
	return words.Each(func(lang words.Language) string { return a.Name.In(lang) + ", " + c.Clause })
}
