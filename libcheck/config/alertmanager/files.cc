#include "libcheck/config/alertmanager/files.h"

#include <fmt/format.h>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/config/prometheus/codes.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/schema/visit.h"

namespace check::config::alertmanager {
namespace {

using prometheus::MissingFiles;
using schema::Values;

constexpr auto kDialect = yaml::Dialect::kGoYamlV2;

// Where the values are without which Alertmanager does not start.
class NeededAtStart {
 public:
  explicit NeededAtStart(const Values& config) {
    std::set<std::string_view> used;
    AddReceivers(config.Sub("route"), used);
    bool takes_global = false;
    for (const yaml::Node& node : config.Items("receivers")) {
      const Values receiver = config.Of(node);
      if (used.contains(receiver.Text("name"))) takes_global |= AddIntegrations(receiver);
    }
    if (takes_global) AddClient(config.Sub("global").Sub("http_config"));
  }

  bool Has(const yaml::Node& value) const { return places_.contains(value.span.begin); }

 private:
  static void AddReceivers(const Values& route, std::set<std::string_view>& used) {
    used.insert(route.Text("receiver"));
    for (const yaml::Node& child : route.Items("routes")) {
      if (child.IsMapping()) AddReceivers(route.Of(child), used);
    }
  }

  // Gives whether one of them takes the client of `global`.
  bool AddIntegrations(const Values& receiver) {
    bool takes_global = false;
    for (const ListedReceiver& listed : ListedReceivers()) {
      if (schema::FindField(*listed.section, "http_config") == nullptr) continue;
      for (const yaml::Node& item : receiver.Items(listed.field)) {
        const Values integration = receiver.Of(item);
        if (!integration.Has("http_config")) takes_global = true;
        AddClient(integration.Sub("http_config"));
      }
    }
    return takes_global;
  }

  void AddClient(const Values& client) {
    const Values tls = client.Sub("tls_config");
    for (const std::string_view field : {"ca_file", "cert_file", "key_file"}) {
      const yaml::Entry* entry = tls.FindSet(field);
      if (entry != nullptr) places_.insert(entry->value.span.begin);
    }
  }

  std::set<std::uint32_t> places_;
};

class Visitor final : public schema::ValueVisitor {
 public:
  Visitor(const Values& config, const FileSystem& files, MissingFiles missing,
          Diagnostics& diagnostics)
      : config_(config),
        needed_(config),
        files_(files),
        missing_(missing),
        diagnostics_(diagnostics) {}

  void Visit(const schema::Object& object, const schema::Field& field, const schema::Type& type,
             const yaml::Node& value) override {
    const bool is_template = &object == &kConfig && field.name == "templates";
    if (type.kind != schema::Kind::kFile || is_template) return;
    const std::string_view name = config_.TextOf(value);
    const SourceFile& file = config_.input().file;
    if (name.empty()) return;
    const std::string path = PathBeside(file.name(), name);
    if (!StatError(files_, path)) return;
    const bool is_error = missing_ == MissingFiles::kError && needed_.Has(value);
    diagnostics_.Report(is_error ? prometheus::kMissingFile : prometheus::kMissingFileLater,
                        {&file, value.span}, fmt::format("file `{}` does not exist", path));
  }

 private:
  const Values& config_;
  const NeededAtStart needed_;
  const FileSystem& files_;
  const MissingFiles missing_;
  Diagnostics& diagnostics_;
};

}  // namespace

void CheckFiles(const Values& config, const FileSystem& files, MissingFiles missing,
                Diagnostics& diagnostics) {
  if (missing == MissingFiles::kIgnore) return;
  Visitor visitor(config, files, missing, diagnostics);
  schema::VisitValues(config.node(), kConfig, config.input(), kDialect, visitor);
}

}  // namespace check::config::alertmanager
