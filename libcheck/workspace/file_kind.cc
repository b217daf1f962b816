#include "libcheck/workspace/file_kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/workspace/foreign_files.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "libcheck/yaml/parse.h"

namespace check::workspace {
namespace {

// The key that a line at the top level of a file begins with; empty if it begins with none.
std::string_view KeyOf(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  if (colon + 1 < line.size() && line[colon + 1] != ' ' && line[colon + 1] != '\r' &&
      line[colon + 1] != '\t') {
    return {};
  }
  std::string_view key = line.substr(0, colon);
  while (key.ends_with(' ')) key.remove_suffix(1);
  if (key.size() >= 2 && (key.front() == '"' || key.front() == '\'') && key.back() == key.front()) {
    key = key.substr(1, key.size() - 2);
  }
  return key;
}

}  // namespace

Outline::Outline(std::string_view path_, std::string_view text_) : path(path_), text(text_) {
  bool is_flow = false;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), end + 1));
    if (line.empty()) continue;
    const char first = line.front();
    if (first == '{' || first == '[') is_flow = true;
    if (first == '-' && (line.size() == 1 || line[1] == ' ')) is_list = true;
    if (std::string_view(" \t#-{[").find(first) != std::string_view::npos) continue;
    if (const std::string_view key = KeyOf(line); !key.empty()) keys.emplace_back(key);
  }
  if (!keys.empty() || !is_flow) return;
  // Braces say nothing by their lines.
  const SourceBuffer file{std::string(path), std::string(text)};
  Arena arena;
  Diagnostics ignored;
  const yaml::Stream stream = yaml::Parse(file, arena, ignored, {.max_documents = 1});
  const yaml::Node* root = stream.documents.empty() ? nullptr : stream.documents[0].root;
  if (root == nullptr) return;
  is_list = root->IsSequence();
  for (const yaml::Entry& entry : root->entries()) {
    if (entry.key.IsScalar()) keys.emplace_back(entry.key.scalar());
  }
}

bool Outline::Has(std::string_view key) const {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

std::string_view Outline::extension() const {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot);
}

FileCheck::FileCheck(const Input& input, const Options& options)
    : input_(&input), options_(&options) {
  documents.emplace_back(input.path, input.kind, options.policy);
}

std::optional<std::string> FileCheck::Read() {
  Result<std::string> text = options_->files->Read(path());
  if (text) return std::move(*text);
  error = text.error();
  return std::nullopt;
}

Document& FileCheck::Of(std::string_view path) {
  const auto known = std::find_if(documents.begin(), documents.end(),
                                  [&](const Document& d) { return d.path() == path; });
  if (known != documents.end()) return *known;
  return documents.emplace_back(std::string(path), nullptr, options_->policy);
}

void FileCheck::Take(const SourceFile& file, Diagnostics& diagnostics) {
  ReadComments(file);
  std::vector<Finding> findings;
  options_->policy.Take(diagnostics, findings);
  Document* last = &documents.front();
  for (Finding& finding : findings) {
    if (last->path() != finding.where.path) last = &Of(finding.where.path);
    last->findings.push_back(std::move(finding));
  }
  if (file.name() == path()) HintAtKind(file, *input_->kind, documents.front().findings);
}

std::span<const FileKind* const> FileKinds() {
#define LIBCHECK_ADDRESS(kind) &k##kind##Kind,
  static constexpr const FileKind* kKinds[] = {LIBCHECK_ALL_FILE_KINDS(LIBCHECK_ADDRESS)};
#undef LIBCHECK_ADDRESS
  return kKinds;
}

const FileKind* DetectKind(const Outline& outline) {
  for (const FileKind* kind : FileKinds()) {
    if (kind->is != nullptr && kind->is(outline)) return kind;
    for (const std::string_view key : kind->keys) {
      if (outline.Has(key)) return kind;
    }
  }
  return nullptr;
}

