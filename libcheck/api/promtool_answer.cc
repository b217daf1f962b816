#include "libcheck/api/promtool_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>

#include "libcheck/api/json_iterator.h"
#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"

namespace check::api {
namespace {

// What Go says of a value that does not fit. Those of a wrong type name the field, if it is in a
// struct, and reading goes on behind them; others end it.
struct Fault {
  std::string value = {};  ///< "number": of the wrong type.
  std::string type = {};   ///< "model.LabelValue"
  std::string field = {};  ///< "Sample.metric"; empty outside of structs.
  std::string other = {};  ///< Any other error.

  std::string ToString() const {
    if (!other.empty()) return other;
    return field.empty()
               ? fmt::format("json: cannot unmarshal {} into Go value of type {}", value, type)
               : fmt::format("json: cannot unmarshal {} into Go struct field {} of type {}", value,
                             field, type);
  }
};
using MaybeFault = std::optional<Fault>;

Fault Other(std::string text) { return {.other = std::move(text)}; }

void KeepFirst(MaybeFault& kept, MaybeFault fault) {
  if (!kept && fault) kept = std::move(fault);
}

// The fault as it looks from the struct around: `name` is its type, `path` the field in it.
Fault Within(Fault fault, std::string_view name, std::string_view path) {
  if (!fault.other.empty()) return fault;
  const std::size_t dot = fault.field.find('.');
  const std::string inner = dot == std::string::npos ? "" : fault.field.substr(dot);
  fault.field = fmt::format("{}.{}{}", name, path, inner);
  return fault;
}

// A value that json-iterator has skipped, for Go's encoding/json: of a known kind, and well formed.
std::string_view KindOf(std::string_view raw) {
  switch (raw.empty() ? '\0' : raw[0]) {
    case '"':
      return "string";
    case '[':
      return "array";
    case '{':
      return "object";
    case 't':
    case 'f':
      return "bool";
    case 'n':
      return "null";
    default:
      return "number";
  }
}

Fault WrongType(std::string_view raw, std::string_view type) {
  return {.value = std::string(KindOf(raw)), .type = std::string(type)};
}

// encoding/json: what is no UTF-8 is replaced.
std::string TextOf(std::string_view raw) {
  const bool is_plain = raw.find('\\') == raw.npos;
  std::string text =
      is_plain ? std::string(raw.substr(1, raw.size() - 2)) : JsonIterator(raw).ReadString();
  if (IsValidUtf8(text)) return text;
  std::string clean;
  for (std::string_view rest = text; !rest.empty();) {
    const Rune rune = DecodeRune(rest);
    AppendUtf8(clean, rune.code_point);
    rest.remove_prefix(rune.size);
  }
  return clean;
}

void ForEachElement(std::string_view raw, const std::function<bool(std::string_view)>& visit) {
  JsonIterator iterator(raw);
  while (iterator.ReadArray()) {
    iterator.NextToken();
    iterator.Unread();
    if (!visit(iterator.SkipAndReturn())) return;
  }
}

void ForEachField(std::string_view raw,
                  const std::function<bool(std::string name, std::string_view raw)>& visit) {
  JsonIterator iterator(raw);
  if (iterator.NextToken() != '{' || iterator.NextToken() == '}') return;
  iterator.Unread();
  do {
    iterator.NextToken();
    iterator.Unread();
    std::string name = TextOf(iterator.SkipAndReturn());
    iterator.NextToken();
    iterator.NextToken();
    iterator.Unread();
    if (!visit(std::move(name), iterator.SkipAndReturn())) return;
  } while (iterator.NextToken() == ',');
}

// strconv.ParseInt
MaybeFault ReadInteger(std::string_view text, std::int64_t& value) {
  if (const auto number = ParseGoInt(text, 10)) {
    value = *number;
    return std::nullopt;
  }
  const std::string_view digits = text.substr(text.starts_with('-') || text.starts_with('+'));
  const bool is_number = !digits.empty() && std::all_of(digits.begin(), digits.end(), IsDigit);
  return Other(fmt::format("strconv.ParseInt: parsing {}: {}", GoQuote(text),
                           is_number ? "value out of range" : "invalid syntax"));
}

// model.Time: whole seconds, and up to three digits behind the dot, which are not rounded.
MaybeFault ReadTime(std::string_view text, std::int64_t& time) {
  const std::size_t dot = text.find('.');
  const std::string_view base = text.substr(0, dot);
  std::int64_t seconds = 0;
  if (MaybeFault fault = ReadInteger(base, seconds)) return fault;
  std::int64_t millis = 0;
  if (dot != text.npos) {
    const std::string_view digits = text.substr(dot + 1, 3);
    if (MaybeFault fault = ReadInteger(digits, millis)) return fault;
    if (digits.size() == 1) millis *= 100;
    if (digits.size() == 2) millis *= 10;
    if (base.starts_with('-')) millis = -millis;
  }
  // Go wraps around.
  time = static_cast<std::int64_t>(static_cast<std::uint64_t>(seconds) * 1000 +
                                   static_cast<std::uint64_t>(millis));
  return std::nullopt;
}

MaybeFault ReadFloat(std::string_view text, double& value) {
  const auto number = ParseGoFloat(text);
  const bool is_infinite = number && *number - *number != 0 && *number == *number;
  const bool says_so = text.find_first_of("iI") != text.npos;
  if (number && (!is_infinite || says_so)) {
    value = *number;
    return std::nullopt;
  }
  return Other(fmt::format("strconv.ParseFloat: parsing {}: {}", GoQuote(text),
                           number ? "value out of range" : "invalid syntax"));
}

MaybeFault ReadQuotedFloat(std::string_view raw, std::string_view what, double& value) {
  if (raw.size() < 2 || raw.front() != '"' || raw.back() != '"') {
    return Other(fmt::format("{} value must be a quoted string", what));
  }
  return ReadFloat(raw.substr(1, raw.size() - 2), value);
}

void SetLabel(AnswerLabels& labels, std::string name, std::string value) {
  const auto at =
      std::lower_bound(labels.begin(), labels.end(), name,
                       [](const auto& label, const auto& n) { return label.first < n; });
  if (at != labels.end() && at->first == name) {
    at->second = std::move(value);
  } else {
    labels.emplace(at, std::move(name), std::move(value));
  }
}

// A map of labels. Faults of values do not end it.
MaybeFault ReadLabels(std::string_view raw, std::string_view type, AnswerLabels& labels) {
  if (KindOf(raw) == "null") return std::nullopt;
  if (KindOf(raw) != "object") return WrongType(raw, type);
  MaybeFault kept;
  ForEachField(raw, [&](std::string name, std::string_view value) {
    const std::string_view kind = KindOf(value);
    if (kind != "string" && kind != "null") KeepFirst(kept, WrongType(value, "model.LabelValue"));
    SetLabel(labels, std::move(name), kind == "string" ? TextOf(value) : "");
    return true;
  });
  return kept;
}

// A list whose elements `read` takes, by their places, and whose length has to be `length`, if that
// is given.
MaybeFault ReadTuple(std::string_view raw, std::string_view type, std::optional<std::size_t> length,
                     const std::function<MaybeFault(std::size_t, std::string_view)>& read) {
  const bool is_null = KindOf(raw) == "null";
  if (!is_null && KindOf(raw) != "array") return WrongType(raw, type);
  MaybeFault kept;
  std::size_t count = 0;
  if (!is_null) {
    ForEachElement(raw, [&](std::string_view element) {
      if (KindOf(element) != "null") KeepFirst(kept, read(count, element));
      ++count;
      return !kept || kept->other.empty();
    });
  }
  if (kept) return kept;
  if (length && count != *length) {
    return Other(fmt::format("wrong number of fields: {} != {}", count, *length));
  }
  return std::nullopt;
}

MaybeFault ReadPair(std::string_view raw, std::int64_t& time, double& value) {
  return ReadTuple(raw, "[2]json.Unmarshaler", std::nullopt,
                   [&](std::size_t i, std::string_view element) -> MaybeFault {
                     if (i == 0) return ReadTime(element, time);
                     if (i == 1) return ReadQuotedFloat(element, "sample", value);
                     return std::nullopt;
                   });
}

MaybeFault ReadBucket(std::string_view raw, AnswerHistogram::Bucket& bucket) {
  return ReadTuple(
      raw, "[]interface {}", 4, [&](std::size_t i, std::string_view element) -> MaybeFault {
        if (i == 0) {
          std::int64_t closed = 0;
          if (KindOf(element) == "number" && !ReadInteger(element, closed) &&
              closed == static_cast<std::int32_t>(closed)) {
            bucket.bounds.closed = static_cast<int>(closed);
            return std::nullopt;
          }
          Fault fault = WrongType(element, "int32");
          if (fault.value == "number") fault.value += fmt::format(" {}", element);
          return fault;
        }
        double ignored = 0;
        double* const places[] = {&bucket.bounds.lower, &bucket.bounds.upper, &bucket.count};
        return ReadQuotedFloat(element, "float", i < 4 ? *places[i - 1] : ignored);
      });
}

MaybeFault ReadHistogram(std::string_view raw, AnswerHistogram& histogram) {
  if (KindOf(raw) != "object") return WrongType(raw, "model.SampleHistogram");
  MaybeFault kept;
  ForEachField(raw, [&](const std::string& name, std::string_view value) {
    const std::string field = LowerAscii(name);
    MaybeFault fault;
    if (field == "count") fault = ReadQuotedFloat(value, "float", histogram.count);
    if (field == "sum") fault = ReadQuotedFloat(value, "float", histogram.sum);
    if (field == "buckets") {
      fault = ReadTuple(value, "model.HistogramBuckets", std::nullopt,
                        [&](std::size_t, std::string_view element) {
                          return ReadBucket(element, histogram.buckets.emplace_back());
                        });
    }
    if (fault) KeepFirst(kept, Within(*fault, "SampleHistogram", field));
    return !kept || kept->other.empty();
  });
  return kept;
}

MaybeFault ReadHistogramPair(std::string_view raw, std::int64_t& time,
                             std::vector<AnswerHistogram>& histogram) {
  MaybeFault fault = ReadTuple(raw, "[]interface {}", 2,
                               [&](std::size_t i, std::string_view element) -> MaybeFault {
                                 if (i == 0) return ReadTime(element, time);
                                 if (i > 1) return std::nullopt;
                                 return ReadHistogram(element, histogram.emplace_back());
                               });
  if (!fault && histogram.empty()) return Other("histogram is null");
  return fault;
}

constexpr std::string_view kSampleType =
    "struct { Metric model.Metric \"json:\\\"metric\\\"\"; Value model.SamplePair "
    "\"json:\\\"value\\\"\"; Histogram model.SampleHistogramPair \"json:\\\"histogram\\\"\" }";

MaybeFault ReadSample(std::string_view raw, AnswerSample& sample) {
  if (KindOf(raw) == "null") {
    sample.is_null = true;
    return std::nullopt;
  }
  if (KindOf(raw) != "object") return WrongType(raw, kSampleType);
  MaybeFault kept;
  std::int64_t time = 0;
  ForEachField(raw, [&](const std::string& name, std::string_view value) {
    const std::string field = LowerAscii(name);
    MaybeFault fault;
    bool ends = false;  // Whether the field reads itself, so that any fault is the last.
    if (field == "metric") {
      sample.has_labels = KindOf(value) == "object";
      if (!sample.has_labels) sample.labels.clear();
      fault = ReadLabels(value, "model.Metric", sample.labels);
    }
    if (field == "value") fault = ReadPair(value, sample.time, sample.value);
    if (field == "histogram") {
      sample.histogram.clear();
      fault = ReadHistogramPair(value, time, sample.histogram);
    }
    if (!fault) return true;
    ends = field != "metric";
    if (ends) kept.reset();
    KeepFirst(kept, Within(*fault, "", field));
    return !ends;
  });
  if (!sample.histogram.empty()) sample.time = time;
  return kept;
}

MaybeFault ReadScalar(std::string_view raw, AnswerScalar& scalar) {
  std::string text;
  MaybeFault fault = ReadTuple(raw, "[2]interface {}", std::nullopt,
                               [&](std::size_t i, std::string_view element) -> MaybeFault {
                                 if (i == 0) return ReadTime(element, scalar.time);
                                 if (i > 1) return std::nullopt;
                                 if (KindOf(element) != "string") {
                                   return WrongType(element, "string");
                                 }
                                 text = TextOf(element);
                                 return std::nullopt;
                               });
  if (fault) return fault;
  fault = ReadFloat(text, scalar.value);
  if (fault) fault->other.insert(0, "error parsing sample value: ");
  return fault;
}

// What json-iterator says of a value that reads itself, and has been skipped.
template <typename Read>
void ReadByItself(JsonIterator& iterator, Read&& read) {
  iterator.NextToken();
  iterator.Unread();
  const std::string_view raw = iterator.SkipAndReturn();
  if (iterator.failed()) return;
  if (const MaybeFault fault = read(raw)) iterator.Fail("unmarshalerDecoder", fault->ToString());
}

MaybeFault Outcome(const JsonIterator& iterator) {
  if (!iterator.failed()) return std::nullopt;
  return Other(iterator.error());
}

MaybeFault ReadVector(std::string_view raw, std::vector<AnswerSample>& samples) {
  JsonIterator iterator(raw);
  iterator.ReadSlice("model.Vector", [&] {
    ReadByItself(iterator, [&](std::string_view element) {
      return ReadSample(element, samples.emplace_back());
    });
  });
  iterator.End();
  return Outcome(iterator);
}

// The elements of a matrix, which are read without looking at them twice.
class SeriesReader {
 public:
  explicit SeriesReader(JsonIterator& iterator) : iterator_(iterator) {}

