#ifndef TOOLS_SLO_FLAGS_H_
#define TOOLS_SLO_FLAGS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/slo/policy.h"
#include "libcheck/slo/slo.h"
#include "tools/flag_set.h"
#include "tools/slo_set.h"

namespace tools {

/// Which objectives a command is about: those of specifications, or one made of flags. Flags beside
/// specifications say what is different from them.
struct SloFlags {
  std::vector<std::string> specs;
  std::vector<std::string> only;  ///< Names or identifiers.
  std::string name;
  std::string objective;
  std::string window;  ///< The period.
  std::string calendar;
  std::string errors;
  std::string good;
  std::string total;
  std::string latency;
  bool native = false;
  std::string timeslices;
  std::size_t low_traffic = 0;
  std::string policy;
  std::vector<std::string> tiers;
  std::string windows;  ///< A file of Sloth's AlertWindows.

  /// `with_queries`: whether the command looks at events, and so needs to know how to count them.
  void Declare(FlagSet& flags, bool with_queries);

  /// The objectives, at least one. `zone` is that of --calendar. The error stands for all that was
  /// written to standard error.
  check::Result<SloSet> Read(std::string_view zone = "UTC") const;

 private:
  std::optional<check::Error> DescribeSlo(check::slo::Slo& slo) const;
  std::optional<check::Error> SetIndicator(check::slo::Slo& slo) const;
  std::optional<check::Error> Change(check::slo::Slo& slo, std::string_view zone) const;
  std::optional<check::Error> SetPeriod(check::slo::Slo& slo, std::string_view zone) const;
  std::optional<check::Error> SetTimeslices(check::slo::Slo& slo) const;
  std::optional<check::Error> SetPolicy(check::slo::Slo& slo) const;
  std::optional<check::Error> SetWindows(std::vector<check::slo::Slo>& slos) const;
};

/// A policy made of tiers such as "page:14.4x:1h/5m": those of the same severity and `for` are
/// alternatives of one alert. The error is one sentence.
check::Result<check::slo::Policy> PolicyOfTiers(std::string name,
                                                const std::vector<std::string>& tiers);

}  // namespace tools

#endif  // TOOLS_SLO_FLAGS_H_
