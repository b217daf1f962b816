#include "libcheck/exposition/promtool_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/exposition/codes.h"

namespace check::exposition {
namespace {

bool StartsName(char c) { return IsNameStart(c) || c == '"'; }

// A byte as Go's %c prints it: the code point of that number.
std::string GoChar(char c) {
  std::string text;
  AppendUtf8(text, static_cast<unsigned char>(c));
  return text;
}

// A byte as Go's %q prints it.
std::string GoQuotedByte(char c) {
  if (c == '\'') return R"('\'')";
  if (c == '"') return R"('"')";
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x80 && !IsGoPrintable(byte)) return fmt::format("'\\u{:04x}'", byte);
  std::string quoted = GoQuote(GoChar(c));
  quoted.front() = quoted.back() = '\'';
  return quoted;
}

// A byte for people.
std::string Shown(char c) {
  if (c == '\n') return "the line ends";
  if (c == '\t') return "found a tab";
  if (c == ' ') return "found a blank";
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x20 || byte >= 0x7F) return fmt::format("found the byte 0x{:02X}", byte);
  return fmt::format("found `{}`", c);
}

// Prometheus: letters of either case will do, and so will what is not quite part of the format.
struct TypeWord {
  std::string_view word;
  MetricType type;
};
constexpr TypeWord kTypes[] = {
    {"COUNTER", MetricType::kCounter},
    {"GAUGE", MetricType::kGauge},
    {"HISTOGRAM", MetricType::kHistogram},
    {"SUMMARY", MetricType::kSummary},
    {"UNTYPED", MetricType::kUnknown},
    {"GAUGEHISTOGRAM", MetricType::kGaugeHistogram},
    {"GAUGE_HISTOGRAM", MetricType::kGaugeHistogram},
};

}  // namespace

bool TakesPart(const Sample& sample, const Resolved& resolved) {
  const bool is_histogram = resolved.family->IsHistogram();
  if (is_histogram && sample.value.front() == '-' && resolved.role != Resolved::Role::kSum) {
    return false;
  }
  const Label* part = sample.Find(is_histogram ? "le" : "quantile");
  return part == nullptr || ParseValue(part->value).has_value();
}

bool PromtoolLine::Fail(const CodeInfo& info, Span where, std::string message,
                        std::string upstream) {
  const auto size = static_cast<std::uint32_t>(line_.size());
  where.begin = std::min(where.begin, size);
  where.end = std::clamp(where.end, where.begin, size);
  fault_ = {&info, where, std::move(message), std::move(upstream)};
  return false;
}

Span PromtoolLine::Here() const {
  const auto at = static_cast<std::uint32_t>(at_);
  return {at, c_ == '\n' ? at : at + 1};
}

Span PromtoolLine::Token() const {
  return {static_cast<std::uint32_t>(token_begin_), static_cast<std::uint32_t>(at_)};
}

std::string_view PromtoolLine::Hold() { return held_.Copy(std::string_view(token_)); }

bool PromtoolLine::Next() {
  if (at_ + 1 < line_.size()) {
    c_ = line_[++at_];
    return true;
  }
  at_ = line_.size();
  c_ = '\n';
  return Fail(kNoFinalLineBreak, Here(), "the last line has no line break",
              "unexpected end of input stream");
}

bool PromtoolLine::SkipBlanks() {
  do {
    if (!Next()) return false;
  } while (IsBlank(c_));
  return true;
}

bool PromtoolLine::SkipBlanksFromHere() { return !IsBlank(c_) || SkipBlanks(); }

bool PromtoolLine::ReadWord() {
  token_.clear();
  token_begin_ = at_;
  while (!IsBlank(c_) && c_ != '\n') {
    token_ += c_;
    if (!Next()) return false;
  }
  return true;
}

// Decodes what the backslash before the current byte makes of it.
bool PromtoolLine::Unescape() {
  if (c_ == '\\' || c_ == '"') {
    token_ += c_;
  } else if (c_ == 'n') {
    token_ += '\n';
  } else {
    const auto at = static_cast<std::uint32_t>(at_);
    return Fail(
        kBadSyntax, {at - 1, Here().end},
        c_ == '\n' ? "a backslash without a character after it"
                   : fmt::format("invalid escape sequence `\\{}`: expected `\\\\`, `\\\"` or `\\n`",
                                 GoChar(c_)),
        fmt::format("invalid escape sequence '\\{}'", GoChar(c_)));
  }
  return true;
}

