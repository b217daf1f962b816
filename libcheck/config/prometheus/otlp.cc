#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kStrategies[] = {"", "UnderscoreEscapingWithSuffixes",
                                            "UnderscoreEscapingWithoutSuffixes",
                                            "NoUTF8EscapingWithSuffixes", "NoTranslation"};
constexpr NewerWord kNewerStrategies[] = {{"UnderscoreEscapingWithoutSuffixes", "3.6"},
                                          {"NoTranslation", "3.4"}};
constexpr Type kStrategy = {.kind = Kind::kChoice,
                            .choices = kStrategies,
                            .upstream = "otlptranslator.TranslationStrategyOption",
                            .newer = kNewerStrategies,
                            .check = CheckedElsewhere};

constexpr Field kFields[] = {
    {.name = "promote_all_resource_attributes",
     .type = kBool,
     .default_value = "false",
     .doc = "Promote all resource attributes to labels.",
     .since = "3.5"},
    {.name = "promote_resource_attributes",
     .type = ListOf(kString),
     .doc = "Resource attributes to promote to labels."},
    {.name = "ignore_resource_attributes",
     .type = ListOf(kString),
     .doc = "Resource attributes not to promote, with `promote_all_resource_attributes`.",
     .since = "3.5"},
    {.name = "translation_strategy",
     .type = kStrategy,
     .default_value = "UnderscoreEscapingWithSuffixes",
     .doc = "Translation strategy for metric and attribute names.",
     .since = "3.0"},
    {.name = "keep_identifying_resource_attributes",
     .type = kBool,
     .default_value = "false",
     .doc = "Keep identifying resource attributes in `target_info`.",
     .since = "3.1"},
    {.name = "convert_histograms_to_nhcb",
     .type = kBool,
     .default_value = "false",
     .doc = "Convert explicit-bucket histograms to native histograms with custom buckets.",
     .since = "3.4"},
    {.name = "promote_scope_metadata",
     .type = kBool,
     .default_value = "false",
     .doc = "Promote scope name, version and attributes to labels.",
     .since = "3.6"},
    {.name = "label_name_underscore_sanitization",
     .type = kBool,
     .default_value = "true",
     .doc = "Prefix label names that start with `_` with `key`.",
     .since = "3.8"},
    {.name = "label_name_preserve_multiple_underscores",
     .type = kBool,
     .default_value = "true",
     .doc = "Keep consecutive underscores in label names.",
     .since = "3.8"},
};

// Attributes may neither be empty nor listed twice. Upstream tells of all of them in one go.
void CheckAttributes(Section& section, std::string_view field, std::string_view adjective) {
  const Values& values = section.values();
  struct Fault {
    const yaml::Node* item;
    const CodeInfo* info;
    std::string message;
  };
  std::vector<std::string_view> known;
  std::vector<Fault> faults;
  std::string upstream;
  for (const yaml::Node& item : values.Items(field)) {
    const std::string_view name = TrimSpace(values.TextOf(item));
    std::string said;
    if (name.empty()) {
      said = fmt::format("empty {} OTel resource attribute", adjective);
      faults.push_back({&item, &kBadValue, fmt::format("`{}` contains an empty item", field)});
    } else if (std::find(known.begin(), known.end(), name) != known.end()) {
      said = fmt::format("duplicated {} OTel resource attribute {}", adjective, GoQuote(name));
      faults.push_back({&item, &kDuplicateValue, fmt::format("duplicate attribute `{}`", name)});
    } else {
      known.push_back(name);
      continue;
    }
    upstream += (upstream.empty() ? "" : "\n") + said;
  }
  for (Fault& fault : faults) {
    section.Report(*fault.info, *fault.item, std::move(fault.message),
                   fmt::format("invalid '{}': {}", field, upstream));
  }
}

void CheckOtlp(Section& section) {
  const Values& values = section.values();
  if (!values.Bool("promote_all_resource_attributes")) {
    if (const yaml::Entry* ignored = section.FindSet("ignore_resource_attributes")) {
      section.Report(kDependentField, ignored->key,
                     "`ignore_resource_attributes` needs `promote_all_resource_attributes`",
                     "'ignore_resource_attributes' cannot be configured unless "
                     "'promote_all_resource_attributes' is true");
    }
    CheckAttributes(section, "promote_resource_attributes", "promoted");
    return;
  }
  if (const yaml::Entry* promoted = section.FindSet("promote_resource_attributes")) {
    section.Report(kExclusiveFields, promoted->key, "all resource attributes are promoted already",
                   "'promote_all_resource_attributes' and 'promote_resource_attributes' cannot be "
                   "configured simultaneously");
  }
  CheckAttributes(section, "ignore_resource_attributes", "ignored");
}

}  // namespace

constexpr Object kOtlp = {
    .name = "otlp",
    .doc = "Settings of the OTLP receiver.",
    .fields = kFields,
    .check = CheckOtlp,
    .upstream = "config.plain",
};

}  // namespace check::config::prometheus
