package attachment

import (
	"context"
	"errors"
	"io"
)

// ErrSum says that bytes do not have the SHA-256 under which they were given or stored.
var ErrSum = errors.New("attachment: the bytes do not match their sum")

// Store keeps bytes under their SHA-256. All of it may be called by many goroutines at once.
type Store interface {
	// Put keeps what r gives under sum and returns once it would outlive a power cut.
	// Putting the same content again does nothing; content of another sum is ErrSum.
	Put(ctx context.Context, sum string, r io.Reader) error
	// Open reads what is kept under sum, or answers ErrUnknown.
	Open(ctx context.Context, sum string) (io.ReadCloser, error)
	// Has says whether sum is kept.
	Has(ctx context.Context, sum string) (bool, error)
}
