#ifndef LIBCHECK_WORKSPACE_SETTINGS_H_
#define LIBCHECK_WORKSPACE_SETTINGS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/files/file_system.h"
#include "libcheck/model/names.h"
#include "libcheck/schema/schema.h"
#include "libcheck/workspace/requirement.h"

namespace check::workspace {

/// Which codes are reported, and how seriously. Steps are taken in order; later ones win.
struct Choices {
  struct Step {
    const CodeInfo* code = nullptr;  ///< Null: every one that can be chosen.
    bool on = true;
    std::optional<Severity> severity;  ///< Only if it is to change.
  };
  std::vector<Step> steps;

  void Enable(const CodeInfo* code) { steps.push_back({.code = code, .on = true}); }
  void Disable(const CodeInfo* code) { steps.push_back({.code = code, .on = false}); }
};

/// What a `.pronoia.yml` says:
///
///     checks:
///       disable: [CODE...]       # or `all`
///       enable: [CODE...]
///       severity:
///         CODE: error            # or warning, info, off
///     paths:                     # the same for some files
///       - match: legacy/**
///         disable: [CODE...]
///     exclude: [vendor]          # what not to look for files in
///     prometheus: prometheus.yml # where to learn the scrape interval
///     baseline: baseline.json
///     names: utf8                # or legacy
///     features: [promql-experimental-functions]
///     policies:                  # what rules have to have; see requirement.h
///       - labels: {severity: {values: [critical, warning]}}
///
/// Paths are told from the folder that the file is in. A pattern without a slash matches names in
/// any folder; one that matches a folder matches all that is in it.
struct Settings {
  struct PathChoices {
    std::vector<std::string> patterns;
    Choices choices;
  };

  std::string path;          ///< Of the file itself. Empty: there is none.
  std::string folder = ".";  ///< That it is in.
  Choices choices;
  std::vector<PathChoices> paths;
  std::vector<std::string> exclude;
  std::optional<std::string> prometheus;  ///< As seen from where the command runs.
  std::optional<std::string> baseline;    ///< As seen from where the command runs.
  std::optional<model::NameValidation> names;
  std::vector<std::string> features;
  std::vector<Requirement> requirements;  ///< `policies`
  /// Every code there is and those of the policies, sorted. Empty: policies add none.
  std::vector<const CodeInfo*> codes;

  /// How serious `info` is in the file `path`, or nothing if it is not reported there, once `flags`
  /// of the run have been applied last. Errors that Prometheus refuses a file for always are
  /// reported. May be called by several threads.
  std::optional<Severity> SeverityOf(const CodeInfo& info, std::string_view path,
                                     const Choices& flags = {}) const;

  /// Whether files are not to be looked for at `path`.
  bool Excludes(std::string_view path) const;
};

/// What the file is called.
inline constexpr std::string_view kSettingsName = ".pronoia.yml";

/// Reads settings; `codes` is every code there is. Faults are reported, each at its place, and what
/// could be read is returned even so.
Settings ReadSettings(const SourceFile& file, std::span<const CodeInfo* const> codes,
                      Diagnostics& diagnostics);

/// The fields that settings have, for documentation.
const schema::Object& SettingsTable();

/// Names that `features` and --enable-feature know.
std::span<const std::string_view> FeatureNames();

/// Every CodeInfo that ReadSettings can report itself (not those of yaml and schema).
std::span<const CodeInfo* const> SettingsCodes();

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_SETTINGS_H_
