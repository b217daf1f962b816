#include "libcheck/rules/upstream_lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>

#include "libcheck/base/parallel.h"

namespace check::rules {
namespace {

// Files smaller than this are not worth starting threads for.
constexpr std::size_t kSpreadFrom = std::size_t{512} << 10;

using Label = std::pair<std::string_view, std::string_view>;

void Put(std::string& data, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  char bytes[sizeof size];
  std::memcpy(bytes, &size, sizeof size);
  data.append(bytes, sizeof size).append(text);
}

std::string_view Take(std::string_view& data) {
  std::uint32_t size = 0;
  std::memcpy(&size, data.data(), sizeof size);
  const std::string_view text = data.substr(sizeof size, size);
  data.remove_prefix(sizeof size + size);
  return text;
}

// By name, then by labels: names and values alternate, compared one after the other.
bool IsBefore(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const int order = Take(a).compare(Take(b));
    if (order != 0) return order < 0;
  }
  return a.size() < b.size();
}

// The group's labels and the rule's, of which the latter win, by name.
void Merge(const Group& group, const Rule& rule, std::vector<Label>& labels) {
  labels.clear();
  for (const std::span<const KeyValue> some : {rule.labels, group.labels}) {
    for (const KeyValue& label : some) labels.emplace_back(label.key, label.value);
  }
  const auto by_name = [](const Label& a, const Label& b) { return a.first < b.first; };
  std::stable_sort(labels.begin(), labels.end(), by_name);
  labels.erase(std::unique(labels.begin(), labels.end(),
                           [](const Label& a, const Label& b) { return a.first == b.first; }),
               labels.end());
}

}  // namespace

void UpstreamDuplicates::Add(const Group& group) {
  std::vector<Label> labels;
  for (const Rule& rule : group.rules) {
    const std::size_t begin = data_.size();
    Put(data_, rule.name());
    Merge(group, rule, labels);
    for (const auto& [name, value] : labels) {
      Put(data_, name);
      Put(data_, value);
    }
    const std::string_view added = std::string_view(data_).substr(begin);
    entries_.push_back({std::hash<std::string_view>()(added), begin, data_.size()});
  }
}

void UpstreamDuplicates::Append(const UpstreamDuplicates& later) {
  const std::size_t shift = data_.size();
  data_ += later.data_;
  for (const Entry& entry : later.entries_) {
    entries_.push_back({entry.hash, entry.begin + shift, entry.end + shift});
  }
}

std::string UpstreamDuplicates::Text() const {
  std::vector<Entry> sorted = entries_;
  std::sort(sorted.begin(), sorted.end(), [this](const Entry& a, const Entry& b) {
    return a.hash != b.hash ? a.hash < b.hash : Data(a) < Data(b);
  });
  std::vector<std::string_view> repeated;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const std::string_view data = Data(sorted[i]);
    if (data == Data(sorted[i - 1])) repeated.push_back(data);
  }
  std::sort(repeated.begin(), repeated.end(), IsBefore);
  repeated.erase(std::unique(repeated.begin(), repeated.end()), repeated.end());
  if (repeated.empty()) return {};

  std::string text = fmt::format("lint error {} duplicate rule(s) found.\n", repeated.size());
  for (std::string_view data : repeated) {
    text += fmt::format("Metric: {}\nLabel(s):\n", Take(data));
    while (!data.empty()) {
      const std::string_view name = Take(data);
      text += fmt::format("\t{}: {}\n", name, Take(data));
    }
  }
  text += "Might cause inconsistency while recording expressions";
  return text;
}

std::string UpstreamDuplicateRules(const LoadedFile& file) {
  UpstreamDuplicates duplicates;
  for (const RuleSet& set : file.sets) {
    for (const Group& group : set.groups) duplicates.Add(group);
  }
  return duplicates.Text();
}

UpstreamCheck CheckAsUpstream(const SourceFile& file, LoadOptions options, bool find_duplicates,
                              Arena& arena) {
  options.strict_upstream = true;
  UpstreamTexts texts;
  Diagnostics around(&texts);
  const RuleReader reader(file, options, arena, around);

  struct Worker {
    Arena arena;
    Diagnostics diagnostics;
    UpstreamDuplicates duplicates;
    std::size_t rule_count = 0;
  };
  const bool spread = file.text().size() >= kSpreadFrom;
  std::vector<Worker> workers(spread ? ThreadCount() : 1);
  for (Worker& worker : workers) worker.diagnostics = Diagnostics(&texts);
  std::vector<UpstreamLog> logs(reader.group_count());
  const auto read = [&](std::size_t i, std::size_t index) {
    Worker& worker = workers[index];
    const Group group = reader.ReadGroup(i, worker.arena, worker.diagnostics, logs[i]);
    worker.rule_count += group.rules.size();
    if (find_duplicates) worker.duplicates.Add(group);
    worker.diagnostics.found().clear();
    worker.arena.Reset();
  };
  if (spread) {
    ParallelFor(logs.size(), read);
  } else {
    for (std::size_t i = 0; i < logs.size(); ++i) read(i, 0);
  }

  UpstreamCheck check;
  UpstreamLog log;
  for (UpstreamLog& of_group : logs) log.Append(std::move(of_group));
  check.goes_on = reader.goes_on();
  check.errors = reader.UpstreamErrors(std::move(log));
  for (std::size_t i = 1; i < workers.size(); ++i) {
    workers[0].duplicates.Append(workers[i].duplicates);
    workers[0].rule_count += workers[i].rule_count;
  }
  check.rule_count = workers[0].rule_count;
  if (find_duplicates) check.duplicates = workers[0].duplicates.Text();
  return check;
}

}  // namespace check::rules
