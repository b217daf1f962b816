#ifndef LIBCHECK_NOTIFY_FORM_H_
#define LIBCHECK_NOTIFY_FORM_H_

#include <map>
#include <string>
#include <string_view>

namespace check::notify {

/// Names with their values, as in queries and forms.
class Form {
 public:
  void Set(std::string_view name, std::string_view value) { values_[std::string(name)] = value; }
  /// Sorted by name, as Go's url.Values.Encode.
  std::string Encode() const;

 private:
  std::map<std::string, std::string> values_;
};

}  // namespace check::notify

#endif  // LIBCHECK_NOTIFY_FORM_H_
