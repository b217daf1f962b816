#ifndef LIBCHECK_API_DEBUG_ARCHIVE_H_
#define LIBCHECK_API_DEBUG_ARCHIVE_H_

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/reply.h"
#include "libcheck/api/server.h"
#include "libcheck/base/result.h"

/// What a server of Go tells those who debug it, in one archive.
namespace check::api {

/// A page of the server, and the file in the archive that it becomes.
struct DebugFile {
  std::string_view path;  ///< "/debug/pprof/heap"
  std::string_view name;  ///< "heap.pb"
  bool is_profile = false;
  bool lasts = false;  ///< It is told how long to watch, as `?seconds=30`.
};

std::span<const DebugFile> DebugProfiles();
std::span<const DebugFile> DebugMetrics();
/// Both.
std::span<const DebugFile> DebugEverything();

struct DebugReply {
  DebugFile file;
  Reply<std::string> content;  ///< As it belongs into the archive.
};

/// Asks for all `files` at once, so that none waits for others that take their time. `done` is
/// called for each that has come, or failed, by one thread at a time.
std::vector<DebugReply> FetchDebugFiles(const Server& server, std::span<const DebugFile> files,
                                        std::chrono::seconds duration,
                                        const std::function<void(const DebugReply&)>& done);

/// A profile as pprof reads it, without its compression. The error says why it is none, in the
/// words of Go's package: "parsing profile: unrecognized profile format".
Result<std::string> UnpackProfile(std::string_view body);

/// A tar archive, compressed by gzip, in memory: of what is fetched, little is large.
class TarGz {
 public:
  void Add(std::string_view name, std::string_view content);
  /// The archive, which is complete then. The error is that there is too little memory.
  Result<std::string> Finish();

 private:
  std::string tar_;
};

}  // namespace check::api

#endif  // LIBCHECK_API_DEBUG_ARCHIVE_H_
