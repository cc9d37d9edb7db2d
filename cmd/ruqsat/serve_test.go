package main

import (
	"bytes"
	"net"
	"strings"
	"testing"
	"time"
)

// A server whose address is taken says so and ends; it does not go on without a door.
func TestAServerThatCannotListenEnds(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	dir := t.TempDir()
	var said bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- run([]string{"serve", "--db", "sqlite:" + dir + "/ruqsat.db", "--data", dir,
			"--listen", taken.Addr().String(), "--ops", ""}, strings.NewReader(""), &bytes.Buffer{}, &said)
	}()
	select {
	case status := <-ended:
		if status != unusable || !strings.Contains(said.String(), "address already in use") {
			t.Errorf("status %d: %s", status, said.String())
		}
	case <-time.After(30 * time.Second):
		t.Fatal("it goes on without a door")
	}
}
