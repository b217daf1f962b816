#ifndef LIBCHECK_STORAGE_QUERYABLE_H_
#define LIBCHECK_STORAGE_QUERYABLE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/regex.h"
#include "libcheck/base/result.h"
#include "libcheck/model/labels.h"
#include "libcheck/model/matcher.h"
#include "libcheck/storage/series.h"

namespace check::storage {

/// A label matcher made ready: its regular expression is compiled, once.
class CompiledMatcher {
 public:
  /// The error has Go's words.
  static Result<CompiledMatcher> Compile(const model::Matcher& matcher);

  bool Matches(std::string_view value) const;
  /// Whether a series without the label matches.
  bool matches_empty() const { return matches_empty_; }
  model::MatchType type() const { return type_; }
  const std::string& name() const { return name_; }
  const std::string& value() const { return value_; }

 private:
  CompiledMatcher() = default;

  model::MatchType type_ = model::MatchType::kEqual;
  std::string name_;
  std::string value_;
  std::shared_ptr<const Regex> regex_;  // Null if there is none.
  bool matches_empty_ = false;
};

/// Times in milliseconds, both ends included.
struct TimeRange {
  std::int64_t begin = std::numeric_limits<std::int64_t>::min();
  std::int64_t end = std::numeric_limits<std::int64_t>::max();
};

/// Where the engine finds series. One thread at a time may use it, its labels included.
class Queryable {
 public:
  virtual ~Queryable() = default;

  /// Appends every series that all of `matchers` match and that is not among the first `known` ever
  /// made, in the order in which they were made. Series keep their address as long as the Queryable
  /// lives, and grow in place. `range` says which samples will be looked at; there may be more.
  /// The error is why storage could not be read.
  virtual Result<bool> Select(std::span<const CompiledMatcher> matchers, TimeRange range,
                              std::size_t known, std::vector<const Series*>& found) = 0;

  /// Number of series ever made. A selection stays complete until this changes.
  virtual std::size_t series_count() const = 0;

  /// The time, in milliseconds, up to which the series of `metric` are complete: no sample at or
  /// before it will be added to them, and no series with such a sample will be made. That holds for
  /// metrics without series as well.
  virtual std::int64_t CompleteUntil(std::string_view metric) const = 0;

  /// Where the labels of all series, and of results, are kept.
  virtual model::LabelTable& labels() = 0;
};

}  // namespace check::storage

#endif  // LIBCHECK_STORAGE_QUERYABLE_H_
