#include "tools/query_source.h"

#include <fmt/format.h>

#include <deque>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/files/file_system.h"
#include "libcheck/promql/parse.h"
#include "libcheck/report/report.h"
#include "libcheck/series/load.h"
#include "libcheck/series/query.h"
#include "tools/flags.h"
#include "tools/output.h"

namespace tools {
namespace {

namespace api = check::api;
namespace series = check::series;
using api::Reply;
using check::promql::Value;

class ServerSource final : public QuerySource {
 public:
  ServerSource(ChosenServer chosen, std::optional<std::int64_t> lookback)
      : chosen_(std::move(chosen)), lookback_(lookback) {}

  Reply<Value> Instant(const api::InstantQuery& query) override {
    api::InstantQuery asked = query;
    if (!asked.limits.lookback_delta) asked.limits.lookback_delta = lookback_;
    return api::QueryInstant(*chosen_.server, asked, labels_);
  }
  Reply<Value> Range(const api::RangeQuery& query) override {
    api::RangeQuery asked = query;
    if (!asked.limits.lookback_delta) asked.limits.lookback_delta = lookback_;
    return api::QueryRange(*chosen_.server, asked, labels_);
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
  std::optional<std::int64_t> lookback_;
  check::model::LabelTable labels_;
};

// Series from files, and our own engine.
class FileSource final : public QuerySource {
 public:
  FileSource(series::LoadedSeries loaded, std::optional<std::int64_t> lookback)
      : loaded_(std::move(loaded)), lookback_(lookback) {}

  Reply<Value> Instant(const api::InstantQuery& query) override {
    const std::int64_t time = query.time.value_or(loaded_.times.end);
    return Evaluate(query.query, {.start = time, .end = time}, query.limits);
  }
  Reply<Value> Range(const api::RangeQuery& query) override {
    return Evaluate(query.query, {.start = query.start, .end = query.end, .step = query.step},
                    query.limits);
  }
  Reply<std::vector<check::model::Labels>> Series(const api::Selection& selection) override {
    return Find<check::model::Labels>(selection, [&](const auto& selectors, const auto& range) {
      return series::FindSeries(*loaded_.store, selectors, range);
    });
  }
  Reply<std::vector<std::string>> LabelNames(const api::Selection& selection) override {
    return Find<std::string>(selection, [&](const auto& selectors, const auto& range) {
      return series::LabelNames(*loaded_.store, selectors, range);
    });
  }
  Reply<std::vector<std::string>> LabelValues(std::string_view name,
                                              const api::Selection& selection) override {
    return Find<std::string>(selection, [&](const auto& selectors, const auto& range) {
      return series::LabelValues(*loaded_.store, name, selectors, range);
    });
  }

  std::optional<Extent> extent() const override {
    if (loaded_.samples == 0) return std::nullopt;
    return Extent{loaded_.times.begin, loaded_.times.end};
  }

 private:
  static api::Fault FaultOf(std::string error) {
    return {.kind = api::Fault::Kind::kApi, .message = error, .error = std::move(error)};
  }

  Reply<Value> Evaluate(const std::string& text, const series::QueryTimes& times,
                        const api::QueryLimits& limits) {
    const check::SourceBuffer source("<query>", text);
    check::Arena arena;
    check::Diagnostics problems;
    const auto* expr = check::promql::ParseExpr(source, series::WholeLanguage(), arena, problems);
    if (expr == nullptr) return FaultOf(problems.found().front().message);
    check::promql::EngineOptions options;
    if (const auto lookback = limits.lookback_delta ? limits.lookback_delta : lookback_) {
      options.lookback_delta = *lookback;
    }
    check::promql::QueryResult result = series::RunQuery(*expr, *loaded_.store, times, options);
    if (!result.ok()) return FaultOf(*result.error);
    if (limits.limit) Cut(result.value, static_cast<std::size_t>(*limits.limit));
    Reply<Value> reply(std::move(result.value));
    for (const check::promql::Annotation& remark : result.annotations.list()) {
      const bool is_info = remark.level() == check::promql::AnnotationLevel::kInfo;
      (is_info ? reply.infos : reply.warnings).push_back(remark.Message(text));
    }
    return reply;
  }

