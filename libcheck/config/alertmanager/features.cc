#include "libcheck/config/alertmanager/features.h"

#include <fmt/format.h>

#include <algorithm>

namespace check::config::alertmanager {
namespace {

using model::MatcherMode;

constexpr Feature kFeatures[] = {
    {"alert-names-in-metrics", "Alert names in metrics enabled", 148},
    {"receiver-name-in-metrics", "Experimental receiver name in metrics enabled", 151},
    {"group-key-in-metrics", "Experimental group key in metrics enabled", 154},
    {"classic-mode", "Classic mode enabled", 157, MatcherMode::kClassic},
    {"utf8-strict-mode", "UTF-8 strict mode enabled", 160, MatcherMode::kUtf8},
    {"auto-gomemlimit",
     "Automatically set GOMEMLIMIT to match the Linux container or system memory limit.", 163},
    {"event-recorder", "Experimental event recorder enabled", 166},
};

}  // namespace

std::span<const Feature> Features() { return kFeatures; }

std::optional<Error> ReadFeatures(std::string_view text, EnabledFeatures& enabled) {
  if (text.empty()) return std::nullopt;
  bool is_mixed = false;
  for (bool goes_on = true; goes_on;) {
    const std::size_t end = text.find(',');
    const std::string_view name = text.substr(0, end);
    goes_on = end != std::string_view::npos;
    if (goes_on) text.remove_prefix(end + 1);
    const Feature* found = std::find_if(std::begin(kFeatures), std::end(kFeatures),
                                        [&](const Feature& f) { return f.name == name; });
    if (found == std::end(kFeatures)) {
      return Error{fmt::format("unknown option '{}' for --enable-feature", name)};
    }
    enabled.list.push_back(found);
    if (found->matchers == MatcherMode::kFallback) continue;
    is_mixed = is_mixed ||
               (enabled.matchers != MatcherMode::kFallback && enabled.matchers != found->matchers);
    enabled.matchers = found->matchers;
  }
  if (is_mixed) return Error{"cannot have both classic and UTF-8 modes enabled"};
  return std::nullopt;
}

}  // namespace check::config::alertmanager
