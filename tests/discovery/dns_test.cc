#include "libcheck/discovery/dns.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/discovery/dns_message.h"

namespace check::discovery {
namespace {

std::string Two(unsigned value) {
  return {static_cast<char>(value >> 8), static_cast<char>(value & 0xff)};
}

// "a.b." as a length and a label, again and again.
std::string Name(std::string_view name) {
  std::string encoded;
  while (!name.empty()) {
    const std::size_t dot = name.find('.');
    encoded += static_cast<char>(dot);
    encoded += name.substr(0, dot);
    name.remove_prefix(dot + 1);
  }
  return encoded + '\0';
}

// A record of the name that was asked for.
std::string Record(DnsType type, const std::string& data) {
  return Two(0xc00c) + Two(static_cast<unsigned>(type)) + Two(1) + std::string(4, '\0') +
         Two(static_cast<unsigned>(data.size())) + data;
}

// A name server on this machine, for UDP and TCP.
class NameServer {
 public:
  struct Answer {
    int code = 0;
    int count = 0;
    std::string records;
    bool only_by_tcp = false;
    bool silent = false;
  };

  // Answers by name and type, as in "a.example. 1"; others are of names that do not exist.
  explicit NameServer(std::map<std::string, Answer> answers)
      : answers_(std::move(answers)),
        udp_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)),
        tcp_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    ::bind(tcp_, generic, size);
    ::getsockname(tcp_, generic, &size);
    port_ = ntohs(address.sin_port);
    REQUIRE(::bind(udp_, generic, size) == 0);
    REQUIRE(::listen(tcp_, 4) == 0);
    thread_ = std::thread([this] { Serve(); });
  }
  ~NameServer() {
    stop_ = true;
    thread_.join();
    ::close(udp_);
    ::close(tcp_);
  }
  NameServer(const NameServer&) = delete;
  NameServer& operator=(const NameServer&) = delete;

  std::uint16_t port() const { return port_; }

 private:
  std::string AnswerTo(std::string_view question, bool by_tcp) const {
    std::string name;
    std::size_t at = 12;
    for (; question[at] != '\0'; at += static_cast<std::size_t>(question[at]) + 1) {
      name += question.substr(at + 1, static_cast<std::size_t>(question[at]));
      name += '.';
    }
    const auto type = static_cast<unsigned char>(question[at + 2]);
    const auto found = answers_.find(name + " " + std::to_string(type));
    Answer answer = {.code = 3};
    if (found != answers_.end()) answer = found->second;
    if (answer.silent) return {};
    const bool cut = answer.only_by_tcp && !by_tcp;
    return std::string(question.substr(0, 2)) +
           Two(0x8180U | (cut ? 0x0200U : 0U) | static_cast<unsigned>(answer.code)) + Two(1) +
           Two(cut ? 0 : static_cast<unsigned>(answer.count)) + Two(0) + Two(0) +
           std::string(question.substr(12, at + 5 - 12)) + (cut ? "" : answer.records);
  }

  void Serve() {
    char buffer[4096];
    while (!stop_) {
      pollfd waiting[] = {{.fd = udp_, .events = POLLIN, .revents = 0},
                          {.fd = tcp_, .events = POLLIN, .revents = 0}};
      if (::poll(waiting, 2, 10) <= 0) continue;
      if ((waiting[0].revents & POLLIN) != 0) {
        sockaddr_in from = {};
        socklen_t size = sizeof from;
        auto* generic = reinterpret_cast<sockaddr*>(&from);
        const ssize_t got = ::recvfrom(udp_, buffer, sizeof buffer, 0, generic, &size);
        const std::string answer = AnswerTo({buffer, static_cast<std::size_t>(got)}, false);
        if (answer.empty()) continue;
        // One that nobody asked for comes first.
        std::string other = answer;
        other[0] = static_cast<char>(other[0] + 1);
        ::sendto(udp_, other.data(), other.size(), 0, generic, size);
        ::sendto(udp_, answer.data(), answer.size(), 0, generic, size);
      } else {
        const int connection = ::accept4(tcp_, nullptr, nullptr, SOCK_CLOEXEC);
        const ssize_t got = ::recv(connection, buffer, sizeof buffer, 0);
        const std::string answer = AnswerTo({buffer + 2, static_cast<std::size_t>(got) - 2}, true);
        const std::string sized = Two(static_cast<unsigned>(answer.size())) + answer;
        ::send(connection, sized.data(), sized.size(), MSG_NOSIGNAL);
        ::close(connection);
      }
    }
  }

  std::map<std::string, Answer> answers_;
  std::uint16_t port_ = 0;
  int udp_;
  int tcp_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

