#ifndef TESTS_ALERTMANAGER_CONFIG_TEXT_H_
#define TESTS_ALERTMANAGER_CONFIG_TEXT_H_

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/base/text.h"
#include "libcheck/config/alertmanager/check.h"
#include "libcheck/config/alertmanager/routing.h"

namespace check::test {

/// An alertmanager.yml, which lives as long as this does, read whatever is wrong with it.
class ConfigText {
 public:
  explicit ConfigText(std::string text) : file_("test.yml", std::move(text)) {
    UpstreamTexts texts;
    Diagnostics found(&texts);
    auto check = config::alertmanager::CheckConfig(file_, {}, arena_, found);
    error_ = check.loaded.upstream_error;
    stream_ = std::move(check.loaded.stream);
    REQUIRE(check.loaded.root != nullptr);
    input_.emplace(schema::Input{file_, stream_, arena_});
    read_.emplace(config::alertmanager::ReadConfig(
        {*check.loaded.root, *input_, yaml::Dialect::kGoYamlV2}, model::MatcherMode::kFallback));
  }
  ConfigText(const ConfigText&) = delete;

  const config::alertmanager::AlertmanagerConfig& read() const { return *read_; }
  /// What Alertmanager says of it; empty if it accepts it.
  const std::string& error() const { return error_; }
  alertmanager::Routing routing() const {
    auto routing = config::alertmanager::MakeRouting(*read_);
    REQUIRE(routing.has_value());
    return *std::move(routing);
  }

 private:
  SourceBuffer file_;
  Arena arena_;
  yaml::Stream stream_;
  std::optional<schema::Input> input_;
  std::optional<config::alertmanager::AlertmanagerConfig> read_;
  std::string error_;
};

/// `yaml` below a key. Upstream's own tests begin with `---`, which is left out.
inline std::string Below(std::string_view key, std::string_view yaml, int indent = 2) {
  std::string text = std::string(key) + ":\n";
  while (!yaml.empty()) {
    const std::string_view line = TakeUpTo(yaml, '\n');
    if (line != "---") text.append(static_cast<std::size_t>(indent), ' ').append(line) += '\n';
  }
  return text;
}

}  // namespace check::test

#endif  // TESTS_ALERTMANAGER_CONFIG_TEXT_H_
