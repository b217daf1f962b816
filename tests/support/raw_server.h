#ifndef TESTS_SUPPORT_RAW_SERVER_H_
#define TESTS_SUPPORT_RAW_SERVER_H_

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace check::test {

/// A server on this machine that may misbehave: it does with each connection what it is told.
class RawServer {
 public:
  class Connection {
   public:
    Connection(int fd, const std::atomic<bool>& stop) : fd_(fd), stop_(stop) {}
    /// False once the other side has gone.
    bool Send(std::string_view bytes) const;
    /// The head of the next request; empty if there is none.
    std::string Receive() const;
    /// Neither sends nor closes until the other side does, or the server ends.
    void Stall() const;

   private:
    int fd_;
    const std::atomic<bool>& stop_;
  };
  using Serve = std::function<void(const Connection& connection)>;

  explicit RawServer(Serve serve);
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  ~RawServer();

  /// "http://127.0.0.1:PORT" and `path`.
  std::string Url(std::string_view path = {}) const;
  int connections() const { return count_; }

 private:
  void Accept();

  Serve serve_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stop_ = false;
  std::atomic<int> count_ = 0;
  std::thread thread_;
  std::vector<std::thread> served_;  // Of `thread_`.
};

}  // namespace check::test

#endif  // TESTS_SUPPORT_RAW_SERVER_H_
