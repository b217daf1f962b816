#include <algorithm>
#include <string>
#include <string_view>

#include "libcheck/exposition/metrics_check.h"
#include "libcheck/exposition/promtool_check.h"
#include "libcheck/exposition/promtool_line.h"
#include "libcheck/exposition/scan.h"
#include "libcheck/exposition/server_reader.h"
#include "tests/fuzz/exposition_checks.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

using namespace exposition;

bool SameSample(const Sample& a, const Sample& b) {
  return a.name == b.name && a.value == b.value && a.timestamp == b.timestamp &&
         std::equal(a.labels.begin(), a.labels.end(), b.labels.begin(), b.labels.end(),
                    [](const exposition::Label& x, const exposition::Label& y) {
                      return x.name == y.name && x.value == y.value;
                    });
}

// What Scanner takes, every other reader takes, and alike.
void CheckScanner(std::string_view bytes) {
  std::string text(bytes);
  text += '\n';
  const std::size_t size = text.size();
  text.append(kScanPadding, '\0');
  Families families;
  PromtoolLine promtool(families, model::NameValidation::kLegacy);
  Scanner scanner;
  Sample sample;
  const char* p = text.data();
  const char* const end = p + size;
  while (p != end) {
    const char* const next = LineEnd(p, end);
    const std::string_view line(p, static_cast<std::size_t>(next - p));
    const char* const scanned = scanner.Scan(p, end, sample);
    Require(scanned == nullptr || scanned == next, "a line is scanned to its end");
    const LineKind kind = promtool.Read(line);
    if (scanned != nullptr) {
      // Of histograms and summaries, what promtool's reader refuses has to be seen besides.
      const bool is_odd =
          promtool.resolved().family->HasParts() && !TakesPart(sample, promtool.resolved());
      Require(is_odd || (kind == LineKind::kSample && SameSample(sample, promtool.sample())),
              "promtool's reader takes what is scanned");
      for (const Format format : {Format::kPrometheusText, Format::kOpenMetrics}) {
        ServerReader server(line, format);
        Require(server.Next() == ServerReader::Step::kEntry &&
                    server.entry().kind == Entry::Kind::kSeries &&
                    SameSample(sample, server.entry().sample),
                "the server's readers take what is scanned");
      }
    }
    p = next;
  }
}

// The first fault that the server finds, or nothing.
std::string ServerFault(std::string_view text) {
  ServerReader server(text, Format::kPrometheusText);
  for (;;) {
    const ServerReader::Step step = server.Next();
    if (step == ServerReader::Step::kFault) return server.fault().upstream;
    if (step == ServerReader::Step::kEnd) return {};
  }
}

}  // namespace

void FuzzExposition(std::string_view bytes) {
  CheckScanner(bytes);

  const CheckedMetrics metrics = CheckAnyhow(bytes, Format::kPrometheusText);
  const auto input = FromMemory(bytes);
  const auto promtool = CheckAsPromtool(*input, model::NameValidation::kUtf8);
  Require(promtool.ok(), "memory can be read");
  const auto lint_input = FromMemory(bytes);
  const auto lint = CheckAsPromtool(*lint_input, model::NameValidation::kLegacy);
  Require(lint.ok(), "memory can be read");
  Require(!promtool->error || lint->error, "the old rules for names take nothing more");

  if (HasErrors(metrics)) return;
  Require(!promtool->error, "promtool takes what has no error");
  Require(ServerFault(bytes).empty(), "the server takes what has no error");
  Require(metrics.families == promtool->cardinality.size(), "there are as many families");
}

}  // namespace check::fuzz
