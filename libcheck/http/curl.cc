#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/url.h"
#include "libcheck/base/utf8.h"
#include "libcheck/http/curl_fault.h"
#include "libcheck/http/curl_library.h"
#include "libcheck/http/curl_options.h"
#include "libcheck/http/http.h"

namespace check::http {
namespace {

using Kind = HttpFault::Kind;
using Clock = std::chrono::steady_clock;

// Unread bytes at which libcurl is told to wait. It keeps what it has unpacked, and copies that
// each time, so that more of it is taken when it goes on.
constexpr std::size_t kMostPending = std::size_t{256} << 10;
constexpr std::size_t kMostPendingOfKept = std::size_t{4} << 20;
// Bytes of a redirect's body that are read so that its connection can be used again.
constexpr std::size_t kMostOfRedirect = std::size_t{64} << 10;
// Of all heads of one answer, for which not all releases of libcurl have a limit.
constexpr std::size_t kMostOfHeads = std::size_t{256} << 10;

// "Not Found" of "HTTP/1.1 404 Not Found".
std::string ReasonOf(std::string_view line) {
  for (int word = 0; word < 2; ++word) {
    line.remove_prefix(std::min(line.find(' '), line.size() - 1) + 1);
  }
  return std::string(line.substr(0, line.find_last_not_of(" \r\n") + 1));
}

// Handles that keep their connections open for the next transfer. Each is for one transfer at a
// time; several threads may ask.
class Connections {
 public:
  explicit Connections(const Curl& curl) : curl_(curl) {}
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;
  ~Connections() {
    for (CURLM* multi : idle_) curl_.multi_cleanup(multi);
  }

  CURLM* Take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return curl_.multi_init();
    CURLM* const multi = idle_.back();
    idle_.pop_back();
    return multi;
  }

  void GiveBack(CURLM* multi) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(multi);
  }

 private:
  const Curl& curl_;
  std::mutex mutex_;
  std::vector<CURLM*> idle_;
};

// Headers that say nothing of who asks.
bool IsForAnyServer(std::string_view header) {
  const std::string name = ToLower(header.substr(0, header.find_first_of(":;")));
  for (const std::string_view known : {"accept", "accept-encoding", "accept-language", "expect",
                                       "content-encoding", "content-type", "user-agent"}) {
    if (name == known) return true;
  }
  return false;
}

bool IsAboutBody(std::string_view header) { return ToLower(header).starts_with("content-"); }

// Where `location` leads from `url`; empty if it is none, or not to a web server.
std::string ResolveUrl(const std::string& url, const std::string& location) {
  const Result<Url> base = ParseUrl(url);
  const Result<Url> reference = ParseUrl(location);
  if (!base || !reference) return {};
  std::string next = base->Resolve(*reference).ToString();
  return IsHttpUrl(next) ? next : std::string();
}

std::string WithoutUser(const std::string& text) {
  Result<Url> url = ParseUrl(text);
  if (!url) return {};
  url->has_user = url->has_password = false;
  return url->ToString();
}

// Whether credentials that the server of `from` may see may be seen by that of `to`: the same one,
// or the same through TLS.
bool IsSameServer(const std::string& from, const std::string& to) {
  struct Place {
    std::string scheme, host;
  };
  const auto place = [](const std::string& text) -> Place {
    const Result<Url> url = ParseUrl(text);
    if (!url) return {};
    std::string host = ToLower(url->host);
    const std::string_view port = url->scheme == "https" ? ":443" : ":80";
    if (host.ends_with(port)) host.resize(host.size() - port.size());
    return {url->scheme, host};
  };
  const Place a = place(from);
  const Place b = place(to);
  const bool is_upgrade =
      a.scheme == "http" && b.scheme == "https" && a.host.find(':') == a.host.npos;
  return !a.host.empty() && a.host == b.host && (a.scheme == b.scheme || is_upgrade);
}

