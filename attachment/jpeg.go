package attachment

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// Markers of a JPEG (ITU-T T.81, table B.1).
const (
	soi, eoi, sos = 0xD8, 0xD9, 0xDA
	dht, dqt, dri = 0xC4, 0xDB, 0xDD
	jpg, dac      = 0xC8, 0xCC
	app0, app1    = 0xE0, 0xE1
	app14, app15  = 0xEE, 0xEF
	com           = 0xFE
	rst0, rst7    = 0xD0, 0xD7
	sof0, sof15   = 0xC0, 0xCF
)

// jpegFile is the state of reading one JPEG segment by segment.
type jpegFile struct {
	r       *bufio.Reader
	w       *bufio.Writer
	buf     []byte
	file    File
	scanned bool // a scan with data was seen
	turned  bool // the orientation was carried over
}

// cleanJPEG copies the segments that draw the picture and drops the rest: EXIF with place, time and
// device, IPTC, XMP, thumbnails, comments, colour profiles, and whatever is behind the end.
func cleanJPEG(r *bufio.Reader, w *bufio.Writer) (File, error) {
	j := &jpegFile{r: r, w: w, buf: make([]byte, 0xFFFF), file: File{Kind: JPEG, Pages: 1}}
	if _, err := r.Discard(2); err != nil {
		return File{}, damaged(err)
	}
	w.Write([]byte{0xFF, soi})
	marker, err := j.marker()
	for err == nil && marker != eoi {
		marker, err = j.segment(marker)
	}
	if err != nil {
		return File{}, damaged(err)
	}
	if !j.scanned {
		return File{}, refuse(Damaged)
	}
	w.Write([]byte{0xFF, eoi})
	return j.file, trailing(r)
}

// marker reads the next marker, which must come at once; fill bytes before it are dropped.
func (j *jpegFile) marker() (byte, error) {
	c, err := j.r.ReadByte()
	if err != nil {
		return 0, err
	}
	if c != 0xFF {
		return 0, refuse(Damaged)
	}
	for c == 0xFF {
		if c, err = j.r.ReadByte(); err != nil {
			return 0, err
		}
	}
	return c, nil
}

// segment copies or drops one segment, and gives back the marker after it.
func (j *jpegFile) segment(marker byte) (byte, error) {
	body, err := j.body()
	if err != nil {
		return 0, err
	}
	switch {
	case marker == app0 && bytes.HasPrefix(body, []byte("JFIF\x00")) && len(body) >= 14:
		body = append(body[:12:12], 0, 0) // without the thumbnail
	case marker == app1 && bytes.HasPrefix(body, []byte(exifHeader)):
		if body = j.turn(body); body == nil {
			return j.marker()
		}
	case marker == app14 && bytes.HasPrefix(body, []byte("Adobe")) && len(body) >= 12:
		body = body[:12] // says how colours are kept
	case marker >= app0 && marker <= app15, marker == com:
		return j.marker()
	case marker == dht, marker == dqt, marker == dri, marker == dac:
	case marker >= sof0 && marker <= sof15 && marker != jpg:
		err = j.frame(body)
	case marker == sos:
		return j.scan(body)
	default:
		err = refuse(Damaged)
	}
	if err != nil {
		return 0, err
	}
	j.write(marker, body)
	return j.marker()
}

func (j *jpegFile) body() ([]byte, error) {
	if _, err := io.ReadFull(j.r, j.buf[:2]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(j.buf))
	if n < 2 {
		return nil, refuse(Damaged)
	}
	_, err := io.ReadFull(j.r, j.buf[:n-2])
	return j.buf[:n-2], err
}

func (j *jpegFile) write(marker byte, body []byte) {
	n := len(body) + 2
	j.w.Write([]byte{0xFF, marker, byte(n >> 8), byte(n)})
	j.w.Write(body)
}

// frame reads the size of the picture. There is one frame, and its height is known.
func (j *jpegFile) frame(body []byte) error {
	if len(body) < 6 || j.file.Width != 0 {
		return refuse(Damaged)
	}
	j.file.Height, j.file.Width = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
	return checkSides(j.file.Width, j.file.Height)
}

func checkSides(width, height int) error {
	if width < 1 || height < 1 {
		return refuse(Damaged)
	}
	if side := max(width, height); side > MaxSide {
		return refuseOver(TooBig, MaxSide, int64(side))
	}
	return nil
}

// scan copies the packed picture up to the next marker that is not a part of it.
func (j *jpegFile) scan(header []byte) (byte, error) {
	if j.file.Width == 0 {
		return 0, refuse(Damaged)
	}
	j.write(sos, header)
	for {
		data, err := j.r.ReadSlice(0xFF)
		if errors.Is(err, bufio.ErrBufferFull) {
			j.w.Write(data)
			continue
		}
		if err != nil {
			return 0, err
		}
		j.w.Write(data[:len(data)-1])
		j.scanned = j.scanned || len(data) > 1
		marker, err := j.fill()
		if err != nil {
			return 0, err
		}
		if marker != 0 && (marker < rst0 || marker > rst7) {
			return marker, nil
		}
		j.w.Write([]byte{0xFF, marker})
	}
}

// fill reads the byte behind an 0xFF, over any fill bytes.
func (j *jpegFile) fill() (byte, error) {
	for {
		c, err := j.r.ReadByte()
		if err != nil || c != 0xFF {
			return c, err
		}
	}
}

// damaged makes the end of a file in its middle a refusal.
func damaged(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return refuse(Damaged)
	}
	return err
}
