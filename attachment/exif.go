package attachment

import "encoding/binary"

// exifHeader opens an EXIF segment; exifTurn is one that holds a single tag, the orientation, whose
// value stands at turnAt (TIFF 6.0, big end first).
const (
	exifHeader = "Exif\x00\x00"
	exifTurn   = exifHeader + "MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00"
	turnAt     = len(exifHeader) + 19
)

// turn makes an EXIF segment that holds the orientation of the photograph and nothing else, or nil
// when it lies straight.
func (j *jpegFile) turn(exif []byte) []byte {
	o := orientation(exif[len(exifHeader):])
	if o < 2 || o > 8 || j.turned {
		return nil
	}
	j.turned = true
	out := []byte(exifTurn)
	out[turnAt] = byte(o)
	return out
}

// orientation finds the tag 0x0112 in the first directory of a TIFF header, or 0.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at > len(tiff)-2 {
		return 0
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 0
		}
		if order.Uint16(entries) == 0x0112 && order.Uint16(entries[2:]) == 3 {
			return int(order.Uint16(entries[8:]))
		}
		entries = entries[12:]
	}
	return 0
}
