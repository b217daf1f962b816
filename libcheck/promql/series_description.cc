#include "libcheck/promql/series_description.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/model/histogram.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/annotations.h"
#include "libcheck/promql/lexer.h"

namespace check::promql {
namespace {

using enum TokenKind;
using model::FloatHistogram;

// Words that may be a metric's name although they mean something elsewhere.
bool CanNameMetric(TokenKind kind) {
  switch (kind) {
    case kIdentifier:
    case kMetricIdentifier:
    case kAggregator:
    case kBy:
    case kWithout:
    case kAnd:
    case kOr:
    case kUnless:
    case kOffset:
    case kFill:
    case kFillLeft:
    case kFillRight:
    case kStart:
    case kEnd:
    case kStep:
    case kRange:
    case kAnchored:
    case kSmoothed:
    case kMaxOf:
    case kMinOf:
      return true;
    default:
      return false;
  }
}

class Reader {
 public:
  Reader(std::string_view text, SeriesDescription& out)
      : text_(text), out_(out), lexer_(text, Lexer::Mode::kSeriesDescription) {
    Advance();
  }

  std::optional<SeriesFault> Read() {
    if (ReadMetric()) ReadValues();
    return std::move(fault_);
  }

 private:
  void Advance() {
    last_ = token_;
    do {
      token_ = lexer_.Next();
    } while (token_.kind == kComment);
    if (token_.kind == kError) Fail(token_.span, lexer_.fault().message);
  }
  bool At(TokenKind kind) const { return token_.kind == kind; }
  bool Accept(TokenKind kind) {
    if (!At(kind)) return false;
    Advance();
    return true;
  }
  std::string_view Text() const { return text_.substr(token_.span.begin, token_.span.size()); }

  // The first fault counts. Always false.
  bool Fail(Span span, std::string message) {
    if (!fault_) fault_ = SeriesFault{span, std::move(message)};
    return false;
  }
  bool Unexpected(std::string_view context, std::string_view expected = {}) {
    if (fault_) return false;
    std::string message = "unexpected " + Describe(token_, Text());
    if (!context.empty()) message.append(" in ").append(context);
    if (!expected.empty()) message.append(", expected ").append(expected);
    return Fail(token_.span, std::move(message));
  }

  bool ReadMetric() {
    std::string name;
    if (CanNameMetric(token_.kind)) {
      name = Text();
      Advance();
    }
    if (Accept(kLeftBrace) && !ReadLabels()) return false;
    if (!name.empty()) {
      std::erase_if(out_.labels, [](const auto& l) { return l.first == model::kMetricName; });
      out_.labels.emplace_back(model::kMetricName, std::move(name));
    }
    return !fault_;
  }

  bool ReadLabels() {
    if (Accept(kRightBrace)) return true;
    for (;;) {
      if (!ReadLabel()) return false;
      if (Accept(kRightBrace)) return true;
      if (!Accept(kComma)) return Unexpected("label set", "\",\" or \"}\"");
      if (Accept(kRightBrace)) return true;
    }
  }

  bool ReadLabel() {
    if (!At(kIdentifier) && !At(kString)) return Unexpected("label set", "identifier or \"}\"");
    const bool quoted = At(kString);
    std::string name = quoted ? UnquoteString(Text()) : std::string(Text());
    Advance();
    if (!Accept(kAssign)) {
      if (!quoted) return Unexpected("label set", "\"=\"");
      out_.labels.emplace_back(model::kMetricName, std::move(name));
      return true;
    }
    if (!At(kString)) return Unexpected("label set", "string");
    std::string value = UnquoteString(Text());
    if (!value.empty()) out_.labels.emplace_back(std::move(name), std::move(value));
    Advance();
    return true;
  }

