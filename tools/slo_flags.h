#ifndef TOOLS_SLO_FLAGS_H_
#define TOOLS_SLO_FLAGS_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/slo/policy.h"
#include "libcheck/slo/slo.h"
#include "tools/flag_set.h"

namespace tools {

/// Which objectives a command is about: those of specifications, or one made of flags.
struct SloFlags {
  std::vector<std::string> specs;
  std::vector<std::string> only;  ///< Names or identifiers.
  std::string name;
  std::string objective;
  std::string period;
  std::string errors;
  std::string good;
  std::string total;
  std::string policy;
  std::vector<std::string> tiers;

  /// `with_queries`: whether the command looks at events, and so needs to know how to count them.
  void Declare(FlagSet& flags, bool with_queries);

  /// The objectives, at least one. The error stands for all that was written to standard error.
  check::Result<std::vector<check::slo::Slo>> Read() const;

 private:
  check::Result<check::slo::Slo> FromFlags() const;
  std::optional<check::Error> SetPolicy(check::slo::Slo& slo) const;
};

}  // namespace tools

#endif  // TOOLS_SLO_FLAGS_H_
