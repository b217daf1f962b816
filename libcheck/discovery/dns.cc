#include "libcheck/discovery/dns.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <random>
#include <utility>

#include "libcheck/base/error_text.h"
#include "libcheck/base/utf8.h"
#include "libcheck/discovery/dns_message.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kDnsSdConfig;

using Clock = std::chrono::steady_clock;

class Socket {
 public:
  Socket(int family, int type)
      : number_(::socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (number_ >= 0) ::close(number_);
  }

  int number() const { return number_; }

  // Whether it is ready for `events` before `deadline`.
  bool Wait(short events, Clock::time_point deadline) const {
    for (;;) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
      if (left <= 0) return false;
      pollfd waiting = {.fd = number_, .events = events, .revents = 0};
      const int ready = ::poll(&waiting, 1, static_cast<int>(std::min<long>(left, 60000)));
      if (ready > 0) return true;
      if (ready < 0 && errno != EINTR) return false;
    }
  }

 private:
  int number_;
};

struct Server {
  sockaddr_storage address = {};
  socklen_t size = 0;
};

std::optional<Server> ServerAt(const std::string& address, std::uint16_t port) {
  Server server;
  auto* four = reinterpret_cast<sockaddr_in*>(&server.address);
  if (::inet_pton(AF_INET, address.c_str(), &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    server.size = sizeof *four;
    return server;
  }
  server = {};
  auto* six = reinterpret_cast<sockaddr_in6*>(&server.address);
  if (::inet_pton(AF_INET6, address.substr(0, address.find('%')).c_str(), &six->sin6_addr) == 1) {
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    server.size = sizeof *six;
    return server;
  }
  return std::nullopt;
}

bool Connect(const Socket& socket, const Server& server, Clock::time_point deadline) {
  const auto* address = reinterpret_cast<const sockaddr*>(&server.address);
  if (::connect(socket.number(), address, server.size) == 0) return true;
  if (errno != EINPROGRESS || !socket.Wait(POLLOUT, deadline)) return false;
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket.number(), SOL_SOCKET, SO_ERROR, &error, &size);
  errno = error;
  return error == 0;
}

Error SystemError() {
  return Error{errno == 0 || errno == EAGAIN || errno == EINPROGRESS ? "timeout"
                                                                     : SystemErrorText(errno)};
}

Result<DnsAnswer> AskByUdp(const Server& server, std::string_view question, std::uint16_t id,
                           Clock::time_point deadline) {
  const Socket socket(server.address.ss_family, SOCK_DGRAM);
  errno = 0;
  if (!Connect(socket, server, deadline) ||
      ::send(socket.number(), question.data(), question.size(), MSG_NOSIGNAL) < 0) {
    return SystemError();
  }
  char buffer[65536];
  while (socket.Wait(POLLIN, deadline)) {
    const ssize_t got = ::recv(socket.number(), buffer, sizeof buffer, 0);
    if (got < 0 && errno != EAGAIN && errno != EINTR) return SystemError();
    if (got <= 0) continue;
    Result<DnsAnswer> answer = ReadDnsAnswer({buffer, static_cast<std::size_t>(got)});
    // An answer to somebody else's question is not waited for any less.
    if (answer && answer->id != id) continue;
    return answer;
  }
  return Error{"timeout"};
}

