#include "libcheck/exposition/metrics_check.h"

#include <algorithm>
#include <string_view>
#include <utility>

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

// Whether there is something in `text` that only OpenMetrics has. `by_types`: whether types count.
bool SpeaksOpenMetrics(std::string_view text, bool by_types) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.starts_with("# UNIT ")) return true;
    const bool has_exemplar = !line.starts_with('#') && line.find(" # {") != line.npos;
    if (has_exemplar) return true;
    if (!by_types || !line.starts_with("# TYPE ")) continue;
    const std::string_view type = line.substr(line.rfind(' ') + 1);
    for (const std::string_view word : {"unknown", "info", "stateset", "gaugehistogram"}) {
      if (type == word) return true;
    }
  }
  return false;
}

bool EndsInEof(std::string_view tail) {
  return tail == "# EOF\n" || tail == "# EOF" || tail.ends_with("\n# EOF\n") ||
         tail.ends_with("\n# EOF");
}

}  // namespace

Result<CheckedMetrics> CheckMetrics(ByteSource& input, const std::string& path,
                                    const CheckOptions& options) {
  return options.format == Format::kOpenMetrics
             ? CheckWith<OpenMetricsChecker>(input, path, options)
             : CheckWith<TextChecker>(input, path, options);
}

bool LooksLikeOpenMetrics(std::string_view head, std::string_view tail) {
  // Programs that write the text format may give the types of OpenMetrics by mistake: they say
  // something only while it is not known how the text ends.
  return EndsInEof(tail) || SpeaksOpenMetrics(head, tail.empty());
}

Format GuessFormat(std::unique_ptr<ByteSource>& input) {
  constexpr std::size_t kTail = 7;
  if (EndsInEof(input->Tail(kTail))) return Format::kOpenMetrics;
  std::string head;
  input = ReadHead(std::move(input), std::size_t{64} << 10, head);
  return LooksLikeOpenMetrics(head, input->Tail(kTail)) ? Format::kOpenMetrics
                                                        : Format::kPrometheusText;
}

}  // namespace check::exposition
