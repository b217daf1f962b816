#include <string_view>

#include "libcheck/exposition/promtool_check.h"
#include "libcheck/files/byte_source.h"
#include "libcheck/push/metrics_reader.h"
#include "libcheck/push/promtool_metrics.h"
#include "libcheck/push/text_writer.h"
#include "tests/fuzz/targets.h"
#include "tests/support/remote_write_text.h"

namespace check::fuzz {
namespace {

using namespace push;

void Receive(const WriteRequest& request) {
  for (const Version version : {Version::k1, Version::k2}) {
    const std::string text = test::RemoteWriteText(Encode(request, version), version);
    Require(text.find("invalid: ") != 0, "what is sent is a message");
  }
}

void ReadAs(std::string_view bytes, exposition::Format format) {
  const ReadOptions options = {
      .format = format, .now = 1000, .labels = {{"job", "fuzz"}}, .most_samples = 3};
  MetricsReader reader(bytes, options);
  WriteRequest request;
  TextWriter writer(true);
  Counts counts;
  while (reader.Next(request)) {
    Receive(request);
    writer.Add(request);
    counts.samples += request.Count().samples;
    counts.exemplars += request.Count().exemplars;
  }
  Require(reader.fault() || counts == reader.counts(), "what was counted is sent");
}

}  // namespace

void FuzzPush(std::string_view bytes) {
  ReadAs(bytes, exposition::Format::kPrometheusText);
  ReadAs(bytes, exposition::Format::kOpenMetrics);
  WriteRequest request;
  const auto error = ReadAsPromtool(bytes, {}, 1000, request);
  const auto source = FromMemory(bytes);
  const auto checked = exposition::CheckAsPromtool(*source, model::NameValidation::kUtf8);
  Require(checked && checked->error == error, "the readers of promtool's text agree");
  Receive(request);
}

}  // namespace check::fuzz
