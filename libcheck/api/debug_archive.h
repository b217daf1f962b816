#ifndef LIBCHECK_API_DEBUG_ARCHIVE_H_
#define LIBCHECK_API_DEBUG_ARCHIVE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"

/// What a server of Go tells those who debug it, in one archive.
namespace check::api {

/// A page of the server, and the file in the archive that it becomes.
struct DebugFile {
  std::string_view path;  ///< "/debug/pprof/heap"
  std::string_view name;  ///< "heap.pb"
  bool is_profile = false;
};

/// Profiles take half a minute for the processor's, and another for the trace.
std::span<const DebugFile> DebugProfiles();
std::span<const DebugFile> DebugMetrics();
/// Both.
std::span<const DebugFile> DebugEverything();

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
