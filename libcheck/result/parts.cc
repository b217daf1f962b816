#include "libcheck/result/parts.h"

#include <algorithm>

#include "libcheck/base/parallel.h"

namespace check::result {
namespace {

constexpr std::size_t kPointsTogether = 4096;
constexpr std::size_t kHistogramsTogether = 128;

// The next `most` of `rest`, which are taken away from it.
template <typename T>
std::span<const T> Take(std::span<const T>& rest, std::size_t most) {
  const std::span<const T> taken = rest.first(std::min(most, rest.size()));
  rest = rest.subspan(taken.size());
  return taken;
}

}  // namespace

std::vector<SeriesPart> CutSeries(std::span<const promql::ResultSeries* const> all) {
  std::vector<SeriesPart> parts;
  for (const promql::ResultSeries* series : all) {
    std::span<const promql::FloatPoint> floats(series->floats.data(), series->floats.size());
    std::span<const promql::HistogramPoint> histograms(series->histograms);
    bool first = true;
    do {
      SeriesPart part = {.series = series, .first = first};
      part.floats = Take(floats, kPointsTogether);
      if (floats.empty()) part.histograms = Take(histograms, kHistogramsTogether);
      part.last = floats.empty() && histograms.empty();
      first = false;
      parts.push_back(part);
    } while (!parts.back().last);
  }
  return parts;
}

void WriteParts(std::size_t count, const report::Writer& write,
                const std::function<void(std::size_t, std::string&)>& render) {
  constexpr std::size_t kPiecesEach = 8;
  std::vector<std::string> pieces(std::min(count, kPiecesEach * ThreadCount()));
  for (std::size_t at = 0; at < count; at += pieces.size()) {
    const std::size_t now = std::min(pieces.size(), count - at);
    ParallelFor(now, [&](std::size_t i, std::size_t) {
      pieces[i].clear();
      render(at + i, pieces[i]);
    });
    for (std::size_t i = 0; i < now; ++i) write(pieces[i]);
  }
}

}  // namespace check::result
