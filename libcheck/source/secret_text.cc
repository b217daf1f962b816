#include "libcheck/source/secret_text.h"

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstring>
#include <functional>
#include <unordered_map>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/edit_distance.h"

namespace check {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool IsKeyCharacter(char c) { return IsNamePart(c) || c == '-' || c == '.'; }
bool IsQuote(char c) { return c == '"' || c == '\''; }

// Words that name a secret wherever they stand in a key, written together.
constexpr std::string_view kSecretWords[] = {
    "password",   "passwd",        "passwort",      "passphrase", "pwd",           "secret",
    "token",      "tokn",          "credential",    "credentail", "bearer",        "psk",
    "apikey",     "accesskey",     "privatekey",    "privkey",    "authkey",       "signingkey",
    "servicekey", "userkey",       "routingkey",    "sharedkey",  "encryptionkey", "accountkey",
    "hmackey",    "authorization", "authorisation", "cookie",     "jwt",
};
// And those that do so alone, or as the last part of a key.
constexpr std::string_view kSecretParts[] = {"auth", "pass", "pw",     "pin",
                                             "otp",  "sas",  "apiurl", "webhookurl"};
// What a key ends in that only says where a secret is, or of which kind.
constexpr std::string_view kHarmlessParts[] = {
    "file",   "files", "path",  "paths",    "url",  "uri",    "endpoint", "ref",   "refs",
    "name",   "names", "id",    "ids",      "type", "types",  "expiry",   "ttl",   "length",
    "format", "group", "count", "interval", "age",  "policy", "enabled",  "total", "seconds"};
// Keys of mappings whose values are secrets, whatever their own keys are called.
constexpr std::string_view kContainers[] = {"basicauthusers",     "headers",        "httpheaders",
                                            "proxyconnectheader", "requestheaders", "secrets"};
// Parameters of URLs, apart from those that IsSecretName.
constexpr std::string_view kParameters[] = {"key", "sig", "signature", "code", "auth"};

bool IsOneOf(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The parts of a key in lower case: `bearerToken`, `bearer_token` and `Bearer-Token` are alike.
std::vector<std::string> PartsOf(std::string_view key) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < key.size(); ++i) {
    const char c = key[i];
    const bool begins = IsUpper(c) && i > 0 && !IsUpper(key[i - 1]);
    const bool separates = !IsAlphanumeric(c);
    if ((begins || separates) && !parts.back().empty()) parts.emplace_back();
    if (!separates) parts.back() += LowerAscii(c);
  }
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

// Whether `part` is one of the longer words with a slip of the pen in it.
bool IsMisspelt(std::string_view part) {
  constexpr std::size_t kShortest = 5;
  if (part.size() < kShortest) return false;
  constexpr std::string_view kWords[] = {
      "password",    "passwd", "passphrase",    "secret", "token",     "tokens",    "credential",
      "credentials", "bearer", "authorization", "apikey", "accesskey", "privatekey"};
  return std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view word) {
    const std::size_t allowed = word.size() >= 8 ? 2 : 1;
    const std::size_t difference =
        word.size() > part.size() ? word.size() - part.size() : part.size() - word.size();
    return difference <= allowed && word[0] == part[0] && EditDistance(word, part) <= allowed;
  });
}

// What follows a key.
enum class KeyKind : std::uint8_t {
  kPlain,
  kSecret,
  kContainer,
  kSection,  // With fields of its own, one of which is a secret.
};

KeyKind KindOf(std::string_view key) {
  if (HoldsSecretValues(key)) return KeyKind::kContainer;
  if (key == "basic_auth" || key == "oauth2" || key == "tls_config") return KeyKind::kSection;
  return IsSecretName(key) ? KeyKind::kSecret : KeyKind::kPlain;
}

