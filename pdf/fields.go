package pdf

// Field is a named value: the name small, the value large, more below it.
type Field struct {
	Name  Line
	Value Line
	More  []Line // under the value, smaller
	Wide  bool   // over both columns
}

// Fields stand in two columns with a line under each, as on the permit.
type Fields []Field

const fieldSpace = 12.0

func (b Fields) draw(s *sheet, x, width float64) {
	s.section("L", func() {
		for i := 0; i < len(b); {
			if b[i].Wide || i+1 == len(b) || b[i+1].Wide {
				s.fields([]Field{b[i]}, x, pick(b[i].Wide, width, half(width)))
				i++
				continue
			}
			s.fields(b[i:i+2], x, half(width))
			i += 2
		}
	})
}

func half(width float64) float64 { return (width - fieldSpace) / 2 }

func pick(yes bool, a, b float64) float64 {
	if yes {
		return a
	}
	return b
}

// fields draws one row of fields, each of the width, never broken over a page unless none
// could hold it.
func (s *sheet) fields(row []Field, x, width float64) {
	height := 0.0
	for _, f := range row {
		height = max(height, s.measure(func() { s.field(f, Strong, x, width) }))
	}
	if tall(height + 4) {
		s.flowing(row, x, width)
		return
	}
	s.need(height + 4)
	top := s.y + 2
	for _, f := range row {
		s.y = top
		s.field(f, Strong, x, width)
		s.y = top + height + 2
		s.rule(x, width, 0.5, line1)
		x += width + fieldSpace
	}
}

// flowing draws fields below each other, over as many pages as they take.
func (s *sheet) flowing(row []Field, x, width float64) {
	for _, f := range row {
		s.y += 2
		s.field(f, Strong, x, width)
		s.y += 2
		s.rule(x, width, 0.5, line1)
	}
}

func (s *sheet) field(f Field, value Style, x, width float64) {
	s.section("LI", func() {
		s.write("Lbl", f.Name, Label, x, width)
		s.y += 0.6
		s.section("LBody", func() {
			s.write("P", f.Value, value, x, width)
			for _, line := range f.More {
				s.write("P", line, Second, x, width)
			}
		})
	})
}

// Panel is a tinted box with a few large figures side by side: days and term.
type Panel []Field

func (b Panel) draw(s *sheet, x, width float64) {
	const edge, space, pad = 6.0, 14.0, 3.0
	height := 0.0
	for _, f := range b {
		height = max(height, s.measure(func() { s.field(f, Figure, x, width) }))
	}
	s.need(height + 2*pad)
	s.box(x, width, height+2*pad, Teal50, Teal200, 0.5)
	top := s.y + pad
	x += edge
	s.section("L", func() {
		for _, f := range b {
			s.y = top
			w := s.widest(f)
			s.field(f, Figure, x, w)
			x += w + space
		}
	})
	s.y = top + height + pad
}

// widest measures a figure and its name on one line each.
func (s *sheet) widest(f Field) float64 {
	w := 0.0
	for _, part := range []struct {
		l  Line
		st Style
	}{{f.Name, Label}, {f.Value, Figure}} {
		s.style(part.st)
		sum := 0.0
		for _, run := range part.l {
			sum += s.f.GetStringWidth(printable(run.Value))
		}
		w = max(w, sum)
	}
	return w + 1
}

// box draws a rounded box under the cursor.
func (s *sheet) box(x, width, height float64, fill, edge Color, weight float64) {
	s.artifact(func() {
		s.f.SetFillColor(fill[0], fill[1], fill[2])
		s.f.SetDrawColor(edge[0], edge[1], edge[2])
		s.f.SetLineWidth(weight * point)
		s.f.RoundedRect(x, s.y, width, height, 2, "1234", "FD")
	})
}
