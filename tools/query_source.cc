#include "tools/query_source.h"

#include <utility>

namespace tools {
namespace {

namespace api = check::api;
using api::Reply;
using check::promql::Value;

class ServerSource final : public QuerySource {
 public:
  explicit ServerSource(ChosenServer chosen) : chosen_(std::move(chosen)) {}

  Reply<Value> Instant(const api::InstantQuery& query) override {
    return api::QueryInstant(*chosen_.server, query, labels_);
  }
  Reply<Value> Range(const api::RangeQuery& query) override {
    return api::QueryRange(*chosen_.server, query, labels_);
  }
  Reply<std::vector<check::model::Labels>> Series(const api::Selection& selection) override {
    return api::FindSeries(*chosen_.server, selection, labels_);
  }
  Reply<std::vector<std::string>> LabelNames(const api::Selection& selection) override {
    return api::LabelNames(*chosen_.server, selection);
  }
  Reply<std::vector<std::string>> LabelValues(std::string_view name,
                                              const api::Selection& selection) override {
    return api::LabelValues(*chosen_.server, name, selection);
  }

  const api::Server* server() const override { return &*chosen_.server; }
  std::string_view format() const override { return chosen_.format; }
  std::string_view time_zone() const override { return chosen_.time_zone; }

 private:
  ChosenServer chosen_;
  check::model::LabelTable labels_;
};

}  // namespace

void SourceFlags::Declare(FlagSet& flags) {
  flags.Option(
      "--data", &data, "PATH",
      "Evaluate here, over series in files: OpenMetrics or exposition text with times, CSV, "
      "JSON of query_range; in place of a server");
  flags.Option("--query.lookback-delta", &lookback, "DURATION",
               "How far to look back for a sample (default 5m, or the server's)");
  server.Declare(flags);
}

check::Result<std::unique_ptr<QuerySource>> SourceFlags::Open(std::string_view word) const {
  check::Result<ChosenServer> chosen = server.Choose(word);
  if (!chosen) return chosen.error();
  return std::unique_ptr<QuerySource>(std::make_unique<ServerSource>(std::move(*chosen)));
}

}  // namespace tools
