#include "tests/support/raw_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace check::test {
namespace {

constexpr int kTick = 10;  // Milliseconds after which it is seen that the server ends.

bool IsReadable(int fd) {
  pollfd waiting = {.fd = fd, .events = POLLIN, .revents = 0};
  return ::poll(&waiting, 1, kTick) > 0;
}

}  // namespace

bool RawServer::Connection::Send(std::string_view bytes) const {
  while (!bytes.empty()) {
    pollfd waiting = {.fd = fd_, .events = POLLOUT, .revents = 0};
    if (stop_) return false;
    if (::poll(&waiting, 1, kTick) <= 0) continue;
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string RawServer::Connection::Receive() const {
  std::string head;
  char buffer[4096];
  while (!stop_ && head.find("\r\n\r\n") == std::string::npos) {
    if (!IsReadable(fd_)) continue;
    const ssize_t got = ::recv(fd_, buffer, sizeof buffer, 0);
    if (got <= 0) return {};
    head.append(buffer, static_cast<std::size_t>(got));
  }
  return head;
}

void RawServer::Connection::Stall() const {
  char byte = 0;
  while (!stop_) {
    if (IsReadable(fd_) && ::recv(fd_, &byte, 1, 0) <= 0) return;
  }
}

RawServer::RawServer(Serve serve)
    : serve_(std::move(serve)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, generic, size) == 0 && ::listen(listener_, 64) == 0 &&
      ::getsockname(listener_, generic, &size) == 0) {
    port_ = ntohs(address.sin_port);
  }
  thread_ = std::thread([this] { Accept(); });
}

RawServer::~RawServer() {
  stop_ = true;
  thread_.join();
  ::close(listener_);
}

std::string RawServer::Url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

void RawServer::Accept() {
  while (!stop_) {
    if (!IsReadable(listener_)) continue;
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    ++count_;
    served_.emplace_back([this, fd] {
      serve_(Connection(fd, stop_));
      ::close(fd);
    });
  }
  for (std::thread& served : served_) served.join();
}

}  // namespace check::test
