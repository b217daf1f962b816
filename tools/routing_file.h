#ifndef TOOLS_ROUTING_FILE_H_
#define TOOLS_ROUTING_FILE_H_

#include <memory>
#include <optional>
#include <string>

#include "libcheck/alertmanager/routing.h"
#include "libcheck/base/arena.h"
#include "libcheck/config/alertmanager/alertmanager_config.h"
#include "libcheck/config/alertmanager/check.h"
#include "libcheck/source/source_file.h"
#include "tools/command.h"

namespace tools {

/// An alertmanager.yml that was read to see where it sends alerts.
class RoutingFile {
 public:
  /// Null, with the reason told, if it cannot be read or Alertmanager would refuse it: `status` is
  /// what to exit with then.
  static std::unique_ptr<RoutingFile> Read(const std::string& path, bool colour, Exit& status);
  /// What a server says that it runs with. Faults are ignored: what it prints is not always
  /// what it would read, as defaults are filled in. Null, with the reason told: it has no routes.
  static std::unique_ptr<RoutingFile> OfServer(std::string text);

  const check::SourceBuffer& file() const { return file_; }
  const check::alertmanager::Routing& routing() const { return *routing_; }
  const check::config::alertmanager::AlertmanagerConfig& config() const { return *config_; }
  std::uint32_t LineOf(std::uint32_t route) const {
    return file_.PositionOf(routing_->routes[route].span.begin).line;
  }

 private:
  RoutingFile(const std::string& name, std::string text);
  bool Load(bool colour, Exit& status);
  bool ReadRouting();

  check::SourceBuffer file_;
  check::Arena arena_;
  check::config::alertmanager::ConfigCheck checked_;
  std::optional<check::schema::Input> input_;  // At which the values of `config_` look.
  std::optional<check::config::alertmanager::AlertmanagerConfig> config_;
  std::optional<check::alertmanager::Routing> routing_;
};

}  // namespace tools

#endif  // TOOLS_ROUTING_FILE_H_