  static void Cut(Value& value, std::size_t most) {
    if (auto* vector = std::get_if<check::promql::Vector>(&value);
        vector && vector->size() > most) {
      vector->resize(most);
    }
    if (auto* matrix = std::get_if<check::promql::Matrix>(&value);
        matrix && matrix->size() > most) {
      matrix->resize(most);
    }
  }

  template <typename T, typename Search>
  Reply<std::vector<T>> Find(const api::Selection& selection, const Search& search) {
    std::vector<series::Selector> selectors;
    // What matchers view.
    check::Arena arena;
    std::deque<check::SourceBuffer> sources;
    for (const std::string& match : selection.matches) {
      const check::SourceBuffer& source = sources.emplace_back("<query>", match);
      check::Diagnostics problems;
      const auto* expr = check::promql::ParseExpr(source, series::WholeLanguage(), arena, problems);
      if (expr == nullptr) return FaultOf(problems.found().front().message);
      const auto* selector = check::promql::TryAs<check::promql::VectorSelector>(expr);
      if (selector == nullptr)
        return FaultOf(fmt::format("`{}` is not a selector of series", match));
      selectors.emplace_back(selector->matchers.begin(), selector->matchers.end());
    }
    check::storage::TimeRange range;
    if (selection.start) range.begin = *selection.start;
    if (selection.end) range.end = *selection.end;
    check::Result<std::vector<T>> found = search(selectors, range);
    if (!found) return FaultOf(found.error().message);
    if (selection.limit && found->size() > static_cast<std::size_t>(*selection.limit)) {
      found->erase(found->begin() + *selection.limit, found->end());
    }
    return std::move(*found);
  }

  series::LoadedSeries loaded_;
  std::optional<std::int64_t> lookback_;
};

}  // namespace

void WriteDataFaults(std::vector<check::Finding> findings,
                     const std::map<const check::CodeInfo*, std::uint64_t>& hidden,
                     const std::vector<check::Error>& errors) {
  check::report::Run run;
  run.findings = std::move(findings);
  if (!run.findings.empty()) {
    WriteErr(check::report::FindFormat("text")->Render(run, {.colour = false}));
  }
  for (const auto& [info, count] : hidden) {
    WriteErr(fmt::format("and {} more like this [{}]\n", count, info->code));
  }
  for (const check::Error& error : errors) WriteError(error.message);
}

check::Result<series::LoadedSeries> LoadSampleFiles(const std::vector<std::string>& paths,
                                                    const check::FileSystem& files) {
  series::LoadedSeries loaded = series::LoadSeries(paths, {.files = &files});
  for (const std::string& remark : loaded.remarks) WriteErr(remark + "\n");
  if (loaded.ok()) return loaded;
  WriteDataFaults(std::move(loaded.findings), loaded.hidden, loaded.errors);
  return check::Error{"the data cannot be used"};
}

check::Result<std::optional<std::int64_t>> ReadLookback(const std::string& text) {
  if (text.empty()) return std::optional<std::int64_t>();
  const auto duration = ReadDurationFlag("--query.lookback-delta", text);
  if (!duration) return duration.error();
  return std::optional<std::int64_t>(*duration / std::chrono::milliseconds(1));
}

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
  const auto read = ReadLookback(lookback);
  if (!read) return read.error();
  const std::optional<std::int64_t> delta = *read;
  if (!data.empty()) {
    if (!word.empty()) return check::Error{"a server and --data cannot be given together"};
    check::Result<series::LoadedSeries> loaded = LoadSampleFiles(data, check::Disk());
    if (!loaded) return loaded.error();
    return std::unique_ptr<QuerySource>(std::make_unique<FileSource>(std::move(*loaded), delta));
  }
  check::Result<ChosenServer> chosen = server.Choose(word);
  if (!chosen) return chosen.error();
  return std::unique_ptr<QuerySource>(std::make_unique<ServerSource>(std::move(*chosen), delta));
}

}  // namespace tools
