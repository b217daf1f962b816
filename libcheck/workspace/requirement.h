#ifndef LIBCHECK_WORKSPACE_REQUIREMENT_H_
#define LIBCHECK_WORKSPACE_REQUIREMENT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/files/file_system.h"
#include "libcheck/rules/rule_file.h"
#include "libcheck/schema/schema.h"

/// Policies: what a project demands of its rules, in `policies` of `.pronoia.yml`. Each kind is a
/// file in policies/ and a line in policies/policies.h.
namespace check::workspace {

struct Settings;

/// What a policy is held against: a rule, or a group as a whole.
struct PolicySubject {
  const rules::Rule* rule = nullptr;  ///< Null: the group.
  const rules::Group& group;
  const rules::RuleSet& set;
  const FileSystem& files;
  const Settings& settings;
  std::string_view path;  ///< Of the file, from the folder of the settings.

  /// The value of a label of the rule or else of its group, or of an annotation; null if there is
  /// none, or if it is empty.
  const rules::KeyValue* Label(std::string_view name) const;
  const rules::KeyValue* Annotation(std::string_view name) const;
  /// "alert `Down`", "rule `job:up:sum`", "group `node`".
  std::string Name() const;
};

/// How a subject breaks a policy.
struct Breach {
  const yaml::Node* where = nullptr;  ///< In the file of the subject. Null: its name.
  std::string message;
  std::vector<std::string> notes = {};
};

/// Finds what is wrong with a subject. Called by several threads.
using PolicyCheck = std::function<void(const PolicySubject&, std::vector<Breach>&)>;

/// A kind of policy.
struct PolicyKind {
  CodeInfo info;
  /// The one field, whose value says what is demanded, as a section to include.
  schema::Object table;
  /// Reads the value of that field, which has been validated; where something is wrong with it, it
  /// demands less.
  PolicyCheck (*read)(const yaml::Node& value);
  bool alerts_only = true;  ///< Whether it says nothing of recording rules.
  bool of_groups = false;   ///< Whether groups are subjects too.

  std::string_view field() const { return table.fields.front().name; }
};

std::span<const PolicyKind* const> PolicyKinds();
/// The codes of all kinds.
std::span<const CodeInfo* const> PolicyCodes();

/// One item of `policies`.
struct Requirement {
  enum class Rules : std::uint8_t { kAlerts, kRecords, kAll };

  const PolicyKind* kind = nullptr;
  /// The kind's, or one of its own if the policy has a name: `policy-NAME`.
  std::shared_ptr<const CodeInfo> info;
  std::vector<std::string> patterns;  ///< Of files, from the folder of the settings. Empty: all.
  Rules rules = Rules::kAlerts;
  std::optional<Severity> severity;
  std::string message;  ///< In place of what the kind says, if it is not empty.
  std::string place;    ///< ".pronoia.yml:12"
  PolicyCheck check;
};

/// The table of an item of `policies`.
extern const schema::Object kPolicyObject;

/// Reads `items`, which have been validated with the table. Reports names that several have.
std::vector<Requirement> ReadRequirements(const SourceFile& file, std::span<const yaml::Node> items,
                                          Diagnostics& diagnostics);

/// Every CodeInfo that ReadRequirements can report.
std::span<const CodeInfo* const> RequirementFaultCodes();

/// The scalar in a field of `section`; empty if there is none.
std::string_view TextIn(const yaml::Node& section, std::string_view field);
/// Those in a list.
std::vector<std::string> TextsIn(const yaml::Node& section, std::string_view field);

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_REQUIREMENT_H_
