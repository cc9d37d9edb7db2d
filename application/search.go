package application

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"ruqsat/db"
	"ruqsat/words"
)

// The limits of a search: how many words of a question are looked at, how many letters of a word, how many
// cases a word may find before it says too little, and how many are shown.
const (
	askedWords  = 6
	wordLetters = 32
	lookedAt    = 2000
	Shown       = 200
)

// searchWords are what a text is found by: its runs of letters and digits, folded.
func searchWords(text string) []string {
	var list []string
	apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) }
	for word := range strings.FieldsFuncSeq(words.Fold(text), apart) {
		if letters := []rune(word); len(letters) > wordLetters {
			word = string(letters[:wordLetters])
		}
		if !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	return list
}

// keys are the words that the case is found by: the serial of its number also without its zeros.
func (c Case) keys() []string {
	list := searchWords(strings.Join([]string{c.Number, c.CounterNumber, c.Name, c.Fields[FieldNativeName], c.Fields[FieldPassport],
		c.Fields[FieldIIN], c.EmployerName, c.EmployerIIN}, " "))
	if i := strings.LastIndexByte(c.Number, '-'); i >= 0 {
		if n, err := strconv.Atoi(c.Number[i+1:]); err == nil && !slices.Contains(list, strconv.Itoa(n)) {
			list = append(list, strconv.Itoa(n))
		}
	}
	return list
}

// keyed writes a word so that all words with the same beginning are one range under any collation.
func keyed(word string) string { return hex.EncodeToString([]byte(word)) }

// pastHex sorts after every digit of keyed.
const pastHex = "g"

// keep writes the words that a registered case is found by.
func keep(tx *db.Tx, c Case) error {
	list := c.keys()
	if len(list) == 0 {
		return nil
	}
	var args []any
	for _, word := range list {
		args = append(args, c.Unit, c.State.Running(), keyed(word), c.ID)
	}
	_, err := tx.Exec(`INSERT INTO application_key (unit, running, word, application) VALUES (?, ?, ?, ?)`+
		strings.Repeat(`, (?, ?, ?, ?)`, len(list)-1)+` ON CONFLICT DO NOTHING`, args...)
	return err
}

// endKeys moves the words of a case that is decided behind those of the running ones.
func endKeys(tx *db.Tx, c Case) error {
	_, err := tx.Exec(`UPDATE application_key SET running = 0 WHERE application = ?`, c.ID)
	return err
}

// KeepOld takes over some of the cases that were registered before words were kept, and tells how many:
// none when all have been. The door calls it at the start until it says so.
func (o *Office) KeepOld(tx *db.Tx) (int, error) {
	var list []Case
	err := tx.Select(&list, `SELECT `+caseColumns+`, `+noJudgement+` FROM application WHERE search_key <> '' ORDER BY id LIMIT 200`)
	if err != nil {
		return 0, err
	}
	for _, c := range list {
		if err := keep(tx, c); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(`UPDATE application SET search_key = '' WHERE id = ?`, c.ID); err != nil {
			return 0, err
		}
	}
	return len(list), nil
}

// Found is what a search found among the running or the decided cases of a unit.
type Found struct {
	Cases []Summary
	More  bool // there are more than are shown
	Wide  bool // every word begins too many names: not all of them were looked at
}

// Search finds the cases of a unit whose number, names, ИИН or passport have words that begin as all the
// words of the text: the running ones by their due moment, or the decided ones, the newest first. The
// rarest word is looked up, and at most lookedAt of its cases are held against the others, so that a search
// takes no longer among a hundred thousand cases.
func Search(tx *db.Tx, unit, text string, running bool) (Found, error) {
	asked := searchWords(text)
	if len(asked) > askedWords {
		asked = asked[:askedWords]
	}
	if len(asked) == 0 {
		return Found{}, nil
	}
	n, err := rarest(tx, unit, asked, running)
	if err != nil || n == 0 {
		return Found{}, err
	}
	where, args := `SELECT s.application FROM (SELECT application FROM application_key WHERE unit = ? AND running = ?
		AND word >= ? AND word < ? ORDER BY word, application LIMIT ?) AS s WHERE 1 = 1`,
		[]any{unit, running, keyed(asked[0]), keyed(asked[0]) + pastHex, lookedAt}
	for _, word := range asked[1:] {
		where += ` AND EXISTS (SELECT 1 FROM application_key k WHERE k.application = s.application AND k.word >= ? AND k.word < ?)`
		args = append(args, keyed(word), keyed(word)+pastHex)
	}
	order := `a.due_at, a.id`
	if !running {
		order = `a.decided_at DESC, a.id DESC`
	}
	f := Found{Wide: n > lookedAt}
	f.Cases, err = list(tx, `WHERE a.id IN (`+where+`) ORDER BY `+order+` LIMIT ?`, append(args, Shown+1)...)
	if len(f.Cases) > Shown {
		f.Cases, f.More = f.Cases[:Shown], true
	}
	return f, err
}

// rarest puts the word that the fewest cases have first, and tells how many have it, up to lookedAt+1.
func rarest(tx *db.Tx, unit string, asked []string, running bool) (int, error) {
	least := lookedAt + 2
	for i, word := range asked {
		var n int
		err := tx.Get(&n, `SELECT COUNT(*) FROM (SELECT 1 FROM application_key WHERE unit = ? AND running = ?
			AND word >= ? AND word < ? LIMIT ?) AS found`, unit, running, keyed(word), keyed(word)+pastHex, lookedAt+1)
		if err != nil {
			return 0, err
		}
		if n < least {
			least = n
			asked[0], asked[i] = asked[i], asked[0]
		}
	}
	return least, nil
}
