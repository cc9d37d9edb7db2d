package pdf

import "codeberg.org/go-pdf/fpdf"

// The page, in millimetres.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	margin     = 16.0
	topMargin  = 14.0 // of a page after the first
	footTop    = 284.0
	point      = 25.4 / 72
)

// sheet is where blocks draw: a cursor that goes down and opens pages.
type sheet struct {
	f   *fpdf.Fpdf
	t   *tags
	y   float64 // millimetres from the top
	dry bool    // measuring: the cursor moves, nothing is drawn
}

// need opens a new page when height does not fit under the cursor.
func (s *sheet) need(height float64) {
	const slack = 0.01 // sums of measured heights are not exact
	if s.dry || s.y+height <= footTop+slack || s.y <= topMargin {
		return
	}
	s.f.AddPage()
	s.y = topMargin
}

// tall tells whether a height fits on no page; what is so tall flows over pages instead of
// being kept together.
func tall(height float64) bool { return height > footTop-topMargin }

// measure tells how high draw would be.
func (s *sheet) measure(draw func()) float64 {
	y, dry, tree := s.y, s.dry, s.t
	s.dry, s.t = true, newTags()
	draw()
	height := s.y - y
	s.y, s.dry, s.t = y, dry, tree
	return height
}

// section runs draw with its elements under a new one of the kind.
func (s *sheet) section(kind string, draw func()) {
	s.t.within(s.t.add(kind, ""), draw)
}

// artifact draws what a reader aloud must skip.
func (s *sheet) artifact(draw func()) {
	if s.dry {
		return
	}
	s.f.RawWriteStr("/Artifact BMC")
	draw()
	s.f.RawWriteStr("EMC")
}

// tagged draws the content of an element.
func (s *sheet) tagged(e *element, draw func()) {
	if s.dry {
		return
	}
	s.f.RawWriteStr(s.t.begin(e, s.f.PageNo()))
	draw()
	s.f.RawWriteStr("EMC")
}

func (s *sheet) style(st Style) {
	s.f.SetFont(family(st.Weight), "", st.Size)
	s.f.SetTextColor(st.Color[0], st.Color[1], st.Color[2])
}

// write sets a line at x within width, as an element of the kind, and moves the cursor.
func (s *sheet) write(kind string, l Line, st Style, x, width float64) {
	s.writeAligned(kind, l, st, x, width, 0)
}

// writeAligned is write with the free space left of the text times align (0, 0.5, 1).
func (s *sheet) writeAligned(kind string, l Line, st Style, x, width, align float64) {
	s.style(st)
	for _, row := range s.wrap(s.runs(kind, l), width) {
		s.need(st.Lead * point)
		s.style(st) // a new page starts without a font
		s.row(row, st, x+align*(width-wide(row)))
		s.y += st.Lead * point
	}
}

// runs makes the element of a line and, for several languages, a Span for each run.
func (s *sheet) runs(kind string, l Line) []word {
	if len(l) == 0 {
		return nil
	}
	e := s.t.add(kind, l[0].Language)
	var ws []word
	for i, run := range l {
		of := e
		if len(l) > 1 {
			of = &element{kind: "Span", lang: run.Language}
			e.kids = append(e.kids, of)
		}
		ws = append(ws, split(run.Value, of, i == len(l)-1)...)
	}
	return ws
}

// row draws one row of words, those of one element together.
func (s *sheet) row(row []word, st Style, x float64) {
	base := s.y + (st.Lead/2+st.Size*0.36)*point
	for i := 0; i < len(row); {
		j, text, width := i, "", 0.0
		for j < len(row) && row[j].of == row[i].of {
			text, width = text+row[j].text, width+row[j].wide
			j++
		}
		s.tagged(row[i].of, func() { s.f.Text(x, base, text) })
		x, i = x+width, j
	}
}

// rule draws a horizontal line of the width in points.
func (s *sheet) rule(x, width, weight float64, c Color) {
	s.artifact(func() {
		s.f.SetDrawColor(c[0], c[1], c[2])
		s.f.SetLineWidth(weight * point)
		s.f.Line(x, s.y, x+width, s.y)
	})
}
