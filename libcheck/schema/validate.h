#ifndef LIBCHECK_SCHEMA_VALIDATE_H_
#define LIBCHECK_SCHEMA_VALIDATE_H_

#include <span>
#include <string>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/parse.h"
#include "libcheck/schema/schema.h"
#include "libcheck/template/parse.h"
#include "libcheck/yaml/dialect.h"
#include "libcheck/yaml/parse.h"

namespace check::schema {

/// The file that is looked at.
struct Input {
  const SourceFile& file;
  const yaml::Stream& stream;
  Arena& arena;  ///< For text that has to be decoded.
};

struct Options {
  yaml::Dialect dialect = yaml::Dialect::kGoYamlV2;
  bool ignore_unknown_fields = false;
  promql::ParseOptions promql;
  model::NameValidation names = model::NameValidation::kUtf8;
  /// What templates can use. Null: they are not looked into.
  const gotemplate::TemplateEnvironment* templates = nullptr;
  /// The release that will read the file, such as "3.5". Empty: the newest.
  std::string_view target_version = {};
};

/// Reports every way in which `node` is not an `object`. A null stands for a field that was not
/// given.
///
/// Keys given twice are reported here for yaml.v2, in its words: have Parse leave them alone then
/// (ParseLimits::report_duplicate_keys). For yaml.v3 they are Parse's to report.
///
/// Allocates nothing while all is well, but for text that has to be decoded and merge keys.
void Validate(const yaml::Node& node, const Object& object, const Input& input,
              const Options& options, Diagnostics& diagnostics);

/// One section of the file, for Object::check.
class Section {
 public:
  Section(const Object& object, const yaml::Node& node, std::span<const yaml::Entry> entries,
          const Input& input, Diagnostics& diagnostics)
      : object_(object), node_(node), entries_(entries), input_(input), diagnostics_(diagnostics) {}

  const Object& object() const { return object_; }
  const yaml::Node& node() const { return node_; }
  /// With merge keys followed.
  std::span<const yaml::Entry> entries() const { return entries_; }
  const Input& input() const { return input_; }

  /// The entry of a field that was given and is not null; otherwise null.
  const yaml::Entry* Find(std::string_view field) const;

  /// Reports a fault at one of the section's nodes.
  Diagnostic& Report(const CodeInfo& info, const yaml::Node& at, std::string message) {
    return diagnostics_.Report(info, {&input_.file, at.span}, std::move(message));
  }
  /// Reports a fault of the section as a whole: at its first key.
  Diagnostic& ReportHere(const CodeInfo& info, std::string message);

 private:
  const Object& object_;
  const yaml::Node& node_;
  std::span<const yaml::Entry> entries_;
  const Input& input_;
  Diagnostics& diagnostics_;
};

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_VALIDATE_H_
