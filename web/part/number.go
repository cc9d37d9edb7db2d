package part

import (
	"context"

	"ruqsat/words"
)

func number(ctx context.Context, n int) string { return words.Number(Tongue(ctx), int64(n)) }
