#ifndef LIBCHECK_CONFIG_COMMON_RELABEL_CONFIG_H_
#define LIBCHECK_CONFIG_COMMON_RELABEL_CONFIG_H_

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "libcheck/config/common/relabel.h"
#include "libcheck/schema/validate.h"

namespace check::config {

extern const schema::Object kRelabelConfig;

/// For fields such as `relabel_configs`.
inline constexpr schema::Type kRelabelConfigItem = schema::SectionOf(kRelabelConfig);
inline constexpr schema::Type kRelabelConfigs =
    schema::ListOf(kRelabelConfigItem, "[]*relabel.Config");

/// A rule and where it was written.
struct WrittenRelabelRule {
  RelabelRule rule;
  const SourceFile* file = nullptr;
  const yaml::Node* node = nullptr;
};

/// Compiles each regular expression once, however many rules have it.
class RegexCache {
 public:
  const Result<Regex>& Compile(std::string_view pattern);

 private:
  std::unordered_map<std::string, Result<Regex>> known_;
};

/// Contents of a `relabel_config`, once Validate has found nothing wrong with it. Without a cache
/// regular expressions are not compiled, and it is only kept whether there is one.
RelabelRule ReadRelabelRule(const schema::Values& values, model::NameValidation names,
                            RegexCache* regexes);

/// Reports the rules in the list `field` that Prometheus refuses for what they say as a whole.
/// `values` is the section that has the list.
void CheckRelabelRules(schema::Section& section, const schema::Values& values,
                       std::string_view field, model::NameValidation names);

/// The rules in `list`, which has been validated as a list of kRelabelConfig. Reports what
/// Prometheus refuses beyond that; such rules are omitted.
std::vector<WrittenRelabelRule> ReadRelabelRules(const yaml::Node& list, const schema::Input& input,
                                                 model::NameValidation names, RegexCache& regexes,
                                                 Diagnostics& diagnostics);

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_COMMON_RELABEL_CONFIG_H_
