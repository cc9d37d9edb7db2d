package web

import (
	"context"

	"ruqsat/web/part"
)

func needTitle(ctx context.Context, n needView) string {
	if n.Outcome != nil {
		return n.Outcome.Title
	}
	return n.Question.Field.Label
}

func needBack(ctx context.Context, n needView) *part.Link {
	if n.Back == "" {
		return nil
	}
	return &part.Link{Text: part.Say(ctx, "web.need.back"), Href: n.Back}
}
