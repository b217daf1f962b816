#include "libcheck/record/fetch.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace check::record {
namespace {

constexpr std::int64_t kMinute = 60'000;

// Adds points that are later than those that are there: slices may share their ends.
void Append(promql::ResultSeries& from, series::SampleColumn& to) {
  for (const promql::FloatPoint& point : from.floats) {
    if (!to.times.empty() && point.time <= to.times.back()) continue;
    to.times.push_back(point.time);
    to.floats.push_back(point.value);
  }
  for (promql::HistogramPoint& point : from.histograms) {
    if (!to.histograms.empty() && point.time <= to.histograms.back().time) continue;
    to.histograms.push_back(std::move(point));
  }
}

std::optional<api::Fault> Take(api::Reply<promql::Value> reply, series::SampleSet& samples,
                               std::size_t* count = nullptr) {
  if (!reply) return std::move(reply.fault);
  auto* const matrix = std::get_if<promql::Matrix>(&*reply);
  if (matrix == nullptr) {
    api::Fault fault;
    fault.kind = api::Fault::Kind::kNotTheApi;
    fault.message = "the server did not respond with series and samples";
    return fault;
  }
  if (count != nullptr) *count = promql::TotalSamples(*matrix);
  for (promql::ResultSeries& series : *matrix) Append(series, samples.Column(series.labels));
  return std::nullopt;
}

// Whether less may be had where this much was refused.
bool IsTooMuch(const api::Fault& fault) {
  if (fault.kind == api::Fault::Kind::kConnection) {
    return fault.connection.kind == http::HttpFault::Kind::kTooLarge;
  }
  return fault.error.find("too many") != std::string::npos || fault.status == 413 ||
         fault.error_type == "timeout";
}

}  // namespace

std::optional<api::Fault> FetchSamples(const api::Server& server, const std::string& selector,
                                       Period period, series::SampleSet& samples) {
  constexpr std::int64_t kLongest = 30 * 24 * 60 * kMinute;
  constexpr std::size_t kFew = 200'000;
  std::int64_t slice = 60 * kMinute;
  // A range does not hold what is at its beginning (or, before 3.0, does).
  std::int64_t done = period.start - 1;
  while (done < period.end) {
    const std::int64_t end = std::min(done + slice, period.end);
    const api::InstantQuery query = {.query = selector + "[" + std::to_string(end - done) + "ms]",
                                     .time = end};
    std::size_t count = 0;
    auto fault = Take(api::QueryInstant(server, query, samples.labels()), samples, &count);
    if (!fault) {
      done = end;
      if (count < kFew) slice = std::min(slice * 2, kLongest);
    } else if (slice > kMinute && IsTooMuch(*fault)) {
      slice /= 2;
    } else {
      return fault;
    }
  }
  return std::nullopt;
}

std::optional<api::Fault> FetchSteps(const api::Server& server, const std::string& expr,
                                     Period period, std::int64_t step, series::SampleSet& samples) {
  constexpr std::int64_t kMostSteps = 10'000;  // The server gives 11,000 and no more.
  for (std::int64_t start = period.start; start <= period.end; start += kMostSteps * step) {
    const api::RangeQuery query = {.query = expr,
                                   .start = start,
                                   .end = std::min(period.end, start + (kMostSteps - 1) * step),
                                   .step = step};
    if (auto fault = Take(api::QueryRange(server, query, samples.labels()), samples)) return fault;
  }
  return std::nullopt;
}

promql::Matrix TakeMatrix(series::SampleSet& samples) {
  promql::Matrix matrix;
  for (series::SampleColumn& column : samples.columns()) {
    promql::ResultSeries& series = matrix.emplace_back();
    series.labels = column.labels;
    series.floats.reserve(column.floats.size());
    for (std::size_t i = 0; i < column.floats.size(); ++i) {
      series.floats.push_back({column.times[i], column.floats[i]});
    }
    series.histograms = std::move(column.histograms);
    column = {.labels = column.labels};
  }
  std::sort(matrix.begin(), matrix.end(),
            [](const auto& a, const auto& b) { return model::Compare(a.labels, b.labels) < 0; });
  return matrix;
}

}  // namespace check::record
