#include "libcheck/api/label_reader.h"

#include <algorithm>
#include <cmath>

namespace check::api {

using model::Label;
using model::Symbol;

bool LabelReader::Read(JsonStream& json, model::Labels& labels) {
  now_.clear();
  std::size_t at = 0;
  const bool ok = json.Object([&](std::string_view key) {
    const Symbol* const name = At(before_names_, at, key);
    std::string_view text;
    if (!json.String(text)) return false;
    const Symbol* const value = At(before_values_, at, text);
    ++at;
    if (!text.empty()) now_.push_back({name, value});
    return true;
  });
  if (!ok) return false;
  std::sort(now_.begin(), now_.end(),
            [](const Label& a, const Label& b) { return a.name->text < b.name->text; });
  const auto twice = std::adjacent_find(
      now_.begin(), now_.end(), [](const Label& a, const Label& b) { return a.name == b.name; });
  if (twice != now_.end()) return json.Fail("a series in it has a duplicate label");
  labels = table_.Make(now_);
  return true;
}

const Symbol* LabelReader::At(std::vector<const Symbol*>& before, std::size_t at,
                              std::string_view text) {
  if (at < before.size() && before[at]->text == text) return before[at];
  const Symbol* const symbol = table_.Intern(text);
  if (at < before.size()) {
    before[at] = symbol;
  } else {
    before.push_back(symbol);
  }
  return symbol;
}

bool ReadTime(JsonStream& json, std::int64_t& time) {
  double seconds = 0;
  if (!json.Number(seconds)) return false;
  const double milliseconds = std::round(seconds * 1000);
  constexpr double kMost = 9.2e18;
  time = std::isnan(milliseconds)
             ? 0
             : static_cast<std::int64_t>(std::clamp(milliseconds, -kMost, kMost));
  return true;
}

}  // namespace check::api
