#include "libcheck/unittest/upstream_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/model/names.h"
#include "libcheck/unittest/upstream_diff.h"

namespace check::unittest {
namespace {

std::string Indented(std::string_view text, std::string_view indent) {
  std::string indented;
  for (const char c : text) {
    indented += c;
    if (c == '\n') indented += indent;
  }
  return indented;
}

std::string ListText(const std::vector<AlertView>& alerts) {
  if (alerts.empty()) return "[]";
  std::string text = "[";
  for (std::size_t i = 0; i < alerts.size(); ++i) {
    const std::string alert =
        fmt::format("\nLabels:{}\nAnnotations:{}", UpstreamLabels(alerts[i].labels),
                    UpstreamLabels(alerts[i].annotations));
    text += fmt::format("{}\n{}:{}", i == 0 ? "" : ",", i, Indented(alert, "  "));
  }
  return text + "\n]";
}

std::string ListText(const std::vector<SampleView>& samples) {
  if (samples.empty()) return "nil";
  std::string text;
  for (const SampleView& sample : samples) {
    text += (text.empty() ? "" : ", ") + UpstreamSample(sample);
  }
  return text;
}

constexpr std::string_view kIndent = "            ";

std::string AlertsText(const Failure& failure, const TestGroup& group, bool diff) {
  const std::string name =
      group.name.value.empty() ? std::string() : fmt::format("    name: {},\n", group.name.value);
  const std::string head = fmt::format(
      "{}    alertname: {}, time: {}, \n        ", name, failure.alert_test->alertname.value,
      FormatPrometheusDuration(failure.alert_test->eval_time.value));
  if (diff) {
    return fmt::format(
        "{}diff: {}", head,
        Indented(UpstreamDiff(failure.expected_alerts, failure.got_alerts), kIndent));
  }
  return fmt::format("{}exp:{}, \n        got:{}", head,
                     Indented(ListText(failure.expected_alerts), kIndent),
                     Indented(ListText(failure.got_alerts), kIndent));
}

// Go's xml.EscapeText.
std::string XmlEscaped(std::string_view text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) {
      const Rune rune = DecodeRune(text.substr(i));
      const bool good = (rune.code_point != kRuneError || rune.size > 1) &&
                        rune.code_point != 0xFFFE && rune.code_point != 0xFFFF;
      escaped += good ? text.substr(i, rune.size) : std::string_view("\xEF\xBF\xBD");
      i += rune.size;
      continue;
    }
    ++i;
    switch (c) {
      case '"':
        escaped += "&#34;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '\t':
        escaped += "&#x9;";
        break;
      case '\n':
        escaped += "&#xA;";
        break;
      case '\r':
        escaped += "&#xD;";
        break;
      default:
        escaped += byte < 0x20 ? std::string("\xEF\xBF\xBD") : std::string(1, c);
    }
  }
  return escaped;
}

}  // namespace

std::string UpstreamLabels(const OwnLabels& labels) {
  std::string text = "{";
  for (const auto& [name, value] : labels) {
    if (text.size() > 1) text += ", ";
    if (model::IsValidLabelName(name, model::NameValidation::kLegacy)) {
      text += name;
    } else {
      AppendGoQuote(text, name);
    }
    text += '=';
    AppendGoQuote(text, value);
  }
  return text + "}";
}

std::string UpstreamSample(const SampleView& sample) {
  return fmt::format(
      "{} {}", UpstreamLabels(sample.labels),
      sample.histogram.empty() ? FormatGoFloat(sample.value, 'E', -1) : sample.histogram);
}

std::string UpstreamName(const TestGroup& group) {
  return group.name.value.empty() ? fmt::format("unnamed#{}", group.index)
                                  : std::string(group.name.value);
}

std::string UpstreamText(const Failure& failure, const TestGroup& group, bool diff) {
  using enum Failure::Kind;
  switch (failure.kind) {
    case kAlerts:
      return AlertsText(failure, group, diff);
    case kRule:
      return fmt::format("    rule: {}, time: {}, err: {}", failure.rule->name,
                         FormatGoDuration(Duration(failure.time)), failure.message);
    case kExpression:
    case kSamples: {
      const ExprTest& test = *failure.expr_test;
      const std::string head = fmt::format("    expr: {}, time: {},", GoQuote(test.expr.value),
                                           FormatPrometheusDuration(test.eval_time.value));
      if (failure.kind == kExpression) return fmt::format("{} err: {}", head, failure.message);
      return fmt::format("{}\n        exp: {}\n        got: {}", head,
                         ListText(failure.expected_samples), ListText(failure.got_samples));
    }
    default:
      return failure.message;
  }
}

std::string UpstreamJunit(const SuiteOutcome& outcome, bool diff, const std::string& time) {
  std::string xml = "<testsuites>";
  for (const auto& file : outcome.files) {
    std::string cases;
    std::size_t count = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
    if (!file->upstream_error.empty()) {
      ++errors;
      ++count;
      cases = fmt::format("<testcase name=\"unknown\"><error>{}</error></testcase>",
                          XmlEscaped(file->upstream_error));
    }
    for (const GroupOutcome& group : file->groups) {
      ++count;
      cases += fmt::format("<testcase name=\"{}\">", XmlEscaped(UpstreamName(*group.group)));
      for (const Failure& failure : group.failures) {
        ++failures;
        cases += fmt::format("<failure>{}</failure>",
                             XmlEscaped(UpstreamText(failure, *group.group, diff)));
      }
      cases += "</testcase>";
    }
    xml += fmt::format(
        "<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\" "
        "timestamp=\"{}\">{}</testsuite>",
        XmlEscaped(file->path), count, failures, errors, file->tests ? time : "", cases);
  }
  return xml + "</testsuites>";
}

}  // namespace check::unittest
