#include "libcheck/exposition/promtool_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "libcheck/exposition/lines.h"
#include "libcheck/exposition/promlint.h"
#include "libcheck/exposition/promtool_line.h"
#include "libcheck/exposition/scan.h"
#include "libcheck/exposition/tally.h"

namespace check::exposition {
namespace {

class Reader final : public BlockReader {
 public:
  explicit Reader(model::NameValidation names) : line_reader_(families_, names) {
    line_reader_.ForgiveNameless();
  }

  bool ReadBlock(std::string_view block) override {
    const char* p = block.data();
    const char* const end = p + block.size();
    scanner_.Reset();
    const bool scannable = block.ends_with('\n');
    while (p != end) {
      ++line_;
      if (scannable) {
        if (const char* next = scanner_.Scan(p, end, sample_)) {
          if (Accept(sample_)) {
            p = next;
            continue;
          }
        }
      }
      const char* const next = LineEnd(p, end);
      if (!ReadCarefully({p, static_cast<std::size_t>(next - p)})) return false;
      p = next;
    }
    return true;
  }

  PromtoolMetrics Finish() {
    if (!result_.error) {
      CollectProblems();
      CollectCardinality();
    }
    return std::move(result_);
  }

 private:
  // Whether promtool's reader takes what was scanned; if not, it is left to say why.
  bool Accept(const Sample& sample) {
    if (!sample.same_name) resolved_ = families_.Resolve(sample.name);
    if (resolved_.family->HasParts() && !TakesPart(sample, resolved_)) return false;
    resolved_.family->has_type = true;
    line_reader_.Follow(resolved_);
    tally_.Add(sample, resolved_, line_);
    return true;
  }

  bool ReadCarefully(std::string_view line) {
    switch (line_reader_.Read(line)) {
      case LineKind::kFault:
        result_.error = fmt::format("text format parsing error in line {}: {}", line_,
                                    line_reader_.fault().upstream);
        return false;
      case LineKind::kSample:
        tally_.Add(line_reader_.sample(), line_reader_.resolved(), line_);
        if (line_reader_.sample().name.empty()) ++line_reader_.resolved().family->duplicates;
        scanner_.Reset();
        return true;
      default:
        return true;
    }
  }

  void CollectProblems() {
    std::vector<const Family*> families;
    for (const Family& family : families_.all()) {
      if (family.samples > 0) families.push_back(&family);
    }
    std::sort(families.begin(), families.end(),
              [](const Family* a, const Family* b) { return a->name < b->name; });
    for (const Family* family : families) {
      std::vector<LintProblem> problems = Lint(*family);
      std::stable_sort(problems.begin(), problems.end(),
                       [](const LintProblem& a, const LintProblem& b) { return a.text < b.text; });
      for (const LintProblem& problem : problems) {
        result_.problems.push_back(
            {fmt::format("{} {}", family->name, problem.text), problem.count});
      }
    }
  }

  void CollectCardinality() {
    for (const Family& family : families_.all()) {
      if (family.samples == 0) continue;
      const bool has_series =
          family.type == MetricType::kHistogram || family.type == MetricType::kSummary;
      // Prometheus: the first metric's buckets stand for all. A gauge histogram counts as one.
      const std::uint64_t series = family.metrics * (has_series ? 2 + family.parts_of_first : 1);
      result_.cardinality.push_back({std::string(family.name), series});
      result_.total += series;
    }
    std::sort(result_.cardinality.begin(), result_.cardinality.end(),
              [](const auto& a, const auto& b) {
                return a.series != b.series ? a.series > b.series : a.name < b.name;
              });
  }

  Families families_;
  PromtoolLine line_reader_;
  Scanner scanner_;
  Tally tally_{Tally::Identity::kOrdered};
  Sample sample_;
  Resolved resolved_;  // What the name of the sample before stands for.
  std::uint32_t line_ = 0;
  PromtoolMetrics result_;
};

}  // namespace

Result<PromtoolMetrics> CheckAsPromtool(ByteSource& input, model::NameValidation names) {
  Reader reader(names);
  if (auto error = ReadBlocks(input, reader)) return *error;
  return reader.Finish();
}

}  // namespace check::exposition
