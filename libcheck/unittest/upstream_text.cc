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

// What promtool says of a failure of a group.
class Teller {
 public:
  Teller(const TestGroup& group, bool diff) : group_(group), diff_(diff) {}

  template <typename What>
  std::string operator()(const What& failure) const {
    return failure.message;
  }

  std::string operator()(const RuleFailed& failure) const {
    return fmt::format("    rule: {}, time: {}, err: {}", failure.rule->name,
                       FormatGoDuration(Duration(failure.time)), failure.message);
  }

  std::string operator()(const AlertsDiffer& failure) const {
    const std::string name = group_.name.value.empty()
                                 ? std::string()
                                 : fmt::format("    name: {},\n", group_.name.value);
    const std::string head = fmt::format("{}    alertname: {}, time: {}, \n        ", name,
                                         failure.test->alertname.value,
                                         FormatPrometheusDuration(failure.test->eval_time.value));
    if (diff_) {
      return fmt::format("{}diff: {}", head,
                         Indented(UpstreamDiff(failure.expected, failure.got), kIndent));
    }
    return fmt::format("{}exp:{}, \n        got:{}", head,
                       Indented(ListText(failure.expected), kIndent),
                       Indented(ListText(failure.got), kIndent));
  }

  std::string operator()(const ExpressionFailed& failure) const {
    return fmt::format("{} err: {}", Head(*failure.test), failure.message);
  }

  std::string operator()(const SamplesDiffer& failure) const {
    return fmt::format("{}\n        exp: {}\n        got: {}", Head(*failure.test),
                       ListText(failure.expected), ListText(failure.got));
  }

  // It has no such tests.
  std::string operator()(const RelabelDiffers& /*failure*/) const { return {}; }

 private:
  static std::string Head(const ExprTest& test) {
    return fmt::format("    expr: {}, time: {},", GoQuote(test.expr.value),
                       FormatPrometheusDuration(test.eval_time.value));
  }

  const TestGroup& group_;
  bool diff_;
};

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
  return std::visit(Teller(group, diff), failure.what);
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