// Each message has its size in front.
Result<DnsAnswer> AskByTcp(const Server& server, std::string_view question, std::uint16_t id,
                           Clock::time_point deadline) {
  const Socket socket(server.address.ss_family, SOCK_STREAM);
  errno = 0;
  if (!Connect(socket, server, deadline)) return SystemError();
  std::string message;
  message += static_cast<char>(question.size() >> 8);
  message += static_cast<char>(question.size() & 0xff);
  message += question;
  for (std::string_view rest = message; !rest.empty();) {
    if (!socket.Wait(POLLOUT, deadline)) return Error{"timeout"};
    const ssize_t sent = ::send(socket.number(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return SystemError();
    if (sent > 0) rest.remove_prefix(static_cast<std::size_t>(sent));
  }
  std::string received;
  char buffer[16384];
  while (socket.Wait(POLLIN, deadline)) {
    const ssize_t got = ::recv(socket.number(), buffer, sizeof buffer, 0);
    if (got == 0) return Error{"the connection was closed"};
    if (got < 0 && errno != EAGAIN && errno != EINTR) return SystemError();
    if (got < 0) continue;
    received.append(buffer, static_cast<std::size_t>(got));
    if (received.size() < 2) continue;
    const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(received[0]))
                                 << 8 |
                             static_cast<unsigned char>(received[1]);
    if (received.size() < size + 2) continue;
    Result<DnsAnswer> answer = ReadDnsAnswer(std::string_view(received).substr(2, size));
    if (answer && answer->id != id) return Error{"a response to a different query"};
    return answer;
  }
  return Error{"timeout"};
}

constexpr int kNoError = 0;
constexpr int kNoSuchName = 3;

Result<DnsAnswer> AskServer(const std::string& address, std::uint16_t port, std::string_view name,
                            DnsType type, Clock::time_point deadline) {
  const std::optional<Server> server = ServerAt(address, port);
  if (!server) return Error{"invalid address"};
  const auto id = static_cast<std::uint16_t>(std::random_device{}());
  const Result<std::string> question = DnsQuestion(id, name, type, true);
  if (!question) return question.error();
  Result<DnsAnswer> answer = AskByUdp(*server, *question, id, deadline);
  if (!answer || !answer->truncated) return answer;
  const Result<std::string> again = DnsQuestion(id, name, type, false);
  if (!again) return again.error();
  answer = AskByTcp(*server, *again, id, deadline);
  if (answer && answer->truncated) return Error{"the response is too long"};
  return answer;
}

class Lookup {
 public:
  Lookup(const Context& context, const Resolver& resolver, DnsType type)
      : context_(context), resolver_(resolver), type_(type) {}

  // Prometheus: the first name that there is counts, even if it has no such records. If servers
  // say of all that there are none, that is an answer, too.
  Result<DnsAnswer> Run(std::string_view name) const {
    std::optional<Error> failure;
    for (const std::string& full : resolver_.NamesFor(name)) {
      Result<DnsAnswer> answer = AskAnyServer(full);
      if (!answer) {
        failure = answer.error();
      } else if (answer->code == kNoError) {
        return answer;
      }
    }
    if (failure) return *failure;
    DnsAnswer nothing;
    nothing.code = kNoSuchName;
    return nothing;
  }

 private:
  Result<DnsAnswer> AskAnyServer(const std::string& name) const {
    if (!DnsQuestion(0, name, type_, true)) {
      return Error{fmt::format("cannot look up `{}`: invalid name", name)};
    }
    Error failure = {fmt::format("cannot look up `{}`: no name server is known", name)};
    for (const std::string& server : resolver_.servers) {
      // Each has its share of the time that is left, so that the next is asked, too.
      constexpr auto kPatience = std::chrono::seconds(2);
      const Clock::time_point deadline = std::min(context_.deadline, Clock::now() + kPatience);
      Result<DnsAnswer> answer = AskServer(server, resolver_.port, name, type_, deadline);
      if (answer && (answer->code == kNoError || answer->code == kNoSuchName)) return answer;
      failure.message = fmt::format("cannot look up `{}` at `{}`: {}", name, server,
                                    answer ? CodeText(answer->code) : answer.error().message);
    }
    return failure;
  }

  static std::string CodeText(int code) {
    constexpr std::string_view kTexts[] = {"no error",     "malformed question", "server failure",
                                           "no such name", "not implemented",    "refused"};
    return code < static_cast<int>(std::size(kTexts)) ? std::string(kTexts[code])
                                                      : fmt::format("error {}", code);
  }

  const Context& context_;
  const Resolver& resolver_;
  DnsType type_;
};

DnsType TypeOf(std::string_view text) {
  const std::string lower = ToLower(text);
  if (lower == "a") return DnsType::kA;
  if (lower == "aaaa") return DnsType::kAaaa;
  if (lower == "mx") return DnsType::kMx;
  if (lower == "ns") return DnsType::kNs;
  return DnsType::kSrv;
}

// Records of another type than was asked for are taken as well, as Prometheus does.
std::optional<Labels> TargetOf(const DnsRecord& record, const std::string& name,
                               std::int64_t port) {
  Labels labels = {{"__meta_dns_name", name}};
  std::string host = record.target;
  host.erase(host.find_last_not_of('.') + 1);
  switch (static_cast<DnsType>(record.type)) {
    case DnsType::kA:
    case DnsType::kAaaa:
      break;
    case DnsType::kSrv:
      labels.emplace_back("__meta_dns_srv_record_target", record.target);
      labels.emplace_back("__meta_dns_srv_record_port", std::to_string(record.port));
      port = record.port;
      break;
    case DnsType::kMx:
      labels.emplace_back("__meta_dns_mx_record_target", record.target);
      break;
    case DnsType::kNs:
      labels.emplace_back("__meta_dns_ns_record_target", record.target);
      break;
    default:
      return std::nullopt;
  }
  labels.emplace_back("__address__", HostPort(host, port));
  return labels;
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  const Result<std::string> text = context.files.Read("/etc/resolv.conf");
  if (!text) return text.error();
  return DiscoverDns(section, context, ReadResolver(*text));
}

}  // namespace

