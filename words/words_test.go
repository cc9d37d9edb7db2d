package words

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// shown writes no-break spaces as underscores, so that tables can be read.
func shown(s string) string { return strings.ReplaceAll(s, "\u00a0", "_") }

func TestADayIsWrittenByTheCustomOfTheLanguage(t *testing.T) {
	day := time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC)
	for l, want := range map[Language]string{
		Kazakh: "2026\u00a0ж. 1\u00a0сәуір", Russian: "1\u00a0апреля 2026\u00a0г.", English: "1\u00a0April 2026",
	} {
		if got := Date(l, day); got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
	if got := DayMonth(Russian, day) + "; " + DayMonth(Kazakh, day); got != "1\u00a0апреля; 1\u00a0сәуір" {
		t.Errorf("without year: %q", got)
	}
	if got := ShortDate(day); got != "01.04.2026" {
		t.Errorf("short: %q", got)
	}
}

func TestAMomentIsShownInTheTimeOfTheCountry(t *testing.T) {
	at := time.Date(2026, time.March, 26, 5, 20, 59, 0, time.UTC)
	for l, want := range map[Language]string{
		Kazakh: "2026\u00a0ж. 26\u00a0наурыз, 10:20", Russian: "26\u00a0марта 2026\u00a0г., 10:20", English: "26\u00a0March 2026, 10:20",
	} {
		if got := Moment(l, at); got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
	if got := ShortMoment(at); got != "26.03.2026, 10:20" {
		t.Errorf("short: %q", got)
	}
	before := time.Date(2024, time.February, 29, 5, 20, 0, 0, time.UTC)
	if got := ShortMoment(before); got != "29.02.2024, 11:20" {
		t.Errorf("before 1 March 2024 the country was at UTC+6: %q", got)
	}
	midnight := time.Date(2026, time.March, 26, 20, 0, 0, 0, time.UTC)
	if got := ShortMoment(midnight); got != "27.03.2026, 01:00" {
		t.Errorf("the day turns by local midnight: %q", got)
	}
}

func TestWeekdaysAreNamed(t *testing.T) {
	for w, want := range map[time.Weekday][3]string{
		time.Sunday: {"жексенбі", "воскресенье", "Sunday"}, time.Wednesday: {"сәрсенбі", "среда", "Wednesday"},
		time.Saturday: {"сенбі", "суббота", "Saturday"},
	} {
		for i, l := range Languages {
			if got := Weekday(l, w); got != want[i] {
				t.Errorf("%s: %q, want %q", l, got, want[i])
			}
		}
	}
	if got := ShortWeekday(Russian, time.Thursday); got != "чт" {
		t.Errorf("short: %q", got)
	}
}

func TestPluralsFollowTheLanguage(t *testing.T) {
	for n, want := range map[int][3]string{
		0:    {"0 ай", "0 месяцев", "0 months"},
		1:    {"1 ай", "1 месяц", "1 month"},
		2:    {"2 ай", "2 месяца", "2 months"},
		4:    {"4 ай", "4 месяца", "4 months"},
		5:    {"5 ай", "5 месяцев", "5 months"},
		6:    {"6 ай", "6 месяцев", "6 months"},
		11:   {"11 ай", "11 месяцев", "11 months"},
		12:   {"12 ай", "12 месяцев", "12 months"},
		21:   {"21 ай", "21 месяц", "21 months"},
		22:   {"22 ай", "22 месяца", "22 months"},
		111:  {"111 ай", "111 месяцев", "111 months"},
		1001: {"1001 ай", "1001 месяц", "1001 months"},
		-1:   {"-1 ай", "-1 месяц", "-1 month"},
	} {
		for i, l := range Languages {
			if got := Months(l, n); got != want[i] {
				t.Errorf("%s %d: %q, want %q", l, n, got, want[i])
			}
		}
	}
}

func TestPluralsOfHugeNumbersFollowTheirLastDigits(t *testing.T) {
	for n, want := range map[int64]int{5_000_000_001: 0, 5_000_000_002: 1, 5_000_000_011: 2, 1_000_000: 2} {
		if got := pluralIndex(Russian, n); got != want {
			t.Errorf("%d takes form %d, want %d", n, got, want)
		}
	}
	if got := pluralIndex(English, 1_000_001); got != 1 {
		t.Errorf("English 1,000,001 is many: %d", got)
	}
}

func TestNumbersAreGroupedAsInRussianAndKazakhCLDR(t *testing.T) {
	for _, n := range []int64{0, 7, 999, 1000, 103800, -103800, -999, 2790000000, 1<<63 - 1, -1 << 63} {
		for _, tag := range []language.Tag{language.Russian, language.Kazakh} {
			want := message.NewPrinter(tag).Sprint(n)
			if got := Number(Kazakh, n); shown(got) != shown(want) {
				t.Errorf("%d: %q, CLDR of %s writes %q", n, shown(got), tag, shown(want))
			}
		}
	}
	if got := shown(Tenge(English, 103800)); got != "103_800_₸" {
		t.Errorf("tenge: %q", got)
	}
}

func TestAYearInAnArgumentStaysAYear(t *testing.T) {
	got, ok := must(t, Russian, "{n} и {m}").fill(Russian, []any{"n", 2026, "m", int64(103800)})
	if !ok || shown(got) != "2026 и 103_800" {
		t.Errorf("%q", shown(got))
	}
}

type named string

func (n named) String() string { return "<" + string(n) + ">" }

func TestArgumentsOfEveryKindAreSaid(t *testing.T) {
	each := func(l Language) string { return "in " + string(l) }
	tm := must(t, Russian, "{a} {b} {c} {d}.")
	got, ok := tm.fill(Russian, []any{"a", "text", "b", named("x"), "c", Text{KK: "бір", RU: "один", EN: "one"}, "d", each})
	if want := "text <x> один in ru."; !ok || got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWhatIsNotThereIsSeen(t *testing.T) {
	for what, got := range map[string]string{
		"a key that does not exist":   Say(Kazakh, "no.such.key"),
		"an argument that is missing": Say(Kazakh, "common.months"),
		"a plural of a text":          Say(Russian, "common.months", "n", "six"),
		"an argument of another kind": Say(Kazakh, "common.from-to", "from", "1", "to", 1.5),
		"a nil argument":              Say(Kazakh, "common.from-to", "from", "1", "to", nil),
		"a name without its value":    Say(Kazakh, "common.from-to", "from", "1", "to"),
	} {
		if !strings.HasPrefix(got, "⟦") || !strings.HasSuffix(got, "⟧") {
			t.Errorf("%s gives %q", what, got)
		}
	}
	if Has("no.such.key") || !Has("common.yes") {
		t.Error("Has tells what is there")
	}
}

func TestAllSaysItInEveryLanguage(t *testing.T) {
	span := All("common.from-to", "from", func(l Language) string { return Months(l, 1) }, "to", All("common.yes"))
	if want := (Text{KK: "1 ай – Иә", RU: "1 месяц – Да", EN: "1 month – Yes"}); span != want {
		t.Errorf("%+v", span)
	}
	if !All("common.yes").Complete() || (Text{KK: "a", RU: "b"}).Complete() || !(Text{}).IsZero() {
		t.Error("Complete needs every language")
	}
}

func TestTheLanguageOfABrowserIsTaken(t *testing.T) {
	for header, want := range map[string]Language{
		"": Kazakh, "kk-KZ,kk;q=0.9": Kazakh, "ru-RU,ru;q=0.9,en;q=0.8": Russian, "en-US,en;q=0.5": English,
		"en-GB": English, "de-DE,de": Kazakh, "de,ru;q=0.3": Russian, "uz,tg": Kazakh, ";;;,": Kazakh, "*": Kazakh,
		strings.Repeat("x", 100_000): Kazakh,
	} {
		if got := Negotiate(header); got != want {
			t.Errorf("%.40q: %s, want %s", header, got, want)
		}
	}
	if l, ok := ParseLanguage("ru"); !ok || l != Russian {
		t.Error("ru is a language")
	}
	if _, ok := ParseLanguage("RU"); ok {
		t.Error("RU is not its code")
	}
}

func TestSortingFollowsTheAlphabet(t *testing.T) {
	kazakh := []string{"Абай", "Әйтеке", "Байғанин", "Ғабит", "Елек", "Қарасу", "Меңдіқара", "Наурыз", "Орал", "Өскемен", "Талас", "Ұзынкөл", "Үржар", "Шал", "Ырғыз", "Іле"}
	mixed := slices.Clone(kazakh)
	slices.SortFunc(mixed, strings.Compare)
	slices.SortFunc(mixed, func(a, b string) int { return Compare(Kazakh, a, b) })
	if !slices.Equal(mixed, kazakh) {
		t.Errorf("%v\nwant %v", mixed, kazakh)
	}

	russian := []string{"Ежов", "Ёлкин", "Ершов", "Жуков"}
	mixed = []string{"Жуков", "Ершов", "Ёлкин", "Ежов"}
	slices.SortFunc(mixed, func(a, b string) int { return Compare(Russian, a, b) })
	if !slices.Equal(mixed, russian) {
		t.Errorf("%v, want %v", mixed, russian)
	}
	if Compare(Russian, "Абай", "Абай") != 0 || Compare(Russian, "абай", "Абай") == 0 {
		t.Error("only equal texts are equal")
	}
}

func TestASearchKeyForgivesKeyboards(t *testing.T) {
	for in, want := range map[string]string{
		"  Қостанай   облысы ": "костанай облысы", "Ёлкин": "елкин", "Әлібек": "алибек", "ӨСКЕМЕН": "оскемен",
		"Үржар": "уржар", "Ұзынкөл": "узынкол", "Һибатолла": "хибатолла", "Ңғ": "нг", "Аль–Фараби": "аль-фараби",
		"Ёж": "еж", "a\u00a0b\tc": "a b c", "soft\u00adhyphen": "softhyphen", "": "", "Й": "й", "И\u0306": "й",
	} {
		if got := Fold(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestNamesAreWrittenInLatin(t *testing.T) {
	for in, want := range map[string]string{
		"Юлдашев Шухрат": "IULDASHEV SHUKHRAT", "Щербаков": "SHCHERBAKOV", "Подъячев": "PODIEIACHEV", "Цой": "TSOI",
		"Әбенов Нұрлан": "ABENOV NURLAN", "Қайрат Ғалымұлы": "KAIRAT GALYMULY", "Өмірбек Іле": "OMIRBEK ILE",
		"Ҷамшед": "JAMSHED", "Ўткир": "UTKIR", "Müller Øst": "MULLER OST", "O‘tkir": "O'TKIR", "Аль–Фараби": "AL-FARABI",
		"Соловьёв": "SOLOVEV", "Ленин  В.": "LENIN V.", "ЁЛКИН": "ELKIN", "Жүсіп": "ZHUSIP", "": "",
	} {
		if got := Latin(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestABrokenCatalogueSaysWhereItIsBroken(t *testing.T) {
	c := readCatalogue(fstest.MapFS{
		"c/a.yaml": {Data: []byte("a.ok: {kk: а, ru: б, en: c}\na.half: {kk: а, ru: б}\na.brace: {kk: '{n', ru: '{n}', en: '{n}'}\n")},
		"c/b.yaml": {Data: []byte("a.ok: {kk: г, ru: д, en: e}\nb.forms: {kk: '{n|x}', ru: '{n|x|y|z}', en: '{n|x|y}'}\nb.name: {kk: '{}', ru: '}', en: x}\n")},
		"c/c.yaml": {Data: []byte("c.one: {kk: а, ru: б, en: c}\nc.one: {kk: а, ru: б, en: c}\n")},
		"c/d.yaml": {Data: []byte("d.more: {kk: а, ru: б, en: c, de: d}\n")},
		"c/e.txt":  {Data: []byte("not read")},
	}, "c")
	said := ""
	for _, err := range c.problems {
		said += err.Error() + "\n"
	}
	for _, where := range []string{"a.yaml: a.half", "a.yaml: a.brace", "b.yaml: a.ok: given twice", "b.yaml: b.forms", "b.yaml: b.name", "c/c.yaml", "c/d.yaml"} {
		if !strings.Contains(said, where) {
			t.Errorf("nothing is said of %s in\n%s", where, said)
		}
	}
	if len(c.problems) != 7 || !slices.Equal(c.keys, []string{"a.ok"}) {
		t.Errorf("%d problems, keys %v\n%s", len(c.problems), c.keys, said)
	}
}

func must(t *testing.T, l Language, s string) template {
	t.Helper()
	tm, err := parseTemplate(l, s)
	if err != nil {
		t.Fatal(err)
	}
	return tm
}

func BenchmarkReadingTheCatalogue(b *testing.B) {
	for b.Loop() {
		readCatalogue(files, "catalogue")
	}
}

func BenchmarkSay(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Say(Russian, "common.months", "n", 6)
	}
}

func BenchmarkSayWithoutArguments(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Say(Kazakh, "common.yes")
	}
}

func BenchmarkDate(b *testing.B) {
	day := time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		Date(Kazakh, day)
	}
}
