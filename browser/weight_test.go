package browser

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"ruqsat/words"
)

// heaviest is what the first page may weigh over the network, bytes: the page, its stylesheet, scripts and the
// fonts that are really fetched, each as it is sent, its headers included (B-11).
const heaviest = 50 << 10

// fetched is one answer that the browser received.
type fetched struct {
	address string
	bytes   float64
}

// weigh opens a path with an empty cache and gives what came over the network.
func (b *tab) weigh(path string) []fetched {
	b.Helper()
	var mu sync.Mutex
	addresses, list := map[network.RequestID]string{}, []fetched{}
	chromedp.ListenTarget(b.ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *network.EventResponseReceived:
			addresses[e.RequestID] = e.Response.URL
		case *network.EventLoadingFinished:
			if address := addresses[e.RequestID]; strings.HasPrefix(address, "http") {
				list = append(list, fetched{strings.TrimPrefix(address, b.home.String()), e.EncodedDataLength})
			}
		}
	})
	b.do(network.ClearBrowserCache())
	if status := b.open(path); status != 200 {
		b.Fatalf("%s: %d", path, status)
	}
	ask[bool](b, `document.fonts.ready.then(() => true)`)
	time.Sleep(300 * time.Millisecond) // what a script might still fetch
	mu.Lock()
	defer mu.Unlock()
	return list
}

func TestTheFirstPageIsLight(t *testing.T) {
	w := newTown(t)
	for _, l := range words.Languages {
		t.Run(string(l), func(t *testing.T) {
			b := newTab(t, w.doors[""])
			b.cookie("lang", string(l))
			b.width(360)
			sum, said, fonts := 0.0, "", 0
			for _, f := range b.weigh("/") {
				sum += f.bytes
				said += fmt.Sprintf("\n%7.0f  %s", f.bytes, f.address)
				if strings.HasSuffix(f.address, ".woff2") {
					fonts++
				}
			}
			t.Logf("%.1f KB in all%s", sum/1024, said)
			if sum > heaviest {
				t.Errorf("%.0f bytes, more than %d", sum, heaviest)
			}
			if fonts == 0 || sum < 10<<10 {
				t.Error("the fonts or the stylesheet were not counted")
			}
			if loaded := ask[int](b, `[...document.fonts].filter(f => f.status === "loaded").length`); loaded != fonts {
				t.Errorf("%d fonts are fetched and %d are used", fonts, loaded)
			}
		})
	}
}