struct TextHash {
  using is_transparent = void;  // NOLINT(readability-identifier-naming): the library's name.
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

// The same, for the few keys that all files have.
KeyKind KnownKindOf(std::string_view key) {
  constexpr std::size_t kMost = 4096;
  constexpr std::size_t kLongest = 64;
  if (key.size() > kLongest) return KindOf(key);
  thread_local std::unordered_map<std::string, KeyKind, TextHash, std::equal_to<>> known;
  if (const auto found = known.find(key); found != known.end()) return found->second;
  if (known.size() >= kMost) known.clear();
  return known.emplace(key, KindOf(key)).first->second;
}

// As std::string_view::find, which is slow where the first letter is common.
std::size_t Search(std::string_view text, std::string_view wanted, std::size_t from) {
  if (from >= text.size()) return kNone;
  const void* found = memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
  return found == nullptr ? kNone
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

// The end of what belongs to a URL that stands in text. Nobody writes longer ones than a few
// thousand bytes.
std::size_t UrlEnd(std::string_view text, std::size_t at) {
  constexpr std::string_view kEnds = " \t\r\n\"'`<>";
  constexpr std::size_t kLongest = 8192;
  const std::string_view url = text.substr(at, kLongest);
  return at + std::min(url.find_first_of(kEnds), url.size());
}

// Adds what must not be shown of the URL whose `://` is at `at`.
void FindInUrl(std::string_view text, std::size_t at, std::vector<Span>& found) {
  const std::size_t begin = at + 3;
  const std::size_t end = UrlEnd(text, begin);
  const auto add = [&](std::size_t from, std::size_t to) {
    if (to > from) {
      found.push_back({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)});
    }
  };
  const std::string_view url = text.substr(begin, end - begin);
  const std::string_view authority = url.substr(0, url.find_first_of("/?#"));
  std::size_t sign = authority.rfind('@');
  if (sign == kNone) {
    // A password with a slash in it is taken for a port that is none.
    const std::size_t colon = authority.find(':');
    if (colon != kNone) {
      const std::string_view port = authority.substr(colon + 1);
      const std::size_t digits = std::min(port.find_first_not_of("0123456789"), port.size());
      if (digits < port.size() || port.empty()) sign = url.rfind('@');
    }
  }
  if (sign != kNone) add(begin, begin + sign);
  // Addresses of webhooks are as good as a password.
  constexpr std::string_view kWebhooks[] = {"hooks.slack.com/", "discord.com/api/webhooks/",
                                            "discordapp.com/api/webhooks/", "api.telegram.org/bot",
                                            "outlook.office.com/webhook/"};
  for (const std::string_view webhook : kWebhooks) {
    if (url.starts_with(webhook)) add(begin + webhook.size(), end);
  }

  const std::size_t query = url.find_first_of("?#", sign == kNone ? 0 : sign);
  for (std::size_t name = query; name < url.size();) {
    ++name;
    const std::size_t next = std::min(url.find_first_of("&;#", name), url.size());
    const std::size_t equals = url.find('=', name);
    if (equals < next) {
      const std::string_view parameter = url.substr(name, equals - name);
      if (IsSecretName(parameter) || IsOneOf(parameter, kParameters)) {
        add(begin + equals + 1, begin + next);
      }
    }
    name = next;
  }
}

// Where the next `://` is. Slashes are rarer than colons.
std::size_t NextUrl(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('/', from + 1); at != kNone; at = text.find('/', at + 1)) {
    if (text[at - 1] == ':' && text.substr(at + 1).starts_with('/')) return at - 1;
  }
  return kNone;
}

void FindInUrls(std::string_view text, std::vector<Span>& found) {
  // URLs may stand in URLs, but not by the thousand.
  constexpr std::size_t kMostNested = 8;
  std::size_t end = 0;
  std::size_t nested = 0;
  for (std::size_t at = NextUrl(text, 0); at != kNone; at = NextUrl(text, at + 3)) {
    nested = at < end ? nested + 1 : 0;
    if (nested > kMostNested) {
      at = end;
      continue;
    }
    if (nested == 0) end = UrlEnd(text, at);
    FindInUrl(text, at, found);
  }
}

// What stands on the lines below a key.
enum class Below : std::uint8_t {
  kNothing,
  kText,    // All of it belongs to the value.
  kValues,  // Keys of its own, whose values are secrets.
};

class Finder {
 public:
  Finder(std::string_view text, SecretSearch search)
      : text_(text),
        search_(search),
        // Lines of expressions begin with names of metrics.
        holds_rules_(Search(text, "groups:", 0) != kNone || Search(text, "expr:", 0) != kNone),
        // Alertmanager: where messages are sent to is as good as a password.
        holds_receivers_(!holds_rules_ && Search(text, "receivers:", 0) != kNone) {}