class NoHttp final : public http::HttpTransport {
 public:
  Result<http::HttpResponse> Send(const http::HttpRequest&) override { return Error{"no"}; }
};

// What is found: "source: name=value ...; ..." a line, and warnings.
std::string Ask(const Resolver& resolver, std::string_view section,
                std::chrono::milliseconds time = std::chrono::seconds(10)) {
  const auto config = config::prometheus::ReadPrometheusConfig(
      "p.yml", "scrape_configs: [{job_name: a, dns_sd_configs: [" + std::string(section) + "]}]");
  REQUIRE_FALSE(config->diagnostics.HasErrors());
  const schema::Values& job = config->jobs[0].section;
  NoHttp http;
  const Result<Found> found =
      DiscoverDns(job.Of(job.Items("dns_sd_configs")[0]),
                  {http, NoFiles(), "", std::chrono::steady_clock::now() + time}, resolver);
  if (!found) return "error: " + found.error().message + "\n";
  std::string text;
  for (const TargetGroup& group : found->groups) {
    text += group.source + "\n";
    for (const Labels& target : group.targets) {
      text += " ";
      for (const auto& [name, value] : target) text += " " + name + "=" + value;
      text += "\n";
    }
  }
  for (const std::string& warning : found->warnings) text += "warning: " + warning + "\n";
  return text;
}

TEST_CASE("names are looked up, and all kinds of records become targets") {
  const NameServer server({
      {"a.example. 1",
       {.count = 3,
        .records = Record(DnsType::kCname, Name("b.example.")) +
                   Record(DnsType::kA, std::string("\x0a\0\0\x01", 4)) +
                   Record(DnsType::kA, std::string("\x0a\0\0\x02", 4))}},
      {"a.example. 28",
       {.count = 1,
        .records = Record(DnsType::kAaaa,
                          std::string("\x20\x01\x0d\xb8", 4) + std::string(11, '\0') + '\x01')}},
      {"_http._tcp.example. 33",
       {.count = 2,
        .records = Record(DnsType::kSrv, Two(10) + Two(5) + Two(8080) + Name("web.example.")) +
                   Record(DnsType::kSrv, Two(0) + Two(0) + Two(81) + "\x03web" + Two(0xc00c))}},
      {"example. 15",
       {.count = 1, .records = Record(DnsType::kMx, Two(10) + Name("mail.example."))}},
      {"example. 2", {.count = 1, .records = Record(DnsType::kNs, Name("ns1.example."))}},
      {"empty.example. 1", {}},
      {"strange.example. 1",
       {.count = 2,
        .records = Record(static_cast<DnsType>(16),
                          "\x03"
                          "txt") +
                   Record(DnsType::kA, std::string("\x0a\0\0\x03", 4))}},
      {"long.example. 1",
       {.count = 1, .records = Record(DnsType::kA, "abcd"), .only_by_tcp = true}},
  });
  const Resolver resolver = {.servers = {"127.0.0.1"}, .port = server.port(), .search = {}};
  CHECK(Ask(resolver, "{names: [a.example, empty.example, none.example], type: A, port: 9100}") ==
        "a.example\n"
        "  __meta_dns_name=a.example __address__=10.0.0.1:9100\n"
        "  __meta_dns_name=a.example __address__=10.0.0.2:9100\n"
        "empty.example\n"
        "none.example\n"
        "warning: no such name: `none.example`\n");
  CHECK(Ask(resolver, "{names: [a.example], type: aaaa, port: 9100}") ==
        "a.example\n  __meta_dns_name=a.example __address__=[2001:db8::1]:9100\n");
  CHECK(Ask(resolver, "{names: [_http._tcp.example]}") ==
        "_http._tcp.example\n"
        "  __meta_dns_name=_http._tcp.example __meta_dns_srv_record_target=web.example. "
        "__meta_dns_srv_record_port=8080 __address__=web.example:8080\n"
        "  __meta_dns_name=_http._tcp.example "
        "__meta_dns_srv_record_target=web._http._tcp.example. __meta_dns_srv_record_port=81 "
        "__address__=web._http._tcp.example:81\n");
  CHECK(Ask(resolver, "{names: [example.], type: MX, port: 25}") ==
        "example.\n  __meta_dns_name=example. __meta_dns_mx_record_target=mail.example. "
        "__address__=mail.example:25\n");
  CHECK(Ask(resolver, "{names: [example.], type: NS, port: 53}") ==
        "example.\n  __meta_dns_name=example. __meta_dns_ns_record_target=ns1.example. "
        "__address__=ns1.example:53\n");
  CHECK(Ask(resolver, "{names: [strange.example], type: A, port: 1}") ==
        "strange.example\n  __meta_dns_name=strange.example __address__=10.0.0.3:1\n");
  CHECK(Ask(resolver, "{names: [long.example], type: A, port: 1}") ==
        "long.example\n  __meta_dns_name=long.example __address__=97.98.99.100:1\n");
}