// "127.0.0.1:9090", "[::1]:9090", or the path of a socket.
std::string AddressText(const sockaddr* address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address->sa_family == AF_INET) {
    sockaddr_in in = {};
    std::memcpy(&in, address, sizeof in);
    ::inet_ntop(AF_INET, &in.sin_addr, text, sizeof text);
    return fmt::format("{}:{}", text, ntohs(in.sin_port));
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 in = {};
    std::memcpy(&in, address, sizeof in);
    ::inet_ntop(AF_INET6, &in.sin6_addr, text, sizeof text);
    return fmt::format("[{}]:{}", text, ntohs(in.sin6_port));
  }
  if (address->sa_family == AF_UNIX) {
    return reinterpret_cast<const sockaddr_un*>(address)->sun_path;
  }
  return {};
}

// An answer that is being read: libcurl is asked for more when there is no more at hand.
class Transfer final : public ByteSource {
 public:
  Transfer(const Curl& curl, std::shared_ptr<Connections> connections, const HttpRequest& request)
      : curl_(curl),
        connections_(std::move(connections)),
        request_(request),
        shown_url_(PublicUrl(request.url)),
        deadline_(Clock::now() + request.timeout),
        options_(curl),
        easy_(curl.easy_init()),
        multi_(connections_->Take()) {}
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() override {
    Detach();
    if (easy_ != nullptr) curl_.easy_cleanup(easy_);
    if (multi_ != nullptr) connections_->GiveBack(multi_);
  }

  // Goes on until an answer begins that is no redirect.
  Result<HttpResponse> Begin() {
    if (easy_ == nullptr || multi_ == nullptr) return Error{"out of memory"};
    for (int redirects = 0;; ++redirects) {
      Ask();
      while (!is_over_ && !is_answered_) Drive();
      if (!is_redirect_) break;
      while (!is_over_) Drive();
      Detach();
      if (!Follow(redirects)) break;
    }
    if (!error_.message.empty()) return error_;
    HttpResponse response;
    response.status = status_;
    response.reason = reason_;
    response.url = request_.url;
    response.fault = request_.fault;
    response.headers = received_headers_;
    response.content_type = response.Header("content-type");
    return response;
  }

  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    while (pending_.empty() && !is_over_) Drive();
    // What came before a connection broke is of no use without the rest.
    if (!error_.message.empty()) return error_;
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
  void Ask() {
    is_over_ = is_answered_ = is_redirect_ = is_paused_ = false;
    received_ = head_bytes_ = 0;
    address_.clear();
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
    if (left.count() <= 0) return Fail({.kind = Kind::kTimedOut, .why = "timeout"});
    request_.timeout = left;
    curl_.easy_reset(easy_);
    options_.Set(easy_, request_);
    if (!referer_.empty()) curl_.easy_setopt(easy_, CURLOPT_REFERER, referer_.c_str());
    SetUpAnswer();
    curl_.multi_add_handle(multi_, easy_);
    is_attached_ = true;
  }

  void SetUpAnswer() {
    const auto set = [&](CURLoption option, auto value) {
      curl_.easy_setopt(easy_, option, value);
    };
    details_[0] = '\0';
    set(CURLOPT_ERRORBUFFER, details_.data());
    using Write = std::size_t (*)(char*, std::size_t, std::size_t, void*);
    const Write write = [](char* bytes, std::size_t, std::size_t count, void* self) {
      return static_cast<Transfer*>(self)->Take({bytes, count});
    };
    set(CURLOPT_WRITEFUNCTION, write);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    const Write note = [](char* bytes, std::size_t, std::size_t count, void* self) {
      return static_cast<Transfer*>(self)->TakeHeader({bytes, count});
    };
    set(CURLOPT_HEADERFUNCTION, note);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    using OpenSocket = curl_socket_t (*)(void*, curlsocktype, curl_sockaddr*);
    const OpenSocket open = [](void* self, curlsocktype, curl_sockaddr* to) {
      return static_cast<Transfer*>(self)->Open(*to);
    };
    set(CURLOPT_OPENSOCKETFUNCTION, open);
    set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  }

