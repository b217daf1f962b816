#include "tests/support/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "libcheck/base/utf8.h"

namespace check::test {
namespace {

int ListenOnLoopback(int& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener, generic, size) == 0 && ::listen(listener, 64) == 0 &&
      ::getsockname(listener, generic, &size) == 0) {
    port = ntohs(address.sin_port);
  }
  return listener;
}

int ListenOnPath(const std::string& path) {
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    ::listen(listener, 64);
  }
  return listener;
}

// A whole request, with the body that its head announces.
SeenRequest Receive(int connection) {
  SeenRequest request;
  std::string text;
  char buffer[4096];
  std::size_t head_end = std::string::npos;
  std::size_t size = 0;
  while (head_end == std::string::npos || text.size() < head_end + size) {
    const ssize_t got = ::recv(connection, buffer, sizeof buffer, 0);
    if (got <= 0) break;
    text.append(buffer, static_cast<std::size_t>(got));
    if (head_end != std::string::npos) continue;
    head_end = text.find("\r\n\r\n");
    if (head_end == std::string::npos) continue;
    head_end += 4;
    request.head = text.substr(0, head_end);
    size = static_cast<std::size_t>(std::atoi(request.Header("content-length").c_str()));
  }
  if (head_end == std::string::npos) return request;
  request.body = text.substr(head_end);
  const std::size_t space = request.head.find(' ');
  request.method = request.head.substr(0, space);
  request.target = request.head.substr(space + 1, request.head.find(' ', space + 1) - space - 1);
  return request;
}

}  // namespace

std::string SeenRequest::Path() const { return target.substr(0, target.find('?')); }

std::string SeenRequest::Parameter(std::string_view name) const {
  std::size_t at = target.find('?');
  while (at != std::string::npos) {
    const std::size_t end = target.find('&', ++at);
    const std::string_view part = std::string_view(target).substr(at, end - at);
    const std::size_t equals = part.find('=');
    if (part.substr(0, equals) == name) {
      return equals == part.npos ? std::string() : std::string(part.substr(equals + 1));
    }
    at = end;
  }
  return {};
}

std::vector<std::pair<std::string, std::string>> SeenRequest::Headers() const {
  std::vector<std::pair<std::string, std::string>> headers;
  std::size_t at = head.find("\r\n");
  while (at != std::string::npos) {
    const std::size_t begin = at + 2;
    at = head.find("\r\n", begin);
    const std::string line = head.substr(begin, at - begin);
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) continue;
    headers.emplace_back(ToLower(line.substr(0, colon)), line.substr(colon + 2));
  }
  return headers;
}

std::string SeenRequest::Header(std::string_view lower_name) const {
  for (const auto& [name, value] : Headers()) {
    if (name == lower_name) return value;
  }
  return {};
}

HttpServer::HttpServer(Handler answer, const std::string& unix_socket)
    : answer_(std::move(answer)),
      listener_(unix_socket.empty() ? ListenOnLoopback(port_) : ListenOnPath(unix_socket)) {
  thread_ = std::thread([this] { Serve(); });
}

HttpServer::HttpServer(std::function<std::string(std::string_view)> answer)
    : HttpServer(Handler([answer = std::move(answer)](const SeenRequest& request) {
        return answer(request.head);
      })) {}

HttpServer::~HttpServer() {
  stop_ = true;
  thread_.join();
  ::close(listener_);
}

std::string HttpServer::Address() const { return "127.0.0.1:" + std::to_string(port_); }

std::string HttpServer::Url(std::string_view path) const {
  return "http://" + Address() + std::string(path);
}

std::string HttpServer::Answer(std::string_view status, std::string_view type,
                               std::string_view body, std::string_view headers) {
  return "HTTP/1.1 " + std::string(status) + "\r\nContent-Type: " + std::string(type) +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(headers) +
         "Connection: close\r\n\r\n" + std::string(body);
}

void HttpServer::Serve() {
  while (!stop_) {
    pollfd waiting = {.fd = listener_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, 10) <= 0) continue;
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    connections_.emplace_back([this, connection] { ServeOne(connection); });
  }
  for (std::thread& connection : connections_) connection.join();
}

void HttpServer::ServeOne(int connection) {
  const SeenRequest request = Receive(connection);
  std::string answer;
  if (!request.head.empty()) {
    const std::lock_guard lock(answering_);
    answer = answer_(request);
  }
  std::string_view rest = answer;
  while (!rest.empty()) {
    const ssize_t sent = ::send(connection, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent <= 0) break;
    rest.remove_prefix(static_cast<std::size_t>(sent));
  }
  if (answer.empty() && !request.head.empty()) {
    for (int i = 0; i < 100 && !stop_; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  ::close(connection);
}

}  // namespace check::test
