#include "libcheck/unittest/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/promql/engine.h"
#include "libcheck/schema/codes.h"
#include "libcheck/unittest/codes.h"
#include "libcheck/unittest/footguns.h"
#include "libcheck/unittest/template_faults.h"
#include "libcheck/unittest/upstream_text.h"

namespace check::unittest {
namespace {

using report::TestFailure;
using Lines = std::vector<std::string>;

Diagnostic About(const CodeInfo& info, const Location& where, std::string message) {
  return {.info = &info, .severity = info.severity, .where = where, .message = std::move(message)};
}

TestFailure Finished(const Diagnostic& diagnostic, Lines lines = {}, const History& history = {}) {
  lines.insert(lines.end(), history.begin(), history.end());
  return {ToFinding(diagnostic), std::move(lines)};
}

std::string Quoted(std::string_view text) { return fmt::format("`{}`", text); }

// How many labels two sets have in common.
std::size_t Alike(const OwnLabels& a, const OwnLabels& b) {
  std::size_t count = 0;
  for (const auto& label : a) count += std::binary_search(b.begin(), b.end(), label) ? 1 : 0;
  return count;
}

// Pairs what was expected with what is closest to it, the closest pairs first.
template <typename T, typename Score>
std::vector<std::pair<std::size_t, std::size_t>> Pairs(const std::vector<T>& expected,
                                                       const std::vector<T>& got, Score&& score) {
  struct Candidate {
    std::size_t score;
    std::size_t expected;
    std::size_t got;
  };
  constexpr std::size_t kMost = 200;  // Beyond, order will do.
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < std::min(expected.size(), kMost); ++i) {
    for (std::size_t k = 0; k < std::min(got.size(), kMost); ++k) {
      candidates.push_back({score(expected[i], got[k]), i, k});
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  std::set<std::size_t> used_expected;
  std::set<std::size_t> used_got;
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (const Candidate& c : candidates) {
    if (used_expected.contains(c.expected) || used_got.contains(c.got)) continue;
    used_expected.insert(c.expected);
    used_got.insert(c.got);
    pairs.emplace_back(c.expected, c.got);
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

void AddLabel(Lines& lines, char sign, const std::pair<std::string, std::string>& label) {
  lines.push_back(fmt::format("{}     {} = {}", sign, label.first, GoQuote(label.second)));
}

// A mark under the first byte in which two long texts differ.
void AddPointer(Lines& lines, std::string_view name, const std::string& expected,
                const std::string& got) {
  constexpr std::size_t kLong = 24;
  const std::string a = GoQuote(expected);
  const std::string b = GoQuote(got);
  const std::size_t at = static_cast<std::size_t>(
      std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  if (std::max(a.size(), b.size()) < kLong) return;
  std::string line(6 + name.size() + 3 + at, ' ');
  lines.push_back(line + "^");
}

void AddLabels(Lines& lines, std::string_view heading, const OwnLabels& expected,
               const OwnLabels& got) {
  if (expected.empty() && got.empty()) return;
  lines.push_back(fmt::format("    {}", heading));
  auto a = expected.begin();
  auto b = got.begin();
  while (a != expected.end() || b != got.end()) {
    if (b == got.end() || (a != expected.end() && a->first < b->first)) {
      AddLabel(lines, '-', *a++);
    } else if (a == expected.end() || b->first < a->first) {
      AddLabel(lines, '+', *b++);
    } else {
      if (a->second == b->second) {
        AddLabel(lines, ' ', *a);
      } else {
        AddLabel(lines, '-', *a);
        AddLabel(lines, '+', *b);
        AddPointer(lines, a->first, a->second, b->second);
      }
      ++a;
      ++b;
    }
  }
}

// "job (`b`, not `a`), region (missing)"
std::string DifferingLabels(const OwnLabels& expected, const OwnLabels& got) {
  std::string text;
  const auto add = [&](std::string_view name, const std::string& how) {
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", name, how);
  };
  for (const auto& [name, value] : expected) {
    const std::string* other = Find(got, name);
    if (other == nullptr) {
      add(name, "missing");
    } else if (*other != value) {
      add(name, fmt::format("{}, not {}", Quoted(*other), Quoted(value)));
    }
  }
  for (const auto& [name, value] : got) {
    if (Find(expected, name) == nullptr) add(name, fmt::format("unexpected {}", Quoted(value)));
  }
  return text;
}

std::string Plural(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

// The place of an expected label, or of what it belongs to.
std::optional<Location> PlaceOfDifference(const AlertTest& test, const SourceFile& file,
                                          const AlertView& expected, const AlertView& got) {
  for (const ExpectedAlert& alert : test.alerts) {
    const auto same = [](std::span<const Pair> pairs, const OwnLabels& labels) {
      return std::all_of(pairs.begin(), pairs.end(), [&](const Pair& pair) {
        return pair.name == rules::kAlertNameLabel ||
               std::binary_search(labels.begin(), labels.end(),
                                  std::pair<std::string, std::string>(pair.name, pair.value));
      });
    };
    if (!same(alert.labels, expected.labels) || !same(alert.annotations, expected.annotations)) {
      continue;
    }
    for (const auto& [pairs, labels] :
         {std::pair(alert.labels, &got.labels), std::pair(alert.annotations, &got.annotations)}) {
      for (const Pair& pair : pairs) {
        if (pair.name == rules::kAlertNameLabel) continue;
        if (!std::binary_search(labels->begin(), labels->end(),
                                std::pair<std::string, std::string>(pair.name, pair.value))) {
          return Location{&file, pair.value_node->span};
        }
      }
    }
    return Location{&file, alert.node->span};
  }
  return std::nullopt;
}

TestFailure Explain(const AlertsDiffer& failure, const Location& where) {
  Diagnostic diagnostic = About(kAlertsDiffer, where, failure.message);
  Lines lines;
  const AlertTest& test = *failure.test;
  std::vector<AlertView> expected;
  std::vector<AlertView> got;
  std::set_difference(failure.expected.begin(), failure.expected.end(), failure.got.begin(),
                      failure.got.end(), std::back_inserter(expected));
  std::set_difference(failure.got.begin(), failure.got.end(), failure.expected.begin(),
                      failure.expected.end(), std::back_inserter(got));
  const std::string when = FormatPrometheusDuration(test.eval_time.value);
  const std::string name = Quoted(test.alertname.value);
  if (!diagnostic.message.empty()) {
    // The test is one that says more.
  } else if (failure.got.empty()) {
    diagnostic.message = fmt::format("{} is not firing at {}", name, when);
  } else if (failure.expected.empty()) {
    diagnostic.message = fmt::format("{} is firing at {}", name, when);
  } else if (expected.size() == got.size()) {
    diagnostic.message = fmt::format("{} is firing at {}, but not as expected", name, when);
  } else {
    diagnostic.message = fmt::format("{} is firing at {} with {}, not {}", name, when,
                                     Plural(failure.got.size(), "alert"), failure.expected.size());
  }
  const auto pairs = Pairs(expected, got, [](const AlertView& a, const AlertView& b) {
    return 1000 * Alike(a.labels, b.labels) + Alike(a.annotations, b.annotations);
  });
  if (!pairs.empty()) {
    if (const auto place = PlaceOfDifference(test, *diagnostic.where.file, expected[pairs[0].first],
                                             got[pairs[0].second])) {
      diagnostic.where = *place;
    }
  }
  std::set<std::size_t> paired_expected;
  std::set<std::size_t> paired_got;
  for (const auto& [e, g] : pairs) {
    paired_expected.insert(e);
    paired_got.insert(g);
    lines.emplace_back("- expected");
    lines.emplace_back("+ the closest alert");
    AddLabels(lines, "labels", expected[e].labels, got[g].labels);
    AddLabels(lines, "annotations", expected[e].annotations, got[g].annotations);
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (paired_expected.contains(i)) continue;
    lines.push_back("- expected: " + UpstreamLabels(expected[i].labels));
  }
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (paired_got.contains(i)) continue;
    lines.push_back("+ there is: " + UpstreamLabels(got[i].labels));
  }
  diagnostic.notes = failure.advice;
  return Finished(diagnostic, std::move(lines), failure.history);
}

TestFailure Explain(const SamplesDiffer& failure, const Location& where) {
  Diagnostic diagnostic = About(kSamplesDiffer, where, failure.message);
  Lines lines;
  const ExprTest& test = *failure.test;
  const auto same = [](const SampleView& a, const SampleView& b) {
    return a.labels == b.labels && a.histogram == b.histogram && a.value == b.value;
  };
  const auto without = [&](const std::vector<SampleView>& from, const std::vector<SampleView>& of) {
    std::vector<SampleView> rest;
    for (const SampleView& sample : from) {
      if (std::none_of(of.begin(), of.end(),
                       [&](const SampleView& other) { return same(sample, other); })) {
        rest.push_back(sample);
      }
    }
    return rest;
  };
  const std::vector<SampleView> expected = without(failure.expected, failure.got);
  const std::vector<SampleView> got = without(failure.got, failure.expected);
  const std::string when = FormatPrometheusDuration(test.eval_time.value);
  if (!diagnostic.message.empty()) {
    // The test is one that says more.
  } else if (failure.got.empty()) {
    diagnostic.message = fmt::format("the expression gives nothing at {}", when);
  } else if (failure.expected.size() != failure.got.size()) {
    diagnostic.message =
        fmt::format("the expression gives {} at {}, not {}", Plural(failure.got.size(), "sample"),
                    when, failure.expected.size());
  } else {
    diagnostic.message = fmt::format("the expression gives something else at {}", when);
  }
  // Where the first sample stands that is not as expected.
  if (!expected.empty()) {
    for (const ExpectedSample& sample : test.samples) {
      if (sample.value != expected[0].value) continue;
      const yaml::Node* node = sample.value_node != nullptr ? sample.value_node : sample.node;
      diagnostic.where.span = node->span;
      break;
    }
  }
  const auto pairs = Pairs(expected, got, [](const SampleView& a, const SampleView& b) {
    return 1000 * Alike(a.labels, b.labels) + (a.labels == b.labels ? 100 : 0) +
           (a.value == b.value ? 1 : 0);
  });
  std::set<std::size_t> paired_expected;
  std::set<std::size_t> paired_got;
  for (const auto& [e, g] : pairs) {
    paired_expected.insert(e);
    paired_got.insert(g);
    lines.push_back("- expected: " + UpstreamSample(expected[e]));
    lines.push_back("+ closest:  " + UpstreamSample(got[g]));
    if (expected[e].labels != got[g].labels) {
      lines.push_back("  differs in: " + DifferingLabels(expected[e].labels, got[g].labels));
    }
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (!paired_expected.contains(i)) {
      lines.push_back("- expected: " + UpstreamSample(expected[i]));
    }
  }
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (!paired_got.contains(i)) lines.push_back("+ got:      " + UpstreamSample(got[i]));
  }
  diagnostic.notes = failure.advice;
  return Finished(diagnostic, std::move(lines), failure.history);
}

// Prometheus's message on an input series without its line and column, which are those of a text
// that nobody has seen.
std::string WithoutPosition(const std::string& message) {
  constexpr std::string_view kEnd = ": parse error: ";
  const std::size_t end = message.find(kEnd);
  if (end == std::string::npos) return message;
  const std::string_view position = std::string_view(message).substr(0, end);
  const bool is_position = position == "unknown position" ||
                           position.find_first_not_of("0123456789:") == std::string_view::npos;
  return is_position ? message.substr(end + kEnd.size()) : message;
}

TestFailure Explain(const RelabelDiffers& failure, const Location& where) {
  Diagnostic diagnostic = About(kRelabelDiffers, where, {});
  Lines lines;
  const RelabelTest& test = *failure.test;
  const std::string_view what = test.stage == RelabelStage::kScrape   ? "target"
                                : test.stage == RelabelStage::kMetric ? "sample"
                                                                      : "alert";
  if (!failure.kept) {
    diagnostic.message = fmt::format("the {} is dropped", what);
  } else if (test.dropped) {
    diagnostic.message = fmt::format("the {} is not dropped", what);
  } else {
    diagnostic.message = fmt::format("the {} gets other labels", what);
    lines.emplace_back("- expected");
    lines.emplace_back("+ after relabelling");
    AddLabels(lines, "labels", failure.expected, failure.got);
  }
  return Finished(diagnostic, std::move(lines), failure.history);
}

TestFailure Explain(const RuleFailed& failure, const Location& where) {
  Diagnostic diagnostic =
      About(kRuleFailed, where,
            fmt::format("rule {} cannot be evaluated at {}: {}", Quoted(failure.rule->name),
                        FormatGoDuration(Duration(failure.time)), failure.message));
  if (const SourceFile* source = failure.rule->rule->expr_source) {
    diagnostic.labels.push_back(
        {{source, {0, static_cast<std::uint32_t>(source->text().size())}}, ""});
  }
  if (failure.message == promql::kManyToOneError) {
    diagnostic.notes.emplace_back(
        "several series on one side match the same one on the other; `group_left` or "
        "`group_right` allows that, while many-to-many matching is never allowed");
  }
  diagnostic.notes.emplace_back("nothing was tested after that");
  return Finished(diagnostic);
}

// What to write in place of a series or values that cannot be read.
std::string SeriesAdvice(std::string_view message, std::string_view text) {
  constexpr std::string_view kForms =
      "write `1 2 3`, `0+10x5` (start, step, times repeated), `1x5`, `_` (no sample) or `stale`";
  const auto says = [&](std::string_view words) { return message.find(words) != message.npos; };
  if (says("in label set, expected string")) return "label values are quoted: `job=\"node\"`";
  if (says("in label set, expected \"=\"")) return "a series has exact labels: `job=\"node\"`";
  if (says("inside braces")) return "are all braces and quotes of the series closed?";
  if (text.find('x') != text.npos && (says("<op:->") || says("unexpected end of input"))) {
    return "a whole number of repetitions follows `x`, as in `1x5`; for a falling series write "
           "`10-1x5`";
  }
  if (says("invalid repetition")) return "the number after `x` is whole: how often to repeat";
  if (says("','") || says("\",\"")) return "separate values with spaces: `1 2 3`";
  if (says("\" \"")) return "start, step and times have no spaces between them: `0+1x5`";
  if (says("'*'")) return "to repeat a value, write `1x5`";
  if (says("'('")) return "a series is a metric with labels: `up{job=\"node\"}`";
  if (says("unexpected identifier \"null\"")) return "for no sample, write `_`";
  const bool is_syntax = message.starts_with("unexpected") || message.starts_with("bad number");
  return is_syntax ? std::string(kForms) : std::string();
}

TestFailure Explain(const BadSeries& failure, const Location& where) {
  Diagnostic diagnostic = About(kBadSeries, where, WithoutPosition(failure.message));
  const std::string_view text = where.file == nullptr ? std::string_view() : where.file->text();
  std::string advice = SeriesAdvice(diagnostic.message, text.substr(0, 1000));
  if (!advice.empty()) diagnostic.notes.push_back(std::move(advice));
  return Finished(diagnostic);
}

TestFailure Explain(const NoAlertName& failure, const Location& where) {
  return Finished(About(schema::kMissingField, where, failure.message));
}

TestFailure Explain(const TooLong& failure, const Location& where) {
  return Finished(About(kTooLong, where, failure.message));
}

TestFailure Explain(const BadRuleFile& failure, const Location& where) {
  return Finished(About(kBadRuleFile, where,
                        failure.message == kNoRules
                            ? fmt::format("{}, so nothing was tested", kNoRules)
                            : "the rules are not valid, so nothing was tested"));
}

TestFailure Explain(const BadInput& failure, const Location& where) {
  return Finished(About(kBadInput, where, failure.message));
}

TestFailure Explain(const ExpressionFailed& failure, const Location& where) {
  return Finished(
      About(kExpressionFailed, where, fmt::format("the expression fails: {}", failure.message)));
}

TestFailure Explain(const RelabelRefused& failure, const Location& where) {
  return Finished(About(kRelabelRefused, where, failure.message), {}, failure.history);
}

}  // namespace

std::string NameOf(const TestGroup& group) {
  return group.name.value.empty() ? fmt::format("test {}", group.index + 1)
                                  : std::string(group.name.value);
}

report::TestRun Explain(const SuiteOutcome& outcome) {
  report::TestRun run;
  std::set<const rules::PreparedFile*> told;
  std::set<const gotemplate::PrometheusTemplate*> templates_told;
  for (const auto& file : outcome.files) {
    report::TestSuite& suite = run.suites.emplace_back();
    suite.path = file->path;
    Diagnostics found;
    if (file->runnable) FindFootguns(*file, found);
    FindTemplateFaults(*file, templates_told, found);
    for (const Diagnostics* each : {&std::as_const(file->diagnostics), &std::as_const(found)}) {
      for (const Diagnostic& diagnostic : each->found()) {
        suite.findings.push_back(ToFinding(diagnostic));
      }
    }
    for (const rules::PreparedFile* rule_file : file->rule_files) {
      if (!told.insert(rule_file).second) continue;
      for (const Diagnostic& diagnostic : rule_file->diagnostics.found()) {
        if (diagnostic.severity == Severity::kError) {
          suite.findings.push_back(ToFinding(diagnostic));
        }
      }
    }
    for (const GroupOutcome& group : file->groups) {
      report::TestCase& test = suite.cases.emplace_back();
      test.name = NameOf(*group.group);
      test.where = ToPlace({file->source.get(), group.group->node->span});
      test.seconds = static_cast<double>(group.nanoseconds) / 1e9;
      bool rules_told = false;
      for (const Failure& failure : group.failures) {
        // One is enough: all lines say the same.
        if (failure.is<BadRuleFile>() && std::exchange(rules_told, true)) continue;
        test.failures.push_back(std::visit(
            [&](const auto& what) { return Explain(what, failure.where); }, failure.what));
      }
    }
  }
  return run;
}

}  // namespace check::unittest
