#include "libcheck/config/alertmanager/labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/base/regex_fault.h"
#include "libcheck/config/alertmanager/codes.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using schema::Values;

class Checker {
 public:
  Checker(model::MatcherMode mode, Diagnostics& diagnostics)
      : mode_(mode), diagnostics_(diagnostics) {}

  void CheckRoute(const Values& route) {
    for (const yaml::Node& child : route.Items("routes")) {
      if (child.IsMapping()) CheckRoute(route.Of(child));
    }
    CheckMatchers(route, "matchers");
    for (const yaml::Entry& label : route.Sub("labels").entries()) {
      // That it is empty has been reported.
      if (!label.key.scalar().empty()) CheckName(route, label.key, "route labels");
    }
    for (const yaml::Node& item : route.Items("group_by")) CheckName(route, item, "group_by list");
  }

  void CheckInhibitRule(const Values& rule) {
    CheckMatchers(rule, "source_matchers");
    CheckMatchers(rule, "target_matchers");
    for (const yaml::Node& item : rule.Items("equal")) CheckName(rule, item, "equal list");
  }

 private:
  // What to write in place of matchers that cannot be read.
  static std::string MatcherAdvice(std::string_view text) {
    if (text.find("~=") != text.npos) return "the operator is written `=~`";
    if (text.find("&&") != text.npos || text.find(" and ") != text.npos) {
      return "write a list item for each matcher: all of them must match";
    }
    if (text.find("=") == text.npos && text.find(':') != text.npos) {
      return "write `=` in place of `:`, as in `severity=\"critical\"`";
    }
    return "write `name=\"value\"`, or `!=`, `=~` or `!~` instead of `=`, with commas between "
           "matchers";
  }

  // What to write in place of matchers that are read as something that was hardly meant.
  static std::string ClassicAdvice(std::string_view text, std::string canonical) {
    const std::size_t twice = text.find("==");
    if (twice != text.npos) {
      return fmt::format("to compare, write a single `=`; this is read as `{}`", canonical);
    }
    for (const std::string_view word : {" or ", " OR ", "||"}) {
      if (text.find(word) != text.npos) {
        return fmt::format("for one of several values write `=~\"a|b\"`; this is read as `{}`",
                           canonical);
      }
    }
    for (const std::string_view word : {" and ", " AND ", "&&"}) {
      if (text.find(word) != text.npos) {
        return fmt::format("write a list item for each matcher; this is read as `{}`", canonical);
      }
    }
    return fmt::format("write `{}`", canonical);
  }

  // `list` is how upstream speaks of where the name stands.
  void CheckName(const Values& section, const yaml::Node& node, std::string_view list) {
    const std::string_view name = section.TextOf(node);
    if (model::IsValidLabelName(name, model::LabelNames(mode_)) || name == "...") return;
    diagnostics_
        .Report(schema::kBadValue, {&section.input().file, node.span},
                name.empty() ? "the name of a label is empty"
                             : fmt::format("invalid label name `{}`", name))
        .upstream = fmt::format("invalid label name {} in {}", GoQuote(name), list);
  }

  void CheckMatchers(const Values& section, std::string_view field) {
    for (const yaml::Node& node : section.Items(field)) {
      if (node.IsScalar()) CheckMatcherText(section, node);
    }
  }

  void CheckMatcherText(const Values& section, const yaml::Node& node) {
    const schema::Input& input = section.input();
    const std::string_view text = section.TextOf(node);
    const model::ParsedMatchers parsed = model::ParseMatchers(text, mode_);
    if (!parsed.fault && parsed.oddity == model::MatcherOddity::kNone) return;
    // Text that had to be decoded has no places in the file.
    const auto where = [&](Span span) {
      if (text != node.scalar()) return Location{&input.file, node.span};
      return Location{yaml::Embed(input.file, node, input.arena), span};
    };
    const Span whole = {0, static_cast<std::uint32_t>(text.size())};
    if (parsed.fault) {
      Diagnostic& problem = diagnostics_.Report(schema::kBadValue, where(parsed.fault->span),
                                                "invalid matchers: " + parsed.fault->message);
      problem.notes.push_back(MatcherAdvice(text));
      problem.upstream = parsed.fault->message;
      MarkRegex(text, problem);
    } else if (parsed.matchers.empty() && parsed.utf8_matchers.empty()) {
      // Upstream warns of these, too: no list and an empty list are not the same to it.
      diagnostics_
          .Report(kMatcherDisagreement, where(whole), "an empty matcher matches every alert")
          .notes.emplace_back("remove it");
    } else if (parsed.oddity == model::MatcherOddity::kDisagreement) {
      diagnostics_
          .Report(kMatcherDisagreement, where(whole), "matchers that will change their meaning")
          .notes.push_back(fmt::format("now: `{}`, later: `{}`", JoinMatchers(parsed.matchers),
                                       JoinMatchers(parsed.utf8_matchers)));
    } else {
      diagnostics_
          .Report(kMatcherClassicOnly, where(parsed.utf8_fault ? parsed.utf8_fault->span : whole),
                  "matchers that later releases will refuse")
          .notes.push_back(ClassicAdvice(text, JoinMatchers(parsed.matchers)));
    }
  }

  // The part of a regular expression that is wrong.
  static void MarkRegex(std::string_view text, Diagnostic& problem) {
    constexpr std::string_view kSays = "error parsing regexp: ";
    const std::size_t at = problem.message.find(kSays);
    if (at == std::string::npos) return;
    problem.notes.clear();
    const Span span = problem.where.span;
    const std::string_view value =
        text.substr(std::min<std::size_t>(span.begin, text.size()), span.size());
    const std::size_t skip = value.starts_with('"') ? 1 : 0;
    const std::string_view pattern =
        value.substr(skip, value.size() - std::min(value.size(), 2 * skip));
    const std::string_view fault = std::string_view(problem.message).substr(at + kSays.size());
    RegexFault found = FindRegexFault(pattern, fault);
    if (!found.note.empty()) problem.notes.push_back(std::move(found.note));
    if (found.begin >= found.end || pattern.find('\\') != pattern.npos) return;
    if (problem.where.file->text().size() != text.size()) return;
    const auto begin = static_cast<std::uint32_t>(span.begin + skip + found.begin);
    problem.where.span = {begin, begin + static_cast<std::uint32_t>(found.end - found.begin)};
  }

  model::MatcherMode mode_;
  Diagnostics& diagnostics_;
};

}  // namespace

void CheckLabels(const Values& config, model::MatcherMode mode, Diagnostics& diagnostics) {
  Checker checker(mode, diagnostics);
  // Upstream stops at the first fault: in the order of the file.
  for (const yaml::Entry& entry : config.entries()) {
    const std::string_view key = entry.key.scalar();
    if (key == "route" && entry.value.IsMapping()) checker.CheckRoute(config.Of(entry.value));
    if (key != "inhibit_rules") continue;
    for (const yaml::Node& rule : entry.value.items()) {
      if (rule.IsMapping()) checker.CheckInhibitRule(config.Of(rule));
    }
  }
}

}  // namespace check::config::alertmanager
