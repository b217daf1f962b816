#include "tools/compat/promtool_debug.h"

#include <fmt/format.h>

#include <chrono>
#include <span>
#include <string>

#include "libcheck/api/debug_archive.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/url.h"
#include "libcheck/files/file_writer.h"
#include "tools/compat/go_http.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

using check::api::DebugFile;

constexpr std::string_view kArchive = "debug.tar.gz";

int Failure(const std::string& why) {
  WriteErr(fmt::format("error completing debug command: {}\n", why));
  return 1;
}

int Collect(const Parsed& parsed, std::span<const DebugFile> files) {
  const std::string& server = parsed.Arguments("server").front();
  const GoHttp http;
  check::api::TarGz archive;
  for (const DebugFile& file : files) {
    const std::string text =
        fmt::format("{}{}{}", server, file.path, file.lasts ? "?seconds=30" : "");
    WriteOut(fmt::format("collecting: {}\n", text));
    const check::Result<check::Url> url = check::ParseUrl(text);
    if (!url) return Failure("error executing HTTP request: " + url.error().message);
    const GoHttp::Answer answer = http.Send({.url = *url, .timeout = std::chrono::hours(24 * 365)});
    if (!answer.error.empty()) {
      const std::string_view what =
          answer.broke_off ? "reading the response body" : "executing HTTP request";
      return Failure(fmt::format("error {}: {}", what, answer.error));
    }
    if (!file.is_profile) {
      archive.Add(file.name, answer.body);
      continue;
    }
    const check::Result<std::string> profile = check::api::UnpackProfile(answer.body);
    if (!profile) {
      return Failure("error post-processing HTTP response body: " + profile.error().message);
    }
    archive.Add(file.name, *profile);
  }
  const check::Result<std::string> packed = archive.Finish();
  if (!packed) return Failure("error writing into the archive: " + packed.error().message);
  // promtool empties the file before it asks.
  if (const auto error = check::ReplaceFile(std::string(kArchive), *packed)) {
    return Failure("error writing into the archive: " + error->message);
  }
  WriteOut(fmt::format("Compiling debug information complete, all files written in {}.\n",
                       check::GoQuote(kArchive)));
  return 0;
}

}  // namespace

int DebugPprof(const Parsed& parsed) { return Collect(parsed, check::api::DebugProfiles()); }
int DebugMetrics(const Parsed& parsed) { return Collect(parsed, check::api::DebugMetrics()); }
int DebugAll(const Parsed& parsed) { return Collect(parsed, check::api::DebugEverything()); }

}  // namespace tools::compat
