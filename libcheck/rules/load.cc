#include "libcheck/rules/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "libcheck/diagnostic/secrets.h"
#include "libcheck/rules/codes.h"
#include "libcheck/rules/condense.h"
#include "libcheck/rules/group_reader.h"
#include "libcheck/rules/helm.h"
#include "libcheck/rules/resources.h"
#include "libcheck/rules/schema.h"
#include "libcheck/schema/codes.h"
#include "libcheck/yaml/codes.h"
#include "libcheck/yaml/parse.h"

namespace check::rules {
namespace {

constexpr auto kDialect = yaml::Dialect::kGoYamlV3;

// What else is wrong with mappings is reported where they are compared with tables.
constexpr yaml::ParseLimits kLimits = {.report_duplicate_keys = false};

bool IsKubernetes(const yaml::Node& root) {
  const yaml::Node* kind = root.Find("kind");
  return kind != nullptr && kind->IsScalar() && root.Find("apiVersion") != nullptr;
}

bool IsMimirNamespace(const yaml::Node& root) {
  return root.Find("namespace") != nullptr && root.Find("groups") != nullptr;
}

// Whether text that is not YAML was meant to hold rules.
bool MentionsRules(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("groups:") || rest.starts_with("kind: PrometheusRule")) return true;
    const std::size_t newline = rest.find('\n');
    if (newline == std::string_view::npos) break;
    at += newline + 1;
  }
  return false;
}

void Downgrade(Diagnostic& fault) {
  fault.severity = std::min(fault.severity, Severity::kWarning);
  fault.upstream.clear();
}

constexpr std::string_view kList = "List";

// Adds to those of `faults` from `first` on that lie in decoded text where in it they are.
void SayWhereDecoded(std::vector<Diagnostic>& faults, const SourceFile& decoded,
                     std::size_t first) {
  for (std::size_t i = first; i < faults.size(); ++i) {
    const SourceFile* file = faults[i].where.file;
    std::uint32_t at = faults[i].where.span.begin;
    // What is right inside was embedded as a scalar.
    for (; file != nullptr && file != &decoded; file = file->outer()) {
      if (file->outer() != &decoded) continue;
      at = static_cast<const yaml::Node*>(file->context())->span.begin;
    }
    if (file == nullptr) continue;
    // PositionOf would lead out of the decoded text.
    const std::string_view before = decoded.text().substr(0, at);
    const std::size_t begin = before.find_last_of('\n') + 1;
    std::string_view line = decoded.text().substr(begin);
    line = line.substr(0, line.find_first_of("\r\n"));
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(' ')));
    faults[i].notes.push_back(fmt::format("line {} of the decoded text: `{}`",
                                          std::count(before.begin(), before.end(), '\n') + 1,
                                          line));
  }
}

// What is a fault in PromQL need not be one in MetricsQL, except where the text ends too soon.
void DowngradeMetricsQl(std::vector<Diagnostic>& faults, std::size_t first) {
  for (std::size_t i = first; i < faults.size(); ++i) {
    Diagnostic& fault = faults[i];
    if (fault.severity != Severity::kError || !fault.info->code.starts_with("promql-")) continue;
    if (fault.ends_early) continue;
    Downgrade(fault);
    fault.notes.emplace_back(
        "a VMRule uses MetricsQL: only the part that is PromQL can be checked");
  }
}

// A place to point at that stands for the whole of `root`.
const yaml::Node& Beginning(const yaml::Node& root) {
  if (!root.entries().empty()) return root.entries()[0].key;
  return root.items().empty() ? root : Beginning(root.items()[0]);
}

}  // namespace

// YAML text: the file itself, or a value of a ConfigMap.
struct RuleReader::Impl {
  struct Text {
    Text(const SourceFile& f, Arena& a) : file(f), input{f, stream, a} {}
    const SourceFile& file;
    yaml::Stream stream;
    const schema::Input input;

    schema::Values Values(const yaml::Node& node) const { return {node, input, kDialect}; }
    bool HoldsGroups(const yaml::Node& root) const {
      return Values(root).Given("groups") != nullptr;
    }
  };
  struct Set {
    RuleSet set;
    GroupContext context;
  };
  struct GroupPlace {
    std::size_t set;
    GroupEntry entry;
  };

  Impl(const SourceFile& f, const LoadOptions& o, Arena& a) : file(f), options(o), arena(a) {}