std::string LooksLike(const FileKind& kind) {
  const std::string advice = !kind.advice.empty() ? std::string(kind.advice)
                             : kind.command != nullptr
                                 ? fmt::format("check it with `pronoia {}`", kind.command->path)
                                 : "check it with `pronoia check`";
  return fmt::format("this looks like {}: {}", kind.noun, advice);
}

namespace {

// "this looks like a rule file: ...", of a file that was read as `kind`. Empty if it may be one.
std::string OtherKind(const Outline& outline, const FileKind& kind, bool is_yaml) {
  const FileKind* other = DetectKind(outline);
  // Test files name rule files, too.
  const auto is_shared = [&](std::string_view key) {
    return other != nullptr && other != &kind &&
           std::any_of(other->schemas.begin(), other->schemas.end(),
                       [&](const NamedSchema& schema) {
                         return schema::FindField(*schema.object, key) != nullptr;
                       });
  };
  const bool is_own = (kind.is != nullptr && kind.is(outline)) ||
                      std::any_of(kind.keys.begin(), kind.keys.end(), [&](std::string_view key) {
                        return outline.Has(key) && !is_shared(key);
                      });
  std::string foreign = DescribeForeignFile(outline, !is_own || !is_yaml);
  if (foreign.empty()) {
    if (is_own || other == &kind) return {};
    if (other != nullptr && other != &kKubernetesKind) return LooksLike(*other);
    foreign = DescribeKubernetesObject(outline);
  }
  return foreign.empty() ? foreign : "this looks like " + foreign;
}

}  // namespace

void HintAtKind(const SourceFile& file, const FileKind& kind, std::vector<Finding>& findings) {
  // What is found in a file that is taken for something else.
  // At its top level: in JSON that is indented.
  const std::size_t first = file.text().find_first_not_of(" \t\r\n");
  const bool is_json = first != std::string_view::npos && file.text()[first] == '{';
  const auto is_misplaced = [&](const Finding& finding) {
    if (finding.severity != Severity::kError || finding.where.path != file.name()) return false;
    const std::string_view code = finding.info->code;
    if (code == "yaml-syntax") return true;
    // What the whole file lacks is reported where it begins.
    if (code == "missing-field" && finding.where.begin.line == 1) return true;
    const bool is_field = code == "unknown-field" || code == "wrong-type";
    return is_field && (finding.where.begin.column == 1 || is_json);
  };
  const auto at = std::find_if(findings.begin(), findings.end(), is_misplaced);
  if (at == findings.end()) return;
  std::string hint =
      OtherKind(Outline(file.name(), file.text()), kind, at->info->code != "yaml-syntax");
  if (hint.empty()) return;
  // All else that was found is about a file that it is not.
  Finding said = std::move(*at);
  said.message = std::move(hint);
  said.notes.clear();
  said.labels.clear();
  findings.clear();
  findings.push_back(std::move(said));
}

std::span<const NamedSchema> Schemas() {
  static const std::vector<NamedSchema> schemas = [] {
    std::vector<NamedSchema> all;
    for (const FileKind* kind : FileKinds()) {
      const auto own = kind->schemas_of != nullptr ? kind->schemas_of() : kind->schemas;
      all.insert(all.end(), own.begin(), own.end());
    }
    std::sort(all.begin(), all.end(),
              [](const NamedSchema& a, const NamedSchema& b) { return a.name < b.name; });
    return all;
  }();
  return schemas;
}

std::vector<NamedSchema> FindSchemas(std::string_view name) {
  std::vector<NamedSchema> forms;
  for (const NamedSchema& schema : Schemas()) {
    if (schema.name == name) return {schema};
    const bool is_form = schema.name.size() > name.size() && schema.name.starts_with(name) &&
                         schema.name[name.size()] == '-';
    if (is_form) forms.push_back(schema);
  }
  return forms;
}

}  // namespace check::workspace
