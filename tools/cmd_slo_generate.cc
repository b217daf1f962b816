#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/text.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/file_writer.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/parse.h"
#include "libcheck/slo/rule_files.h"
#include "libcheck/slo/unit_tests.h"
#include "tools/command.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/slo_flags.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
namespace slo = check::slo;

struct Options {
  SloFlags slos;
  std::string layout;
  std::string format;
  std::string out;
  std::string tests;
  bool no_recordings = false;
  bool no_alerts = false;
  bool generic = false;
  bool exact_buckets = false;
  std::vector<std::string> extra_labels;
  std::string external_url;
  bool check = false;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

std::string LayoutNames() {
  std::string names;
  for (const slo::Layout* layout : slo::Layouts()) {
    if (!names.empty()) names += ", ";
    names += layout->name;
  }
  return names;
}

Result<slo::LayoutOptions> MadeOptions(const Options& options) {
  slo::LayoutOptions made = {.recordings = !options.no_recordings,
                             .alerts = !options.no_alerts,
                             .generic = options.generic,
                             .exact_buckets = options.exact_buckets,
                             .external_url = options.external_url};
  for (const std::string& text : options.extra_labels) {
    std::string_view value = text;
    const std::string name(check::TakeUpTo(value, '='));
    const bool is_name =
        check::model::IsValidLabelName(name, check::model::NameValidation::kLegacy);
    if (!is_name || value.empty()) {
      return Error{fmt::format("--extra-label: invalid label `{}`: expected NAME=VALUE", text)};
    }
    made.extra_labels.emplace_back(name, value);
  }
  std::ranges::sort(made.extra_labels);
  return made;
}

// What Prometheus would refuse of rules made of flags; specifications have been checked.
std::optional<Error> CheckExpressions(const slo::Slo& one,
                                      const std::vector<slo::MadeGroup>& groups) {
  if (one.format != slo::Slo::Format::kFlags) return std::nullopt;
  for (const slo::MadeGroup& group : groups) {
    for (const slo::MadeRule& rule : group.rules) {
      check::Arena arena;
      check::Diagnostics diagnostics;
      const check::SourceBuffer source({"expression"}, rule.expr);
      if (check::promql::ParseExpr(source, {}, arena, diagnostics) != nullptr) continue;
      return Error{fmt::format("--errors, --good or --total: not valid PromQL: {}",
                               diagnostics.found().front().message)};
    }
  }
  return std::nullopt;
}

// A file that is written, or stands for standard output.
struct Output {
  std::string path;  // Empty: standard output.
  std::vector<slo::SloRules> slos;
};

// What a file of specifications is called without its folders, or a name made of flags.
std::string FileNameOf(const slo::Slo& one) {
  if (one.where.file == nullptr) {
    std::string name = one.id;
    std::ranges::replace(name, '/', '-');
    return name + ".yaml";
  }
  const std::filesystem::path path(std::string(one.where.Outermost().file->name()));
  return path.stem().string() + ".yaml";
}

class Generator {
 public:
  explicit Generator(const Options& options) : options_(options) {}

  Exit Run();

 private:
  std::optional<Error> CheckFlags();
  bool MakeRules(const std::vector<slo::Slo>& slos);
  std::optional<Error> Place(slo::SloRules rules);
  std::optional<Error> MakeTexts();
  std::optional<Error> MakeTests();
  Exit Write();
  Exit Compare();
  slo::RuleFormat FormatOf(const slo::Slo& one) const;

