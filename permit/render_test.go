package permit_test

import (
	"bytes"
	"image"
	_ "image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"ruqsat/pdf"
	"ruqsat/permit"
)

// printed renders the sample permit into a file.
func printed(t testing.TB, s *permit.Seal, p permit.Permit) (path, qr string) {
	t.Helper()
	qr, err := s.QR(host, p)
	if err != nil {
		t.Fatal(err)
	}
	b, err := permit.Render(p, qr, now)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "permit.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, qr
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

func TestThePrintedPermitSaysEverything(t *testing.T) {
	path, _ := printed(t, seal(t), sample())
	text := strings.Join(strings.Fields(tool(t, "pdftotext", "-layout", path, "-")), " ")
	for _, want := range []string{"Қостанай облысы Жітіқара ауданының әкімдігі", "Еңбекші көшіп келушіге рұқсат",
		"Разрешение трудовому иммигранту", "№ ZH-3944-26-000127", "11.02.2026", "10.08.2026", "6 ай / 6 месяцев",
		"NAZAROV FARRUKH", "Назаров Фаррух", "07.06.1990", "Тәжікстан / Таджикистан", "402771936",
		"Жақсылықов Серік Бақытұлы", "ЖСН / ИИН 850115390017", "Жітіқара ауданы", "6-шағын аудан, 12-үй",
		"Статья 43-2 Закона «О миграции населения»; приказ от 15.04.2022 № 123", "Үшінші тұлғаларға берілмейді.",
		"Темірбекова Айгүл Қанатқызы", "бөлім басшысы / руководитель отдела", "11.02.2026, 16:32:08 (UTC+5)",
		"9f86d081 884c7d65", "ruqsat.example", "1-бет, барлығы 1 / стр. 1 из 1"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text of the PDF lacks %q", want)
		}
	}
	if strings.Contains(text, "⟦") {
		t.Error("the text of the PDF has a missing word")
	}
}

func TestThePrintedPermitIsTaggedAndSound(t *testing.T) {
	path, _ := printed(t, seal(t), sample())
	info := tool(t, "pdfinfo", path)
	for _, want := range []string{"Tagged:          yes", "Pages:           1", "(A4)", "Рұқсат ZH-3944-26-000127"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
	tool(t, "qpdf", "--check", path)
	if tree := tool(t, "pdfinfo", "-struct-text", path); !strings.Contains(tree, "H1") || !strings.Contains(tree, "Figure") {
		t.Errorf("the structure lacks heading or figure:\n%s", tree)
	}
}

func TestLongNamesStillFit(t *testing.T) {
	p := sample()
	p.Data.HolderLatin = strings.Repeat("ABDURAKHMONOV ", 6)
	p.Data.Address.KK = strings.Repeat("Қостанай облысы, Жітіқара ауданы, ", 8)
	p.Data.Address.RU = strings.Repeat("Костанайская область, Житикаринский район, ", 8)
	p.Data.Employer = strings.Repeat("Ж", 200)
	p.Data.Basis = append(p.Data.Basis, p.Data.Basis...)
	p.Data.Territory.RU = strings.Repeat("Житикаринский район ", 9)
	path, _ := printed(t, seal(t), p)
	tool(t, "qpdf", "--check", path)
	text := strings.Join(strings.Fields(tool(t, "pdftotext", path, "-")), " ")
	for _, want := range []string{"Темірбекова Айгүл Қанатқызы", "2-бет, барлығы 2", "QR-код показывает"} {
		if !strings.Contains(text, want) {
			t.Errorf("the PDF lacks %q", want)
		}
	}
}

func TestTheSamePermitGivesTheSameBytes(t *testing.T) {
	s := seal(t)
	a, qrA := printed(t, s, sample())
	b, qrB := printed(t, s, sample())
	first, _ := os.ReadFile(a)
	second, _ := os.ReadFile(b)
	if qrA != qrB || !bytes.Equal(first, second) {
		t.Error("two renderings of one permit differ")
	}
}

func TestTheQRIsReadFromThePrintedPage(t *testing.T) {
	s := seal(t)
	path, qr := printed(t, s, sample())
	version, err := pdf.QRVersion(qr)
	if err != nil || version > 11 {
		t.Fatalf("QR version %d (%v), want at most 11", version, err)
	}
	t.Logf("%d characters, QR version %d-M", len(qr), version)

	page := strings.TrimSuffix(path, ".pdf")
	tool(t, "pdftoppm", "-png", "-r", "150", "-singlefile", path, page)
	f, err := os.Open(page + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	got, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		t.Fatalf("reading the page: %v", err)
	}
	if got.GetText() != qr {
		t.Errorf("the page says %q, want %q", got.GetText(), qr)
	}
	if _, err := s.ReadQR(got.GetText()); err != nil {
		t.Error(err)
	}
}
