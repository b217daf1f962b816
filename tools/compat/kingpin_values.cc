#include "tools/compat/kingpin_values.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <string_view>

#include "libcheck/base/error_text.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/url.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/go_paths.h"

namespace tools::compat {
namespace {

using Problem = std::optional<std::string>;

Problem FileProblem(const std::string& path) {
  struct stat info = {};
  if (::stat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return fmt::format("path '{}' does not exist", path);
    return fmt::format("stat {}: {}", path, check::SystemErrorText(errno));
  }
  if (!S_ISDIR(info.st_mode)) return std::nullopt;
  std::string_view name = path;
  while (name.size() > 1 && name.ends_with('/')) name.remove_suffix(1);
  if (name.size() > 1) name.remove_prefix(name.find_last_of('/') + 1);
  return fmt::format("'{}' is a directory", name);
}

Problem UrlProblem(const std::string& text) {
  const auto url = check::ParseUrl(text);
  if (url) return std::nullopt;
  return fmt::format("invalid URL: {}", url.error().message);
}

Problem OutputProblem(const std::string& path) {
  std::FILE* const file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return fmt::format("open {}: {}", path, check::SystemErrorText(errno));
  std::fclose(file);
  return std::nullopt;
}

// Go: a folder can be opened, too.
Problem InputProblem(const std::string& path) {
  const auto info = check::Disk().Stat(path);
  if (info && info->type == check::FileType::kFolder) return std::nullopt;
  return check::OpenError(check::Disk(), path);
}

Problem SwitchProblem(const std::string& text) {
  constexpr std::string_view kWords[] = {"1", "t", "T", "TRUE",  "true",  "True",
                                         "0", "f", "F", "FALSE", "false", "False"};
  if (std::find(std::begin(kWords), std::end(kWords), text) != std::end(kWords)) {
    return std::nullopt;
  }
  return fmt::format("strconv.ParseBool: parsing {}: invalid syntax", check::GoQuote(text));
}

Problem EnumProblem(const Flag& flag, const std::string& value) {
  if (std::find(flag.choices.begin(), flag.choices.end(), value) != flag.choices.end()) {
    return std::nullopt;
  }
  return fmt::format("enum value must be one of {}, got '{}'", fmt::join(flag.choices, ","), value);
}

}  // namespace

Problem ValueProblem(const Flag& flag, const std::string& value) {
  switch (flag.kind) {
    case Flag::Kind::kSwitch:
      return SwitchProblem(value);
    case Flag::Kind::kText:
    case Flag::Kind::kList:
      return std::nullopt;
    case Flag::Kind::kEnum:
      return EnumProblem(flag, value);
    case Flag::Kind::kDuration: {
      const auto duration = check::ParseKingpinDuration(value);
      if (!duration) return duration.error().message;
      return std::nullopt;
    }
    case Flag::Kind::kMap:
      if (value.find_first_of("=:") != std::string::npos) return std::nullopt;
      return fmt::format("expected KEY=VALUE got '{}'", value);
    case Flag::Kind::kUrl:
      return UrlProblem(value);
    case Flag::Kind::kInteger:
      if (check::ParseGoFloat(value)) return std::nullopt;
      return fmt::format("strconv.ParseFloat: parsing {}: invalid syntax", check::GoQuote(value));
    case Flag::Kind::kFile:
      return FileProblem(value);
    case Flag::Kind::kInputFile:
      return InputProblem(value);
    case Flag::Kind::kOutputFile:
      return OutputProblem(value);
  }
  return std::nullopt;
}

Problem ValueProblem(const Argument& argument, const std::string& value) {
  if (argument.existing_file) {
    if (auto problem = FileProblem(value)) return problem;
  }
  return argument.url ? UrlProblem(value) : std::nullopt;
}

}  // namespace tools::compat
