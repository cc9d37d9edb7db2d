package attachment

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longestName is how many characters of a file's name are kept, without its extension.
const longestName = 80

var extension = map[string]string{JPEG: ".jpg", PNG: ".png", PDF: ".pdf"}

// CleanName makes a harmless label of an uploaded file's name: the last part of a path, without
// control and invisible characters (NUL, the right-to-left override) and without those that file
// systems or headers take for more than letters, and with the extension of its judged kind.
func CleanName(name, kind string) string {
	name = strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/")
	name = norm.NFC.String(name[strings.LastIndex(name, "/")+1:])
	name = strings.Map(harmless, name)
	name = strings.TrimSuffix(name, fileEnding(name))
	for _, end := range extension {
		name = strings.TrimSuffix(name, end) // scan.pdf.exe
	}
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if utf8.RuneCountInString(name) > longestName {
		name = strings.TrimSpace(string([]rune(name)[:longestName]))
	}
	if name == "" {
		name = "scan"
	}
	return name + extension[kind]
}

func harmless(r rune) rune {
	switch {
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.IsControl(r):
		return -1
	case unicode.IsSpace(r):
		return ' '
	case strings.ContainsRune(`/\<>:"|?*%;'`+"`", r):
		return '_'
	}
	return r
}

// fileEnding is what looks like an extension: a dot and up to five letters or digits.
func fileEnding(name string) string {
	end := path.Ext(name)
	if len(end) > 6 || strings.IndexFunc(strings.TrimPrefix(end, "."), notASCIILetter) >= 0 {
		return ""
	}
	return end
}

func notASCIILetter(r rune) bool {
	return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}
