#ifndef LIBCHECK_RULES_EVAL_RULE_LIBRARY_H_
#define LIBCHECK_RULES_EVAL_RULE_LIBRARY_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/files/file_system.h"
#include "libcheck/promql/parse.h"
#include "libcheck/rules/load.h"
#include "libcheck/template/expand.h"

namespace check::rules {

/// A label or annotation that a rule gives.
struct PreparedText {
  const KeyValue* written = nullptr;  ///< By the rule or, of labels, by its group.
  /// Of an alert: what its value is made from.
  std::optional<gotemplate::PrometheusTemplate> text;

  std::string_view name() const { return written->key; }
  std::string_view value() const { return written->value; }
  /// Whether it is always `value`.
  bool is_plain() const { return !text || text->is_plain(); }
};

/// A rule made ready to be evaluated, by any number of evaluations at once.
struct PreparedRule {
  const Rule* rule = nullptr;
  std::string_view name;
  bool is_alert = false;
  const promql::Expr* expr = nullptr;
  /// Why it can never be evaluated, in promtool's words; empty if it can.
  std::string unusable;
  std::vector<PreparedText> labels;       ///< Those of its group and its own, sorted by name.
  std::vector<PreparedText> annotations;  ///< Likewise.
  /// A template may ask for samples.
  bool templates_query = false;
};

struct PreparedGroup {
  const Group* group = nullptr;
  std::string path;                  ///< Of the rule file, as it was named.
  const SourceFile* file = nullptr;  ///< What the nodes' spans refer to.
  std::int64_t query_offset_ms = 0;
  std::vector<PreparedRule> rules;
};

/// Makes the rules of a group ready. It views `group`, which must live as long. `file`: what the
/// nodes' spans refer to.
PreparedGroup PrepareGroup(const Group& group, std::string path, const SourceFile* file);

/// A rule file whose rules must be evaluated.
struct PreparedFile {
  std::string path;
  std::unique_ptr<SourceBuffer> source;  ///< Null if it cannot be read.
  std::deque<SourceBuffer> printed;      ///< Expressions that mean something else once printed.
  Arena arena;
  UpstreamTexts upstream_texts;
  Diagnostics diagnostics = Diagnostics(&upstream_texts);
  /// promtool's lines; empty if it takes the file.
  std::vector<std::string> upstream_errors;
  std::vector<PreparedGroup> groups;

  bool usable() const { return upstream_errors.empty() && !diagnostics.HasErrors(); }
};

struct RuleLibraryOptions {
  LoadOptions load;
  /// Read expressions again when they are run, as Prometheus prints them and without the features
  /// that are switched on, as promtool does.
  bool forgets_features = false;
};

/// Rule files, each read once.
class RuleLibrary {
 public:
  RuleLibrary(const FileSystem& files, std::span<const std::string> paths,
              const RuleLibraryOptions& options);

  /// One of the `paths`.
  const PreparedFile& Find(const std::string& path) const { return *files_.at(path); }

 private:
  std::map<std::string, std::unique_ptr<PreparedFile>> files_;
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_RULE_LIBRARY_H_
