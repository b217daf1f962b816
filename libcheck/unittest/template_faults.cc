#include "libcheck/unittest/template_faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "libcheck/template/environment.h"
#include "libcheck/unittest/codes.h"

namespace check::unittest {
namespace {

using gotemplate::PrometheusTemplate;

// Go's message, taken apart: `... template: NAME:LINE:COLUMN: executing "NAME" at <NODE>: WHY`.
struct GoMessage {
  std::size_t line = 0;    // From 1; 0: unknown.
  std::size_t column = 0;  // Bytes, from 0.
  std::string_view node;
  std::string_view why;
};

// Takes what stands in front of `mark`, and the mark, off `text`.
std::optional<std::string_view> TakeUntil(std::string_view& text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, at);
  text.remove_prefix(at + mark.size());
  return before;
}

std::size_t Number(std::string_view digits) {
  std::size_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

GoMessage Read(std::string_view message, std::string_view alert) {
  GoMessage read = {.why = message};
  const std::string name = fmt::format("template: __alert_{}:", alert);
  if (!TakeUntil(message, name)) return read;
  read.why = message;
  const auto line = TakeUntil(message, ":");
  const auto column = line ? TakeUntil(message, ": ") : std::nullopt;
  if (!column) return read;
  read.line = Number(*line);
  read.column = Number(*column);
  read.why = message;
  if (!message.starts_with("executing ")) return read;
  if (!TakeUntil(message, "\" at <")) return read;
  const auto node = TakeUntil(message, ">: ");
  if (!node) return read;
  read.node = *node;
  read.why = message;
  return read;
}

// Where the node that failed is in the template, if it can be found there.
Span PlaceIn(const SourceFile& source, const GoMessage& message) {
  const std::string_view text = source.text();
  const Span whole = {0, static_cast<std::uint32_t>(text.size())};
  if (message.line == 0) return whole;
  std::size_t begin = 0;
  for (std::size_t line = 1; line < message.line; ++line) {
    begin = text.find('\n', begin);
    if (begin++ == std::string_view::npos) return whole;
  }
  // Prometheus: variables are set in front of the text, on its first line.
  const std::size_t prefix =
      message.line == 1 ? gotemplate::PrometheusEnvironment().prefix.size() : 0;
  if (message.column < prefix) return whole;
  begin += message.column - prefix;
  if (begin >= text.size()) return whole;
  // Of `.a.b`, Go's place is behind what it has read.
  const std::size_t from = begin - std::min(begin, message.node.size());
  const std::size_t at = text.substr(from).find(message.node);
  if (message.node.empty() || at == std::string_view::npos || from + at > begin) return whole;
  return {static_cast<std::uint32_t>(from + at),
          static_cast<std::uint32_t>(from + at + message.node.size())};
}

class Finder {
 public:
  Finder(const FileOutcome& file, std::set<const PrometheusTemplate*>& told,
         Diagnostics& diagnostics)
      : told_(told), diagnostics_(diagnostics) {
    for (const GroupOutcome& group : file.groups) {
      for (const auto& [text, message] : group.template_faults) faults_.try_emplace(text, message);
    }
  }

  void Find(const rules::PreparedGroup& group) {
    if (faults_.empty()) return;
    for (const rules::PreparedRule& rule : group.rules) {
      for (const rules::PreparedText& label : rule.labels) Look(label, "label", group, rule);
      for (const rules::PreparedText& annotation : rule.annotations) {
        Look(annotation, "annotation", group, rule);
      }
    }
  }

 private:
  void Look(const rules::PreparedText& text, std::string_view what,
            const rules::PreparedGroup& group, const rules::PreparedRule& rule) {
    if (text.is_plain()) return;
    const auto fault = faults_.find(&*text.text);
    if (fault == faults_.end() || !told_.insert(&*text.text).second) return;
    const GoMessage message = Read(fault->second, rule.name);
    const bool needs_url = message.node == "externalURL" || message.node == "pathPrefix";
    auto& problem = diagnostics_.Report(
        needs_url ? kNoServerUrl : kTemplateFailed, PlaceOf(text, group, rule, message),
        needs_url
            ? fmt::format("`{}` is not supported in tests, so the {} `{}` is an error message",
                          message.node, what, text.name())
            : fmt::format("the template of {} `{}` fails: {}", what, text.name(), message.why));
    problem.notes.push_back(needs_url
                                ? "use `$externalURL`, which tests set to `external_url`"
                                : fmt::format("the alert has the error message as its {}", what));
  }

  static Location PlaceOf(const rules::PreparedText& text, const rules::PreparedGroup& group,
                          const rules::PreparedRule& rule, const GoMessage& message) {
    const rules::KeyValue& written = *text.written;
    if (written.source != nullptr) return {written.source, PlaceIn(*written.source, message)};
    const yaml::Node* node = written.value_node != nullptr ? written.value_node : rule.rule->node;
    return {group.file, node->span};
  }

  std::set<const PrometheusTemplate*>& told_;
  Diagnostics& diagnostics_;
  std::map<const PrometheusTemplate*, std::string_view> faults_;
};

}  // namespace

void FindTemplateFaults(const FileOutcome& file, std::set<const PrometheusTemplate*>& told,
                        Diagnostics& diagnostics) {
  Finder finder(file, told, diagnostics);
  for (const rules::PreparedGroup* group : file.under_test.groups) finder.Find(*group);
}

}  // namespace check::unittest
