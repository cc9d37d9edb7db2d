package attachment

import (
	"bufio"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash"
	"hash/crc32"
	"io"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// maxRaw is how many bytes the pixels of a PNG may unpack to: 12,000 x 12,000 of eight-bit RGBA.
const maxRaw = MaxSide * MaxSide * 4

// drawing are the chunks that are needed to draw the picture. All the rest is dropped: texts, time,
// EXIF, colour profiles, animation.
var drawing = map[string]bool{"PLTE": true, "tRNS": true, "gAMA": true, "cHRM": true, "sRGB": true, "pHYs": true, "sBIT": true}

// maxChunk is the most that a chunk other than the pixels may hold.
const maxChunk = 64 << 10

// pngFile is the state of reading one PNG chunk by chunk.
type pngFile struct {
	r    *bufio.Reader
	w    *bufio.Writer
	sum  hash.Hash32
	file File
	raw  int64 // bytes that the pixels must unpack to
	left uint32
	name string
	done bool // the pixels have been read
}

// cleanPNG copies the chunks that draw the picture, and unpacks its pixels on the way, keeping none,
// so that one that is cut off, or that unpacks to more than its size says, is found.
func cleanPNG(r *bufio.Reader, w *bufio.Writer) (File, error) {
	p := &pngFile{r: r, w: w, sum: crc32.NewIEEE(), file: File{Kind: PNG, Pages: 1}}
	if _, err := r.Discard(len(pngSignature)); err != nil {
		return File{}, damaged(err)
	}
	w.WriteString(pngSignature)
	if err := p.chunks(); err != nil {
		return File{}, damaged(err)
	}
	return p.file, trailing(r)
}

func (p *pngFile) chunks() error {
	for {
		if err := p.head(); err != nil {
			return err
		}
		if first := p.raw == 0; first != (p.name == "IHDR") {
			return refuse(Damaged)
		}
		if p.name == "IDAT" {
			if err := p.pixels(); err != nil {
				return err
			}
		}
		if p.name == "IEND" {
			return p.end()
		}
		if err := p.other(); err != nil {
			return err
		}
	}
}

// head reads the length and the name of the next chunk.
func (p *pngFile) head() error {
	var b [8]byte
	if _, err := io.ReadFull(p.r, b[:]); err != nil {
		return err
	}
	p.left, p.name = binary.BigEndian.Uint32(b[:]), string(b[4:])
	p.sum.Reset()
	p.sum.Write(b[4:])
	if p.left > MaxSize {
		return refuse(Damaged)
	}
	return nil
}

// tail compares the checksum of the chunk that has been read.
func (p *pngFile) tail() error {
	var b [4]byte
	if _, err := io.ReadFull(p.r, b[:]); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(b[:]) != p.sum.Sum32() {
		return refuse(Damaged)
	}
	return nil
}

// other reads a chunk that is not the pixels, and copies it if it is needed. An unknown one that
// calls itself necessary (a capital first letter) is nothing that a scan has.
func (p *pngFile) other() error {
	if p.name == "IDAT" || p.name == "IHDR" && p.raw != 0 {
		return refuse(Damaged)
	}
	if !drawing[p.name] && p.name != "IHDR" {
		if p.name[0] >= 'A' && p.name[0] <= 'Z' {
			return refuse(Damaged)
		}
		if _, err := io.CopyN(p.sum, p.r, int64(p.left)); err != nil {
			return err
		}
		return p.tail()
	}
	if p.left > maxChunk {
		return refuse(Damaged)
	}
	body := make([]byte, p.left)
	if _, err := io.ReadFull(p.r, body); err != nil {
		return err
	}
	p.sum.Write(body)
	if p.name == "IHDR" {
		if err := p.header(body); err != nil {
			return err
		}
	}
	p.write(p.name, body)
	return p.tail()
}

// pixels unpacks the chunks of the picture while they are copied, and leaves the next chunk's head read.
func (p *pngFile) pixels() error {
	if p.done {
		return refuse(Damaged)
	}
	p.done = true
	packed := &idat{p: p}
	z, err := zlib.NewReader(packed)
	if err != nil {
		return unpacked(err)
	}
	n, err := io.Copy(io.Discard, io.LimitReader(z, p.raw+1))
	switch {
	case err != nil:
		return unpacked(err)
	case n > p.raw:
		return refuseOver(Inflating, p.raw, n)
	case n < p.raw, len(packed.part) > 0:
		return refuse(Damaged)
	}
	return p.rest()
}

// rest finds the end of the pixels' chunks: nothing may be hidden in them behind the packed data.
func (p *pngFile) rest() error {
	for p.name == "IDAT" {
		if p.left > 0 {
			return refuse(Damaged)
		}
		if err := p.tail(); err != nil {
			return err
		}
		if err := p.head(); err != nil {
			return err
		}
		if p.name == "IDAT" && p.left > 0 {
			return refuse(Damaged)
		}
	}
	return nil
}

func unpacked(err error) error {
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) || errors.Is(err, zlib.ErrHeader) || errors.Is(err, zlib.ErrChecksum) || errors.Is(err, zlib.ErrDictionary) {
		return refuse(Damaged)
	}
	return err
}

// end writes the last chunk.
func (p *pngFile) end() error {
	if p.left != 0 || !p.done {
		return refuse(Damaged)
	}
	p.write("IEND", nil)
	return p.tail()
}

func (p *pngFile) write(name string, body []byte) {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(body)))
	p.w.Write(n[:])
	sum := crc32.NewIEEE()
	for _, part := range [][]byte{[]byte(name), body} {
		p.w.Write(part)
		sum.Write(part)
	}
	binary.BigEndian.PutUint32(n[:], sum.Sum32())
	p.w.Write(n[:])
}
