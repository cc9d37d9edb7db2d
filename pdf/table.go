package pdf

import "codeberg.org/go-pdf/fpdf"

// Table is a table with a head, repeated on every page it runs over.
type Table struct {
	Widths []float64 // millimetres; 0 takes what the others leave
	Head   []Line
	Rows   [][]Line
}

func (b Table) draw(s *sheet, x, width float64) {
	s.section("Table", func() {
		s.tableRow("TH", b.Head, Label, b, x, width)
		for _, row := range b.Rows {
			height := s.measure(func() { s.tableRow("TD", row, Second, b, x, width) })
			if tall(height + Label.Lead*point + 2) {
				s.flowingRow(row, x, width)
				continue
			}
			page := s.f.PageNo()
			s.need(height)
			if s.f.PageNo() != page {
				s.repeatHead(b, x, width)
			}
			s.tableRow("TD", row, Second, b, x, width)
		}
	})
}

// flowingRow draws the cells of a row that fits on no page below each other.
func (s *sheet) flowingRow(row []Line, x, width float64) {
	s.section("TR", func() {
		for _, cell := range row {
			s.section("TD", func() { s.write("P", cell, Second, x, width) })
		}
	})
	s.y++
	s.rule(x, width, 0.5, line1)
}

// repeatHead draws the head again on a further page, as an artifact: it was read already.
func (s *sheet) repeatHead(b Table, x, width float64) {
	s.artifact(func() {
		for i, cell := range b.Head {
			w := b.columns().width(i, width)
			s.bare(cell, Label, x, w)
			x += w + b.columns().Space
		}
	})
	s.y += Label.Lead*point + 2
}

// bare draws a line cut to one row, outside the structure.
func (s *sheet) bare(l Line, st Style, x, width float64) {
	s.style(st)
	base := s.y + (st.Lead/2+st.Size*0.36)*point
	for _, run := range l {
		s.f.Text(x, base, printable(run.Value))
		x += s.f.GetStringWidth(printable(run.Value))
	}
}

func (b Table) columns() Columns {
	return Columns{Shares: b.Widths, Space: 3, Cells: make([][]Block, len(b.Head))}
}

func (s *sheet) tableRow(kind string, row []Line, st Style, b Table, x, width float64) {
	s.section("TR", func() {
		top, low, left := s.y+1, s.y, x
		for i, cell := range row {
			s.y = top
			w := b.columns().width(i, width)
			s.section(kind, func() { s.write("P", cell, st, left, w) })
			low, left = max(low, s.y), left+w+b.columns().Space
		}
		s.y = low + 1
		s.rule(x, width, 0.5, line1)
	})
}

// fill draws a polygon given as x, y, x, y...
func (s *sheet) fill(c Color, xy ...float64) {
	s.f.SetFillColor(c[0], c[1], c[2])
	points := make([]fpdf.PointType, 0, len(xy)/2)
	for i := 0; i+1 < len(xy); i += 2 {
		points = append(points, fpdf.PointType{X: xy[i], Y: xy[i+1]})
	}
	s.f.Polygon(points, "F")
}