  bool ReadValues() {
    for (bool first = true; !At(kEof); first = false) {
      // Prometheus: behind a value it does not say where.
      if (!Accept(kSpace)) return Unexpected(first ? "series values" : "");
      if (At(kEof)) break;
      const bool begins = At(kBlank) || At(kOpenHistogram) || At(kIdentifier) || At(kNumber) ||
                          At(kAdd) || At(kSub);
      if (!begins) return Unexpected("");
      if (!ReadItem()) return false;
    }
    return true;
  }

  bool ReadItem() {
    if (Accept(kBlank)) {
      std::uint64_t count = 1;
      if (Accept(kTimes) && !ReadUnsigned(count)) return false;
      out_.values.Append({.omitted = true}, count);
      return true;
    }
    if (Accept(kOpenHistogram)) return ReadHistograms();
    double value = 0;
    bool stale = false;
    if (At(kIdentifier)) {
      if (Text() != "stale") return Unexpected("series values", "number or \"stale\"");
      value = model::kNaN;
      stale = true;
      Advance();
    } else if (!ReadSigned(value)) {
      return false;
    }
    double step = 0;
    const bool stepped = At(kAdd) || At(kSub);
    if (stepped && !ReadSigned(step)) return false;
    if (stepped && !At(kTimes)) return Unexpected("series values");
    std::uint64_t count = 1;
    if (!ReadTimes(count)) return false;
    if (!stepped) {
      out_.values.Append({.value = value, .stale = stale}, count);
    } else if (stale) {
      // Prometheus: a number added to the marker makes an ordinary NaN.
      out_.values.Append({.value = value, .stale = true});
      out_.values.Append({.value = value}, count - 1);
    } else {
      out_.values.AppendSteps(value, step, count);
    }
    return true;
  }

  // The opening braces have been taken.
  bool ReadHistograms() {
    SequenceValue base;
    if (!ReadHistogram(base)) return false;
    std::uint64_t count = 1;
    if (!At(kAdd) && !At(kSub)) {
      if (!ReadTimes(count)) return false;
      out_.values.Append(base, count);
      return true;
    }
    const bool subtract = At(kSub);
    Advance();
    if (!Accept(kOpenHistogram)) return Unexpected("series values");
    SequenceValue step;
    if (!ReadHistogram(step)) return false;
    if (!At(kTimes)) return Unexpected("series values");
    if (!ReadTimes(count)) return false;
    // Prometheus: whether the last histogram had a hint decides for all.
    base.hint_given = step.hint_given;
    if (count > 1 && !CheckStep(*base.histogram, *step.histogram, subtract)) return false;
    out_.values.AppendSteps(base, std::move(step.histogram), subtract, count);
    return true;
  }

  // What goes wrong with a step goes wrong with the first one.
  bool CheckStep(const FloatHistogram& base, const FloatHistogram& step, bool subtract) {
    if (base.schema > step.schema) {
      return Fail(last_.span,
                  fmt::format("error combining histograms: cannot merge from schema {} to {}",
                              step.schema, base.schema));
    }
    if (NeedsMissingBounds(base, step)) {
      fault_ = SeriesFault{last_.span,
                           fmt::format("invalid schema, which must be between {} and {}",
                                       model::kMinSchema, model::kMaxSchema),
                           true};
      return false;
    }
    FloatHistogram next = base;
    const model::CombineResult result = subtract ? next.Subtract(step) : next.Add(step);
    return result.compatible ||
           Fail(last_.span,
                "cannot apply this operation on histograms with a mix of exponential and custom "
                "bucket schemas");
  }

  // Whether widening a zero bucket takes bounds of buckets of a schema that has none: Prometheus
  // looks for them in a table.
  static bool NeedsMissingBounds(const FloatHistogram& a, const FloatHistogram& b) {
    if (a.uses_custom_buckets() != b.uses_custom_buckets()) return false;
    if (!(a.zero_threshold < b.zero_threshold) && !(b.zero_threshold < a.zero_threshold)) {
      return false;
    }
    const FloatHistogram& widened = a.zero_threshold < b.zero_threshold ? a : b;
    return widened.schema > model::kMaxSchema &&
           !(widened.positive.counts.empty() && widened.negative.counts.empty());
  }

