#ifndef TOOLS_COMPAT_AMTOOL_SILENCE_H_
#define TOOLS_COMPAT_AMTOOL_SILENCE_H_

#include <string>

#include "libcheck/api/alertmanager.h"
#include "libcheck/base/duration.h"
#include "tools/compat/kingpin.h"

namespace tools::compat {

/// The commands below `amtool silence`; that of `import` is in amtool_import.h.
int AmtoolQuerySilences(const Parsed& parsed);
int AmtoolAddSilence(const Parsed& parsed);
int AmtoolExpireSilences(const Parsed& parsed);
int AmtoolUpdateSilences(const Parsed& parsed);

/// Which of the silences that a server gives `silence query` shows.
struct SilenceChoice {
  bool expired = false;         ///< Those that have ended, or else the others.
  std::string created_by;       ///< Empty: by anybody.
  std::string id;               ///< Empty: any.
  check::Duration within = {};  ///< How far from now the end may be; not above 0: any.

  bool Has(const check::api::v2::Silence& silence, std::int64_t now_ms) const;
};

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_SILENCE_H_
