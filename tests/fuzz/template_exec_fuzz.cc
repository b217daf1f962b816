#include <string>

#include "libcheck/model/histogram.h"
#include "libcheck/template/expand.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

using namespace gotemplate;

constexpr TextPair kLabels[] = {
    {"__name__", "up"}, {"instance", "host.example.com:9100"}, {"job", "1.5"}};
constexpr TextPair kExternal[] = {{"cluster", "<eu>"}};
constexpr ExternalUrl kUrl = {"http://prometheus/a%20b", "/a b"};

model::FloatHistogram Histogram() {
  model::FloatHistogram histogram;
  histogram.schema = 1;
  histogram.count = 3.5;
  histogram.sum = -2;
  histogram.positive.spans = {{0, 2}};
  histogram.positive.counts = {1, 2.5};
  return histogram;
}

// A number and a histogram, whatever is asked for.
class Answers final : public QuerySource {
 public:
  Answers() : histogram_(Histogram()), samples_{{kLabels, 2}, {kExternal, 0, &histogram_}} {}
  Result<std::span<const QuerySample>> Query(std::string_view expression, std::int64_t) override {
    if (expression.empty()) return Error{"nothing to evaluate"};
    return std::span<const QuerySample>(samples_);
  }

 private:
  model::FloatHistogram histogram_;
  QuerySample samples_[2];
};

class Branches final : public BranchObserver {
 public:
  explicit Branches(std::size_t size) : size_(size) {}
  void OnBranch(const Branch& branch, bool) override {
    Require(branch.span.begin < branch.span.end && branch.span.end <= size_,
            "a branch is inside the text");
  }

 private:
  std::size_t size_;
};

}  // namespace

void FuzzTemplateExec(std::string_view bytes) {
  constexpr ExecutionLimits kLimits = {.templates = 50,
                                       .depth = 500,
                                       .steps = 50'000,
                                       .output_bytes = 1 << 16,
                                       .memory_bytes = 1 << 20};
  // The first byte says what the alert's value is.
  const bool is_histogram = !bytes.empty() && (bytes[0] & 1) != 0;
  const std::string_view text = bytes.substr(bytes.empty() ? 0 : 1);
  const model::FloatHistogram histogram = Histogram();
  Answers answers;
  Branches branches(text.size());
  const PrometheusTemplateInput input = {.labels = kLabels,
                                         .external_labels = kExternal,
                                         .external_url = kUrl.text,
                                         .value = 0.25,
                                         .histogram = is_histogram ? &histogram : nullptr,
                                         .time_ms = 1'353'755'652'123,
                                         .queries = &answers,
                                         .url = &kUrl,
                                         .observer = &branches};
  const PrometheusTemplate parsed(text, "X");
  ExecutionMemory memory;
  const auto first = parsed.Expand(input, memory, kLimits);
  Require(!parsed.is_plain() || (first.ok() && *first == text), "plain text stands for itself");
  if (first.ok()) {
    Require(first->size() <= std::max(kLimits.output_bytes, text.size()), "output has its limit");
  } else {
    const std::string& error = first.error().message;
    const std::string_view begin = parsed.tree() != nullptr
                                       ? "error executing template __alert_X: template: "
                                       : "error parsing template __alert_X: template: ";
    Require(error.starts_with(begin), "an error says where it is from");
  }
  const auto second = parsed.Expand(input, memory, kLimits);
  Require(first.ok() == second.ok(), "a second time is like the first");
  Require(first.ok() ? *first == *second : first.error().message == second.error().message,
          "a second time gives what the first did");
}

}  // namespace check::fuzz
