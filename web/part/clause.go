package part

import (
	"context"
	"regexp"
	"strings"

	"ruqsat/words"
)

// clausePattern reads the way the acts themselves number a place: "подпункт 1)
// пункта 1 статьи 43-1", from the smallest part to the largest.
var clausePattern = regexp.MustCompile(`(?i)(подпункт|пункт|част|стать|глав|приложени|строк|абзац)[а-яё]*\s+([0-9][0-9-]*(?:\)|-[0-9]+\))?(?:\s*(?:,|и|–|-)\s*[0-9][0-9-]*\)?)*)`)

// pieces of a clause as each language writes them; %s is the number. The second
// Kazakh form is for a piece that has a smaller one before it in Russian, that
// is after it in Kazakh: "43-1-баптың 1-тармағының 1) тармақшасы".
var clauseWords = map[string]struct{ kk, kkOf, kkIn, kkInOf, ru, en string }{
	"подпункт":  {"%s тармақша", "%s тармақшаның", "%s тармақшасы", "%s тармақшасының", "пп. %s", "subparagraph %s"},
	"пункт":     {"%s-тармақ", "%s-тармақтың", "%s-тармағы", "%s-тармағының", "п. %s", "paragraph %s"},
	"част":      {"%s-бөлік", "%s-бөліктің", "%s-бөлігі", "%s-бөлігінің", "ч. %s", "part %s"},
	"абзац":     {"%s-абзац", "%s-абзацтың", "%s-абзацы", "%s-абзацының", "абз. %s", "indent %s"},
	"стать":     {"%s-бап", "%s-баптың", "%s-бабы", "%s-бабының", "ст. %s", "article %s"},
	"глав":      {"%s-тарау", "%s-тараудың", "%s-тарауы", "%s-тарауының", "гл. %s", "chapter %s"},
	"приложени": {"%s-қосымша", "%s-қосымшаның", "%s-қосымшасы", "%s-қосымшасының", "прил. %s", "annex %s"},
	"строк":     {"%s-жол", "%s-жолдың", "%s-жолы", "%s-жолының", "стр. %s", "row %s"},
}

// Clause says a place in an act in the reader's language: from the smallest part
// in Russian, from the largest in Kazakh and English. A clause that is not
// numbered in that way stands as the act writes it.
func Clause(ctx context.Context, clause string) string { return clauseIn(Tongue(ctx), clause) }

func clauseIn(l words.Language, clause string) string {
	found := clausePattern.FindAllStringSubmatch(clause, -1)
	if len(found) == 0 {
		return clause
	}
	var said []string
	for i, m := range found {
		w, number := clauseWords[strings.ToLower(m[1])], joined(l, m[2])
		form := w.ru
		switch {
		case l == words.English:
			form = w.en
		case l == words.Kazakh:
			form = kazakhForm(i == 0, i == len(found)-1, w.kk, w.kkOf, w.kkIn, w.kkInOf)
		}
		said = append(said, strings.Replace(form, "%s", number, 1))
	}
	if l == words.Russian {
		return strings.Join(said, " ")
	}
	for i, j := 0, len(said)-1; i < j; i, j = i+1, j-1 {
		said[i], said[j] = said[j], said[i]
	}
	if l == words.English {
		return strings.Join(said, ", ")
	}
	return strings.Join(said, " ")
}

// kazakhForm: the largest part has no possessive of its own, and every part but
// the smallest is in the genitive.
func kazakhForm(smallest, largest bool, plain, of, in, inOf string) string {
	switch {
	case smallest && largest:
		return plain
	case largest:
		return of
	case smallest:
		return in
	}
	return inOf
}

// joined says "1 и 2" in the language: numbers stay, the word between them changes.
func joined(l words.Language, number string) string {
	and := map[words.Language]string{words.Kazakh: " және ", words.Russian: " и ", words.English: " and "}[l]
	return strings.ReplaceAll(number, " и ", and)
}