bool PromtoolLine::ReadText(bool escapes) {
  token_.clear();
  token_begin_ = at_;
  bool escaped = false;
  for (;;) {
    if (escapes && escaped) {
      if (!Unescape()) return false;
      escaped = false;
    } else if (c_ == '\n') {
      return true;
    } else if (c_ == '\\') {
      // Prometheus: where nothing is escaped, backslashes are passed over all the same.
      escaped = true;
    } else {
      token_ += c_;
    }
    if (!Next()) return false;
  }
}

bool PromtoolLine::ReadName(NameOf what) {
  const bool is_metric = what == NameOf::kMetric;
  token_.clear();
  token_begin_ = at_;
  const auto is_start = [&](char c) { return StartsName(c) || (is_metric && c == ':'); };
  if (!is_start(c_)) return true;
  bool quoted = false;
  bool escaped = false;
  for (;;) {
    if (escaped) {
      if (!Unescape()) return false;
      escaped = false;
    } else if (c_ == '"') {
      quoted = !quoted;
      if (!quoted) return Next();
    } else if (c_ == '\n') {
      return Fail(kBadSyntax, Token(), "a quoted name that is not closed on its line",
                  fmt::format("{} name {} contains unescaped new-line",
                              is_metric ? "metric" : "label", GoQuote(token_)));
    } else if (c_ == '\\') {
      escaped = true;
    } else {
      token_ += c_;
    }
    if (!Next()) return false;
    if (!quoted && !is_start(c_) && (c_ < '0' || c_ > '9')) return true;
  }
}

bool PromtoolLine::ReadLabelValue() {
  token_.clear();
  token_begin_ = at_;
  bool escaped = false;
  for (;;) {
    if (!Next()) return false;
    if (escaped) {
      if (!Unescape()) return false;
      escaped = false;
    } else if (c_ == '"') {
      return true;
    } else if (c_ == '\n') {
      return Fail(kBadSyntax, Token(), "a label value that is not closed on its line",
                  fmt::format("label value {} contains unescaped new-line", GoQuote(token_)));
    } else if (c_ == '\\') {
      escaped = true;
    } else {
      token_ += c_;
    }
  }
}

// Makes the token, a metric's name, what the line is about.
bool PromtoolLine::EnterFamily() {
  if (!model::IsValidMetricName(token_, names_)) {
    return Fail(kBadName, Token(), fmt::format("`{}` is not a valid metric name", token_),
                fmt::format("invalid metric name {}", GoQuote(token_)));
  }
  current_ = families_.Resolve(token_);
  return true;
}

LineKind PromtoolLine::Read(std::string_view line) {
  held_.Reset();
  line_ = line;
  fault_ = {};
  in_braces_ = false;
  named_in_braces_ = false;
  // The first byte may be a blank, or there may be none at all.
  at_ = 0;
  while (at_ < line_.size() && IsBlank(line_[at_])) ++at_;
  if (at_ == line_.size() || line_[at_] == '\n') return LineKind::kNothing;
  c_ = line_[at_];
  return c_ == '#' ? ReadComment() : ReadSample();
}

LineKind PromtoolLine::ReadComment() {
  if (!SkipBlanks()) return LineKind::kFault;
  if (c_ == '\n') return LineKind::kNothing;
  if (!ReadWord()) return LineKind::kFault;
  if (c_ == '\n') return LineKind::kNothing;
  const bool is_help = token_ == "HELP";
  if (!is_help && token_ != "TYPE") {
    if (line_.back() == '\n') return LineKind::kNothing;
    at_ = line_.size();
    Next();
    return LineKind::kFault;
  }
  if (!SkipBlanks() || !ReadName(NameOf::kMetric)) return LineKind::kFault;
  if (c_ == '\n') return LineKind::kNothing;
  if (!IsBlank(c_)) {
    Fail(kBadName, Here(), fmt::format("invalid character in the metric name"),
         "invalid metric name in comment");
    return LineKind::kFault;
  }
  if (!EnterFamily() || !SkipBlanks()) return LineKind::kFault;
  if (c_ == '\n') return LineKind::kNothing;
  if (is_help) return ReadHelp() ? LineKind::kHelp : LineKind::kFault;
  return ReadType() ? LineKind::kType : LineKind::kFault;
}

bool PromtoolLine::ReadHelp() {
  Family& family = *current_.family;
  if (family.has_help) {
    return Fail(kBadMetadata, {0, static_cast<std::uint32_t>(at_)},
                fmt::format("a second HELP line for `{}`", family.name),
                fmt::format("second HELP line for metric name {}", GoQuote(family.name)));
  }
  if (!ReadText(true)) return false;
  family.has_help = true;
  return true;
}

