#include "libcheck/base/url.h"

#include <arpa/inet.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"

namespace check {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// Which part of a URL is unescaped: others take any escape sequence.
enum class Part { kOther, kHost, kZone };

// What a host may say without escaping.
bool IsHostCharacter(char c) {
  return IsAlphanumeric(c) || std::string_view("-_.~!$&'()*+,;=:[]<>\"").find(c) != kNone;
}

using Fault = std::optional<std::string>;

// Why a part cannot be unescaped, or nothing; then `out`, if given, is the unescaped text.
Fault Unescape(std::string_view text, Part part, std::string* out = nullptr) {
  const auto refuse = [](std::string_view sequence) {
    return "invalid URL escape " + GoQuote(sequence);
  };
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '%') {
      const std::string_view sequence = text.substr(i, 3);
      if (sequence.size() < 3 || !IsHexDigit(sequence[1]) || !IsHexDigit(sequence[2]))
        return refuse(sequence);
      const unsigned value = HexValue(sequence[1]) * 16 + HexValue(sequence[2]);
      if (part == Part::kHost && value < 0x80 && sequence != "%25") return refuse(sequence);
      if (part == Part::kZone && sequence != "%25" && value != ' ' &&
          !IsHostCharacter(static_cast<char>(value))) {
        return refuse(sequence);
      }
      if (out != nullptr) out->push_back(static_cast<char>(value));
      i += 3;
      continue;
    }
    const auto byte = static_cast<unsigned char>(text[i]);
    if (part != Part::kOther && byte < 0x80 && !IsHostCharacter(text[i])) {
      return "invalid character " + GoQuote(text.substr(i, 1)) + " in host name";
    }
    if (out != nullptr) out->push_back(text[i]);
    ++i;
  }
  return std::nullopt;
}

Fault PortFault(std::string_view port) {
  if (port.empty() || (port[0] == ':' && std::all_of(port.begin() + 1, port.end(), IsDigit))) {
    return std::nullopt;
  }
  return "invalid port " + GoQuote(port) + " after host";
}

// A host in brackets has to be an IPv6 address, perhaps with a zone.
Fault AddressFault(const std::string& address) {
  const std::size_t percent = address.find('%');
  const std::string bare = address.substr(0, percent);
  in6_addr ignored6 = {};
  if (inet_pton(AF_INET6, bare.c_str(), &ignored6) == 1) {
    if (percent != kNone && percent + 1 == address.size()) {
      return "invalid host: ParseAddr(" + GoQuote(address) + "): zone must be a non-empty string";
    }
    return std::nullopt;
  }
  in_addr ignored4 = {};
  if (inet_pton(AF_INET, address.c_str(), &ignored4) == 1) return "invalid IP-literal";
  return "invalid host: ParseAddr(" + GoQuote(address) + "): unable to parse IP";
}

Fault HostFault(std::string_view host, std::string& out) {
  const std::size_t open = host.rfind('[');
  if (open != kNone && open > 0) return "invalid IP-literal";
  if (open == 0) {
    const std::size_t close = host.rfind(']');
    if (close == kNone) return "missing ']' in host";
    if (Fault fault = PortFault(host.substr(close + 1))) return fault;
    const std::string_view name = host.substr(1, close - 1);
    const std::size_t zone = name.find("%25");
    std::string address;
    if (Fault fault = Unescape(name.substr(0, zone), Part::kHost, &address)) return fault;
    if (zone != kNone) {
      if (Fault fault = Unescape(name.substr(zone), Part::kZone, &address)) return fault;
    }
    out = host;
    return AddressFault(address);
  }
  // Go: some databases list several hosts, each with a port. What else is wrong with such a host is
  // for those to say who look it up (Prometheus 3.14 keeps to what Go 1.25 accepts).
  if (const std::size_t colon = host.rfind(':'); colon != kNone) {
    if (Fault fault = PortFault(host.substr(colon))) return fault;
  }
  return Unescape(host, Part::kHost, &out);
}