  std::vector<Span> Find() {
    for (std::size_t begin = 0; begin < text_.size();) {
      const std::size_t stop = std::min(text_.find('\n', begin), text_.size());
      ReadLine(begin, stop > begin && text_[stop - 1] == '\r' ? stop - 1 : stop);
      begin = stop + 1;
    }
    FindInUrls(text_, found_);
    FindSchemes();
    FindLogins();
    FindPrivateKeys();
    MergeSpans(found_);
    return std::move(found_);
  }

 private:
  void Add(std::size_t begin, std::size_t end) {
    while (begin < end && IsBlank(text_[begin])) ++begin;
    while (begin < end && IsBlank(text_[end - 1])) --end;
    if (begin < end) {
      found_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
  }

  void ReadLine(std::size_t begin, std::size_t end) {
    std::size_t first = begin;
    while (first < end && IsBlank(text_[first])) ++first;
    if (first == end) return;
    const std::size_t indent = first - begin;
    if (open_quote_ != 0 && ReadOpenQuote(first, end, indent)) return;
    if (below_ != Below::kNothing) {
      // A value on the next line that nobody indented.
      const bool is_value = std::exchange(is_first_below_, false) && indent == indent_ &&
                            search_ == SecretSearch::kBroken && text_[first] != '-' &&
                            text_[first] != '#' && !HasKey(first, end);
      if (is_value) return Add(first, end);
      if (indent > indent_ || (indent == indent_ && may_be_level_ && text_[first] == '-')) {
        return ReadBelow(first, end);
      }
      // `? password` and its value.
      if (after_question_ && indent == indent_ && text_[first] == ':') {
        after_question_ = false;
        return Add(first + 1, end);
      }
      below_ = Below::kNothing;
    }
    after_question_ = false;
    FindKeys(begin, first, end);
    FindKeyWithoutColon(first, end);
  }

  // A line inside a quoted value that began further up. Returns whether it is one.
  bool ReadOpenQuote(std::size_t first, std::size_t end, std::size_t indent) {
    const std::size_t quote = text_.substr(0, end).find(open_quote_, first);
    // A quote that nothing closes ends where the next key stands.
    constexpr std::size_t kMostLines = 50;
    if (++quoted_lines_ > kMostLines || (indent <= indent_ && HasKey(first, end))) {
      open_quote_ = 0;
      return false;
    }
    Add(first, end);
    if (quote < end) open_quote_ = 0;
    return true;
  }

  bool HasKey(std::size_t first, std::size_t end) const {
    std::size_t at = first;
    while (at < end && (IsKeyCharacter(text_[at]) || IsQuote(text_[at]))) ++at;
    return at > first && at < end && text_[at] == ':';
  }

  void ReadBelow(std::size_t first, std::size_t end) {
    if (below_ == Below::kText) return Add(first, end);
    std::size_t at = first;
    while (at < end && (text_[at] == '-' || IsBlank(text_[at]))) ++at;
    // Of `key: value` the key may be seen.
    std::size_t colon = at;
    while (colon < end && (IsKeyCharacter(text_[colon]) || IsQuote(text_[colon]))) ++colon;
    const bool is_key = colon > at && colon < end && text_[colon] == ':' &&
                        (colon + 1 == end || IsBlank(text_[colon + 1]));
    Add(is_key ? colon + 1 : at, end);
  }

  // The first colon or equals sign from `at` on, which is no less than the last time.
  std::size_t NextSign(std::size_t at) {
    const auto advance = [&](std::size_t& next, char sign) {
      if (next < at || (next == at && text_[at] != sign)) next = text_.find(sign, at);
    };
    advance(next_colon_, ':');
    advance(next_equals_, '=');
    return std::min(next_colon_, next_equals_);
  }

  // Looks for keys of secrets on a line.
  void FindKeys(std::size_t line, std::size_t first, std::size_t end) {
    for (std::size_t at = NextSign(first); at < end; at = NextSign(at + 1)) {
      std::size_t key_end = at;
      while (key_end > first && IsBlank(text_[key_end - 1])) --key_end;
      const bool is_quoted = key_end > first && IsQuote(text_[key_end - 1]);
      if (is_quoted) --key_end;
      std::size_t key = key_end;
      while (key > first && IsKeyCharacter(text_[key - 1])) --key;
      // Of `--password`, and of what a dash stands before.
      while (key < key_end && !IsLetter(text_[key]) && !IsDigit(text_[key])) ++key;
      if (key == key_end) continue;
      if (key > first && text_[key - 1] == ':') continue;  // The name of a recording rule.
      if (key > first && (text_[key - 1] == '&' || text_[key - 1] == '?')) {
        AddParameter(text_.substr(key, key_end - key), at + 1, end);
        continue;
      }
      if (!IsValueNext(at, end, IsLineStart(line, key))) continue;
      const KeyKind kind = Lookup(text_.substr(key, key_end - key));
      if (kind == KeyKind::kPlain) continue;
      const std::size_t next = ReadValue(line, first, key, at + 1, end, kind);
      if (next >= end) return;
      at = next - 1;
    }
    std::size_t question = first;
    while (question < end && (text_[question] == '-' || IsBlank(text_[question]))) ++question;
    if (question + 1 < end && text_[question] == '?') {
      std::size_t key = question + 1;
      while (key < end && IsBlank(text_[key])) ++key;
      if (Lookup(text_.substr(key, end - key)) == KeyKind::kSecret) {
        Open(line, question, Below::kText);
        after_question_ = true;
      }
    }
  }

  // A parameter of a URL that begins without a scheme.
  void AddParameter(std::string_view name, std::size_t at, std::size_t end) {
    if (!IsSecretName(name) && !IsOneOf(name, kParameters)) return;
    constexpr std::string_view kEnds = " \t\"'`<>&;#";
    Add(at, std::min(text_.substr(0, end).find_first_of(kEnds, at), end));
  }

  // `password hunter2`, whose colon was forgotten.
  void FindKeyWithoutColon(std::size_t first, std::size_t end) {
    while (first < end && (text_[first] == '-' || IsBlank(text_[first]))) ++first;
    // What follows the names of metrics is no value.
    if (holds_rules_ && !text_.substr(first, end - first).starts_with("passw")) return;
    std::size_t key_end = first;
    while (key_end < end && IsKeyCharacter(text_[key_end])) ++key_end;
    std::size_t value = key_end;
    while (value < end && IsBlank(text_[value])) ++value;
    // What follows the name of a metric is an operator.
    if (value == key_end || value == end || !IsAlphanumeric(text_[value])) {
      return;
    }
    const std::string_view name = text_.substr(first, key_end - first);
    const bool is_secret =
        holds_rules_ ? name == "password" || name == "passwd" : Lookup(name) == KeyKind::kSecret;
    if (is_secret) Add(value, end);
  }

  bool IsLineStart(std::size_t line, std::size_t key) const {
    return std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(line),
                       text_.begin() + static_cast<std::ptrdiff_t>(key),
                       [](char c) { return IsBlank(c) || c == '-' || c == '#' || IsQuote(c); });
  }

