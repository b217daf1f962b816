#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/shared_library.h"
#include "libcheck/base/utf8.h"
#include "libcheck/http/http.h"

namespace check::http {
namespace {

// The functions of libcurl that are used, looked up in it by name.
struct Curl {
  decltype(&curl_global_init) global_init = nullptr;
  decltype(&curl_easy_init) easy_init = nullptr;
  decltype(&curl_easy_setopt) easy_setopt = nullptr;
  decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&curl_easy_strerror) easy_strerror = nullptr;
  decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&curl_multi_init) multi_init = nullptr;
  decltype(&curl_multi_add_handle) multi_add_handle = nullptr;
  decltype(&curl_multi_remove_handle) multi_remove_handle = nullptr;
  decltype(&curl_multi_perform) multi_perform = nullptr;
  decltype(&curl_multi_poll) multi_poll = nullptr;
  decltype(&curl_multi_info_read) multi_info_read = nullptr;
  decltype(&curl_multi_cleanup) multi_cleanup = nullptr;
  decltype(&curl_slist_append) slist_append = nullptr;
  decltype(&curl_slist_free_all) slist_free_all = nullptr;
};

Result<const Curl*> LoadCurl() {
  static const Result<const Curl*> loaded = []() -> Result<const Curl*> {
    const SharedLibrary library({"libcurl.so.4", "libcurl-gnutls.so.4"});
    if (!library.is_loaded()) {
      return Error{"URLs are read with libcurl, which is not installed (libcurl.so.4)"};
    }
    static Curl curl;
    const bool complete = library.Find("curl_global_init", curl.global_init) &&
                          library.Find("curl_easy_init", curl.easy_init) &&
                          library.Find("curl_easy_setopt", curl.easy_setopt) &&
                          library.Find("curl_easy_getinfo", curl.easy_getinfo) &&
                          library.Find("curl_easy_strerror", curl.easy_strerror) &&
                          library.Find("curl_easy_cleanup", curl.easy_cleanup) &&
                          library.Find("curl_multi_init", curl.multi_init) &&
                          library.Find("curl_multi_add_handle", curl.multi_add_handle) &&
                          library.Find("curl_multi_remove_handle", curl.multi_remove_handle) &&
                          library.Find("curl_multi_perform", curl.multi_perform) &&
                          library.Find("curl_multi_poll", curl.multi_poll) &&
                          library.Find("curl_multi_info_read", curl.multi_info_read) &&
                          library.Find("curl_multi_cleanup", curl.multi_cleanup) &&
                          library.Find("curl_slist_append", curl.slist_append) &&
                          library.Find("curl_slist_free_all", curl.slist_free_all);
    if (!complete || curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
      return Error{"URLs are read with libcurl, and the one installed is too old"};
    }
    return &curl;
  }();
  return loaded;
}

// An answer that is being read: libcurl is asked for more when there is no more at hand.
class Transfer final : public ByteSource {
 public:
  Transfer(const Curl& curl, const HttpRequest& request)
      : curl_(curl), url_(PublicUrl(request.url)), most_bytes_(request.most_bytes) {
    easy_ = curl_.easy_init();
    multi_ = curl_.multi_init();
    if (easy_ == nullptr || multi_ == nullptr) return;
    SetUp(request);
    curl_.multi_add_handle(multi_, easy_);
  }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() override {
    if (multi_ != nullptr && easy_ != nullptr) curl_.multi_remove_handle(multi_, easy_);
    if (easy_ != nullptr) curl_.easy_cleanup(easy_);
    if (multi_ != nullptr) curl_.multi_cleanup(multi_);
    curl_.slist_free_all(headers_);
    curl_.slist_free_all(proxy_headers_);
    curl_.slist_free_all(connect_to_);
  }

