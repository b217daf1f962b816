#include <iterator>
#include <memory>
#include <utility>

#include "libcheck/exposition/metrics_check.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kExtensions[] = {".metrics", ".om", ".openmetrics", ".prom"};

void Check(FileCheck& check) {
  Result<std::unique_ptr<ByteSource>> input = check.options().files->Open(check.path());
  if (!input) {
    check.error = input.error();
    return;
  }
  const Policy& policy = check.options().policy;
  const exposition::Format format = exposition::GuessFormat(*input);
  Result<exposition::CheckedMetrics> metrics = exposition::CheckMetrics(
      **input, check.path(),
      {.format = format, .lint = policy.run_checks, .severity = [&](const CodeInfo& info) {
         return policy.SeverityOf(info, check.path());
       }});
  if (!metrics) {
    check.error = metrics.error();
    return;
  }
  check.Count(static_cast<std::size_t>(metrics->samples));
  Document& document = check.documents.front();
  for (Finding& finding : metrics->findings) document.Add(std::move(finding));
  document.ReadCommentsOfLargeFile(*check.options().files);
}

}  // namespace

// `pronoia check metrics` can do more.
extern const FileKind kMetricsKind = {
    .name = "metrics",
    .noun = "a file of metrics",
    .unit = "sample",
    .advice = "check it with `pronoia check metrics`",
    .is =
        [](const Outline& outline) {
          const std::string_view extension = outline.extension();
          return std::find(std::begin(kExtensions), std::end(kExtensions), extension) !=
                 std::end(kExtensions);
        },
    .extensions = kExtensions,
    .check = Check,
    .may_be_empty = true,
};

}  // namespace check::workspace
