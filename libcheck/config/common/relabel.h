#ifndef LIBCHECK_CONFIG_COMMON_RELABEL_H_
#define LIBCHECK_CONFIG_COMMON_RELABEL_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/regex.h"
#include "libcheck/model/names.h"

namespace check::config {

enum class RelabelAction : std::uint8_t {
  kReplace,
  kKeep,
  kDrop,
  kKeepEqual,
  kDropEqual,
  kHashMod,
  kLabelMap,
  kLabelDrop,
  kLabelKeep,
  kLowercase,
  kUppercase,
};

/// What is relabelled.
enum class RelabelStage : std::uint8_t {
  kScrape,  ///< A target that was discovered.
  kMetric,  ///< A sample that was scraped.
  kAlert,   ///< An alert that is sent.
};

/// As configurations spell it: `labeldrop`.
std::string_view ToString(RelabelAction action);

/// The action of that name, whatever the case of its letters, or nothing.
std::optional<RelabelAction> FindRelabelAction(std::string_view name);

/// All names of actions, in the order in which Prometheus documents them.
std::span<const std::string_view> RelabelActionNames();

/// One rule of `relabel_configs`, `metric_relabel_configs`, `alert_relabel_configs` or
/// `write_relabel_configs`. The members begin with the defaults of Prometheus.
struct RelabelRule {
  /// Nothing if the field is not given, which `labeldrop` and `labelkeep` insist on.
  std::optional<std::vector<std::string>> source_labels;
  std::string separator = ";";
  /// Nothing stands for the default, `(.*)`.
  std::optional<Regex> regex;
  std::uint64_t modulus = 0;
  std::string target_label;
  std::string replacement = "$1";
  RelabelAction action = RelabelAction::kReplace;
  model::NameValidation names = model::NameValidation::kUtf8;
};

/// What every text begins with that matches the whole of the regular expression `pattern`, as far
/// as that is plain to see.
std::string_view LiteralPrefix(std::string_view pattern);

/// Why Prometheus refuses a rule.
struct RelabelFault {
  std::string_view field;  ///< The one that is at fault.
  std::string message;
  std::string upstream;  ///< In its words.
};

/// Nothing if it does not.
std::optional<RelabelFault> RelabelProblem(const RelabelRule& rule);

/// The labels of one target, series or alert while they go through rules. Keeps the order in which
/// rules add labels, since that decides which of two labels wins in a `labelmap`.
class RelabelLabels {
 public:
  using Pair = std::pair<std::string, std::string>;

  RelabelLabels() = default;
  /// Labels with empty values do not exist.
  explicit RelabelLabels(std::vector<Pair> labels);

  /// The label's value, or empty text if there is no such label.
  std::string_view Get(std::string_view name) const;
  /// An empty value removes the label.
  void Set(std::string_view name, std::string_view value);
  void Remove(std::string_view name);

  /// Sorted by name.
  std::vector<Pair> Sorted() const;
  /// First those there were in the beginning, by name, then those added, in the order of adding.
  std::span<const Pair> InOrder() const { return labels_; }

 private:
  std::vector<Pair> labels_;
  std::size_t original_ = 0;  // How many at the front of `labels_` are not additions.
};

/// Applies one rule. False: the rule drops the target, and the labels are of no more use.
bool Relabel(const RelabelRule& rule, RelabelLabels& labels);

/// Applies rules in order, up to one that drops.
bool Relabel(std::span<const RelabelRule> rules, RelabelLabels& labels);

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_COMMON_RELABEL_H_