  // Goes on until the body begins, or all is over without one.
  Result<HttpResponse> Begin() {
    if (easy_ == nullptr || multi_ == nullptr) return Error{"out of memory"};
    while (!is_over_ && pending_.empty()) Drive();
    if (!error_.empty()) return Error{error_};
    HttpResponse response;
    long status = 0;
    curl_.easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    response.status = static_cast<int>(status);
    const char* type = nullptr;
    curl_.easy_getinfo(easy_, CURLINFO_CONTENT_TYPE, &type);
    response.content_type = type == nullptr ? "" : type;
    response.headers = received_headers_;
    return response;
  }

  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    while (pending_.empty() && !is_over_) Drive();
    // What came before a connection broke is of no use without the rest.
    if (!error_.empty()) return Error{error_};
    size = std::min(size, pending_.size() - taken_);
    std::memcpy(buffer, pending_.data() + taken_, size);
    taken_ += size;
    if (taken_ == pending_.size()) {
      pending_.clear();
      taken_ = 0;
    }
    return size;
  }

 private:
  template <typename Value>
  void Set(CURLoption option, Value value) {
    curl_.easy_setopt(easy_, option, value);
  }

  void SetUp(const HttpRequest& request) {
    SetUpAnswer();
    SetUpConnection(request);
    SetUpTls(request);
    SetUpQuestion(request);
  }

  void SetUpQuestion(const HttpRequest& request) {
    Set(CURLOPT_URL, asked_url_.empty() ? request.url.c_str() : asked_url_.c_str());
    Set(CURLOPT_USERAGENT, "pronoia");
    if (!request.bearer_token.empty()) {
      Set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
      Set(CURLOPT_XOAUTH2_BEARER, request.bearer_token.c_str());
    }
    if (!request.user.empty() || !request.password.empty()) {
      Set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
      Set(CURLOPT_USERNAME, request.user.c_str());
      Set(CURLOPT_PASSWORD, request.password.c_str());
    }
    if (!request.body.empty()) {
      Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      Set(CURLOPT_COPYPOSTFIELDS, request.body.c_str());
    }
    if (request.method != "GET" || !request.body.empty()) {
      Set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
    for (const std::string& header : request.headers) {
      headers_ = curl_.slist_append(headers_, header.c_str());
    }
    Set(CURLOPT_HTTPHEADER, headers_);
    if (!request.http2) Set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  }

  void SetUpConnection(const HttpRequest& request) {
    Set(CURLOPT_PROTOCOLS_STR, "http,https");
    Set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    Set(CURLOPT_FOLLOWLOCATION, request.most_redirects > 0 ? 1L : 0L);
    Set(CURLOPT_MAXREDIRS, static_cast<long>(request.most_redirects));
    Set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
    Set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.timeout.count()));
    Set(CURLOPT_NOSIGNAL, 1L);
    // When the time is over, a look-up of a name that still goes on is not waited for.
    Set(CURLOPT_QUICK_EXIT, 1L);
    if (!request.unix_socket.empty()) Set(CURLOPT_UNIX_SOCKET_PATH, request.unix_socket.c_str());
    if (!request.proxy_url.empty()) {
      Set(CURLOPT_PROXY, request.proxy_url.c_str());
      Set(CURLOPT_NOPROXY, request.no_proxy.c_str());
    } else if (!request.proxy_from_environment) {
      Set(CURLOPT_PROXY, "");
    }
    for (const std::string& header : request.proxy_headers) {
      proxy_headers_ = curl_.slist_append(proxy_headers_, header.c_str());
    }
    if (proxy_headers_ != nullptr) Set(CURLOPT_PROXYHEADER, proxy_headers_);
  }

  void SetUpTls(const HttpRequest& request) {
    Set(CURLOPT_SSL_VERIFYPEER, request.verify_tls ? 1L : 0L);
    Set(CURLOPT_SSL_VERIFYHOST, request.verify_tls ? 2L : 0L);
    if (!request.ca_file.empty()) Set(CURLOPT_CAINFO, request.ca_file.c_str());
    if (!request.cert_file.empty()) Set(CURLOPT_SSLCERT, request.cert_file.c_str());
    if (!request.key_file.empty()) Set(CURLOPT_SSLKEY, request.key_file.c_str());
    SetText(CURLOPT_CAINFO_BLOB, request.ca);
    SetText(CURLOPT_SSLCERT_BLOB, request.cert);
    SetText(CURLOPT_SSLKEY_BLOB, request.key);
    // Certificates that were given are to be the only ones.
    const char* const nowhere = nullptr;
    if (!request.ca.empty() || !request.ca_file.empty()) Set(CURLOPT_CAPATH, nowhere);
    constexpr long kLeast[] = {CURL_SSLVERSION_DEFAULT, CURL_SSLVERSION_TLSv1_0,
                               CURL_SSLVERSION_TLSv1_1, CURL_SSLVERSION_TLSv1_2,
                               CURL_SSLVERSION_TLSv1_3};
    constexpr long kMost[] = {CURL_SSLVERSION_MAX_NONE, CURL_SSLVERSION_MAX_TLSv1_0,
                              CURL_SSLVERSION_MAX_TLSv1_1, CURL_SSLVERSION_MAX_TLSv1_2,
                              CURL_SSLVERSION_MAX_TLSv1_3};
    Set(CURLOPT_SSLVERSION, kLeast[static_cast<std::size_t>(request.min_tls)] |
                                kMost[static_cast<std::size_t>(request.max_tls)]);
    if (!request.server_name.empty() && request.url.starts_with("https://")) Rename(request);
  }

  void SetText(CURLoption option, const std::string& pem) {
    if (pem.empty()) return;
    std::string copy = pem;
    curl_blob blob = {.data = copy.data(), .len = copy.size(), .flags = CURL_BLOB_COPY};
    Set(option, &blob);
  }

  // libcurl wants certificates to be for the host of the URL: that becomes `server_name`, while
  // connections and the header `Host` go to the host that was meant.
  void Rename(const HttpRequest& request) {
    const std::size_t begin = std::string_view("https://").size();
    const std::size_t end = std::min(request.url.find_first_of("/?#", begin), request.url.size());
    const std::size_t person = request.url.rfind('@', end);
    const std::size_t host = person == std::string::npos || person < begin ? begin : person + 1;
    const std::string authority = request.url.substr(host, end - host);
    const std::size_t colon = authority.rfind(':');
    const bool has_port =
        colon != std::string::npos && authority.find(']', colon) == authority.npos;
    const std::string name = authority.substr(0, has_port ? colon : authority.size());
    const std::string port = has_port ? authority.substr(colon + 1) : "443";
    asked_url_ = fmt::format("{}{}:{}{}", request.url.substr(0, host), request.server_name, port,
                             request.url.substr(end));
    connect_to_ = curl_.slist_append(
        connect_to_, fmt::format("{}:{}:{}:{}", request.server_name, port, name, port).c_str());
    Set(CURLOPT_CONNECT_TO, connect_to_);
    headers_ = curl_.slist_append(headers_, ("Host: " + authority).c_str());
  }

  void SetUpAnswer() {
    // Whatever it can unpack.
    Set(CURLOPT_ACCEPT_ENCODING, "");
    Set(CURLOPT_ERRORBUFFER, details_);
    using Write = std::size_t (*)(char*, std::size_t, std::size_t, void*);
    const Write write = [](char* bytes, std::size_t, std::size_t count, void* self) {
      return static_cast<Transfer*>(self)->Take({bytes, count});
    };
    Set(CURLOPT_WRITEFUNCTION, write);
    Set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    const Write note = [](char* bytes, std::size_t, std::size_t count, void* self) {
      static_cast<Transfer*>(self)->TakeHeader({bytes, count});
      return count;
    };
    Set(CURLOPT_HEADERFUNCTION, note);
    Set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  }

  // One line of the head of an answer, of which there are several if there are redirects. libcurl
  // limits how long a head can be.
  void TakeHeader(std::string_view line) {
    if (line.starts_with("HTTP/")) received_headers_.clear();
    const std::size_t colon = line.find(':');
    if (colon == line.npos) return;
    std::string_view value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    value = value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
    received_headers_.emplace_back(line.substr(0, colon), value);
  }

  std::size_t Take(std::string_view bytes) {
    received_ += bytes.size();
    if (received_ > most_bytes_) {
      is_too_large_ = true;
      return 0;
    }
    pending_ += bytes;
    return bytes.size();
  }

  // Lets libcurl do what can be done, waiting for it if need be.
  void Drive() {
    int running = 0;
    CURLMcode code = curl_.multi_perform(multi_, &running);
    if (code == CURLM_OK && running != 0 && pending_.empty()) {
      constexpr int kMilliseconds = 1000;
      code = curl_.multi_poll(multi_, nullptr, 0, kMilliseconds, nullptr);
    }
    if (code != CURLM_OK) {
      Fail("libcurl failed");
      return;
    }
    int left = 0;
    while (const CURLMsg* message = curl_.multi_info_read(multi_, &left)) {
      if (message->msg == CURLMSG_DONE) End(message->data.result);
    }
  }

  void End(CURLcode result) {
    is_over_ = true;
    if (result == CURLE_OK) return;
    switch (result) {
      case CURLE_OPERATION_TIMEDOUT:
        return Fail("no answer in time");
      case CURLE_COULDNT_RESOLVE_HOST:
        return Fail("no such host");
      case CURLE_COULDNT_CONNECT:
        return Fail("connection refused");
      case CURLE_TOO_MANY_REDIRECTS:
        return Fail("it redirects too often");
      case CURLE_WRITE_ERROR:
        if (is_too_large_) return Fail(fmt::format("is larger than {} bytes", most_bytes_));
        break;
      default:
        break;
    }
    std::string details = details_[0] == '\0' ? curl_.easy_strerror(result) : details_;
    // Messages begin in lower case, unless with a name such as OpenSSL.
    const std::string first = details.substr(0, details.find_first_of(" :/"));
    if (first.size() > 1 && ToLower(first.substr(1)) == first.substr(1)) {
      details[0] = ToLower(details.substr(0, 1))[0];
    }
    Fail(details);
  }

  void Fail(const std::string& why) {
    is_over_ = true;
    error_ = fmt::format("cannot read `{}`: {}", url_, why);
  }

  const Curl& curl_;
  std::string url_;        // As it may be shown.
  std::string asked_url_;  // If another than that of the request.
  std::size_t most_bytes_;
  CURL* easy_ = nullptr;
  CURLM* multi_ = nullptr;
  curl_slist* headers_ = nullptr;
  curl_slist* proxy_headers_ = nullptr;
  curl_slist* connect_to_ = nullptr;
  char details_[CURL_ERROR_SIZE] = {};
  std::string pending_;  // Received, of which `taken_` bytes have been read.
  std::size_t taken_ = 0;
  std::size_t received_ = 0;
  std::vector<std::pair<std::string, std::string>> received_headers_;
  bool is_too_large_ = false;
  bool is_over_ = false;
  std::string error_;
};

class Transport final : public HttpTransport {
 public:
  explicit Transport(const Curl& curl) : curl_(curl) {}

  Result<HttpResponse> Send(const HttpRequest& request) override {
    auto transfer = std::make_unique<Transfer>(curl_, request);
    Result<HttpResponse> response = transfer->Begin();
    if (response) response->body = std::move(transfer);
    return response;
  }

 private:
  const Curl& curl_;
};

class LazyTransport final : public HttpTransport {
 public:
  Result<HttpResponse> Send(const HttpRequest& request) override {
    const Result<const Curl*> curl = LoadCurl();
    if (!curl) return curl.error();
    return Transport(**curl).Send(request);
  }
};

}  // namespace

std::unique_ptr<HttpTransport> LazyCurlTransport() { return std::make_unique<LazyTransport>(); }

Result<std::unique_ptr<HttpTransport>> CurlTransport() {
  const Result<const Curl*> curl = LoadCurl();
  if (!curl) return curl.error();
  return std::unique_ptr<HttpTransport>(std::make_unique<Transport>(**curl));
}

}  // namespace check::http
