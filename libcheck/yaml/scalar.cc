#include "libcheck/yaml/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "libcheck/base/base64.h"

namespace check::yaml {
namespace {

// In the order of ScalarType.
constexpr std::array<std::string_view, 6> kTypeTags = {"!!null",  "!!bool",      "!!int",
                                                       "!!float", "!!timestamp", "!!str"};

std::string_view TagOfType(ScalarType type) { return kTypeTags[static_cast<std::size_t>(type)]; }

// Whether the text of a scalar is never looked at for what it might be.
bool IsString(const Node& node, Dialect dialect) {
  if (node.tag == Tag::kStr) return true;
  if (node.style != Style::kPlain) {
    return node.tag == Tag::kNone ||
           (node.tag == Tag::kNonSpecific && dialect == Dialect::kGoYamlV3);
  }
  return false;
}

ScalarType TypeOf(std::string_view text, Dialect dialect) {
  if (dialect == Dialect::kGoYamlV2 && IsBoolV2(text)) return ScalarType::kBool;
  return ResolveV3(text);
}

// The type that an explicit tag asks for, or nothing if it may be any.
std::optional<ScalarType> TypeOfTag(std::uint8_t tag) {
  switch (tag) {
    case Tag::kNull:
      return ScalarType::kNull;
    case Tag::kBool:
      return ScalarType::kBool;
    case Tag::kInt:
      return ScalarType::kInt;
    case Tag::kFloat:
      return ScalarType::kFloat;
    case Tag::kTimestamp:
      return ScalarType::kTimestamp;
    default:
      return std::nullopt;
  }
}

template <std::size_t N>
bool OneOf(std::string_view text, const std::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), text) != std::end(words);
}

constexpr std::string_view kTrueV2[] = {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON"};
constexpr std::string_view kFalseV2[] = {"n", "N", "no", "No", "NO", "off", "Off", "OFF"};

}  // namespace

Resolved Resolve(const Node& node, Dialect dialect, Arena& arena) {
  Resolved result = {.type = ScalarType::kString, .text = node.scalar()};
  if (IsString(node, dialect)) return result;
  if (node.tag == Tag::kBinary) {
    if (const auto data = DecodeBase64(node.scalar())) {
      result.text = arena.Copy(*data);
    } else {
      result.fault = "yaml: !!binary value contains invalid base64 data";
    }
    return result;
  }
  const std::optional<ScalarType> wanted = TypeOfTag(node.tag);
  // Tags that mean nothing leave the text a string; `!` does in yaml.v2 alone.
  const bool untagged =
      node.tag == Tag::kNone || (node.tag == Tag::kNonSpecific && dialect == Dialect::kGoYamlV3);
  if (!wanted && !untagged) return result;

  result.type = TypeOf(node.scalar(), dialect);
  if (!wanted || *wanted == result.type) return result;
  if (*wanted == ScalarType::kFloat && result.type == ScalarType::kInt) {
    result.type = ScalarType::kFloat;
    return result;
  }
  // Dates are only looked for without a tag, or with theirs.
  if (result.type == ScalarType::kTimestamp) result.type = ScalarType::kString;
  result.fault = fmt::format("yaml: cannot decode {} `{}` as a {}", TagOfType(result.type),
                             node.scalar(), TagOfType(*wanted));
  return result;
}

std::optional<bool> ToBool(const Resolved& scalar, Dialect dialect) {
  if (scalar.type == ScalarType::kBool) {
    if (scalar.text.empty()) return std::nullopt;
    const char first = scalar.text[0];
    return first == 't' || first == 'T' || OneOf(scalar.text, kTrueV2);
  }
  // yaml.v3 takes the words of YAML 1.1 where a boolean is wanted, even in quotes.
  if (scalar.type == ScalarType::kString && dialect == Dialect::kGoYamlV3) {
    if (OneOf(scalar.text, kTrueV2)) return true;
    if (OneOf(scalar.text, kFalseV2)) return false;
  }
  return std::nullopt;
}

std::optional<std::int64_t> ToInteger(const Resolved& scalar) {
  if (scalar.type != ScalarType::kInt && scalar.type != ScalarType::kFloat) return std::nullopt;
  return IntegerV3(scalar.text);
}

std::optional<std::uint64_t> ToUnsigned(const Resolved& scalar) {
  if (scalar.type != ScalarType::kInt && scalar.type != ScalarType::kFloat) return std::nullopt;
  return UnsignedV3(scalar.text);
}

std::optional<double> ToFloat(const Resolved& scalar) {
  if (scalar.type != ScalarType::kInt && scalar.type != ScalarType::kFloat) return std::nullopt;
  return FloatV3(scalar.text);
}

std::string_view TagText(const Node& node, const Stream& stream, Dialect dialect) {
  // yaml.v2 forgets the tags of collections, and yaml.v3 the tag `!`.
  const bool is_v2 = dialect == Dialect::kGoYamlV2;
  if (is_v2 ? node.IsScalar() && node.tag != Tag::kNone : node.tag > Tag::kNonSpecific) {
    return stream.TagOf(node);
  }
  if (node.IsSequence()) return "!!seq";
  if (node.IsMapping()) return "!!map";
  if (node.style != Style::kPlain) return "!!str";
  if (node.scalar() == "<<") return "!!merge";
  return TagOfType(TypeOf(node.scalar(), dialect));
}

std::uint32_t ContentBegin(const Node& node, const Stream& stream) {
  if (!node.is_alias) return node.span.begin;
  const auto use = std::lower_bound(
      stream.aliases.begin(), stream.aliases.end(), node.span.begin,
      [](const AliasUse& a, std::uint32_t offset) { return a.alias.begin < offset; });
  return use == stream.aliases.end() ? node.span.begin : use->target.begin;
}

std::string CannotUnmarshal(const SourceFile& file, const Stream& stream, const Node& node,
                            std::string_view type, Dialect dialect) {
  const std::string_view tag = TagText(node, stream, dialect);
  const std::string_view text = node.scalar();
  std::string value(text);
  if (tag != "!!seq" && tag != "!!map") {
    value =
        text.size() > 10 ? fmt::format(" `{}...`", text.substr(0, 7)) : fmt::format(" `{}`", text);
  }
  const LineColumn place = UpstreamPosition(file, stream, ContentBegin(node, stream));
  return fmt::format("line {}: cannot unmarshal {}{} into {}", place.line, tag, value, type);
}

}  // namespace check::yaml
