#include "libcheck/diagnostic/empty_input.h"

namespace check {

const CodeInfo kEmptyInput = {
    .code = "input-empty",
    .severity = Severity::kWarning,
    .summary = "standard input that is empty",
    .explanation = R"(
Nothing was checked. Usually the command before the pipe failed (with `set -o pipefail` the shell
reports this), or no file was given and nothing was piped in. promtool accepts empty input silently,
so this is not an error.
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
