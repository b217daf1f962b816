#ifndef LIBCHECK_SILENCES_PLAN_H_
#define LIBCHECK_SILENCES_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/alertmanager.h"
#include "libcheck/base/result.h"
#include "libcheck/silences/import.h"
#include "libcheck/silences/silences_file.h"

/// What makes the silences of a server those of a file.
///
/// Silences of a file carry its mark: the key `FILE/SILENCE`, of a window with when it begins
/// (`FILE/SILENCE/2026-12-05T21:00:00Z`). It is the annotation `pronoia_silence` where servers keep
/// annotations, otherwise `[pronoia:KEY]` at the end of the comment. What has no mark of the file
/// is never touched.
namespace check::silences {

enum class MarkStyle : std::uint8_t { kComment, kAnnotation };

/// Where a server of this version ("0.32.0") keeps marks. Annotations came with 0.32; if there is
/// no version, comments are sure.
MarkStyle MarkStyleOf(std::string_view version);

/// A silence with a mark, and without it.
void SetMark(api::v2::Silence& silence, std::string_view key, MarkStyle style);
/// Takes the mark away, and gives the key; nothing if it has none.
std::optional<std::string> TakeMark(api::v2::Silence& silence);

struct Step {
  enum class Action : std::uint8_t { kCreate, kChange, kExpire } action = Action::kCreate;
  std::string name;  ///< Of the silence in the file.
  std::string key;
  api::v2::Silence before;  ///< As it is on the server, with its mark. Not of kCreate.
  api::v2::Silence after;   ///< As it is sent, with its mark. Not of kExpire.
  /// Why, in words: of kChange what differs ("ends", "comment"); of kExpire one sentence.
  std::vector<std::string> reasons;
};

struct Plan {
  std::vector<Step> steps;  ///< Those first that create and change, by their start.
  std::size_t kept = 0;     ///< Silences that are as they should be.
  /// Silences of the server that are the file's, but that it does not name any more. Left alone,
  /// unless they must be pruned.
  std::vector<api::v2::Silence> orphans;
  std::vector<std::string> over;   ///< Names of silences that came once, and have ended.
  bool drops_annotations = false;  ///< The server cannot keep the annotations of the file.
};

struct PlanOptions {
  std::int64_t now_ms = 0;
  std::optional<std::int64_t> horizon_ms;  ///< In place of the file's.
  MarkStyle style = MarkStyle::kComment;
  bool prune = false;  ///< Expire orphans.
};

/// No file may come to more silences than this.
inline constexpr std::size_t kMostPlanned = 10'000;

/// `there` are the silences of the server that have not expired. The error is that the file comes
/// to more than kMostPlanned silences.
Result<Plan> MakePlan(const SilencesFile& file, std::span<const api::v2::Silence> there,
                      const PlanOptions& options);

/// Does the steps, `workers` at a time; silences are expired when all others have been made. Stops
/// when the server cannot be reached or refuses who asks. Then making a plan again says what is
/// left to do. In the order of `steps`.
std::vector<Imported> Apply(const api::Server& server, std::span<const Step> steps,
                            std::size_t workers);

}  // namespace check::silences

#endif  // LIBCHECK_SILENCES_PLAN_H_