  void ReadFile(Diagnostics& diagnostics);
  void ReadPlain(Text& text, Wrapper wrapper, Diagnostics& diagnostics);
  void ReadIgnored(Text& text, Diagnostics& diagnostics);
  void ReadDocument(Text& text, const yaml::Node& root, Diagnostics& diagnostics);
  void ReadResource(Text& text, const yaml::Node& resource, std::string_view kind,
                    std::string_view api_version, Diagnostics& diagnostics);
  void ReadTexts(const Text& text, const yaml::Node& data, Wrapper wrapper,
                 Diagnostics& diagnostics);
  void ReadGroups(Text& text, const yaml::Node& holder, Wrapper wrapper, bool is_upstreams,
                  Diagnostics& diagnostics);
  void ExplainSyntaxError(const Text& text, Diagnostics& diagnostics) const;

  const SourceFile& file;
  const LoadOptions& options;
  Arena& arena;
  std::deque<Text> texts;
  std::deque<Set> sets;
  std::vector<GroupPlace> groups;
  bool has_rules = false;
  bool in_wrapper = false;
  bool goes_on = false;
  struct OtherRules {
    const yaml::Node* resource;
    const ResourceKind* kind;
  };
  std::vector<OtherRules> other_rules;     // Which nobody checks.
  std::vector<std::string> syntax_errors;  // As promtool prints them.
  UpstreamLog before;                      // What stands in front of `groups`.
  UpstreamLog after;
};

namespace {

// Whether a fault that the YAML reader found lies behind the first document. promtool, which never
// reads on, does not meet it.
bool IsBehindFirstDocument(const Diagnostic& fault, const yaml::Stream& stream) {
  if (stream.documents.empty()) return false;
  if (const yaml::Node* root = stream.documents[0].root) {
    return fault.where.span.begin >= root->span.end;
  }
  // An empty document, or one that was dropped for its aliases.
  if (fault.info != &yaml::kAliasBomb) return true;
  const auto next = std::find_if(stream.documents.begin(), stream.documents.end(),
                                 [](const yaml::Document& d) { return d.root != nullptr; });
  return next != stream.documents.end() && next->root->span.begin < fault.where.span.begin;
}

}  // namespace

// A syntax error in a template is no news about YAML.
void RuleReader::Impl::ExplainSyntaxError(const Text& text, Diagnostics& diagnostics) const {
  for (Diagnostic& fault : diagnostics.found()) {
    if (fault.info != &yaml::kSyntax) continue;
    const std::uint32_t at = fault.where.span.begin;
    std::optional<Span> action = FindHelmAction(text.file.text());
    if (!action) action = FindActionOnLine(text.file.text(), at);
    if (action) {
      Diagnostic template_fault = {
          &kHelmTemplate, fault.severity, {&text.file, *action}, std::string(kHelmMessage)};
      template_fault.upstream = std::move(fault.upstream);
      fault = std::move(template_fault);
      return;
    }
    const std::uint32_t line = text.file.PositionOf(at).line;
    for (const std::uint32_t near : {line, line - 1}) {
      if (text.file.Line(near).find(": {{") == std::string_view::npos) continue;
      const std::string note = "a value that starts with `{{` must be quoted";
      if (std::find(fault.notes.begin(), fault.notes.end(), note) != fault.notes.end()) return;
      fault.notes.push_back(note);
      return;
    }
  }
}

void RuleReader::Impl::ReadFile(Diagnostics& diagnostics) {
  Text& text = texts.emplace_back(file, arena);
  yaml::ParseLimits limits = kLimits;
  if (options.strict_upstream) limits.max_documents = 2;
  text.stream = yaml::Parse(file, arena, diagnostics, limits);
  goes_on = !text.stream.complete || text.stream.documents.size() > 1;

  const std::vector<yaml::Document>& documents = text.stream.documents;
  const auto first = std::find_if(documents.begin(), documents.end(),
                                  [](const yaml::Document& d) { return d.root != nullptr; });
  if (first == documents.end() && !text.stream.complete) has_rules = MentionsRules(file.text());

  in_wrapper = !options.strict_upstream && first != documents.end() &&
               (IsKubernetes(*first->root) || IsMimirNamespace(*first->root));
  if (!in_wrapper) {
    ReadPlain(text, Wrapper::kNone, diagnostics);
    return;
  }
  ExplainSyntaxError(text, diagnostics);
  if (!text.stream.complete && MentionsRules(file.text())) has_rules = true;
  for (const yaml::Document& document : documents) {
    if (document.root != nullptr) ReadDocument(text, *document.root, diagnostics);
  }
}

