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

func (f *file) add(object []byte) int {
	f.objects = append(f.objects, object)
	return len(f.objects)
}

func (f *file) insert(n int, after, what string) {
	f.objects[n-1] = bytes.Replace(f.objects[n-1], []byte(after), []byte(after+what), 1)
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