  const Options& options_;
  const slo::Layout* layout_ = nullptr;  // Null: the specification's own.
  bool is_folder_ = false;
  std::vector<Output> outputs_;
  std::vector<std::pair<std::string, std::string>> texts_;  // By path.
  std::vector<std::string> untested_;
};

std::optional<Error> Generator::CheckFlags() {
  if (!options_.layout.empty()) layout_ = slo::FindLayout(options_.layout);
  if (options_.out.empty()) {
    if (options_.check) return Error{"--check requires -o: it compares with existing files"};
    if (!options_.tests.empty()) {
      return Error{"--tests requires -o: tests refer to the rule file by name"};
    }
  }
  if (!options_.tests.empty() && (options_.no_recordings || options_.no_alerts)) {
    return Error{
        "--tests requires all rules: alerts are tested together with the rules that they read"};
  }
  is_folder_ = check::IsFolder(options_.out);
  return std::nullopt;
}

slo::RuleFormat Generator::FormatOf(const slo::Slo& one) const {
  if (options_.format.empty()) return slo::OwnFormat(one);
  return options_.format == "rules" ? slo::RuleFormat::kRules : slo::RuleFormat::kPrometheusRule;
}

std::optional<Error> Generator::Place(slo::SloRules rules) {
  std::string path = options_.out;
  if (is_folder_) path = (std::filesystem::path(options_.out) / FileNameOf(*rules.slo)).string();
  auto output = std::ranges::find(outputs_, path, &Output::path);
  if (output == outputs_.end()) {
    outputs_.push_back({path, {}});
    output = outputs_.end() - 1;
  } else {
    const slo::Slo& other = *output->slos.front().slo;
    if (FormatOf(other) != FormatOf(*rules.slo)) {
      return Error{
          "some specifications are Kubernetes objects and others are not: choose with --format"};
    }
    if (is_folder_ && other.where.Outermost().file != rules.slo->where.Outermost().file) {
      return Error{fmt::format("two specifications would be written to `{}`", path)};
    }
  }
  output->slos.push_back(std::move(rules));
  return std::nullopt;
}

// False: an objective cannot be expressed, as has been told.
bool Generator::MakeRules(const std::vector<slo::Slo>& slos) {
  const auto made = MadeOptions(options_);
  if (!made) {
    WriteError(made.error().message);
    return false;
  }
  bool all = true;
  for (const slo::Slo& one : slos) {
    const slo::Layout& layout = layout_ != nullptr ? *layout_ : slo::OwnLayout(one);
    auto groups = layout.make(one, *made);
    if (!groups) {
      WriteError(fmt::format("`{}` has no rules in the layout `{}`: {}", one.Title(), layout.name,
                             groups.error().message));
      all = false;
      continue;
    }
    if (const auto error = CheckExpressions(one, *groups)) {
      WriteError(error->message);
      return false;
    }
    if (const auto error = Place({&one, &layout, std::move(*groups)})) {
      WriteError(error->message);
      return false;
    }
  }
  return all;
}

std::optional<Error> Generator::MakeTexts() {
  for (const Output& output : outputs_) {
    const auto text = slo::RuleFileText(
        output.slos, FormatOf(*output.slos.front().slo),
        "Made by `pronoia slo generate`: change the specification rather than this file.");
    if (!text) return text.error();
    texts_.emplace_back(output.path, *text);
  }
  return std::nullopt;
}

std::optional<Error> Generator::MakeTests() {
  if (options_.tests.empty()) return std::nullopt;
  std::vector<slo::SloRules> all;
  std::vector<std::string> files;
  const auto folder = std::filesystem::path(check::AbsolutePath(options_.tests)).parent_path();
  for (const Output& output : outputs_) {
    if (FormatOf(*output.slos.front().slo) != slo::RuleFormat::kRules) {
      return Error{"--tests requires `--format rules`: promtool does not read Kubernetes objects"};
    }
    files.push_back(std::filesystem::path(check::AbsolutePath(output.path))
                        .lexically_relative(folder)
                        .string());
    all.insert(all.end(), output.slos.begin(), output.slos.end());
  }
  slo::UnitTests tests =
      slo::MakeUnitTests(all, files, "Made by `pronoia slo generate`, as the rules were.");
  untested_ = std::move(tests.untested);
  texts_.emplace_back(options_.tests, std::move(tests.yaml));
  return std::nullopt;
}

Exit Generator::Write() {
  for (const auto& [path, text] : texts_) {
    if (path.empty() || path == "-") {
      WriteKept(text);
      continue;
    }
    if (is_folder_) {
      const std::string folder = std::filesystem::path(path).parent_path().string();
      if (const auto error = check::CreateFolder(folder)) return Fail(error->message);
    }
    if (const auto error = check::ReplaceFile(path, text)) return Fail(error->message);
    WriteErr(fmt::format("wrote {}\n", path));
  }
  return Exit::kOk;
}

Exit Generator::Compare() {
  Exit exit = Exit::kOk;
  for (const auto& [path, text] : texts_) {
    const auto there = ReadInput(path);
    if (there && *there == text) continue;
    WriteOut(path + "\n");
    exit = Exit::kProblems;
  }
  if (exit == Exit::kProblems) {
    WriteErr("these files are out of date; `pronoia slo generate` without `--check` writes them\n");
  }
  return exit;
}

Exit Generator::Run() {
  if (const auto error = CheckFlags()) return Fail(error->message);
  auto set = options_.slos.Read();
  if (!set) return Exit::kFailed;
  if (!MakeRules(set->slos)) return Exit::kFailed;
  if (const auto error = MakeTexts()) return Fail(error->message);
  if (const auto error = MakeTests()) return Fail(error->message);
  for (const std::string& what : untested_) WriteErr("note: " + what + "\n");
  return options_.check ? Compare() : Write();
}

constexpr Example kExamples[] = {
    {"pronoia slo generate slos.yml -o rules/slos.yml", "Generate rules from specifications"},
    {"pronoia slo generate slos.yml -o rules.yml --tests rules_test.yml",
     "Also generate tests of them, for `pronoia test rules` and promtool"},
    {"pronoia slo generate slos/ -o rules/ --check", "Check in CI whether rules are up to date"},
    {"pronoia slo generate --name shop --objective 99.9 --errors 'errors_total' --total "
     "'requests_total'",
     "Generate rules without a specification"},
};

}  // namespace

