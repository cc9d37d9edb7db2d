package web

import (
	"net/url"
	"slices"
	"strconv"
)

// zooms are how large a scan may be shown, per cent of the frame's width; turns how far it is turned
// clockwise, degrees. The stylesheet has a class for each: a page needs no style of its own, and the tools
// are links that work without a script.
var (
	zooms = []int{25, 50, 75, 100, 150, 200, 300, 400}
	turns = []int{0, 90, 180, 270}
)

// viewer is the frame in which a scan is looked at. A picture is shown in the page; a PDF is not: its
// bytes leave the server only as a download from a sandbox, so it opens beside the page.
type viewer struct {
	Scans      []scanView
	At         int // which of them, from 0
	Zoom, Turn int
	Base       string // the page's path
}

// viewerOf reads which scan is shown and how from the address; what it does not know is the first scan,
// upright, as wide as the frame.
func viewerOf(v *Visit, base string, scans []scanView) viewer {
	number := func(name string, known []int, otherwise int) int {
		if n, err := strconv.Atoi(v.Text(name)); err == nil && slices.Contains(known, n) {
			return n
		}
		return otherwise
	}
	x := viewer{Scans: scans, Base: base, Zoom: number("zoom", zooms, 100), Turn: number("rotate", turns, 0)}
	if n, err := strconv.Atoi(v.Text("scan")); err == nil && n > 0 && n <= len(scans) {
		x.At = n - 1
	}
	return x
}

// shown is the scan in the frame.
func (x viewer) shown() scanView { return x.Scans[x.At] }

// href is the page with another scan, zoom or turn.
func (x viewer) href(at, zoom, turn int) string {
	q := url.Values{}
	if at > 0 {
		q.Set("scan", strconv.Itoa(at+1))
	}
	if zoom != 100 {
		q.Set("zoom", strconv.Itoa(zoom))
	}
	if turn != 0 {
		q.Set("rotate", strconv.Itoa(turn))
	}
	if len(q) > 0 {
		return x.Base + "?" + q.Encode() + "#scan"
	}
	return x.Base + "#scan"
}

// scaled is the next zoom up or down; the last one stays.
func (x viewer) scaled(by int) int {
	i := slices.Index(zooms, x.Zoom) + by
	return zooms[min(max(i, 0), len(zooms)-1)]
}

// turned is the turn after a quarter to the right (1) or to the left (-1).
func (x viewer) turned(by int) int { return (x.Turn + 360 + 90*by) % 360 }

// class shows the picture as it is turned and scaled.
func (x viewer) class() string {
	return "rq-viewer__frame rq-zoom-" + strconv.Itoa(x.Zoom) + " rq-turn-" + strconv.Itoa(x.Turn)
}
