package regulation

import (
	"regexp"
	"strings"

	"ruqsat/words"
)

// clauses is how the law's data write a clause, in the words of the act: «подпункт 1) пункта 1
// статьи 43-1», «пункт 6 приложения 1», «статья 696».
var clauses = regexp.MustCompile(`^(?:подпункт (\S+)\)(?: |$))?(?:пункта? (\d+(?:-\d+)?)(?: |$))?(?:стать[яи] (\d+(?:-\d+)?))?(?:приложени[ея] (\d+))?$`)

// clause says a clause in the three languages; false when it is not written as the law writes them.
func clause(text string) (words.Text, bool) {
	m := clauses.FindStringSubmatch(text)
	if m == nil || text == "" {
		return words.Text{KK: text, RU: text, EN: text}, false
	}
	return words.Text{KK: kazakhClause(m[1], m[2], m[3], m[4]), RU: text, EN: englishClause(m[1], m[2], m[3], m[4])}, true
}

// kazakhClause goes from the article down: «43-1-баптың 1-тармағының 1) тармақшасы».
func kazakhClause(sub, point, article, annex string) string {
	var b strings.Builder
	write := func(number, own, held, owner string, last bool) {
		if number == "" {
			return
		}
		word := own
		if b.Len() > 0 {
			word = held
			b.WriteByte(' ')
		}
		if !last {
			word = owner
			if b.Len() > 0 {
				word = held + "ның"
			}
		}
		b.WriteString(number + word)
	}
	write(article, "-бап", "-бабы", "-баптың", point == "" && sub == "")
	write(annex, "-қосымша", "-қосымшасы", "-қосымшаның", point == "" && sub == "")
	write(point, "-тармақ", "-тармағы", "-тармақтың", sub == "")
	write(sub, ") тармақша", ") тармақшасы", "", true)
	return b.String()
}

func englishClause(sub, point, article, annex string) string {
	var parts []string
	for _, p := range []struct{ name, number string }{
		{"article ", article}, {"annex ", annex}, {"paragraph ", point}, {"subparagraph ", sub},
	} {
		if p.number != "" {
			parts = append(parts, p.name+p.number)
		}
	}
	text := strings.Join(parts, ", ")
	if sub != "" {
		text += ")"
	}
	return text
}
