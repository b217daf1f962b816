#include "libcheck/push/remote_write.h"

#include <snappy.h>

#include <bit>
#include <protozero/pbf_writer.hpp>
#include <unordered_map>
#include <utility>

#include "libcheck/model/histogram.h"

namespace check::push {
namespace {

using protozero::pbf_writer;

// Where the two versions have the same message, they have the same fields but for a few numbers.
// What is zero is left out, as it is the default; a negative zero is not. Values are always
// written, since protozero leaves out messages of nothing.

void AddDouble(pbf_writer& to, protozero::pbf_tag_type field, double value) {
  if (std::bit_cast<std::uint64_t>(value) != 0) to.add_double(field, value);
}

void AddInt(pbf_writer& to, protozero::pbf_tag_type field, std::int64_t value) {
  if (value != 0) to.add_int64(field, value);
}

void AddText(pbf_writer& to, protozero::pbf_tag_type field, std::string_view text) {
  if (!text.empty()) to.add_bytes(field, text.data(), text.size());
}

void AddLabels(pbf_writer& to, const std::vector<Label>& labels) {
  for (const Label& label : labels) {
    pbf_writer pair(to, 1);
    AddText(pair, 1, label.name);
    AddText(pair, 2, label.value);
  }
}

// One side's buckets: spans, and behind that the counts. Integers are differences to the bucket
// before.
void AddSide(pbf_writer& to, const model::BucketSide& side, bool is_integer,
             protozero::pbf_tag_type spans) {
  for (const model::BucketSpan& span : side.spans) {
    pbf_writer message(to, spans);
    if (span.offset != 0) message.add_sint32(1, span.offset);
    if (span.length != 0) message.add_uint32(2, span.length);
  }
  if (side.counts.empty()) return;
  if (!is_integer) {
    to.add_packed_double(spans + 2, side.counts.begin(), side.counts.end());
    return;
  }
  std::vector<std::int64_t> deltas;
  std::int64_t before = 0;
  for (const double count : side.counts) {
    const auto whole = static_cast<std::int64_t>(count);
    deltas.push_back(whole - before);
    before = whole;
  }
  to.add_packed_sint64(spans + 1, deltas.begin(), deltas.end());
}

void AddHistogram(pbf_writer& to, const HistogramSample& sample, Version version) {
  const model::FloatHistogram& histogram = *sample.histogram;
  // Of a choice of fields, the one that counts is there even if it is zero.
  if (sample.is_integer) {
    to.add_uint64(1, static_cast<std::uint64_t>(histogram.count));
  } else {
    to.add_double(2, histogram.count);
  }
  AddDouble(to, 3, histogram.sum);
  if (histogram.schema != 0) to.add_sint32(4, histogram.schema);
  AddDouble(to, 5, histogram.zero_threshold);
  if (sample.is_integer) {
    to.add_uint64(6, static_cast<std::uint64_t>(histogram.zero_count));
  } else {
    to.add_double(7, histogram.zero_count);
  }
  AddSide(to, histogram.negative, sample.is_integer, 8);
  AddSide(to, histogram.positive, sample.is_integer, 11);
  if (histogram.hint != model::CounterResetHint::kUnknown) {
    to.add_enum(14, static_cast<std::int32_t>(histogram.hint));
  }
  AddInt(to, 15, sample.time);
  const auto bounds = histogram.bounds();
  if (!bounds.empty()) to.add_packed_double(16, bounds.begin(), bounds.end());
  if (version == Version::k2) AddInt(to, 17, sample.start);
}

// The numbers that both versions have for types.
std::int32_t TypeNumber(MetricType type) {
  switch (type) {
    case MetricType::kUnknown:
      return 0;
    case MetricType::kCounter:
      return 1;
    case MetricType::kGauge:
      return 2;
    case MetricType::kHistogram:
      return 3;
    case MetricType::kGaugeHistogram:
      return 4;
    case MetricType::kSummary:
      return 5;
    case MetricType::kInfo:
      return 6;
    case MetricType::kStateset:
      return 7;
  }
  return 0;
}

void AddType(pbf_writer& to, MetricType type) {
  if (type != MetricType::kUnknown) to.add_enum(1, TypeNumber(type));
}

std::string Encode1(const WriteRequest& request) {
  std::string message;
  pbf_writer to(message);
  for (const Series& series : request.series) {
    pbf_writer one(to, 1);
    AddLabels(one, series.labels);
    for (const Sample& sample : series.samples) {
      pbf_writer point(one, 2);
      point.add_double(1, sample.value);
      AddInt(point, 2, sample.time);
    }
    for (const Exemplar& exemplar : series.exemplars) {
      pbf_writer point(one, 3);
      AddLabels(point, exemplar.labels);
      point.add_double(2, exemplar.value);
      AddInt(point, 3, exemplar.time);
    }
    for (const HistogramSample& sample : series.histograms) {
      pbf_writer point(one, 4);
      AddHistogram(point, sample, Version::k1);
    }
  }
  for (const Family& family : request.families) {
    pbf_writer metadata(to, 3);
    AddType(metadata, family.type);
    AddText(metadata, 2, family.name);
    AddText(metadata, 4, family.help);
    AddText(metadata, 5, family.unit);
  }
  return message;
}

// The texts of a message, each once; the first one is the empty text.
class Symbols {
 public:
  std::uint32_t Number(std::string_view text) {
    if (text.empty()) return 0;
    const auto [at, is_new] = numbers_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
    if (is_new) texts_.push_back(text);
    return at->second;
  }
  const std::vector<std::string_view>& texts() const { return texts_; }

