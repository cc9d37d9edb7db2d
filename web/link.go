package web

import (
	"context"
	"net/url"
	"regexp"

	"ruqsat/web/part"
)

// signInLinks are the other ways in.
func signInLinks(ctx context.Context, s signInView) []part.Link {
	var list []part.Link
	for _, by := range []string{"", "passport", "staff"} {
		if by == s.By {
			continue
		}
		query := url.Values{}
		if by != "" {
			query.Set("by", by)
		}
		if s.Next != "" {
			query.Set("next", s.Next)
		}
		href := "/signin"
		if len(query) > 0 {
			href += "?" + query.Encode()
		}
		list = append(list, part.Link{Text: part.Say(ctx, "cabinet.signin.by."+bywords(by)), Href: href})
	}
	return append(list, part.Link{Text: part.Say(ctx, "cabinet.signup.title"), Href: "/signup"},
		part.Link{Text: part.Say(ctx, "cabinet.recover.title"), Href: "/recover"})
}

func bywords(by string) string {
	if by == "" {
		return "iin"
	}
	return by
}

// companyWays lead an organisation on (P14).
func companyWays(ctx context.Context) []part.Link {
	return []part.Link{{Text: part.Say(ctx, "web.need.title"), Href: "/need?who=company"}, {Text: part.Say(ctx, "web.services.title"), Href: "/services"}}
}

func meLinks(ctx context.Context) []part.Link {
	return []part.Link{{Text: part.Say(ctx, "cabinet.details"), Href: "/account"}, {Text: part.Say(ctx, "cabinet.letters.all"), Href: "/cabinet/letters"}}
}

func sentTo(ctx context.Context, phone string) string {
	if phone == "" {
		return part.Say(ctx, "cabinet.prove.sent")
	}
	return part.Say(ctx, "cabinet.prove.sent.to", "phone", phone)
}

func sendButton(ctx context.Context, again bool) part.Button {
	if again {
		return part.Button{Text: part.Say(ctx, "cabinet.prove.again"), Kind: "secondary"}
	}
	return part.Button{Text: part.Say(ctx, "cabinet.prove.send")}
}

var idPattern = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// isID says whether a piece of an address can be an id at all; anything else is no page.
func isID(s string) bool { return idPattern.MatchString(s) }

func caseHeading(ctx context.Context, c ownCase) string {
	if c.Case.Number == "" {
		return part.Say(ctx, "cabinet.case.awaiting")
	}
	return part.Say(ctx, "cabinet.case", "number", c.Case.Number)
}

// caseLinks are what one can do with a case.
func caseLinks(ctx context.Context, c ownCase) []part.Link {
	base := "/cabinet/case/" + c.Case.ID
	list := []part.Link{{Text: part.Say(ctx, "cabinet.copy.open"), Href: base + "/copy"}}
	if c.Case.State == "awaiting" {
		list = append(list, part.Link{Text: part.Say(ctx, "cabinet.check.title"), Href: base + "/check"})
	}
	if c.Withdraw {
		list = append(list, part.Link{Text: part.Say(ctx, "cabinet.withdraw"), Href: base + "/withdraw"})
	}
	return list
}

func doneTitle(ctx context.Context, d filedView) string {
	if d.Filed {
		return part.Say(ctx, "cabinet.done.filed")
	}
	return part.Say(ctx, "cabinet.done.confirmed")
}

func doneFacts(ctx context.Context, d filedView) []part.Fact {
	return []part.Fact{{Term: part.Say(ctx, "cabinet.received.at"), Value: d.Received}, {Term: part.Say(ctx, "cabinet.result.at"), Value: d.Due}}
}

func doneLinks(ctx context.Context, d filedView) []part.Link {
	base := "/cabinet/case/" + d.Case.ID
	return []part.Link{{Text: part.Say(ctx, "cabinet.case.open"), Href: base}, {Text: part.Say(ctx, "cabinet.copy.open"), Href: base + "/copy"}}
}
