package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"ruqsat/pdf"
	"ruqsat/words"
)

var moment = time.Date(2026, 3, 26, 5, 20, 0, 0, time.UTC)

// letter is a refusal in Kazakh and Russian.
func letter() pdf.Document {
	refusal := "Рұқсат берілмеді: паспорттағы тегіңіз өтініштегіден бөлек. Түзетіп, қайта беріңіз немесе шағымданыңыз."
	return pdf.Document{
		Title: "Дәлелді бас тарту / Мотивированный отказ", Language: words.Kazakh, Author: "Әкімдік", At: moment,
		Blocks: []pdf.Block{
			pdf.Band{}, pdf.Gap(7),
			pdf.Columns{Space: 12, Cells: [][]pdf.Block{
				{pdf.Paragraph{Text: pdf.KK("Қостанай облысы Жітіқара ауданының әкімдігі"), Style: pdf.Head}},
				{pdf.Paragraph{Text: pdf.RU("Акимат Житикаринского района Костанайской области"), Style: pdf.Head}},
			}},
			pdf.Gap(4), pdf.Rule{Strong: true}, pdf.Gap(6),
			pdf.Heading{Level: 1, Text: pdf.KK("Дәлелді бас тарту"), Style: pdf.Title},
			pdf.Paragraph{Text: pdf.RU("Мотивированный отказ"), Style: pdf.Under}, pdf.Gap(6),
			pdf.Paragraph{Text: pdf.KK(refusal), Style: pdf.Body}, pdf.Gap(3),
			pdf.Bullets{Items: []pdf.Line{pdf.KK("Бірінші негіз: 103 800 ₸ төленбеген"), pdf.RU("Второе основание: адрес")}, Style: pdf.Body},
			pdf.Bottom{pdf.Rule{Strong: true}, pdf.Gap(4), pdf.Stamp{
				{Name: []pdf.Line{pdf.KK("Қол қойған")}, Value: []pdf.Line{pdf.KK("Темірбекова А.")}, Bold: true}}},
		},
	}
}

// form is a long copy of an application: a table over several pages.
func form(rows int) pdf.Document {
	table := pdf.Table{Widths: []float64{60, 0}, Head: []pdf.Line{pdf.RU("Поле"), pdf.RU("Значение")}}
	for i := range rows {
		table.Rows = append(table.Rows, []pdf.Line{pdf.RU(fmt.Sprintf("Поле %d", i+1)),
			pdf.RU(strings.Repeat(fmt.Sprintf("значение %d ", i+1), 1+i%12))})
	}
	return pdf.Document{Title: "Копия заявления", Language: words.Russian, At: moment,
		Blocks: []pdf.Block{pdf.Heading{Level: 1, Text: pdf.RU("Копия заявления"), Style: pdf.Title}, pdf.Gap(4), table}}
}

// file makes the document and gives its path.
func file(t testing.TB, d pdf.Document) string {
	t.Helper()
	b, err := pdf.Make(d)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// tool runs a program of poppler or qpdf; the test is skipped where it is not installed.
func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", name, err, out)
	}
	return string(out)
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestKazakhLettersAndTheTengeComeOutAsText(t *testing.T) {
	all := "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі Ёё № «» – ₸ 103 800"
	path := file(t, pdf.Document{Title: "t", Language: words.Kazakh, At: moment, Blocks: []pdf.Block{
		pdf.Paragraph{Text: pdf.KK(all), Style: pdf.Body}, pdf.Paragraph{Text: pdf.KK(all), Style: pdf.Strong},
		pdf.Paragraph{Text: pdf.KK(all), Style: pdf.Number}}})
	if text := squeezed(tool(t, "pdftotext", path, "-")); strings.Count(text, squeezed(all)) != 3 {
		t.Errorf("the text is %q", text)
	}
	if fonts := tool(t, "pdffonts", path); strings.Count(fonts, "yes yes yes") != 3 && strings.Count(fonts, "yes no  yes") != 3 {
		t.Errorf("want three embedded fonts with a map to Unicode:\n%s", fonts)
	}
}

