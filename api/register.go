package api

import (
	"context"
	"errors"

	"ruqsat/register"
)

type checkpointOut struct {
	Body struct {
		Size       int64  `json:"size" doc:"Entries in the log"`
		Root       string `json:"root" doc:"Root of the Merkle tree, base64"`
		Checkpoint string `json:"checkpoint" doc:"Signed note: keep it, and prove later that nothing was changed or rolled back"`
	}
}

// checkpoint publishes the register's head, so that an outsider can prove later that nothing was
// changed or rolled back. Before the first entry has its place the size is 0.
func (a *API) checkpoint(ctx context.Context, _ *empty) (*checkpointOut, error) {
	var out checkpointOut
	signed, size, root, err := a.Register.Checkpoint(ctx)
	if errors.Is(err, register.ErrNoCheckpoint) {
		return &out, nil
	}
	out.Body.Size, out.Body.Root, out.Body.Checkpoint = size, root.String(), string(signed)
	return &out, err
}
