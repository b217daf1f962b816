#ifndef LIBCHECK_HTTP_HTTP_H_
#define LIBCHECK_HTTP_HTTP_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/files/byte_source.h"

/// Talking to servers.
namespace check::http {

enum class TlsVersion : std::uint8_t { kDefault, k10, k11, k12, k13 };

/// Why a request, or the reading of its answer, did not end well: for who has more to say of it
/// than the message of an `Error`.
struct HttpFault {
  enum class Kind : std::uint8_t {
    kNone,
    kRefused,      ///< Nothing listens there.
    kNoHost,       ///< The name is unknown.
    kUnreachable,  ///< No way to the host.
    kTimedOut,
    kTls,        ///< No secure connection: `why` says whose fault it is.
    kClosed,     ///< The connection ended before an answer.
    kCutShort,   ///< The connection ended within the answer.
    kTooLarge,   ///< More than `most_bytes`.
    kRedirects,  ///< More than `most_redirects`.
    kEncoding,   ///< What was compressed cannot be unpacked.
    kProtocol,   ///< That is not HTTP.
    kOther,
  } kind = Kind::kNone;
  std::string why;      ///< "connection refused"
  std::string address;  ///< "127.0.0.1:9090", the last one that was tried; may be empty.
  /// The last one that was asked, behind redirects; with kRedirects, where the next one would have
  /// led, as it was sent. It may hold secrets.
  std::string url;
  std::string certificate;  ///< Of the server, if that is the matter: whose, and until when.
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;   ///< http or https.
  std::string body;  ///< Sent unless it is empty; `headers` say what it is.
  /// "Name: value"; "Name:" keeps a header that libcurl adds from being sent, "Name;" sends it
  /// empty. Values never show in errors. All that could tell who asks goes to the first server
  /// only.
  std::vector<std::string> headers;
  std::string bearer_token;  ///< Sent to the first server only, not where it redirects to.
  std::string user;          ///< For basic authentication, unless both are empty; likewise.
  std::string password;
  std::string unix_socket;  ///< Path of the socket to connect to, whatever the URL's host.
  std::string proxy_url;
  std::string no_proxy;  ///< Hosts that `proxy_url` is not for, with commas between them.
  std::vector<std::string> proxy_headers;  ///< "Name: value", of CONNECT requests to the proxy.
  bool proxy_from_environment = true;      ///< Unless `proxy_url` is given.
  std::string ca, ca_file;                 ///< Certificates to trust instead of the system's, PEM.
  std::string cert, cert_file;             ///< Of the client, PEM.
  std::string key, key_file;               ///< PEM
  std::string server_name;  ///< That the server's certificate is for, if not the URL's host.
  TlsVersion min_tls = TlsVersion::kDefault;
  TlsVersion max_tls = TlsVersion::kDefault;
  bool verify_tls = true;
  bool http2 = true;  ///< With servers that can.
  /// For all of it, from the connection to the last byte.
  std::chrono::milliseconds timeout = std::chrono::seconds(10);
  std::size_t most_bytes = std::size_t{1} << 30;  ///< Of the body, unpacked.
  int most_redirects = 10;
  std::string user_agent = "pronoia";
  /// "gzip"; empty: whatever libcurl can unpack. With "identity" nothing is asked for or unpacked.
  std::string accept_encoding;
  /// Set when something goes wrong, be it while the body is read. May be null.
  std::shared_ptr<HttpFault> fault;
};

struct HttpResponse {
  int status = 0;            ///< 200
  std::string reason;        ///< "OK", as sent. HTTP/2 has none.
  std::string url;           ///< That gave it, behind redirects. It may hold secrets.
  std::string content_type;  ///< As sent; empty if it was not.
  /// All others too, as sent, of the last answer if there were redirects.
  std::vector<std::pair<std::string, std::string>> headers;
  /// What comes, as it comes. An error in it is one of the connection, or `most_bytes`.
  std::unique_ptr<ByteSource> body;
  std::shared_ptr<HttpFault> fault;  ///< Of the request, for when reading the body fails.

  /// The first header called `name`, whatever the case; empty if there is none.
  std::string_view Header(std::string_view name) const;
};

/// Something that fetches URLs: libcurl, or what a test puts in its place. Redirects turn any
/// method but HEAD into a GET without body, unless their status is 307 or 308.
class HttpTransport {
 public:
  virtual ~HttpTransport() = default;

  /// Sends `request` and gives back the answer once it begins, whatever its status. Errors read
  /// "cannot read `URL`: connection refused" and show no secrets. Several threads may call this.
  virtual Result<HttpResponse> Send(const HttpRequest& request) = 0;
};

/// libcurl, which is loaded now: linking it would cost every command 4 ms to start, network or not.
Result<std::unique_ptr<HttpTransport>> CurlTransport();

/// The same, loaded when the first request is sent, for who may need none. If it cannot be loaded,
/// that is the error of each request.
std::unique_ptr<HttpTransport> LazyCurlTransport();

/// The body of an answer with status 200; any other is an error: "cannot read `URL`: the server
/// answers 404 Not Found". `content_type` is set to that of the answer.
Result<std::unique_ptr<ByteSource>> OpenUrl(HttpTransport& transport, const HttpRequest& request,
                                            std::string& content_type);

/// All that is left to read. More than `most` bytes are an error.
Result<std::string> ReadBody(ByteSource& body,
                             std::size_t most = std::numeric_limits<std::size_t>::max());

/// Whether `text` is a URL rather than the name of a file.
bool IsHttpUrl(std::string_view text);

/// `url` as it may be shown: without passwords, and without the values of parameters that seem to
/// hold secrets.
std::string PublicUrl(std::string_view url);

/// "404 Not Found"
std::string StatusText(int status);

}  // namespace check::http

#endif  // LIBCHECK_HTTP_HTTP_H_
