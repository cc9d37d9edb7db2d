package attachment

import (
	"context"
	"encoding/hex"
	"hash"
	"io"
	"os"
)

// untilDone reads as long as nobody has given up waiting.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

// Read reads, unless the context is over.
func (u *untilDone) Read(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(b)
}

// summed is a kept file whose bytes are compared with its name while it is read to its end. It is
// a Reader and a Closer only: what is not read in order cannot be compared.
type summed struct {
	file *os.File
	sum  string
	got  hash.Hash
}

// Read reads on, and tells at the end whether all of it was what was put.
func (s *summed) Read(b []byte) (int, error) {
	n, err := s.file.Read(b)
	s.got.Write(b[:n])
	if err == io.EOF && hex.EncodeToString(s.got.Sum(nil)) != s.sum {
		err = ErrSum
	}
	return n, err
}

// Close closes the file.
func (s *summed) Close() error { return s.file.Close() }
