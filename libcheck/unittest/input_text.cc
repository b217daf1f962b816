#include "libcheck/unittest/input_text.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/base/text.h"
#include "libcheck/yaml/node.h"

namespace check::unittest {
namespace {

// Calls `visit(line, at)` for each line of the text `SERIES VALUES`, until it returns false.
// Returns whether the input goes on.
//
// Prometheus: all input is one text whose first line is `load`, read line by line. An empty line,
// or a comment, ends it.
template <typename Visit>
bool ForEachLine(const InputSeries& input, Visit&& visit) {
  const std::string text = std::string(input.series.value) + " " + std::string(input.values.value);
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = TrimSpace(std::string_view(text).substr(begin, end - begin));
    if (line.empty() || line.starts_with('#')) return false;
    if (!visit(line, static_cast<std::size_t>(line.data() - text.data()))) return false;
    begin = end + 1;
  }
  return true;
}

// Where a place in the text `SERIES VALUES` is in the file.
Location PlaceOf(const SourceFile& file, const InputSeries& input, std::size_t begin,
                 std::size_t end, Arena& arena) {
  const std::size_t series_size = input.series.value.size();
  const bool in_values = begin > series_size;
  const Text& part = in_values ? input.values : input.series;
  if (part.node == nullptr) return {&file, input.node->span};
  if (part.value != part.node->scalar()) return {&file, part.node->span};
  const std::size_t shift = in_values ? series_size + 1 : 0;
  const auto clamp = [&](std::size_t offset) {
    return static_cast<std::uint32_t>(
        std::min(offset < shift ? 0 : offset - shift, part.value.size()));
  };
  return {yaml::Embed(file, *part.node, arena), {clamp(begin), clamp(end)}};
}

class Reader {
 public:
  Reader(const SourceFile& file, Arena& arena, bool all, const std::function<void(InputLine)>& take)
      : file_(file), arena_(arena), all_(all), take_(take) {}

  std::vector<Failure> Read(const TestGroup& group) {
    for (const InputSeries& input : group.input) {
      const bool goes_on = ForEachLine(input, [&](std::string_view line, std::size_t at) {
        ++line_;
        if (promql::IsStartLine(line)) {
          ReadStarts(input, line, at);
        } else {
          ReadSamples(input, line, at);
        }
        return !is_done();
      });
      if (!goes_on) break;
    }
    if (starts_ && !is_done()) FailStarts(std::string(promql::kNoSampleLine));
    return std::move(failures_);
  }

 private:
  void ReadStarts(const InputSeries& input, std::string_view line, std::size_t at) {
    if (starts_) FailStarts(std::string(promql::kNoSampleLine));
    if (is_done()) return;
    starts_.emplace();
    starts_place_ = PlaceOf(file_, input, at, at + line.find_first_of(" \t"), arena_);
    if (auto problem = promql::ParseStartLine(line, line_, *starts_)) {
      FailStarts(std::move(*problem));
    }
  }

  void ReadSamples(const InputSeries& input, std::string_view line, std::size_t at) {
    InputLine read;
    if (const auto fault = promql::ParseSeriesDescription(line, read.series)) {
      failures_.push_back(
          {PlaceOf(file_, input, at + fault->span.begin, at + fault->span.end, arena_),
           BadSeries{fault->Upstream(line, line_)}});
      starts_.reset();
      return;
    }
    if (starts_) {
      if (auto problem = promql::StartMismatch(*starts_, read.series)) {
        return FailStarts(std::move(*problem));
      }
      read.starts = std::move(starts_->offsets);
      starts_.reset();
    }
    take_(std::move(read));
  }

  // Prometheus: what is wrong with start timestamps has no position.
  void FailStarts(std::string problem) {
    failures_.push_back(
        {starts_place_, BadSeries{"unknown position: parse error: " + std::move(problem)}});
    starts_.reset();
  }

  bool is_done() const { return !all_ && !failures_.empty(); }

  const SourceFile& file_;
  Arena& arena_;
  bool all_;
  const std::function<void(InputLine)>& take_;
  std::vector<Failure> failures_;
  std::size_t line_ = 0;
  std::optional<promql::StartSequence> starts_;  // Those that wait for their samples.
  Location starts_place_;
};

}  // namespace

std::vector<Failure> ReadInputText(const SourceFile& file, const TestGroup& group, Arena& arena,
                                   bool all, const std::function<void(InputLine)>& take) {
  return Reader(file, arena, all, take).Read(group);
}

bool EndsInput(const InputSeries& input) {
  return !ForEachLine(input, [](std::string_view, std::size_t) { return true; });
}

}  // namespace check::unittest
