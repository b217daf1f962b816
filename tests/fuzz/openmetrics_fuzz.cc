#include <string_view>

#include "libcheck/exposition/server_reader.h"
#include "tests/fuzz/exposition_checks.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

void FuzzOpenMetrics(std::string_view bytes) {
  using namespace exposition;
  const CheckedMetrics metrics = CheckAnyhow(bytes, Format::kOpenMetrics);
  ServerReader server(bytes, Format::kOpenMetrics);
  std::size_t samples = 0;
  ServerReader::Step step = server.Next();
  for (; step == ServerReader::Step::kEntry; step = server.Next()) {
    samples += server.entry().kind == Entry::Kind::kSeries ? 1 : 0;
  }
  const bool refused = step == ServerReader::Step::kFault;
  Require(!refused || HasErrors(metrics), "what the server refuses has an error");
  Require(refused || HasErrors(metrics) || samples == metrics.samples,
          "what has no error is read whole");
}

}  // namespace check::fuzz
