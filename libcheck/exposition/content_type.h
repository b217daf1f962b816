#ifndef LIBCHECK_EXPOSITION_CONTENT_TYPE_H_
#define LIBCHECK_EXPOSITION_CONTENT_TYPE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace check::exposition {

/// Which of the server's readers a scrape goes to.
struct ReaderChoice {
  enum class Reader : std::uint8_t { kNone, kPrometheusText, kOpenMetrics, kProtobuf } reader;
  std::string error;  ///< Why it is none, or not the one the target named. Empty if all is well.
};

/// Chooses by the header Content-Type as Prometheus does. `fallback`: the job's
/// fallback_scrape_protocol, "PrometheusText0.0.4" for example, or empty.
ReaderChoice ChooseReader(std::string_view content_type, std::string_view fallback);

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_CONTENT_TYPE_H_
