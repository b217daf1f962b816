#ifndef TESTS_SUPPORT_HTTP_SERVER_H_
#define TESTS_SUPPORT_HTTP_SERVER_H_

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace check::test {

/// A server on this machine that answers each request, one after another, with what it is told.
class HttpServer {
 public:
  /// `answer` is given all of a request's head, and gives back all of the answer, byte for byte;
  /// if that is empty the connection stays open and silent for a while.
  explicit HttpServer(std::function<std::string(std::string_view request)> answer);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  /// "http://127.0.0.1:PORT" and `path`.
  std::string Url(std::string_view path) const;

  /// An answer with `body`, which has `type`.
  static std::string Answer(std::string_view status, std::string_view type, std::string_view body);

 private:
  void Serve();

  std::function<std::string(std::string_view)> answer_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace check::test

#endif  // TESTS_SUPPORT_HTTP_SERVER_H_
