#include "libcheck/schema/reader.h"

#include <cassert>

#include "libcheck/base/number.h"
#include "libcheck/schema/name.h"
#include "libcheck/schema/schema.h"
#include "libcheck/yaml/merge_keys.h"
#include "libcheck/yaml/scalar.h"

namespace check::schema {
namespace {

constexpr yaml::Node kNothing = {};

std::uint64_t SizeBit(std::size_t size) { return std::uint64_t{1} << (size % 64); }

Duration ToDuration(std::string_view text) {
  const Result<Duration> duration = ParsePrometheusDuration(text);
  return duration ? *duration : Duration::zero();
}

}  // namespace

std::string_view DefaultText(const Object& table, std::string_view field) {
  const Field* found = FindField(table, field);
  assert(found != nullptr && !found->default_value.empty());
  return found->default_value;
}

Duration DefaultTime(const Object& table, std::string_view field) {
  return ToDuration(DefaultText(table, field));
}

Values::Values(const yaml::Node& node, const Input& input, yaml::Dialect dialect)
    : node_(&node),
      input_(&input),
      dialect_(dialect),
      entries_(yaml::MergedEntries(node, dialect, input.arena)),
      key_sizes_(KeySizes(entries_)) {}

std::uint64_t Values::KeySizes(std::span<const yaml::Entry> entries) {
  std::uint64_t sizes = 0;
  for (const yaml::Entry& entry : entries) sizes |= SizeBit(entry.key.scalar().size());
  return sizes;
}

const yaml::Entry* Values::Given(std::string_view field) const {
  if ((key_sizes_ & SizeBit(field.size())) == 0) return nullptr;
  for (const yaml::Entry& entry : entries_) {
    if (IsName(entry.key.scalar(), field)) return &entry;
  }
  return nullptr;
}

const yaml::Entry* Values::Find(std::string_view field) const {
  const yaml::Entry* entry = Given(field);
  return entry == nullptr || entry->value.IsNull() ? nullptr : entry;
}

const yaml::Entry* Values::FindSet(std::string_view field) const {
  const yaml::Entry* entry = Find(field);
  if (entry == nullptr || entry->value.IsMapping() || entry->value.size_ > 0) return entry;
  return nullptr;
}

std::string_view Values::TaggedText(const yaml::Node& node) const {
  const yaml::Resolved scalar = yaml::Resolve(node, dialect_, input_->arena);
  return scalar.fault.empty() ? scalar.text : std::string_view();
}

std::string_view Values::Text(std::string_view field, std::string_view absent) const {
  const yaml::Entry* entry = Given(field);
  return entry == nullptr ? absent : TextOf(entry->value);
}

bool Values::Bool(std::string_view field, bool absent) const {
  const yaml::Entry* entry = Given(field);
  if (entry == nullptr) return absent;
  if (!entry->value.IsScalar() || entry->value.IsNull()) return false;
  return yaml::ToBool(yaml::Resolve(entry->value, dialect_, input_->arena), dialect_)
      .value_or(false);
}

std::int64_t Values::Integer(std::string_view field, std::int64_t absent) const {
  const yaml::Entry* entry = Given(field);
  if (entry == nullptr) return absent;
  if (!entry->value.IsScalar() || entry->value.IsNull()) return 0;
  return yaml::ToInteger(yaml::Resolve(entry->value, dialect_, input_->arena)).value_or(0);
}

std::uint64_t Values::Unsigned(std::string_view field, std::uint64_t absent) const {
  const yaml::Entry* entry = Given(field);
  if (entry == nullptr) return absent;
  if (!entry->value.IsScalar() || entry->value.IsNull()) return 0;
  return yaml::ToUnsigned(yaml::Resolve(entry->value, dialect_, input_->arena)).value_or(0);
}

double Values::Float(std::string_view field, double absent) const {
  const yaml::Entry* entry = Given(field);
  if (entry == nullptr) return absent;
  if (!entry->value.IsScalar() || entry->value.IsNull()) return 0;
  return yaml::ToFloat(yaml::Resolve(entry->value, dialect_, input_->arena)).value_or(0);
}

Duration Values::Time(std::string_view field, Duration absent) const {
  const yaml::Entry* entry = Given(field);
  return entry == nullptr ? absent : TimeOf(entry->value);
}

Duration Values::TimeOf(const yaml::Node& node) const { return ToDuration(TextOf(node)); }

std::string_view Values::Text(std::string_view field, const Object& table) const {
  return Given(field) == nullptr ? DefaultText(table, field) : Text(field);
}

bool Values::Bool(std::string_view field, const Object& table) const {
  return Given(field) == nullptr ? DefaultText(table, field) == "true" : Bool(field);
}

std::int64_t Values::Integer(std::string_view field, const Object& table) const {
  if (Given(field) != nullptr) return Integer(field);
  return ParseGoInt(DefaultText(table, field), 10).value_or(0);
}

Duration Values::Time(std::string_view field, const Object& table) const {
  return Given(field) == nullptr ? DefaultTime(table, field) : Time(field);
}

std::span<const yaml::Node> Values::Items(std::string_view field) const {
  const yaml::Entry* entry = Given(field);
  return entry == nullptr ? std::span<const yaml::Node>() : entry->value.items();
}

Values Values::Sub(std::string_view field) const {
  const yaml::Entry* entry = Given(field);
  return Of(entry == nullptr ? kNothing : entry->value);
}

}  // namespace check::schema
