package main

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the house's numbers for Prometheus. Labels hold methods, statuses and names of systems,
// never a path, a number or a person.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics(h *house) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "ruqsat_request_seconds", Help: "Time to answer a request.",
			Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"door", "method", "status"}),
	}
	m.registry.MustRegister(m.requests, exchanged{h}, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// page is what Prometheus reads, on the operators' own address.
func (m *metrics) page() http.Handler { return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}) }

// watch times every request of a handler.
func (m *metrics) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		seen := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(seen, r)
		door := "web"
		if len(r.URL.Path) >= 5 && r.URL.Path[:5] == "/api/" {
			door = "api"
		}
		m.requests.WithLabelValues(door, method(r), strconv.Itoa(seen.status)).Observe(time.Since(began).Seconds())
	})
}

// method is the request's method, or "other": a stranger must not invent labels.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch:
		return r.Method
	}
	return "other"
}

// statusWriter remembers the status.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// exchanged gives the exchange's plain counts to Prometheus.
type exchanged struct{ *house }

var exchangedDesc = prometheus.NewDesc("ruqsat_exchange_total", "Questions to other systems by outcome.", []string{"system", "outcome"}, nil)

// Describe is prometheus.Collector.
func (exchanged) Describe(to chan<- *prometheus.Desc) { to <- exchangedDesc }

// Collect is prometheus.Collector.
func (e exchanged) Collect(to chan<- prometheus.Metric) {
	for system, count := range e.exchange.Counts() {
		for outcome, n := range map[string]int64{"sent": count.Sent, "answered": count.Answered, "looking": count.Looking,
			"ignored": count.Ignored, "failed": count.Failed} {
			to <- prometheus.MustNewConstMetric(exchangedDesc, prometheus.CounterValue, float64(n), system, outcome)
		}
	}
}
