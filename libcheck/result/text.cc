#include "libcheck/result/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"

namespace check::result {
namespace {

// By `name=value`, as Go's Metric.String does: `a1` stands before `a`, since `1` is before `=`.
bool TextBefore(const model::Label& a, const model::Label& b) {
  const std::string_view left = a.name->text;
  const std::string_view right = b.name->text;
  const std::size_t common = std::min(left.size(), right.size());
  if (const int order = left.substr(0, common).compare(right.substr(0, common)); order != 0) {
    return order < 0;
  }
  if (left.size() == right.size()) return false;
  return left.size() < right.size() ? '=' < right[common] : left[common] < '=';
}

}  // namespace

char* WriteSeconds(char* out, std::int64_t ms) {
  // Prometheus: the time becomes a float, which is exact for all but absurd times.
  constexpr std::int64_t kExact = 999'999'999'999'999;
  if (ms > kExact || ms < -kExact) return WriteGoFloat(out, static_cast<double>(ms) / 1000);
  if (ms < 0) {
    *out++ = '-';
    ms = -ms;
  }
  out = std::to_chars(out, out + kSecondsSize, ms / 1000).ptr;
  const auto fraction = static_cast<int>(ms % 1000);
  if (fraction == 0) return out;
  *out++ = '.';
  *out++ = static_cast<char>('0' + fraction / 100);
  if (fraction % 100 == 0) return out;
  *out++ = static_cast<char>('0' + fraction / 10 % 10);
  if (fraction % 10 == 0) return out;
  *out++ = static_cast<char>('0' + fraction % 10);
  return out;
}

void AppendMetric(std::string& out, model::Labels labels) {
  out += labels.metric_name();
  std::vector<model::Label> list;
  for (const model::Label& label : labels.list()) {
    if (label.name->text != "__name__") list.push_back(label);
  }
  if (list.empty()) {
    if (labels.metric_name().empty()) out += "{}";
    return;
  }
  if (!std::is_sorted(list.begin(), list.end(), TextBefore)) {
    std::sort(list.begin(), list.end(), TextBefore);
  }
  char before = '{';
  for (const model::Label& label : list) {
    out += before;
    if (before == ',') out += ' ';
    out += label.name->text;
    out += '=';
    AppendGoQuote(out, label.value->text);
    before = ',';
  }
  out += '}';
}

void AppendJsonString(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    const std::uint32_t c = rune.code_point;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default: {
        const bool bad = c == kRuneError && rune.size == 1;
        if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029 || bad) {
          out += fmt::format("\\u{:04x}", c);
        } else {
          out += text.substr(0, rune.size);
        }
      }
    }
    text.remove_prefix(rune.size);
  }
  out += '"';
}

void AppendJsonLabels(std::string& out, model::Labels labels) {
  out += '{';
  bool first = true;
  for (const model::Label& label : labels.list()) {
    if (!first) out += ',';
    first = false;
    AppendJsonString(out, label.name->text);
    out += ':';
    AppendJsonString(out, label.value->text);
  }
  out += '}';
}

void AppendNumber(std::string& out, double value) {
  const double size = std::abs(value);
  if (size != 0 && (size < 1e-6 || size >= 1e21)) {
    out += FormatGoFloat(value, 'g', -1);
    return;
  }
  char text[kGoFloatSize];
  out.append(text, WriteGoFloat(text, value));
}

void AppendCsvField(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == text.npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::vector<model::Bucket> ListedBuckets(const model::FloatHistogram& histogram) {
  std::vector<model::Bucket> buckets = model::AllBuckets(histogram);
  std::erase_if(buckets, [](const model::Bucket& bucket) { return bucket.count == 0; });
  return buckets;
}

}  // namespace check::result
