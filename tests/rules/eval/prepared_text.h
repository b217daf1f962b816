#ifndef TESTS_RULES_EVAL_PREPARED_TEXT_H_
#define TESTS_RULES_EVAL_PREPARED_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "libcheck/promql/series_description.h"
#include "libcheck/rules/eval/rule_library.h"
#include "libcheck/rules/eval/series_feed.h"

namespace check::test {

/// The rules of one file, ready to be evaluated.
class PreparedText {
 public:
  explicit PreparedText(std::string_view text)
      : library_(MemoryFiles({{"rules.yml", text}}), std::vector<std::string>{"rules.yml"}, {}) {
    for (const rules::PreparedGroup& group : library_.Find("rules.yml").groups)
      groups.push_back(&group);
  }

 private:
  rules::RuleLibrary library_;

 public:
  std::vector<const rules::PreparedGroup*> groups;
};

/// Adds a series in the notation of tests, such as `up{job="a"} 1x5 0x5`.
inline void Feed(rules::SeriesFeed& feed, std::string_view text) {
  promql::SeriesDescription series;
  const auto fault = promql::ParseSeriesDescription(text, series);
  if (!fault) feed.Add({series.labels.begin(), series.labels.end()}, std::move(series.values));
}

}  // namespace check::test

#endif  // TESTS_RULES_EVAL_PREPARED_TEXT_H_