  // One line of the head of an answer, of which there are several if some are interim.
  std::size_t TakeHeader(std::string_view line) {
    head_bytes_ += line.size();
    if (head_bytes_ > kMostOfHeads) {
      is_too_large_ = true;
      return 0;
    }
    if (is_answered_) return line.size();  // Behind the body, where nobody looks.
    if (line.starts_with("HTTP/")) {
      received_headers_.clear();
      reason_ = ReasonOf(line);
    }
    if (line == "\r\n" || line == "\n") EndHead();
    const std::size_t colon = line.find(':');
    if (colon == line.npos) return line.size();
    std::string_view value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    value = value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
    received_headers_.emplace_back(line.substr(0, colon), value);
    return line.size();
  }

  void EndHead() {
    long status = 0;
    curl_.easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    if (status / 100 == 1) return;
    status_ = static_cast<int>(status);
    is_answered_ = true;
    location_.clear();
    if (request_.most_redirects == 0) return;
    if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) return;
    for (const auto& [name, value] : received_headers_) {
      if (ToLower(name) == "location") location_ = value;
    }
    is_redirect_ = !location_.empty();
  }

  std::size_t Take(std::string_view bytes) {
    if (is_redirect_) {
      received_ += bytes.size();
      return received_ > kMostOfRedirect ? 0 : bytes.size();
    }
    if (pending_.size() >= most_pending_) {
      is_paused_ = true;
      return CURL_WRITEFUNC_PAUSE;
    }
    received_ += bytes.size();
    if (received_ > request_.most_bytes) {
      is_too_large_ = true;
      return 0;
    }
    pending_ += bytes;
    return bytes.size();
  }

  // Lets libcurl do what can be done, waiting for it if need be.
  void Drive() {
    if (is_paused_ && pending_.empty()) {
      is_paused_ = false;
      most_pending_ = kMostPendingOfKept;
      curl_.easy_pause(easy_, CURLPAUSE_CONT);
      most_pending_ = kMostPending;
      if (!pending_.empty()) return;
    }
    int running = 0;
    CURLMcode code = curl_.multi_perform(multi_, &running);
    if (code == CURLM_OK && running != 0 && pending_.empty()) {
      constexpr int kMilliseconds = 1000;
      code = curl_.multi_poll(multi_, nullptr, 0, kMilliseconds, nullptr);
    }
    if (code != CURLM_OK) return Fail({.kind = Kind::kOther, .why = "libcurl failed"});
    int left = 0;
    while (const CURLMsg* message = curl_.multi_info_read(multi_, &left)) {
      if (message->msg == CURLMSG_DONE) return End(message->data.result);
    }
  }

  void End(CURLcode result) {
    is_over_ = true;
    // Of a redirect, only where it leads is needed.
    const bool is_enough = is_redirect_ && result == CURLE_WRITE_ERROR && !is_too_large_;
    if (result == CURLE_OK || is_enough) return Detach();
    if (is_too_large_) {
      return Fail(
          {.kind = Kind::kTooLarge,
           .why = head_bytes_ > kMostOfHeads
                      ? fmt::format("the response headers are larger than {} bytes", kMostOfHeads)
                      : fmt::format("is larger than {} bytes", request_.most_bytes)});
    }
    HttpFault fault = ExplainResult(curl_, easy_, result, details_.data(), is_answered_);
    if (result == CURLE_PEER_FAILED_VERIFICATION) {
      fault.certificate = DescribeCertificate(curl_, request_);
    }
    Fail(std::move(fault));
  }

  // Lets go of the connection, for the next transfer if this one has come to its end.
  void Detach() {
    if (!std::exchange(is_attached_, false)) return;
    curl_.multi_remove_handle(multi_, easy_);
    if (address_.empty()) address_ = PeerAddress();
  }

  void Fail(HttpFault fault) {
    is_over_ = true;
    is_redirect_ = false;
    Detach();
    if (fault.url.empty()) fault.url = request_.url;
    fault.address = address_;
    const std::string url = PublicUrl(request_.url);
    error_.message =
        url == shown_url_
            ? fmt::format("cannot read `{}`: ", url)
            : fmt::format("cannot read `{}`, to which `{}` redirects: ", url, shown_url_);
    error_.why_begins = error_.message.size();
    error_.message += fault.why;
    if (request_.fault != nullptr) *request_.fault = std::move(fault);
  }

  // Makes the request that the redirect asks for, unless there were too many.
  bool Follow(int redirects) {
    if (redirects == request_.most_redirects) {
      Fail({.kind = Kind::kRedirects, .why = "too many redirects", .url = location_});
      return false;
    }
    std::string next = ResolveUrl(request_.url, location_);
    if (next.empty()) {
      Fail({.kind = Kind::kRedirects,
            .why = "it redirects to a URL that is not http or https",
            .url = location_});
      return false;
    }
    if (IsSameServer(request_.url, next)) {
      referer_ = WithoutUser(request_.url);
    } else {
      ForgetCredentials();
    }
    if (status_ != 307 && status_ != 308 && request_.method != "HEAD") {
      request_.method = "GET";
      request_.body.clear();
      std::erase_if(request_.headers, IsAboutBody);
    }
    request_.url = std::move(next);
    return true;
  }

  void ForgetCredentials() {
    for (std::string* secret :
         {&request_.bearer_token, &request_.user, &request_.password, &request_.cert,
          &request_.cert_file, &request_.key, &request_.key_file, &referer_}) {
      secret->clear();
    }
    std::erase_if(request_.headers,
                  [](const std::string& header) { return !IsForAnyServer(header); });
  }

  // "127.0.0.1:9090", of a connection that was used before.
  std::string PeerAddress() const {
    const char* ip = nullptr;
    long port = 0;
    curl_.easy_getinfo(easy_, CURLINFO_PRIMARY_IP, &ip);
    curl_.easy_getinfo(easy_, CURLINFO_PRIMARY_PORT, &port);
    if (ip == nullptr || *ip == '\0') return {};
    const std::string_view host = ip;
    return host.find(':') == host.npos ? fmt::format("{}:{}", host, port)
                                       : fmt::format("[{}]:{}", host, port);
  }

  // What libcurl connects to, one address after the other.
  curl_socket_t Open(const curl_sockaddr& to) {
    address_ = AddressText(&to.addr);
    return ::socket(to.family, to.socktype | SOCK_CLOEXEC, to.protocol);
  }

  const Curl& curl_;
  std::shared_ptr<Connections> connections_;
  HttpRequest request_;    // That is asked now.
  std::string shown_url_;  // Of the first one.
  Clock::time_point deadline_;
  CurlOptions options_;
  CURL* easy_;
  CURLM* multi_;
  std::array<char, CURL_ERROR_SIZE> details_ = {};
  bool is_attached_ = false;

  std::vector<std::pair<std::string, std::string>> received_headers_;
  std::size_t head_bytes_ = 0;
  int status_ = 0;
  std::string reason_;
  std::string location_, referer_, address_;
  std::string pending_;  // Received, of which `taken_` bytes have been read.
  std::size_t taken_ = 0;
  std::size_t received_ = 0;
  std::size_t most_pending_ = kMostPending;
  bool is_answered_ = false;  // The head of the answer has been read.
  bool is_redirect_ = false;
  bool is_paused_ = false;
  bool is_too_large_ = false;
  bool is_over_ = false;
  Error error_;
};

class Transport final : public HttpTransport {
 public:
  Result<HttpResponse> Send(const HttpRequest& request) override {
    const Result<const Curl*> curl = LoadCurl();
    if (!curl) return curl.error();
    auto transfer = std::make_unique<Transfer>(**curl, ConnectionsOf(**curl), request);
    Result<HttpResponse> response = transfer->Begin();
    if (response) response->body = std::move(transfer);
    return response;
  }

 private:
  const std::shared_ptr<Connections>& ConnectionsOf(const Curl& curl) {
    std::call_once(once_, [&] { connections_ = std::make_shared<Connections>(curl); });
    return connections_;
  }

  std::once_flag once_;
  std::shared_ptr<Connections> connections_;
};

}  // namespace

std::unique_ptr<HttpTransport> LazyCurlTransport() { return std::make_unique<Transport>(); }

Result<std::unique_ptr<HttpTransport>> CurlTransport() {
  const Result<const Curl*> curl = LoadCurl();
  if (!curl) return curl.error();
  return LazyCurlTransport();
}

}  // namespace check::http
