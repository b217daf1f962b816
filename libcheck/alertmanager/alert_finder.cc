#include "libcheck/alertmanager/alert_finder.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

#include "libcheck/alertmanager/alert_knowledge.h"
#include "libcheck/alertmanager/alert_query.h"
#include "libcheck/base/utf8.h"

namespace check::alertmanager {
namespace {

using model::AlertMatcher;
using model::MatchType;

std::string QuotedForRegex(std::string_view text) {
  std::string quoted;
  for (const char c : text) {
    if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos) quoted += '\\';
    quoted += c;
  }
  return quoted;
}

void SortUnique(std::vector<std::uint32_t>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

}  // namespace

AlertMatcher HasValue(std::string_view name, std::string_view value) {
  return *AlertMatcher::Make(MatchType::kEqual, std::string(name), std::string(value));
}

AlertMatcher HasOneOf(std::string_view name, std::span<const std::string> values) {
  if (values.size() == 1) return HasValue(name, values[0]);
  std::string pattern;
  bool is_first = true;
  for (const std::string& value : values) {
    if (!IsValidUtf8(value)) continue;  // No alert has it.
    if (!std::exchange(is_first, false)) pattern += '|';
    pattern += QuotedForRegex(value);
  }
  if (is_first) pattern = "[^\\x00-\\x{10FFFF}]";
  auto matcher = AlertMatcher::Make(MatchType::kRegexp, std::string(name), std::move(pattern));
  assert(matcher.ok());
  return *std::move(matcher);
}

AlertFinder::AlertFinder() : knowledge_(std::make_unique<AlertKnowledge>()) {}
AlertFinder::~AlertFinder() = default;

AlertSet AlertFinder::Set(std::span<const AlertMatcher> matchers) {
  return Set(matchers, AlertSet());
}

AlertSet AlertFinder::Set(std::span<const AlertMatcher> matchers, const AlertSet& within) {
  AlertSet set = within;
  for (const AlertMatcher& matcher : matchers) {
    set.conditions_.push_back(knowledge_->Intern(matcher));
  }
  SortUnique(set.conditions_);
  return set;
}

AlertSet AlertFinder::Both(const AlertSet& a, const AlertSet& b) const {
  AlertSet both;
  std::set_union(a.conditions_.begin(), a.conditions_.end(), b.conditions_.begin(),
                 b.conditions_.end(), std::back_inserter(both.conditions_));
  return both;
}

AlertSearch AlertFinder::Run(const AlertSet& alerts, std::span<const AlertIndex* const> without,
                             bool confirm) {
  AlertQuery query(*knowledge_, alerts.conditions_, without);
  AlertSearch search;
  search.found = query.Run();
  if (!confirm || search.found != Answer::kYes) return search;
  if (query.IsConfirmed()) {
    search.example = query.Example();
  } else {
    search.found = Answer::kUnknown;
  }
  return search;
}

AlertSearch AlertFinder::Find(const AlertSet& alerts, std::span<const AlertIndex* const> without) {
  return Run(alerts, without, true);
}

Answer AlertFinder::Exists(const AlertSet& alerts, std::span<const AlertIndex* const> without) {
  return Run(alerts, without, false).found;
}

Share AlertFinder::ShareIn(const AlertSet& alerts, const AlertSet& set) {
  AlertIndex index(*this);
  index.Add(set, 0);
  const AlertIndex* const without[] = {&index};
  const Answer outside = Exists(alerts, without);
  if (outside == Answer::kNo) return Share::kAll;
  const Answer inside = Exists(Both(alerts, set));
  if (inside == Answer::kNo) return Share::kNone;
  return outside == Answer::kYes && inside == Answer::kYes ? Share::kSome : Share::kUnknown;
}

Answer AlertFinder::AreDisjoint(const AlertSet& a, const AlertSet& b) {
  switch (Exists(Both(a, b))) {
    case Answer::kNo:
      return Answer::kYes;
    case Answer::kYes:
      return Answer::kNo;
    case Answer::kUnknown:
      break;
  }
  return Answer::kUnknown;
}

}  // namespace check::alertmanager
