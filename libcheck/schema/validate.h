#ifndef LIBCHECK_SCHEMA_VALIDATE_H_
#define LIBCHECK_SCHEMA_VALIDATE_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/parse.h"
#include "libcheck/schema/reader.h"
#include "libcheck/schema/schema.h"
#include "libcheck/template/parse.h"
#include "libcheck/yaml/dialect.h"
#include "libcheck/yaml/parse.h"

namespace check::schema {

/// The fields of a section that somebody asks for.
struct WantedFields {
  const Object* object;
  std::span<const std::string_view> fields;
};

/// Sections that are ignored, for somebody to validate one by one.
struct Deferred {
  const Object* object;
  std::vector<const yaml::Node*> nodes = {};  ///< Lists' items that are not null.
  std::size_t reported = 0;  ///< How many diagnostics there were when the first was met.
  bool reached = true;       ///< Whether upstream's decoding gets to them.
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
  /// Where nothing is wrong, MarkSecrets() is left to the caller, for when something else is.
  bool marks_secrets_later = false;
  /// Sections of which only some fields are looked at: other fields, and what is wrong with such a
  /// section as a whole, are ignored. Sections that are not listed are checked in full.
  std::span<const WantedFields> only = {};
  /// Report only what keeps upstream from decoding the file. Which fields must be there and go
  /// together, and what names, templates and expressions say, is the caller's to check.
  bool decodes_only = false;
  Deferred* deferred = nullptr;  ///< Only with decodes_only.
};

/// Reports every way in which `node` is not an `object`. A null stands for a field that was not
/// given.
///
/// Keys given twice and merge keys of what is not a mapping are reported here, in the words of the
/// dialect: have Parse leave them alone (ParseLimits::report_duplicate_keys).
///
/// Diagnostics come in the order in which upstream's decoder would meet their causes, so that
/// UpstreamError can tell what it would say.
///
/// Allocates nothing while all is well, but for text that must be decoded and merge keys.
void Validate(const yaml::Node& node, const Object& object, const Input& input,
              const Options& options, Diagnostics& diagnostics);

/// Reports a scalar that is not what its tag says, such as `!!int x`, which go-yaml refuses
/// whatever is wanted. Gives whether `node` is one.
bool ReportBadTag(const yaml::Node& node, const Input& input, yaml::Dialect dialect,
                  Diagnostics& diagnostics);

/// Warns of what follows the first document, where Parse has stopped: `reader` ("Prometheus") does
/// not read it.
void ReportIgnoredDocument(const SourceFile& file, const yaml::Stream& stream,
                           std::string_view reader, Diagnostics& diagnostics);

/// The one error that a strict decoding of the file into Go's structs ends with, given what Parse
/// and Validate reported: values of wrong types are gathered, anything else ends it at once.
/// Nothing if there is none.
std::optional<std::string> UpstreamError(const Diagnostics& diagnostics);
/// The same, given what upstream says of each fault; empty if it says nothing.
std::string DecodingError(std::span<const std::string> faults);

/// One section of the file, for Object::check.
class Section {
 public:
  Section(const Object& object, const Values& values, Diagnostics& diagnostics)
      : object_(object), values_(values), diagnostics_(diagnostics) {}

  const Object& object() const { return object_; }
  const yaml::Node& node() const { return values_.node(); }
  const Values& values() const { return values_; }
  const Input& input() const { return values_.input(); }
  const SourceFile& file() const { return input().file; }

  /// The entry of a field that was given and is not null; otherwise null.
  const yaml::Entry* Find(std::string_view field) const { return values_.Find(field); }
  /// The same, but not if its value is an empty text or list either: upstream's structs cannot tell
  /// that from a field that was not given.
  const yaml::Entry* FindSet(std::string_view field) const { return values_.FindSet(field); }

  /// Reports a fault at one of the section's nodes.
  Diagnostic& Report(const CodeInfo& info, const yaml::Node& at, std::string message) {
    return diagnostics_.Report(info, {&file(), at.span}, std::move(message));
  }
  /// The same, with what upstream says.
  Diagnostic& Report(const CodeInfo& info, const yaml::Node& at, std::string message,
                     std::string upstream) {
    Diagnostic& problem = Report(info, at, std::move(message));
    problem.upstream = std::move(upstream);
    return problem;
  }
  /// Reports a fault of the section as a whole: at its first key.
  Diagnostic& ReportHere(const CodeInfo& info, std::string message);

 private:
  const Object& object_;
  const Values& values_;
  Diagnostics& diagnostics_;
};

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_VALIDATE_H_
