#include "tools/compat/promtool_metrics.h"

#include <fmt/format.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/exposition/promtool_check.h"
#include "libcheck/files/file_system.h"
#include "tools/metrics_table.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kLintFailed = 3;

using check::exposition::PromtoolMetrics;

std::string CardinalityTable(const PromtoolMetrics& metrics) {
  std::vector<std::vector<std::string>> rows = {{"Metric", "Cardinality", "Percentage"}};
  for (const PromtoolMetrics::Cardinality& family : metrics.cardinality) {
    const double share = static_cast<double>(family.series) / static_cast<double>(metrics.total);
    rows.push_back(
        {family.name, std::to_string(family.series), fmt::format("{:.2f}%", share * 100)});
  }
  rows.push_back({"Total", std::to_string(metrics.total), "100%"});
  return PaddedTable(rows);
}

}  // namespace

int CheckMetrics(const Parsed& parsed) {
  const bool extended = parsed.Switch("extended");
  const bool lint = parsed.Text("lint") != "none";
  if (!extended && !lint) {
    WriteErr(
        "error: at least one of --extended or linting must be enabled\n"
        "Use --extended for cardinality analysis, or remove --lint=none to enable linting\n");
    return kFailed;
  }
  const auto failed = [&](const std::string& error) {
    WriteErr(fmt::format(
        "{}: {}\n", lint ? "error while linting" : "error while parsing text to metric families",
        error));
    return kFailed;
  };

  // In Go's words.
  const auto unreadable = [&](const check::Error& error) {
    return failed(fmt::format("read /dev/stdin: {}", error.why()));
  };
  auto input = check::Disk().Open("-");
  // Go takes what is closed to be empty.
  if (!input && input.error().number == EBADF) {
    input = check::FromMemory("");
  }
  if (!input) return unreadable(input.error());
  // Prometheus: names are checked by the old rules when linting only.
  const auto metrics = check::exposition::CheckAsPromtool(
      **input, lint ? check::model::NameValidation::kLegacy : check::model::NameValidation::kUtf8);
  if (!metrics) return unreadable(metrics.error());
  if (metrics->error) return failed(*metrics->error);

  if (lint) {
    std::string lines;
    for (const PromtoolMetrics::Problem& problem : metrics->problems) {
      for (std::uint64_t i = 0; i < problem.count; ++i) {
        lines += problem.text;
        lines += '\n';
        if (lines.size() > (1U << 16)) WriteErr(std::exchange(lines, {}));
      }
    }
    WriteErr(lines);
  }
  if (extended) WriteOut(CardinalityTable(*metrics));
  return lint && !metrics->problems.empty() ? kLintFailed : kOk;
}

}  // namespace tools::compat
