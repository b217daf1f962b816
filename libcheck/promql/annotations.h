#ifndef LIBCHECK_PROMQL_ANNOTATIONS_H_
#define LIBCHECK_PROMQL_ANNOTATIONS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/source/source_file.h"

namespace check::promql {

enum class AnnotationLevel : std::uint8_t { kWarning, kInfo };

/// What the engine can remark about a query besides its result. Texts are Prometheus's.
enum class AnnotationKind : std::uint8_t {
  kInvalidQuantile,        ///< value
  kInvalidRatio,           ///< value, second: the cap
  kBadBucketLabel,         ///< text: the label's value; name
  kMixedFloatsHistograms,  ///< name
  kMixedFloatsHistogramsInAgg,
  kMixedClassicNative,          ///< name
  kNotCounter,                  ///< name
  kNotGauge,                    ///< name
  kMixedExponentialCustom,      ///< name
  kIncompatibleLayoutInBinary,  ///< text: the operator
  kSortInRangeQuery,
  kResetCollision,    ///< text: "addition"...
  kStartTimeOverlap,  ///< name
  // From here on, infos.
  kPossiblyNotCounter,         ///< name
  kPossiblyNotCounterByLabel,  ///< text: the label's value; name
  kForcedMonotonicity,         ///< name
  kIncompatibleTypesInBinary,  ///< text: "float + histogram", other: "+"
  kHistogramIgnoredInAgg,      ///< text: the aggregation
  kHistogramIgnoredInRange,    ///< name
  kQuantileOfNaNs,             ///< name
  kQuantileSkewedByNaNs,       ///< name
  kFractionWithoutNaNs,        ///< name
  kBoundsReconciled,           ///< text: "addition"...
};

/// One remark. Which fields say something depends on the kind.
struct Annotation {
  AnnotationKind kind = AnnotationKind::kInvalidQuantile;
  Span span;  ///< What it is about, in the query.
  std::string name = {};
  std::string text = {};
  std::string other = {};
  double value = 0;
  double second = 0;

  // For kForcedMonotonicity: how far it had to go, and when.
  double min_bucket = 0;
  double max_bucket = 0;
  double max_difference = 0;
  std::int64_t first_time_ms = 0;
  std::int64_t last_time_ms = 0;
  std::uint32_t repeats = 1;  ///< Also for kStartTimeOverlap.

  AnnotationLevel level() const {
    return kind < AnnotationKind::kPossiblyNotCounter ? AnnotationLevel::kWarning
                                                      : AnnotationLevel::kInfo;
  }
  /// "PromQL info: metric might not be a counter, ...: \"x\"", without a place.
  std::string Message() const;
  /// The same with details and the place in `query`: "... (1:5)".
  std::string Message(std::string_view query) const;
};

/// Remarks in the order in which they came up, each once. Of two that read alike but for the place
/// the later one's place stays, as in Prometheus.
class Annotations {
 public:
  void Add(Annotation annotation);

  /// Spares making an annotation that is already there.
  bool Has(AnnotationKind kind, std::string_view name, Span span) const;

  std::span<const Annotation> list() const { return list_; }
  bool empty() const { return list_.empty(); }
  void clear() { list_.clear(); }

 private:
  std::vector<Annotation> list_;
};

/// "2:7" for an offset into `text`: line and column from 1, the column in bytes.
std::string PositionInQuery(std::string_view text, std::uint32_t offset);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_ANNOTATIONS_H_
