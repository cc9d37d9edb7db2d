package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"ruqsat/words"
)

// ErrMoment says that a document has no moment: without it, its bytes could not repeat.
var ErrMoment = errors.New("pdf: a document needs a moment")

// Document is one PDF.
type Document struct {
	Title    string         // shown in the window's title
	Language words.Language // of the document; runs of text may differ
	Author   string         // the office that gives it out
	Subject  string         // ASCII: what a program that reads the file looks for, such as the QR's text
	At       time.Time      // written into the file as its moment of creation, in UTC
	Blocks   []Block
	Foot     Line             // at the left of every page's foot
	Centre   Line             // in its middle
	Pages    []words.Language // languages of "page n of m" at the right; Language when empty
}

// Make draws the document. The same document gives the same bytes.
func Make(d Document) ([]byte, error) {
	if d.At.IsZero() {
		return nil, ErrMoment
	}
	s, err := newSheet(d)
	if err != nil {
		return nil, err
	}
	for _, b := range d.Blocks {
		b.draw(s, margin, pageWidth-2*margin)
	}
	s.feet(d)
	var out bytes.Buffer
	if err := s.f.Output(&out); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return tagFile(out.Bytes(), s.t)
}

func newSheet(d Document) (*sheet, error) {
	f := fpdf.New("P", "mm", "A4", "")
	if err := addFonts(f); err != nil {
		return nil, fmt.Errorf("pdf: fonts: %w", err)
	}
	f.SetCatalogSort(true)
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.SetTitle(printable(d.Title), true)
	f.SetAuthor(printable(d.Author), true)
	f.SetSubject(d.Subject, false)
	f.SetProducer("Ruqsat", false)
	f.SetLang(string(d.Language))
	f.SetCreationDate(d.At.UTC())
	f.SetModificationDate(d.At.UTC())
	f.AddPage()
	s := &sheet{f: f, t: newTags(), y: topMargin}
	if len(d.Blocks) > 0 && isBand(d.Blocks[0]) {
		s.y = 0 // the band lies on the edge of the paper
	}
	return s, f.Error()
}

func isBand(b Block) bool {
	_, yes := b.(Band)
	return yes
}

// feet writes the foot of every page, when the number of pages is known.
func (s *sheet) feet(d Document) {
	pages := d.Pages
	if len(pages) == 0 {
		pages = []words.Language{d.Language}
	}
	total := s.f.PageCount()
	for n := 1; n <= total; n++ {
		s.f.SetPage(n)
		s.f.RawWriteStr("/Artifact <</Type /Pagination /Subtype /Footer>> BDC")
		s.foot(d.Foot, 0)
		s.foot(d.Centre, 0.5)
		s.foot(pageOf(pages, n, total), 1)
		s.f.RawWriteStr("EMC")
	}
}

func pageOf(languages []words.Language, n, total int) Line {
	var l Line
	for i, lang := range languages {
		text := words.Say(lang, "pdf.page", "n", n, "total", total)
		if i > 0 {
			text = " / " + text
		}
		l = append(l, Text{lang, text})
	}
	return l
}

func (s *sheet) foot(l Line, align float64) {
	text := ""
	for _, run := range l {
		text += printable(run.Value)
	}
	s.f.SetFont(family(foot.Weight), "", foot.Size+1) // a page entered again has no font yet
	s.style(foot)
	width := s.f.GetStringWidth(text)
	s.f.Text(margin+align*(pageWidth-2*margin-width), footTop+6, text)
}
