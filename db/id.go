package db

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// made counts the ids of this process, so that ids of one moment sort as they were made. It starts
// anywhere in the lower half, so that two processes hardly ever meet.
var made atomic.Uint32

func init() {
	var b [4]byte
	rand.Read(b[:])
	made.Store(binary.BigEndian.Uint32(b[:]) >> 1)
}

// NewID makes a UUIDv7 of the moment now: milliseconds, their 4096th parts, this process's counter
// and 30 random bits. Ids of later moments, and later ids of one moment, sort after. An id is not
// a secret: what opens anything is a NewCode.
func NewID(now time.Time) string {
	var u uuid.UUID
	rand.Read(u[8:])

	ns := uint64(max(now.UnixNano(), 0))
	ms, part := ns/1e6, ns%1e6*4096/1e6
	binary.BigEndian.PutUint64(u[:8], ms<<16|0x7000|part)

	count := uint64(made.Add(1)) << 30
	low := binary.BigEndian.Uint64(u[8:]) & (1<<30 - 1)
	binary.BigEndian.PutUint64(u[8:], 1<<63|count|low)
	return u.String()
}

var lower = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewCode makes a public code: 128 random bits as 26 small letters and digits (base32).
func NewCode() string {
	var b [16]byte
	rand.Read(b[:])
	return strings.ToLower(lower.EncodeToString(b[:]))
}