  void Read(AnswerSeries& series) {
    constexpr std::string_view kOperation = "unmarshal model.SampleStream";
    series.is_null = iterator_.ReadNil();
    if (series.is_null) return;
    for (std::string key = iterator_.ReadObject(); !key.empty(); key = iterator_.ReadObject()) {
      if (iterator_.failed()) return;
      if (key == "metric") {
        series.has_labels = true;
        if (const MaybeFault fault = ReadMetric(series.labels)) {
          return iterator_.Fail(kOperation, fault->ToString());
        }
      } else if (key == "values") {
        while (iterator_.ReadArray()) ReadPair(series.floats.emplace_back());
      } else if (key == "histograms") {
        while (iterator_.ReadArray()) ReadHistogram(series.histograms.emplace_back());
      } else {
        return iterator_.Fail(kOperation, "unexpected key:" + key);
      }
    }
  }

 private:
  MaybeFault ReadMetric(AnswerLabels& labels) {
    iterator_.NextToken();
    iterator_.Unread();
    const std::string_view raw = iterator_.SkipAndReturn();
    if (iterator_.failed()) return std::nullopt;
    // json-iterator: a text is read for what it says, null for nothing.
    const std::string said = KindOf(raw) == "string" ? JsonIterator(raw).ReadString() : "";
    const bool is_text = KindOf(raw) == "string" || KindOf(raw) == "null";
    JsonIterator metric(is_text ? std::string_view(said) : raw);
    if (const char c = metric.NextToken(); c != '{') {
      metric.Fail("ReadMapCB", std::string("expect { or n, but found ") + c);
    } else if (metric.NextToken() != '}') {
      metric.Unread();
      do {
        std::string name;
        ReadByItself(metric, [&](std::string_view text) { return ReadLabelName(text, name); });
        metric.NextToken();
        SetLabel(labels, std::move(name), metric.ReadString());
      } while (!metric.failed() && metric.NextToken() == ',');
    }
    return Outcome(metric);
  }

