#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/line_diff.h"
#include "libcheck/config/alertmanager/check.h"
#include "libcheck/diagnostic/secrets.h"
#include "libcheck/files/inputs.h"
#include "libcheck/mimir/tenant_config.h"
#include "libcheck/result/grid.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/mimir_flags.h"
#include "tools/output.h"
#include "tools/raw_output.h"

// The commands for the Alertmanager configuration that a Mimir or Cortex keeps.
namespace tools {
namespace {

namespace mimir = check::mimir;
using check::Result;

struct Options {
  std::string path;
  std::string template_name;
  bool with_secrets = false;
  ColorFlag color;
  MimirFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

// A text whose lines can be shown without their secrets.
class ShownText {
 public:
  ShownText(const std::string& name, const std::string& text) : file_(name, text) {
    check::Arena arena;
    check::Diagnostics diagnostics;
    // Its tables know what is secret.
    check::config::alertmanager::CheckConfig(file_, {}, arena, diagnostics);
    const std::string_view all = file_.text();
    for (std::size_t at = 0; at < all.size();) {
      const std::size_t end = std::min(all.find('\n', at), all.size());
      lines_.push_back(all.substr(at, end - at));
      begins_.push_back(static_cast<std::uint32_t>(at));
      at = end + 1;
    }
  }

  const std::vector<std::string_view>& lines() const { return lines_; }
  std::string Shown(std::size_t line) const {
    return check::HideSecretsInLine(file_, lines_[line], begins_[line], {}).text;
  }

 private:
  check::SourceBuffer file_;
  std::vector<std::string_view> lines_;
  std::vector<std::uint32_t> begins_;
};

// What differs between two texts, with some lines around it. Nothing if they are the same.
std::string DiffText(const std::string& name, const std::string& before, const std::string& after,
                     bool colour) {
  constexpr std::size_t kAround = 2;
  if (before == after) return {};
  const ShownText old_text(name, before);
  const ShownText new_text(name, after);
  const std::vector<check::DiffLine> lines = check::DiffLines(old_text.lines(), new_text.lines());
  std::vector<bool> is_shown(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].sign == ' ') continue;
    for (std::size_t j = i - std::min(i, kAround); j <= i + kAround && j < lines.size(); ++j) {
      is_shown[j] = true;
    }
  }
  std::string text = fmt::format("{} {}\n", before.empty() ? '+' : after.empty() ? '-' : '~', name);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!is_shown[i]) {
      if (i > 0 && is_shown[i - 1]) text += "    ...\n";
      continue;
    }
    const auto& [sign, number] = lines[i];
    std::string line =
        fmt::format("  {} {}", sign, (sign == '-' ? old_text : new_text).Shown(number));
    using check::result::Tone;
    if (colour && sign != ' ') {
      line = check::result::Coloured(std::move(line), sign == '+' ? Tone::kGood : Tone::kBad);
    }
    text += line + "\n";
  }
  return text;
}

std::string DiffText(const mimir::TenantConfig& before, const mimir::TenantConfig& after,
                     bool colour) {
  std::string text = DiffText("alertmanager.yml", before.config, after.config, colour);
  for (const auto& [name, body] : before.templates) {
    const auto at = after.templates.find(name);
    text += DiffText(name, body, at == after.templates.end() ? "" : at->second, colour);
  }
  for (const auto& [name, body] : after.templates) {
    if (!before.templates.contains(name)) text += DiffText(name, "", body, colour);
  }
  return text;
}

// The configuration and the templates that it names, which are beside it.
Result<mimir::TenantConfig> ReadFiles(const std::string& path) {
  auto text = check::Disk().Read(path);
  if (!text) return text.error();
  mimir::TenantConfig config = {.config = std::move(*text)};
  const std::string folder = path.substr(0, path.find_last_of('/') + 1);
  for (const std::string& name : mimir::TemplateNames(config.config)) {
    if (name.find('/') != name.npos) {
      return check::Error{fmt::format(
          "`templates` contains `{}`: Mimir and Cortex accept only file names without folders",
          name)};
    }
    const std::vector<std::string> pattern = {folder + name};
    const check::Inputs found = check::ExpandInputs(check::Disk(), pattern);
    if (!found.errors.empty()) return found.errors.front();
    for (const check::InputFile& file : found.files) {
      auto body = check::Disk().Read(file.path);
      if (!body) return body.error();
      config.templates[file.path.substr(file.path.find_last_of('/') + 1)] = std::move(*body);
    }
  }
  return config;
}