bool PromtoolLine::ReadType() {
  Family& family = *current_.family;
  if (family.has_type) {
    const bool after_samples = family.type_line.line == 0;
    return Fail(kBadMetadata, {0, static_cast<std::uint32_t>(at_)},
                after_samples
                    ? fmt::format("the TYPE line of `{}` follows its samples", family.name)
                    : fmt::format("a second TYPE line for `{}`", family.name),
                fmt::format("second TYPE line for metric name {}, or TYPE reported after samples",
                            GoQuote(family.name)));
  }
  if (!ReadText(false)) return false;
  const std::string word = ToUpper(token_);
  const auto* type = std::find_if(std::begin(kTypes), std::end(kTypes),
                                  [&](const TypeWord& known) { return known.word == word; });
  if (type == std::end(kTypes)) {
    return Fail(kBadMetadata, Token(),
                token_.ends_with('\r') ? "the line ends in a carriage return"
                : FindMetricType(token_)
                    ? OnlyInOpenMetrics(token_)
                    : fmt::format("unknown metric type `{}`; known are `counter`, `gauge`, "
                                  "`histogram`, `summary` and `untyped`",
                                  token_),
                fmt::format("unknown metric type {}", GoQuote(token_)));
  }
  family.type = type->type;
  family.has_type = true;
  return true;
}

LineKind PromtoolLine::ReadSample() {
  sample_.labels.clear();
  label_names_.Clear();
  sample_.same_label_names = false;
  sample_.same_name = false;
  sample_.timestamp = {};
  sample_.name = {};
  in_braces_ = c_ == '{';
  if (!in_braces_) {
    if (!ReadName(NameOf::kMetric)) return LineKind::kFault;
    if (token_.empty()) {
      constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
      Fail(kBadName, Here(),
           line_.substr(at_).starts_with(kByteOrderMark)
               ? "a byte order mark, which Prometheus does not skip"
               : fmt::format("expected a metric name or `#`, but {}",
                             c_ == '\n' ? "it ends" : Shown(c_)),
           "invalid metric name");
      return LineKind::kFault;
    }
    if (!EnterFamily()) return LineKind::kFault;
    current_.family->has_type = true;
    sample_.name = Hold();
    if (!SkipBlanksFromHere()) return LineKind::kFault;
  }
  if (c_ == '{' && !ReadLabels()) return LineKind::kFault;
  if (!ReadValue()) return LineKind::kFault;
  return c_ == '\n' || ReadTimestamp() ? LineKind::kSample : LineKind::kFault;
}

// From the opening brace to behind the closing one and the blanks that follow.
bool PromtoolLine::ReadLabels() {
  for (;;) {
    if (!SkipBlanks()) return false;
    if (c_ != '}' && !ReadLabel()) return false;
    if (c_ != '}') continue;
    const bool has_name = !in_braces_ || named_in_braces_;
    const bool goes_on =
        forgives_nameless_ && current_.family != nullptr && current_.family->samples > 0;
    if (!has_name && !goes_on) {
      return Fail(kBadName, Here(), "no metric name in the braces", "invalid metric name");
    }
    return SkipBlanks();
  }
}

