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
		first := p.raw == 0
		switch {
		case first != (p.name == "IHDR"):
			return refuse(Damaged)
		case p.name == "IDAT":
			if p.done {
				return refuse(Damaged)
			}
			if err := p.pixels(); err != nil {
				return err
			}
			p.done = true
			if p.name == "IEND" {
				return p.end()
			}
			if err := p.other(); err != nil {
				return err
			}
		case p.name == "IEND":
			return p.end()
		default:
			if err := p.other(); err != nil {
				return err
			}
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

// header reads the size of the picture and counts what its pixels unpack to.
func (p *pngFile) header(b []byte) error {
	if len(b) != 13 || b[10] != 0 || b[11] != 0 || b[12] > 1 {
		return refuse(Damaged)
	}
	width, height := binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])
	if width > 1<<31-1 || height > 1<<31-1 {
		return refuse(Damaged)
	}
	p.file.Width, p.file.Height = int(width), int(height)
	if err := checkSides(p.file.Width, p.file.Height); err != nil {
		return err
	}
	bits := bitsPerPixel(b[8], b[9])
	if bits == 0 {
		return refuse(Damaged)
	}
	p.raw = rawSize(int64(width), int64(height), bits, b[12] == 1)
	if p.raw > maxRaw+int64(height) {
		return refuseOver(Inflating, maxRaw, p.raw)
	}
	return nil
}

// bitsPerPixel is 0 for a depth that the kind of colour does not have (PNG, table 12).
func bitsPerPixel(depth, colour byte) int64 {
	channels := map[byte]int64{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
	switch {
	case depth == 8, depth == 16 && colour != 3:
		return int64(depth) * channels
	case (depth == 1 || depth == 2 || depth == 4) && (colour == 0 || colour == 3):
		return int64(depth)
	}
	return 0
}

// rawSize is the number of unpacked bytes: for each line one of its filter and the pixels.
func rawSize(width, height, bits int64, interlaced bool) int64 {
	if !interlaced {
		return height * (1 + (width*bits+7)/8)
	}
	var all int64
	for _, pass := range [7][4]int64{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
		w, h := (width-pass[0]+pass[2]-1)/pass[2], (height-pass[1]+pass[3]-1)/pass[3]
		if w > 0 && h > 0 {
			all += h * (1 + (w*bits+7)/8)
		}
	}
	return all
}

// pixels unpacks the chunks of the picture while they are copied, and leaves the next chunk's head read.
func (p *pngFile) pixels() error {
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
	both := io.MultiWriter(p.w, sum)
	io.WriteString(both, name)
	both.Write(body)
	binary.BigEndian.PutUint32(n[:], sum.Sum32())
	p.w.Write(n[:])
}
