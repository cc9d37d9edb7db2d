package register

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"ruqsat/db"
)

// height of the tiles: 256 hashes each.
const (
	height = 8
	width  = 1 << height
)

// edge is the right edge of the tree, all that is needed to grow it: of each level of tiles the one
// that is not full.
type edge struct {
	size   int64
	levels [][]tlog.Hash
}

// grow adds one leaf; full hears of every tile that it fills.
func (e *edge) grow(leaf tlog.Hash, full func(level int, number int64, hashes []tlog.Hash)) {
	e.size++
	for level, h := 0, leaf; ; level++ {
		if level == len(e.levels) {
			e.levels = append(e.levels, make([]tlog.Hash, 0, width))
		}
		e.levels[level] = append(e.levels[level], h)
		if len(e.levels[level]) < width {
			return
		}
		full(level, e.size>>(height*(level+1))-1, e.levels[level])
		h = perfect(e.levels[level])
		e.levels[level] = e.levels[level][:0]
	}
}

// partial tells every tile that is neither empty nor full.
func (e *edge) partial(tell func(level int, number int64, hashes []tlog.Hash)) {
	for level, hashes := range e.levels {
		if len(hashes) > 0 {
			tell(level, e.size>>(height*(level+1)), hashes)
		}
	}
}

// root is the hash of the whole tree (RFC 6962, 2.1): its perfect subtrees, the smallest on the
// right, joined from the right.
func (e *edge) root() tlog.Hash {
	if e.size == 0 {
		root, _ := tlog.TreeHash(0, nil) // the hash of nothing
		return root
	}
	var root *tlog.Hash
	for _, hashes := range e.levels {
		for n := 1; len(hashes) > 0; n <<= 1 {
			if len(hashes)&n == 0 {
				continue
			}
			h := perfect(hashes[len(hashes)-n:])
			hashes = hashes[:len(hashes)-n]
			if root != nil {
				h = tlog.NodeHash(h, *root)
			}
			root = &h
		}
	}
	return *root
}

// perfect is the root over 1, 2, 4 ... 256 hashes.
func perfect(hashes []tlog.Hash) tlog.Hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	half := len(hashes) / 2
	return tlog.NodeHash(perfect(hashes[:half]), perfect(hashes[half:]))
}

// readEdge reads the edge of a log of this size out of its tiles.
func readEdge(tx *db.Tx, size int64) (*edge, error) {
	e := &edge{size: size}
	for level := 0; size>>(height*level) > 0; level++ {
		e.levels = append(e.levels, make([]tlog.Hash, 0, width))
		count := int(size >> (height * level) % width)
		if count == 0 {
			continue
		}
		hashes, err := readTile(tx, tlog.Tile{H: height, L: level, N: size >> (height * (level + 1)), W: count})
		if err != nil {
			return nil, err
		}
		e.levels[level] = append(e.levels[level], split(hashes)...)
	}
	return e, nil
}

// readTile reads the first W hashes of a tile.
func readTile(tx *db.Tx, t tlog.Tile) ([]byte, error) {
	var hashes []byte
	if err := tx.Get(&hashes, `SELECT hashes FROM register_tile WHERE level = ? AND number = ?`, t.L, t.N); err != nil {
		return nil, fmt.Errorf("register: %s: %w", t.Path(), err)
	}
	if len(hashes) < t.W*tlog.HashSize {
		return nil, fmt.Errorf("%w: %s is too short", ErrDamaged, t.Path())
	}
	return hashes[:t.W*tlog.HashSize], nil
}

func writeTile(tx *db.Tx, level int, number int64, hashes []tlog.Hash) error {
	_, err := tx.Exec(`INSERT INTO register_tile (level, number, hashes) VALUES (?, ?, ?)
		ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes`, level, number, join(hashes))
	return err
}

func split(data []byte) []tlog.Hash {
	hashes := make([]tlog.Hash, len(data)/tlog.HashSize)
	for i := range hashes {
		copy(hashes[i][:], data[i*tlog.HashSize:])
	}
	return hashes
}

func join(hashes []tlog.Hash) []byte {
	data := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		data = append(data, h[:]...)
	}
	return data
}

// tiles lets tlog read the tiles of one transaction.
type tiles struct{ tx *db.Tx }

// Height of the tiles.
func (t tiles) Height() int { return height }

// ReadTiles reads what a proof needs; tlog checks it against the root.
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(wanted))
	for i, tile := range wanted {
		var err error
		if data[i], err = readTile(t.tx, tile); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// SaveTiles does nothing: they are saved already.
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
