#include "tools/slo_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "libcheck/base/duration.h"
#include "tools/flags.h"
#include "tools/output.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
namespace slo = check::slo;

std::string PolicyNames() {
  std::string names;
  for (const slo::NamedPolicy& policy : slo::NamedPolicies()) {
    if (!names.empty()) names += ", ";
    names += policy.name;
  }
  return names;
}

Error Failed(const Error& error) {
  WriteError(error.message);
  return error;
}

}  // namespace

void SloFlags::Declare(FlagSet& flags, bool with_queries) {
  flags.Argument(
      "specification", &specs, "SPEC",
      "Specifications of Sloth, OpenSLO or Pyrra: files, folders, or - for standard input");
  flags.Option("--slo", &only, "NAME", "Only this one of the specifications");
  flags.Option("--objective", &objective, "PERCENT",
               "Without a specification: the share of good events, as in 99.9");
  flags.Option("--period", &period, "DURATION", "The time in which it has to be met (default 30d)");
  flags.Option("--name", &name, "NAME", "What to call it");
  if (with_queries) {
    flags.Option("--errors", &errors, "EXPR",
                 "Counters of events that failed, or an expression with {{.window}}");
    flags.Option("--good", &good, "EXPR", "In place of --errors: counters of good events");
    flags.Option("--total", &total, "EXPR", "Counters of all events");
  }
  flags.Option("--policy", &policy, "NAME",
               "When to alert: " + PolicyNames() + " (default: the specification's)");
  flags.Option("--tier", &tiers, "TIER", "In place of --policy: page:14.4x:1h/5m[:for=2m]");
}

Result<slo::Slo> SloFlags::FromFlags() const {
  slo::Slo slo;
  slo.name = name.empty() ? "slo" : name;
  slo.id = slo.name;
  if (objective.empty()) {
    return Error{"no objective: name a specification, or give --objective, such as 99.9"};
  }
  const auto parsed = slo::Objective::ParsePercent(objective);
  if (!parsed) return Error{"--objective: " + parsed.error().message};
  slo.objective = *parsed;
  if (!period.empty()) {
    const auto length = ReadDurationFlag("--period", period);
    if (!length) return length.error();
    if (*length < std::chrono::milliseconds(1)) return Error{"--period has to be longer than 0"};
    slo.period.length_ms = *length / std::chrono::milliseconds(1);
  }
  if (!errors.empty() && !good.empty()) return Error{"--errors and --good exclude each other"};
  slo.indicator.errors.text = errors;
  slo.indicator.good.text = good;
  slo.indicator.total.text = total;
  slo.policy = slo::WorkbookPolicy(slo.period.length_ms);
  return slo;
}

std::optional<Error> SloFlags::SetPolicy(slo::Slo& slo) const {
  if (!policy.empty()) {
    const auto policies = slo::NamedPolicies();
    const auto found = std::ranges::find(policies, policy, &slo::NamedPolicy::name);
    if (found == policies.end()) {
      return Error{fmt::format("no policy is called `{}`: there are {}", policy, PolicyNames())};
    }
    slo.policy = found->make(slo.period.length_ms);
  }
  if (tiers.empty()) return std::nullopt;
  if (!policy.empty()) return Error{"--policy and --tier exclude each other"};
  slo.policy = {.name = "flags", .alerts = {}};
  for (const std::string& tier : tiers) {
    auto alert = slo::ParseTierFlag(tier);
    if (!alert) return Error{"--tier: " + alert.error().message};
    // Tiers of the same severity without a `for` are alternatives of one alert.
    const auto same = std::ranges::find_if(slo.policy.alerts, [&](const slo::BurnAlert& other) {
      return other.severity == alert->severity && other.for_ms == alert->for_ms;
    });
    if (same == slo.policy.alerts.end()) {
      slo.policy.alerts.push_back(std::move(*alert));
    } else {
      same->tiers.push_back(alert->tiers.front());
    }
  }
  return std::nullopt;
}

Result<std::vector<slo::Slo>> SloFlags::Read() const {
  auto slo = FromFlags();
  if (!slo) return Failed(slo.error());
  if (const auto error = SetPolicy(*slo)) return Failed(*error);
  return std::vector{std::move(*slo)};
}

}  // namespace tools
