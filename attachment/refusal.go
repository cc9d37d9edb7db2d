package attachment

import (
	"fmt"

	"ruqsat/words"
)

// Code says why a file was refused. It is stable: the words for a person are in the catalogue
// under "attachment.refusal.<code>" (Refusal.Text).
type Code string

// The reasons for which a file is refused.
const (
	Empty     Code = "empty"      // no bytes at all
	TooLarge  Code = "too-large"  // Limit and Got are bytes; Got is the file's size, or what could be read of it
	WrongKind Code = "wrong-kind" // neither JPEG nor PNG nor PDF by its bytes
	Damaged   Code = "damaged"    // cut off or not readable to the end
	TooBig    Code = "too-big"    // Limit and Got are pixels of the longer side
	TooMany   Code = "too-many"   // Limit and Got are pages of a PDF
	NoPages   Code = "no-pages"   // a PDF without a page
	Locked    Code = "locked"     // an encrypted PDF, even with an empty password
	Active    Code = "active"     // a PDF that could act: script, launch, submit, film, form
	Embedded  Code = "embedded"   // a PDF that carries other files
	Polyglot  Code = "polyglot"   // also an archive, a page or a program
	Inflating Code = "inflating"  // unpacks to more than any scan needs
)

// Codes lists every reason for which a file can be refused.
func Codes() []Code {
	return []Code{Empty, TooLarge, WrongKind, Damaged, TooBig, TooMany, NoPages, Locked, Active, Embedded, Polyglot, Inflating}
}

// Refusal says that a file is not accepted and why: отказ в приёме файла / файл қабылданбады.
// It is about the file, not about the service, and holds nothing of the file's content or name.
type Refusal struct {
	Code  Code
	Limit int64 // what is allowed, in the unit of the code; 0 when the code has none
	Got   int64 // what came, in the same unit
}

// Error names the code and the numbers, nothing personal.
func (r *Refusal) Error() string {
	if r.Limit == 0 {
		return "attachment: refused: " + string(r.Code)
	}
	return fmt.Sprintf("attachment: refused: %s (limit %d, got %d)", r.Code, r.Limit, r.Got)
}

// Text tells the person what is so, why, and what to do. Sizes are in whole megabytes.
func (r *Refusal) Text() words.Text {
	limit, got := r.Limit, r.Got
	if r.Code == TooLarge {
		limit, got = limit>>20, (got+1<<20-1)>>20 // rounded up: never "10 MB" for what is over 10
	}
	return words.All("attachment.refusal."+string(r.Code), "limit", limit, "got", got)
}

func refuse(code Code) error { return &Refusal{Code: code} }

func refuseOver(code Code, limit, got int64) error {
	return &Refusal{Code: code, Limit: limit, Got: got}
}
