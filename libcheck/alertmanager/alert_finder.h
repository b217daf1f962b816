#ifndef LIBCHECK_ALERTMANAGER_ALERT_FINDER_H_
#define LIBCHECK_ALERTMANAGER_ALERT_FINDER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/model/alert_matcher.h"

/// Reasoning about all alerts that matchers let through, rather than about single ones.
namespace check::alertmanager {

/// A matcher for alerts with one of these values; an empty one stands for those without the label.
model::AlertMatcher HasOneOf(std::string_view name, std::span<const std::string> values);
/// For alerts with this value, or for those without the label if it is empty.
model::AlertMatcher HasValue(std::string_view name, std::string_view value);

/// All alerts that some matchers match: those without matchers are all there can be. Nothing is
/// known of labels that no matcher names: an alert may have them or not.
///
/// Made by an AlertFinder, and of use only with that one.
class AlertSet {
 public:
  AlertSet() = default;

 private:
  friend class AlertFinder;
  friend class AlertIndex;
  std::vector<std::uint32_t> conditions_;  // Numbers of the finder's, sorted.
};

enum class Answer : std::uint8_t {
  kNo,
  kYes,
  kUnknown,  ///< Given up, or a pattern that RegexLanguage cannot read.
};

/// How many alerts of a set something holds for.
enum class Share : std::uint8_t { kNone, kSome, kAll, kUnknown };

/// Label names with values, sorted. Other labels are not there.
using ExampleAlert = std::vector<std::pair<std::string, std::string>>;

struct AlertSearch {
  Answer found = Answer::kUnknown;
  ExampleAlert example;  ///< Of kYes.
};

class AlertIndex;
class AlertKnowledge;

/// Finds alerts in sets, by the languages of their matchers. "No" and "all" are certain; what
/// cannot be decided with little work is unknown, and so is everything once a finder has done a lot
/// of it. Label values with line breaks, which `.` does not match, are left out of account unless a
/// matcher has one.
///
/// Keeps what it has learnt of each matcher, so use one for a whole configuration, on one thread.
class AlertFinder {
 public:
  AlertFinder();
  ~AlertFinder();
  AlertFinder(const AlertFinder&) = delete;
  AlertFinder& operator=(const AlertFinder&) = delete;

  /// The alerts that all of `matchers` match; those among `within`.
  AlertSet Set(std::span<const model::AlertMatcher> matchers);
  AlertSet Set(std::span<const model::AlertMatcher> matchers, const AlertSet& within);
  /// The alerts that are in both.
  AlertSet Both(const AlertSet& a, const AlertSet& b) const;

  /// An alert of `alerts` that is in none of the sets of `without`. RE2 has confirmed it.
  AlertSearch Find(const AlertSet& alerts, std::span<const AlertIndex* const> without = {});
  /// The same for those who do not need to see it, which spares RE2 to be asked.
  Answer Exists(const AlertSet& alerts, std::span<const AlertIndex* const> without = {});

  /// How many of `alerts` are in `set`. kAll if there are no `alerts`.
  Share ShareIn(const AlertSet& alerts, const AlertSet& set);
  /// Whether no alert is in both.
  Answer AreDisjoint(const AlertSet& a, const AlertSet& b);

 private:
  friend class AlertIndex;

  AlertSearch Run(const AlertSet& alerts, std::span<const AlertIndex* const> without, bool confirm);

  std::unique_ptr<AlertKnowledge> knowledge_;
};

/// Sets of alerts with numbers, most of which need not be looked at to find those that an alert is
/// in: they are kept by the values that they ask for.
class AlertIndex {
 public:
  /// `finder` has to live longer.
  explicit AlertIndex(const AlertFinder& finder) : knowledge_(finder.knowledge_.get()) {}

  void Add(const AlertSet& set, std::uint32_t number);

  /// The numbers of all sets that may have an alert in common with `alerts`, in rising order;
  /// with some for which that is not so.
  std::vector<std::uint32_t> MayOverlap(const AlertSet& alerts) const;

 private:
  friend class AlertQuery;
  struct Entry {
    std::vector<std::uint32_t> conditions;
    std::uint32_t number = 0;
  };
  using Bucket = std::vector<std::uint32_t>;  // Of entries.

  const AlertKnowledge* knowledge_;
  std::vector<Entry> entries_;
  // By a label and a value of it, for sets that ask for one of a few values.
  std::map<std::uint32_t, std::map<std::string, Bucket, std::less<>>> by_value_;
  Bucket others_;
};

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_ALERT_FINDER_H_
