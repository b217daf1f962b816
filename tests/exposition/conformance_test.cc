#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/base64.h"
#include "libcheck/base/number.h"
#include "libcheck/exposition/content_type.h"
#include "libcheck/exposition/metrics_check.h"
#include "libcheck/exposition/server_reader.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::exposition {
namespace {

using Json = nlohmann::json;

std::string Text(const Json& text) {
  if (text.is_string()) return text.get<std::string>();
  return DecodeBase64(text.at("base64").get<std::string>()).value_or("");
}

// How the server writes the numbers in `le` and `quantile`.
std::string Canonical(const std::string& text) {
  const auto number = ParseValue(text);
  if (!number) return text;
  std::string written = FormatGoFloat(*number, 'g', -1);
  if (std::isfinite(*number) && written.find_first_of("e.") == written.npos) written += ".0";
  return written;
}

std::map<std::string, std::string> Labels(const Entry& entry, MetricType type) {
  std::map<std::string, std::string> labels = {{"__name__", std::string(entry.sample.name)}};
  for (const Label& label : entry.sample.labels) {
    const bool is_number = (type == MetricType::kHistogram && label.name == "le") ||
                           (type == MetricType::kSummary && label.name == "quantile");
    const std::string value(label.value);
    labels[std::string(label.name)] = is_number ? Canonical(value) : value;
  }
  return labels;
}

double Value(const Json& value) {
  return value.is_string() ? ParseGoFloat(value.get<std::string>()).value_or(0)
                           : value.get<double>();
}

bool SameValue(std::string_view written, const Json& expected) {
  const double a = ParseValue(written).value_or(0);
  const double b = Value(expected);
  return a == b || (std::isnan(a) && std::isnan(b));
}

std::int64_t Milliseconds(std::string_view timestamp, Format format) {
  if (format == Format::kPrometheusText) return ParseGoInt(timestamp, 10).value_or(0);
  return static_cast<std::int64_t>(ParseValue(timestamp).value_or(0) * 1000);
}

bool SameExemplars(const Entry& entry, const Json& row) {
  if (!row.contains("exemplars")) return !entry.exemplar.has_value();
  const Json& expected = row["exemplars"].at(0);
  if (!entry.exemplar || row["exemplars"].size() != 1) return false;
  std::map<std::string, std::string> labels;
  for (const Label& label : entry.exemplar->labels) {
    labels[std::string(label.name)] = std::string(label.value);
  }
  if (labels != expected.value("labels", std::map<std::string, std::string>())) return false;
  if (!SameValue(entry.exemplar->value, expected.at("value"))) return false;
  return !expected.contains("timestamp_ms") ||
         Milliseconds(entry.exemplar->timestamp, Format::kOpenMetrics) ==
             expected["timestamp_ms"].get<std::int64_t>();
}

bool SameEntry(const Entry& entry, const Json& row, const Json& not_compared, MetricType type,
               Format format) {
  const std::string kind = row.at("type");
  const auto is = [&](const char* field, std::string_view text) {
    return std::string(text) == row.value(field, "");
  };
  const auto compares = [&](const char* field) {
    return std::find(not_compared.begin(), not_compared.end(), field) == not_compared.end();
  };
  switch (entry.kind) {
    case Entry::Kind::kHelp:
      // Help texts are compared where nothing in them is escaped.
      return kind == "help" && is("metric", entry.name) &&
             (entry.text.find('\\') != std::string_view::npos || is("help", entry.text));
    case Entry::Kind::kType:
      return kind == "type" && is("metric", entry.name) && is("metric_type", ToString(entry.type));
    case Entry::Kind::kUnit:
      return kind == "unit" && is("metric", entry.name) && is("unit", entry.text);
    case Entry::Kind::kComment:
      return kind == "comment" && (!row.contains("comment") || is("comment", entry.text));
    case Entry::Kind::kSeries:
      break;
  }
  if (kind != "series" || !is("series", entry.series)) return false;
  if (compares("labels") && row.contains("labels") &&
      row["labels"].get<std::map<std::string, std::string>>() != Labels(entry, type)) {
    return false;
  }
  if (compares("value") && row.contains("value") && !SameValue(entry.sample.value, row["value"])) {
    return false;
  }
  if (row.contains("timestamp_ms") != !entry.sample.timestamp.empty()) return false;
  if (row.contains("timestamp_ms") &&
      Milliseconds(entry.sample.timestamp, format) != row["timestamp_ms"].get<std::int64_t>()) {
    return false;
  }
  return SameExemplars(entry, row);
}

// Whether the server's reader makes of the text what the row says.
bool Agrees(const Json& row) {
  const std::string text = Text(row.at("text"));
  const bool is_text = row.at("format") == "prometheus_text";
  const Format format = is_text ? Format::kPrometheusText : Format::kOpenMetrics;
  const Json options = row.value("options", Json::object());
  const Json not_compared = row.value("not_compared", Json::array());
  const Json entries = row.value("entries", Json::array());
  // A setting of the scrape has series of creation times read as start timestamps instead. Rows
  // that have it do not always say so.
  const bool skips_created =
      options.value("skip_start_timestamp_series", false) ||
      std::none_of(entries.begin(), entries.end(), [](const Json& entry) {
        return entry.value("series", std::string()).find("_created") != std::string::npos;
      });
  ServerReader reader(text, format);
  MetricType type = MetricType::kUnknown;
  std::size_t next = 0;
  for (;;) {
    const ServerReader::Step step = reader.Next();
    if (step == ServerReader::Step::kFault) {
      return !row.at("ok").get<bool>() &&
             (!row.contains("error") || reader.fault().upstream == row["error"]);
    }
    if (step == ServerReader::Step::kEnd) {
      return row.at("ok").get<bool>() && next == entries.size();
    }
    const Entry& entry = reader.entry();
    if (entry.kind == Entry::Kind::kType) type = entry.type;
    const bool is_created = entry.kind == Entry::Kind::kSeries &&
                            (type == MetricType::kCounter || type == MetricType::kSummary ||
                             type == MetricType::kHistogram) &&
                            entry.sample.name.ends_with("_created");
    if (is_created && skips_created) continue;
    if (!row.contains("entries")) continue;
    if (next == entries.size() || !SameEntry(entry, entries[next], not_compared, type, format)) {
      return false;
    }
    ++next;
  }
}

TEST_CASE("both formats are read and refused as in Prometheus's own tests") {
  const auto folder = test::Shared("conformance/exposition", "readers");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t left_out = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "parse.jsonl")) {
    const Json row = Json::parse(line);
    const std::string id = row.at("id");
    CAPTURE(id);
    ++total;
    // Making native histograms of classic ones is a setting of the scrape and no part of reading.
    if (row.value("options", Json::object()).value("convert_classic_histograms_to_nhcb", false)) {
      ++left_out;
      continue;
    }
    const bool good = Agrees(row);
    CHECK(good);
    agreed += good ? 1 : 0;
  }
  test::PrintConformance("exposition/parse.jsonl", agreed, total - left_out);
  MESSAGE("left out: ", left_out, " that turn classic histograms into native ones");
}