// One label, or the metric's name; ends on a comma or closing brace.
bool PromtoolLine::ReadLabel() {
  if (!ReadName(NameOf::kLabel)) return false;
  const std::string_view family = current_.family == nullptr ? "" : current_.family->name;
  if (token_.empty()) {
    return Fail(kBadLabel, Here(), fmt::format("expected a label name, but {}", Shown(c_)),
                fmt::format("invalid label name for metric {}", GoQuote(family)));
  }
  const Span name = Token();
  if (!SkipBlanksFromHere()) return false;
  if (c_ != '=') {
    if (in_braces_) return ReadNameInBraces();
    return Fail(kBadSyntax, Here(),
                fmt::format("expected `=` after the label name, but {}", Shown(c_)),
                fmt::format("expected '=' after label name, found {}", GoQuotedByte(c_)));
  }
  if (token_ == model::kMetricName) {
    return Fail(kBadLabel, name, "`__name__` is reserved for the metric name",
                "label name \"__name__\" is reserved");
  }
  if (!model::IsValidLabelName(token_, names_)) {
    return Fail(kBadLabel, name, fmt::format("`{}` is not a valid label name", token_),
                fmt::format("invalid label name {}", GoQuote(token_)));
  }
  const std::string_view label = Hold();
  const bool is_part = current_.family != nullptr &&
                       ((current_.family->IsHistogram() && label == "le") ||
                        (current_.family->type == MetricType::kSummary && label == "quantile"));
  // Prometheus: a histogram's `le` and a summary's `quantile` are not among the labels that are
  // compared.
  if (!is_part && !label_names_.Add(label).is_new) {
    return Fail(kBadLabel, name, fmt::format("duplicate label `{}`", label),
                fmt::format("duplicate label names for metric {}", GoQuote(family)));
  }
  if (!SkipBlanks()) return false;
  if (c_ != '"') {
    return Fail(kBadSyntax, Here(),
                fmt::format("expected a label value in double quotes, but {}", Shown(c_)),
                fmt::format("expected '\"' at start of label value, found {}", GoQuotedByte(c_)));
  }
  if (!ReadLabelValue()) return false;
  if (!IsValidUtf8(token_)) {
    return Fail(kBadLabel, {Token().begin + 1, Token().end},
                "a label value that is not valid UTF-8",
                fmt::format("invalid label value {}", GoQuote(token_)));
  }
  if (is_part && !ParseValue(token_)) {
    return Fail(
        kBadValue, {Token().begin + 1, Token().end},
        fmt::format("`{}` is not a number, but `{}` must be one", token_, label),
        fmt::format("expected float as value for '{}' label, got {}", label, GoQuote(token_)));
  }
  sample_.labels.push_back({label, Hold()});
  if (!SkipBlanks()) return false;
  if (c_ == ',' || c_ == '}') return true;
  return Fail(
      kBadSyntax, Here(), fmt::format("expected `,` or `}}` after a label, but {}", Shown(c_)),
      fmt::format("unexpected end of label value {}", GoQuote(sample_.labels.back().value)));
}

bool PromtoolLine::ReadNameInBraces() {
  if (named_in_braces_) {
    return Fail(kBadName, Token(), "a second metric name in the braces",
                fmt::format("multiple metric names for metric {}", GoQuote(current_.family->name)));
  }
  if (c_ != ',' && c_ != '}') {
    return Fail(kBadSyntax, Here(),
                fmt::format("expected `,` or `}}` after the metric name, but {}", Shown(c_)),
                fmt::format("unexpected end of metric name {}", GoQuotedByte(c_)));
  }
  if (!EnterFamily()) return false;
  current_.family->has_type = true;
  sample_.name = Hold();
  named_in_braces_ = true;
  return true;
}

bool PromtoolLine::ReadValue() {
  if (!ReadWord()) return false;
  const std::optional<double> value = ParseValue(token_);
  if (!value) {
    std::string message = fmt::format("`{}` is not a number", token_);
    if (token_.empty()) message = "missing value";
    if (token_.ends_with('\r')) message = "the line ends in a carriage return";
    return Fail(kBadValue, token_.empty() ? Here() : Token(), message,
                fmt::format("expected float as value, got {}", GoQuote(token_)));
  }
  sample_.value = Hold();
  if (*value < 0 && current_.family->IsHistogram()) {
    const std::string_view name = current_.family->name;
    if (current_.role == Resolved::Role::kCount) {
      return Fail(kBadValue, Token(), "the count of a histogram is negative",
                  fmt::format("negative count for histogram {}", GoQuote(name)));
    }
    const Label* bound = sample_.Find("le");
    if (current_.role == Resolved::Role::kPlain && bound != nullptr &&
        !std::isnan(ParseValue(bound->value).value_or(NAN))) {
      return Fail(kBadValue, Token(), "the count of a bucket is negative",
                  fmt::format("negative bucket population for histogram {}", GoQuote(name)));
    }
  }
  return true;
}

bool PromtoolLine::ReadTimestamp() {
  if (!SkipBlanks() || !ReadWord()) return false;
  if (!ParseGoInt(token_, 10)) {
    std::string message =
        fmt::format("invalid timestamp `{}`: expected a whole number of milliseconds", token_);
    if (token_.empty()) message = "trailing spaces";
    if (token_ == "#") message = "exemplars are only supported in OpenMetrics";
    return Fail(kBadValue,
                token_.empty()
                    ? Span{static_cast<std::uint32_t>(at_) - 1, static_cast<std::uint32_t>(at_)}
                    : Token(),
                message, fmt::format("expected integer as timestamp, got {}", GoQuote(token_)));
  }
  sample_.timestamp = Hold();
  if (!ReadText(false)) return false;
  if (!token_.empty()) {
    return Fail(kBadSyntax, Token(), "unexpected text after the timestamp",
                fmt::format("spurious string after timestamp: {}", GoQuote(token_)));
  }
  return true;
}

}  // namespace check::exposition
