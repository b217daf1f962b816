#include "libcheck/config/alertmanager/check_templates.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/config/alertmanager/alertmanager_config.h"
#include "libcheck/config/alertmanager/codes.h"
#include "libcheck/config/alertmanager/template_trial.h"
#include "libcheck/config/alertmanager/templated_texts.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/reader.h"
#include "libcheck/schema/values.h"
#include "libcheck/template/alertmanager.h"
#include "libcheck/template/codes.h"
#include "libcheck/template/default_templates.h"
#include "libcheck/yaml/node.h"

namespace check::config::alertmanager {
namespace {

namespace gt = gotemplate;

constexpr std::string_view kExtension = ".tmpl";

// Go's filepath.Base of what a pattern found.
std::string_view NameOf(std::string_view path) { return path.substr(path.find_last_of('/') + 1); }

// What the alerts of one message have in common.
struct Grouping {
  bool by_all = false;
  std::set<std::string_view> labels = {};
};

class Checker {
 public:
  Checker(const TemplateOptions& options, Arena& arena, Diagnostics& diagnostics)
      : options_(options),
        arena_(arena),
        diagnostics_(diagnostics),
        set_(gt::AlertmanagerEnvironment(), arena, diagnostics) {
    set_.AddBuiltIn(BuiltIn(gt::DefaultTemplates()));
    set_.AddBuiltIn(BuiltIn(gt::DefaultEmailTemplates()));
  }

  void AddFilesOf(const schema::Values& config) {
    for (const yaml::Node& pattern : config.Items("templates")) {
      AddFiles(config.input().file, pattern, config.TextOf(pattern));
    }
  }

  // What does not matter, but for what it defines.
  void AddQuietly(const std::string& path) {
    Result<std::string> text = options_.files->Read(path);
    if (!text) return set_.SetIncomplete();
    sources_.push_back(std::make_unique<SourceBuffer>(path, std::move(*text)));
    if (!set_.AddBuiltIn(*sources_.back())) set_.AddUnparsed(*sources_.back());
  }

  // There is some receiver that is told of resolved alerts.
  void AssumeResolved() { sends_resolved_ = true; }

  void AddFile(const SourceFile& file, std::string_view name) {
    in_files_.insert(&file);
    if (set_.AddFile(file, name)) {
      parsed_files_.emplace_back(&file, name);
    } else {
      set_.AddUnparsed(file);
      has_all_ = false;
    }
  }

  void AddReceiver(const Receiver& receiver) {
    for (const Integration& integration : receiver.integrations) {
      const bool sends_resolved =
          integration.section.Bool("send_resolved", *integration.type->section);
      sends_resolved_ = sends_resolved_ || sends_resolved;
      for (const TemplatedText& text : TemplatedTexts(integration)) {
        if (text.node == nullptr) continue;
        const SourceFile& file = integration.section.input().file;
        if (IsRefused(file, text.node->span)) continue;
        const bool is_sent = integration.type->type->sends_despite_faults;
        const SourceFile* source = AddText(
            file, *text.node, text.text,
            is_sent ? "messages of this receiver are sent without this text and the texts after it"
                    : "no notification of this receiver is sent");
        if (source == nullptr) continue;
        fields_.push_back({&receiver,
                           &integration,
                           {.text = source->text(),
                            .source = source,
                            .escaping = text.is_html ? gt::Escaping::kHtml : gt::Escaping::kNone,
                            .sends_resolved = sends_resolved,
                            .is_sent_despite_faults = is_sent},
                           LimitOf(integration, text)});
      }
    }
  }

  // How a route groups what its children do not say otherwise.
  void AddGrouping(const Route& route, std::string_view receiver, const Grouping& outer) {
    Grouping own = outer;
    if (route.group_by_all || route.group_by) {
      own = {.by_all = route.group_by_all, .labels = {}};
      if (route.group_by) own.labels.insert(route.group_by->begin(), route.group_by->end());
    }
    if (!route.receiver.empty()) receiver = route.receiver;
    Grouping& known = groupings_[receiver];
    known.by_all = known.by_all || own.by_all;
    known.labels.insert(own.labels.begin(), own.labels.end());
    for (const Route& child : route.routes) AddGrouping(child, receiver, own);
  }

