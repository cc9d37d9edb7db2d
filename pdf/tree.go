package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf16"
)

// errForm says that the drawing library wrote a file of another form than tagFile knows;
// it is a fault of the build (a new version of the library), never of the input.
var errForm = errors.New("pdf: the drawing library wrote a form that cannot be tagged")

// file is a PDF taken apart: its objects by number, from 1.
type file struct {
	objects [][]byte // "<<...>>" with stream, without "n 0 obj" and "endobj"
	root    int      // number of the catalog
	info    int      // number of the information dictionary
	pages   []int    // numbers of the pages, in order
}

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

func (f *file) add(object []byte) int {
	f.objects = append(f.objects, object)
	return len(f.objects)
}

func (f *file) insert(n int, after, what string) {
	f.objects[n-1] = bytes.Replace(f.objects[n-1], []byte(after), []byte(after+what), 1)
}

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

var (
	xrefAt  = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\s*$`)
	trailer = regexp.MustCompile(`/Root (\d+) 0 R\n/Info (\d+) 0 R`)
	kidsOf  = regexp.MustCompile(`/Kids \[([^\]]*)\]`)
	entry   = regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`)
)

// takeApart cuts a file of the drawing library into its objects.
func takeApart(b []byte) (*file, error) {
	at, roots := xrefAt.FindSubmatch(b), trailer.FindSubmatch(b)
	if at == nil || roots == nil {
		return nil, errForm
	}
	xref := atoi(at[1])
	if xref > len(b) {
		return nil, errForm
	}
	f := &file{root: atoi(roots[1]), info: atoi(roots[2])}
	var err error
	if f.objects, err = objects(b, xref); err != nil {
		return nil, err
	}
	kids := kidsOf.FindSubmatch(f.objects[0])
	if kids == nil {
		return nil, errForm
	}
	for _, ref := range strings.Split(strings.TrimSpace(string(kids[1])), " 0 R") {
		if n := atoi([]byte(strings.TrimSpace(ref))); n > 0 {
			f.pages = append(f.pages, n)
		}
	}
	return f, nil
}

func objects(b []byte, xref int) ([][]byte, error) {
	var offsets []int
	for _, m := range entry.FindAllSubmatch(b[xref:], -1) {
		offsets = append(offsets, atoi(m[1]))
	}
	ends := append([]int{xref}, offsets...)
	sort.Ints(ends)
	all := make([][]byte, len(offsets))
	for i, from := range offsets {
		to := ends[sort.SearchInts(ends, from+1)]
		body, ok := bytes.CutPrefix(b[from:to], fmt.Appendf(nil, "%d 0 obj\n", i+1))
		end := bytes.LastIndex(body, []byte("endobj"))
		if !ok || end < 0 {
			return nil, errForm
		}
		all[i] = bytes.TrimSuffix(body[:end], []byte("\n"))
	}
	return all, nil
}

func atoi(b []byte) int {
	n, err := strconv.Atoi(string(b))
	if err != nil {
		return 0
	}
	return n
}

// bytes puts the file together again, with a new table of places.
func (f *file) bytes() []byte {
	var o bytes.Buffer
	o.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(f.objects))
	for i, object := range f.objects {
		offsets[i] = o.Len()
		fmt.Fprintf(&o, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	id := sha256.Sum256(o.Bytes())
	xref := o.Len()
	fmt.Fprintf(&o, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&o, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&o, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(offsets)+1, f.root, f.info, id[:16], id[:16], xref)
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
