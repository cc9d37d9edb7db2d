package attachment

import (
	"errors"
	"time"
)

// ErrUnknown says that there is no attachment of that id, or no stored bytes of that sum.
var ErrUnknown = errors.New("attachment: no such attachment")

// Attachment is a скан-копия / сканерленген көшірме that was accepted: one row about stored bytes.
// Several attachments may name the same Sum.
type Attachment struct {
	ID    string    // UUIDv7
	Sum   string    // SHA-256 of the stored bytes, lower-case hexadecimal; the name in the Store
	Kind  string    // JPEG, PNG or PDF
	Name  string    // cleaned file name with the extension of its kind, for the download
	Size  int64     // bytes, as stored
	Pages int       // pages of a PDF; 1 for an image
	By    string    // account id of who attached it
	At    time.Time // when it was kept
}

// The kinds of file that are accepted, which are also the values of Attachment.Kind.
const (
	JPEG = "jpeg"
	PNG  = "png"
	PDF  = "pdf"
)
