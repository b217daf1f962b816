#include "libcheck/exposition/metrics_check.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/exposition/promtool_check.h"
#include "libcheck/exposition/server_reader.h"
#include "libcheck/report/report.h"
#include "tests/support/golden.h"

namespace check::exposition {
namespace {

namespace fs = std::filesystem;

CheckedMetrics Checked(std::string_view text, const CheckOptions& options) {
  const auto input = FromMemory(text);
  auto metrics = CheckMetrics(*input, "metrics", options);
  REQUIRE(metrics.ok());
  return std::move(*metrics);
}

std::vector<fs::path> Files(std::string_view folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(test::Testdata(folder))) {
    if (entry.path().extension() != ".expected") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE_FALSE(files.empty());
  return files;
}

// The report on a file, as the command prints it.
std::string Report(const fs::path& path) {
  const std::string text = test::ReadText(path);
  const auto input = FromMemory(text);
  const Format format =
      path.extension() == ".openmetrics" ? Format::kOpenMetrics : Format::kPrometheusText;
  auto metrics = CheckMetrics(*input, path.filename().string(), {.format = format});
  REQUIRE(metrics.ok());
  report::Run run = {.files = {{path.filename().string(), "sample", metrics->samples}},
                     .findings = std::move(metrics->findings)};
  return report::FindFormat("text")->Render(run, {});
}

TEST_CASE("good metrics are silent") {
  for (const fs::path& path : Files("exposition/good")) {
    const std::string name = path.filename().string();
    CAPTURE(name);
    CHECK(Report(path).starts_with("no problems found"));
  }
}

TEST_CASE("each bad file has the report that is beside it") {
  for (const fs::path& path : Files("exposition/bad")) {
    fs::path expected = path;
    expected += ".expected";
    test::CheckGolden(expected, Report(path));
  }
}

TEST_CASE("what is taken has to be taken by the server and by promtool") {
  struct Case {
    std::string_view text;
    bool server;
    bool promtool;
  };
  const Case cases[] = {
      {"a 1\n", true, true},
      {"a 1\n \t", true, true},
      {"a 1", true, false},
      {"a{b=\"1\",b=\"2\"} 1\n", true, false},
      {"# TYPE a gauge\n# TYPE a gauge\n", true, false},
      {"a 1 -1\n", false, true},
      {"# TYPE a Gauge\na 1\n", false, true},
      {"# HELP a \xFF\n", false, true},
      {"\"a\" 1\n", false, true},
      {"a x\n", false, false},
  };
  for (const Case& c : cases) {
    const std::string text(c.text);
    CAPTURE(text);
    ServerReader server(c.text, Format::kPrometheusText);
    ServerReader::Step step = server.Next();
    while (step == ServerReader::Step::kEntry) step = server.Next();
    CHECK((step == ServerReader::Step::kEnd) == c.server);
    const auto input = FromMemory(c.text);
    CHECK(CheckAsPromtool(*input, model::NameValidation::kUtf8)->error.has_value() != c.promtool);
    CHECK(Checked(c.text, {.lint = false}).findings.empty() == (c.server && c.promtool));
  }
}

TEST_CASE("of one code, no more findings are kept than was asked for, and the rest are counted") {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "a{b='c'} 1\n";
  const CheckedMetrics metrics = Checked(text, {.most_findings = 3});
  CHECK(metrics.findings.size() == 3);
  REQUIRE(metrics.hidden.size() == 1);
  CHECK(metrics.hidden.begin()->first->code == "metrics-syntax");
  CHECK(metrics.hidden.begin()->second == 47);
}

TEST_CASE("places count bytes and characters of the whole text") {
  const std::string text = "# HELP \xC3\xA4 x\na{b=\"\xC3\xA4\xC3\xB6\"} 1\na{b=\"\xC3\xA4\"} x\n";
  const CheckedMetrics metrics = Checked(text, {.lint = false});
  REQUIRE(metrics.findings.size() == 2);
  const Place& value = metrics.findings[1].where;
  CHECK(value.begin == LineColumn{3, 11});
  CHECK(value.bytes == Span{static_cast<std::uint32_t>(text.rfind('x')),
                            static_cast<std::uint32_t>(text.rfind('x')) + 1});
  CHECK(value.characters == Span{value.bytes.begin - 4, value.bytes.end - 4});
  CHECK(value.character_columns == Span{10, 11});
}

TEST_CASE("labels that make a metric large are counted") {
  std::string text = "# TYPE a gauge\n";
  for (int i = 0; i < 30; ++i) {
    text += "a{job=\"x\",instance=\"" + std::to_string(i) + "\",code=\"" + std::to_string(i % 3) +
            "\"} 1\n";
  }
  const CheckedMetrics metrics = Checked(text, {.lint = false, .count_labels = true});
  REQUIRE(metrics.cardinality.size() == 1);
  const Cardinality& a = metrics.cardinality.front();
  CHECK(a.series == 30);
  REQUIRE(a.labels.size() == 3);
  CHECK(a.labels[0].name == "instance");
  CHECK(a.labels[0].values == 30);
  CHECK(a.labels[1].name == "code");
  CHECK(a.labels[1].values == 3);
  CHECK(a.labels[2].values == 1);
}

TEST_CASE("a long text of few series takes little memory, and none of its lines is lost") {
  // A source that makes its text as it is read: 64 MB of two series.
  class Endless final : public ByteSource {
   public:
    Result<std::size_t> Read(char* buffer, std::size_t size) override {
      std::size_t done = 0;
      while (done < size && left_ > 0) {
        const std::size_t part = std::min({size - done, line_.size() - at_});
        line_.copy(buffer + done, part, at_);
        done += part;
        at_ += part;
        if (at_ == line_.size()) {
          at_ = 0;
          --left_;
        }
      }
      return done;
    }

   private:
    const std::string_view line_ = "a{b=\"some text that is long\"} 123 1\n";
    std::size_t at_ = 0;
    std::size_t left_ = 2'000'000;
  };
  Endless input;
  const auto metrics = CheckMetrics(input, "endless", {.lint = false});
  REQUIRE(metrics.ok());
  CHECK(metrics->samples == 2'000'000);
  CHECK(metrics->series == 1);
}

TEST_CASE("the format is told by the end, or by what only OpenMetrics says") {
  struct Case {
    std::string_view text;
    Format format;
  };
  const Case cases[] = {
      {"", Format::kPrometheusText},
      {"a 1\n", Format::kPrometheusText},
      {"a 1\n# EOF\n", Format::kOpenMetrics},
      {"a 1\n# EOF", Format::kOpenMetrics},
      {"# EOF\n", Format::kOpenMetrics},
      {"a 1\n# EOF\n\n", Format::kPrometheusText},
      {"# TYPE a info\na_info 1\n", Format::kPrometheusText},
      {"# TYPE a unknown\na 1\n", Format::kPrometheusText},
      {"# UNIT a_seconds seconds\na_seconds 1\n", Format::kOpenMetrics},
      {"a_total 1 # {b=\"c\"} 1\n", Format::kOpenMetrics},
      {"# HELP a See # {b}.\na 1\n", Format::kPrometheusText},
      {"# TYPE a untyped\na 1\n", Format::kPrometheusText},
  };
  for (const Case& c : cases) {
    const std::string text(c.text);
    CAPTURE(text);
    auto input = FromMemory(c.text);
    CHECK(GuessFormat(input) == c.format);
  }

  // As from a pipe that goes on and on.
  class Pipe final : public ByteSource {
   public:
    explicit Pipe(std::string text) : text_(std::move(text)) {}
    Result<std::size_t> Read(char* buffer, std::size_t size) override {
      size = std::min(size, text_.size() - at_);
      text_.copy(buffer, size, at_);
      at_ += size;
      return size;
    }

   private:
    std::string text_;
    std::size_t at_ = 0;
  };
  const std::string many(100'000, '\n');
  for (const std::string line :
       {"# TYPE a info\n", "# UNIT a_seconds seconds\n", "a_total 1 # {} 1\n"}) {
    std::unique_ptr<ByteSource> pipe = std::make_unique<Pipe>(line + many);
    CHECK(GuessFormat(pipe) == Format::kOpenMetrics);
  }
  std::unique_ptr<ByteSource> pipe = std::make_unique<Pipe>("# TYPE a gauge\na 1\n" + many);
  CHECK(GuessFormat(pipe) == Format::kPrometheusText);
  const auto metrics = CheckMetrics(*pipe, "pipe", {});
  REQUIRE(metrics.ok());
  CHECK(metrics->samples == 1);
}

}  // namespace
}  // namespace check::exposition
