package pdf

import (
	"errors"
	"fmt"
	"image/color"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

// ErrQR says that a text does not fit into a QR that a phone reads from paper.
var ErrQR = errors.New("pdf: the text is too long for a QR of version 11-M")

// largest version of a QR that is still easy to read from paper (design, section 5).
const largest = 11

// QR draws a QR code at the left of its column. Its text must be of the alphanumeric set
// (A-Z, 0-9, space and $%*+-./:), which needs a third less place than bytes.
type QR struct {
	Text string
	Size float64 // millimetres, without the white edge
	Alt  Line    // what it is for, read aloud instead of the picture
}

func (b QR) draw(s *sheet, x, width float64) {
	if s.dry {
		s.y += b.Size
		return
	}
	code, n, err := modules(b.Text)
	if err != nil {
		s.f.SetError(err)
		return
	}
	e := s.t.add("Figure", "")
	if len(b.Alt) > 0 {
		e.lang = b.Alt[0].Language
	}
	for _, run := range b.Alt {
		e.alt += run.Value
	}
	s.need(b.Size)
	low := pageHeight - s.y - b.Size
	e.box = [4]float64{x / point, low / point, (x + b.Size) / point, (low + b.Size) / point}
	s.tagged(e, func() { s.modules(code, n, x, b.Size) })
	s.y += b.Size
}

// modules draws the dark squares, those that touch in a row as one, so that no hairline
// shows between them.
func (s *sheet) modules(code barcode.Barcode, n int, x, size float64) {
	s.f.SetFillColor(Ink[0], Ink[1], Ink[2])
	side := size / float64(n)
	for row := range n {
		for col := 0; col < n; col++ {
			from := col
			for col < n && code.At(col, row) == color.Black {
				col++
			}
			if col > from {
				s.f.Rect(x+float64(from)*side, s.y+float64(row)*side, float64(col-from)*side, side, "F")
			}
		}
	}
}

// QRVersion tells which version (1-40) the QR of a text is at error correction M.
func QRVersion(text string) (int, error) {
	_, n, err := modules(text)
	return (n - 17) / 4, err
}

func modules(text string) (barcode.Barcode, int, error) {
	code, err := qr.Encode(text, qr.M, qr.AlphaNumeric)
	if err != nil {
		return nil, 0, fmt.Errorf("pdf: qr: %w", err)
	}
	n := code.Bounds().Dx()
	if (n-17)/4 > largest {
		return nil, n, ErrQR
	}
	return code, n, nil
}