 private:
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
  std::vector<std::string_view> texts_ = {std::string_view()};
};

class Encoder2 {
 public:
  std::string Encode(const WriteRequest& request) {
    // Behind the symbols, which are known when all else has been written.
    std::string all;
    pbf_writer to(all);
    for (const Series& series : request.series) {
      pbf_writer one(to, 5);
      AddSeries(one, series, request.families[series.family]);
    }
    std::string message;
    pbf_writer head(message);
    for (const std::string_view text : symbols_.texts()) {
      head.add_bytes(4, text.data(), text.size());
    }
    return message + all;
  }

 private:
  void AddSeries(pbf_writer& one, const Series& series, const Family& family) {
    AddReferences(one, series.labels);
    for (const Sample& sample : series.samples) {
      pbf_writer point(one, 2);
      point.add_double(1, sample.value);
      AddInt(point, 2, sample.time);
      AddInt(point, 3, sample.start);
    }
    for (const HistogramSample& sample : series.histograms) {
      pbf_writer point(one, 3);
      AddHistogram(point, sample, Version::k2);
    }
    for (const Exemplar& exemplar : series.exemplars) {
      pbf_writer point(one, 4);
      AddReferences(point, exemplar.labels);
      point.add_double(2, exemplar.value);
      AddInt(point, 3, exemplar.time);
    }
    pbf_writer metadata(one, 5);
    AddType(metadata, family.type);
    if (!family.help.empty()) metadata.add_uint32(3, symbols_.Number(family.help));
    if (!family.unit.empty()) metadata.add_uint32(4, symbols_.Number(family.unit));
  }

  void AddReferences(pbf_writer& to, const std::vector<Label>& labels) {
    references_.clear();
    for (const Label& label : labels) {
      references_.push_back(symbols_.Number(label.name));
      references_.push_back(symbols_.Number(label.value));
    }
    to.add_packed_uint32(1, references_.begin(), references_.end());
  }

  Symbols symbols_;
  std::vector<std::uint32_t> references_;
};

}  // namespace

void WriteRequest::Clear() {
  families.clear();
  series.clear();
  text.Reset();
}

Counts WriteRequest::Count() const {
  Counts counts;
  for (const Series& one : series) {
    counts.samples += one.samples.size();
    counts.histograms += one.histograms.size();
    counts.exemplars += one.exemplars.size();
  }
  return counts;
}

std::string Encode(const WriteRequest& request, Version version) {
  return version == Version::k1 ? Encode1(request) : Encoder2().Encode(request);
}

std::string Compress(std::string_view message) {
  std::string compressed;
  snappy::Compress(message.data(), message.size(), &compressed);
  return compressed;
}

std::string_view ContentType(Version version) {
  return version == Version::k1 ? "application/x-protobuf"
                                : "application/x-protobuf;proto=io.prometheus.write.v2.Request";
}

std::string_view VersionHeader(Version version) {
  return version == Version::k1 ? "0.1.0" : "2.0.0";
}

}  // namespace check::push
