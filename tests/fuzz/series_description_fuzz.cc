#include <cmath>
#include <string>

#include "libcheck/promql/promqltest.h"
#include "libcheck/promql/series_description.h"
#include "libcheck/promql/start_sequence.h"
#include "libcheck/storage/memory.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

bool SameValue(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

// A histogram that the notation can hold is equivalent once it has been written and read again.
void CheckWritten(const promql::SequenceValue& value) {
  promql::SeriesDescription again;
  const std::string text = "x " + value.histogram->TestExpression();
  const auto fault = promql::ParseSeriesDescription(text, again);
  Require(!fault, "a histogram is written so that it can be read");
  Require(again.values.size() == 1 && again.values[0].histogram != nullptr, "it is one histogram");
  const model::FloatHistogram& read = *again.values[0].histogram;
  Require(read.schema == value.histogram->schema, "its schema is the same");
  Require(SameValue(read.count, value.histogram->count), "its count is the same");
  Require(SameValue(read.sum, value.histogram->sum), "its sum is the same");
}

}  // namespace

void FuzzSeriesDescription(std::string_view bytes) {
  promql::SeriesDescription series;
  const auto fault = promql::ParseSeriesDescription(bytes, series);
  if (fault) {
    Require(fault->span.begin <= fault->span.end && fault->span.end <= bytes.size(),
            "a fault is inside the text");
    Require(!fault->message.empty(), "a fault has a message");
    Require(fault->is_crash || fault->Upstream(bytes).find(": parse error: ") != std::string::npos,
            "a fault has Prometheus's form");
  } else {
    storage::MemoryStore store;
    std::int64_t time = 0;
    std::size_t written = 0;
    const model::Labels labels = store.labels().Make({{"__name__", "x"}});
    for (const promql::SequenceValue& value : series.values) {
      if (time > 20'000'000) break;
      if (value.histogram && ++written <= 20) CheckWritten(value);
      // What is wrong with a sample is an error, never more.
      if (value.stale) {
        (void)store.AppendStale(store.SeriesIndex(labels), time).ok();
      } else if (!value.omitted) {
        (void)store.Append(labels, time, value.value, value.histogram).ok();
      }
      time += 1000;
    }
  }
  if (promql::IsStartLine(bytes)) {
    promql::StartSequence starts;
    const auto problem = promql::ParseStartLine(bytes, 0, starts);
    Require(!problem || problem->starts_with("invalid @st "), "a problem has Prometheus's form");
    if (!problem) (void)promql::StartMismatch(starts, series).has_value();
  }
  // A script that loads it and asks for it.
  promql::ScriptOptions options = promql::UpstreamScriptOptions();
  options.engine.max_samples = 1'000;
  options.max_values = 20'000;
  const std::string script = "load 1m\n  " + std::string(bytes) + "\n\neval instant at 1m x\n";
  (void)promql::RunScript(script, options);
  // The same as start timestamps, for samples that fit.
  const std::string starts =
      "load 1m\n  x@st " + std::string(bytes) + "\n  x 1x4\n\neval instant at 1m increase(x[1m])\n";
  options.engine.start_timestamps = true;
  (void)promql::RunScript(starts, options);
}

}  // namespace check::fuzz