std::vector<std::string> Resolver::NamesFor(std::string_view name) const {
  std::string full(name);
  if (full.ends_with('.')) return {full};
  const auto labels = 1 + std::count(full.begin(), full.end(), '.');
  full += '.';
  std::vector<std::string> names;
  if (labels > dots) names.push_back(full);
  for (const std::string& domain : search) {
    std::string long_name = full + domain;
    if (!long_name.ends_with('.')) long_name += '.';
    names.push_back(std::move(long_name));
  }
  if (labels <= dots) names.push_back(full);
  return names;
}

Resolver ReadResolver(std::string_view text) {
  Resolver resolver;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.starts_with('#') || line.starts_with(';')) continue;
    std::vector<std::string> words;
    for (std::size_t at = 0; (at = line.find_first_not_of(" \t\r", at)) != line.npos;) {
      const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
      words.emplace_back(line.substr(at, end - at));
      at = end;
    }
    if (words.size() < 2) continue;
    if (words[0] == "nameserver") {
      resolver.servers.push_back(words[1]);
    } else if (words[0] == "domain") {
      resolver.search = {words[1]};
    } else if (words[0] == "search") {
      resolver.search.assign(words.begin() + 1, words.end());
    } else if (words[0] == "options") {
      constexpr std::string_view kDots = "ndots:";
      constexpr int kMostDots = 15;
      for (const std::string& option : words) {
        if (!option.starts_with(kDots)) continue;
        int dots = 0;
        std::from_chars(option.data() + kDots.size(), option.data() + option.size(), dots);
        resolver.dots = std::clamp(dots, 0, kMostDots);
      }
    }
  }
  return resolver;
}

Result<Found> DiscoverDns(const schema::Values& section, const Context& context,
                          const Resolver& resolver) {
  const Lookup lookup(context, resolver, TypeOf(section.Text("type", kDnsSdConfig)));
  const std::int64_t port = section.Integer("port");
  Found found;
  for (const yaml::Node& item : section.Items("names")) {
    const std::string name(section.TextOf(item));
    const Result<DnsAnswer> answer = lookup.Run(name);
    if (!answer) {
      found.warnings.push_back(answer.error().message);
      continue;
    }
    if (answer->code == kNoSuchName) {
      found.warnings.push_back(fmt::format("no such name: `{}`", name));
    }
    TargetGroup group;
    group.source = name;
    for (const DnsRecord& record : answer->records) {
      if (auto target = TargetOf(record, name, port)) group.targets.push_back(std::move(*target));
    }
    found.groups.push_back(std::move(group));
  }
  if (found.groups.empty() && !found.warnings.empty()) return Error{found.warnings.front()};
  return found;
}

const Mechanism kDns = {Discover};

}  // namespace check::discovery
