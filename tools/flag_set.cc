#include "tools/flag_set.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <type_traits>

#include "tools/arguments.h"
#include "tools/value_kinds.h"

namespace tools {
namespace {

using check::Error;

// Empty if there is nothing worth showing.
std::string DefaultText(const FlagTarget& target) {
  return std::visit(
      [](const auto* value) -> std::string {
        using Value = std::decay_t<decltype(*value)>;
        if constexpr (std::is_same_v<Value, std::string>) {
          return *value;
        } else if constexpr (std::is_arithmetic_v<Value>) {
          return *value == Value{} ? std::string() : fmt::format("{}", *value);
        } else {
          return {};
        }
      },
      target);
}

bool IsSwitch(const CLI::Option& option) { return option.get_items_expected_max() == 0; }
bool IsRepeatable(const CLI::Option& option) { return option.get_items_expected_max() > 1; }

OptionModel ModelOf(const CLI::Option& option) {
  OptionModel model;
  model.short_names = option.get_snames();
  model.long_names = option.get_lnames();
  if (option.get_positional()) model.positional = option.get_type_name();
  model.value = option.get_type_name();
  // A switch that has a type can be given a value.
  model.value_is_optional = !model.value.empty() && IsSwitch(option);
  model.default_value = option.get_default_str();
  model.doc = option.get_description();
  model.repeatable = IsRepeatable(option);
  model.required = option.get_required();
  return model;
}

void Describe(CLI::Option& option, std::string_view kind, const FlagTraits& traits) {
  option.type_name(std::string(kind))->required(traits.required);
  // Otherwise a value in brackets is taken for a list.
  option.allow_extra_args(false);
  const ValueKind* known = traits.accepts_any ? nullptr : FindValueKind(kind);
  if (known == nullptr) return;
  option.check(CLI::Validator([known](std::string& value) { return Refusal(*known, value); }, ""));
}

}  // namespace

FlagSet::FlagSet() : app_(std::make_unique<CLI::App>()) {
  app_->set_help_flag("-h,--help", "Print this help and exit");
}

FlagSet::~FlagSet() = default;

void FlagSet::Switch(std::string_view names, bool* target, std::string_view doc,
                     std::string_view excludes) {
  CLI::Option* option = app_->add_flag(std::string(names), *target, std::string(doc));
  if (!excludes.empty()) option->excludes(app_->get_option(std::string(excludes)));
}

void FlagSet::Option(std::string_view names, FlagTarget target, std::string_view kind,
                     std::string_view doc, const FlagTraits& traits) {
  CLI::Option* option = std::visit(
      [&](auto* value) { return app_->add_option(std::string(names), *value, std::string(doc)); },
      target);
  if (traits.shows_default) option->default_str(DefaultText(target));
  if (!traits.excludes.empty()) option->excludes(app_->get_option(std::string(traits.excludes)));
  Describe(*option, kind, traits);
}

void FlagSet::OptionalValue(std::string_view name, std::string* target, std::string_view kind,
                            std::string_view implied, std::string_view doc) {
  Describe(*app_->add_flag(fmt::format("{}{{{}}}", name, implied), *target, std::string(doc)), kind,
           {});
}

void FlagSet::Argument(std::string_view name, FlagTarget target, std::string_view kind,
                       std::string_view doc, const FlagTraits& traits) {
  // CLI11: what has no dashes is positional.
  Option(name, target, kind, doc, traits);
}

std::vector<OptionModel> FlagSet::Models(bool positional) const {
  std::vector<OptionModel> models;
  for (const CLI::Option* option : std::as_const(*app_).get_options()) {
    if (option->get_positional() == positional) models.push_back(ModelOf(*option));
  }
  return models;
}

std::vector<OptionModel> FlagSet::Flags() const { return Models(false); }
std::vector<OptionModel> FlagSet::Positionals() const { return Models(true); }

std::optional<Error> FlagSet::Store(const Arguments& arguments) {
  const auto find = [&](const std::string& name) { return app_->get_option(name); };
  for (const GivenFlag& given : arguments.flags) {
    for (const CLI::Option* other : find(given.name)->get_excludes()) {
      if (std::none_of(arguments.flags.begin(), arguments.flags.end(),
                       [&](const GivenFlag& flag) { return find(flag.name) == other; })) {
        continue;
      }
      return Error{fmt::format("`{}` and `{}` exclude each other", given.name, other->get_name())};
    }
  }
  for (const GivenFlag& given : arguments.flags) {
    CLI::Option* flag = find(given.name);
    const std::string bare_name = given.name.substr(given.name.find_first_not_of('-'));
    flag->add_result(IsSwitch(*flag) ? flag->get_flag_value(bare_name, given.value) : given.value);
  }
  auto next = arguments.positionals.begin();
  for (CLI::Option* option : app_->get_options()) {
    if (option->get_positional()) {
      while (next != arguments.positionals.end() &&
             (IsRepeatable(*option) || option->count() == 0)) {
        option->add_result(*next++);
      }
    }
    if (option->get_required() && option->count() == 0) {
      return Error{fmt::format("missing argument `{}`", Placeholder(option->get_type_name()))};
    }
  }
  for (CLI::Option* option : app_->get_options()) {
    if (option->count() == 0) continue;
    try {
      option->run_callback();
    } catch (const CLI::ParseError& e) {
      return Error{e.what()};
    }
  }
  return std::nullopt;
}

}  // namespace tools
