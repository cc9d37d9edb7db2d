package register

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// page is how many places are read at a time: whole tiles.
const page = 32 * width

// stream reads entries and tiles of level 0 side by side, page by page.
func (a *audit) stream() error {
	rows := make([]row, 0, page)
	var stored []tileRow
	for from := int64(0); from < a.bound; from += page {
		to := min(from+page, a.bound)
		err := errors.Join(
			a.tx.Select(&rows, `SELECT `+columns+` FROM register_entry WHERE seq >= ? AND seq < ? ORDER BY seq, id`, from, to),
			a.tx.Select(&stored, `SELECT level, number, hashes FROM register_tile
				WHERE level = 0 AND number >= ? AND number < ? ORDER BY number`, from/width, (to+width-1)/width))
		if err != nil {
			return err
		}
		a.page(from, to, rows, stored)
	}
	if a.bound < a.head.Size {
		a.found(Missing, a.bound, a.head.Size-1, "", "no entry and no tile")
	}
	return nil
}

type tileRow struct {
	Level  int64  `db:"level"`
	Number int64  `db:"number"`
	Hashes []byte `db:"hashes"`
}

// page compares each entry with the hash of its place. The tree grows from the tiles, so that one
// edited entry is one damage and does not colour everything above it; that the tiles are the
// signed ones is what the root shows.
func (a *audit) page(from, to int64, rows []row, stored []tileRow) {
	for start := from; start < to; start += width {
		end := min(start+width, to)
		hashes := a.tile(start/width, a.head.Size-start, &stored)
		for place := start; place < end; place++ {
			var here []row
			for len(rows) > 0 && *rows[0].Seq == place {
				here, rows = append(here, rows[0]), rows[1:]
			}
			a.place(place, here, hashes)
		}
	}
}

// tile takes the stored tile of this number, when there is one as wide as the log needs.
func (a *audit) tile(number, needed int64, stored *[]tileRow) []tlog.Hash {
	var data []byte
	for len(*stored) > 0 && (*stored)[0].Number <= number {
		data, *stored = (*stored)[0].Hashes, (*stored)[1:]
	}
	if want := int(min(width, needed)) * tlog.HashSize; len(data) != want {
		text := fmt.Sprintf("tile %d of level 0 has %d bytes, not %d", number, len(data), want)
		a.found(Tile, number*width, number*width+min(width, needed)-1, "", text)
		return nil
	}
	return split(data)
}

// place judges the entries that stand at one place: one, and the one that was placed.
func (a *audit) place(place int64, here []row, hashes []tlog.Hash) {
	a.Entries += int64(len(here))
	var want *tlog.Hash
	if hashes != nil {
		want = &hashes[place%width]
	}

	var leaf tlog.Hash
	good := false
	for i, r := range here {
		h := r.hash()
		switch {
		case want != nil && h == *want && !good, want == nil && i == 0:
			leaf, good = h, true
		case len(here) > 1:
			a.strange[h] = len(a.Damages)
			a.found(Inserted, place, place, r.ID, "a second entry at one place")
		default:
			a.strange[h] = len(a.Damages)
			a.found(Edited, place, place, r.ID, "not the entry that was placed here")
		}
	}
	if len(here) == 0 {
		a.found(Missing, place, place, "", "no entry stands here")
	}
	if !good && want != nil {
		leaf = *want
		a.wanted[*want] = place
	}
	a.grow(leaf)
}
