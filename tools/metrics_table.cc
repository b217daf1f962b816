#include "tools/metrics_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/utf8.h"

namespace tools {
namespace {

// The labels that have several values, most first: `instance 1000, code 5`.
std::string Labels(const check::exposition::Cardinality& family) {
  constexpr std::size_t kMost = 4;
  std::string text;
  std::size_t shown = 0;
  for (const auto& label : family.labels) {
    if (label.values < 2 || shown == kMost) break;
    text += fmt::format("{}{} {}", shown == 0 ? "" : ", ", label.name, label.values);
    ++shown;
  }
  return text;
}

}  // namespace

std::string PaddedTable(const std::vector<std::vector<std::string>>& rows) {
  constexpr std::size_t kPadding = 4;
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], check::CountRunes(row[i]) + kPadding);
    }
  }
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += row[i];
      out.append(widths[i] - check::CountRunes(row[i]), ' ');
    }
    out += '\n';
  }
  return out;
}

std::string CardinalityTable(const check::exposition::CheckedMetrics& metrics) {
  std::vector<std::vector<std::string>> rows = {{"Metric", "Type", "Series", "Share"}};
  std::vector<std::string> labels = {"Values of labels"};
  for (const check::exposition::Cardinality& family : metrics.cardinality) {
    const double share =
        100 * static_cast<double>(family.series) / static_cast<double>(metrics.series);
    rows.push_back({family.name, std::string(ToString(family.type)), std::to_string(family.series),
                    fmt::format("{:.2f}%", share)});
    labels.push_back(Labels(family));
  }
  rows.push_back({"Total", "", std::to_string(metrics.series), "100%"});
  labels.emplace_back();
  // The last column is not padded: lines end where their text does.
  const std::string table = PaddedTable(rows);
  std::string out;
  std::size_t row = 0;
  for (std::size_t at = 0; at < table.size(); ++row) {
    const std::size_t end = table.find('\n', at);
    std::string line = table.substr(at, end - at) + labels[row];
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
    at = end + 1;
  }
  return out;
}

check::report::Json CardinalityJson(const check::exposition::CheckedMetrics& metrics) {
  using check::report::Json;
  Json families = Json::array();
  for (const check::exposition::Cardinality& family : metrics.cardinality) {
    Json labels = Json::array();
    for (const auto& label : family.labels) {
      labels.push_back({{"name", label.name}, {"values", label.values}});
    }
    families.push_back({{"name", family.name},
                        {"type", ToString(family.type)},
                        {"series", family.series},
                        {"labels", std::move(labels)}});
  }
  return {{"series", metrics.series}, {"metrics", std::move(families)}};
}

}  // namespace tools
