#include "libcheck/slo/specs/alert_windows.h"

#include <fmt/format.h>

#include <chrono>
#include <string>

#include "libcheck/base/duration.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"
#include "libcheck/slo/formats.h"
#include "libcheck/slo/specs/resource.h"

namespace check::slo {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr auto kDialect = yaml::Dialect::kGoYamlV2;
constexpr std::string_view kApiVersion = "sloth.slok.dev/v1";
constexpr std::string_view kKind = "AlertWindows";

constexpr Field Required(Field field) {
  field.presence = Presence::kRequired;
  return field;
}

constexpr Field kTierFields[] = {
    Required({.name = "errorBudgetPercent",
              .type = kFloat,
              .doc = "How much of the period's budget may be spent in the long window."}),
    Required({.name = "shortWindow",
              .type = kDuration,
              .doc = "The window after whose end the alert stops."}),
    Required({.name = "longWindow", .type = kDuration, .doc = "The window that is watched."}),
};
constexpr Object kTierTable = {.name = "alert window",
                               .doc = "When one of the conditions of an alert holds.",
                               .fields = kTierFields,
                               .camel_case = true};
constexpr Field kAlertFields[] = {
    Required(
        {.name = "quick", .type = SectionOf(kTierTable), .doc = "The condition that is met soon."}),
    Required(
        {.name = "slow", .type = SectionOf(kTierTable), .doc = "The condition that is met late."}),
};
constexpr Object kAlertTable = {
    .name = "alert", .doc = "The conditions of an alert.", .fields = kAlertFields};
constexpr Field kSpecFields[] = {
    Required({.name = "sloPeriod",
              .type = kDuration,
              .doc = "The period of the objectives that these windows are for."}),
    Required({.name = "page", .type = SectionOf(kAlertTable), .doc = "The alert that pages."}),
    Required({.name = "ticket",
              .type = SectionOf(kAlertTable),
              .doc = "The alert that opens a ticket."}),
};
constexpr Object kSpecTable = {.name = "AlertWindows spec",
                               .doc = "The windows for a period.",
                               .fields = kSpecFields,
                               .camel_case = true};
constexpr std::string_view kApiVersions[] = {kApiVersion};
constexpr std::string_view kKinds[] = {kKind};
constexpr Field kFields[] = {
    Required(
        {.name = "apiVersion", .type = OneOf(kApiVersions), .doc = "The version of the format."}),
    Required({.name = "kind", .type = OneOf(kKinds), .doc = "What the file is."}),
    Required({.name = "spec", .type = SectionOf(kSpecTable), .doc = "The windows."}),
};
constexpr Object kTable = {.name = "AlertWindows",
                           .doc = "Windows of alerts, for Sloth's `--slo-period-windows-path`.",
                           .fields = kFields,
                           .camel_case = true};

class Reader {
 public:
  Reader(const SpecDocument& document, Diagnostics& diagnostics)
      : input_(document.input()),
        root_(document.root, input_, kDialect),
        diagnostics_(diagnostics) {}

  std::optional<AlertWindows> Read() {
    const std::size_t before = diagnostics_.found().size();
    Validate(root_.node(), kTable, input_, {.dialect = kDialect}, diagnostics_);
    usable_ = diagnostics_.found().size() == before;
    const Values spec = root_.Sub("spec");
    windows_.period_ms = ReadMs(spec, "sloPeriod");
    windows_.policy.name = std::string(input_.file.name());
    for (const char* severity : {"page", "ticket"}) {
      BurnAlert alert = {.name = severity, .severity = severity};
      for (const char* speed : {"quick", "slow"}) {
        alert.tiers.push_back(ReadTier(spec.Sub(severity).Sub(speed)));
      }
      windows_.policy.alerts.push_back(std::move(alert));
    }
    return usable_ ? std::optional(std::move(windows_)) : std::nullopt;
  }

 private:
  void Refuse(const Values& section, std::string_view field, std::string message) {
    diagnostics_.Report(kBadValue, {&input_.file, section.Find(field)->value.span},
                        std::move(message));
    usable_ = false;
  }

  // 0 if it is absent or wrong, which has been reported.
  std::int64_t ReadMs(const Values& section, std::string_view field) {
    const auto duration = ParsePrometheusDuration(section.Text(field));
    if (!duration) return 0;
    const std::int64_t ms = *duration / std::chrono::milliseconds(1);
    if (ms <= 0) Refuse(section, field, fmt::format("`{}` has to be longer than 0", field));
    return ms;
  }

  Tier ReadTier(const Values& section) {
    Tier tier = {.long_ms = ReadMs(section, "longWindow"),
                 .short_ms = ReadMs(section, "shortWindow")};
    const double percent = section.Float("errorBudgetPercent");
    if (section.Has("errorBudgetPercent") && !(percent > 0 && percent <= 100)) {
      Refuse(section, "errorBudgetPercent", "a share of the budget is above 0 and at most 100 %");
    }
    if (tier.short_ms >= tier.long_ms && tier.long_ms > 0) {
      Refuse(section, "shortWindow", "the short window is not shorter than the long one");
    } else if (tier.long_ms > windows_.period_ms && windows_.period_ms > 0) {
      Refuse(section, "longWindow", "the window is longer than the period");
    }
    if (!usable_) return tier;
    // In this order, as in policy.cc.
    tier.factor =
        percent * static_cast<double>(windows_.period_ms) / static_cast<double>(tier.long_ms) / 100;
    return tier;
  }

  const Input input_;
  const Values root_;
  Diagnostics& diagnostics_;
  AlertWindows windows_;
  bool usable_ = true;
};

bool IsAlertWindows(const yaml::Node& root) { return IsResource(root, kApiVersion, kKind); }

void ReadSpec(const SpecDocument& document, Diagnostics& diagnostics, std::vector<Slo>&) {
  Reader(document, diagnostics).Read();
}

}  // namespace

std::optional<AlertWindows> ReadAlertWindows(const SourceFile& file, Arena& arena,
                                             Diagnostics& diagnostics) {
  const yaml::Stream stream =
      yaml::Parse(file, arena, diagnostics, {.report_duplicate_keys = false});
  if (diagnostics.HasErrors()) return std::nullopt;
  const yaml::Node* root = stream.documents.empty() ? nullptr : stream.documents.front().root;
  if (root == nullptr || !IsAlertWindows(*root)) {
    diagnostics.Report(kBadValue, {&file, {0, 0}}, "the file does not hold windows of alerts")
        .notes.emplace_back(
            "write `apiVersion: sloth.slok.dev/v1` and `kind: AlertWindows`, as for Sloth's "
            "`--slo-period-windows-path`");
    return std::nullopt;
  }
  const std::vector<SpecDocument> all;
  return Reader({file, stream, *root, arena, all}, diagnostics).Read();
}

constexpr SpecFormat kAlertWindowsSpec = {
    .name = "alert-windows",
    .noun = "AlertWindows of Sloth",
    .owner = "Sloth",
    .is = IsAlertWindows,
    .table = &kTable,
    .read = ReadSpec,
};

}  // namespace check::slo