// Prometheus: only the first document is read, whatever is in the others.
void RuleReader::Impl::ReadPlain(Text& text, Wrapper wrapper, Diagnostics& diagnostics) {
  const bool is_upstreams = wrapper == Wrapper::kNone;
  for (Diagnostic& fault : diagnostics.found()) {
    if (fault.where.file != &text.file) continue;
    if (IsBehindFirstDocument(fault, text.stream)) {
      Downgrade(fault);
    } else if (is_upstreams && !fault.upstream.empty()) {
      syntax_errors.push_back(fault.upstream.str());
    }
  }
  ExplainSyntaxError(text, diagnostics);
  const std::vector<yaml::Document>& documents = text.stream.documents;
  if (documents.empty()) return;
  if (const yaml::Node* root = documents[0].root) {
    if (text.HoldsGroups(*root)) has_rules = true;
    ReadGroups(text, *root, wrapper, is_upstreams, diagnostics);
  }
  if (!options.strict_upstream) ReadIgnored(text, diagnostics);
}

void RuleReader::Impl::ReadIgnored(Text& text, Diagnostics& diagnostics) {
  const std::vector<yaml::Document>& documents = text.stream.documents;
  for (std::size_t i = 1; i < documents.size(); ++i) {
    const yaml::Node* root = documents[i].root;
    if (root == nullptr) continue;
    const bool holds_groups = root->Find("groups") != nullptr;
    has_rules = has_rules || holds_groups;
    diagnostics.Report(
        schema::kIgnoredDocument, {&text.file, Beginning(*root).span},
        "Prometheus reads only the first document of a file, so this one is ignored");
    if (!holds_groups) continue;

    // What is wrong with its rules is still worth knowing, but refuses nothing.
    Impl ignored(text.file, options, arena);
    Diagnostics faults;
    ignored.ReadGroups(text, *root, Wrapper::kNone, false, faults);
    UpstreamLog unread;
    for (const GroupPlace& group : ignored.groups) {
      rules::ReadGroup(group.entry, ignored.sets[group.set].context, options, arena, faults,
                       unread);
    }
    for (Diagnostic& fault : faults.found()) {
      Downgrade(fault);
      diagnostics.found().push_back(std::move(fault));
    }
  }
}

void RuleReader::Impl::ReadDocument(Text& text, const yaml::Node& root, Diagnostics& diagnostics) {
  if (IsKubernetes(root)) {
    ReadResource(text, root, root.Find("kind")->scalar(), root.Find("apiVersion")->scalar(),
                 diagnostics);
  } else if (root.Find("groups") != nullptr) {
    has_rules = true;
    ReadGroups(text, root, IsMimirNamespace(root) ? Wrapper::kMimirNamespace : Wrapper::kNone,
               false, diagnostics);
  }
}

// The kind and apiVersion of an item of a list may be those of the list: `PrometheusRuleList`.
void RuleReader::Impl::ReadResource(Text& text, const yaml::Node& resource, std::string_view kind,
                                    std::string_view api_version, Diagnostics& diagnostics) {
  if (const ResourceKind* known = FindResourceKind(kind, api_version)) {
    switch (known->holds) {
      case ResourceKind::Holds::kGroups:
        has_rules = true;
        if (const yaml::Node* spec = resource.Find("spec")) {
          ReadGroups(text, *spec, known->wrapper, false, diagnostics);
        }
        break;
      case ResourceKind::Holds::kTexts:
        for (const auto& [field, wrapper] :
             {std::pair<std::string_view, Wrapper>{"data", known->wrapper},
              {"stringData", Wrapper::kConfigMap},
              {"binaryData", Wrapper::kEncoded}}) {
          if (const yaml::Node* data = resource.Find(field)) {
            ReadTexts(text, *data, wrapper, diagnostics);
          }
        }
        break;
      case ResourceKind::Holds::kOtherRules:
        other_rules.push_back({&resource, known});
        break;
    }
    return;
  }
  if (!kind.ends_with(kList)) return;
  const yaml::Node* items = resource.Find("items");
  for (const yaml::Node& item : items == nullptr ? std::span<const yaml::Node>() : items->items()) {
    // Lists do not nest, and alone they could refer to themselves.
    const yaml::Node* own_kind = item.Find("kind");
    const yaml::Node* own_api = item.Find("apiVersion");
    const std::string_view inner =
        own_kind != nullptr ? own_kind->scalar() : kind.substr(0, kind.size() - kList.size());
    if (inner.ends_with(kList)) continue;
    ReadResource(text, item, inner, own_api != nullptr ? own_api->scalar() : api_version,
                 diagnostics);
  }
}

