#ifndef LIBCHECK_EXPOSITION_OPENMETRICS_RULES_H_
#define LIBCHECK_EXPOSITION_OPENMETRICS_RULES_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "libcheck/base/name_set.h"
#include "libcheck/exposition/families.h"
#include "libcheck/exposition/server_reader.h"

namespace check::exposition {

/// What OpenMetrics 1.0 demands of an exposition beyond what the server's reader looks at: which
/// samples a type has, what values and labels they may have, how they are grouped.
class OpenMetricsRules {
 public:
  /// Hears of what is wrong with the line at hand, or with `line` if it is another one. `part` is a
  /// view of the line's text, or empty for all of it.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void Wrong(const CodeInfo& info, std::string_view part, std::string message) = 0;
    virtual void WrongAbove(const CodeInfo& info, const LineMark& line, std::string message) = 0;
    virtual LineMark KeepLine() = 0;
  };

  OpenMetricsRules(Families& families, Listener& listener)
      : families_(families), listener_(listener) {}

  /// HELP, TYPE or UNIT.
  void Metadata(const Entry& entry);
  /// The family that a sample of this name belongs to; a new one begins if that is not the one at
  /// hand.
  Resolved Place(std::string_view name);
  /// A sample of the family that Place gave. `metric` tells its metric apart from
  /// the others of the family.
  void Add(const Sample& sample, const Exemplar* exemplar, const Resolved& resolved,
           std::uint32_t metric);
  void Finish();

 private:
  struct Histogram {
    std::optional<double> count;
    std::optional<double> bound;
    double value = 0;
    bool has_negative_bound = false;
    bool has_sum = false;
    bool has_negative_sum = false;
    LineMark line;  // Its first.
  };

  void Begin(std::string_view name);
  void End();
  bool Fits(std::string_view name) const;
  void CheckLabels(const Sample& sample, std::string_view suffix);
  void CheckValue(const Sample& sample, double value, std::string_view suffix);
  void CheckExemplar(const Exemplar& exemplar, std::string_view suffix);
  void CheckGroup(const Sample& sample, std::uint32_t group);
  void CheckHistogram(const Sample& sample, double value, std::string_view suffix);
  void EndHistogram();
  void CheckCommonLabels(const Sample& sample);

  Families& families_;
  Listener& listener_;

  // Of the family at hand.
  Family* family_ = nullptr;
  bool has_unit_ = false;
  bool has_samples_ = false;
  std::string unit_;
  LineMark begin_;
  std::unordered_set<std::uint32_t> groups_;
  bool has_group_ = false;
  std::uint32_t group_ = 0;
  std::string timestamp_;
  Histogram histogram_;
  bool in_histogram_ = false;

  std::unordered_map<std::string, std::uint32_t> names_;  // In use, and since which line.

  // Labels that every metric has had so far.
  std::vector<std::pair<std::string, std::string>> common_labels_;
  std::uint64_t common_of_ = 0;
  NameSet label_names_;  // Of the sample at hand.
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_OPENMETRICS_RULES_H_
