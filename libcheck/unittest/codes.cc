#include "libcheck/unittest/codes.h"

#include <array>

namespace check::unittest {

constexpr CodeInfo kBadPattern = {
    .code = "test-bad-pattern",
    .severity = Severity::kError,
    .summary = "a pattern for rule files that is malformed",
    .explanation = R"(
An entry of `rule_files` is a pattern as Go's `filepath.Match` has them: `*` and `?` stand for characters
of a name, `[a-z]` for one of several. A bracket that is not closed makes it useless.
)",
};

constexpr CodeInfo kNoRuleFile = {
    .code = "test-no-rule-file",
    .severity = Severity::kError,
    .summary = "an entry of `rule_files` that no file matches",
    .explanation = R"(
The test runs without the rules that it was written for. promtool prints a warning, goes on, and every
expectation of no alerts holds. Paths are relative to the folder of the test file.
)",
};

constexpr CodeInfo kRepeatedOrder = {
    .code = "test-repeated-order",
    .severity = Severity::kError,
    .summary = "a group that is in `group_eval_order` twice",
    .explanation = R"(
A group is evaluated once in each round, so it has one place in the order.
)",
};

namespace {

constexpr std::array kCodes = {&kBadPattern, &kNoRuleFile, &kRepeatedOrder};

}  // namespace

std::span<const CodeInfo* const> Codes() { return kCodes; }

}  // namespace check::unittest
