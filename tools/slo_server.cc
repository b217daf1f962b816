#include "tools/slo_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "libcheck/base/duration.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/slo/period_bounds.h"
#include "libcheck/storage/memory.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
using check::storage::MemoryStore;
using check::storage::TimeRange;
namespace api = check::api;
namespace promql = check::promql;
namespace slo = check::slo;

constexpr std::int64_t kMinute = 60 * 1000;
// Of raw samples that are asked for at once; less if that is too much for the server.
constexpr std::int64_t kLargestPiece = 24 * 60 * kMinute;
constexpr std::int64_t kSmallestPiece = 10 * kMinute;
// Servers give at most 11,000 values of a series.
constexpr std::int64_t kMostSteps = 10'000;

std::string Text(std::int64_t ms) {
  return check::FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

class ServerEvents final : public slo::EventSource {
 public:
  ServerEvents(std::unique_ptr<QuerySource> server, const slo::SeriesOptions& options)
      : server_(std::move(server)), options_(options) {}

  Result<std::vector<slo::SloEvents>> Read(const slo::Slo& slo, TimeRange times) override {
    const auto selectors = slo::SelectorsOf(slo);
    if (!selectors) return selectors.error();
    const std::int64_t period = slo::PeriodAt(slo.period, times.begin).start;
    const TimeRange needed = {std::min(period, times.begin - Reach(slo)), times.end};
    MemoryStore store;
    std::vector<slo::Events::Remark> remarks;
    for (const std::string& selector : *selectors) {
      auto fault = FetchSamples(selector, needed, store);
      if (fault && fault->kind == api::Fault::Kind::kApi) {
        // Too many samples, perhaps: values of a grid are fewer.
        fault = FetchGrid(selector, needed, store);
        if (!fault) {
          remarks.push_back({slo::Events::Remark::Kind::kInexact,
                             fmt::format("the server does not provide the samples of `{}`: "
                                         "counting its values of every minute",
                                         selector),
                             needed.begin, needed.end, 1});
        }
      }
      if (fault) return Error{fault->message};
    }
    store.SetAllComplete(std::numeric_limits<std::int64_t>::max());
    auto events = slo::EventsFromSeries(slo, store, options_);
    if (!events) return events.error();
    for (slo::SloEvents& group : *events) {
      group.events.remarks.insert(group.events.remarks.end(), remarks.begin(), remarks.end());
    }
    return events;
  }

  Result<std::optional<double>> Ask(const std::string& query, std::int64_t time) override {
    const auto reply = server_->Instant({.query = query, .time = time});
    if (!reply) return Error{reply.fault.message};
    return slo::FirstValue(*reply);
  }

  TimeRange extent() const override { return {}; }

 private:
  // How far windows look back.
  static std::int64_t Reach(const slo::Slo& slo) {
    constexpr std::int64_t kDay = 24 * 60 * kMinute;
    std::int64_t reach = std::max(slo.period.length_ms, 3 * kDay);
    for (const slo::BurnAlert& alert : slo.policy.alerts) {
      for (const slo::Tier& tier : alert.tiers) reach = std::max(reach, tier.long_ms);
    }
    return reach;
  }

  std::optional<api::Fault> FetchSamples(const std::string& selector, TimeRange range,
                                         MemoryStore& store) {
    std::int64_t piece = kLargestPiece;
    for (std::int64_t from = range.begin; from < range.end;) {
      const std::int64_t length = std::min(piece, range.end - from);
      const auto reply = server_->Instant(
          {.query = fmt::format("{}[{}]", selector, Text(length)), .time = from + length});
      if (!reply) {
        if (reply.fault.kind != api::Fault::Kind::kApi || piece / 2 < kSmallestPiece) {
          return reply.fault;
        }
        piece /= 2;
        continue;
      }
      Take(*reply, store);
      from += length;
    }
    return std::nullopt;
  }

  std::optional<api::Fault> FetchGrid(const std::string& selector, TimeRange range,
                                      MemoryStore& store) {
    const std::int64_t step = kMinute;
    for (std::int64_t from = range.begin - range.begin % step + step; from <= range.end;) {
      const std::int64_t to = std::min(range.end, from + step * kMostSteps);
      const auto reply =
          server_->Range({.query = selector, .start = from, .end = to, .step = step});
      if (!reply) return reply.fault;
      Take(*reply, store);
      from = to - to % step + step;
    }
    return std::nullopt;
  }

  // Samples that are there already are left out.
  static void Take(const promql::Value& value, MemoryStore& store) {
    const auto* const matrix = std::get_if<promql::Matrix>(&value);
    if (matrix == nullptr) return;
    for (const promql::ResultSeries& series : *matrix) {
      const std::size_t index = store.SeriesIndex(store.labels().Import(series.labels));
      for (const promql::FloatPoint& point : series.floats) {
        (void)store.AppendAt(index, point.time, point.value);
      }
      for (const promql::HistogramPoint& point : series.histograms) {
        (void)store.AppendAt(index, point.time, 0, point.histogram);
      }
    }
  }

  std::unique_ptr<QuerySource> server_;
  slo::SeriesOptions options_;
};

}  // namespace

std::unique_ptr<slo::EventSource> MakeServerEvents(std::unique_ptr<QuerySource> server,
                                                   const slo::SeriesOptions& options) {
  return std::make_unique<ServerEvents>(std::move(server), options);
}

}  // namespace tools