Fault AuthorityFault(std::string_view authority, Url& url) {
  const std::size_t at = authority.rfind('@');
  const std::string_view host = at == kNone ? authority : authority.substr(at + 1);
  if (Fault fault = HostFault(host, url.host)) return fault;
  if (at == kNone) return std::nullopt;
  const std::string_view user = authority.substr(0, at);
  const auto may_stand = [](char c) {
    return IsAlphanumeric(c) || std::string_view("-._:~!$&'()*+,;=%@").find(c) != kNone;
  };
  if (!std::all_of(user.begin(), user.end(), may_stand)) return "net/url: invalid userinfo";
  const std::size_t colon = user.find(':');
  url.has_user = true;
  url.has_password = colon != kNone;
  if (Fault fault = Unescape(user.substr(0, colon), Part::kOther, &url.user)) return fault;
  if (!url.has_password) return std::nullopt;
  return Unescape(user.substr(colon + 1), Part::kOther, &url.password);
}

// Takes the scheme off the front of `text`.
Fault SchemeFault(std::string_view& text, Url& url) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (IsLetter(c)) continue;
    if (c == ':') {
      if (i == 0) return "missing protocol scheme";
      url.scheme = text.substr(0, i);
      std::transform(url.scheme.begin(), url.scheme.end(), url.scheme.begin(),
                     [](char s) { return LowerAscii(s); });
      text.remove_prefix(i + 1);
      return std::nullopt;
    }
    if (i == 0 || !(IsDigit(c) || c == '+' || c == '-' || c == '.')) return std::nullopt;
  }
  return std::nullopt;
}

Fault UrlFault(std::string_view text, Url& url) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(text.begin(), text.end(), is_control)) {
    return "net/url: invalid control character in URL";
  }
  if (text == "*") return std::nullopt;
  std::string_view rest = text;
  if (Fault fault = SchemeFault(rest, url)) return fault;
  if (const std::size_t mark = rest.find('?'); mark != kNone) {
    url.query = rest.substr(mark + 1);
    rest = rest.substr(0, mark);
  }
  if (!rest.starts_with('/')) {
    if (!url.scheme.empty()) {  // "mailto:someone"
      url.opaque = rest;
      return std::nullopt;
    }
    if (rest.substr(0, rest.find('/')).find(':') != kNone) {
      return "first path segment in URL cannot contain colon";
    }
  }
  if (rest.starts_with("//") && (!url.scheme.empty() || !rest.starts_with("///"))) {
    std::string_view authority = rest.substr(2);
    const std::size_t slash = authority.find('/');
    rest = slash == kNone ? std::string_view() : authority.substr(slash);
    if (Fault fault = AuthorityFault(authority.substr(0, slash), url)) return fault;
  } else {
    url.omits_host = !url.scheme.empty() && rest.starts_with('/');
  }
  url.raw_path = rest;
  return Unescape(rest, Part::kOther, &url.path);
}

// `path` without its segments "." and "..": RFC 3986, section 5.2.4.
std::string WithoutDots(std::string_view path) {
  std::vector<std::string_view> segments;
  bool ends_in_dots = false;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view segment = path.substr(at, slash - at);
    at = slash + 1;
    ends_in_dots = segment == "." || segment == "..";
    if (segment == "..") {
      if (segments.size() > 1) segments.pop_back();
    } else if (segment != ".") {
      segments.push_back(segment);
    }
  }
  std::string out;
  for (const std::string_view segment : segments) {
    if (!out.empty() || segment.data() != path.data()) out += '/';
    out += segment;
  }
  if (ends_in_dots) out += '/';
  return "/" + out.substr(std::min(out.find_first_not_of('/'), out.size()));
}

Error Refused(std::string_view text, const std::string& why) {
  std::string message = "parse " + GoQuote(text) + ": ";
  const std::size_t why_begins = message.size();
  return {.message = message + why, .why_begins = why_begins};
}

}  // namespace

std::string Url::EscapedPath() const {
  const auto may_stand = [](char c) {
    return IsAlphanumeric(c) || std::string_view("-_.~!$&'()*+,;=:@[]/%").find(c) != kNone;
  };
  std::string plain;
  if (std::all_of(raw_path.begin(), raw_path.end(), may_stand) &&
      !Unescape(raw_path, Part::kOther, &plain) && plain == path) {
    return raw_path;
  }
  return PercentEncode(path, "$&+,/:;=@");
}

