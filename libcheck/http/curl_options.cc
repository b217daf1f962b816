#include "libcheck/http/curl_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace check::http {

void CurlOptions::Clear() {
  for (curl_slist** list : {&headers_, &proxy_headers_, &connect_to_}) {
    curl_.slist_free_all(*list);
    *list = nullptr;
  }
  asked_url_.clear();
}

void CurlOptions::Add(curl_slist*& list, const std::string& line) {
  list = curl_.slist_append(list, line.c_str());
}

void CurlOptions::Set(CURL* easy, const HttpRequest& request) {
  SetConnection(easy, request);
  SetQuestion(easy, request);
}

void CurlOptions::SetQuestion(CURL* easy, const HttpRequest& request) {
  const auto set = [&](CURLoption option, auto value) { curl_.easy_setopt(easy, option, value); };
  set(CURLOPT_USERAGENT, request.user_agent.c_str());
  // Of what is packed, one buffer may become a thousand: libcurl keeps up to 64 MiB of that for who
  // cannot take more at the moment.
  constexpr long kPlain = 128L << 10;
  constexpr long kPacked = 32L << 10;
  const bool is_plain = request.accept_encoding == "identity";
  set(CURLOPT_BUFFERSIZE, is_plain ? kPlain : kPacked);
  if (!is_plain) set(CURLOPT_ACCEPT_ENCODING, request.accept_encoding.c_str());
  if (!request.bearer_token.empty()) {
    set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
    set(CURLOPT_XOAUTH2_BEARER, request.bearer_token.c_str());
  }
  if (!request.user.empty() || !request.password.empty()) {
    set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    set(CURLOPT_USERNAME, request.user.c_str());
    set(CURLOPT_PASSWORD, request.password.c_str());
  }
  const bool has_body = !request.body.empty() || request.method == "POST" ||
                        request.method == "PUT" || request.method == "PATCH";
  if (has_body) {
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.c_str());
  }
  if (request.method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else if (request.method != (has_body ? "POST" : "GET")) {
    set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  // libcurl would wait for a permission to send a large body, which few servers give.
  Add(headers_, "Expect:");
  for (const std::string& header : request.headers) Add(headers_, header);
  set(CURLOPT_HTTPHEADER, headers_);
  if (!request.http2) set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
}

void CurlOptions::SetConnection(CURL* easy, const HttpRequest& request) {
  Clear();
  const auto set = [&](CURLoption option, auto value) { curl_.easy_setopt(easy, option, value); };
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  // What "." and ".." in a path mean is for the server to say.
  set(CURLOPT_PATH_AS_IS, 1L);
  const auto timeout = static_cast<long>(request.timeout.count());
  set(CURLOPT_TIMEOUT_MS, timeout);
  set(CURLOPT_CONNECTTIMEOUT_MS, timeout);
  set(CURLOPT_NOSIGNAL, 1L);
  // When the time is over, a look-up of a name that still goes on is not waited for.
  set(CURLOPT_QUICK_EXIT, 1L);
  if (!request.unix_socket.empty()) set(CURLOPT_UNIX_SOCKET_PATH, request.unix_socket.c_str());
  if (!request.proxy_url.empty()) {
    set(CURLOPT_PROXY, request.proxy_url.c_str());
    set(CURLOPT_NOPROXY, request.no_proxy.c_str());
  } else if (!request.proxy_from_environment) {
    set(CURLOPT_PROXY, "");
  }
  // What the proxy says before the server is no part of the answer.
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  for (const std::string& header : request.proxy_headers) Add(proxy_headers_, header);
  if (proxy_headers_ != nullptr) set(CURLOPT_PROXYHEADER, proxy_headers_);
  SetTls(easy, request);
}

void CurlOptions::SetTls(CURL* easy, const HttpRequest& request) {
  const auto set = [&](CURLoption option, auto value) { curl_.easy_setopt(easy, option, value); };
  set(CURLOPT_SSL_VERIFYPEER, request.verify_tls ? 1L : 0L);
  set(CURLOPT_SSL_VERIFYHOST, request.verify_tls ? 2L : 0L);
  if (!request.ca_file.empty()) set(CURLOPT_CAINFO, request.ca_file.c_str());
  if (!request.cert_file.empty()) set(CURLOPT_SSLCERT, request.cert_file.c_str());
  if (!request.key_file.empty()) set(CURLOPT_SSLKEY, request.key_file.c_str());
  SetText(easy, CURLOPT_CAINFO_BLOB, request.ca);
  SetText(easy, CURLOPT_SSLCERT_BLOB, request.cert);
  SetText(easy, CURLOPT_SSLKEY_BLOB, request.key);
  // Certificates that were given are to be the only ones.
  const char* const nowhere = nullptr;
  if (!request.ca.empty() || !request.ca_file.empty()) set(CURLOPT_CAPATH, nowhere);
  constexpr long kLeast[] = {CURL_SSLVERSION_DEFAULT, CURL_SSLVERSION_TLSv1_0,
                             CURL_SSLVERSION_TLSv1_1, CURL_SSLVERSION_TLSv1_2,
                             CURL_SSLVERSION_TLSv1_3};
  constexpr long kMost[] = {CURL_SSLVERSION_MAX_NONE, CURL_SSLVERSION_MAX_TLSv1_0,
                            CURL_SSLVERSION_MAX_TLSv1_1, CURL_SSLVERSION_MAX_TLSv1_2,
                            CURL_SSLVERSION_MAX_TLSv1_3};
  set(CURLOPT_SSLVERSION, kLeast[static_cast<std::size_t>(request.min_tls)] |
                              kMost[static_cast<std::size_t>(request.max_tls)]);
  if (!request.server_name.empty() && request.url.starts_with("https://")) Rename(easy, request);
}

void CurlOptions::SetText(CURL* easy, CURLoption option, const std::string& pem) {
  if (pem.empty()) return;
  std::string copy = pem;
  curl_blob blob = {.data = copy.data(), .len = copy.size(), .flags = CURL_BLOB_COPY};
  curl_.easy_setopt(easy, option, &blob);
}

// libcurl wants certificates to be for the host of the URL: that becomes `server_name`, while
// connections and the header `Host` go to the host that was meant.
void CurlOptions::Rename(CURL* easy, const HttpRequest& request) {
  const std::size_t begin = std::string_view("https://").size();
  const std::size_t end = std::min(request.url.find_first_of("/?#", begin), request.url.size());
  const std::size_t person = request.url.rfind('@', end);
  const std::size_t host = person == std::string::npos || person < begin ? begin : person + 1;
  const std::string authority = request.url.substr(host, end - host);
  const std::size_t colon = authority.rfind(':');
  const bool has_port = colon != std::string::npos && authority.find(']', colon) == authority.npos;
  const std::string name = authority.substr(0, has_port ? colon : authority.size());
  const std::string port = has_port ? authority.substr(colon + 1) : "443";
  asked_url_ = fmt::format("{}{}:{}{}", request.url.substr(0, host), request.server_name, port,
                           request.url.substr(end));
  Add(connect_to_, fmt::format("{}:{}:{}:{}", request.server_name, port, name, port));
  curl_.easy_setopt(easy, CURLOPT_URL, asked_url_.c_str());
  curl_.easy_setopt(easy, CURLOPT_CONNECT_TO, connect_to_);
  Add(headers_, "Host: " + authority);
}

}  // namespace check::http
