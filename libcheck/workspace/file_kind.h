#ifndef LIBCHECK_WORKSPACE_FILE_KIND_H_
#define LIBCHECK_WORKSPACE_FILE_KIND_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/schema/schema.h"
#include "libcheck/workspace/document.h"
#include "libcheck/workspace/kind_command.h"
#include "libcheck/workspace/options.h"
#include "libcheck/workspace/rule_files.h"

/// The kinds of files that are checked, as a table: each row is a file in kinds/ and a line in
/// kinds/kinds.h. Commands, detection, `pronoia schema` and hints all come from it.
namespace check::workspace {

/// A file to check.
struct Input {
  std::string path;                ///< "-" for standard input.
  bool found = false;              ///< Whether it was found in a folder rather than named.
  const FileKind* kind = nullptr;  ///< Null: what it turns out to be.
};

/// What can be told of a file without understanding it.
struct Outline {
  Outline(std::string_view path_, std::string_view text_);

  std::string_view path;
  std::string_view text;
  /// The keys at the top level of all its documents, as far as it is YAML or JSON.
  std::vector<std::string> keys;
  bool is_list = false;  ///< Whether there is a list at the top level.

  bool Has(std::string_view key) const;
  std::string_view extension() const;  ///< With its dot.
};

/// The check of one file, and what it leads to. Used by one thread.
class FileCheck {
 public:
  FileCheck(const Input& input, const Options& options);

  const std::string& path() const { return input_->path; }
  const Options& options() const { return *options_; }

  /// The text of the file. Nothing if it cannot be had: that has been noted.
  std::optional<std::string> Read();

  /// Moves what was found to the files that it was found in. `file` is the one to check or another
  /// that was read on the way: its comments count.
  void Take(const SourceFile& file, Diagnostics& diagnostics);
  void ReadComments(const SourceFile& file) { Of(file.name()).ReadComments(file); }
  /// How many there are of what the kind counts.
  void Count(std::size_t count) { documents.front().count = count; }

  std::vector<Document> documents;      ///< The file's own comes first.
  std::optional<Error> error;           ///< Why nothing could be looked at.
  std::vector<std::string> rule_files;  ///< That the file names, to be checked as well.
  lint::RuleEnvironment environment;    ///< What is known beside those.

 private:
  Document& Of(std::string_view path);

  const Input* input_;
  const Options* options_;
};

/// A table of fields, by the name that `pronoia schema` gives it.
struct NamedSchema {
  std::string_view name;
  const schema::Object* object;
  bool is_list = false;  ///< Whether a file is a list of such objects.
  bool is_json = false;  ///< Whether a file is JSON, where a number is never taken for a text.
};

struct FileKind {
  std::string_view name;  ///< "rules"
  std::string_view noun;  ///< "a rule file"
  std::string_view unit;  ///< What is counted: "rule".
  /// What to do with such a file; empty: `pronoia check` checks it.
  std::string_view advice = {};

  /// Keys at the top level of files of this kind and of no other.
  std::span<const std::string_view> keys = {};
  /// What else tells.
  bool (*is)(const Outline& outline) = nullptr;
  /// What its files end in, with the dot.
  std::span<const std::string_view> extensions = {};

  std::span<const NamedSchema> schemas = {};
  /// In their place, where they come from another table.
  std::span<const NamedSchema> (*schemas_of)() = nullptr;

  /// Checks one file. Null: that is not possible, or it is done in one of the next two ways.
  void (*check)(FileCheck& check) = nullptr;
  /// Checks all files of a run at once, as they refer to each other.
  void (*check_together)(std::span<FileCheck* const> checks) = nullptr;
  /// Whether its files are checked together, by CheckRuleFiles.
  bool is_rules = false;
  /// Whether upstream accepts a file without a byte: then it is a warning.
  bool may_be_empty = false;
  /// Whether its files name others of their own, which need not be checked again.
  bool leads_to_others = false;
  const KindCommand* command = nullptr;

  bool can_be_checked() const { return check != nullptr || check_together != nullptr || is_rules; }
};

/// Every kind, in the order in which detection tries them.
std::span<const FileKind* const> FileKinds();

/// The kind that a file seems to be; null if nothing tells.
const FileKind* DetectKind(const Outline& outline);

/// "this looks like a rule file: check it with `pronoia check rules`"
std::string LooksLike(const FileKind& kind);

/// Of what was found in `file`, which was read as `kind`: if it looks like a file of another kind,
/// the first field that is out of place says so, in the place of what else could be meant.
void HintAtKind(const SourceFile& file, const FileKind& kind, std::vector<Finding>& findings);

/// The tables of all kinds, sorted by name.
std::span<const NamedSchema> Schemas();
/// The table of that name, or those of all forms of a kind of file, such as `slo`. Empty if there
/// is none.
std::vector<NamedSchema> FindSchemas(std::string_view name);

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_FILE_KIND_H_
