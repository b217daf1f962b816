#include "libcheck/http/curl_fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/error_text.h"
#include "libcheck/base/utf8.h"
#include "libcheck/http/curl_options.h"

namespace check::http {
namespace {

using Kind = HttpFault::Kind;

// What OpenSSL and GnuTLS say, and what it means. The first that fits counts.
struct TlsReason {
  std::string_view part;
  std::string_view meaning;
};
constexpr TlsReason kTlsReasons[] = {
    {"certificate has expired", "the server's certificate has expired"},
    {"certificate is not yet valid", "the server's certificate is not valid yet"},
    {"certificate in certificate chain", "the server's certificate has an unknown issuer"},
    {"local issuer certificate", "the server's certificate has an unknown issuer"},
    {"issuer is unknown", "the server's certificate has an unknown issuer"},
    {"self-signed certificate", "the server's certificate is self-signed"},
    {"self signed certificate", "the server's certificate is self-signed"},
    {"certificate revoked", "the server's certificate has been revoked"},
    {"does not match", "the server's certificate is for another host"},
    {"no alternative certificate", "the server's certificate is for another host"},
    {"wrong version number", "the server does not speak TLS"},
    {"packet length too long", "the server does not speak TLS"},
    {"certificate required", "the server requires a client certificate"},
    {"alert bad certificate", "the server does not accept the client certificate"},
    {"alert unknown ca", "the server does not accept the client certificate"},
    {"protocol version", "no TLS version that both sides accept"},
    {"unsupported protocol", "no TLS version that both sides accept"},
    {"no protocols available", "no TLS version that both sides accept"},
};

std::string_view TlsMeaning(std::string_view details) {
  for (const TlsReason& reason : kTlsReasons) {
    if (details.find(reason.part) != details.npos) return reason.meaning;
  }
  return {};
}

// libcurl's words as messages begin: in lower case, unless with a name such as OpenSSL.
std::string Lower(std::string_view details) {
  std::string text(details);
  const std::string first = text.substr(0, text.find_first_of(" :/"));
  if (first.size() > 1 && ToLower(first.substr(1)) == first.substr(1)) {
    text[0] = ToLower(text.substr(0, 1))[0];
  }
  return text;
}

HttpFault NoConnection(const Curl& curl, CURL* easy) {
  long number = 0;
  curl.easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
  switch (number) {
    case 0:
    case ECONNREFUSED:
      return {.kind = Kind::kRefused, .why = "connection refused"};
    case ENOENT:  // The path of a socket.
      return {.kind = Kind::kRefused, .why = SystemErrorText(ENOENT)};
    case ETIMEDOUT:
      return {.kind = Kind::kTimedOut, .why = "timeout"};
    default:
      return {.kind = Kind::kUnreachable, .why = SystemErrorText(static_cast<int>(number))};
  }
}

HttpFault Broken(std::string_view details, bool answered) {
  if (const std::string_view meaning = TlsMeaning(details); !meaning.empty()) {
    return {.kind = Kind::kTls, .why = std::string(meaning)};
  }
  if (answered) {
    return {.kind = Kind::kCutShort,
            .why = "the connection was closed in the middle of the response"};
  }
  return {.kind = Kind::kClosed, .why = "the connection was closed without a response"};
}

HttpFault Tls(std::string_view details) {
  const std::string_view meaning = TlsMeaning(details);
  return {.kind = Kind::kTls, .why = meaning.empty() ? Lower(details) : std::string(meaning)};
}

// A line of what libcurl knows of a certificate: "Subject:CN = localhost". It is the server's to
// choose what is in it.
std::string_view Field(const curl_slist* list, std::string_view name) {
  for (; list != nullptr; list = list->next) {
    const std::string_view line = list->data;
    if (line.starts_with(name) && line.substr(name.size()).starts_with(':')) {
      return line.substr(name.size() + 1);
    }
  }
  return {};
}

std::string Shown(std::string_view text) {
  constexpr std::size_t kMost = 200;
  std::string shown(text.substr(0, kMost));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~' || c == '`'; }, '?');
  if (text.size() > kMost) shown += "...";
  return shown;
}

std::string Describe(const curl_slist* certificate) {
  const std::string_view names = Field(certificate, "X509v3 Subject Alternative Name");
  std::string text = fmt::format("`{}`", Shown(Field(certificate, "Subject")));
  if (!names.empty()) text += fmt::format(" for `{}`", Shown(names));
  return text + fmt::format(", issued by `{}`, valid from {} until {}",
                            Shown(Field(certificate, "Issuer")),
                            Shown(Field(certificate, "Start date")),
                            Shown(Field(certificate, "Expire date")));
}

}  // namespace

HttpFault ExplainResult(const Curl& curl, CURL* easy, CURLcode result, std::string_view details,
                        bool answered) {
  if (details.empty()) details = curl.easy_strerror(result);
  // "Received HTTP code 407 from proxy after CONNECT", "CONNECT tunnel failed, response 407"
  if (details.find("CONNECT") != details.npos) {
    return {.kind = Kind::kOther, .why = fmt::format("the proxy refuses: {}", details)};
  }
  switch (result) {
    case CURLE_OPERATION_TIMEDOUT:
      return {.kind = Kind::kTimedOut,
              .why = answered ? "timeout: the response is not complete" : "timeout"};
    case CURLE_COULDNT_RESOLVE_HOST:
      return {.kind = Kind::kNoHost, .why = "no such host"};
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {.kind = Kind::kNoHost, .why = "no such host for the proxy"};
    case CURLE_COULDNT_CONNECT:
      return NoConnection(curl, easy);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CLIENTCERT:
      return Tls(details);
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
      return Broken(details, answered);
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      if (answered) return Broken(details, answered);
      return {.kind = Kind::kProtocol, .why = Lower(details)};
    case CURLE_BAD_CONTENT_ENCODING:
      return {.kind = Kind::kEncoding, .why = "the response cannot be decompressed"};
    case CURLE_WEIRD_SERVER_REPLY:
      return {.kind = Kind::kProtocol, .why = "the response is not HTTP"};
    case CURLE_UNSUPPORTED_PROTOCOL:
      if (details.find("HTTP/0.9") != details.npos) {
        return {.kind = Kind::kProtocol, .why = "the response is not HTTP"};
      }
      break;
    default:
      break;
  }
  return {.kind = Kind::kOther, .why = Lower(details)};
}

std::string DescribeCertificate(const Curl& curl, const HttpRequest& request) {
  CURL* const easy = curl.easy_init();
  if (easy == nullptr) return {};
  HttpRequest stranger = request;
  stranger.verify_tls = false;
  stranger.cert = stranger.cert_file = stranger.key = stranger.key_file = "";
  stranger.timeout = std::min<std::chrono::milliseconds>(request.timeout, std::chrono::seconds(3));
  std::string text;
  {
    CurlOptions options(curl);
    options.SetConnection(easy, stranger);
    curl.easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
    curl.easy_setopt(easy, CURLOPT_CERTINFO, 1L);
    curl.easy_perform(easy);
    const curl_certinfo* certificates = nullptr;
    curl.easy_getinfo(easy, CURLINFO_CERTINFO, &certificates);
    if (certificates != nullptr && certificates->num_of_certs > 0) {
      text = Describe(certificates->certinfo[0]);
    }
    curl.easy_cleanup(easy);
  }
  return text;
}

}  // namespace check::http
