package attachment

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"regexp"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// Bounds of reading a PDF, so that none can take the machine: a scan of twenty pages has a few
// dozen packed groups of objects, of some ten thousand bytes each. Together they allow for 200 MB
// at the very worst, for one PDF at a time. Pages and pictures are not unpacked at all.
const (
	maxUnpacked = 2 << 20 // bytes of one group of objects
	maxGroups   = 100     // groups of objects
	maxObjects  = 50_000
	maxTrailing = 1024 // bytes behind the last %%EOF, as readers tolerate
	readingTime = 5 * time.Second
)

// readingPDF lets one PDF be taken apart at a time.
var readingPDF = make(chan struct{}, 1)

// cleanPDF judges a PDF twice: its raw bytes for what may stand outside its structure, and then its
// structure as pdfcpu reads it, packed objects included. It is copied as it is.
func cleanPDF(f *os.File, w *bufio.Writer) (File, error) {
	if err := rawPDF(f); err != nil {
		return File{}, err
	}
	pages, err := structure(f)
	if err != nil {
		return File{}, err
	}
	if pages > MaxPages {
		return File{}, refuseOver(TooMany, MaxPages, int64(pages))
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return File{}, err
	}
	_, err = io.Copy(w, f)
	return File{Kind: PDF, Pages: pages}, err
}

// Marks that need no reading of the structure, in small letters.
var (
	activeMarks = [][]byte{[]byte("/javascript"), []byte("/launch"), []byte("/submitform"), []byte("/importdata"),
		[]byte("/richmedia"), []byte("/rendition"), []byte("/gotoe")}
	embeddedMarks = regexp.MustCompile(`/embeddedfile[^s]|/fileattachment`)
	groupMark     = []byte("/objstm")
	endMark       = []byte("%%eof")
)

// rawFindings is what the bytes of a PDF show without its structure. It also sees objects that no
// table names any more, which a reader that repairs files might bring back.
type rawFindings struct {
	foreign, active, embedded bool
	groups                    int
	size, end                 int64 // end is just behind the last %%EOF
}

func rawPDF(f *os.File) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	var found rawFindings
	if err := search(f, found.see); err != nil {
		return err
	}
	switch {
	case found.foreign:
		return refuse(Polyglot)
	case found.embedded:
		return refuse(Embedded)
	case found.active:
		return refuse(Active)
	case found.groups > maxGroups:
		return refuseOver(Inflating, maxGroups, int64(found.groups))
	case found.end == 0:
		return refuse(Damaged)
	case found.size-found.end > maxTrailing:
		return refuse(Polyglot)
	}
	return nil
}

// see looks at one part of the file; fresh is where it has not been seen before.
func (r *rawFindings) see(part []byte, fresh int) {
	start := r.size - int64(fresh)
	r.foreign = r.foreign || holds(part, foreign)
	if i := bytes.LastIndex(part, endMark); i >= 0 {
		r.end = max(r.end, start+int64(i+len(endMark)))
	}
	r.size = start + int64(len(part))

	plain := plainNames(part)
	r.active = r.active || holds(plain, activeMarks)
	r.embedded = r.embedded || embeddedMarks.Match(plain)
	r.groups += bytes.Count(plain, groupMark)
	if fresh > 0 {
		r.groups -= bytes.Count(plainNames(part[:fresh]), groupMark)
	}
}

// plainNames undoes the #xx in which a PDF may write any letter of a name.
func plainNames(b []byte) []byte {
	if bytes.IndexByte(b, '#') < 0 {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if c, ok := escaped(b[i:]); ok {
			out = append(out, c)
			i += 2
			continue
		}
		out = append(out, b[i])
	}
	lower(out)
	return out
}

func escaped(b []byte) (byte, bool) {
	if len(b) < 3 || b[0] != '#' {
		return 0, false
	}
	high, ok1 := hexDigit(b[1])
	low, ok2 := hexDigit(b[2])
	return high<<4 | low, ok1 && ok2
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

func init() { api.DisableConfigDir() } // pdfcpu would write a folder of its own into the home

func reading() *model.Configuration {
	c := model.NewDefaultConfiguration()
	c.Offline = true
	c.Limits.MaxStreamBytes = MaxSize
	c.Limits.MaxDecodeBytes = maxUnpacked
	c.Limits.MaxObjectCount = maxObjects
	c.Limits.MaxXRefEntries = maxObjects
	c.Limits.MaxObjectStreamCount = maxObjects
	c.Limits.MaxObjectStreamFirst = maxUnpacked
	c.Limits.MaxRecursionDepth = 50
	return c
}

// structure takes the PDF apart and counts its pages.
func structure(f *os.File) (pages int, err error) {
	readingPDF <- struct{}{}
	defer func() { <-readingPDF }()
	defer func() { // a mistake of the reader in a hostile file is the file's fault
		if recover() != nil {
			pages, err = 0, refuse(Damaged)
		}
	}()
	ctx, stop := context.WithTimeout(context.Background(), readingTime)
	defer stop()

	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	doc, err := pdfcpu.ReadWithContext(ctx, f, reading())
	if err != nil {
		return 0, unreadable(err)
	}
	if doc.Encrypt != nil || doc.E != nil {
		return 0, refuse(Locked)
	}
	return inspect(doc)
}

// unreadable says what keeps pdfcpu from reading: a lock, a bomb, or damage.
func unreadable(err error) error {
	switch {
	case errors.Is(err, pdfcpu.ErrWrongPassword):
		return refuse(Locked)
	case errors.Is(err, filter.ErrDecodeLimitExceeded), errors.Is(err, context.DeadlineExceeded):
		return refuse(Inflating)
	}
	return refuse(Damaged)
}