  // Whether what follows the colon or equals sign is a value.
  bool IsValueNext(std::size_t at, std::size_t end, bool is_line_start) const {
    if (at + 1 == end) return text_[at] == ':';
    const char next = text_[at + 1];
    // PromQL's matchers are `name="value"`, its comparisons `==`.
    if (text_[at] == '=') return next != '"' && next != '~' && next != '\'' && next != '=';
    // `password:hunter2` lacks a blank; `token:rate5m` inside an expression is a metric.
    return IsBlank(next) || IsQuote(next) || next == '[' || next == '{' || is_line_start;
  }

  // Takes the value that begins at `at`. Returns where to go on with the line.
  std::size_t ReadValue(std::size_t line, std::size_t first, std::size_t key, std::size_t at,
                        std::size_t end, KeyKind kind) {
    while (at < end && IsBlank(text_[at])) ++at;
    const std::string_view value = text_.substr(at, end - at);
    const bool is_section = value.empty() || value[0] == '{';
    if (search_ == SecretSearch::kParsed && is_section) return at;
    // Fields below have names of their own; what stands beside the key has lost them.
    if (kind == KeyKind::kSection && (value.empty() || value[0] == '#')) return end;
    if (value.empty() || value[0] == '#') {
      Add(at, end);
      const bool has_keys = kind == KeyKind::kContainer || IsAuthorization(key);
      Open(line, key, has_keys ? Below::kValues : Below::kText);
      // The items of a list may stand right under its key.
      may_be_level_ = true;
      is_first_below_ = true;
      return end;
    }
    if (value[0] == '|' || value[0] == '>') {
      Add(at, end);
      Open(line, key, Below::kText);
      return end;
    }
    const std::size_t next =
        search_ == SecretSearch::kParsed ? ParsedEnd(first, key, at, end) : end;
    // Templates of alerts speak of labels that are called like that.
    if (next == at || text_.substr(at, next - at).find("{{") != kNone) return next;
    Add(at, next);
    if (next == end || text_.find_first_not_of(" \t", next) >= end) {
      // It may go on below.
      Open(line, key, kind == KeyKind::kContainer ? Below::kValues : Below::kText);
      if (search_ == SecretSearch::kBroken && IsQuote(value[0]) &&
          value.find(value[0], 1) == kNone) {
        open_quote_ = value[0];
        quoted_lines_ = 0;
      }
    }
    return next;
  }

