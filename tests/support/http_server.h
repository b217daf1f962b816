#ifndef TESTS_SUPPORT_HTTP_SERVER_H_
#define TESTS_SUPPORT_HTTP_SERVER_H_

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace check::test {

/// A request as a server sees it.
struct SeenRequest {
  std::string method;  ///< "GET"
  std::string target;  ///< "/v1/nodes?page=2"
  std::string head;    ///< All of it, with those two.
  std::string body;

  std::string Path() const;  ///< "/v1/nodes"
  /// The value of a parameter, as it is encoded; empty if it is not there.
  std::string Parameter(std::string_view name) const;
  /// Names are in lower case.
  std::vector<std::pair<std::string, std::string>> Headers() const;
  /// The value of a header; empty if it is not there.
  std::string Header(std::string_view lower_name) const;
};

/// A server on this machine that answers each request with what it is told.
class HttpServer {
 public:
  using Handler = std::function<std::string(const SeenRequest& request)>;

  /// `answer` gives back all of the answer, byte for byte; if that is empty the connection stays
  /// open and silent for a while. It is called for one request at a time. Given `unix_socket`, a
  /// path that does not exist, that is where the server listens.
  explicit HttpServer(Handler answer, const std::string& unix_socket = {});
  /// The same for who wants the head of the request only.
  explicit HttpServer(std::function<std::string(std::string_view head)> answer);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  /// "http://127.0.0.1:PORT" and `path`.
  std::string Url(std::string_view path) const;
  /// "127.0.0.1:PORT"
  std::string Address() const;

  /// An answer with `body`, which has `type`. `headers` are further lines, each with its end.
  static std::string Answer(std::string_view status, std::string_view type, std::string_view body,
                            std::string_view headers = {});

 private:
  void Serve();
  void ServeOne(int connection);

  Handler answer_;
  std::mutex answering_;
  int port_ = 0;
  int listener_ = -1;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
  std::vector<std::thread> connections_;  // Of `thread_`.
};

}  // namespace check::test

#endif  // TESTS_SUPPORT_HTTP_SERVER_H_