  void AddRoute(const Route& route) {
    for (const yaml::Entry& label : route.section.Sub("labels").entries()) {
      AddText(route.section.input().file, label.value, route.section.TextOf(label.value),
              "no notification that uses this label is sent");
    }
    for (const Route& child : route.routes) AddRoute(child);
  }

  TemplateCheck Finish(bool reports_unused) {
    set_.Check();
    for (const gt::NewFunctionCall& call : set_.new_calls()) ReportNew(call);
    if (reports_unused && has_all_) ReportUnused();
    CheckGrouping();
    Try();
    return {std::move(files_), set_.reads(), set_.definition_count()};
  }

 private:
  struct Field {
    const Receiver* receiver;
    const Integration* integration;
    TriedText text;
    const SizeLimit* limit;  // Null: there is none.
  };

  const SourceFile& BuiltIn(std::string text) {
    sources_.push_back(std::make_unique<SourceBuffer>(std::string(), std::move(text)));
    return *sources_.back();
  }

  void AddFiles(const SourceFile& config, const yaml::Node& node, std::string_view pattern) {
    const std::string path = PathBeside(config.name(), pattern);
    const auto paths = GlobAsGo(*options_.files, path);
    const Location where = {&config, node.span};
    if (!paths) {
      diagnostics_.Report(schema::kBadValue, where, "the pattern is malformed").upstream =
          paths.error().message;
      return LacksFile();
    }
    if (paths->empty()) {
      LacksFile();
      if (options_.warns_of_missing_files) {
        diagnostics_.Report(kNoTemplateFile, where, fmt::format("no file matches `{}`", pattern))
            .notes.push_back(fmt::format("it matches `{}`", path));
      }
    }
    for (const std::string& each : *paths) ReadFile(each, where);
  }

  void LacksFile() {
    set_.SetIncomplete();
    has_all_ = false;
  }

  void ReadFile(const std::string& path, const Location& named_at) {
    Result<std::string> text = options_.files->Read(path);
    if (!text) {
      diagnostics_.Report(kUnreadableTemplates, named_at, text.error().message);
      return LacksFile();
    }
    files_.push_back(std::make_unique<SourceBuffer>(path, std::move(*text)));
    AddFile(*files_.back(), NameOf(files_.back()->name()));
  }

  // Whether Alertmanager refuses the file for what stands there, which has been reported.
  bool IsRefused(const SourceFile& file, Span span) const {
    const auto& found = diagnostics_.found();
    return std::any_of(found.begin(), found.end(), [&](const Diagnostic& each) {
      return each.severity == Severity::kError && each.where.file == &file &&
             each.where.span.begin >= span.begin && each.where.span.end <= span.end;
    });
  }

  // Alertmanager parses it only when it is needed. Null: there is nothing to expand.
  const SourceFile* AddText(const SourceFile& file, const yaml::Node& node, std::string_view text,
                            std::string_view consequence) {
    if (!node.IsScalar() || text.find('{') == std::string_view::npos) return nullptr;
    const SourceFile* source = yaml::Embed(file, node, arena_);
    if (source->text() != text) return nullptr;
    const std::size_t reported = diagnostics_.found().size();
    if (set_.AddText(*source)) return source;
    has_all_ = false;
    for (std::size_t i = reported; i < diagnostics_.found().size(); ++i) {
      Diagnostic& found = diagnostics_.found()[i];
      found.info = &gt::kFailsLater;
      found.severity = gt::kFailsLater.severity;
      found.upstream.clear();
      found.notes.push_back(fmt::format("Alertmanager accepts the file, but {}", consequence));
    }
    return nullptr;
  }

