#ifndef LIBCHECK_SILENCES_SILENCES_FILE_H_
#define LIBCHECK_SILENCES_SILENCES_FILE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/alertmanager.h"
#include "libcheck/base/time_span.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/schema/schema.h"
#include "libcheck/silences/schedule.h"
#include "libcheck/source/source_file.h"

namespace check::silences {

/// A silence of a file: one that comes once, or again and again.
struct PlannedSilence {
  std::string name;
  std::vector<api::v2::SilenceMatcher> matchers;
  std::string created_by, comment;
  api::v2::Pairs annotations;  ///< Sorted by name.
  TimeSpan once;               ///< Unless there is a `recurrence`.
  std::optional<Recurrence> recurrence;
};

/// The silences and maintenance windows that a team keeps in a file:
///
///     name: db-team              # marks the silences of this file on the server
///     horizon: 14d               # how far ahead windows become silences
///     time_zone: Europe/Berlin
///     created_by: db-team
///     policy:
///       require: [comment]
///       max_duration: 8h
///     silences:
///       - name: patches
///         matchers: ['team="db"', 'severity!="critical"']
///         comment: patches of the operating system
///         weekly: saturday 22:00
///         until: 04:00
///       - name: new-disks
///         matchers: ['instance="db3"']
///         comment: disks are replaced
///         starts_at: 2026-12-05 20:00
///         duration: 3h
struct SilencesFile {
  std::string name;
  std::int64_t horizon_ms = 0;
  std::vector<PlannedSilence> silences;
};

/// Reads such a file. All faults are reported, each at its place; if one is an error, what is
/// returned is not all there is.
SilencesFile ReadSilencesFile(const SourceFile& file, Diagnostics& diagnostics);

extern const schema::Object kSilencesFileTable;

}  // namespace check::silences

#endif  // LIBCHECK_SILENCES_SILENCES_FILE_H_
