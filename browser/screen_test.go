package browser

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/words"
)

var (
	screens = flag.Bool("screens", false, "write the pictures of the main pages")
	folder  = flag.String("folder", "../docs/screens", "where the pictures go")
)

// mainPages are the pages of docs/screens, by the name of their file.
func (w *town) mainPages() []struct {
	name string
	sight
} {
	work := func(name string) string { return "/work/case/" + w.cases[name].ID }
	own := func(name string) string { return "/cabinet/case/" + w.cases[name].ID }
	return []struct {
		name string
		sight
	}{
		{"home", sight{path: "/"}},
		{"service", sight{path: service}},
		{"need", sight{path: "/need?who=household&country=UZB&age=yes&region=390000000"}},
		{"tasks", sight{who: "worker of started", path: own("started")}},
		{"form", sight{who: "worker of started", path: own("started") + "/section/person?fix=1"}},
		{"answers", sight{who: "employer of awaiting", path: own("awaiting") + "/check"}},
		{"progress", sight{who: "worker of police", path: own("police")}},
		{"worklist", sight{who: "abenov", path: "/work"}},
		{"case", sight{who: "abenov", path: work("unpaid")}},
		{"refusal", sight{who: "abenov", path: work("unpaid") + "/refuse"}},
		{"decision", sight{who: "temirbekova", path: work("approving") + "/decide"}},
		{"check", sight{path: "/p/" + w.codes[permit.Valid]}},
		{"quota", sight{path: "/quota?region=390000000"}},
		{"counter", sight{who: "saparova", path: "/counter"}},
		{"counter-sheet", sight{who: "saparova", path: "/counter/intake/" + w.cases["half"].ID}},
		{"counter-refusal", sight{who: "saparova", path: "/counter/entry/" + w.entry}},
		{"counter-case", sight{who: "saparova", path: "/counter/case/" + w.cases["waiting"].ID}},
		{"counter-journal", sight{who: "saparova", path: "/counter/journal"}},
		{"police", sight{who: "sarsenov", path: "/police/case/" + w.cases["police"].ID}},
		{"counter-refuse", sight{who: "saparova", path: "/counter/intake/" + w.cases["half"].ID + "/refuse"}},
		{"counter-copy", sight{who: "saparova", path: "/counter/case/" + w.cases["waiting"].ID + "/copy"}},
		{"counter-hand", sight{who: "saparova", path: "/counter/case/" + w.cases["ready"].ID + "/hand"}},
		{"worklist-many", sight{who: "temirbekova", path: "/work?state=all&tick=page"}},
		{"document", sight{who: "abenov", path: work("taken") + "/paper/" + w.papers["taken"]}},
		{"sign", sight{who: "temirbekova", path: "/work/sign"}},
		{"load", sight{who: "temirbekova", path: "/work/report"}},
		{"alerts", sight{who: "temirbekova", path: "/work/report/alerts"}},
		{"audit", sight{who: "zhumabaeva", path: "/audit"}},
		{"substitution", sight{who: "admin", path: "/admin/substitutions"}},
		{"letters", sight{who: "newcomer", path: "/account/letters"}},
	}
}

// TestTheMainPagesHavePictures takes the pictures of docs/screens; without -screens it only sees that
// every one of them is there.
func TestTheMainPagesHavePictures(t *testing.T) {
	if !*screens {
		kept, err := filepath.Glob("../docs/screens/*.png")
		ok(t, err)
		want := []string{"../docs/screens/permit-kk.png"}
		for _, p := range (&town{}).mainPages() {
			for _, l := range []words.Language{words.Kazakh, words.Russian} {
				for _, width := range []int64{360, 1280} {
					want = append(want, fmt.Sprintf("../docs/screens/%s-%s-%d.png", p.name, l, width))
				}
			}
		}
		slices.Sort(want)
		if !slices.Equal(kept, want) {
			t.Errorf("docs/screens holds %d pictures, and %d pages are named: take them with -screens", len(kept), len(want))
		}
		return
	}
	start(t)
	w := newTown(t)
	w.fill()
	who, cookies := w.visitors(), map[string]map[string]string{"": {}}
	for _, p := range w.mainPages() {
		if v := who[p.who]; cookies[p.who] == nil { // a visitor signs in once
			cookies[p.who] = w.visitor(v.door, v.by, v.login)
		}
		b := w.window(t, "", cookies[p.who])
		for _, l := range []words.Language{words.Kazakh, words.Russian} {
			b.cookie("lang", string(l))
			for _, width := range []int64{360, 1280} {
				b.width(width)
				if status := b.see(p.sight); status != 200 {
					t.Errorf("%s: %d", p.sight, status)
				}
				ask[bool](b, `document.fonts.ready.then(() => true)`)
				var raw []byte
				b.do(chromedp.FullScreenshot(&raw, 100))
				ok(t, os.WriteFile(filepath.Join(*folder, fmt.Sprintf("%s-%s-%d.png", p.name, l, width)), small(t, raw), 0o644))
			}
		}
	}
	w.picturePermit(filepath.Join(*folder, "permit-kk"))
}

// picturePermit is the first page of the PDF of the issued permit.
func (w *town) picturePermit(name string) {
	var id string
	ok(w.t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
		p, err := permit.ByCase(tx, w.cases["issued"].ID)
		id = p.ID
		return err
	}))
	raw, err := w.print(context.Background(), id)
	ok(w.t, err)
	file := filepath.Join(w.t.TempDir(), "permit.pdf")
	ok(w.t, os.WriteFile(file, raw, 0o600))
	ok(w.t, exec.Command("pdftoppm", "-png", "-r", "80", "-singlefile", file, name).Run())
	picture, err := os.ReadFile(name + ".png")
	ok(w.t, err)
	ok(w.t, os.WriteFile(name+".png", small(w.t, picture), 0o644))
}

// small draws a picture again with few colours: those that it has most of, and none close to another,
// so that a small red sign stays red.
func small(t testing.TB, raw []byte) []byte {
	t.Helper()
	from, _, err := image.Decode(bytes.NewReader(raw))
	ok(t, err)
	count := map[color.RGBA]int{}
	b := from.Bounds()
	at := func(x, y int) color.RGBA {
		r, g, bl, _ := from.At(x, y).RGBA()
		return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(bl >> 8), 255}
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	var colours []color.RGBA
	for c := range count {
		colours = append(colours, c)
	}
	slices.SortFunc(colours, func(a, c color.RGBA) int {
		if count[a] != count[c] {
			return count[c] - count[a]
		}
		return int(a.R)<<16 + int(a.G)<<8 + int(a.B) - int(c.R)<<16 - int(c.G)<<8 - int(c.B)
	})
	var palette color.Palette
	for _, c := range colours {
		if len(palette) < 40 && (len(palette) == 0 || distance(palette[palette.Index(c)].(color.RGBA), c) > 20) {
			palette = append(palette, c)
		}
	}
	to, nearest := image.NewPaletted(b, palette), map[color.RGBA]uint8{}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := at(x, y)
			i, known := nearest[c]
			if !known {
				i = uint8(palette.Index(c))
				nearest[c] = i
			}
			to.SetColorIndex(x, y, i)
		}
	}
	var out bytes.Buffer
	ok(t, (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, to))
	return out.Bytes()
}

// distance is how far apart two colours are, channel by channel.
func distance(a, b color.RGBA) int {
	far := func(x, y uint8) int { return max(int(x)-int(y), int(y)-int(x)) }
	return max(far(a.R, b.R), far(a.G, b.G), far(a.B, b.B))
}
