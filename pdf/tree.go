package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
)

// tagFile writes the structure tree into a finished file: the marks are in the pages
// already, the tree, the way back from a mark to its element, and the catalog's promise
// (MarkInfo) are added here. ISO 32000-1, 14.7 and 14.8.
func tagFile(b []byte, t *tags) ([]byte, error) {
	f, err := takeApart(b)
	if err != nil {
		return nil, err
	}
	if len(f.pages) < len(t.page) {
		return nil, errForm
	}
	root := f.add(nil)
	numbers := map[*element]int{}
	f.number(t.root, numbers)
	f.elements(t.root, root, numbers)
	parents := f.add(parentTree(t, numbers))
	f.objects[root-1] = fmt.Appendf(nil, "<</Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d>>",
		numbers[t.root], parents, len(t.page))
	for i, n := range f.pages {
		f.insert(n, "<</Type /Page\n", fmt.Sprintf("/StructParents %d /Tabs /S\n", i))
	}
	f.insert(f.root, "/Type /Catalog\n", fmt.Sprintf(
		"/MarkInfo <</Marked true>>\n/ViewerPreferences <</DisplayDocTitle true>>\n/StructTreeRoot %d 0 R\n", root))
	f.objects[f.root-1] = noFiles.ReplaceAll(f.objects[f.root-1], nil)
	return f.bytes(), nil
}

// noFiles is the empty list of embedded files that the library writes into every catalog.
// A careful reader, ours among them, takes the mere name for a warning.
var noFiles = regexp.MustCompile(`/Names <<\s*/EmbeddedFiles <<\s*/Names \[\s*\]\s*>>\s*>>\s*`)

// number gives every element of the tree that holds something an object number.
func (f *file) number(e *element, numbers map[*element]int) {
	if e.empty() {
		return
	}
	numbers[e] = f.add(nil)
	for _, kid := range e.kids {
		f.number(kid, numbers)
	}
}

func (e *element) empty() bool {
	for _, kid := range e.kids {
		if !kid.empty() {
			return false
		}
	}
	return len(e.mark) == 0
}

func (f *file) elements(e *element, parent int, numbers map[*element]int) {
	if e.empty() {
		return
	}
	var o strings.Builder
	fmt.Fprintf(&o, "<</Type /StructElem /S /%s /P %d 0 R", e.kind, parent)
	if e.lang != "" {
		fmt.Fprintf(&o, " /Lang (%s)", e.lang)
	}
	if e.alt != "" {
		o.WriteString(" /Alt " + utf16Text(e.alt))
	}
	switch e.kind {
	case "TH":
		o.WriteString(" /A <</O /Table /Scope /Column>>")
	case "Figure":
		fmt.Fprintf(&o, " /A <</O /Layout /BBox [%.2f %.2f %.2f %.2f]>>", e.box[0], e.box[1], e.box[2], e.box[3])
	}
	o.WriteString(" /K [" + f.kids(e, numbers) + "]>>")
	f.objects[numbers[e]-1] = []byte(o.String())
	for _, kid := range e.kids {
		f.elements(kid, numbers[e], numbers)
	}
}

func (f *file) kids(e *element, numbers map[*element]int) string {
	var k []string
	for _, m := range e.mark {
		k = append(k, fmt.Sprintf("<</Type /MCR /Pg %d 0 R /MCID %d>>", f.pages[m.page-1], m.id))
	}
	for _, kid := range e.kids {
		if n, ok := numbers[kid]; ok {
			k = append(k, fmt.Sprintf("%d 0 R", n))
		}
	}
	return strings.Join(k, " ")
}

// parentTree leads from a mark of a page back to its element.
func parentTree(t *tags, numbers map[*element]int) []byte {
	var o bytes.Buffer
	o.WriteString("<</Nums [")
	for i, page := range t.page {
		fmt.Fprintf(&o, "%d [", i)
		for _, e := range page {
			fmt.Fprintf(&o, "%d 0 R ", numbers[e])
		}
		o.WriteString("] ")
	}
	o.WriteString("]>>")
	return o.Bytes()
}

// utf16Text is a text string of PDF in UTF-16 with its mark, in hexadecimal.
func utf16Text(s string) string {
	var o strings.Builder
	o.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&o, "%04X", u)
	}
	o.WriteString(">")
	return o.String()
}
