#include "libcheck/notify/form.h"

#include "libcheck/base/text.h"

namespace check::notify {

std::string Form::Encode() const {
  std::string text;
  for (const auto& [name, value] : values_) {
    if (!text.empty()) text += '&';
    text += FormEncode(name) + "=" + FormEncode(value);
  }
  return text;
}

}  // namespace check::notify
