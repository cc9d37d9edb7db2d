package pdf

// StampRow is a row of a stamp: a name and what stands beside it.
type StampRow struct {
	Name  []Line
	Value []Line
	Bold  bool // the first line of Value
}

// Stamp is the framed block that says who decided, when, and over which bytes.
type Stamp []StampRow

func (b Stamp) draw(s *sheet, x, width float64) {
	const padX, padY, names, space = 4.0, 3.0, 34.0, 4.0
	rows := func() {
		s.section("L", func() {
			for i, row := range b {
				if i > 0 {
					s.y++
				}
				s.section("LI", func() { s.stampRow(row, x+padX, names, width-2*padX-names-space, space) })
			}
		})
	}
	height := s.measure(rows) + 2*padY
	s.need(height)
	s.box(x, width, height, white, Teal700, 1)
	s.y += padY
	rows()
	s.y += padY
}

func (s *sheet) stampRow(row StampRow, x, names, values, space float64) {
	top := s.y
	s.section("Lbl", func() {
		for _, l := range row.Name {
			s.write("P", l, NoteDim, x, names)
		}
	})
	low := s.y
	s.y = top
	s.section("LBody", func() {
		for i, l := range row.Value {
			st := Note
			if row.Bold && i == 0 {
				st = NoteBig
			}
			s.write("P", l, st, x+names+space, values)
		}
	})
	s.y = max(s.y, low)
}

// Seal is the dashed circle that keeps the place of a paper seal.
type Seal []Line

func (b Seal) draw(s *sheet, x, width float64) {
	const size = 30.0
	s.need(size)
	s.artifact(func() {
		s.f.SetDrawColor(line2[0], line2[1], line2[2])
		s.f.SetLineWidth(1 * point)
		s.f.SetDashPattern([]float64{1, 1}, 0)
		s.f.Circle(x+size/2, s.y+size/2, size/2, "D")
		s.f.SetDashPattern([]float64{}, 0)
	})
	top, st := s.y, Style{8, 11, 400, Ink2}
	s.y += (size - float64(len(b))*st.Lead*point) / 2
	for _, l := range b {
		s.writeAligned("P", l, st, x+3, size-6, 0.5)
	}
	s.y = top + size
}

// Band is the woven band of the house, over the whole width of the page.
type Band struct{}

func (Band) draw(s *sheet, x, width float64) {
	const height, step = 3.2, 12.7
	s.artifact(func() {
		s.fill(Teal700, 0, s.y, pageWidth, s.y, pageWidth, s.y+height, 0, s.y+height)
		low := s.y + height
		u := step / 32 // the band is drawn on a grid of 32 x 8
		s.f.ClipRect(0, s.y, pageWidth, height, false)
		for left := 0.0; left < pageWidth; left += step {
			s.fill(Gold400, left, low, left+8*u, s.y, left+16*u, low)
			s.fill(Teal900, left+16*u, low, left+24*u, s.y, left+32*u, low)
			s.fill(white, left+6*u, low, left+8*u, low-2*u, left+10*u, low)
			s.fill(Teal200, left+22*u, low, left+24*u, low-2*u, left+26*u, low)
		}
		s.f.ClipEnd()
	})
	s.y += height
}