  // Whether the key at `key` is that of a section about how to authorize requests.
  bool IsAuthorization(std::size_t key) const {
    const std::string_view text = text_.substr(key);
    return text.starts_with("auth") || text.starts_with("Auth");
  }

  // Where a value ends that is known to be one.
  std::size_t ParsedEnd(std::size_t first, std::size_t key, std::size_t at, std::size_t end) const {
    if (IsQuote(text_[at])) {
      const char quote = text_[at];
      for (std::size_t i = at + 1; i < end; ++i) {
        if (quote == '"' && text_[i] == '\\') {
          ++i;
        } else if (text_[i] == quote) {
          if (quote != '\'' || i + 1 >= end || text_[i + 1] != quote) return i + 1;
          ++i;
        }
      }
      return end;
    }
    if (text_[at] == '{' || text_[at] == '[') {
      std::size_t depth = 0;
      for (std::size_t i = at; i < end; ++i) {
        if (text_[i] == '{' || text_[i] == '[') ++depth;
        if ((text_[i] == '}' || text_[i] == ']') && --depth == 0) return i + 1;
      }
      return end;
    }
    const std::string_view until_end = text_.substr(0, end);
    std::size_t stop = std::min(until_end.find(" #", at), end);
    const bool in_brackets = text_.substr(first, key - first).find_first_of("{[,") != kNone;
    if (in_brackets) stop = std::min(until_end.find_first_of(",}]", at), stop);
    return stop;
  }

  // The lines below that are indented deeper belong to the key at `key`.
  void Open(std::size_t line, std::size_t key, Below below) {
    std::size_t column = key - line;
    if (column > 0 && IsQuote(text_[key - 1])) --column;
    below_ = below;
    indent_ = column;
    may_be_level_ = false;
    is_first_below_ = false;
  }

  // `Bearer TOKEN` and `Basic TOKEN`.
  void FindSchemes() {
    for (const std::string_view scheme : {"earer ", "Basic "}) {
      for (std::size_t at = Search(text_, scheme, 0); at != kNone;
           at = Search(text_, scheme, at + 1)) {
        std::size_t word = at + scheme.size();
        while (word < text_.size() && IsBlank(text_[word])) ++word;
        const std::size_t end = UrlEnd(text_, word);
        const std::string_view token = text_.substr(word, end - word);
        // Words of prose have no digits in them.
        const bool is_token = token.size() >= 6 && std::any_of(token.begin(), token.end(), IsDigit);
        if (is_token) Add(word, end);
      }
    }
  }

  // `user:password@host`, without a scheme in front. In PromQL, `a:b@1` is something else.
  void FindLogins() {
    constexpr std::string_view kEnds = " \t\r\n\"'`<>[]{},";
    for (std::size_t at = text_.find('@'); at != kNone; at = text_.find('@', at + 1)) {
      constexpr std::size_t kLongest = 256;
      const std::size_t from = at > kLongest ? at - kLongest : 0;
      const std::string_view before = text_.substr(from, at - from);
      const std::size_t end = before.find_last_of(kEnds);
      const std::size_t begin = from + (end == kNone ? 0 : end + 1);
      const std::size_t colon = text_.substr(0, at).find(':', begin);
      // PromQL has `job:metric@1`.
      const bool may_be = !holds_rules_ || (begin > 0 && IsQuote(text_[begin - 1]));
      const bool is_login = may_be && colon < at && colon > begin && colon + 1 < at &&
                            text_[colon + 1] != '/' && at + 1 < text_.size() &&
                            (IsAlphanumeric(text_[at + 1]) || text_[at + 1] == '[');
      if (is_login) Add(begin, at);
    }
  }

