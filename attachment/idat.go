package attachment

import "io"

// idatPiece is how much of the packed pixels one written chunk holds.
const idatPiece = 32 << 10

// idat reads the packed pixels of a PNG across its chunks, checks each chunk's sum and copies the
// data as chunks of its own. It gives single bytes, so that the unpacker takes none too many.
type idat struct {
	p    *pngFile
	buf  [idatPiece]byte
	part []byte
}

// Read gives what is left of the present piece, or the next one.
func (d *idat) Read(b []byte) (int, error) {
	if err := d.more(); err != nil {
		return 0, err
	}
	n := copy(b, d.part)
	d.part = d.part[n:]
	return n, nil
}

// ReadByte gives one byte.
func (d *idat) ReadByte() (byte, error) {
	if err := d.more(); err != nil {
		return 0, err
	}
	c := d.part[0]
	d.part = d.part[1:]
	return c, nil
}

// more reads and copies the next piece when the present one is used up.
func (d *idat) more() error {
	for len(d.part) == 0 {
		if d.p.left == 0 {
			if err := d.next(); err != nil {
				return err
			}
			continue
		}
		n := min(int(d.p.left), idatPiece)
		if _, err := io.ReadFull(d.p.r, d.buf[:n]); err != nil {
			return err
		}
		d.part = d.buf[:n]
		d.p.left -= uint32(n)
		d.p.sum.Write(d.part)
		d.p.write("IDAT", d.part)
	}
	return nil
}

// next goes on to the next chunk, which must hold pixels too while the unpacker wants more.
func (d *idat) next() error {
	if err := d.p.tail(); err != nil {
		return err
	}
	if err := d.p.head(); err != nil {
		return err
	}
	if d.p.name != "IDAT" {
		return io.ErrUnexpectedEOF
	}
	return nil
}