func TestALetterIsWholeTaggedAndSound(t *testing.T) {
	path := file(t, letter())
	text := squeezed(tool(t, "pdftotext", path, "-"))
	for _, want := range []string{"Дәлелді бас тарту", "Мотивированный отказ", "Рұқсат берілмеді: паспорттағы тегіңіз",
		"103 800 ₸ төленбеген", "1-бет, барлығы 1"} {
		if !strings.Contains(text, squeezed(want)) {
			t.Errorf("the letter lacks %q: %s", want, text)
		}
	}
	info := tool(t, "pdfinfo", path)
	for _, want := range []string{"Tagged:          yes", "Pages:           1", "Дәлелді бас тарту / Мотивированный отказ"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
	tool(t, "qpdf", "--check", path)
}

func TestALongFormRunsOverPagesWithItsHeadAndNumbers(t *testing.T) {
	path := file(t, form(120))
	info := tool(t, "pdfinfo", path)
	n := 0
	if m := regexp.MustCompile(`Pages:\s+(\d+)`).FindStringSubmatch(info); m != nil {
		fmt.Sscan(m[1], &n)
	}
	if n < 3 {
		t.Fatalf("%d pages, want several", n)
	}
	for i := 1; i <= n; i++ {
		page := squeezed(tool(t, "pdftotext", "-f", fmt.Sprint(i), "-l", fmt.Sprint(i), path, "-"))
		if want := fmt.Sprintf("стр. %d из %d", i, n); !strings.Contains(page, want) {
			t.Errorf("page %d lacks %q", i, want)
		}
		if !strings.Contains(page, "Значение") {
			t.Errorf("page %d lacks the head of the table", i)
		}
	}
	text := squeezed(tool(t, "pdftotext", path, "-"))
	for i := 1; i <= 120; i++ {
		if !strings.Contains(text, fmt.Sprintf("Поле %d ", i)) {
			t.Errorf("row %d is lost", i)
		}
	}
	tool(t, "qpdf", "--check", path)
}

// TestEveryMarkHasItsElement reads the file as plain text and counts: each marked content
// sequence is opened and closed, and stands once in the tree and once in the way back.
func TestEveryMarkHasItsElement(t *testing.T) {
	for name, d := range map[string]pdf.Document{"letter": letter(), "form": form(60)} {
		path := file(t, d)
		plain := path + ".qdf"
		tool(t, "qpdf", "--qdf", "--object-streams=disable", path, plain)
		b, err := os.ReadFile(plain)
		if err != nil {
			t.Fatal(err)
		}
		count := func(pattern string) int { return len(regexp.MustCompile(pattern).FindAll(b, -1)) }
		marks := count(`/MCID \d+>> BDC`)
		if opened, closed := count(`(?m)(BDC|BMC)$`), count(`(?m)^EMC$`); opened != closed || marks == 0 {
			t.Errorf("%s: %d opened, %d closed, %d marks", name, opened, closed, marks)
		}
		if tree := count(`/Type /MCR`); tree != marks {
			t.Errorf("%s: %d marks in the pages, %d in the tree", name, marks, tree)
		}
		back := regexp.MustCompile(`(?s)/Nums \[(.*?)\n  \]`).FindSubmatch(b)
		if back == nil || bytes.Count(back[1], []byte(" 0 R")) != marks {
			t.Errorf("%s: the way back does not have %d marks", name, marks)
		}
		for _, want := range []string{"/Marked true", "/DisplayDocTitle true", "/StructTreeRoot", "/Lang (" + string(d.Language) + ")", "/Tabs /S"} {
			if !bytes.Contains(b, []byte(want)) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
		for _, risky := range []string{"/EmbeddedFile", "/JavaScript", "/OpenAction", "/Launch", "/Encrypt", "/AA"} {
			if bytes.Contains(b, []byte(risky)) {
				t.Errorf("%s holds %s", name, risky)
			}
		}
		if shown := count(`(?m)\bTj\b`); shown == 0 || textOutside(b) {
			t.Errorf("%s: text outside of any mark", name)
		}
	}
}

// textOutside tells whether a page shows text that is neither tagged nor an artifact.
func textOutside(b []byte) bool {
	inside := 0
	for _, line := range bytes.Split(b, []byte("\n")) {
		switch {
		case bytes.HasSuffix(line, []byte("BDC")), bytes.HasSuffix(line, []byte("BMC")):
			inside++
		case bytes.Equal(line, []byte("EMC")):
			inside--
		case bytes.Contains(line, []byte(" Tj ")) && inside != 1:
			return true
		}
	}
	return false
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	a, errA := pdf.Make(form(40))
	b, errB := pdf.Make(form(40))
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Errorf("two files of one document differ (%v, %v)", errA, errB)
	}
	later := form(40)
	later.At = later.At.Add(time.Second)
	if c, err := pdf.Make(later); err != nil || bytes.Equal(a, c) {
		t.Errorf("the moment is not in the file (%v)", err)
	}
	later.At = time.Time{}
	if _, err := pdf.Make(later); !errors.Is(err, pdf.ErrMoment) {
		t.Errorf("without a moment: %v, want ErrMoment", err)
	}
}

func TestThePictureOfACodeIsReadAloud(t *testing.T) {
	path := file(t, pdf.Document{Title: "t", Language: words.Kazakh, At: moment, Blocks: []pdf.Block{
		pdf.QR{Text: "HTTPS://RUQSAT.EXAMPLE/P/ABC", Size: 30, Alt: pdf.KK("Тексеру коды")}}})
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(b, []byte("/S /Figure")) || !bytes.Contains(b, []byte("/Alt <FEFF0422")) {
		t.Error("the figure has no alternative text")
	}
}

func TestATextThatNoQRHoldsIsAnError(t *testing.T) {
	for name, text := range map[string]string{"too long": strings.Repeat("A", 367), "small letters": "abc"} {
		_, err := pdf.Make(pdf.Document{Title: "t", Language: words.Kazakh, At: moment,
			Blocks: []pdf.Block{pdf.QR{Text: text, Size: 30}}})
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if v, err := pdf.QRVersion(strings.Repeat("A", 366)); v != 11 || err != nil {
		t.Errorf("366 letters: version %d (%v), want 11", v, err)
	}
	if _, err := pdf.QRVersion(strings.Repeat("A", 367)); !errors.Is(err, pdf.ErrQR) {
		t.Errorf("367 letters: %v, want ErrQR", err)
	}
}

func TestNoTextIsTooStrangeToPrint(t *testing.T) {
	for _, text := range []string{"", " ", "\x00\x1b[31m", "a\nb\n\n c", strings.Repeat("ш", 5000),
		strings.Repeat("word ", 3000), "😀 漢字 العربية", "(paren) \\ /Name << >> endobj endstream", "\xff\xfe",
		"a\u202eb\u00a0c"} {
		path := file(t, pdf.Document{Title: text, Language: words.Russian, At: moment, Blocks: []pdf.Block{
			pdf.Paragraph{Text: pdf.RU(text), Style: pdf.Body},
			pdf.Fields{{Name: pdf.RU("поле"), Value: pdf.RU(text)}},
			pdf.Table{Head: []pdf.Line{pdf.RU("поле")}, Rows: [][]pdf.Line{{pdf.RU(text)}}},
		}})
		tool(t, "qpdf", "--check", path)
	}
}

func TestWhatFitsOnNoPageFlowsOverSeveral(t *testing.T) {
	var value strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&value, "сөз%d ", i)
	}
	path := file(t, pdf.Document{Title: "t", Language: words.Kazakh, At: moment, Blocks: []pdf.Block{
		pdf.Fields{{Name: pdf.KK("а"), Value: pdf.KK(value.String())}, {Name: pdf.KK("ә"), Value: pdf.KK("екінші")}},
		pdf.Table{Head: []pdf.Line{pdf.KK("б"), pdf.KK("в")}, Rows: [][]pdf.Line{{pdf.KK("г"), pdf.KK(value.String())}}},
		pdf.Paragraph{Text: pdf.KK("соңы"), Style: pdf.Body},
	}})
	text := squeezed(tool(t, "pdftotext", path, "-"))
	for i := range 4000 {
		if got := strings.Count(text, fmt.Sprintf("сөз%d ", i)); got < 1 {
			t.Fatalf("word %d is lost", i)
		}
	}
	if !strings.Contains(text, "екінші") || !strings.Contains(text, "соңы") {
		t.Error("what stands after it is lost")
	}
	for page := range strings.SplitSeq(tool(t, "pdftotext", "-bbox", path, "-"), "<page ") {
		for _, m := range regexp.MustCompile(`yMax="([0-9.]+)"`).FindAllStringSubmatch(page, -1) {
			var y float64
			if fmt.Sscan(m[1], &y); y > 842 {
				t.Fatalf("text below the paper, at %.0f points", y)
			}
		}
	}
}

func BenchmarkLetter(b *testing.B) {
	for b.Loop() {
		if _, err := pdf.Make(letter()); err != nil {
			b.Fatal(err)
		}
	}
}
