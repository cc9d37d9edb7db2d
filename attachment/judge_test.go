package attachment_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"ruqsat/attachment"
)

const eicar = `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

type sample struct {
	name string
	body []byte
	want attachment.Code // empty: accepted
}

// fill brings a good PDF to exactly n bytes, with a picture of noughts in its middle.
func fill(n int) []byte {
	empty := len(aPDF(1, "", stream("/Subtype/Image", "")))
	p := aPDF(1, "", stream("/Subtype/Image", strings.Repeat("0", n-empty-20))) // room for longer offsets
	return append(p, bytes.Repeat([]byte("\n"), n-len(p))...)
}

func samples() []sample {
	const (
		damaged, active, embedded, polyglot = attachment.Damaged, attachment.Active, attachment.Embedded, attachment.Polyglot
		wrong, big, inflating, locked       = attachment.WrongKind, attachment.TooBig, attachment.Inflating, attachment.Locked
	)
	j, p, d := aJPEG(), aPNG(), aPDF(2, "")
	script := "<</S/JavaScript/JS(app.alert\\(1\\))>>"
	return []sample{
		// good ones
		{"a photograph", j, ""},
		{"a photograph with a place", segment(j, 0xE1, gps()), ""},
		{"a photograph with what a camera leaves behind", join(j, []byte("SEFH\x6b\x00camera trailer")), ""},
		{"a photograph with a remark", segment(j, 0xFE, "<script>alert(1)</script>"), ""},
		{"a photograph of 12000 pixels", sized(12000, 1), ""},
		{"a picture", p, ""},
		{"a picture with texts", withChunk(p, "tEXt", []byte("Comment\x00<script>alert(1)</script>")), ""},
		{"a picture with EXIF", withChunk(p, "eXIf", []byte(gps()[6:])), ""},
		{"a picture, interlaced", rawPNG(header(9, 9, 8, 0, 1), make([]byte, interlaced9)), ""},
		{"a picture of one bit", rawPNG(header(9, 2, 1, 0, 0), make([]byte, 6)), ""},
		{"a PDF", d, ""},
		{"a PDF in packed groups", packed(2, ""), ""},
		{"a PDF of 20 pages", aPDF(20, ""), ""},
		{"a PDF that opens at a page", aPDF(2, "/OpenAction[10 0 R/Fit]"), ""},
		{"a PDF that opens at a page by action", aPDF(2, "/OpenAction<</S/GoTo/D[10 0 R/Fit]>>"), ""},
		{"a PDF with an object that is null", aPDF(1, "", "null"), ""},
		{"a PDF with an empty list of files", aPDF(1, "/Names<</EmbeddedFiles<</Names[]>>>>"), ""},
		{"a PDF with a page scanned at 600 dpi", aPDF(1, "", stream("/Filter/FlateDecode", string(deflated(make([]byte, 34<<20))))), ""},
		{"a PDF with a link", aPDF(1, "", "<</Type/Annot/Subtype/Link/A<</S/URI/URI(https://example.org)>>>>"), ""},
		{"a PDF of exactly 10 MB", fill(attachment.MaxSize), ""},
		{"a PDF one byte smaller", fill(attachment.MaxSize - 1), ""},

		// nothing, too much
		{"nothing", nil, attachment.Empty},
		{"a PDF one byte larger", append(fill(attachment.MaxSize), '\n'), attachment.TooLarge},
		{"a file without end", bytes.Repeat([]byte{'%'}, 3*attachment.MaxSize), attachment.TooLarge},
		{"a PDF of 21 pages", aPDF(21, ""), attachment.TooMany},
		{"a PDF of 21 pages in packed groups", packed(21, ""), attachment.TooMany},
		{"a PDF of 21 pages that says it has one", bytes.Replace(aPDF(21, ""), []byte("/Count 21"), []byte("/Count 01"), 1), attachment.TooMany},
		{"a PDF of one page that says it has 9000", bytes.Replace(aPDF(1, ""), []byte("/Count 1>"), []byte("/Count 9000>"), 1), attachment.TooMany},
		{"a PDF without pages", aPDF(0, ""), attachment.NoPages},

		// other formats
		{"the EICAR test file", []byte(eicar), wrong},
		{"a GIF", aGIF(), wrong},
		{"an SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), wrong},
		{"a page", []byte("<!DOCTYPE html><script>alert(1)</script>"), wrong},
		{"an archive", aZIP(), wrong},
		{"a program", []byte("MZ\x90\x00This program cannot be run in DOS mode"), wrong},
		{"a TIFF", []byte("II*\x00\x08\x00\x00\x00"), wrong},
		{"a WebP", []byte("RIFF\x24\x00\x00\x00WEBPVP8 "), wrong},
		{"words", []byte("паспорт"), wrong},
		{"one byte", []byte{0xFF}, wrong},
		{"a PDF behind other bytes", join([]byte("GIF89a"), d), wrong},
		{"a PDF behind an empty line", join([]byte("\n"), d), wrong},

		// two formats at once
		{"a PDF that is an archive", join(d, aZIP()), polyglot},
		{"a PDF with an archive in its middle", aPDF(1, "", stream("", string(aZIP()))), polyglot},
		{"a page that says it is a PDF", []byte("%PDF-1.7\n<html><script>alert(1)</script></html>"), polyglot},
		{"a PDF with a page in it", aPDF(1, "", stream("", "<HTML><body onload=alert(1)>")), polyglot},
		{"a PDF with the EICAR test file", aPDF(1, "", "("+strings.NewReplacer("(", `\(`, ")", `\)`).Replace(eicar)+")"), polyglot},
		{"a PDF with much behind its end", join(d, bytes.Repeat([]byte("junk"), 1000)), polyglot},
		{"a photograph that is an archive", join(j, aZIP()), polyglot},
		{"a photograph that is a PDF", join(j, d), polyglot},
		{"a photograph that is a page", join(j, []byte("<html><script>alert(1)</script>")), polyglot},
		{"a picture that is an archive", join(p, aZIP()), polyglot},
		{"a picture that is a program", join(p, []byte("\x7fELF\x02\x01\x01")), polyglot},
		{"a picture with a PHP page behind", join(p, []byte("<?php system($_GET[0]); ?>")), polyglot},

		// bombs
		{"a picture of 30000 x 30000", rawPNG(header(30000, 30000, 8, 2, 0), nil), big},
		{"a picture of 2 billion pixels a side", rawPNG(header(1<<31-1, 1<<31-1, 8, 2, 0), nil), big},
		{"a picture of 12000 x 12000 in 16-bit colours", rawPNG(header(12000, 12000, 16, 6, 0), nil), inflating},
		{"a picture that unpacks to more than it says", rawPNG(header(8, 8, 8, 2, 0), make([]byte, 4<<20)), inflating},
		{"a photograph of 65535 x 65535", sized(65535, 65535), big},
		{"a photograph of 12001 pixels", sized(12001, 1), big},
		{"a PDF whose group unpacks to 40 MB", pack(tree(1, "", nil), 40<<20), inflating},
		{"a PDF with a thousand groups", aPDF(1, "", strings.Repeat("[/ObjStm]", 1000)), inflating},
		{"a PDF nested a thousand deep in a packed group", packed(1, "", strings.Repeat("[", 1000)+strings.Repeat("]", 1000)), damaged},
		{"a PDF nested a hundred deep", packed(1, "", strings.Repeat("[", 99)+strings.Repeat("]", 99)), damaged},
		{"a PDF whose object does not end", aPDF(1, "", "<</A<</S/Trans"), damaged},
		{"a PDF whose packed object does not end", packed(1, "", "<</A(<</S/Trans>>"), damaged},
		{"a PDF nested a thousand deep", aPDF(1, "", strings.Repeat("[", 1000)+strings.Repeat("]", 1000)), damaged},

		// PDFs that act
		{"a script in the catalog", aPDF(1, "/OpenAction"+script), active},
		{"a script in a packed group", packed(1, "/OpenAction 100 0 R", script), active},
		{"a script that nothing refers to, packed", packed(1, "", script), active},
		{"a script spelled with #", packed(1, "", "<</#53/Java#53cript/J#53(app.alert\\(1\\))>>"), active},
		{"a script spelled with # in the open", aPDF(1, "", "<</S/#4a#61vaScript>>"), active},
		{"a tree of scripts", packed(1, "/Names<</JavaScript<</Names[(a) 100 0 R]>>>>", "<<>>"), active},
		{"a launch of a program", packed(1, "/OpenAction<</S/Launch/F(cmd.exe)>>"), active},
		{"an address opened at once", packed(1, "/OpenAction<</S/URI/URI(https://example.org)>>"), active},
		{"an action on opening a page", packed(1, "", "<</Type/Page/AA<</O<</S/GoTo/D[10 0 R/Fit]>>>>>>"), active},
		{"a form that is sent", packed(1, "", "<</S/SubmitForm/F(https://example.org)>>"), active},
		{"a form in XFA", packed(1, "/AcroForm<</XFA 100 0 R>>", "[]"), active},
		{"a film", packed(1, "", "<</Type/Annot/Subtype/RichMedia>>"), active},
		{"another file that is opened", packed(1, "", "<</S/GoToR/F(//host/share)>>"), active},
		{"a script deep in arrays", packed(1, "", "[[[<</A[<</S/JavaScript>>]>>]]]"), active},
		{"a script that no table names", bytes.Replace(aPDF(1, ""), []byte("xref"), []byte("150 0 obj\n<</S/JavaScript/JS(x)>>\nendobj\nxref"), 1), active},

		// PDFs that carry or hide
		{"a file in a PDF", packed(1, "/Names<</EmbeddedFiles<</Names[(a) 100 0 R]>>>>", "<<>>"), embedded},
		{"a file in a PDF by specification", packed(1, "", "<</Type/Filespec/EF<</F 101 0 R>>>>", "<<>>"), embedded},
		{"a file that nothing lists any more", aPDF(1, "", stream("/Type /EmbeddedFile", "x")), embedded},
		{"a file pinned to a page", packed(1, "", "<</Type/Annot/Subtype/FileAttachment>>"), embedded},
		{"a portfolio", packed(1, "/Collection<</Type/Collection>>"), embedded},
		{"an encrypted PDF", layout(tree(1, "", []string{"<</Filter/Standard/V 1/R 2/O<" + strings.Repeat("00", 32) + ">/U<" + strings.Repeat("00", 32) + ">/P -4>>"}),
			"/Encrypt 100 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"), locked},

		// cut off or broken
		{"half a photograph", j[:len(j)/2], damaged},
		{"a photograph without its last byte", j[:len(j)-1], damaged},
		{"the beginning of a photograph", j[:3], damaged},
		{"a photograph without a picture", []byte{0xFF, 0xD8, 0xFF, 0xD9}, damaged},
		{"a photograph with two frames", join(j[:bytes.Index(j, []byte{0xFF, 0xC0})], frame(j), j[bytes.Index(j, []byte{0xFF, 0xC0}):]), damaged},
		{"a photograph of no height", sized(64, 0), damaged},
		{"half a picture", p[:len(p)/2], damaged},
		{"a picture without its end", p[:len(p)-12], damaged},
		{"a picture with a changed byte", changed(p, len(p)-14), damaged},
		{"a picture with too few pixels", rawPNG(header(64, 64, 8, 2, 0), make([]byte, 100)), damaged},
		{"a picture with something hidden behind its pixels", join([]byte(signature), header(8, 8, 8, 0, 0),
			chunk("IDAT", join(deflated(make([]byte, 72)), []byte("hidden"))), chunk("IEND", nil)), damaged},
		{"a picture of a colour that does not exist", rawPNG(header(8, 8, 8, 5, 0), make([]byte, 72)), damaged},
		{"a picture without pixels", join([]byte(signature), header(8, 8, 8, 0, 0), chunk("IEND", nil)), damaged},
		{"a picture with a chunk of 4 GB", join([]byte(signature), header(8, 8, 8, 0, 0), []byte("\xff\xff\xff\xffIDAT")), damaged},
		{"half a PDF", d[:len(d)/2], damaged},
		{"a PDF of its first line", []byte("%PDF-1.7\n"), damaged},
		{"a PDF of noise", join([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("\x00\xfe\x81 obj << "), 500), []byte("%%EOF")), damaged},
	}
}

// interlaced9 is what nine by nine grey pixels unpack to in seven passes: lines with their filter bytes.
const interlaced9 = (1+2)*2 + (1+1)*2 + (1+3)*1 + (1+2)*3 + (1+5)*2 + (1+4)*5 + (1+9)*4

func frame(j []byte) []byte {
	at := bytes.Index(j, []byte{0xFF, 0xC0})
	return j[at : at+2+int(j[at+2])<<8+int(j[at+3])]
}

func changed(b []byte, at int) []byte {
	b = bytes.Clone(b)
	b[at] ^= 0xFF
	return b
}

func judge(t *testing.T, name string, body []byte) (attachment.File, error) {
	t.Helper()
	f, err := attachment.Judge(name, bytes.NewReader(body))
	if err == nil {
		t.Cleanup(func() { f.Close() })
	}
	return f, err
}

func kept(t *testing.T, f attachment.File) []byte {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

//
func TestFilesAreJudgedByTheirBytes(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	all := samples()
	if len(all) < 60 {
		t.Errorf("only %d files", len(all))
	}
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			start := time.Now()
			f, err := attachment.Judge("scan.jpg.pdf", bytes.NewReader(s.body))
			defer f.Close()
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %s", took)
			}
			var r *attachment.Refusal
			switch {
			case s.want == "" && err != nil:
				t.Fatalf("refused: %v", err)
			case s.want != "" && !errors.As(err, &r):
				t.Fatalf("accepted, or failed: %+v, %v", f, err)
			case s.want != "" && r.Code != s.want:
				t.Fatalf("refused for %s, want %s", r.Code, s.want)
			}
			if err == nil {
				sum := sha256.Sum256(kept(t, f))
				if f.Sum != hex.EncodeToString(sum[:]) || f.Size != int64(len(kept(t, f))) || f.Pages < 1 {
					t.Errorf("%+v", f)
				}
				f.Close()
			}
			if left, _ := os.ReadDir(os.TempDir()); len(left) != 0 {
				t.Errorf("%d temporary files are left", len(left))
			}
		})
	}
}

func TestRefusalsNameLimitAndMeasure(t *testing.T) {
	for _, c := range []struct {
		body       []byte
		limit, got int64
	}{
		{aPDF(21, ""), attachment.MaxPages, 21},
		{append(fill(attachment.MaxSize), '\n'), attachment.MaxSize, attachment.MaxSize + 1},
		{sized(12001, 1), attachment.MaxSide, 12001},
	} {
		_, err := judge(t, "scan.pdf", c.body)
		var r *attachment.Refusal
		if !errors.As(err, &r) || r.Limit != c.limit || r.Got != c.got {
			t.Errorf("got %v", err)
		}
	}
}

func TestAPhotographLosesItsPlaceAndKeepsItsTurn(t *testing.T) {
	with := segment(segment(segment(aJPEG(), 0xE1, gps()), 0xED, "Photoshop 3.0\x00GPSPLACE"), 0xE2, "ICC_PROFILE\x00GPSPLACE")
	f, err := judge(t, "IMG_2026.HEIC.jpg", with)
	if err != nil {
		t.Fatal(err)
	}
	got := kept(t, f)
	if bytes.Contains(got, []byte("GPSPLACE")) || bytes.Contains(got, []byte{0x25, 0x88, 4, 0}) {
		t.Error("the place is still there")
	}
	at := bytes.Index(got, []byte("Exif\x00\x00"))
	if at < 0 || !bytes.Equal(got[at+6:at+6+26], []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00")) {
		t.Error("the turn is lost")
	}
	before, err1 := jpeg.Decode(bytes.NewReader(aJPEG()))
	after, err2 := jpeg.Decode(bytes.NewReader(got))
	if err1 != nil || err2 != nil || fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("the pixels have changed: %v, %v", err1, err2)
	}
	if f.Width != 64 || f.Height != 48 {
		t.Errorf("%d x %d", f.Width, f.Height)
	}
	again, err := judge(t, "x.jpg", got)
	if err != nil || again.Sum != f.Sum {
		t.Errorf("cleaning twice is not cleaning once: %v", err)
	}
}

func TestAPictureLosesItsTextsAndKeepsItsPixels(t *testing.T) {
	with := withChunk(withChunk(aPNG(), "iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00GPSPLACE")), "eXIf", []byte("GPSPLACE"))
	f, err := judge(t, "x.png", join(with, []byte("GPSPLACE")))
	if err != nil {
		t.Fatal(err)
	}
	got := kept(t, f)
	if bytes.Contains(got, []byte("GPSPLACE")) {
		t.Error("the place is still there")
	}
	before, err1 := png.Decode(bytes.NewReader(aPNG()))
	after, err2 := png.Decode(bytes.NewReader(got))
	if err1 != nil || err2 != nil || fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("the pixels have changed: %v, %v", err1, err2)
	}
}

func TestAPDFIsKeptAsItCame(t *testing.T) {
	f, err := judge(t, "x.pdf", packed(3, ""))
	if err != nil || f.Pages != 3 || !bytes.Equal(kept(t, f), packed(3, "")) {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestNamesAreCleaned(t *testing.T) {
	for _, c := range []struct{ name, kind, want string }{
		{"паспорт Каримов.PDF", attachment.PDF, "паспорт Каримов.pdf"},
		{"анықтама 028у.pdf", attachment.PDF, "анықтама 028у.pdf"},
		{"../../etc/passwd", attachment.PNG, "passwd.png"},
		{`C:\Users\me\scan.jpg`, attachment.JPEG, "scan.jpg"},
		{"scan.pdf.exe", attachment.PDF, "scan.pdf"},
		{"scan\u202egpj.exe", attachment.JPEG, "scangpj.jpg"},
		{"sc\x00an.pdf", attachment.PDF, "scan.pdf"},
		{"a\r\nSet-Cookie: x.pdf", attachment.PDF, "aSet-Cookie_ x.pdf"},
		{"\u200b\ufeff.pdf", attachment.PDF, "scan.pdf"},
		{"", attachment.PNG, "scan.png"},
		{"..", attachment.PNG, "scan.png"},
		{"/", attachment.PNG, "scan.png"},
		{"\xff\xfe.pdf", attachment.PDF, "scan.pdf"},
		{`<img src=x onerror="a">.png`, attachment.PNG, "_img src=x onerror=_a__.png"},
		{strings.Repeat("ү", 300) + ".pdf", attachment.PDF, strings.Repeat("ү", 80) + ".pdf"},
		{"report.html", attachment.PDF, "report.pdf"},
	} {
		if got := attachment.CleanName(c.name, c.kind); got != c.want {
			t.Errorf("%q: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestJudgingNeedsLittleMemory(t *testing.T) {
	for name, body := range map[string][]byte{
		"a picture of 12000 x 12000": rawPNG(header(12000, 12000, 8, 0, 0), make([]byte, 12000*12001)),
		"10 MB of PDF":               fill(attachment.MaxSize),
		"an endless file":            bytes.Repeat([]byte{'x'}, 2*attachment.MaxSize),
		"a packed bomb":              pack(tree(1, "", nil), 200<<20),
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		if f, err := attachment.Judge("x", bytes.NewReader(body)); err == nil {
			f.Close()
		}
		runtime.ReadMemStats(&after)
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 100 {
			t.Errorf("%s: %d MB", name, used)
		} else {
			t.Logf("%s: %d MB", name, used)
		}
	}
}

func TestAReaderThatFailsIsNoRefusal(t *testing.T) {
	broken := errors.New("the line is cut")
	_, err := attachment.Judge("x.pdf", io.MultiReader(bytes.NewReader(aPDF(1, "")[:20]), &failing{broken}))
	if r := (*attachment.Refusal)(nil); !errors.Is(err, broken) || errors.As(err, &r) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

func BenchmarkJudge(b *testing.B) {
	for name, body := range map[string][]byte{"jpeg": aJPEG(), "png": aPNG(), "pdf": packed(4, "")} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f, err := attachment.Judge("x", bytes.NewReader(body))
				if err != nil {
					b.Fatal(err)
				}
				f.Close()
			}
		})
	}
}
