package regulation

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Acts write a figure as «2 (двух)». T1 and T14 are places where the two disagree.
var (
	doubled = regexp.MustCompile(`([0-9]+|[а-яё]+) \(([а-яё ]+)\)`)
	digits  = regexp.MustCompile(`[0-9]+(?:[ \x{00a0}][0-9]{3})*`)
)

// disagreement says where the written words contradict themselves or the value; "" when they agree
// or hold no number.
func disagreement(written string, value ast.Node) string {
	for _, m := range doubled.FindAllStringSubmatch(written, -1) {
		word, ok := numeral(m[2])
		if !ok {
			continue
		}
		n, err := strconv.Atoi(m[1])
		if err != nil {
			return fmt.Sprintf("«%s» has no digits", m[0])
		}
		if n != word {
			return fmt.Sprintf("«%s»: the digits say %d and the words %d", m[0], n, word)
		}
	}
	integer, ok := value.(*ast.IntegerNode)
	if !ok {
		return ""
	}
	if n, known := numbersOf(written), fmt.Sprint(integer.Value); len(n) > 0 && !slices.Contains(n, known) {
		return fmt.Sprintf("the value is %s, the words say %s", known, strings.Join(n, ", "))
	}
	return ""
}

func numbersOf(written string) []string {
	var all []string
	for _, d := range digits.FindAllString(written, -1) {
		all = append(all, strings.NewReplacer(" ", "", "\u00a0", "").Replace(d))
	}
	for _, m := range doubled.FindAllStringSubmatch(written, -1) {
		if n, ok := numeral(m[2]); ok {
			all = append(all, strconv.Itoa(n))
		}
	}
	return all
}

// numeral reads a Russian cardinal up to 99 in the nominative or the genitive.
func numeral(text string) (int, bool) {
	sum := 0
	for _, word := range strings.Fields(strings.ReplaceAll(text, "ё", "е")) {
		n, ok := numerals[word]
		if !ok {
			return 0, false
		}
		sum += n
	}
	return sum, sum > 0
}

var numerals = map[string]int{
	"один": 1, "одного": 1, "одна": 1, "одной": 1, "два": 2, "две": 2, "двух": 2, "три": 3, "трех": 3,
	"четыре": 4, "четырех": 4, "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7, "семи": 7,
	"восемь": 8, "восьми": 8, "девять": 9, "девяти": 9, "десять": 10, "десяти": 10,
	"одиннадцать": 11, "одиннадцати": 11, "двенадцать": 12, "двенадцати": 12, "тринадцать": 13,
	"тринадцати": 13, "четырнадцать": 14, "четырнадцати": 14, "пятнадцать": 15, "пятнадцати": 15,
	"шестнадцать": 16, "шестнадцати": 16, "семнадцать": 17, "семнадцати": 17, "восемнадцать": 18,
	"восемнадцати": 18, "девятнадцать": 19, "девятнадцати": 19, "двадцать": 20, "двадцати": 20,
	"тридцать": 30, "тридцати": 30, "сорок": 40, "сорока": 40, "пятьдесят": 50, "пятидесяти": 50,
	"шестьдесят": 60, "шестидесяти": 60, "семьдесят": 70, "семидесяти": 70, "восемьдесят": 80,
	"восьмидесяти": 80, "девяносто": 90,
}
