#include "libcheck/unittest/match.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "libcheck/base/regex.h"

namespace check::unittest {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

bool HasAll(const OwnLabels& labels, std::span<const Pair> wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const Pair& pair) {
    if (pair.name == rules::kAlertNameLabel) return true;
    const std::string* value = Find(labels, pair.name);
    return value != nullptr && *value == pair.value;
  });
}

bool MatchesAll(const OwnLabels& labels, std::span<const Pair> patterns) {
  return std::all_of(patterns.begin(), patterns.end(), [&](const Pair& pair) {
    const std::string* value = Find(labels, pair.name);
    // The pattern has been found good.
    const Result<Regex> regex = Regex::Compile(pair.value);
    return regex && value != nullptr && regex->FullMatch(*value);
  });
}

bool IsListed(std::string_view name, std::span<const Pair> a, std::span<const Pair> b) {
  const auto is_it = [&](const Pair& pair) { return pair.name == name; };
  return name == rules::kAlertNameLabel || std::any_of(a.begin(), a.end(), is_it) ||
         std::any_of(b.begin(), b.end(), is_it);
}

bool OnlyListed(const OwnLabels& labels, std::span<const Pair> a, std::span<const Pair> b) {
  return std::all_of(labels.begin(), labels.end(),
                     [&](const auto& label) { return IsListed(label.first, a, b); });
}

}  // namespace

bool Matches(const ExpectedAlert& expected, const AlertView& got) {
  for (const Text& name : expected.absent_labels) {
    if (Find(got.labels, name.value) != nullptr) return false;
  }
  if (!HasAll(got.labels, expected.labels) || !HasAll(got.annotations, expected.annotations) ||
      !MatchesAll(got.labels, expected.label_patterns) ||
      !MatchesAll(got.annotations, expected.annotation_patterns)) {
    return false;
  }
  return expected.subset ||
         (OnlyListed(got.labels, expected.labels, expected.label_patterns) &&
          OnlyListed(got.annotations, expected.annotations, expected.annotation_patterns));
}

bool Matches(const RelabelTest& expected, const OwnLabels& got) {
  for (const Text& name : expected.absent_labels) {
    if (Find(got, name.value) != nullptr) return false;
  }
  for (const Pair& pair : expected.expected) {
    const std::string* value = Find(got, pair.name);
    // Relabelling has no labels without a value.
    if (pair.value.empty() ? value != nullptr : value == nullptr || *value != pair.value) {
      return false;
    }
  }
  if (!MatchesAll(got, expected.label_patterns)) return false;
  // Patterns and absent labels alone say nothing of the others.
  if (expected.subset || expected.expected_node == nullptr) return true;
  const auto is_it = [](std::string_view name) {
    return [name](const Pair& pair) { return pair.name == name; };
  };
  return std::all_of(got.begin(), got.end(), [&](const auto& label) {
    const std::string_view name = label.first;
    return std::any_of(expected.expected.begin(), expected.expected.end(), is_it(name)) ||
           std::any_of(expected.label_patterns.begin(), expected.label_patterns.end(),
                       is_it(name)) ||
           (expected.stage == RelabelStage::kScrape && name.starts_with("__"));
  });
}

bool Matches(const ExpectedSample& test, const SampleView& expected, const SampleView& got,
             const std::optional<Tolerance>& tolerance) {
  if (expected.histogram != got.histogram) return false;
  if (test.subset) {
    const bool has_all =
        std::all_of(expected.labels.begin(), expected.labels.end(), [&](const auto& label) {
          const std::string* value = Find(got.labels, label.first);
          return value != nullptr && *value == label.second;
        });
    if (!has_all) return false;
  } else if (expected.labels != got.labels) {
    return false;
  }
  if (expected.value == got.value || (std::isnan(expected.value) && std::isnan(got.value))) {
    return true;
  }
  if (!tolerance) return false;
  const double allowed = tolerance->amount * (tolerance->relative ? std::abs(expected.value) : 1);
  return std::abs(expected.value - got.value) <= allowed;
}

AlertView Shown(const ExpectedAlert& expected) {
  AlertView view;
  const auto add = [](OwnLabels& labels, std::span<const Pair> pairs, std::string_view mark) {
    for (const Pair& pair : pairs) {
      labels.emplace_back(pair.name, std::string(mark).append(pair.value));
    }
    std::sort(labels.begin(), labels.end());
  };
  add(view.labels, expected.labels, "");
  add(view.labels, expected.label_patterns, "~");
  add(view.annotations, expected.annotations, "");
  add(view.annotations, expected.annotation_patterns, "~");
  return view;
}

std::vector<bool> Assign(std::size_t expected, std::size_t got,
                         const std::function<bool(std::size_t, std::size_t)>& matches,
                         std::vector<std::size_t>& unmatched) {
  // Augmenting paths, each found by a search in breadth: lists are short, but stacks are, too.
  std::vector<std::size_t> owner(got, kNone);
  for (std::size_t first = 0; first < expected; ++first) {
    std::vector<std::size_t> from(got, kNone);  // Which expectation wants each of `got`.
    std::vector<std::size_t> waiting = {first};
    std::size_t free = kNone;
    for (std::size_t next = 0; next < waiting.size() && free == kNone; ++next) {
      for (std::size_t k = 0; k < got && free == kNone; ++k) {
        if (from[k] != kNone || !matches(waiting[next], k)) continue;
        from[k] = waiting[next];
        if (owner[k] == kNone) {
          free = k;
        } else {
          waiting.push_back(owner[k]);
        }
      }
    }
    if (free == kNone) {
      unmatched.push_back(first);
      continue;
    }
    // Walk back: each on the way gives up what it had.
    for (std::size_t k = free;;) {
      const std::size_t taker = from[k];
      const auto had =
          static_cast<std::size_t>(std::find(owner.begin(), owner.end(), taker) - owner.begin());
      owner[k] = taker;
      if (taker == first) break;
      owner[had] = kNone;
      k = had;
    }
  }
  std::vector<bool> given(got);
  for (std::size_t k = 0; k < got; ++k) given[k] = owner[k] != kNone;
  return given;
}

}  // namespace check::unittest
