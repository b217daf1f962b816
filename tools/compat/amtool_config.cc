#include "tools/compat/amtool_config.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/alertmanager/route_text.h"
#include "libcheck/files/file_system.h"
#include "libcheck/template/template_files.h"
#include "tools/compat/amtool_client.h"
#include "tools/compat/amtool_load.h"
#include "tools/compat/amtool_log.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

namespace model = check::model;

constexpr int kFailed = 1;

// amtool: some errors end with one line break, others with two.
int Fail(std::string_view message) {
  WriteErr(fmt::format("amtool: error: {}\n", message));
  return kFailed;
}
int FailWithBlank(std::string_view message) { return Fail(fmt::format("{}\n", message)); }

// Why templates cannot be used; nothing if they can.
std::optional<check::Error> CheckTemplates(const std::vector<std::string>& patterns) {
  check::gotemplate::NotificationTemplates templates;
  for (const std::string& pattern : patterns) {
    auto error = check::gotemplate::AddTemplateFiles(check::Disk(), pattern, templates);
    if (error) return error;
  }
  return std::nullopt;
}

std::string Verdict(const std::string& error) {
  return error.empty() ? "  SUCCESS\n" : fmt::format("  FAILED: {}\n", error);
}

// Gives whether all is well.
bool CheckFile(const std::string& path, const MatcherLog& log) {
  WriteOut(fmt::format("Checking '{}'", path));
  const AmtoolConfig config = LoadAmtoolFile(path, log);
  std::string out = config.log + Verdict(config.error);
  bool is_good = config.error.empty();
  if (is_good) {
    out += fmt::format(
        "Found:\n - global config\n - route\n - {} inhibit rules\n - {} receivers\n"
        " - {} templates\n",
        config.inhibit_rule_count, config.receiver_count, config.templates.size());
  }
  if (!config.templates.empty()) {
    const std::optional<check::Error> error = CheckTemplates(config.templates);
    out += Verdict(error ? error->message : "");
    is_good = !error;
  }
  WriteOut(out + "\n");
  return is_good;
}

// The configuration that the command line names. Its error is yet to be told; nothing if there is
// none to look at, which has been.
std::optional<AmtoolConfig> ConfigOf(const Parsed& parsed, const MatcherLog& log) {
  const std::string path = parsed.Text("config.file");
  const bool has_server = parsed.flags.contains("alertmanager.url");
  if (!path.empty()) {
    if (has_server) {
      WriteErr("Warning: --config.file flag overrides the --alertmanager.url.\n");
    }
    return LoadAmtoolFile(path, log);
  }
  if (!has_server) {
    Fail("You have to specify one of --config.file or --alertmanager.url flags.");
    return std::nullopt;
  }
  const check::Result<AmtoolClient> client = AmtoolClient::Make(parsed);
  if (!client) {
    Fail(client.error().message);
    return std::nullopt;
  }
  const check::Result<v2::Status> status = client->Status();
  if (!status) return AmtoolConfig{.error = status.error().message};
  if (!status->config) return AmtoolConfig{.error = "the server's status has no `config.original`"};
  return LoadAmtoolText(*status->config, log);
}

// The labels of an alert. The error is amtool's.
check::Result<model::Labels> LabelsOf(std::span<const std::string> words, const MatcherLog& log,
                                      model::LabelTable& table) {
  std::map<std::string, std::string> values;  // amtool: the last of several counts.
  for (const std::string& word : words) {
    const model::ParsedMatchers parsed = log.ParseWord(word);
    if (parsed.fault) {
      return check::Error{fmt::format("Failed to parse labels: {}", parsed.fault->message)};
    }
    const model::AlertMatcher& matcher = parsed.matchers.front();
    if (matcher.type() != model::MatchType::kEqual) {
      return check::Error{"Labels must be specified as key=value pairs"};
    }
    values[matcher.name()] = matcher.value();
  }
  std::vector<model::Label> labels;
  for (const auto& [name, value] : values) {
    if (!value.empty()) labels.push_back({table.Intern(name), table.Intern(value)});
  }
  return table.Make(labels);
}

}  // namespace

int AmtoolCheckConfig(const Parsed& parsed) {
  const std::span<const std::string> named = parsed.Arguments("check-files");
  std::vector<std::string> paths(named.begin(), named.end());
  if (paths.empty()) {
    if (InputIsTerminal()) return Fail("Failed to read from standard input");
    paths.emplace_back("/dev/stdin");
  }
  const MatcherLog log(parsed);
  std::size_t failed = 0;
  for (const std::string& path : paths) failed += CheckFile(path, log) ? 0 : 1;
  if (failed == 0) return 0;
  return FailWithBlank(fmt::format("failed to validate {} file(s)", failed));
}

int AmtoolShowRoutes(const Parsed& parsed) {
  const std::optional<AmtoolConfig> config = ConfigOf(parsed, MatcherLog(parsed));
  if (!config) return kFailed;
  WriteOut(config->log);
  if (!config->error.empty()) return Fail(config->error);
  WriteOut(fmt::format("Routing tree:\n{}\n", check::alertmanager::DrawRoutes(*config->routes)));
  return 0;
}

int AmtoolTestRoutes(const Parsed& parsed) {
  const MatcherLog log(parsed);
  const std::optional<AmtoolConfig> config = ConfigOf(parsed, log);
  if (!config) return kFailed;
  WriteOut(config->log);
  if (!config->error.empty()) return FailWithBlank(config->error);
  model::LabelTable table;
  const check::Result<model::Labels> labels = LabelsOf(parsed.Arguments("labels"), log, table);
  if (!labels) return FailWithBlank(labels.error().message);

  const check::alertmanager::RouteTree& routes = *config->routes;
  std::string out;
  if (parsed.Switch("tree")) {
    out +=
        fmt::format("Matching routes:\n{}\n\n", check::alertmanager::DrawVisited(routes, *labels));
  }
  std::vector<std::string_view> names;
  for (const std::uint32_t match : routes.Match(*labels)) names.push_back(routes[match].receiver);
  const std::string receivers = fmt::format("{}", fmt::join(names, ","));
  out += receivers + "\n";
  const std::string expected = parsed.Text("verify.receivers");
  const bool is_expected = expected.empty() || expected == receivers;
  if (!is_expected) {
    out += "WARNING: Expected receivers did not match resolved receivers.\n";
  }
  WriteOut(out);
  return is_expected ? 0 : kFailed;
}

}  // namespace tools::compat
