package pdf

// Block is a part of a page. The blocks of this package are the only ones: Band, Heading,
// Paragraph, Fields, Panel, Bullets, Columns, Table, QR, Stamp, Rule, Gap and Bottom.
type Block interface {
	draw(s *sheet, x, width float64)
}

// Heading is a heading of a level from 1, in a style of its own.
type Heading struct {
	Level int // 1-6
	Text  Line
	Style Style
}

func (b Heading) draw(s *sheet, x, width float64) {
	kind := "H" + string(rune('0'+min(max(b.Level, 1), 6)))
	s.need(b.Style.Lead*point + 8)
	s.write(kind, b.Text, b.Style, x, width)
}

// Paragraph is a paragraph of text.
type Paragraph struct {
	Text  Line
	Style Style
}

func (b Paragraph) draw(s *sheet, x, width float64) { s.write("P", b.Text, b.Style, x, width) }

// Bullets is a list with a dot before each item.
type Bullets struct {
	Items []Line
	Style Style
}

func (b Bullets) draw(s *sheet, x, width float64) {
	const indent = 4.0
	s.section("L", func() {
		for _, item := range b.Items {
			s.section("LI", func() {
				y := s.y
				s.write("LBody", item, b.Style, x+indent, width-indent)
				if s.y > y {
					s.dot(x+1, y+b.Style.Lead/2*point)
				}
				s.y += 0.8
			})
		}
	})
}

func (s *sheet) dot(x, y float64) {
	s.artifact(func() {
		s.f.SetFillColor(Ink[0], Ink[1], Ink[2])
		s.f.Circle(x+0.5, y, 0.55, "F")
	})
}

// Columns stand side by side and never break over a page. A share of 0 takes what the
// others leave, in equal parts.
type Columns struct {
	Shares []float64 // millimetres
	Space  float64   // millimetres between two columns
	Middle bool      // lower cells stand at the middle of the highest
	Cells  [][]Block
}

func (b Columns) draw(s *sheet, x, width float64) {
	heights, highest := make([]float64, len(b.Cells)), 0.0
	for i := range b.Cells {
		heights[i] = s.measure(func() { b.cell(s, i, x, width) })
		highest = max(highest, heights[i])
	}
	s.need(highest)
	top := s.y
	for i := range b.Cells {
		s.y = top
		if b.Middle {
			s.y += (highest - heights[i]) / 2
		}
		b.cell(s, i, x, width)
		x += b.width(i, width) + b.Space
	}
	s.y = top + highest
}

func (b Columns) cell(s *sheet, i int, x, width float64) {
	for _, block := range b.Cells[i] {
		block.draw(s, x, b.width(i, width))
	}
}

func (b Columns) width(i int, width float64) float64 {
	free, open := width-b.Space*float64(len(b.Cells)-1), 0
	for j := range b.Cells {
		if share := b.share(j); share > 0 {
			free -= share
		} else {
			open++
		}
	}
	if share := b.share(i); share > 0 {
		return share
	}
	return free / float64(open)
}

func (b Columns) share(i int) float64 {
	if i < len(b.Shares) {
		return b.Shares[i]
	}
	return 0
}

// Rule is a line over the whole column; Strong is the thick one of the house.
type Rule struct{ Strong bool }

func (b Rule) draw(s *sheet, x, width float64) {
	if b.Strong {
		s.rule(x, width, 1.5, Teal700)
		return
	}
	s.rule(x, width, 0.5, Teal200)
}

// Gap is empty height in millimetres.
type Gap float64

func (b Gap) draw(s *sheet, x, width float64) { s.y += float64(b) }

// Bottom stands at the foot of the page, or of a new one when there is no room.
type Bottom []Block

func (b Bottom) draw(s *sheet, x, width float64) {
	all := func() {
		for _, block := range b {
			block.draw(s, x, width)
		}
	}
	if !s.dry {
		height := s.measure(all)
		s.need(height)
		s.y = max(s.y, footTop-height)
	}
	all()
}