extern const Command kSloGenerateCommand = {
    .path = "slo generate",
    .summary = "Generate recording and alerting rules of objectives, and tests of them",
    .description =
        "Specifications of Sloth and of Pyrra produce the rules that those tools generate, with "
        "the same groups, names and labels, so that dashboards continue to work. `--layout exact` "
        "produces rules that count events: a busy hour weighs more than a quiet one, and an hour "
        "without any leaves no gap. Its series are called `slo:errors:increase5m`, "
        "`slo:events:increase5m`, `slo:error_ratio:increase5m` and so on for each window, "
        "`slo:burn_rate:increase30d`, `slo:budget:increase30d` (how many events may fail) and "
        "`slo:budget_remaining:ratio`, and have the labels `slo`, `slo_id` and "
        "`slo_service`.\n\n`--tests` writes a file for `pronoia test rules`, or promtool's. For "
        "each condition of each alert, an outage that is just bad enough must make the alert fire, "
        "not too early, and resolve after recovery; one that is just less bad must not make it "
        "fire. The series are generated to match the queries. Whatever cannot be tested is "
        "reported.\n\nPlugins of Sloth are Go source and are not run, except for the SLO plugins "
        "that come with it.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->slos.Declare(flags, /*with_queries=*/true);
      flags.Option("--layout", &options->layout, "LAYOUT",
                   "Layout of the rules: " + LayoutNames() +
                       " (default: that of the specification's own tool, else exact)");
      flags.Option("--format", &options->format, "RULE_FORMAT",
                   "`rules`, or `prometheusrule` for the Prometheus operator (default: as the "
                   "specification's own tool)");
      flags.Option("-o,--output", &options->out, "PATH",
                   "Write to this file, or one file per specification into this folder");
      flags.Option("--tests", &options->tests, "FILE",
                   "Write unit tests of the rules to this file");
      flags.Switch("--check", &options->check,
                   "List the files that would change, without writing them");
      flags.Switch("--no-recordings", &options->no_recordings, "Omit recording rules");
      flags.Switch("--no-alerts", &options->no_alerts, "Omit alerts");
      flags.Switch("--generic-rules", &options->generic,
                   "Pyrra: add rules whose names do not depend on the metric");
      flags.Switch("--exact-buckets", &options->exact_buckets,
                   "Pyrra: match the bound of a bucket as it is written, and not also `1` as the "
                   "`1.0` of Prometheus 3");
      flags.Option("--external-url", &options->external_url, "URL",
                   "Pyrra: its external URL, for links in annotations");
      flags.Option("--extra-label", &options->extra_labels, "NAME=VALUE",
                   "Add a label to all recording rules");
      return [options] { return Generator(*options).Run(); };
    },
};

}  // namespace tools