  bool ReadHistogram(SequenceValue& out) {
    auto histogram = std::make_shared<FloatHistogram>();
    Offsets offsets;
    Accept(kSpace);
    if (!At(kCloseHistogram)) {
      // Prometheus: a space before the first key is one too many.
      if (last_.kind == kSpace) return Unexpected("series values");
      std::uint32_t seen = 0;
      for (;; behind_first_key_ = true) {
        if (!ReadKeyAndValue(*histogram, offsets, seen, out.hint_given)) return false;
        if (At(kCloseHistogram)) break;
        if (!Accept(kSpace)) return UnexpectedInHistogram();
        if (At(kCloseHistogram)) break;
        if (!At(kHistogramKey)) return UnexpectedInHistogram();
      }
    }
    behind_first_key_ = false;
    Advance();
    const auto finish = [](model::BucketSide& side, std::int32_t offset) {
      if (side.counts.empty()) return;
      side.spans = {{offset, static_cast<std::uint32_t>(side.counts.size())}};
    };
    finish(histogram->positive, offsets.positive);
    finish(histogram->negative, offsets.negative);
    out.histogram = std::move(histogram);
    return !fault_;
  }

  struct Offsets {
    std::int32_t positive = 0;
    std::int32_t negative = 0;
  };

  bool UnexpectedInHistogram() {
    return Unexpected("histogram description", "histogram description key, e.g. buckets:[5 10 7]");
  }

  bool UnexpectedValue() {
    return behind_first_key_ ? UnexpectedInHistogram() : Unexpected("series values");
  }

  bool ReadKeyAndValue(FloatHistogram& histogram, Offsets& offsets, std::uint32_t& seen,
                       bool& hint_given) {
    constexpr std::string_view kKeys[] = {
        "schema",  "sum",    "count",     "z_bucket", "z_bucket_w",        "custom_values",
        "buckets", "offset", "n_buckets", "n_offset", "counter_reset_hint"};
    if (!At(kHistogramKey)) return UnexpectedValue();
    const std::string key = LowerAscii(Text());
    std::size_t which = 0;
    while (kKeys[which] != key) ++which;
    Advance();
    if (!Accept(kColon)) return UnexpectedValue();
    if (!ReadField(which, histogram, offsets, hint_given)) return false;
    // Prometheus: only once the value has been read.
    if ((seen >> which & 1) != 0) return Fail({}, "duplicate key \"" + key + "\" in histogram");
    seen |= 1u << which;
    return true;
  }

  // The value of the key that is at `which` among the keys.
  bool ReadField(std::size_t which, FloatHistogram& histogram, Offsets& offsets, bool& hint_given) {
    switch (which) {
      case 0:
        return ReadInteger(histogram.schema);
      case 1:
        return ReadSigned(histogram.sum);
      case 2:
        return ReadSigned(histogram.count);
      case 3:
        return ReadSigned(histogram.zero_count);
      case 4:
        return ReadNumber(histogram.zero_threshold);
      case 5: {
        std::vector<double> bounds;
        if (!ReadList(bounds)) return false;
        histogram.custom_bounds = std::make_shared<const std::vector<double>>(std::move(bounds));
        return true;
      }
      case 6:
        return ReadList(histogram.positive.counts);
      case 7:
        return ReadInteger(offsets.positive);
      case 8:
        return ReadList(histogram.negative.counts);
      case 9:
        return ReadInteger(offsets.negative);
      default:
        hint_given = true;
        return ReadHint(histogram.hint);
    }
  }

  bool ReadHint(model::CounterResetHint& hint) {
    using enum model::CounterResetHint;
    if (!At(kCounterResetHint)) return UnexpectedValue();
    const std::string word = LowerAscii(Text());
    for (const model::CounterResetHint known : {kUnknown, kReset, kNotReset, kGauge}) {
      if (word == model::ToString(known)) hint = known;
    }
    Advance();
    return true;
  }

