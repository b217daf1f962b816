#include "libcheck/template/host.h"

#include <arpa/inet.h>

#include <optional>

namespace check::gotemplate {
namespace {

struct HostPort {
  std::string_view host;
  std::string_view port;
};

// net.SplitHostPort. Nothing where that fails.
std::optional<HostPort> Split(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  HostPort split = {text.substr(0, colon), text.substr(colon + 1)};
  std::size_t after_open = 0;
  std::size_t after_close = 0;
  if (text[0] == '[') {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos || close + 1 != colon) return std::nullopt;
    split.host = text.substr(1, close - 1);
    after_open = 1;
    after_close = close + 1;
  } else if (split.host.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  if (text.find('[', after_open) != std::string_view::npos) return std::nullopt;
  if (text.find(']', after_close) != std::string_view::npos) return std::nullopt;
  return split;
}

// net.ParseIP.
bool IsAddress(std::string_view text) {
  const std::string copy(text);
  if (copy.find('\0') != std::string::npos) return false;
  unsigned char address[16];
  return inet_pton(AF_INET, copy.c_str(), address) == 1 ||
         inet_pton(AF_INET6, copy.c_str(), address) == 1;
}

}  // namespace

std::string StripPort(std::string_view host_port) {
  const auto split = Split(host_port);
  return std::string(split ? split->host : host_port);
}

std::string StripDomain(std::string_view host_port) {
  const HostPort split = Split(host_port).value_or(HostPort{host_port, {}});
  if (IsAddress(split.host)) return std::string(host_port);
  std::string name(split.host.substr(0, split.host.find('.')));
  if (split.port.empty()) return name;
  const bool needs_brackets = name.find(':') != std::string::npos;
  return (needs_brackets ? "[" + name + "]" : name) + ":" + std::string(split.port);
}

}  // namespace check::gotemplate