  void FindPrivateKeys() {
    constexpr std::string_view kBegin = "PRIVATE KEY-----";
    for (std::size_t at = text_.find(kBegin), end = at; at != kNone; at = text_.find(kBegin, end)) {
      end = at + kBegin.size();
      const std::size_t dashes = text_.rfind("-----", at);
      if (dashes == kNone || text_.substr(dashes).starts_with("-----END")) continue;
      end = std::min(text_.find("-----END", end), text_.size());
      // Line by line, so that carets keep their columns.
      for (std::size_t line = at + kBegin.size(); line < end;) {
        const std::size_t line_end = std::min(text_.find_first_of("\n\r", line), end);
        Add(line, line_end);
        line = line_end + 1;
      }
    }
  }

  KeyKind Lookup(std::string_view key) {
    const auto [at, is_new] = kinds_.try_emplace(key, KeyKind::kPlain);
    if (is_new) at->second = KnownKindOf(key);
    // Of a certificate, for example; labels of rules may be called like that.
    const bool may_be_key = search_ == SecretSearch::kBroken && !holds_rules_;
    if (is_new && may_be_key && key == "key") at->second = KeyKind::kSecret;
    // A word that some tables have for a choice.
    if (is_new && search_ == SecretSearch::kParsed && key == "auth") at->second = KeyKind::kPlain;
    if (is_new && holds_receivers_ && (key == "url" || key.ends_with("_url"))) {
      at->second = KeyKind::kSecret;
    }
    return at->second;
  }

  std::string_view text_;
  SecretSearch search_;
  bool holds_rules_;
  bool holds_receivers_;
  std::vector<Span> found_;
  std::unordered_map<std::string_view, KeyKind> kinds_;
  std::size_t next_colon_ = 0;  // At or behind where it was last looked for.
  std::size_t next_equals_ = 0;
  Below below_ = Below::kNothing;
  std::size_t indent_ = 0;
  bool may_be_level_ = false;
  bool is_first_below_ = false;
  bool after_question_ = false;
  char open_quote_ = 0;
  std::size_t quoted_lines_ = 0;
};

// `text` with each of `spans`, which are sorted, replaced.
std::string Without(std::string_view text, std::span<const Span> spans) {
  std::string shown;
  std::size_t at = 0;
  for (const Span span : spans) {
    shown += text.substr(at, span.begin - at);
    shown += kHiddenSecret;
    at = span.end;
  }
  shown += text.substr(at);
  return shown;
}

// Signs that are part of the notation: `&name`, `*name`, `!tag`.
std::string_view WithoutSigns(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of("&*!<@%|>?-: "), text.size()));
  return text;
}

// Whether a word of `secret` is in `quoted`.
bool RevealsWord(std::string_view quoted, std::string_view secret) {
  constexpr std::size_t kTelling = 5;
  for (std::size_t at = 0; at < secret.size();) {
    std::size_t end = at;
    while (end < secret.size() && IsKeyCharacter(secret[end])) ++end;
    const std::string_view word = secret.substr(at, end - at);
    if (word.size() >= kTelling && !IsOneOf(word, kSecretWords) && quoted.find(word) != kNone) {
      return true;
    }
    at = end + 1;
  }
  return false;
}

