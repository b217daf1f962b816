#ifndef LIBCHECK_SILENCES_BATCH_H_
#define LIBCHECK_SILENCES_BATCH_H_

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "libcheck/api/alertmanager.h"
#include "libcheck/silences/import.h"

namespace check::silences {

/// Makes a silence, or changes the one of its ID; if the server does not know the ID, makes it.
Imported Send(const api::Server& server, api::v2::Silence silence);
/// Ends a silence now.
Imported End(const api::Server& server, const std::string& id);

/// Does `work(i)` for each `i` that `results` has as kNotTried, `workers` of them at a time, and
/// keeps what comes of it there. Stops when the server cannot be reached, or refuses who asks; what
/// is under way then is waited for. False: it has stopped.
bool RunBatch(std::span<Imported> results, std::size_t workers,
              const std::function<Imported(std::size_t)>& work);

}  // namespace check::silences

#endif  // LIBCHECK_SILENCES_BATCH_H_