  static MaybeFault ReadLabelName(std::string_view raw, std::string& name) {
    if (KindOf(raw) == "string") {
      name = TextOf(raw);
    } else if (KindOf(raw) != "null") {
      return WrongType(raw, "string");
    }
    if (!name.empty()) return std::nullopt;
    return Other("\"\" is not a valid label name");
  }

  // The time in front; false if there is nothing to follow.
  bool ReadTimeOf(std::string_view operation, std::string_view type, std::string_view what,
                  std::int64_t& time) {
    if (!iterator_.ReadArray()) {
      iterator_.Fail(operation, fmt::format("{} must be [timestamp, {}]", type, what));
      return false;
    }
    if (const MaybeFault fault = ReadTime(iterator_.ReadNumber(), time)) {
      iterator_.Fail(operation, fault->other);
      return false;
    }
    return true;
  }

  void ReadPair(AnswerScalar& point) {
    constexpr std::string_view kOperation = "unmarshal model.SamplePair";
    if (!ReadTimeOf(kOperation, "SamplePair", "value", point.time)) return;
    if (!iterator_.ReadArray()) return iterator_.Fail(kOperation, "SamplePair missing value");
    if (const MaybeFault fault = ReadFloat(iterator_.ReadString(), point.value)) {
      return iterator_.Fail(kOperation, fault->other);
    }
    if (iterator_.ReadArray()) {
      iterator_.Fail(kOperation, "SamplePair has too many values, must be [timestamp, value]");
    }
  }

