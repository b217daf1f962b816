#ifndef LIBCHECK_UNITTEST_ALERT_TEXT_H_
#define LIBCHECK_UNITTEST_ALERT_TEXT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/model/histogram.h"
#include "libcheck/model/labels.h"
#include "libcheck/promql/engine.h"
#include "libcheck/promql/parse.h"
#include "libcheck/storage/memory.h"
#include "libcheck/template/expand.h"
#include "libcheck/unittest/ahead.h"
#include "libcheck/unittest/test_file.h"

namespace check::unittest {

/// What an alert was made from.
struct AlertSample {
  model::Labels labels;
  double value = 0;
  model::HistogramPtr histogram;  ///< Null: a float.
  std::int64_t time = 0;
};

/// Parses and runs queries that are given as text, keeping them for the next time.
class TextQueries {
 public:
  TextQueries(storage::MemoryStore& store, const promql::EngineOptions& engine,
              const promql::ParseOptions& parser)
      : store_(store), engine_(engine), parser_(parser) {}

  /// A vector, or why there is none, in Prometheus's words.
  Result<promql::Vector> Run(const std::string& text, std::int64_t time);
  /// Null if it cannot be parsed.
  const promql::Expr* Parse(const std::string& text) { return Find(text).expr; }

 private:
  struct Bound {
    explicit Bound(const std::string& text) : source("", text) {}
    const promql::Expr* expr = nullptr;
    SourceBuffer source;
    Arena arena;
    std::string problem;
    std::optional<promql::Query> query;
  };

  Bound& Find(const std::string& text);

  storage::MemoryStore& store_;
  const promql::EngineOptions& engine_;
  promql::ParseOptions parser_;
  std::map<std::string, std::unique_ptr<Bound>, std::less<>> bound_;
};

/// The value of a query as rules take it: a scalar is a vector with one element.
Result<promql::Vector> AsVector(promql::QueryResult result, model::LabelTable& labels);

/// Executes the templates of alerts.
class AlertText final : private gotemplate::QuerySource {
 public:
  /// `branches` may be null.
  AlertText(const TestGroup& group, TextQueries& queries, gotemplate::BranchObserver* branches);

  /// Never fails: what went wrong becomes the text, as in Prometheus.
  std::string Expand(const gotemplate::PrometheusTemplate& text, const AlertSample& sample);

  /// The templates that failed, with what was first wrong.
  std::map<const gotemplate::PrometheusTemplate*, std::string>& faults() { return faults_; }

  /// From now on templates are watched: series are in the store before their time.
  void Guard(const AheadPlan& plan) { guarded_ = plan.any(); }
  /// Whether a template has seen, or may have, what it should not.
  bool has_looked_ahead() const { return looked_ahead_; }

 private:
  Result<std::span<const gotemplate::QuerySample>> Query(std::string_view expression,
                                                         std::int64_t time_ms) override;

  const TestGroup& group_;
  TextQueries& queries_;
  gotemplate::BranchObserver* branches_;
  bool guarded_ = false;
  bool looked_ahead_ = false;
  std::vector<gotemplate::TextPair> external_labels_;
  std::vector<gotemplate::TextPair> labels_;
  gotemplate::ExecutionMemory memory_;
  std::map<const gotemplate::PrometheusTemplate*, std::string> faults_;

  // What the last query gave. Histograms have to last until the template is done.
  std::vector<gotemplate::QuerySample> found_;
  std::vector<gotemplate::TextPair> found_labels_;
  std::vector<promql::Vector> results_;
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_ALERT_TEXT_H_
