package main

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

func TestZZ(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("FILLN"))
	e := &env{cli: &cli{Clock: "2026-03-26T10:20"}, ctx: t.Context(), out: io.Discard, err: io.Discard}
	b := time.Now()
	s, err := startDemo(e, demoCommand{Data: filepath.Join(t.TempDir(), "demo"), Listen: "127.0.0.1:0", Fill: n})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(b))
	s.stop()
}
