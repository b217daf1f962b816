#include "tools/alert_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "libcheck/base/time_expression.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "libcheck/silences/selection.h"
#include "tools/query_list.h"

namespace tools {
namespace {

namespace model = check::model;
namespace silences = check::silences;
namespace v2 = check::api::v2;
using check::Error;
using check::Result;
using check::result::Align;
using check::result::Cell;
using check::result::Grid;
using check::result::Tone;

constexpr std::string_view kNameLabel = "alertname";

bool HasOperator(std::string_view word) {
  return word.find('=') != word.npos || word.find("!~") != word.npos;
}

Result<std::vector<model::AlertMatcher>> ParseWord(std::string_view word) {
  if (!HasOperator(word)) {
    return Error{fmt::format(
        "invalid matcher `{}`: expected one such as `env=prod`; only the first word can be the "
        "name of alerts",
        word)};
  }
  constexpr model::MatcherMode kMode = model::MatcherMode::kFallback;
  model::ParsedMatchers parsed =
      word.starts_with('{') ? model::ParseMatchers(word, kMode) : model::ParseMatcher(word, kMode);
  if (!parsed.fault) return std::move(parsed.matchers);
  return Error{fmt::format("invalid matcher `{}`: {}", word, parsed.fault->message)};
}

Tone ToneOf(silences::State state) {
  switch (state) {
    case silences::State::kActive:
      return Tone::kGood;
    case silences::State::kExpired:
      return Tone::kFaint;
    case silences::State::kPending:
      break;
  }
  return Tone::kPlain;
}

// How long until it begins or ends, or since it has ended.
Cell LeftCell(const v2::Silence& silence, silences::State state, std::int64_t now_ms) {
  constexpr std::int64_t kSoon = 60 * 60 * 1000;
  const auto span = [&](std::int64_t ms) { return SpanText(std::max<std::int64_t>(ms, 0) / 1000); };
  switch (state) {
    case silences::State::kActive: {
      const std::int64_t left = silence.ends_at.ms - now_ms;
      return {span(left), left < kSoon ? Tone::kWarning : Tone::kPlain};
    }
    case silences::State::kPending:
      return {"in " + span(silence.starts_at.ms - now_ms)};
    case silences::State::kExpired:
      break;
  }
  return {span(now_ms - silence.ends_at.ms) + " ago", Tone::kFaint};
}

// `a="b", c="d"` without the name, which has a column of its own.
std::string OtherLabels(const v2::Pairs& labels) {
  v2::Pairs others;
  std::ranges::copy_if(labels, std::back_inserter(others),
                       [](const auto& label) { return label.first != kNameLabel; });
  return LabelText(others);
}

std::string StateText(const v2::AlertStatus& status) {
  std::string text;
  const auto add = [&](bool holds, std::string_view word) {
    if (holds) text += fmt::format("{}{}", text.empty() ? "" : ",", word);
  };
  add(!status.silenced_by.empty(), "silenced");
  add(!status.inhibited_by.empty(), "inhibited");
  add(!status.muted_by.empty(), "muted");
  return text.empty() ? status.state : text;
}

}  // namespace

Result<std::vector<model::AlertMatcher>> ReadMatchers(std::span<const std::string> words) {
  std::vector<model::AlertMatcher> matchers;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i == 0 && !HasOperator(words[i])) {
      matchers.push_back(
          *model::AlertMatcher::Make(model::MatchType::kEqual, std::string(kNameLabel), words[i]));
      continue;
    }
    Result<std::vector<model::AlertMatcher>> parsed = ParseWord(words[i]);
    if (!parsed) return parsed.error();
    std::ranges::move(*parsed, std::back_inserter(matchers));
  }
  return matchers;
}

Result<v2::Pairs> ReadPairs(std::span<const std::string> words, std::string_view what,
                            bool has_name) {
  v2::Pairs pairs;
  const auto set = [&](const std::string& name, const std::string& value) {
    std::erase_if(pairs, [&](const auto& pair) { return pair.first == name; });
    pairs.emplace_back(name, value);
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i == 0 && has_name && !HasOperator(words[i])) {
      set(std::string(kNameLabel), words[i]);
      continue;
    }
    const auto parsed = ParseWord(words[i]);
    if (!parsed || parsed->size() != 1 || parsed->front().type() != model::MatchType::kEqual) {
      return Error{fmt::format("invalid {} `{}`: expected NAME=VALUE", what, words[i])};
    }
    set(parsed->front().name(), parsed->front().value());
  }
  std::ranges::sort(pairs);
  return pairs;
}

