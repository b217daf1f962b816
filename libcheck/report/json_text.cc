#include "libcheck/report/json_text.h"

#include <fmt/format.h>

#include "libcheck/report/printable.h"

namespace check::report {
namespace {

// FNV-1a, whose values never differ between machines.
std::uint64_t Hash(std::string_view text, std::uint64_t hash) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

}  // namespace

std::string ToText(const Json& json) {
  return json.dump(2, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace) + "\n";
}

std::string Hex(std::uint64_t number) { return fmt::format("{:016x}", number); }

std::string Occurrences::Fingerprint(const Finding& finding) {
  std::uint64_t hash = finding.where.fingerprint ^ 0xCBF29CE484222325U;
  hash = Hash(WithoutDot(finding.where.path), hash);
  hash = Hash(finding.info->code, Hash("\n", hash));
  hash = Hash(finding.message, Hash("\n", hash));
  const std::uint32_t nth = ++seen_[hash];
  return Hex(hash) + ":" + std::to_string(nth);
}

}  // namespace check::report
