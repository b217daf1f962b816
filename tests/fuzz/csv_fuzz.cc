#include <string>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "libcheck/series/load.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

void FuzzCsv(std::string_view bytes) {
  MemoryFiles files;
  files.Write("x.csv", std::string(bytes));
  const std::vector<std::string> paths = {"x.csv"};
  const series::LoadedSeries loaded = series::LoadSeries(paths, {.files = &files});
  std::uint64_t samples = 0;
  for (std::size_t i = 0; i < loaded.store->series_count(); ++i) {
    const storage::Series& series = loaded.store->series(i);
    samples += series.floats.size();
    for (std::size_t j = 1; j < series.floats.size(); ++j) {
      Require(series.float_times[j - 1] < series.float_times[j], "times rise");
    }
  }
  Require(samples == loaded.samples, "samples are counted");
  Require(loaded.findings.size() <= 60, "findings are bounded");
}

}  // namespace check::fuzz
