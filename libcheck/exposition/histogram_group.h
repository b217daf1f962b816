#ifndef LIBCHECK_EXPOSITION_HISTOGRAM_GROUP_H_
#define LIBCHECK_EXPOSITION_HISTOGRAM_GROUP_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/exposition/families.h"
#include "libcheck/exposition/line_reports.h"
#include "libcheck/exposition/sample.h"

namespace check::exposition {

/// Looks at the buckets of histograms in the text format: whether they hold what the buckets below
/// them hold, whether the last one is there, and whether it agrees with the count.
///
/// The samples of one histogram usually stand together, and then nothing is kept of it once the
/// next one begins. One that is interrupted is kept to the end.
class HistogramGroups {
 public:
  explicit HistogramGroups(LineReports& reports) : reports_(reports) {}

  /// A sample of a histogram; `metric` tells it apart from the others of its family. `line` is the
  /// line it is on, and is only good for the call.
  void Add(const Sample& sample, const Resolved& resolved, std::uint32_t metric,
           const LineMark& line);

  /// To be called before the text of lines that were added goes away.
  void KeepText();

  /// When all has been read.
  void Finish();

 private:
  struct Bucket {
    double bound;
    double count;
    std::uint32_t line;
  };
  struct Group {
    const Family* family = nullptr;
    std::uint32_t metric = 0;
    std::vector<Bucket> buckets;  // By bound.
    std::optional<double> count;
    bool reported = false;
    LineMark last;  // The last of its lines, with the text of it.
    Span value;     // On that line.
    std::string kept_text;
  };

  void AddBucket(const Sample& sample, double bound, const LineMark& line);
  void Close(Group& group);
  static bool IsWhole(const Group& group);

  LineReports& reports_;
  Group current_;
  std::map<std::pair<const Family*, std::uint32_t>, Group> interrupted_;
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_HISTOGRAM_GROUP_H_
