#ifndef LIBCHECK_HTTP_PLAIN_CONNECTION_H_
#define LIBCHECK_HTTP_PLAIN_CONNECTION_H_

#include <sys/socket.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "libcheck/http/http.h"

namespace check::http {

/// A TCP connection to a server, and what has come through it and has not been read. What goes
/// wrong is an HttpFault without address and URL.
class PlainConnection {
 public:
  using Clock = std::chrono::steady_clock;

  PlainConnection() = default;
  PlainConnection(PlainConnection&& other) noexcept;
  PlainConnection& operator=(PlainConnection&& other) noexcept;
  ~PlainConnection();

  /// Not connected, if that cannot be done until `deadline`.
  static PlainConnection To(const sockaddr_storage& address, Clock::time_point deadline);

  bool is_open() const { return fd_ >= 0; }
  /// Whether the server has neither closed it nor sent what nobody asked for.
  bool IsIdle() const;
  /// Of what follows, all together.
  void set_deadline(Clock::time_point deadline) { deadline_ = deadline; }

  /// Each gives whether it went well; if not, fault() says why, and the connection is of no more
  /// use.
  ///@{
  bool Write(std::string_view text);
  /// A line, without its end, good until the next call. One longer than `most` is a fault.
  bool ReadLine(std::string_view& line, std::size_t most);
  /// At least a byte and at most `size`, or none if the server has closed the connection.
  bool Read(char* buffer, std::size_t size, std::size_t& count);
  ///@}
  const HttpFault& fault() const { return fault_; }
  /// Whether anything has come since the last Write.
  bool has_received() const { return has_received_; }

 private:
  bool Wait(short events);
  bool Receive();
  bool Fail(HttpFault::Kind kind, std::string why);
  void Close();

  int fd_ = -1;
  Clock::time_point deadline_;
  std::string buffer_;
  std::size_t at_ = 0;  // What is in front of it has been read.
  bool has_received_ = false;
  HttpFault fault_;
};

}  // namespace check::http

#endif  // LIBCHECK_HTTP_PLAIN_CONNECTION_H_