std::string MatchersText(std::span<const v2::SilenceMatcher> matchers) {
  std::string text;
  for (const v2::SilenceMatcher& matcher : matchers) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", v2::ToString(matcher));
  }
  return text;
}

std::string TimeText(check::OffsetTime time, std::string_view zone) {
  if (time.is_zero()) return {};
  return check::FormatTime(time.ms / 1000 * 1000, zone, check::TimeStyle::kDateTime);
}

Grid SilenceGrid(std::span<const v2::Silence> list, const ListStyle& style) {
  std::vector<check::result::Column> columns = {
      {"STATE"},      {"ID"},     {"MATCHERS"}, {"ENDS"}, {"LEFT", Align::kRight},
      {"CREATED BY"}, {"COMMENT"}};
  if (style.wide) {
    for (const char* title : {"STARTS", "UPDATED", "ANNOTATIONS"}) columns.push_back({title});
  }
  Grid grid(std::move(columns));
  for (const v2::Silence& silence : list) {
    const silences::State state = silences::StateOf(silence, style.now_ms);
    std::vector<Cell> cells = {{std::string(silences::ToString(state)), ToneOf(state)},
                               {silence.id},
                               {MatchersText(silence.matchers), Tone::kName},
                               {TimeText(silence.ends_at, style.zone)},
                               LeftCell(silence, state, style.now_ms),
                               {silence.created_by},
                               {silence.comment}};
    if (style.wide) {
      cells.push_back({TimeText(silence.starts_at, style.zone)});
      cells.push_back({TimeText(silence.updated_at, style.zone)});
      cells.push_back({LabelText(silence.annotations)});
    }
    grid.AddRow(std::move(cells));
  }
  return grid;
}

Grid AlertGrid(const ListStyle& style, std::string section) {
  std::vector<check::result::Column> columns = {
      {"STATE"}, {"ALERT"}, {"FOR", Align::kRight}, {"LABELS"}, {"SUMMARY"}};
  if (style.wide) {
    for (const char* title : {"RECEIVERS", "STARTED", "ENDS", "HELD BACK BY", "FINGERPRINT",
                              "ANNOTATIONS", "GENERATOR URL"}) {
      columns.push_back({title});
    }
  }
  return Grid(std::move(columns), std::move(section));
}

void AddAlert(const v2::Alert& alert, const ListStyle& style, Grid& grid) {
  const bool is_active = alert.status.state == "active";
  std::string_view summary = alert.Annotation("summary");
  if (summary.empty()) summary = alert.Annotation("description");
  const std::int64_t seconds = std::max<std::int64_t>(style.now_ms - alert.starts_at.ms, 0) / 1000;
  std::vector<Cell> cells = {{StateText(alert.status), is_active ? Tone::kBad : Tone::kFaint},
                             {std::string(alert.Label(kNameLabel)), Tone::kName},
                             {alert.starts_at.is_zero() ? "" : SpanText(seconds)},
                             {OtherLabels(alert.labels)},
                             {std::string(summary)}};
  if (style.wide) {
    std::vector<std::string> by = alert.status.silenced_by;
    by.insert(by.end(), alert.status.inhibited_by.begin(), alert.status.inhibited_by.end());
    by.insert(by.end(), alert.status.muted_by.begin(), alert.status.muted_by.end());
    cells.push_back({fmt::format("{}", fmt::join(alert.receivers, ","))});
    cells.push_back({TimeText(alert.starts_at, style.zone)});
    cells.push_back({TimeText(alert.ends_at, style.zone)});
    cells.push_back({fmt::format("{}", fmt::join(by, ","))});
    cells.push_back({alert.fingerprint});
    cells.push_back({LabelText(alert.annotations)});
    cells.push_back({alert.generator_url});
  }
  grid.AddRow(std::move(cells));
}

Grid AlertGrid(std::span<const v2::Alert> alerts, const ListStyle& style) {
  std::vector<const v2::Alert*> sorted;
  for (const v2::Alert& alert : alerts) sorted.push_back(&alert);
  std::ranges::stable_sort(sorted, {}, [](const v2::Alert* alert) { return alert->starts_at.ms; });
  Grid grid = AlertGrid(style);
  for (const v2::Alert* alert : sorted) AddAlert(*alert, style, grid);
  return grid;
}

}  // namespace tools
