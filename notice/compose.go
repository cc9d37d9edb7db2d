package notice

import (
	"strings"
	"unicode"

	"ruqsat/account"
	"ruqsat/words"
)

// compose writes the message of a letter: for a mail its body, where to go on, why it came and how to end it; for an
// SMS its short text and the address of the page.
func (c *Courier) compose(d delivery, l Letter, to string, language words.Language) Message {
	m := Message{ID: d.ID, To: to, Language: language, Stop: c.base + "/stop/" + d.Stop}
	if account.Way(d.Way) == account.SMS {
		m.Body = l.Short.In(language) + " " + c.page(l)
		return m
	}
	m.Subject = line(l.Title.In(language))
	where := words.Say(language, "contact.mail.cabinet", "address", c.base+"/cabinet/letters/"+l.ID)
	if l.To == "" {
		where = words.Say(language, "contact.mail.counter", "address", c.base+"/status")
	}
	if l.Kind == PoliceOverdue {
		where = words.Say(language, "contact.mail.staff", "address", c.base+"/police")
	}
	m.Body = strings.Join([]string{strings.TrimSpace(l.Body.In(language)), where,
		"-- \n" + words.Say(language, "contact.mail.foot", "address", m.Stop)}, "\n\n") + "\n"
	return m
}

// page is the short address for an SMS: without the scheme, where a telephone makes a link of it anyway.
func (c *Courier) page(l Letter) string {
	_, host, _ := strings.Cut(c.base, "://")
	switch {
	case l.Kind == PoliceOverdue:
		return host + "/police"
	case l.To == "":
		return host + "/status"
	}
	return host + "/cabinet"
}

// line is a text on one line: what ends a line in a header would begin another header.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}
