package attachment

import (
	"bytes"
	"io"
)

// foreign are the marks of formats that an honest scan does not hold outside its pictures. They are
// long enough that packed data does not hold one by chance, and are sought in small letters.
var foreign = [][]byte{
	[]byte("pk\x05\x06\x00\x00\x00\x00"), // end of a ZIP archive: a JAR, a DOCX, an APK
	[]byte("rar!\x1a\x07"),
	[]byte("7z\xbc\xaf\x27\x1c"),
	[]byte("<!doctype html"), []byte("<html"), []byte("<script"), []byte("<iframe"), []byte("<svg xmlns"),
	[]byte("<?php"),
	[]byte("eicar-standard-antivirus-test-file"),
}

// behind are further marks that nothing may hold behind its own end.
var behind = append([][]byte{[]byte("%pdf-"), []byte("pk\x03\x04"), []byte("\x7felf"), []byte("<svg"), []byte("<body"),
	[]byte("this program cannot be run")}, foreign...)

// window is how much is looked at once; overlap is longer than any mark.
const (
	window  = 64 << 10
	overlap = 64
)

// search looks at all of r through a window and calls see for each part, in small letters. Parts
// overlap, so that no mark is cut in two; fresh is where the part that was not seen before begins.
func search(r io.Reader, see func(part []byte, fresh int)) error {
	buf, kept := make([]byte, 0, window+overlap), 0
	for {
		n, err := io.ReadFull(r, buf[kept:kept+window])
		part := buf[:kept+n]
		lower(part[kept:])
		see(part, kept)
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return nil
		}
		if err != nil {
			return err
		}
		kept = copy(buf[:overlap], part[len(part)-overlap:])
	}
}

func lower(b []byte) {
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
}

// trailing reads what is behind the end of an image. It is never stored; it is refused when it is
// another format (a polyglot), and dropped when it is what cameras leave there.
func trailing(r io.Reader) error {
	found := false
	err := search(r, func(part []byte, _ int) { found = found || holds(part, behind) })
	if err == nil && found {
		err = refuse(Polyglot)
	}
	return err
}

func holds(part []byte, marks [][]byte) bool {
	for _, m := range marks {
		if bytes.Contains(part, m) {
			return true
		}
	}
	return false
}