  static const SizeLimit* LimitOf(const Integration& integration, const TemplatedText& text) {
    std::string field;
    bool in_brackets = false;
    for (const char c : text.path) {
      if (c == '[') in_brackets = true;
      if (!in_brackets) field += c;
      if (c == ']') in_brackets = false;
    }
    for (const SizeLimit& limit : integration.type->type->limits) {
      if (limit.field != field) continue;
      if (limit.holds == nullptr || limit.holds(integration.section)) return &limit;
    }
    return nullptr;
  }

  // Expands everything for notifications as they may come.
  void Try() {
    if (fields_.empty() && parsed_files_.empty()) return;
    gt::NotificationTemplates templates;
    std::vector<const SourceFile*> sources;
    for (const auto& [source, name] : parsed_files_) {
      templates.Add(source->text(), name);
      sources.push_back(source);
    }
    TemplateTrial trial(templates, std::move(sources), Names(), diagnostics_);
    std::set<std::tuple<std::string_view, gt::Escaping, bool>> tried;
    for (const Field& field : fields_) {
      const TriedText& text = field.text;
      if (!tried.insert({text.text, text.escaping, text.sends_resolved}).second) continue;
      const auto lengths = trial.Try(text);
      if (lengths && field.limit != nullptr) CheckLength(field, *lengths);
    }
    for (const auto& [name, dot] : set_.FileTemplates()) {
      const bool is_alert = dot == &gt::NotifiedAlertType();
      if (!is_alert && dot != gt::AlertmanagerEnvironment().dot) continue;
      const std::string call = fmt::format("{{{{ template {} {} }}}}", GoQuote(name),
                                           is_alert ? "(index .Alerts 0)" : ".");
      trial.Try({.text = call, .sends_resolved = sends_resolved_});
    }
  }

  SampleNames Names() const {
    using Part = gt::NotificationPart;
    SampleNames names;
    for (const gt::EntryRead& read : set_.reads()) {
      const auto part = gt::PartOf(*read.of);
      if (!part) continue;
      const bool is_annotation =
          *part == Part::kAnnotationsOfAlert || *part == Part::kCommonAnnotations;
      (is_annotation ? names.annotations : names.labels).insert(read.name);
    }
    return names;
  }

  void CheckLength(const Field& field, const TriedLengths& lengths) {
    const SizeLimit& limit = *field.limit;
    const bool in_bytes = limit.unit == SizeLimit::Unit::kBytes;
    const auto size = [&](std::string_view text) {
      return in_bytes ? text.size() : CountRunes(text);
    };
    const bool always = size(lengths.usual) > limit.most;
    const std::size_t shown = size(always ? lengths.usual : lengths.many);
    if (shown <= limit.most) return;
    diagnostics_
        .Report(
            gt::kTooLong,
            {field.text.source, {0, static_cast<std::uint32_t>(field.text.text.size())}},
            fmt::format("{} {} for {}, of which {} {}", shown, in_bytes ? "bytes" : "characters",
                        always ? "one alert" : fmt::format("{} alerts", kManyAlerts), limit.most,
                        limit.excess == SizeLimit::Excess::kCut ? "are sent" : "would be sent"))
        .notes.push_back(Consequence(limit.excess));
  }

  static std::string Consequence(SizeLimit::Excess excess) {
    switch (excess) {
      case SizeLimit::Excess::kReplaced:
        return "the message is replaced by a description of the error";
      case SizeLimit::Excess::kDetails:
        return "the details are omitted from the message";
      case SizeLimit::Excess::kAlerts:
        return "all alerts but the first are omitted from the message";
      case SizeLimit::Excess::kCut:
        break;
    }
    return "the rest is truncated";
  }