std::string Url::RequestTarget() const {
  std::string target = opaque.empty() ? EscapedPath() : opaque;
  if (target.empty()) target = "/";
  return query.empty() ? target : target + "?" + query;
}

std::string Url::ToString() const {
  std::string text = scheme.empty() ? "" : scheme + ":";
  if (!opaque.empty()) {
    text += opaque;
  } else {
    const bool has_authority = !host.empty() || has_user;
    if (has_authority || (!scheme.empty() && !path.empty() && !omits_host)) text += "//";
    constexpr std::string_view kPlain = "$&+,;=";
    if (has_user) {
      text += PercentEncode(user, kPlain);
      if (has_password) text += ":" + PercentEncode(password, kPlain);
      text += "@";
    }
    text += host;
    if (!path.empty() && path[0] != '/' && !host.empty()) text += "/";
    text += EscapedPath();
  }
  if (!query.empty()) text += "?" + query;
  return fragment.empty() ? text : text + "#" + fragment;
}

std::string Url::Redacted() const {
  if (!has_password) return ToString();
  Url shown = *this;
  shown.has_password = false;
  shown.password.clear();
  std::string text = shown.ToString();
  return text.insert(text.find('@'), ":***");
}

Url Url::Resolve(const Url& reference) const {
  Url to = reference;
  if (to.scheme.empty()) to.scheme = scheme;
  if (!reference.scheme.empty() || !reference.host.empty() || reference.has_user) {
    if (!to.opaque.empty() || to.path.empty()) return to;
    to.path = WithoutDots(to.path);
    to.raw_path = WithoutDots(to.raw_path);
    return to;
  }
  to.host = host;
  to.has_user = has_user;
  to.user = user;
  to.has_password = has_password;
  to.password = password;
  if (reference.path.empty()) {
    to.path = path;
    to.raw_path = raw_path;
    if (reference.query.empty()) to.query = query;
    return to;
  }
  const auto beside = [](std::string_view base, std::string_view relative) {
    if (relative.starts_with('/')) return WithoutDots(relative);
    return WithoutDots(std::string(base.substr(0, base.rfind('/') + 1)) + std::string(relative));
  };
  to.path = beside(path, reference.path);
  to.raw_path = beside(EscapedPath(), reference.raw_path);
  return to;
}

std::vector<std::pair<std::string, std::string>> ParseForm(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> form;
  while (!text.empty()) {
    std::string pair(TakeUpTo(text, '&'));
    if (pair.empty() || pair.find(';') != kNone) continue;
    std::replace(pair.begin(), pair.end(), '+', ' ');
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::string name;
    std::string value;
    if (Unescape(std::string_view(pair).substr(0, equals), Part::kOther, &name)) continue;
    const std::size_t begin = std::min(equals + 1, pair.size());
    if (Unescape(std::string_view(pair).substr(begin), Part::kOther, &value)) continue;
    form.emplace_back(std::move(name), std::move(value));
  }
  return form;
}

std::string JoinUrlPath(std::string_view base, std::string_view path) {
  std::string joined;
  for (std::string_view rest : {base, path}) {
    while (!rest.empty()) {
      const std::string_view segment = TakeUpTo(rest, '/');
      if (segment == "..") {
        joined.erase(std::min(joined.rfind('/'), joined.size()));
      } else if (!segment.empty() && segment != ".") {
        joined += "/";
        joined += segment;
      }
    }
  }
  return joined.empty() ? "/" : joined;
}

Result<Url> ParseUrl(std::string_view text) {
  Url url;
  const std::size_t hash = text.find('#');
  const std::string_view before = text.substr(0, hash);
  if (const Fault fault = UrlFault(before, url)) return Refused(before, *fault);
  if (hash != kNone) {
    if (const Fault fault = Unescape(text.substr(hash + 1), Part::kOther)) {
      return Refused(text, *fault);
    }
    url.fragment = text.substr(hash + 1);
  }
  return url;
}

}  // namespace check
