#include "libcheck/result/lists.h"

#include "libcheck/result/text.h"

namespace check::result {
namespace {

template <typename T>
std::string JsonArray(std::span<const T> elements, void (*append)(std::string&, const T&)) {
  std::string out = "[";
  for (const T& element : elements) {
    if (out.size() > 1) out += ',';
    append(out, element);
  }
  return out + "]\n";
}

}  // namespace

std::string SeriesText(std::span<const model::Labels> series) {
  std::string out;
  for (const model::Labels labels : series) out += labels.ToString() + '\n';
  return out;
}

std::string SeriesJson(std::span<const model::Labels> series) {
  return JsonArray<model::Labels>(
      series, [](std::string& out, const model::Labels& labels) { AppendJsonLabels(out, labels); });
}

std::string NamesText(std::span<const std::string> names) {
  std::string out;
  for (const std::string& name : names) out += name + '\n';
  return out;
}

std::string NamesJson(std::span<const std::string> names) {
  return JsonArray<std::string>(
      names, [](std::string& out, const std::string& name) { AppendJsonString(out, name); });
}

}  // namespace check::result