  // Labels and annotations that are empty since the routes group alerts as they do.
  void CheckGrouping() {
    std::map<const SourceFile*, std::string_view> receivers;
    for (const Field& field : fields_) receivers[field.text.source] = field.receiver->name;
    for (const gt::EntryRead& read : set_.reads()) {
      const auto receiver = receivers.find(read.where.file);
      if (receiver == receivers.end()) continue;
      const auto grouping = groupings_.find(receiver->second);
      if (grouping == groupings_.end()) continue;
      const auto part = gt::PartOf(*read.of);
      if (part == gt::NotificationPart::kCommonAnnotations) {
        ReportCommon(read, grouping->second);
      } else if (part == gt::NotificationPart::kGroupLabels) {
        ReportGroupLabel(read, grouping->second, receiver->second);
      }
    }
  }

  void ReportCommon(const gt::EntryRead& read, const Grouping& grouping) {
    if (grouping.by_all || !grouping.labels.empty()) return;
    diagnostics_
        .Report(
            kCommonEmpty, read.where,
            fmt::format("`.CommonAnnotations.{}` is empty as soon as two rules alert", read.name))
        .notes.emplace_back(
            "the routes to this receiver have no `group_by`: group by `alertname`, or use `range "
            ".Alerts`");
  }

  void ReportGroupLabel(const gt::EntryRead& read, const Grouping& grouping,
                        std::string_view receiver) {
    if (grouping.by_all || grouping.labels.count(read.name) > 0) return;
    diagnostics_
        .Report(kGroupLabelEmpty, read.where,
                fmt::format("`.GroupLabels.{}` is always empty", read.name))
        .notes.push_back(
            fmt::format("no route to `{}` has `{}` in its `group_by`", receiver, read.name));
  }

  void ReportNew(const gt::NewFunctionCall& call) {
    const gt::TemplateFunction& function = *call.function;
    if (options_.target_version.empty() ||
        !schema::IsBefore(options_.target_version, function.since)) {
      return;
    }
    const bool is_refused = in_files_.count(call.where.file) > 0;
    diagnostics_.Report(is_refused ? gt::kNewerFunction : gt::kFailsLater, call.where,
                        fmt::format("the function `{}` was added in Alertmanager {}", function.name,
                                    function.since));
  }

  void ReportUnused() {
    for (const auto& [name, where] : set_.Unused()) {
      diagnostics_.Report(gt::kUnusedTemplate, where, fmt::format("unused template `{}`", name));
    }
  }

  const TemplateOptions& options_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  std::vector<std::unique_ptr<SourceBuffer>> sources_;  // That nothing is reported in.
  std::vector<std::unique_ptr<SourceBuffer>> files_;
  std::vector<std::pair<const SourceFile*, std::string_view>> parsed_files_;  // With their names.
  std::set<const SourceFile*> in_files_;
  std::vector<Field> fields_;
  std::map<std::string_view, Grouping> groupings_;  // Of each receiver, by all its routes.
  bool sends_resolved_ = false;
  gt::TemplateSetCheck set_;
  bool has_all_ = true;  // Whether everything could be read and parsed.
};

}  // namespace

TemplateCheck CheckTemplates(const AlertmanagerConfig& config, const TemplateOptions& options,
                             Arena& arena, Diagnostics& diagnostics) {
  Checker checker(options, arena, diagnostics);
  checker.AddFilesOf(config.section);
  for (const Receiver& receiver : config.receivers) checker.AddReceiver(receiver);
  if (config.route) {
    checker.AddRoute(*config.route);
    checker.AddGrouping(*config.route, {}, {});
  }
  return checker.Finish(true);
}

TemplateCheck CheckTemplateFile(const SourceFile& file, const TemplateOptions& options,
                                Arena& arena, Diagnostics& diagnostics) {
  Checker checker(options, arena, diagnostics);
  const std::string path(file.name());
  if (const auto others = GlobAsGo(*options.files, PathBeside(path, "*" + std::string(kExtension)));
      others && path != "-") {
    for (const std::string& other : *others) {
      if (NameOf(other) != NameOf(path)) checker.AddQuietly(other);
    }
  }
  checker.AddFile(file, NameOf(file.name()));
  checker.AssumeResolved();
  return checker.Finish(false);
}

bool IsTemplateFile(std::string_view path) { return path.ends_with(kExtension); }

}  // namespace check::config::alertmanager
