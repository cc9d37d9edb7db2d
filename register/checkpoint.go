package register

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"ruqsat/db"
)

// Checkpoint is what is signed (C2SP tlog-checkpoint): the log's origin, size and root, and, as its
// extension line, the moment up to which every act was given its place.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   tlog.Hash
	At     time.Time
}

func (c Checkpoint) text() string {
	return fmt.Sprintf("%s\n%d\n%s\n%s\n", c.Origin, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]), db.At(c.At))
}

// OpenCheckpoint reads a signed checkpoint whose signature is good for the verifier's key.
func OpenCheckpoint(signed []byte, verifier note.Verifier) (Checkpoint, error) {
	n, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("register: checkpoint: %w", err)
	}
	return parse(n.Text)
}

// parse reads the text of a checkpoint; nothing but what text writes is one.
func parse(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 || lines[4] != "" {
		return Checkpoint{}, errors.New("register: a checkpoint has four lines")
	}
	c := Checkpoint{Origin: lines[0]}
	var at db.Time
	size, err1 := strconv.ParseInt(lines[1], 10, 64)
	root, err2 := tlog.ParseHash(lines[2])
	err3 := at.Scan(lines[3])
	c.Size, c.Root, c.At = size, root, at.Time
	if err := errors.Join(err1, err2, err3); err != nil || size < 0 || c.text() != text {
		return Checkpoint{}, errors.New("register: the checkpoint cannot be read")
	}
	return c, nil
}

// unsigned reads a checkpoint of our own table without its signature.
func unsigned(signed string) (Checkpoint, error) {
	text, _, ok := strings.Cut(signed, "\n\n")
	if !ok {
		return Checkpoint{}, errors.New("register: the checkpoint is not signed")
	}
	return parse(text + "\n")
}