Exit Get(const Options& options) {
  const auto asked = options.server.Open(kAlertmanagerConfigApi);
  if (!asked) return Exit::kFailed;
  const auto config = mimir::GetTenantConfig(asked->server(), asked->path);
  if (!config) return FailWith(config.fault);
  if (!*config) {
    WriteErr("the tenant has no Alertmanager configuration\n");
    return Exit::kProblems;
  }
  const mimir::TenantConfig& found = **config;
  if (!options.template_name.empty()) {
    const auto at = found.templates.find(options.template_name);
    if (at == found.templates.end()) {
      return Fail(fmt::format("no template file `{}`", options.template_name));
    }
    WriteKept(at->second);
    return Exit::kOk;
  }
  if (options.with_secrets) {
    WriteKept(found.config);
    return Exit::kOk;
  }
  const ShownText shown("alertmanager.yml", found.config);
  for (std::size_t i = 0; i < shown.lines().size(); ++i) WriteOut(shown.Shown(i) + "\n");
  return Exit::kOk;
}

// Shows what differs; `sends`: and makes the server have it.
Exit Compare(const Options& options, bool sends) {
  if (options.path == "-") return Fail("the file is read twice, so it cannot be standard input");
  const Exit checked = CheckBeforeSending({options.path}, "alertmanager", options.color.Use());
  if (checked != Exit::kOk) return checked;
  const auto wanted = ReadFiles(options.path);
  if (!wanted) return Fail(wanted.error().message);
  const auto asked = options.server.Open(kAlertmanagerConfigApi);
  if (!asked) return Exit::kFailed;
  const auto there = mimir::GetTenantConfig(asked->server(), asked->path);
  if (!there) return FailWith(there.fault);
  const mimir::TenantConfig before = there->value_or(mimir::TenantConfig());
  if (before == *wanted) {
    WriteErr("no differences\n");
    return Exit::kOk;
  }
  WriteOut(DiffText(before, *wanted, options.color.Use()));
  if (!sends) return Exit::kProblems;
  const auto fault = mimir::SetTenantConfig(asked->server(), asked->path, *wanted);
  return fault ? FailWith(*fault) : Exit::kOk;
}

constexpr std::string_view kEnding =
    "The server is taken from --alertmanager, --context, PRONOIA_ALERTMANAGER_URL, PRONOIA_CONTEXT "
    "or the current context, with or without `/alertmanager` at the end; --tenant sets the tenant.";

constexpr Example kGetExamples[] = {
    {"pronoia am config get --alertmanager https://mimir --tenant team-a",
     "Print the configuration of a tenant"},
};
constexpr Example kDiffExamples[] = {
    {"pronoia am config diff alertmanager.yml --tenant team-a", "Show what a load would change"},
};
constexpr Example kLoadExamples[] = {
    {"pronoia am config load alertmanager.yml --alertmanager https://mimir --tenant team-a",
     "Check a configuration and send it with its templates"},
};

void DeclareCompare(FlagSet& flags, Options& options) {
  flags.Argument("config", &options.path, "CONFIG", "An alertmanager.yml", {.required = true});
  options.color.Declare(flags);
  options.server.Declare(flags, "--alertmanager");
}

}  // namespace

extern const Command kAmConfigGetCommand = {
    .path = "am config get",
    .summary = "Print the Alertmanager configuration stored in Mimir or Cortex",
    .description =
        "Print the alertmanager.yml of a tenant as it was loaded, with secrets replaced by "
        "`<secret>`.\n\nExit status: 0 printed, 1 the tenant has no configuration, 2 the server "
        "could not be queried.",
    .ending = kEnding,
    .examples = kGetExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Option("--template", &options->template_name, "FILENAME",
                   "Print this template file instead");
      flags.Switch("--with-secrets", &options->with_secrets,
                   "Print secrets, so that the output can be loaded again");
      options->server.Declare(flags, "--alertmanager");
      return [options] { return Get(*options); };
    },
};

extern const Command kAmConfigDiffCommand = {
    .path = "am config diff",
    .summary = "Compare an alertmanager.yml with the configuration stored in Mimir or Cortex",
    .description =
        "Check the file as `check alertmanager` does, and show what `am config load` would change, "
        "line by line and without secrets. Nothing is sent.\n\nExit status: 0 no differences, 1 "
        "differences or errors in the file, 2 something could not be read.",
    .ending = kEnding,
    .examples = kDiffExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      DeclareCompare(flags, *options);
      return [options] { return Compare(*options, false); };
    },
};

extern const Command kAmConfigLoadCommand = {
    .path = "am config load",
    .summary = "Upload an alertmanager.yml to Mimir or Cortex",
    .description =
        "Check the file as `check alertmanager` does, show the differences as `am config diff` "
        "does, and upload it with the template files it refers to. A file with errors is not "
        "uploaded.\n\nExit status: 0 the server has the configuration, 1 the file has errors, 2 "
        "the upload failed.",
    .ending = kEnding,
    .examples = kLoadExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      DeclareCompare(flags, *options);
      return [options] { return Compare(*options, true); };
    },
};

}  // namespace tools
