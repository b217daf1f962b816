#include "libcheck/push/series_reader.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "libcheck/model/histogram.h"
#include "libcheck/push/remote_write.h"
#include "libcheck/push/text_writer.h"
#include "tests/support/remote_write_text.h"

namespace check::push {
namespace {

model::HistogramPtr Histogram(double count) {
  model::FloatHistogram histogram;
  histogram.count = count;
  histogram.positive = {{{0, 1}}, {count}};
  return std::make_shared<const model::FloatHistogram>(histogram);
}

// A series with both kinds of samples, one with counts that are no whole numbers, and one more.
void Fill(storage::MemoryStore& store) {
  model::LabelTable& table = store.labels();
  const model::Labels both = table.Make({{"__name__", "both"}, {"job", "own"}});
  CHECK(store.Append(both, 1000, 1));
  CHECK(store.Append(both, 2000, 2));
  CHECK(store.Append(both, 3000, 0, Histogram(3)));
  CHECK(store.Append(both, 4000, 4));
  CHECK(store.Append(table.Make({{"__name__", "half"}}), 1000, 0, Histogram(0.5)));
  CHECK(store.Append(table.Make({{"__name__", "last"}}), 1000, 5));
}

std::string Sent(SeriesReader& reader) {
  std::string sent;
  WriteRequest request;
  while (reader.Next(request)) {
    if (!sent.empty()) sent += "---\n";
    sent += test::RemoteWriteText(Encode(request, Version::k2), Version::k2);
  }
  return sent;
}

TEST_CASE("series go out in the order of their samples, histograms as they were counted") {
  storage::MemoryStore store;
  Fill(store);
  const ExtraLabels extra = {{"job", "x"}};
  SeriesReader reader(store, extra);
  CHECK(reader.series() == 3);
  CHECK(reader.counts() == Counts{.samples = 4, .histograms = 2});
  CHECK(
      Sent(reader) ==
      "both{job=\"own\"} 1@1000 2@2000\n"
      "both{job=\"own\"} histogram[ 1: 3 6: 0 11: 1 12: 3 15: 3000] (type 3 help \"\" unit \"\")\n"
      "both{job=\"own\"} 4@4000\n"
      "half{job=\"x\"} histogram[ 2: 0.5 7: 0 11: 1 13: 0.5 15: 1000] (type 3 help \"\" unit "
      "\"\")\n"
      "last{job=\"x\"} 5@1000\n");
}

TEST_CASE("a request may end within a series") {
  storage::MemoryStore store;
  Fill(store);
  const ExtraLabels none;
  SeriesReader reader(store, none, 3);
  WriteRequest request;
  TextWriter writer(true);
  std::string counts;
  while (reader.Next(request)) {
    counts += std::to_string(request.Count().samples) + "+" +
              std::to_string(request.Count().histograms) + " ";
    writer.Add(request);
  }
  CHECK(counts == "2+1 2+1 ");
  CHECK(writer.Take() ==
        "both{job=\"own\"} 1 1000\n"
        "both{job=\"own\"} 2 2000\n"
        "# both{job=\"own\"} {count:3, sum:0, (0.5,1]:3} 3000\n"
        "both{job=\"own\"} 4 4000\n"
        "# TYPE half histogram\n"
        "# half {count:0.5, sum:0, (0.5,1]:0.5} 1000\n"
        "last 5 1000\n");
}

}  // namespace
}  // namespace check::push
