#ifndef LIBCHECK_API_PROMETHEUS_H_
#define LIBCHECK_API_PROMETHEUS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/reply.h"
#include "libcheck/api/server.h"
#include "libcheck/files/byte_source.h"
#include "libcheck/model/labels.h"
#include "libcheck/promql/value.h"

/// Prometheus's HTTP API, one function for each call, as Prometheus, Mimir, Cortex, Thanos and
/// VictoriaMetrics offer it: https://prometheus.io/docs/prometheus/latest/querying/api/. Times are
/// in milliseconds. Labels are kept in the table that is given, which must outlive the values.
namespace check::api {

struct QueryLimits {
  std::optional<std::int64_t> timeout;         ///< That the server is asked to keep.
  std::optional<std::int64_t> lookback_delta;  ///< In place of the server's.
  std::optional<std::int64_t> limit;           ///< Of series.
};

struct InstantQuery {
  std::string query;
  std::optional<std::int64_t> time;  ///< Nothing: the server's now.
  QueryLimits limits = {};
};

struct RangeQuery {
  std::string query;
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t step = 0;
  QueryLimits limits = {};
};

/// Which series a question is about.
struct Selection {
  std::vector<std::string> matches;  ///< Selectors, of which one has to match.
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> end;
  std::optional<std::int64_t> limit;
};

Reply<promql::Value> QueryInstant(const Server& server, const InstantQuery& query,
                                  model::LabelTable& labels);
Reply<promql::Value> QueryRange(const Server& server, const RangeQuery& query,
                                model::LabelTable& labels);

/// An answer of `query` or `query_range`, from wherever it comes: the whole document. It is read as
/// it comes, so that no more than a few blocks of text are held beside the value.
Reply<promql::Value> ReadQueryAnswer(ByteSource& body, model::LabelTable& labels);

Reply<std::vector<model::Labels>> FindSeries(const Server& server, const Selection& selection,
                                             model::LabelTable& labels);
Reply<std::vector<std::string>> LabelNames(const Server& server, const Selection& selection);
Reply<std::vector<std::string>> LabelValues(const Server& server, std::string_view name,
                                            const Selection& selection);

struct MetricMetadata {
  std::string metric, type, help, unit;
};
/// Of `metric`, or of all if it is empty.
Reply<std::vector<MetricMetadata>> Metadata(const Server& server, std::string_view metric);

struct Target {
  std::string pool;    ///< The scrape job.
  std::string url;     ///< That is scraped.
  std::string health;  ///< "up", "down", "unknown"
  std::string last_error;
  std::string last_scrape;   ///< RFC 3339
  double last_duration = 0;  ///< Seconds.
  std::vector<std::pair<std::string, std::string>> labels;
  std::vector<std::pair<std::string, std::string>> discovered;  ///< Before relabelling.
  bool dropped = false;  ///< By relabelling; of these, only `discovered` is known.
};
/// `state`: "active", "dropped" or "any". `pool` empty: all.
Reply<std::vector<Target>> Targets(const Server& server, std::string_view state,
                                   std::string_view pool);

struct Alert {
  std::vector<std::pair<std::string, std::string>> labels, annotations;
  std::string state;      ///< "firing", "pending"
  std::string active_at;  ///< RFC 3339
  std::string value;
};
Reply<std::vector<Alert>> Alerts(const Server& server);

struct Rule {
  std::string file, group;
  double interval = 0;  ///< Of the group, in seconds.
  std::string type;     ///< "alerting", "recording"
  std::string name, query;
  double hold = 0, keep_firing_for = 0;  ///< Seconds.
  std::vector<std::pair<std::string, std::string>> labels, annotations;
  std::string state;   ///< Of an alert: "inactive", "pending", "firing".
  std::string health;  ///< "ok", "err", "unknown"
  std::string last_error;
  std::string last_evaluation;  ///< RFC 3339
  double evaluation_time = 0;   ///< Seconds.
  std::vector<Alert> alerts;
};
/// `type`: "alert", "record", or empty for both.
Reply<std::vector<Rule>> Rules(const Server& server, std::string_view type);

struct ExemplarSeries {
  model::Labels series;
  struct Exemplar {
    std::vector<std::pair<std::string, std::string>> labels;
    double value = 0;
    std::int64_t time = 0;
  };
  std::vector<Exemplar> exemplars;
};
Reply<std::vector<ExemplarSeries>> Exemplars(const Server& server, std::string_view query,
                                             std::int64_t start, std::int64_t end,
                                             model::LabelTable& labels);

/// Number of series, label pairs and so on, and what has the most of them, from `status/tsdb`.
struct Cardinality {
  struct Entry {
    std::string name;
    double value = 0;
  };
  double series = 0, label_pairs = 0, chunks = 0;
  std::int64_t min_time = 0, max_time = 0;
  std::vector<Entry> series_by_metric, values_by_label, bytes_by_label, series_by_pair;
};
Reply<Cardinality> TsdbStatus(const Server& server, std::int64_t limit);

/// The text of `data` in the answer to a GET of `path`, as the server wrote it: for JSON output,
/// and for the parts of `status/...` that are a flat object.
Reply<std::string> Data(const Server& server, std::string_view path, const Form& form);

/// The text of `/-/healthy` or `/-/ready`, if it is well or ready.
Reply<std::string> Probe(const Server& server, std::string_view path);

}  // namespace check::api

#endif  // LIBCHECK_API_PROMETHEUS_H_