// Whether showing `quoted` shows `secret` or a part of it that matters.
bool Reveals(std::string_view quoted, std::string_view secret) {
  constexpr std::string_view kCut = "...";
  constexpr std::size_t kTelling = 4;
  // Names of fields, which are no secrets even where somebody made one of them a password.
  if (IsOneOf(quoted, kSecretWords)) return false;
  quoted = WithoutSigns(quoted);
  secret = WithoutSigns(secret);
  if (quoted.empty() || secret.empty()) return false;
  if (RevealsWord(quoted, secret)) return true;
  if (quoted.ends_with(kCut)) {
    quoted.remove_suffix(kCut.size());
    // It may have been cut inside the secret.
    for (std::size_t size = std::min(quoted.size(), secret.size()); size >= kTelling; --size) {
      if (quoted.ends_with(secret.substr(0, size))) return true;
    }
  }
  if (quoted == secret) return true;
  if (quoted.size() >= kTelling && secret.find(quoted) != kNone) return true;
  if (secret.size() >= kTelling && quoted.find(secret) != kNone) return true;
  // Cut, and then escaped: what is left of it begins alike.
  const auto mismatch =
      std::mismatch(quoted.begin(), quoted.end(), secret.begin(), secret.end()).first;
  return mismatch - quoted.begin() >= static_cast<std::ptrdiff_t>(kTelling + 1);
}

// Adds where `message` has words of `secret` that are no words of a language.
template <typename Add>
void HideWords(std::string_view message, std::string_view secret, const Add& add) {
  constexpr std::size_t kTelling = 6;
  for (std::size_t at = 0; at < secret.size();) {
    std::size_t end = at;
    while (end < secret.size() && IsKeyCharacter(secret[end])) ++end;
    const std::string_view word = secret.substr(at, end - at);
    at = end + 1;
    if (word.size() < kTelling || std::none_of(word.begin(), word.end(), IsDigit)) continue;
    for (std::size_t found = message.find(word); found != kNone;
         found = message.find(word, found + word.size())) {
      add(found, found + word.size());
    }
  }
}

// Which runs of four bytes a text may have: a Bloom filter. Files may have thousands of secrets,
// and hardly any is in a message.
class FourBytes {
 public:
  static constexpr std::size_t kSize = 4;

  explicit FourBytes(std::string_view text) {
    for (std::size_t i = 0; i + kSize <= text.size(); ++i) {
      const Bits bits = BitsOf(text.data() + i);
      runs_.set(bits.first);
      runs_.set(bits.second);
    }
  }

  /// Whether one of them may be in `other`.
  bool MayBeIn(std::string_view other) const {
    for (std::size_t i = 0; i + kSize <= other.size(); ++i) {
      const Bits bits = BitsOf(other.data() + i);
      if (runs_.test(bits.first) && runs_.test(bits.second)) return true;
    }
    return false;
  }

 private:
  using Bits = std::pair<std::size_t, std::size_t>;

  // Two, as secrets that begin alike would all be mistaken for one that has the same bit.
  static Bits BitsOf(const char* run) {
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, run, kSize);
    const std::uint64_t hash = bytes * 0x9E37'79B9'7F4A'7C15U;
    return {hash >> 48U, (hash >> 32U) & 0xFFFFU};
  }

  std::bitset<1U << 16U> runs_;
};

// How many bytes two texts have in common at their beginnings: at least, in steps of eight.
std::size_t CommonPrefix(std::string_view a, std::string_view b) {
  constexpr std::size_t kStep = sizeof(std::uint64_t);
  const std::size_t size = std::min(a.size(), b.size());
  std::size_t at = 0;
  while (at + kStep <= size && std::memcmp(a.data() + at, b.data() + at, kStep) == 0) at += kStep;
  return at;
}

std::string_view Unquoted(std::string_view text) {
  if (!text.empty() && IsQuote(text.front())) {
    text.remove_prefix(1);
    if (!text.empty() && IsQuote(text.back())) text.remove_suffix(1);
  }
  return text;
}

}  // namespace

bool IsSecretName(std::string_view key) {
  const std::vector<std::string> parts = PartsOf(key);
  if (parts.empty()) return false;
  std::string together;
  for (const std::string& part : parts) together += part;
  if (IsOneOf(together, kSecretParts)) return true;
  if (IsOneOf(parts.back(), kHarmlessParts)) return false;
  if (IsOneOf(parts.back(), kSecretParts)) return parts.back() != "auth" || parts.size() == 1;
  const bool is_known =
      std::any_of(std::begin(kSecretWords), std::end(kSecretWords),
                  [&](std::string_view word) { return together.find(word) != kNone; });
  return is_known || IsMisspelt(together) || std::any_of(parts.begin(), parts.end(), IsMisspelt);
}

