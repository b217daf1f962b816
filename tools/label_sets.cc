#include "tools/label_sets.h"

#include <fmt/format.h>

#include <string_view>

#include "libcheck/base/text.h"
#include "libcheck/report/json_text.h"
#include "tools/input.h"

namespace tools {
namespace {

// A JSON list, or one object a line as a list. Something else if the text is neither.
nlohmann::json ListOf(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  const bool has_lines = start != std::string_view::npos && text[start] == '{';
  if (!has_lines) return nlohmann::json::parse(text, nullptr, false);
  auto list = nlohmann::json::array();
  while (!text.empty()) {
    const std::string_view line = check::TakeUpTo(text, '\n');
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    list.push_back(nlohmann::json::parse(line, nullptr, false));
  }
  return list;
}

}  // namespace

check::Result<std::vector<check::model::Labels>> ReadLabelSets(const std::string& path,
                                                               check::model::LabelTable& table) {
  check::Result<std::string> text = ReadInput(path);
  if (!text) return text.error();
  const check::Error unexpected = {
      fmt::format("cannot read `{}`: expected a JSON list of alerts or of objects with their "
                  "labels, or one such object a line",
                  path)};
  const auto list = ListOf(*text);
  if (!list.is_array()) return unexpected;
  std::vector<check::model::Labels> sets;
  for (const auto& alert : list) {
    if (!alert.is_object()) return unexpected;
    const auto found = alert.find("labels");
    const auto& labels = found != alert.end() && found->is_object() ? *found : alert;
    std::vector<check::model::Label> set;
    for (const auto& [name, value] : labels.items()) {
      if (!value.is_string()) return unexpected;
      const auto& value_text = value.template get_ref<const std::string&>();
      if (!value_text.empty()) set.push_back({table.Intern(name), table.Intern(value_text)});
    }
    sets.push_back(table.Make(set));
  }
  return sets;
}

}  // namespace tools
