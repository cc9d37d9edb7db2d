package exchange

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/regulation"

	"golang.org/x/sync/errgroup"
)

// Names of the systems (системы-участники обмена), as regulation.Question.System writes them.
const (
	ESBD     = "esbd"     // Единая страховая база данных: policies
	Tax      = "tax"      // органы государственных доходов: payments
	Border   = "border"   // Пограничная служба: crossings of the border
	Property = "property" // ГБД «Регистр недвижимости»: rights to real estate
	Person   = "person"   // ГБД ФЛ and the contact base (База мобильных граждан)
	MP       = "mp"       // ИС «Миграционная полиция»: the police's agreement
)

// ErrNoContact: the contact base holds no phone for this ИИН (P13).
var ErrNoContact = errors.New("exchange: the contact base has no phone for this number")

// ErrSilent: the contact base did not answer in time, or not understandably (B-06).
var ErrSilent = errors.New("exchange: the system does not answer")

// ErrNoQuestion: there is no such question, or it is not in the state the act needs.
var ErrNoQuestion = errors.New("exchange: no such question")

// ErrUnknownSystem: the system is not connected here.
var ErrUnknownSystem = errors.New("exchange: no such system")

// ErrNotAnAnswer: the message is not an answer to one of our questions, word for word.
var ErrNotAnAnswer = errors.New("exchange: not an answer")

// System (подключение к системе) is how one state system is reached.
type System struct {
	URL     string        // base address, without a slash at the end
	Timeout time.Duration // for one question, from dialling to the last byte; 0 = 5 s
	Again   time.Duration // first pause after "still looking"; 0 = 3 s
	Limit   int           // questions under way at once; 0 = 4
}

// Answer (ответ системы) is one system's answer to one question about one subject. State is Answered, NotFound
// or Contradiction; At is the moment it was taken in.
type Answer struct {
	Question regulation.Question
	Subject  string
	State    string
	At       time.Time
	Ref      string // the system's own number of its answer
	Fields   map[string]string
	Records  []map[string]string
}

// Listener (получатель ответа) is told of every answer once in effect, inside the transaction that stores it.
// An error undoes both, and the question is asked again.
type Listener func(tx *db.Tx, a Answer) error

// Exchange (шлюз обмена) owns the lanes to the systems.
type Exchange struct {
	db     *db.DB
	clock  calendar.Clock
	log    *slog.Logger
	lanes  map[string]*lane
	hear   Listener
	jitter func() float64
}

// New makes the gateway to the given systems, by name. The clock is the house's: in the demo it can be moved.
func New(d *db.DB, clock calendar.Clock, log *slog.Logger, systems map[string]System) *Exchange {
	e := &Exchange{db: d, clock: clock, log: log, lanes: map[string]*lane{}, jitter: rand.Float64}
	e.hear = func(*db.Tx, Answer) error { return nil }
	for name, s := range systems {
		w, known := wires[name]
		if !known {
			log.Warn("exchange: the settings name a system that nobody asks", "system", name)
			continue
		}
		e.lanes[name] = newLane(e, name, w, s)
	}
	return e
}

// Hear names the one listener: the case. It is called before Run.
func (e *Exchange) Hear(fn Listener) { e.hear = fn }

// Jitter replaces the source of chance in the pauses: numbers in [0,1).
func (e *Exchange) Jitter(source func() float64) { e.jitter = source }

// Run keeps every lane going until the context ends. A lane wakes at once when a question is committed in this
// process; questions of another process, and those due again, it finds within a second.
func (e *Exchange) Run(ctx context.Context) error {
	for _, name := range Systems {
		if e.lanes[name] == nil {
			e.log.Warn("exchange: not connected, its questions wait", "system", name)
		}
	}
	var all errgroup.Group
	for _, l := range e.lanes {
		all.Go(func() error { l.run(ctx); return nil })
	}
	return all.Wait()
}

// Flush sends everything that is due now, in every lane, and comes back when nothing due is left. n counts the
// messages sent.
func (e *Exchange) Flush(ctx context.Context) (n int, err error) {
	counts, g := make(chan int, len(e.lanes)), new(errgroup.Group)
	for _, l := range e.lanes {
		g.Go(func() error {
			n, err := l.flush(ctx)
			counts <- n
			return err
		})
	}
	err = g.Wait()
	close(counts)
	for c := range counts {
		n += c
	}
	return n, err
}
