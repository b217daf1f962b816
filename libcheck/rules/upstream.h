#ifndef LIBCHECK_RULES_UPSTREAM_H_
#define LIBCHECK_RULES_UPSTREAM_H_

#include <string>
#include <vector>

/// What promtool would print for a file, kept beside our own diagnostics.
namespace check::rules {

/// What one decoding of a YAML file into Go's structs would complain about. It goes on after a
/// value of the wrong type, but some faults end it, and then it tells of those alone.
class DecodeLog {
 public:
  /// "line 7: field zzz not found in type rulefmt.Rule"
  void Add(std::string line);
  /// "yaml: map merge requires map or sequence of maps as the value"
  void Fail(std::string error);
  void Append(DecodeLog later);

  bool empty() const { return lines_.empty() && fatal_.empty(); }
  /// The whole error, or nothing.
  std::string Error() const;

 private:
  std::vector<std::string> lines_;
  std::string fatal_;
};

/// Prometheus: a rule file is decoded twice, strictly for its fields, then once more for the
/// positions of its nodes. Only if both succeed are the rules looked at.
struct UpstreamLog {
  DecodeLog strict;
  DecodeLog positions;
  std::vector<std::string> validation;

  void Append(UpstreamLog later);
  /// The lines that promtool prints, each without the name of the file in front.
  std::vector<std::string> Errors() const;
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_UPSTREAM_H_
