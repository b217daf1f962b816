#include <string>

#include "libcheck/config/alertmanager/routing.h"
#include "libcheck/yaml/parse.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

// A list as it stands below `time_intervals:` of a named interval.
void FuzzTimeIntervals(std::string_view bytes) {
  const SourceBuffer file("intervals.yml", std::string(bytes));
  Arena arena;
  Diagnostics diagnostics;
  const yaml::Stream stream = yaml::Parse(file, arena, diagnostics);
  if (stream.documents.empty() || stream.documents[0].root == nullptr) return;
  const schema::Input input = {file, stream, arena};
  for (const yaml::Node& item : stream.documents[0].root->items()) {
    const alertmanager::TimeInterval interval =
        config::alertmanager::MakeTimeInterval({item, input, yaml::Dialect::kGoYamlV2});
    const auto has_none = [](const auto& ranges) { return ranges && ranges->empty(); };
    const bool never = has_none(interval.times) || has_none(interval.weekdays) ||
                       has_none(interval.days_of_month) || has_none(interval.months) ||
                       has_none(interval.years);
    for (const std::int64_t ms : {std::int64_t{-1}, std::int64_t{1'710'079'205'123}}) {
      Require(!interval.Contains(ms) || !never, "a field without ranges has no times");
    }
  }
}

}  // namespace check::fuzz
