#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/files/file_writer.h"
#include "libcheck/files/inputs.h"
#include "libcheck/promql/format.h"
#include "libcheck/report/report.h"
#include "libcheck/rules/format.h"
#include "tools/command.h"
#include "tools/fix_flags.h"
#include "tools/flags.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/settings_flag.h"

namespace tools {
namespace {

struct Options {
  std::vector<std::string> paths;
  bool check = false;
  bool diff = false;
  bool promql = false;
  std::size_t width = 100;
  SettingsFlag settings;
  ColorFlag color;
};

// The formatted text, or what kept it from being formatted.
struct Formatted {
  std::string text;
  std::vector<check::Finding> problems;
  std::string error;
};

// Files that were `found` in a folder need not hold rules.
Formatted FormatText(const check::SourceFile& file, bool as_promql, bool found, std::size_t width) {
  Formatted formatted;
  check::Arena arena;
  check::Diagnostics diagnostics;
  if (as_promql) {
    const auto text =
        check::promql::Format(file, check::promql::kWholeLanguage, diagnostics, {.width = width});
    if (text) formatted.text = text->ends_with('\n') ? *text : *text + "\n";
  } else {
    check::rules::FormatOptions options = {.width = width};
    options.load.skip_if_no_rules = found;
    auto text = check::rules::Format(file, arena, diagnostics, options);
    if (text) {
      formatted.text = std::move(*text);
    } else {
      formatted.error = text.error().message;
    }
  }
  for (const check::Diagnostic& diagnostic : diagnostics.found()) {
    if (diagnostic.severity == check::Severity::kError) {
      formatted.problems.push_back(check::ToFinding(diagnostic));
    }
  }
  return formatted;
}

class Formatter {
 public:
  explicit Formatter(const Options& options) : options_(options) {}

  void Run(const check::InputFile& input) {
    const std::string& path = input.path;
    auto text = ReadInputOrNothing(path);
    if (!text) return Fail(text.error().message);
    // No error: editors format empty files, too.
    if (path == "-" && text->empty()) WriteErr("pronoia: warning: standard input is empty\n");
    const check::SourceBuffer file(path, std::move(*text));
    Formatted formatted =
        FormatText(file, options_.promql || path.ends_with(".promql"), input.found, options_.width);
    if (!formatted.error.empty()) return Fail(path + ": " + formatted.error);
    if (!formatted.problems.empty()) {
      run_.files.push_back({.path = path});
      std::move(formatted.problems.begin(), formatted.problems.end(),
                std::back_inserter(run_.findings));
      return;
    }

    const bool same = formatted.text == file.text();
    // What was in UTF-16 stays in it.
    const std::string bytes = check::Encode(formatted.text, file.encoding());
    if (options_.diff) {
      WriteOut(DiffText(path, file.text(), formatted.text, options_.color.Use()));
      if (!same) ++would_change_;
    } else if (path == "-" && !options_.check) {
      WriteKept(bytes);
    } else if (!same && options_.check) {
      WriteOut(fmt::format("{}\n", path));
      ++would_change_;
    } else if (!same) {
      if (const auto error = check::ReplaceFile(path, bytes)) return Fail(error->message);
      WriteErr(fmt::format("formatted {}\n", path));
    }
  }

  void Fail(const std::string& message) {
    WriteError(message);
    failed_ = true;
  }

  Exit Finish() {
    if (!run_.findings.empty()) {
      WriteErr(check::report::FindFormat("text")->Render(
          run_, {.colour = options_.color.Use(), .tool_version = PRONOIA_VERSION}));
    }
    if (would_change_ > 0) {
      WriteErr(fmt::format("{} {} not formatted; `pronoia fmt` without `{}` does it\n",
                           would_change_, would_change_ == 1 ? "file is" : "files are",
                           options_.diff ? "--diff" : "--check"));
    }
    if (failed_) return Exit::kFailed;
    return would_change_ > 0 || !run_.findings.empty() ? Exit::kProblems : Exit::kOk;
  }

 private:
  const Options& options_;
  check::report::Run run_;
  std::size_t would_change_ = 0;
  bool failed_ = false;
};

Exit Run(const Options& options) {
  const auto settings = options.settings.Open();
  Formatter formatter(options);
  check::IgnoredFiles ignored(check::Disk());
  const check::Inputs inputs =
      check::ExpandInputs(check::Disk(), options.paths,
                          {.extensions = {".rules", ".yaml", ".yml", ".promql"},
                           .excluded = options.settings.Excluded(*settings, ignored)});
  check::report::Run about_settings;
  if (!TakeProblems(*settings, about_settings)) return Exit::kFailed;
  for (const check::Error& error : inputs.errors) formatter.Fail(error.message);
  for (const check::InputFile& input : inputs.files) formatter.Run(input);
  return formatter.Finish();
}

constexpr Example kExamples[] = {
    {"pronoia fmt rules/", "Format every rule file in a folder"},
    {"pronoia fmt --check rules/", "List the files that are not formatted, for CI"},
    {"pronoia fmt - < rules.yml", "Print a formatted file, for an editor"},
};

}  // namespace

extern const Command kFmtCommand = {
    .path = "fmt",
    .summary = "Format rule files and PromQL, keeping comments",
    .description =
        "Expressions are laid out as by Prometheus's pretty printer, with their comments. "
        "Everything else is edited in place: comments, quotes, anchors, empty lines and the text "
        "of labels and annotations stay as they are. The meaning of the rules does not change; "
        "this is verified before a file is written.\n\nIn rule files, an expression is written on "
        "the same line as `expr:` if it fits, has no comments and needs no quotes; otherwise it is "
        "a literal block, in which the outermost operators and their left operands are not "
        "indented. The keys of a rule are sorted as record or alert, expr, for, keep_firing_for, "
        "labels, annotations, unless comment lines, empty lines, anchors or aliases stand between "
        "them. A file with mixed indentation is indented by two spaces, its lists as most of them "
        "were. Trailing white space is removed. Rule files in literal blocks of a ConfigMap are "
        "formatted too; expressions with an anchor, an alias or a tag, and those inside braces, "
        "are not.\n\nA file that Prometheus would refuse is not changed, and its errors are "
        "reported.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("path", &options->paths, "PATH",
                     "Rule files and `.promql` files, folders, patterns, or - for standard input",
                     {.required = true});
      flags.Switch("--check", &options->check,
                   "List the files that would change, without writing them");
      flags.Switch("--diff", &options->diff,
                   "Write nothing; print what would change as a unified diff, for `patch -p0`",
                   "--check");
      flags.Switch("--promql", &options->promql, "Treat every file as a PromQL expression");
      flags.Option("--width", &options->width, "COLUMNS", "Maximum length of a line");
      options->settings.Declare(flags);
      options->color.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
