#ifndef LIBCHECK_SLO_SLO_H_
#define LIBCHECK_SLO_SLO_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/slo/objective.h"
#include "libcheck/slo/policy.h"
#include "libcheck/source/source_file.h"

/// Service level objectives: what their specifications say, whoever wrote them, what their alerts
/// would do, and what their budgets come to.
namespace check::slo {

inline constexpr std::int64_t kDefaultPeriodMs = 30LL * 24 * 60 * 60 * 1000;

/// The time over which an objective must be met.
struct Period {
  /// Of a rolling period. A calendar's vary: this is what its unit is usually taken for, 30 days
  /// for a month.
  std::int64_t length_ms = kDefaultPeriodMs;

  /// Periods that begin at certain times and follow each other.
  struct Calendar {
    enum class Unit : std::uint8_t { kDay, kWeek, kMonth, kQuarter, kYear };
    Unit unit = Unit::kMonth;
    unsigned count = 1;
    std::string start;         ///< What the clocks show when one begins: "2026-01-01 00:00:00".
    std::string zone = "UTC";  ///< As in base/time_expression.h, and one that exists.

    friend bool operator==(const Calendar&, const Calendar&) = default;
  };
  std::optional<Calendar> calendar;

  friend bool operator==(const Period&, const Period&) = default;
};

/// What stands for the window in expressions, as in Sloth: `rate(errors_total[{{.window}}])`. There
/// may be blanks within its braces.
inline constexpr std::string_view kWindow = "{{.window}}";

/// A question to Prometheus, of either form. Which one it is follows from the text: with `kWindow`
/// in it, it is an expression whose value is a rate or a number of events over that window;
/// otherwise it selects counters, which must be increased over the window and summed up.
struct Query {
  std::string text;
  Location where;  ///< Where it is written; without a file: on the command line.

  bool empty() const { return text.empty(); }
  bool is_selector() const;
};

/// How events are told to be good or bad.
struct Indicator {
  enum class Kind : std::uint8_t {
    kEvents,         ///< `total` and one of `errors` and `good`: a latency bucket is a `good`.
    kRatio,          ///< `errors` is the share of events that failed, from 0 to 1.
    kNativeLatency,  ///< `total` selects native histograms; good is what took `latency_s` or less.
    kGauge,          ///< `total` selects series that are 1 while all is well, and 0 otherwise.
    kThreshold,      ///< `total` compared with `threshold`; time counts, not events.
    kUnknown,        ///< Of a data source that is not Prometheus, or of a plugin.
  };
  Kind kind = Kind::kEvents;
  Query errors;
  Query good;
  Query total;
  double latency_s = 0;
  double threshold = 0;
  std::string op;  ///< kThreshold: what is good: "lte", "gte", "lt", "gt".
  /// Labels of which every value has an objective of its own.
  std::vector<std::string> grouping;
};

/// What is counted.
struct Method {
  enum class Kind : std::uint8_t {
    kOccurrences,      ///< Events.
    kTimeslices,       ///< Slices of time, which are good if enough of their events are.
    kRatioTimeslices,  ///< The average of the slices' ratios.
  };
  Kind kind = Kind::kOccurrences;
  std::int64_t slice_ms = 0;
  double slice_target = 0;  ///< kTimeslices: the share of good events that makes a slice good.
};

/// What a Kubernetes object is called. Rules of a specification that is one go into an object of
/// the same name.
struct ResourceMeta {
  std::string name;
  std::string name_space;                                        ///< May be empty.
  std::vector<std::pair<std::string, std::string>> labels;       ///< Sorted by name.
  std::vector<std::pair<std::string, std::string>> annotations;  ///< Likewise.

  friend bool operator==(const ResourceMeta&, const ResourceMeta&) = default;
};

/// What one format of specifications says beyond this, for the rules that its own tool would make.
/// Each format has a type of its own, in its header in specs/.
struct SpecDetails {
  virtual ~SpecDetails() = default;
};

/// One objective.
struct Slo {
  enum class Format : std::uint8_t { kFlags, kSloth, kOpenSlo, kPyrra };
  Format format = Format::kFlags;
  std::string service;  ///< May be empty, as the specification's format has no such thing.
  std::string name;
  std::string id;  ///< Unlike those of others: "SERVICE-NAME" of Sloth.
  std::string description;
  std::vector<std::pair<std::string, std::string>> labels;  ///< Sorted by name.

  Objective objective;
  Period period;
  Indicator indicator;
  Method method;
  /// Fewer events than these in a window page nobody; 0: there is no guard.
  double least_events = 0;
  /// What its format makes of it: the workbook's for Sloth and OpenSLO, Pyrra's for Pyrra's.
  Policy policy;
  bool alerts = true;  ///< Whether the specification wants any.

  std::shared_ptr<const SpecDetails> details;  ///< Null: made of flags.
  std::optional<ResourceMeta> resource;        ///< Of a specification that is a Kubernetes object.

  /// Where things are written; without a file where they are not.
  Location where;
  Location objective_where;
  Location period_where;

  /// "shop/requests", or the name alone.
  std::string Title() const { return service.empty() ? name : service + "/" + name; }
};

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SLO_H_
