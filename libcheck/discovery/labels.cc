#include "libcheck/discovery/labels.h"

#include <fmt/format.h>

#include <utility>

#include "libcheck/base/ascii.h"

namespace check::discovery {
namespace {

bool CanBeInName(char c) { return IsNamePart(c); }

bool ContinuesCharacter(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

std::string ValueOf(const Json& value, JsonKind kind) {
  switch (kind) {
    case JsonKind::kNumber:
      return std::to_string(IntegerOf(value));
    case JsonKind::kBool:
      return BoolOf(value) ? "true" : "false";
    case JsonKind::kText:
      break;
  }
  return TextOf(value);
}

}  // namespace

std::string SanitizedName(std::string_view text) {
  std::string name;
  name.reserve(text.size());
  for (const char c : text) {
    if (CanBeInName(c)) {
      name += c;
    } else if (!ContinuesCharacter(c)) {
      name += '_';
    }
  }
  return name;
}

std::string HostPort(std::string_view host, std::int64_t port) {
  // Prometheus: a negative port is taken for an unsigned number.
  const auto number = static_cast<std::uint64_t>(port);
  return host.find(':') == host.npos ? fmt::format("{}:{}", host, number)
                                     : fmt::format("[{}]:{}", host, number);
}

std::string Surrounded(std::span<const std::string> items, std::string_view separator) {
  std::string text(separator);
  for (const std::string& item : items) {
    text += item;
    text += separator;
  }
  return text;
}

std::vector<std::string> TextsOf(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& item : ItemsOf(list)) texts.push_back(TextOf(item));
  return texts;
}

const Json& AtPath(const Json& object, std::string_view path) {
  const std::size_t dot = path.find('.');
  if (dot == path.npos) return At(object, path);
  return AtPath(At(object, path.substr(0, dot)), path.substr(dot + 1));
}

void AddLabels(std::string_view prefix, std::span<const JsonLabel> table, const Json& object,
               Labels& labels) {
  for (const JsonLabel& label : table) {
    labels.emplace_back(fmt::format("{}{}", prefix, label.name),
                        ValueOf(AtPath(object, label.path), label.kind));
  }
}

void AddMembers(std::string_view prefix, const Json& object, Labels& labels) {
  for (const auto& [name, value] : MembersOf(object)) {
    labels.emplace_back(std::string(prefix) + SanitizedName(name), TextOf(value));
  }
}

void AddUnlessEmpty(std::string_view name, std::string value, Labels& labels) {
  if (!value.empty()) labels.emplace_back(name, std::move(value));
}

}  // namespace check::discovery
