package words

// Say is the catalogue's text for a key in one language. Args are alternating
// names and values: a string, int, int64, fmt.Stringer, Text, or a
// func(Language) string. A whole number of five digits or more is grouped by
// no-break spaces, so a year stays a year. A key that does not exist, or a
// placeholder without its value, gives "⟦key⟧", which no test lets through.
func Say(l Language, key string, args ...any) string {
	t, ok := all().templates[key]
	if !ok {
		return missing(key)
	}

	s, ok := t[l.index()].fill(l, args)
	if !ok {
		return missing(key)
	}
	return s
}

// All is Say in the three languages at once; a Text among the args is taken in
// each language, and a func(Language) string is called for each.
func All(key string, args ...any) Text {
	return Each(func(l Language) string { return Say(l, key, args...) })
}

// Has tells whether the catalogue holds the key.
func Has(key string) bool {
	_, ok := all().templates[key]
	return ok
}

// Keys lists the keys of the catalogue in alphabetical order.
func Keys() []string {
	return append([]string(nil), all().keys...)
}

// Problems lists what is wrong with the catalogue files themselves: a file that
// does not parse, a key given twice, a language missing, a template that does
// not parse. A program must not start on a catalogue with problems.
func Problems() []error {
	return append([]error(nil), all().problems...)
}

func missing(key string) string { return "⟦" + key + "⟧" }