  bool ReadList(std::vector<double>& values) {
    if (!Accept(kLeftBracket)) return UnexpectedValue();
    double value = 0;
    if (!ReadSigned(value)) return false;
    values.push_back(value);
    for (;;) {
      if (Accept(kRightBracket)) return true;
      if (Accept(kSpace)) {
        if (Accept(kRightBracket)) return true;
        if (At(kNumber) || At(kAdd) || At(kSub)) {
          if (!ReadSigned(value)) return false;
          values.push_back(value);
          continue;
        }
      }
      // Prometheus: what does not fit into the list is passed over in silence.
      while (!At(kSpace) && !At(kRightBracket)) {
        if (At(kEof) || At(kError)) return UnexpectedValue();
        Advance();
      }
    }
  }

  bool ReadSigned(double& value) {
    const bool negative = At(kSub);
    if (At(kSub) || At(kAdd)) Advance();
    if (!ReadNumber(value)) return false;
    if (negative) value = -value;
    return true;
  }

  bool ReadNumber(double& value) {
    if (!At(kNumber)) return UnexpectedValue();
    const std::string_view text = Text();
    if (const auto integer = ParseGoInt(text, 0)) {
      value = static_cast<double>(*integer);
    } else {
      const std::optional<double> parsed = ParseGoFloat(text);
      const bool spelt_out = text[0] == 'i' || text[0] == 'I';
      if (!parsed || (std::isinf(*parsed) && !spelt_out)) {
        return Fail(token_.span, "error parsing number: strconv.ParseFloat: parsing " +
                                     GoQuote(text) +
                                     (parsed ? ": value out of range" : ": invalid syntax"));
      }
      // The NaN that Go's parser gives.
      value = std::isnan(*parsed) ? model::kNaN : *parsed;
    }
    Advance();
    return true;
  }

  bool ReadInteger(std::int32_t& value) {
    const bool negative = Accept(kSub);
    std::uint64_t magnitude = 0;
    if (!ReadUnsigned(magnitude)) return false;
    const auto wide = static_cast<std::int64_t>(magnitude);
    value = static_cast<std::int32_t>(negative ? -wide : wide);
    return true;
  }

  bool ReadUnsigned(std::uint64_t& value) {
    if (!At(kNumber)) return UnexpectedValue();
    const std::string_view text = Text();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
      const bool too_large =
          error == std::errc::result_out_of_range && end == text.data() + text.size();
      return Fail(token_.span, "invalid repetition in series values: strconv.ParseUint: parsing " +
                                   GoQuote(text) +
                                   (too_large ? ": value out of range" : ": invalid syntax"));
    }
    Advance();
    return true;
  }

  // How many values there are: `x3`, if given, makes one four times.
  bool ReadTimes(std::uint64_t& count) {
    if (!Accept(kTimes)) return true;
    if (!ReadUnsigned(count)) return false;
    count = std::min(count, SequenceValues::kMaxSize) + 1;
    return true;
  }

  std::string_view text_;
  SeriesDescription& out_;
  Lexer lexer_;
  Token token_;
  Token last_;                     // The one taken last.
  bool behind_first_key_ = false;  // Of a histogram: what Prometheus expects there changes.
  std::optional<SeriesFault> fault_;
};

}  // namespace

std::string SeriesFault::Upstream(std::string_view text, std::size_t line_offset) const {
  if (is_crash) return "unexpected error";
  // Prometheus counts lines from the one the description is in.
  std::string at = PositionInQuery(text, span.begin);
  if (line_offset > 0) {
    const std::size_t colon = at.find(':');
    std::size_t line = 0;
    std::from_chars(at.data(), at.data() + colon, line);
    at = std::to_string(line + line_offset) + at.substr(colon);
  }
  return at + ": parse error: " + message;
}

std::optional<SeriesFault> ParseSeriesDescription(std::string_view text, SeriesDescription& out) {
  out = {};
  return Reader(text, out).Read();
}

}  // namespace check::promql