  void ReadHistogram(std::pair<std::int64_t, AnswerHistogram>& point) {
    constexpr std::string_view kOperation = "unmarshal model.SampleHistogramPair";
    if (!ReadTimeOf(kOperation, "SampleHistogramPair", "{histogram}", point.first)) return;
    if (!iterator_.ReadArray()) return iterator_.Fail(kOperation, "SamplePair missing histogram");
    AnswerHistogram& histogram = point.second;
    for (std::string key = iterator_.ReadObject(); !key.empty(); key = iterator_.ReadObject()) {
      if (iterator_.failed()) return;
      if (key == "count" || key == "sum") {
        double& value = key == "count" ? histogram.count : histogram.sum;
        if (ReadFloat(iterator_.ReadString(), value)) {
          return iterator_.Fail(kOperation, key + " of histogram is not a float");
        }
      } else if (key == "buckets") {
        while (iterator_.ReadArray()) {
          if (const MaybeFault fault = ReadBucket(histogram.buckets.emplace_back())) {
            return iterator_.Fail("unmarshal model.HistogramBucket", fault->other);
          }
        }
      } else {
        return iterator_.Fail(kOperation, "unexpected key in histogram:" + key);
      }
    }
    if (iterator_.ReadArray()) {
      iterator_.Fail(kOperation,
                     "SampleHistogramPair has too many values, must be [timestamp, {histogram}]");
    }
  }