void RuleReader::Impl::ReadTexts(const Text& text, const yaml::Node& data, Wrapper wrapper,
                                 Diagnostics& diagnostics) {
  for (const yaml::Entry& entry : data.entries()) {
    if (!entry.value.IsScalar()) continue;
    const SourceFile* inner = wrapper == Wrapper::kEncoded
                                  ? yaml::EmbedBase64(text.file, entry.value, arena)
                                  : yaml::Embed(text.file, entry.value, arena);
    if (inner == nullptr || inner->text().find("groups:") == std::string_view::npos) continue;
    Text& embedded = texts.emplace_back(*inner, arena);
    Diagnostics faults(diagnostics.upstream());
    embedded.stream = yaml::Parse(embedded.file, arena, faults, kLimits);
    const std::vector<yaml::Document>& documents = embedded.stream.documents;
    const yaml::Node* root = documents.empty() ? nullptr : documents[0].root;
    const bool is_rule_file =
        root != nullptr ? embedded.HoldsGroups(*root)
                        : !embedded.stream.complete && MentionsRules(embedded.file.text());
    if (!is_rule_file) {
      texts.pop_back();
      continue;
    }
    has_rules = true;
    ReadPlain(embedded, wrapper, faults);
    if (wrapper == Wrapper::kEncoded) SayWhereDecoded(faults.found(), *inner, 0);
    for (Diagnostic& fault : faults.found()) {
      fault.upstream.clear();
      diagnostics.found().push_back(std::move(fault));
    }
  }
}

void RuleReader::Impl::ReadGroups(Text& text, const yaml::Node& holder, Wrapper wrapper,
                                  bool is_upstreams, Diagnostics& diagnostics) {
  const schema::Object& table = FileTable(wrapper);
  schema::Deferred found = {schema::FindField(table, "groups")->type.element->object};
  schema::Options validate = {
      .dialect = kDialect,
      // VictoriaMetrics has many fields more.
      .ignore_unknown_fields = options.ignore_unknown_fields || wrapper == Wrapper::kVmRule,
      .marks_secrets_later = true,
      .decodes_only = true,
      .deferred = &found};
  const std::size_t first = diagnostics.found().size();
  schema::Validate(holder, table, text.input, validate, diagnostics);
  const std::span<Diagnostic> faults = std::span(diagnostics.found()).subspan(first);
  const std::size_t in_front = found.nodes.empty() ? faults.size() : found.reported - first;
  UpstreamLog unread;
  FinishDecoding(text.file, faults.first(in_front), is_upstreams ? before : unread);
  FinishDecoding(text.file, faults.subspan(in_front), is_upstreams ? after : unread);

  validate.deferred = nullptr;
  const std::size_t index = sets.size();
  sets.push_back(
      {{.wrapper = wrapper, .file = &text.file},
       {text.file, text.stream, wrapper, *found.object, validate, is_upstreams && found.reached}});
  std::unordered_map<std::string_view, const yaml::Node*> names;
  for (const yaml::Node* node : found.nodes) {
    const schema::Values group = text.Values(*node);
    const yaml::Entry* name = group.Given("name");
    const auto [known, is_new] =
        names.try_emplace(group.Text("name"), name == nullptr ? node : &name->value);
    groups.push_back({index, {node, is_new ? nullptr : known->second}});
  }
}

void UpstreamLog::Append(UpstreamLog later) {
  for (const auto list :
       {&UpstreamLog::strict, &UpstreamLog::positions, &UpstreamLog::validation}) {
    std::move((later.*list).begin(), (later.*list).end(), std::back_inserter(this->*list));
  }
}

RuleReader::RuleReader(const SourceFile& file, const LoadOptions& options, Arena& arena,
                       Diagnostics& diagnostics)
    : impl_(std::make_unique<Impl>(file, options, arena)) {
  Diagnostics found(diagnostics.upstream());
  impl_->ReadFile(found);
  if (options.skip_if_no_rules && !impl_->has_rules) {
    impl_->groups.clear();
    return;
  }
  std::move(found.found().begin(), found.found().end(), std::back_inserter(diagnostics.found()));
}

RuleReader::~RuleReader() = default;

