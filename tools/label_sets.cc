#include "tools/label_sets.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tools/input.h"

namespace tools {

std::optional<check::Error> LabelSets::Read(const std::string& path) {
  check::Result<std::string> text = ReadInput(path);
  if (!text) return text.error();
  const check::Error unexpected = {fmt::format(
      "cannot read `{}`: expected a JSON list of alerts, or of objects with their labels", path)};
  const auto list = nlohmann::json::parse(*text, nullptr, false);
  if (!list.is_array()) return unexpected;
  for (const auto& alert : list) {
    if (!alert.is_object()) return unexpected;
    const auto found = alert.find("labels");
    const auto& labels = found != alert.end() && found->is_object() ? *found : alert;
    std::vector<check::model::Label> set;
    for (const auto& [name, value] : labels.items()) {
      if (!value.is_string()) return unexpected;
      const auto& value_text = value.template get_ref<const std::string&>();
      if (!value_text.empty()) set.push_back({table_.Intern(name), table_.Intern(value_text)});
    }
    sets_.push_back(table_.Make(set));
  }
  return std::nullopt;
}

}  // namespace tools
