#include "tools/compat/amtool_load.h"

#include <cstdint>
#include <utility>

#include "libcheck/config/alertmanager/check.h"
#include "libcheck/config/alertmanager/matcher_texts.h"
#include "libcheck/config/alertmanager/routing.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/go_paths.h"

namespace tools::compat {
namespace {

namespace am = check::config::alertmanager;
using check::schema::Values;

// What parsing the matchers logs, as far as it comes to that.
std::string LogOf(const Values& config, std::uint32_t end, const MatcherLog& log) {
  std::string out;
  for (const auto& [node, text] : am::MatcherTexts(config)) {
    if (node->span.begin > end || log.ParseItem(text, out).fault) break;
  }
  return out;
}

AmtoolConfig Load(const check::SourceBuffer& file, const MatcherLog& log) {
  check::Arena arena;
  check::UpstreamTexts texts;
  check::Diagnostics found(&texts);
  const am::ConfigCheck checked = am::CheckConfig(file, {log.mode()}, arena, found);
  AmtoolConfig config;
  config.error = checked.loaded.upstream_error;
  const check::yaml::Node* root = checked.loaded.root;
  if (root == nullptr || !root->IsMapping()) return config;
  const check::schema::Input input = {file, checked.loaded.stream, arena};
  const Values values(*root, input, check::yaml::Dialect::kGoYamlV2);
  config.log = LogOf(values, checked.read_until, log);
  if (!config.error.empty()) return config;
  config.inhibit_rule_count = values.Items("inhibit_rules").size();
  config.receiver_count = values.Items("receivers").size();
  for (const check::yaml::Node& item : values.Items("templates")) {
    config.templates.emplace_back(values.TextOf(item));
  }
  auto routing = am::MakeRouting(am::ReadConfig(values, log.mode()));
  if (routing) config.routes.emplace(std::move(routing->routes));
  return config;
}

}  // namespace

AmtoolConfig LoadAmtoolFile(const std::string& path, const MatcherLog& log) {
  const bool is_input = path == "/dev/stdin";
  check::Result<std::string> text =
      is_input ? check::Disk().Read("-") : check::ReadAsGo(check::Disk(), path);
  if (!text) return {.error = text.error().message};
  AmtoolConfig config = Load(check::SourceBuffer(path, *std::move(text)), log);
  for (std::string& pattern : config.templates) pattern = check::PathBeside(path, pattern);
  return config;
}

AmtoolConfig LoadAmtoolText(std::string text, const MatcherLog& log) {
  return Load(check::SourceBuffer("server", std::move(text)), log);
}

}  // namespace tools::compat
