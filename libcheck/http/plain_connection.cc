#include "libcheck/http/plain_connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "libcheck/base/error_text.h"

namespace check::http {
namespace {

using Kind = HttpFault::Kind;

constexpr std::size_t kBlock = std::size_t{16} << 10;

}  // namespace

PlainConnection::PlainConnection(PlainConnection&& other) noexcept { *this = std::move(other); }

PlainConnection& PlainConnection::operator=(PlainConnection&& other) noexcept {
  if (this == &other) return *this;
  Close();
  fd_ = std::exchange(other.fd_, -1);
  deadline_ = other.deadline_;
  buffer_ = std::move(other.buffer_);
  at_ = other.at_;
  has_received_ = other.has_received_;
  fault_ = std::move(other.fault_);
  return *this;
}

PlainConnection::~PlainConnection() { Close(); }

void PlainConnection::Close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

PlainConnection PlainConnection::To(const sockaddr_storage& address, Clock::time_point deadline) {
  PlainConnection connection;
  connection.deadline_ = deadline;
  connection.fd_ = ::socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (!connection.is_open()) return connection;
  const int on = 1;
  ::setsockopt(connection.fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const socklen_t size = address.ss_family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
  if (::connect(connection.fd_, reinterpret_cast<const sockaddr*>(&address), size) != 0) {
    int error = errno;
    socklen_t length = sizeof error;
    if (error != EINPROGRESS || !connection.Wait(POLLOUT) ||
        ::getsockopt(connection.fd_, SOL_SOCKET, SO_ERROR, &error, &length) != 0 || error != 0) {
      connection.Close();
    }
  }
  return connection;
}

bool PlainConnection::IsIdle() const {
  pollfd poll = {fd_, POLLIN, 0};
  return is_open() && at_ == buffer_.size() && ::poll(&poll, 1, 0) == 0;
}

bool PlainConnection::Fail(Kind kind, std::string why) {
  fault_ = {.kind = kind, .why = std::move(why)};
  Close();
  return false;
}

bool PlainConnection::Wait(short events) {
  for (;;) {
    using std::chrono::milliseconds;
    const auto left = std::chrono::ceil<milliseconds>(deadline_ - Clock::now()).count();
    if (left <= 0) return Fail(Kind::kTimedOut, "no answer in time");
    pollfd poll = {fd_, events, 0};
    constexpr std::int64_t kMost = 1'000'000;
    const int ready = ::poll(&poll, 1, static_cast<int>(std::min<std::int64_t>(left, kMost)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return Fail(Kind::kOther, SystemErrorText(errno));
  }
}

bool PlainConnection::Write(std::string_view text) {
  has_received_ = false;
  while (!text.empty()) {
    const ssize_t sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      text.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      if (!Wait(POLLOUT)) return false;
    } else if (errno != EINTR) {
      return Fail(Kind::kClosed, "the connection was closed without an answer");
    }
  }
  return true;
}

// Puts more into the buffer, which is empty at the end.
bool PlainConnection::Receive() {
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t have = buffer_.size();
  buffer_.resize(have + kBlock);
  for (;;) {
    if (!Wait(POLLIN)) return false;
    const ssize_t count = ::recv(fd_, buffer_.data() + have, kBlock, 0);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count < 0) {
      return has_received_
                 ? Fail(Kind::kCutShort, "the connection was closed in the middle of the answer")
                 : Fail(Kind::kClosed, "the connection was closed without an answer");
    }
    buffer_.resize(have + static_cast<std::size_t>(count));
    if (count > 0) has_received_ = true;
    return true;
  }
}

bool PlainConnection::ReadLine(std::string_view& line, std::size_t most) {
  for (std::size_t looked = 0;;) {
    const std::size_t end = buffer_.find('\n', at_ + looked);
    if (end != std::string::npos) {
      line = std::string_view(buffer_).substr(at_, end - at_);
      if (line.ends_with('\r')) line.remove_suffix(1);
      at_ = end + 1;
      return true;
    }
    looked = buffer_.size() - at_;
    if (looked > most) {
      return Fail(Kind::kTooLarge,
                  "the head of the answer is larger than " + std::to_string(most) + " bytes");
    }
    if (!Receive()) return false;
    if (buffer_.size() - at_ != looked) continue;
    return has_received_
               ? Fail(Kind::kCutShort, "the connection was closed in the middle of the answer")
               : Fail(Kind::kClosed, "the connection was closed without an answer");
  }
}

bool PlainConnection::Read(char* buffer, std::size_t size, std::size_t& count) {
  if (at_ == buffer_.size() && !Receive()) return false;
  count = std::min(size, buffer_.size() - at_);
  std::memcpy(buffer, buffer_.data() + at_, count);
  at_ += count;
  return true;
}

}  // namespace check::http
