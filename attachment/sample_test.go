package attachment_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
)

// All files of the tests are made here, good and hostile; none is kept on disk.

func picture(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			m.Set(x, y, color.RGBA{uint8(x * 7), uint8(y * 5), uint8(x ^ y), 255})
		}
	}
	return m
}

func made(encode func(*bytes.Buffer) error) []byte {
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func aJPEG() []byte {
	return made(func(b *bytes.Buffer) error { return jpeg.Encode(b, picture(64, 48), nil) })
}
func aPNG() []byte {
	return made(func(b *bytes.Buffer) error { return png.Encode(b, picture(64, 48)) })
}
func aGIF() []byte {
	return made(func(b *bytes.Buffer) error { return gif.Encode(b, picture(8, 8), nil) })
}

func aZIP() []byte {
	return made(func(b *bytes.Buffer) error {
		z := zip.NewWriter(b)
		w, err := z.Create("evil.html")
		if err != nil {
			return err
		}
		w.Write([]byte("hello"))
		return z.Close()
	})
}

// segment puts a segment behind the beginning of a JPEG.
func segment(j []byte, marker byte, body string) []byte {
	n := len(body) + 2
	return join(j[:2], []byte{0xFF, marker, byte(n >> 8), byte(n)}, []byte(body), j[2:])
}

// gps is an EXIF with orientation 6 and a place: 43.2389 N, 76.8897 E.
func gps() string {
	var t bytes.Buffer
	put := func(v any) { binary.Write(&t, binary.LittleEndian, v) }
	t.WriteString("II*\x00")
	put(uint32(8))
	put(uint16(2))
	for _, v := range []any{uint16(0x0112), uint16(3), uint32(1), uint32(6)} {
		put(v)
	}
	for _, v := range []any{uint16(0x8825), uint16(4), uint32(1), uint32(38)} {
		put(v)
	}
	put(uint32(0))
	put(uint16(1))
	for _, v := range []any{uint16(1), uint16(2), uint32(2)} {
		put(v)
	}
	t.WriteString("N\x00\x00\x00")
	put(uint32(0))
	return "Exif\x00\x00" + t.String() + "GPSPLACE"
}

// sized is a JPEG whose frame claims other sides.
func sized(w, h int) []byte {
	j := bytes.Clone(aJPEG())
	at := bytes.Index(j, []byte{0xFF, 0xC0})
	binary.BigEndian.PutUint16(j[at+5:], uint16(h))
	binary.BigEndian.PutUint16(j[at+7:], uint16(w))
	return j
}

func chunk(name string, body []byte) []byte {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(body)))
	sum := crc32.ChecksumIEEE(join([]byte(name), body))
	return join(n[:], []byte(name), body, binary.BigEndian.AppendUint32(nil, sum))
}

// withChunk puts a chunk behind the header of a PNG.
func withChunk(p []byte, name string, body []byte) []byte {
	return join(p[:33], chunk(name, body), p[33:])
}

func header(w, h uint32, depth, colour, interlace byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, w)
	b = binary.BigEndian.AppendUint32(b, h)
	return chunk("IHDR", append(b, depth, colour, 0, 0, interlace))
}

const signature = "\x89PNG\r\n\x1a\n"

// rawPNG is a PNG with the given header and unpacked pixels.
func rawPNG(head, pixels []byte) []byte {
	return join([]byte(signature), head, chunk("IDAT", deflated(pixels)), chunk("IEND", nil))
}

func deflated(b []byte) []byte {
	return made(func(out *bytes.Buffer) error {
		z, err := zlib.NewWriterLevel(out, 9)
		if err != nil {
			return err
		}
		z.Write(b)
		return z.Close()
	})
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// aPDF makes a PDF of a number of pages, with something more in its catalog and further objects,
// which are numbered from 100.
func aPDF(pages int, catalog string, objects ...string) []byte {
	return layout(tree(pages, catalog, objects), "")
}

// tree gives the objects by number.
func tree(pages int, catalog string, objects []string) map[int]string {
	kids, all := "", map[int]string{1: "<</Type/Catalog/Pages 2 0 R" + catalog + ">>"}
	for i := range pages {
		kids += fmt.Sprintf(" %d 0 R", i+10)
		all[i+10] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>"
	}
	all[2] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, pages)
	for i, o := range objects {
		all[100+i] = o
	}
	return all
}

// layout writes objects one by one with a classic table.
func layout(objects map[int]string, trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at, last := map[int]int{}, 0
	for n := range 200 {
		if o, ok := objects[n]; ok {
			at[n], last = b.Len(), n
			fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, o)
		}
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", last+1)
	for n := 1; n <= last; n++ {
		if at[n] == 0 {
			b.WriteString("0000000000 65535 f \n")
			continue
		}
		fmt.Fprintf(&b, "%010d 00000 n \n", at[n])
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", last+1, trailer, table)
	return b.Bytes()
}

// packed makes the same with all objects in one packed group, as newer programs write them.
func packed(pages int, catalog string, objects ...string) []byte {
	return pack(tree(pages, catalog, objects), 0)
}

func pack(all map[int]string, padding int) []byte {
	var index, bodies strings.Builder
	var order []int
	for n := range 200 {
		if o, ok := all[n]; ok {
			fmt.Fprintf(&index, "%d %d ", n, bodies.Len())
			bodies.WriteString(o + "\n")
			order = append(order, n)
		}
	}
	body := deflated([]byte(index.String() + bodies.String() + strings.Repeat(" ", padding)))
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	group := b.Len()
	fmt.Fprintf(&b, "300 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n",
		len(order), index.Len(), len(body), body)
	table := b.Len()
	var x bytes.Buffer
	for n := range 302 {
		row := [3]int{0, 0, 255}
		if i := indexOf(order, n); i >= 0 {
			row = [3]int{2, 300, i}
		}
		switch n {
		case 300:
			row = [3]int{1, group, 0}
		case 301:
			row = [3]int{1, table, 0}
		}
		x.Write(binary.BigEndian.AppendUint32([]byte{byte(row[0])}, uint32(row[1])))
		x.WriteByte(byte(row[2]))
	}
	fmt.Fprintf(&b, "301 0 obj\n<</Type/XRef/W[1 4 1]/Size 302/Root 1 0 R/Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n",
		x.Len(), x.Bytes(), table)
	return b.Bytes()
}

func indexOf(list []int, n int) int {
	for i, v := range list {
		if v == n {
			return i
		}
	}
	return -1
}

func stream(dict, body string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(body), body)
}
