package attachment

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
)

// Limits of one file. They are technical limits of this system, announced to the person before
// the upload (M-105), and not figures of the law.
const (
	MaxSize  = 10 << 20 // bytes as uploaded
	MaxPages = 20       // pages of a PDF, where the law's form names no lower number
	MaxSide  = 12000    // pixels of either side of an image
)

// File is an upload that was accepted: its bytes wait in a temporary file until it is closed.
type File struct {
	Name          string // cleaned, with the extension of its kind
	Sum           string // SHA-256 of the bytes to store, lower-case hexadecimal
	Kind          string // JPEG, PNG or PDF
	Size          int64  // bytes to store
	Pages         int    // pages of a PDF; 1 for an image
	Width, Height int    // pixels of an image; 0 for a PDF

	path string
}

// Open reads the accepted bytes from their beginning.
func (f File) Open() (io.ReadCloser, error) { return os.Open(f.path) }

// Close removes the temporary file. It may be called twice, and on no file.
func (f File) Close() error {
	if f.path == "" {
		return nil
	}
	err := os.Remove(f.path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// PutIn stores the accepted bytes. It is to be called before Keep.
func (f File) PutIn(ctx context.Context, s Store) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	return s.Put(ctx, f.Sum, r)
}

// Judge reads an upload to its end or to the limit, says what it is by its bytes, cleans it and
// keeps it in a temporary file, which the caller closes. A file that is not accepted is a
// *Refusal; another error means that reading or the disk failed. The name is only a label: it
// decides nothing.
func Judge(name string, r io.Reader) (File, error) {
	upload, err := spool(r)
	if err != nil {
		return File{}, err
	}
	defer discard(upload)

	kept, err := os.CreateTemp("", "ruqsat-attachment-*")
	if err != nil {
		return File{}, err
	}
	f, err := clean(upload, kept)
	if err != nil {
		discard(kept)
		return File{}, err
	}
	f.Name = CleanName(name, f.Kind)
	return f, nil
}

// spool writes the upload to a temporary file and stops one byte behind the limit; what
// comes after it is only counted.
func spool(r io.Reader) (*os.File, error) {
	f, err := os.CreateTemp("", "ruqsat-upload-*")
	if err != nil {
		return nil, err
	}
	n, err := io.Copy(f, io.LimitReader(r, MaxSize+1))
	switch {
	case err != nil:
	case n == 0:
		err = refuse(Empty)
	case n > MaxSize:
		rest, _ := io.Copy(io.Discard, io.LimitReader(r, 9*MaxSize)) // only to say how large it is
		err = refuseOver(TooLarge, MaxSize, n+rest)
	default:
		return f, nil
	}
	discard(f)
	return nil, err
}

// clean judges the upload and writes what is to be stored.
func clean(upload, kept *os.File) (File, error) {
	sum := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(kept, sum), 64<<10)
	f, err := judge(upload, out)
	if err != nil {
		return File{}, err
	}
	if err := out.Flush(); err != nil {
		return File{}, err
	}
	size, err := kept.Seek(0, io.SeekCurrent)
	if err != nil {
		return File{}, err
	}
	f.Sum, f.Size, f.path = hex.EncodeToString(sum.Sum(nil)), size, kept.Name()
	return f, kept.Close()
}

// judge tells the kind by the first bytes and hands over to it. The signature must stand at the
// very beginning: a file that starts otherwise is somebody else's format first.
func judge(upload *os.File, out *bufio.Writer) (File, error) {
	head := make([]byte, 8)
	n, err := upload.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return File{}, err
	}
	if _, err := upload.Seek(0, io.SeekStart); err != nil {
		return File{}, err
	}
	switch head = head[:n]; {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return cleanJPEG(bufio.NewReaderSize(upload, 64<<10), out)
	case bytes.Equal(head, []byte(pngSignature)):
		return cleanPNG(bufio.NewReaderSize(upload, 64<<10), out)
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return cleanPDF(upload, out)
	}
	return File{}, refuse(WrongKind)
}

func discard(f *os.File) {
	f.Close()
	os.Remove(f.Name())
}
