package attachment

import "encoding/binary"

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
