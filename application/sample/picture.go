package sample

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"ruqsat/attachment"
)

// Picture is a photographed page in the store: something to zoom and to turn. Every line of it says that it
// is a sample; letters are Latin ones only.
func (t *Town) Picture(ctx context.Context, name string, lines ...string) (attachment.File, error) {
	var raw bytes.Buffer
	if err := png.Encode(&raw, page(lines)); err != nil {
		return attachment.File{}, err
	}
	file, err := attachment.Judge(name+".png", &raw)
	if err != nil {
		return file, err
	}
	return file, file.PutIn(ctx, t.Store)
}

// page is a sheet with a frame, a place for a photograph and lines of text.
func page(lines []string) image.Image {
	const width, height, enlarged = 360, 250, 4
	small := image.NewGray(image.Rect(0, 0, width, height))
	fill := func(x0, y0, x1, y1 int, shade uint8) {
		draw.Draw(small, image.Rect(x0, y0, x1, y1), image.NewUniform(color.Gray{Y: shade}), image.Point{}, draw.Src)
	}
	fill(0, 0, width, height, 238)
	fill(6, 6, width-6, height-6, 160)
	fill(8, 8, width-8, height-8, 248)
	fill(20, 60, 100, 160, 200) // the photograph
	fill(45, 80, 75, 110, 150)
	fill(35, 115, 85, 160, 150)
	pen := font.Drawer{Dst: small, Src: image.Black, Face: basicfont.Face7x13}
	for i, line := range append([]string{"SAMPLE  ULGI  OBRAZEC"}, lines...) {
		x := 115
		if i == 0 || i > 6 {
			x = 20
		}
		pen.Dot = fixed.P(x, 35+24*i)
		pen.DrawString(line)
	}
	large := image.NewGray(image.Rect(0, 0, width*enlarged, height*enlarged))
	for y := range height * enlarged {
		for x := range width * enlarged {
			large.SetGray(x, y, small.GrayAt(x/enlarged, y/enlarged))
		}
	}
	return large
}
