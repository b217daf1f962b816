// How long it takes to read metrics: to scan their lines, as promtool checks them, and as
// `check metrics` does.
//
//   exposition_bench [FILE]
//
// Without FILE, some 30 MB are made up: counters, gauges and histograms with four labels.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "libcheck/exposition/lines.h"
#include "libcheck/exposition/metrics_check.h"
#include "libcheck/exposition/promtool_check.h"
#include "libcheck/exposition/scan.h"

namespace {

using namespace check;
using namespace check::exposition;

std::string MadeUp() {
  std::string text;
  for (int family = 0; family < 300; ++family) {
    const bool is_histogram = family % 3 == 0;
    const std::string name =
        fmt::format("shop_family_{}_{}", family, is_histogram ? "seconds" : "total");
    text += fmt::format("# HELP {0} Something.\n# TYPE {0} {1}\n", name,
                        is_histogram ? "histogram" : "counter");
    for (int i = 0; i < 1000; ++i) {
      const std::string labels = fmt::format(R"(instance="10.0.{}.{}:9100",job="shop",code="{}")",
                                             i / 12 / 256, i / 12 % 256, 200 + i / 12 % 5);
      if (is_histogram) {
        const std::string bound = i % 12 == 11 ? "+Inf" : fmt::format("{}.5", i % 12);
        text += fmt::format("{}_bucket{{{},le=\"{}\"}} {}\n", name, labels, bound, i % 12 * 100);
      } else {
        text += fmt::format("{}{{{},method=\"{}\"}} {}\n", name, labels, i, i * 7919 % 100003);
      }
    }
  }
  return text;
}

double Seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// The fastest of several passes: other programs can only slow a pass down.
template <typename Pass>
void Measure(std::string_view what, std::size_t bytes, Pass pass) {
  double best = 1e9;
  for (int i = 0; i < 7; ++i) {
    const double start = Seconds();
    pass();
    best = std::min(best, Seconds() - start);
  }
  std::fputs(fmt::format("{:<16} {:8.1f} ms {:8.0f} MB/s\n", what, best * 1e3,
                         static_cast<double>(bytes) / best / 1e6)
                 .c_str(),
             stdout);
}

class OnlyScan final : public BlockReader {
 public:
  bool ReadBlock(std::string_view block) override {
    scanner_.Reset();
    const char* p = block.data();
    const char* const end = p + block.size();
    while (p != end) {
      const char* next = block.ends_with('\n') ? scanner_.Scan(p, end, sample_) : nullptr;
      if (next != nullptr) ++scanned;
      p = next != nullptr ? next : LineEnd(p, end);
    }
    return true;
  }
  std::size_t scanned = 0;

 private:
  Scanner scanner_;
  Sample sample_;
};

}  // namespace

int main(int argc, char** argv) {
  std::string text;
  if (argc > 1) {
    std::ifstream file(argv[1], std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(file), {});
  } else {
    text = MadeUp();
  }
  Measure("scan", text.size(), [&] {
    OnlyScan scan;
    ReadBlocks(*FromMemory(text), scan);
  });
  Measure("promtool", text.size(),
          [&] { (void)CheckAsPromtool(*FromMemory(text), model::NameValidation::kLegacy); });
  Measure("check metrics", text.size(), [&] { (void)CheckMetrics(*FromMemory(text), "-", {}); });
  Measure("with labels", text.size(),
          [&] { (void)CheckMetrics(*FromMemory(text), "-", {.count_labels = true}); });
  return 0;
}