TEST_CASE("servers that fail are passed over, and domains are tried one after another") {
  const NameServer server({
      {"web.b.example. 1", {.count = 1, .records = Record(DnsType::kA, "abcd")}},
      {"sick. 1", {.code = 2}},
      {"bad. 1", {.count = 1, .records = "x"}},
      {"silent. 1", {.silent = true}},
  });
  Resolver resolver = {.servers = {"nonsense", "127.0.0.1"},
                       .port = server.port(),
                       .search = {"a.example", "b.example."}};
  CHECK(Ask(resolver, "{names: [web], type: A, port: 1}") ==
        "web\n  __meta_dns_name=web __address__=97.98.99.100:1\n");
  CHECK(Ask(resolver, "{names: [sick., web], type: A, port: 1}") ==
        "web\n  __meta_dns_name=web __address__=97.98.99.100:1\n"
        "warning: cannot look up `sick.` at `127.0.0.1`: server failure\n");
  CHECK(Ask(resolver, "{names: [bad.], type: A, port: 1}") ==
        "error: cannot look up `bad.` at `127.0.0.1`: a malformed response\n");
  CHECK(Ask(resolver, "{names: [silent.], type: A, port: 1}", std::chrono::milliseconds(60)) ==
        "error: cannot look up `silent.` at `127.0.0.1`: timeout\n");
  CHECK(Ask(resolver, "{names: [a..b.], type: A, port: 1}") ==
        "error: cannot look up `a..b.`: invalid name\n");
  resolver.servers.clear();
  CHECK(Ask(resolver, "{names: [web.], type: A, port: 1}") ==
        "error: cannot look up `web.`: no name server is known\n");
}

TEST_CASE("what names may be short for follows from resolv.conf") {
  const Resolver resolver = ReadResolver(
      "# comment\nnameserver 10.0.0.1\nnameserver  fe80::1%eth0 \n; other\ndomain x.example\n"
      "search a.example b.example.\noptions rotate ndots:2\nnameserver\n");
  CHECK(resolver.servers == std::vector<std::string>{"10.0.0.1", "fe80::1%eth0"});
  CHECK(resolver.dots == 2);
  const auto join = [](const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += name + " ";
    return text;
  };
  CHECK(join(resolver.NamesFor("web")) == "web.a.example. web.b.example. web. ");
  CHECK(join(resolver.NamesFor("web.x")) == "web.x.a.example. web.x.b.example. web.x. ");
  CHECK(join(resolver.NamesFor("web.x.y")) == "web.x.y. web.x.y.a.example. web.x.y.b.example. ");
  CHECK(join(resolver.NamesFor("web.")) == "web. ");
  CHECK(ReadResolver("options ndots:99").dots == 15);
  CHECK(ReadResolver("options ndots:x").dots == 0);
  CHECK(ReadResolver("").dots == 1);
}

TEST_CASE("answers that are malformed are refused") {
  const std::string head = Two(7) + Two(0x8180) + Two(0) + Two(1) + Two(0) + Two(0);
  const std::string tail = Two(1) + Two(1) + std::string(4, '\0') + Two(4) + "abcd";
  const auto read = [](const std::string& message) {
    const Result<DnsAnswer> answer = ReadDnsAnswer(message);
    return answer ? answer->records[0].target : answer.error().message;
  };
  const std::string bad = "a malformed response";
  CHECK(read(head + '\0' + tail) == "97.98.99.100");
  CHECK(read(head) == bad);
  CHECK(read(head.substr(0, 11)) == bad);
  // A question is no answer.
  CHECK(read(Two(7) + Two(0x0100) + head.substr(4) + '\0' + tail) == bad);
  // A name that refers to itself, or to what comes later, or is too long.
  CHECK(read(head + Two(0xc00c) + tail) == bad);
  CHECK(read(head + Two(0xc0ff) + tail) == bad);
  CHECK(read(head + '\x40' + std::string(64, 'a') + '\0' + tail) == bad);
  // Data of another size than it says.
  CHECK(read(head + '\0' + Two(1) + Two(1) + std::string(4, '\0') + Two(5) + "abcde") == bad);
  CHECK(read(head + '\0' + tail.substr(0, tail.size() - 1)) == bad);
  CHECK(read(head + '\0' + Two(2) + Two(1) + std::string(4, '\0') + Two(7) + Name("a.b'\x01.")) ==
        "a.b\\'\\001.");
}

}  // namespace
}  // namespace check::discovery
