#ifndef LIBCHECK_YAML_WRITE_H_
#define LIBCHECK_YAML_WRITE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace check::yaml {

/// Writes one YAML document. Whatever text is given is read back as that text, by any reader:
/// strings that could be taken for something else are put in quotes. Text must be UTF-8.
///
///   Writer out;
///   out.BeginMapping();
///   out.Key("groups");
///   ...
///   out.End();
///   std::string text = out.Take();
///
/// Calls must be balanced, and every key must be followed by one value: anything else is a mistake
/// in the program.
class Writer {
 public:
  Writer();
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void BeginMapping();
  void BeginSequence();
  /// Ends the innermost mapping or sequence. An empty one is written as {} or [].
  void End();

  /// A sequence without elements, on the line of its key.
  void EmptySequence();

  void Key(std::string_view key);
  /// Text of several lines becomes a literal block where that can hold it.
  void String(std::string_view text);
  void Integer(std::int64_t value);
  void Bool(bool value);
  void Null();

  /// A comment of its own line or lines, before what comes next.
  void Comment(std::string_view text);

  /// What was written, ending in a line break.
  std::string Take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_WRITE_H_