bool HoldsSecretValues(std::string_view key) {
  const std::vector<std::string> parts = PartsOf(key);
  if (parts.empty()) return false;
  std::string together;
  for (const std::string& part : parts) together += part;
  return IsOneOf(together, kContainers) || parts.back() == "headers" ||
         (parts.back() == "header" && parts.size() > 1);
}

std::vector<Span> FindSecrets(std::string_view text, SecretSearch search) {
  return Finder(text, search).Find();
}

void AddTexts(std::string_view value, std::vector<std::string>& texts) {
  if (value.empty()) return;
  if (value[0] != '{' && value[0] != '[') {
    texts.emplace_back(value);
    return;
  }
  for (std::size_t at = 0; at < value.size();) {
    std::size_t end = std::min(value.find_first_of("{}[],:", at), value.size());
    // Colons of addresses and the like end nothing.
    while (end < value.size() && value[end] == ':' && end + 1 < value.size() &&
           !IsBlank(value[end + 1]) && !(end > at && IsQuote(value[end - 1]))) {
      end = std::min(value.find_first_of("{}[],:", end + 1), value.size());
    }
    std::string_view item = value.substr(at, end - at);
    while (!item.empty() && IsBlank(item.front())) item.remove_prefix(1);
    while (!item.empty() && IsBlank(item.back())) item.remove_suffix(1);
    const bool is_key = end < value.size() && value[end] == ':';
    if (!item.empty() && !is_key) texts.emplace_back(item);
    at = end + 1;
  }
}

void MergeSpans(std::vector<Span>& spans) {
  std::sort(spans.begin(), spans.end(),
            [](Span a, Span b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
  std::size_t kept = 0;
  for (const Span span : spans) {
    if (span.end <= span.begin) continue;
    if (kept > 0 && span.begin <= spans[kept - 1].end) {
      spans[kept - 1].end = std::max(spans[kept - 1].end, span.end);
    } else {
      spans[kept++] = span;
    }
  }
  spans.resize(kept);
}

std::string HideInUrls(std::string message) {
  std::vector<Span> found;
  FindInUrls(message, found);
  if (found.empty()) return message;
  MergeSpans(found);
  return Without(message, found);
}

std::string HideTexts(std::string message, std::span<const std::string> secrets) {
  std::vector<Span> found;
  const auto add = [&](std::size_t begin, std::size_t end) {
    found.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  };
  const FourBytes runs(message);
  std::string_view passed;  // The last secret that was passed over: others begin like it.
  for (const std::string& each : secrets) {
    const std::string_view secret = Unquoted(each);
    if (secret.empty()) continue;
    // What is looked for below has four bytes of the secret in a row, unless it is shorter.
    const std::size_t known = CommonPrefix(passed, secret);
    const std::size_t first = known - std::min(known, FourBytes::kSize - 1);
    if (WithoutSigns(secret).size() >= FourBytes::kSize && !runs.MayBeIn(secret.substr(first))) {
      passed = secret;
      continue;
    }
    // Short texts occur anywhere; where they are quoted, they are meant. Very short ones are also
    // the names of other things.
    constexpr std::size_t kLong = 6;
    constexpr std::size_t kVeryShort = 3;
    if (secret.size() < kVeryShort) continue;
    if (secret.size() >= kLong) {
      for (std::size_t at = message.find(secret); at != kNone;
           at = message.find(secret, at + secret.size())) {
        add(at, at + secret.size());
      }
    }
    HideWords(message, secret, add);
    for (const char quote : {'`', '"', '\''}) {
      std::size_t begin = message.find(quote);
      while (begin != kNone) {
        const std::size_t end = message.find(quote, begin + 1);
        if (end == kNone) break;
        const std::string_view quoted =
            std::string_view(message).substr(begin + 1, end - begin - 1);
        // Of an apostrophe, it is not sure what it belongs to.
        const bool is_apostrophe = quote == '\'' && quoted.find(' ') != kNone;
        if (!quoted.empty() && !is_apostrophe && Reveals(quoted, secret)) add(begin + 1, end);
        begin = is_apostrophe ? end : message.find(quote, end + 1);
      }
    }
  }
  if (found.empty()) return message;
  MergeSpans(found);
  return Without(message, found);
}

}  // namespace check