  MaybeFault ReadBucket(AnswerHistogram::Bucket& bucket) {
    const Fault shape = Other("HistogramBucket must be [boundaries, lower, upper, count]");
    if (!iterator_.ReadArray()) return shape;
    std::int64_t closed = 0;
    if (MaybeFault fault = ReadInteger(iterator_.ReadNumber(), closed)) return fault;
    bucket.bounds.closed = static_cast<std::int32_t>(closed);
    for (double* const place : {&bucket.bounds.lower, &bucket.bounds.upper, &bucket.count}) {
      if (!iterator_.ReadArray()) return shape;
      if (MaybeFault fault = ReadFloat(iterator_.ReadString(), *place)) return fault;
    }
    if (iterator_.ReadArray()) {
      return Other(
          "HistogramBucket has too many values, must be [boundaries, lower, upper, count]");
    }
    return std::nullopt;
  }

  JsonIterator& iterator_;
};

MaybeFault ReadMatrix(std::string_view raw, std::vector<AnswerSeries>& matrix) {
  JsonIterator iterator(raw);
  SeriesReader reader(iterator);
  iterator.ReadSlice("model.Matrix", [&] {
    if (!iterator.failed()) reader.Read(matrix.emplace_back());
  });
  iterator.End();
  return Outcome(iterator);
}

// model.ValueType
MaybeFault ReadType(std::string_view raw, std::string& type) {
  const std::string_view kind = KindOf(raw);
  if (kind != "string" && kind != "null") return WrongType(raw, "string");
  type = kind == "string" ? TextOf(raw) : "";
  for (const std::string_view known : {"<ValNone>", "scalar", "vector", "matrix", "string"}) {
    if (type == known) return std::nullopt;
  }
  return Other(fmt::format("unknown value type {}", GoQuote(type)));
}

MaybeFault ReadResult(std::string_view raw, AnswerValue& value) {
  JsonIterator iterator(raw);
  std::string type = "<ValNone>";
  std::string_view result;
  iterator.ReadStruct("", {{"resultType", "Type"}, {"result", "Result"}}, [&](std::size_t i) {
    if (i == 0) {
      ReadByItself(iterator, [&](std::string_view text) { return ReadType(text, type); });
    } else {
      result = iterator.ReadNil() ? std::string_view() : iterator.SkipAndReturn();
    }
  });
  iterator.End();
  if (iterator.failed()) return Outcome(iterator);
  if (type == "vector") return ReadVector(result, value.emplace<std::vector<AnswerSample>>());
  if (type == "matrix") return ReadMatrix(result, value.emplace<std::vector<AnswerSeries>>());
  if (type != "scalar") {
    return Other(fmt::format("unexpected value type {}", GoQuote(type)));
  }
  JsonIterator scalar(result);
  ReadByItself(scalar, [&](std::string_view text) {
    return ReadScalar(text, value.emplace<AnswerScalar>());
  });
  scalar.End();
  return Outcome(scalar);
}

}  // namespace

ApiAnswer ReadApiAnswer(int status, std::string_view body) {
  ApiAnswer answer;
  const bool is_error = status == 400 || status == 422;
  if (status / 100 != 2 && !is_error) {
    answer.error.message = status / 100 == 4 ? fmt::format("client_error: client error: {}", status)
                           : status / 100 == 5
                               ? fmt::format("server_error: server error: {}", status)
                               : fmt::format("bad_response: bad response code {}", status);
    answer.error.detail = body;
    return answer;
  }
  std::string outcome;
  std::string error_type;
  std::string error;
  if (status != 204) {
    JsonIterator iterator(body);
    iterator.ReadStruct("v1.apiResponse",
                        {{"status", "Status"},
                         {"data", "Data"},
                         {"errorType", "ErrorType"},
                         {"error", "Error"},
                         {"warnings", "Warnings"}},
                        [&](std::size_t i) {
                          if (i == 0) outcome = iterator.ReadString();
                          if (i == 1)
                            answer.data = iterator.ReadNil() ? "" : iterator.SkipAndReturn();
                          if (i == 2) error_type = iterator.ReadString();
                          if (i == 3) error = iterator.ReadString();
                          if (i == 4) {
                            iterator.ReadSlice("[]string", [&] {
                              answer.warnings.push_back(iterator.ReadString());
                            });
                          }
                        });
    iterator.End();
    if (iterator.failed()) {
      answer.warnings.clear();
      answer.error.message = "bad_response: " + iterator.error();
      return answer;
    }
  }
  answer.ok = outcome != "error";
  if (outcome == "error") answer.error.message = error_type + ": " + error;
  if (is_error && outcome == "success") {
    answer.ok = false;
    answer.error.message = "bad_response: inconsistent body for response code";
  }
  return answer;
}

Result<AnswerValue> ReadAnswerValue(std::string_view data) {
  AnswerValue value;
  JsonIterator iterator(data);
  ReadByItself(iterator, [&](std::string_view raw) { return ReadResult(raw, value); });
  iterator.End();
  if (iterator.failed()) return Error{iterator.error()};
  return value;
}

Result<std::vector<AnswerLabels>> ReadAnswerSeries(std::string_view data) {
  std::vector<AnswerLabels> series;
  JsonIterator iterator(data);
  iterator.ReadSlice("[]model.LabelSet", [&] {
    AnswerLabels& labels = series.emplace_back();
    ReadByItself(iterator, [&](std::string_view raw) -> MaybeFault {
      MaybeFault fault = ReadLabels(raw, "map[model.LabelName]model.LabelValue", labels);
      if (!fault && !labels.empty() && labels.front().first.empty()) {
        fault = Other("\"\" is not a valid label name");
      }
      return fault;
    });
  });
  iterator.End();
  if (iterator.failed()) return Error{iterator.error()};
  return series;
}

Result<std::vector<std::string>> ReadAnswerTexts(std::string_view data) {
  std::vector<std::string> texts;
  JsonIterator iterator(data);
  iterator.ReadSlice("model.LabelValues", [&] { texts.push_back(iterator.ReadString()); });
  iterator.End();
  if (iterator.failed()) return Error{iterator.error()};
  return texts;
}

}  // namespace check::api