bool RuleReader::has_rules() const { return impl_->has_rules; }
void RuleReader::ReportNoRules(Diagnostics& diagnostics) const {
  const Impl& impl = *impl_;
  if (!impl.other_rules.empty()) {
    for (const Impl::OtherRules& other : impl.other_rules) {
      diagnostics.Report(kNoRules, {&impl.file, Beginning(*other.resource).span},
                         fmt::format("resources of kind `{}` hold {}, which cannot be checked here",
                                     other.kind->kind, other.kind->what));
    }
    return;
  }
  const yaml::Node* root = nullptr;
  for (const Impl::Text& text : impl.texts) {
    for (const yaml::Document& document : text.stream.documents) {
      if (root == nullptr) root = document.root;
    }
  }
  if (root == nullptr || root->IsNull()) {
    diagnostics.Report(kNoRules, {&impl.file, {}}, "the file is empty, so no rule was checked");
    return;
  }
  Diagnostic& report = diagnostics.Report(kNoRules, {&impl.file, Beginning(*root).span},
                                          "the file has no rules, so nothing was checked");
  if (IsKubernetes(*root)) {
    const std::string_view kind = root->Find("kind")->scalar();
    const bool is_known = FindResourceKind(kind, root->Find("apiVersion")->scalar()) != nullptr;
    if (!is_known && !kind.ends_with(kList)) {
      report.message =
          fmt::format("a resource of kind `{}` has no rules, so nothing was checked", kind);
    }
  }
}

bool RuleReader::goes_on() const { return impl_->goes_on; }
bool RuleReader::in_wrapper() const { return impl_->in_wrapper; }
std::size_t RuleReader::group_count() const { return impl_->groups.size(); }
std::size_t RuleReader::set_count() const { return impl_->sets.size(); }
const RuleSet& RuleReader::set(std::size_t index) const { return impl_->sets[index].set; }
std::size_t RuleReader::SetOf(std::size_t group) const { return impl_->groups[group].set; }

Group RuleReader::ReadGroup(std::size_t index, Arena& arena, Diagnostics& diagnostics,
                            UpstreamLog& log) const {
  const Impl::GroupPlace& place = impl_->groups[index];
  const Impl::Set& set = impl_->sets[place.set];
  const std::size_t before = diagnostics.found().size();
  UpstreamLog unread;
  const Group group = rules::ReadGroup(place.entry, set.context, impl_->options, arena, diagnostics,
                                       set.context.is_upstreams ? log : unread);
  if (set.set.wrapper == Wrapper::kVmRule) DowngradeMetricsQl(diagnostics.found(), before);
  if (set.set.wrapper == Wrapper::kEncoded) {
    SayWhereDecoded(diagnostics.found(), *set.set.file, before);
  }
  if (!set.context.is_upstreams) {
    for (std::size_t i = before; i < diagnostics.found().size(); ++i) {
      diagnostics.found()[i].upstream.clear();
    }
  }
  return group;
}

std::vector<std::string> RuleReader::UpstreamErrors(UpstreamLog of_groups) const {
  // A fault in the YAML is met twice, by each decoding.
  std::vector<std::string> errors;
  for (int decoding = 0; decoding < 2; ++decoding) {
    if (!impl_->syntax_errors.empty()) errors.push_back(impl_->syntax_errors.front());
  }
  if (errors.empty()) {
    UpstreamLog log = impl_->before;
    log.Append(std::move(of_groups));
    log.Append(impl_->after);
    for (const auto& decoding : {log.strict, log.positions}) {
      if (!decoding.empty()) errors.push_back(schema::DecodingError(decoding));
    }
    if (errors.empty()) errors = std::move(log.validation);
  }
  for (std::string& error : errors) error = HideSecrets(std::move(error), impl_->file);
  return errors;
}

LoadedFile Load(const SourceFile& file, const LoadOptions& options, Arena& arena,
                Diagnostics& diagnostics) {
  const RuleReader reader(file, options, arena, diagnostics);
  LoadedFile loaded;
  loaded.has_rules = reader.has_rules();
  loaded.in_wrapper = reader.in_wrapper();
  UpstreamLog log;
  std::size_t next = 0;
  for (std::size_t i = 0; i < reader.set_count(); ++i) {
    std::vector<Group> groups;
    for (; next < reader.group_count() && reader.SetOf(next) == i; ++next) {
      groups.push_back(reader.ReadGroup(next, arena, diagnostics, log));
      loaded.rule_count += groups.back().rules.size();
    }
    RuleSet set = reader.set(i);
    set.groups = arena.Copy(groups);
    loaded.sets.push_back(set);
  }
  loaded.upstream_errors = reader.UpstreamErrors(std::move(log));
  Condense(diagnostics.found());
  return loaded;
}

}  // namespace check::rules
