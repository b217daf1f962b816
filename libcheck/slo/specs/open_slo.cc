#include "libcheck/slo/specs/open_slo.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "libcheck/base/edit_distance.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::slo {
namespace {

constexpr auto kDialect = yaml::Dialect::kGoYamlV2;

struct Version {
  OpenSloVersion version;
  std::string_view name;
};
constexpr Version kVersions[] = {
    {OpenSloVersion::kV1, "openslo/v1"},
    {OpenSloVersion::kV1Alpha, "openslo/v1alpha"},
    {OpenSloVersion::kV2Alpha, "openslo.com/v2alpha"},
};

std::string_view TextOf(const yaml::Node& root, std::string_view field) {
  const yaml::Node* value = root.Find(field);
  return value == nullptr ? std::string_view() : value->scalar();
}

bool IsOpenSlo(const yaml::Node& root) {
  const std::string_view api = TextOf(root, "apiVersion");
  return api.starts_with("openslo/") || api.starts_with("openslo.com/");
}

void ReportUnknownVersion(const SpecDocument& document, Diagnostics& diagnostics) {
  const yaml::Node& api = *document.root.Find("apiVersion");
  std::string names;
  for (const Version& version : kVersions) {
    names += fmt::format("{}`{}`", names.empty() ? "" : ", ", version.name);
  }
  diagnostics
      .Report(schema::kBadValue, {&document.file, api.span},
              fmt::format("unknown version of OpenSLO: `{}`", api.scalar()))
      .notes.push_back("expected one of " + names);
}

void ReportUnknownKind(const SpecDocument& document, OpenSloVersion version,
                       Diagnostics& diagnostics) {
  const yaml::Node* kind = document.root.Find("kind");
  if (kind == nullptr) {
    diagnostics.Report(schema::kMissingField,
                       {&document.file, document.root.Find("apiVersion")->span},
                       "missing field `kind`");
    return;
  }
  std::vector<std::string_view> names;
  for (const OpenSloKind& each : OpenSloKinds()) {
    if (each.version == version) names.push_back(each.name);
  }
  Diagnostic& problem = diagnostics.Report(
      schema::kBadValue, {&document.file, kind->span},
      fmt::format("`{}` is not a kind of {}", kind->scalar(), ToString(version)));
  if (const auto closest = ClosestMatch(kind->scalar(), names)) {
    problem.notes.push_back(fmt::format("did you mean `{}`?", *closest));
  } else {
    problem.notes.push_back(fmt::format("expected `{}`", fmt::join(names, "`, `")));
  }
}

void Read(const SpecDocument& document, Diagnostics& diagnostics, std::vector<Slo>& slos) {
  const auto* const version =
      std::ranges::find(kVersions, TextOf(document.root, "apiVersion"), &Version::name);
  if (version == std::end(kVersions)) return ReportUnknownVersion(document, diagnostics);
  const OpenSloKind* kind = FindOpenSloKind(version->name, TextOf(document.root, "kind"));
  if (kind == nullptr) return ReportUnknownKind(document, version->version, diagnostics);
  schema::Validate(document.root, *kind->table, document.input(), {.dialect = kDialect},
                   diagnostics);
  if (kind->name == "SLO") {
    if (version->version == OpenSloVersion::kV1Alpha) {
      ReadOpenSloAlpha(document, diagnostics, slos);
    } else {
      ReadOpenSlo(document, version->version, diagnostics, slos);
    }
  }
}

}  // namespace

std::string_view ToString(OpenSloVersion version) {
  return std::ranges::find(kVersions, version, &Version::version)->name;
}

const OpenSloKind* FindOpenSloKind(std::string_view api_version, std::string_view kind) {
  for (const OpenSloKind& each : OpenSloKinds()) {
    if (ToString(each.version) == api_version && each.name == kind) return &each;
  }
  return nullptr;
}

extern const SpecFormat kOpenSloSpec = {
    .name = "openslo",
    .noun = "an OpenSLO object",
    .owner = "oslo",
    .is = IsOpenSlo,
    .table = &kOpenSloTable,
    .more_tables = &OpenSloTables,
    .read = Read,
};

}  // namespace check::slo
