#include "libcheck/unittest/input.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/unittest/clock.h"
#include "libcheck/yaml/node.h"

namespace check::unittest {
namespace {

// Go's strings.TrimSpace, as far as tests go.
std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
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

}  // namespace

std::optional<Failure> Input::Read(const SourceFile& file, const TestGroup& group, Arena& arena,
                                   storage::MemoryStore& store) {
  start_ns_ = group.start.value_or(0);
  step_ns_ = group.interval.value.count();
  std::unordered_map<model::Labels, std::size_t> known;
  // Prometheus: all of it is one text whose first line is `load`, read line by line. An empty
  // line, or a comment, ends it.
  std::size_t line = 0;
  for (const InputSeries& input : group.input) {
    const std::string text =
        std::string(input.series.value) + " " + std::string(input.values.value);
    std::size_t begin = 0;
    while (begin <= text.size()) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const std::string_view raw = std::string_view(text).substr(begin, end - begin);
      const std::string_view definition = Trim(raw);
      ++line;
      if (definition.empty() || definition.starts_with('#')) return std::nullopt;
      promql::SeriesDescription description;
      if (const auto fault = promql::ParseSeriesDescription(definition, description)) {
        const std::size_t at = static_cast<std::size_t>(definition.data() - text.data());
        return Failure{
            .kind = Failure::Kind::kSeries,
            .where = PlaceOf(file, input, at + fault->span.begin, at + fault->span.end, arena),
            .message = fault->Upstream(definition, line)};
      }
      std::vector<std::pair<std::string_view, std::string_view>> labels;
      std::string refused;
      for (const auto& [name, value] : description.labels) {
        const auto twice = std::find_if(labels.begin(), labels.end(),
                                        // As a copy: clang 14 cannot capture a binding.
                                        [&, wanted = std::string_view(name)](const auto& label) {
                                          return label.first == wanted;
                                        });
        if (twice == labels.end()) {
          labels.emplace_back(name, value);
        } else {
          refused = "label name " + GoQuote(name) + " is not unique: invalid sample";
        }
      }
      if (labels.empty()) refused = "empty labelset: invalid sample";
      const model::Labels set = store.labels().Make(labels);
      // Of two series with the same labels the last one counts.
      const auto [at, is_new] = known.try_emplace(set, columns_.size());
      if (is_new) columns_.push_back({.series = store.SeriesIndex(set)});
      Column& column = columns_[at->second];
      column.refused = std::move(refused);
      column.values = std::move(description.values);
      begin = end + 1;
    }
  }
  return std::nullopt;
}

void Input::LoadAhead(const LoadingAhead& ahead, std::int64_t last, storage::MemoryStore& store) {
  constexpr std::int64_t kMillisecond = 1'000'000;
  // Between two samples of the same millisecond the second would be refused, in its time.
  if (!ahead.allowed() || step_ns_ % kMillisecond != 0) return;
  const std::int64_t start = MillisecondsAt(start_ns_, 0);
  const std::int64_t step = step_ns_ / kMillisecond;
  if (last < start) return;
  const std::size_t wanted = static_cast<std::size_t>((last - start) / step) + 1;
  std::erase_if(columns_, [&](Column& column) {
    promql::SequenceValues& values = column.values;
    const model::Labels labels = store.series(column.series).labels;
    if (!column.refused.empty() || values.any_histogram() || !ahead.allowed(labels.metric_name())) {
      return false;
    }
    if (values.all_floats()) {
      std::vector<double> floats = values.TakeFloats();
      if (floats.size() > wanted) floats.resize(wanted);
      store.Fill(column.series, start, step, std::move(floats));
    } else {
      std::int64_t time = start;
      for (std::size_t i = 0; i < std::min(wanted, values.size()); ++i, time += step) {
        const promql::SequenceValue value = values[i];
        if (!value.omitted) (void)store.AppendAt(column.series, time, value.value).ok();
      }
    }
    store.SetComplete(column.series, last);
    return true;
  });
}

std::optional<std::string> Input::AppendTill(std::int64_t time, storage::MemoryStore& store) {
  for (Column& column : columns_) {
    while (column.next < column.values.size()) {
      const auto index = static_cast<std::int64_t>(column.next);
      if (index > std::numeric_limits<std::int64_t>::max() / step_ns_) break;
      const std::int64_t at = MillisecondsAt(start_ns_, index * step_ns_);
      if (at > time) break;
      const promql::SequenceValue value = column.values[column.next];
      if (!value.omitted) {
        if (!column.refused.empty()) return column.refused;
        const Result<bool> appended =
            store.AppendAt(column.series, at, value.value, value.histogram);
        if (!appended) return appended.error().message;
      }
      ++column.next;
    }
  }
  return std::nullopt;
}

}  // namespace check::unittest
