package main

import (
	"context"
	"io"
	"testing"
)

func TestZZProf(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	e := &env{cli: &cli{}, ctx: ctx, out: io.Discard, err: io.Discard}
	s, err := startDemo(e, demoCommand{Data: t.TempDir() + "/d", Listen: "127.0.0.1:0", Fill: 400})
	if err != nil {
		t.Fatal(err)
	}
	s.stop()
}
