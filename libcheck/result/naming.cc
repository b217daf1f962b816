#include "libcheck/result/naming.h"

#include <algorithm>
#include <set>

#include "libcheck/base/quote.h"

namespace check::result {

Naming::Naming(std::span<const model::Labels> series) {
  if (series.empty()) return;
  const auto first = series.front().list();
  common.assign(first.begin(), first.end());
  std::set<std::string_view> names;
  for (const model::Labels labels : series) {
    std::erase_if(common, [&](const model::Label& label) {
      return labels.Get(label.name->text) != label.value->text;
    });
    for (const model::Label& label : labels.list()) names.insert(label.name->text);
  }
  for (const model::Label& label : common) names.erase(label.name->text);
  different.assign(names.begin(), names.end());
  std::ranges::stable_partition(different, [](auto name) { return name == "__name__"; });
}

std::string Naming::CommonText() const { return MetricText(common); }

std::string Naming::NameOf(model::Labels labels) const {
  std::vector<model::Label> own;
  for (const model::Label& label : labels.list()) {
    if (std::ranges::find(different, label.name->text) != different.end()) own.push_back(label);
  }
  return MetricText(own);
}

std::string MetricText(std::span<const model::Label> labels) {
  std::string name;
  std::string rest;
  for (const model::Label& label : labels) {
    if (label.name->text == "__name__") {
      name = label.value->text;
      continue;
    }
    rest += rest.empty() ? "{" : ", ";
    rest += label.name->text;
    rest += '=';
    AppendGoQuote(rest, label.value->text);
  }
  return name + (rest.empty() ? rest : rest + '}');
}

}  // namespace check::result
