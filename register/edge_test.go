package register

import (
	"encoding/binary"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// The edge's root is the one that the tlog library computes, for every size.
func TestTheEdgeLeadsToTheRootOfTheLibrary(t *testing.T) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, at := range indexes {
			hashes[i] = stored[at]
		}
		return hashes, nil
	})

	e := &edge{}
	for n := int64(0); n <= 1100; n++ {
		want, err := tlog.TreeHash(n, reader)
		if err != nil || e.root() != want {
			t.Fatalf("size %d: %v, want %v (%v)", n, e.root(), want, err)
		}
		leaf := binary.BigEndian.AppendUint64(nil, uint64(n))
		hashes, err := tlog.StoredHashes(n, leaf, reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
		e.grow(tlog.RecordHash(leaf), func(level int, number int64, hashes []tlog.Hash) {
			tile := tlog.Tile{H: height, L: level, N: number, W: width}
			if data, err := tlog.ReadTileData(tile, reader); err != nil || string(data) != string(join(hashes)) {
				t.Fatalf("%s differs (%v)", tile.Path(), err)
			}
		})
	}
}
