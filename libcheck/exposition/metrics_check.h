#ifndef LIBCHECK_EXPOSITION_METRICS_CHECK_H_
#define LIBCHECK_EXPOSITION_METRICS_CHECK_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/diagnostic/finding.h"
#include "libcheck/exposition/sample.h"
#include "libcheck/exposition/snapshot.h"
#include "libcheck/files/byte_source.h"

namespace check::exposition {

struct CheckOptions {
  Format format = Format::kPrometheusText;
  bool lint = true;  ///< Whether to report what no reader refuses.
  /// How serious that is, or nothing if it is switched off. Without it, codes' own severities.
  std::function<std::optional<Severity>(const CodeInfo&)> severity;
  bool count_labels = false;         ///< Whether to say which labels make a metric large.
  std::size_t most_findings = 100;   ///< Of one code.
  const Snapshot* before = nullptr;  ///< The scrape before, if there was one.
  Snapshot* keep = nullptr;          ///< Takes what the next one must be compared with.
};

/// How many series a metric has, and what makes them.
struct Cardinality {
  std::string name;
  MetricType type = MetricType::kUnknown;
  std::uint64_t series = 0;
  struct Label {
    std::string name;
    std::uint64_t values = 0;
  };
  std::vector<Label> labels;  ///< Most values first. Empty unless they were to be counted.
};

struct CheckedMetrics {
  std::vector<Finding> findings;                    ///< In the order of lines.
  std::map<const CodeInfo*, std::uint64_t> hidden;  ///< How many more there were of a code.
  std::uint64_t samples = 0;
  std::uint64_t families = 0;
  std::vector<Cardinality> cardinality;  ///< Most series first.
  std::uint64_t series = 0;
};

/// Reads an exposition to its end and reports all that is wrong with it: what the server or
/// promtool would refuse (errors, each with its place), what promlint has to say, series that are
/// given twice, histograms that do not add up, counters that went back.
///
/// Memory grows with the number of series, not with the size of the text.
Result<CheckedMetrics> CheckMetrics(ByteSource& input, const std::string& path,
                                    const CheckOptions& options);

/// Whether a text seems to be OpenMetrics: it ends in `# EOF`, or its beginning has what only
/// OpenMetrics has. `tail`: its end, empty if that is not known.
bool LooksLikeOpenMetrics(std::string_view head, std::string_view tail);

/// The format a text seems to be in: OpenMetrics if it ends in `# EOF`, as far as its end can be
/// looked at, or if its beginning has units or exemplars. Types that only OpenMetrics has count too
/// where the end cannot be looked at. Some of `input` may be read for that, which is put back.
Format GuessFormat(std::unique_ptr<ByteSource>& input);

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_METRICS_CHECK_H_
