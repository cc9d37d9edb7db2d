package regulation

import "testing"

func TestAClauseIsSaidInEveryLanguage(t *testing.T) {
	for text, want := range map[string][2]string{
		"статья 696": {"696-бап", "article 696"},
		"подпункт 1) пункта 1 статьи 43-1": {"43-1-баптың 1-тармағының 1) тармақшасы", "article 43-1, paragraph 1, subparagraph 1)"},
		"пункт 5 статьи 43-2":              {"43-2-баптың 5-тармағы", "article 43-2, paragraph 5"},
		"подпункт 3) пункта 14":            {"14-тармақтың 3) тармақшасы", "paragraph 14, subparagraph 3)"},
		"пункт 16":                         {"16-тармақ", "paragraph 16"},
		"пункт 6 приложения 1":             {"1-қосымшаның 6-тармағы", "annex 1, paragraph 6"},
		"приложение 2":                     {"2-қосымша", "annex 2"},
	} {
		got, ok := clause(text)
		if !ok || got.KK != want[0] || got.EN != want[1] || got.RU != text {
			t.Errorf("%s: %q, %q", text, got.KK, got.EN)
		}
	}
	for _, text := range []string{"ст. 43", "пункт пять", "", "статья 43 пункт 1"} {
		if _, ok := clause(text); ok {
			t.Errorf("%q was read", text)
		}
	}
}
