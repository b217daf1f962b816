#include "libcheck/diagnostic/empty_input.h"

namespace check {

const CodeInfo kEmptyInput = {
    .code = "input-empty",
    .severity = Severity::kWarning,
    .summary = "standard input that is empty",
    .explanation = R"(
Nothing was checked. Most often the command in front of the pipe has failed, and `set -o pipefail`
makes the shell say so; or no file was named, and nothing was piped in. promtool accepts empty input
without a word, so this is no error.
)",
};

namespace {
constexpr const CodeInfo* kCodes[] = {&kEmptyInput};
}  // namespace

Finding EmptyInputFinding() {
  return {.info = &kEmptyInput,
          .severity = kEmptyInput.severity,
          .where = {.path = "-", .begin = {1, 1}, .end = {1, 1}},
          .message = "standard input is empty"};
}

std::span<const CodeInfo* const> InputCodes() { return kCodes; }

}  // namespace check
