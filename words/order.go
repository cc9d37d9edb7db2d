package words

import (
	"sync"

	"golang.org/x/text/collate"
)

// collators are kept by language; one collator serves one goroutine at a time.
var collators = [3]sync.Pool{newCollators(0), newCollators(1), newCollators(2)}

func newCollators(i int) sync.Pool {
	return sync.Pool{New: func() any { return collate.New(tags[i], collate.IgnoreCase) }}
}

// Compare orders two texts by the alphabet of the language: negative when a
// stands before b. Equal only for equal texts, so that sorting is stable.
func Compare(l Language, a, b string) int {
	pool := &collators[l.index()]
	c := pool.Get().(*collate.Collator)
	defer pool.Put(c)

	if n := c.CompareString(a, b); n != 0 {
		return n
	}
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}
