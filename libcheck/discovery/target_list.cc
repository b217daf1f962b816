#include "libcheck/discovery/target_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/config/prometheus/target_file.h"

namespace check::discovery {

Result<std::vector<TargetGroup>> ReadTargetList(const std::string& name, std::string text,
                                                std::string_view label, const std::string& source) {
  const SourceBuffer file(name, std::move(text));
  Arena arena;
  Diagnostics diagnostics;
  config::prometheus::LoadedTargets loaded =
      config::prometheus::LoadTargets(file, arena, diagnostics);
  for (const Diagnostic& problem : diagnostics.found()) {
    if (problem.severity != Severity::kError) continue;
    const Location where = problem.where.Outermost();
    return Error{
        fmt::format("line {}: {}", where.file->PositionOf(where.span.begin).line, problem.message)};
  }
  std::vector<TargetGroup> groups;
  for (config::prometheus::TargetGroup& written : loaded.groups) {
    TargetGroup& group = groups.emplace_back();
    group.source = fmt::format("{}:{}", source, groups.size() - 1);
    group.labels = std::move(written.labels);
    std::erase_if(group.labels, [&](const auto& pair) { return pair.first == label; });
    group.labels.emplace_back(label, source);
    for (config::prometheus::Target& target : written.targets) {
      group.targets.push_back({{"__address__", std::move(target.address)}});
    }
  }
  return groups;
}

}  // namespace check::discovery
