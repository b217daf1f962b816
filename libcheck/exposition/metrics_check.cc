#include "libcheck/exposition/metrics_check.h"

#include "libcheck/exposition/lines.h"
#include "libcheck/exposition/openmetrics_checker.h"
#include "libcheck/exposition/text_checker.h"

namespace check::exposition {
namespace {

template <typename FormatChecker>
Result<CheckedMetrics> CheckWith(ByteSource& input, const std::string& path,
                                 const CheckOptions& options) {
  FormatChecker checker(path, options);
  if (auto error = ReadBlocks(input, checker)) return *error;
  return checker.Finish();
}

}  // namespace

Result<CheckedMetrics> CheckMetrics(ByteSource& input, const std::string& path,
                                    const CheckOptions& options) {
  return options.format == Format::kOpenMetrics
             ? CheckWith<OpenMetricsChecker>(input, path, options)
             : CheckWith<TextChecker>(input, path, options);
}

Format GuessFormat(const ByteSource& input) {
  const std::string tail = input.Tail(7);
  const std::string_view end = tail;
  const bool has_eof =
      end == "\n# EOF\n" || end.ends_with("\n# EOF") || end == "# EOF\n" || end == "# EOF";
  return has_eof ? Format::kOpenMetrics : Format::kPrometheusText;
}

}  // namespace check::exposition