TEST_CASE("a scrape goes to the reader that Prometheus chooses by its content type") {
  const auto folder = test::Shared("conformance/exposition", "content types");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "content_type.jsonl")) {
    const Json row = Json::parse(line);
    const std::string id = row.at("id");
    CAPTURE(id);
    const ReaderChoice choice = ChooseReader(row.at("content_type").get<std::string>(),
                                             row.at("fallback_scrape_protocol").get<std::string>());
    constexpr std::string_view kNames[] = {"", "prometheus_text", "openmetrics_text", "protobuf"};
    const std::string expected = row.at("parser").is_null() ? "" : row["parser"].get<std::string>();
    bool good = kNames[static_cast<std::size_t>(choice.reader)] == expected;
    good = good && choice.error.empty() != row.contains("error_contains");
    for (const auto& part : row.value("error_contains", std::vector<std::string>())) {
      good = good && choice.error.find(part) != std::string::npos;
    }
    CHECK(good);
    ++total;
    agreed += good ? 1 : 0;
  }
  test::PrintConformance("exposition/content_type.jsonl", agreed, total);
}

bool HasErrors(const CheckedMetrics& metrics) {
  return std::any_of(metrics.findings.begin(), metrics.findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::kError; });
}

TEST_CASE("the OpenMetrics project's own texts are accepted and refused as there") {
  const auto folder = test::Shared("conformance/exposition", "OpenMetrics");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "openmetrics_parsers.jsonl")) {
    const Json row = Json::parse(line);
    const std::string file = row.at("file");
    CAPTURE(file);
    const std::string text = test::ReadText(*folder / file);
    const auto input = FromMemory(text);
    const auto metrics = CheckMetrics(*input, file, {.format = Format::kOpenMetrics});
    REQUIRE(metrics.ok());
    const bool good = HasErrors(*metrics) != row.at("ok").get<bool>();
    CHECK(good);
    ++total;
    agreed += good ? 1 : 0;
  }
  test::PrintConformance("exposition/openmetrics_parsers.jsonl", agreed, total);
}

TEST_CASE("scrapes one after another are judged as by the OpenMetrics validator") {
  const auto folder = test::Shared("conformance/exposition", "OpenMetrics");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "openmetrics_validator.jsonl")) {
    const Json row = Json::parse(line);
    const std::string id = row.at("id");
    const std::string name = row.at("name");
    CAPTURE(id);
    CAPTURE(name);
    bool bad = false;
    Snapshot last;
    for (std::size_t i = 0; i < row.at("expositions").size(); ++i) {
      const std::string text = row["expositions"][i];
      Snapshot now;
      const CheckOptions options = {
          .format = Format::kOpenMetrics, .before = i > 0 ? &last : nullptr, .keep = &now};
      const auto input = FromMemory(text);
      const auto metrics = CheckMetrics(*input, "scrape", options);
      REQUIRE(metrics.ok());
      for (const Finding& finding : metrics->findings) {
        const std::string_view code = finding.info->code;
        const bool must =
            finding.severity == Severity::kError || code == "metric-counter-went-back";
        const bool should = code == "openmetrics-common-label" || code == "metric-gone";
        bad = bad || must || (should && row.at("level") == "should");
      }
      last = std::move(now);
    }
    const bool good = bad != row.at("ok").get<bool>();
    CHECK(good);
    ++total;
    agreed += good ? 1 : 0;
  }
  test::PrintConformance("exposition/openmetrics_validator.jsonl", agreed, total);
}

}  // namespace
}  // namespace check::exposition
