package pdf

import (
	"embed"
	"strconv"
	"sync"

	"codeberg.org/go-pdf/fpdf"
)

// Golos Text by its authors, under the SIL Open Font License (font/OFL.txt).
//
//go:embed font/*.ttf
var fonts embed.FS

var weights = map[int]string{
	400: "font/GolosText_400Regular.ttf",
	500: "font/GolosText_500Medium.ttf",
	600: "font/GolosText_600SemiBold.ttf",
}

var loadFonts = sync.OnceValues(func() (map[int][]byte, error) {
	bytes := map[int][]byte{}
	for weight, name := range weights {
		b, err := fonts.ReadFile(name)
		if err != nil {
			return nil, err
		}
		bytes[weight] = b
	}
	return bytes, nil
})

func addFonts(f *fpdf.Fpdf) error {
	bytes, err := loadFonts()
	if err != nil {
		return err
	}
	for _, weight := range []int{400, 500, 600} {
		f.AddUTF8FontFromBytes(family(weight), "", bytes[weight])
	}
	return f.Error()
}

func family(weight int) string { return "golos" + strconv.Itoa(weight) }
