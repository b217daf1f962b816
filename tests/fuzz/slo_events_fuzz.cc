#include <cmath>
#include <string>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "libcheck/slo/event_table.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

void Count(const slo::EventTable& table, bool from_zero) {
  const auto events = slo::EventsOf(table, {}, from_zero);
  if (!events) return;
  for (const slo::SloEvents& group : *events) {
    const slo::Events& of = group.events;
    for (std::size_t i = 0; i < of.size(); ++i) {
      Require(of.begins()[i] < of.ends()[i], "intervals have a length");
      Require(i == 0 || of.ends()[i - 1] <= of.begins()[i], "intervals follow each other");
    }
    const slo::EventSum sum = of.SumOf(0, of.size());
    Require(!(sum.total < 0) && !(sum.errors < 0), "sums are not negative");
  }
}

}  // namespace

void FuzzSloEvents(std::string_view bytes) {
  MemoryFiles files;
  files.Write("x.csv", std::string(bytes));
  const std::vector<std::string> paths = {"x.csv"};
  (void)slo::LooksLikeEvents(bytes);
  for (const bool cumulative : {false, true}) {
    const slo::LoadedEvents loaded =
        slo::LoadEvents(paths, {.files = &files, .cumulative = cumulative});
    Require(loaded.findings.size() <= 20, "findings are bounded");
    if (!loaded.ok()) continue;
    for (const slo::EventTable::Rows& rows : loaded.table.rows) {
      Require(rows.times.size() == rows.total.size() && rows.total.size() == rows.errors.size(),
              "columns are equally long");
      for (const double value : rows.total) Require(value >= 0, "counts are not negative");
    }
    Count(loaded.table, true);
    Count(loaded.table, false);
  }
}

}  // namespace check::fuzz
