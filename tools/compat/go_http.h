#ifndef TOOLS_COMPAT_GO_HTTP_H_
#define TOOLS_COMPAT_GO_HTTP_H_

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/base/url.h"
#include "libcheck/files/byte_source.h"
#include "libcheck/http/client_settings.h"
#include "libcheck/http/http.h"
#include "tools/compat/kingpin.h"

namespace tools::compat {

/// How a program words that its settings cannot be used, and what it calls itself then.
struct HttpCaller {
  std::string_view unloadable = "Failed to load HTTP config file";
  std::string_view unusable = "Failed to create a new HTTP round tripper";
  std::string_view user_agent = "promtool/3.14.0";
};

/// Asks servers as promtool does: with the headers, proxies and error texts of Go's net/http.
class GoHttp {
 public:
  /// Without settings: what URLs and the environment say.
  GoHttp();
  /// With those of the flag --http.config.file, if it is given. The error is what promtool ends
  /// with, after "promtool: error: ".
  static check::Result<GoHttp> From(const Parsed& parsed, const check::Url& server,
                                    const HttpCaller& caller = {});

  using Headers = std::vector<std::pair<std::string, std::string>>;
  struct Request {
    std::string method = "GET";
    check::Url url;
    Headers headers = {};
    std::string body = {};
    std::chrono::milliseconds timeout = std::chrono::minutes(2);
    /// Whether a body that comes packed is left so, for who can read it as it is unpacked.
    bool keeps_packed = false;
  };
  struct Answer {
    int status = 0;  ///< 0: there was no answer.
    std::string body;
    /// `Post "http://h/x": dial tcp 127.0.0.1:1: connect: connection refused`; without what stands
    /// in front if the answer broke off. Empty if there is all of it.
    std::string error;
    bool broke_off = false;
    std::vector<std::pair<std::string, std::string>> headers;
    bool is_packed = false;  ///< By gzip.

    /// The body, or what there is of it, without gzip's packing. It has to outlive the source.
    std::unique_ptr<check::ByteSource> Open() const;
    /// Unpacks the body in place.
    void Unpack();
  };
  /// Several threads may call this at once.
  Answer Send(const Request& request) const;

  /// What Send sends, for who sends it in another way.
  check::Result<check::http::HttpRequest> Prepare(const Request& request) const;
  /// What Go says if `made`, prepared of `request`, came to nothing.
  static std::string Failure(const Request& request, const check::http::HttpRequest& made,
                             const check::http::HttpFault& fault);
  check::http::HttpTransport& transport() const { return *transport_; }

 private:
  check::Result<std::string> Token() const;

  std::unique_ptr<check::http::HttpTransport> transport_;
  bool has_settings_ = false;
  std::string_view user_agent_ = HttpCaller().user_agent;
  bool asks_for_gzip_ = true;
  check::http::ClientSettings settings_;
  mutable std::string token_;  // Once it has been fetched.
  std::unique_ptr<std::mutex> fetching_ = std::make_unique<std::mutex>();
};

/// What promtool cannot do without of the files that `tls` names: "unable to read CA cert: unable
/// to read file x: open x: no such file or directory". Nothing if all is there.
std::optional<std::string> TlsFilesProblem(const check::http::TlsSettings& tls);

/// "x-scope-orgid" becomes "X-Scope-Orgid", as Go writes names of headers.
std::string CanonicalHeader(std::string_view name);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_GO_HTTP_H_
