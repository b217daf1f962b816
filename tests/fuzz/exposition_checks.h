#ifndef TESTS_FUZZ_EXPOSITION_CHECKS_H_
#define TESTS_FUZZ_EXPOSITION_CHECKS_H_

#include <algorithm>
#include <string>
#include <string_view>

#include "libcheck/exposition/lines.h"
#include "libcheck/exposition/metrics_check.h"
#include "tests/fuzz/targets.h"

/// What must hold for metrics in either format.
namespace check::fuzz {

inline bool HasErrors(const exposition::CheckedMetrics& metrics) {
  return std::any_of(metrics.findings.begin(), metrics.findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::kError; });
}

/// Hands out few bytes at a time, so that lines are cut anywhere.
class SlowSource final : public ByteSource {
 public:
  explicit SlowSource(std::string_view text) : rest_(text) {}
  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    size = std::min({size, rest_.size(), std::size_t{7}});
    std::copy_n(rest_.data(), size, buffer);
    rest_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view rest_;
};

/// Checks `bytes` in each way there is.
inline exposition::CheckedMetrics CheckAnyhow(std::string_view bytes, exposition::Format format) {
  exposition::Snapshot snapshot;
  const auto input = FromMemory(bytes);
  auto metrics = exposition::CheckMetrics(
      *input, "fuzz", {.format = format, .count_labels = true, .keep = &snapshot});
  Require(metrics.ok(), "memory can be read");
  for (const Finding& finding : metrics->findings) {
    Require(!finding.message.empty(), "a finding has a message");
    Require(finding.where.begin.line >= 1, "a finding is on a line");
    Require(finding.where.bytes.begin <= finding.where.bytes.end &&
                finding.where.bytes.end <= bytes.size(),
            "a finding is inside the text");
    Require(finding.where.marked.begin <= finding.where.marked.end &&
                finding.where.marked.end <= finding.where.excerpt.size(),
            "what is marked is inside the line");
  }

  SlowSource slow(bytes);
  exposition::Snapshot again;
  const auto same = exposition::CheckMetrics(
      slow, "fuzz", {.format = format, .lint = false, .before = &snapshot, .keep = &again});
  Require(same.ok(), "memory can be read");
  Require(same->samples == metrics->samples && same->series == metrics->series,
          "text is read alike however it comes");
  return std::move(*metrics);
}

}  // namespace check::fuzz

#endif  // TESTS_FUZZ_EXPOSITION_CHECKS_H_
