#include "tests/support/remote_write_text.h"

#include <fmt/format.h>
#include <snappy.h>

#include <protozero/pbf_reader.hpp>
#include <utility>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"

namespace check::test {
namespace {

using protozero::pbf_reader;
using push::Version;

// Written from the definitions in the specifications, and not from the encoder.
class Reader {
 public:
  explicit Reader(Version version) : version_(version) {}

  std::string Read(std::string_view message) {
    pbf_reader request(message.data(), message.size());
    std::vector<pbf_reader> series;
    while (request.next()) {
      const auto field = request.tag();
      if (version_ == Version::k1 && field == 1) {
        series.push_back(request.get_message());
      } else if (version_ == Version::k1 && field == 3) {
        ReadMetadata(request.get_message());
      } else if (version_ == Version::k2 && field == 4) {
        symbols_.push_back(request.get_string());
      } else if (version_ == Version::k2 && field == 5) {
        series.push_back(request.get_message());
      } else {
        return fmt::format("invalid: field {}", field);
      }
    }
    if (version_ == Version::k2 && (symbols_.empty() || !symbols_[0].empty())) {
      return "invalid: the first symbol is not empty";
    }
    std::string text;
    for (pbf_reader& one : series) text += ReadSeries(one);
    return text + metadata_;
  }

 private:
  using Labels = std::vector<std::pair<std::string, std::string>>;

  static std::string ToText(const Labels& labels) {
    std::string name;
    std::string text;
    for (const auto& [label, value] : labels) {
      if (label == "__name__") {
        name = value;
      } else {
        text += fmt::format("{}{}={}", text.empty() ? "" : ",", label, GoQuote(value));
      }
    }
    return text.empty() ? name : fmt::format("{}{{{}}}", name, text);
  }

  static void ReadLabel(pbf_reader pair, Labels& labels) {
    std::pair<std::string, std::string> label;
    while (pair.next()) {
      std::string& part = pair.tag() == 1 ? label.first : label.second;
      part = pair.get_string();
    }
    labels.push_back(label);
  }

  void ReadReferences(pbf_reader& from, Labels& labels) {
    std::vector<std::uint32_t> numbers;
    for (const std::uint32_t number : from.get_packed_uint32()) numbers.push_back(number);
    for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) {
      labels.emplace_back(symbols_.at(numbers[i]), symbols_.at(numbers[i + 1]));
    }
  }

  void ReadLabels(pbf_reader& from, Labels& labels) {
    version_ == Version::k1 ? ReadLabel(from.get_message(), labels) : ReadReferences(from, labels);
  }

  std::string ReadSeries(pbf_reader& one) {
    Labels labels;
    std::string points;
    std::string metadata;
    const bool is_2 = version_ == Version::k2;
    while (one.next()) {
      const auto field = one.tag();
      if (field == 1) {
        ReadLabels(one, labels);
      } else if (field == 2) {
        points += ReadSample(one.get_message());
      } else if (field == (is_2 ? 4U : 3U)) {
        points += ReadExemplar(one.get_message());
      } else if (field == (is_2 ? 3U : 4U)) {
        points += ReadHistogram(one.get_message());
      } else if (field == 5 && is_2) {
        metadata = ReadMetadata2(one.get_message());
      } else {
        points += fmt::format(" invalid: field {}", field);
      }
    }
    return ToText(labels) + points + metadata + "\n";
  }

  static std::string Number(double value) { return FormatGoFloat(value, 'g', -1); }

  static std::string ReadSample(pbf_reader from) {
    double value = 0;
    std::int64_t time = 0;
    std::int64_t start = 0;
    while (from.next()) {
      if (from.tag() == 1) value = from.get_double();
      if (from.tag() == 2) time = from.get_int64();
      if (from.tag() == 3) start = from.get_int64();
    }
    std::string text = fmt::format(" {}@{}", Number(value), time);
    return start == 0 ? text : fmt::format("{} since {}", text, start);
  }

  std::string ReadExemplar(pbf_reader from) {
    Labels labels;
    double value = 0;
    std::int64_t time = 0;
    while (from.next()) {
      if (from.tag() == 1) ReadLabels(from, labels);
      if (from.tag() == 2) value = from.get_double();
      if (from.tag() == 3) time = from.get_int64();
    }
    return fmt::format(" # {} {}@{}", ToText(labels), Number(value), time);
  }

  static std::string ReadHistogram(pbf_reader from) {
    std::string text;
    while (from.next()) {
      const auto field = from.tag();
      std::string value;
      const auto add = [&](auto each) { value += fmt::format(" {}", each); };
      if (field == 1 || field == 6) {
        add(from.get_uint64());
      } else if (field == 4) {
        add(from.get_sint32());
      } else if (field == 14 || field == 15 || field == 17) {
        add(from.get_int64());
      } else if (field == 9 || field == 12) {
        for (const std::int64_t delta : from.get_packed_sint64()) add(delta);
      } else if (field == 10 || field == 13 || field == 16) {
        for (const double count : from.get_packed_double()) add(Number(count));
      } else if (field == 8 || field == 11) {
        pbf_reader span = from.get_message();
        while (span.next()) {
          span.tag() == 1 ? add(span.get_sint32()) : add(span.get_uint32());
        }
      } else {
        add(Number(from.get_double()));
      }
      text += fmt::format(" {}:{}", field, value);
    }
    return fmt::format(" histogram[{}]", text);
  }

  void ReadMetadata(pbf_reader from) {
    std::string parts[6];
    while (from.next()) {
      std::string& part = parts[from.tag()];
      part = from.tag() == 1 ? std::to_string(from.get_enum()) : from.get_string();
    }
    metadata_ += fmt::format("metadata {} type {} help {} unit {}\n", parts[2], parts[1],
                             GoQuote(parts[4]), GoQuote(parts[5]));
  }

  std::string ReadMetadata2(pbf_reader from) {
    std::int32_t type = 0;
    std::string parts[5];
    while (from.next()) {
      if (from.tag() == 1) {
        type = from.get_enum();
      } else {
        std::string& part = parts[from.tag()];
        part = symbols_.at(from.get_uint32());
      }
    }
    return fmt::format(" (type {} help {} unit {})", type, GoQuote(parts[3]), GoQuote(parts[4]));
  }

  Version version_;
  std::vector<std::string> symbols_;
  std::string metadata_;
};

}  // namespace

std::string RemoteWriteText(std::string_view message, Version version) {
  try {
    return Reader(version).Read(message);
  } catch (const std::exception& error) {
    return fmt::format("invalid: {}", error.what());
  }
}

std::string ReceivedText(std::string_view body, Version version) {
  std::string message;
  if (!snappy::Uncompress(body.data(), body.size(), &message)) return "invalid: not snappy";
  return RemoteWriteText(message, version);
}

}  // namespace check::test
