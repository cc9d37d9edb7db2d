package pdf

import "strings"

// word is a piece of a line that is not broken, with the space behind it.
type word struct {
	text string
	of   *element
	bare float64 // width without the space
	wide float64 // width with it
}

// split cuts a run into words that keep the space behind them; a no-break space joins, and so does № with its
// number.
func split(s string, of *element, last bool) []word {
	var ws []word
	for _, part := range strings.SplitAfter(strings.ReplaceAll(printable(s), "\n", "\n "), " ") {
		switch {
		case part == "":
		case len(ws) > 0 && strings.HasSuffix(ws[len(ws)-1].text, "№ "):
			ws[len(ws)-1].text += part
		default:
			ws = append(ws, word{text: part, of: of})
		}
	}
	if last && len(ws) > 0 {
		ws[len(ws)-1].text = strings.TrimRight(ws[len(ws)-1].text, " ")
	}
	return ws
}

// wrap fills rows of the width; a word wider than a row is cut.
func (s *sheet) wrap(ws []word, width float64) [][]word {
	var rows [][]word
	var row []word
	used := 0.0
	flush := func() {
		if len(row) > 0 {
			rows, row, used = append(rows, row), nil, 0
		}
	}
	for _, w := range ws {
		text, ends := strings.CutSuffix(w.text, "\n ")
		for _, piece := range s.cut(word{text: text, of: w.of}, width) {
			if used+piece.bare > width {
				flush()
			}
			row, used = append(row, piece), used+piece.wide
		}
		if ends {
			flush()
		}
	}
	flush()
	return rows
}

// cut measures a word, and breaks it when no row can hold it.
func (s *sheet) cut(w word, width float64) []word {
	if w.text == "" {
		return nil
	}
	if s.measured(&w); w.bare <= width {
		return []word{w}
	}
	var parts []word
	var part []rune
	end := func() {
		w := word{text: string(part), of: w.of}
		s.measured(&w)
		parts, part = append(parts, w), nil
	}
	for _, r := range w.text {
		if len(part) > 0 && s.f.GetStringWidth(string(append(part, r))) > width {
			end()
		}
		part = append(part, r)
	}
	end()
	return parts
}

func (s *sheet) measured(w *word) {
	w.wide = s.f.GetStringWidth(w.text)
	w.bare = s.f.GetStringWidth(strings.TrimRight(w.text, " "))
}

// wide is the width of a row without the space at its end.
func wide(row []word) float64 {
	sum := 0.0
	for _, w := range row {
		sum += w.wide
	}
	last := row[len(row)-1]
	return sum - last.wide + last.bare
}
