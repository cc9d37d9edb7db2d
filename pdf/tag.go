package pdf

import (
	"fmt"

	"ruqsat/words"
)

// element is a node of the structure tree: a paragraph, a heading, a figure.
type element struct {
	kind string // standard structure type: Document, Sect, H1, P, L, Figure...
	lang words.Language
	alt  string
	box  [4]float64 // of a figure: left, bottom, right, top in points
	kids []*element
	mark []mark // marked content of this element, in reading order
}

// mark names a marked content sequence: its page (from 1) and its number on that page.
type mark struct{ page, id int }

// tags collects the structure while the pages are drawn.
type tags struct {
	root *element
	at   *element     // where new elements go
	page [][]*element // by page, the element of each marked content number
}

func newTags() *tags {
	root := &element{kind: "Document"}
	return &tags{root: root, at: root}
}

func (t *tags) add(kind string, lang words.Language) *element {
	e := &element{kind: kind, lang: lang}
	t.at.kids = append(t.at.kids, e)
	return e
}

// within runs draw with new elements going under e.
func (t *tags) within(e *element, draw func()) {
	before := t.at
	t.at = e
	draw()
	t.at = before
}

// begin opens a marked content sequence for e on the page, and gives its operator.
func (t *tags) begin(e *element, page int) string {
	for len(t.page) < page {
		t.page = append(t.page, nil)
	}
	id := len(t.page[page-1])
	t.page[page-1] = append(t.page[page-1], e)
	e.mark = append(e.mark, mark{page, id})
	return fmt.Sprintf("/%s <</MCID %d>> BDC", e.kind, id)
}
