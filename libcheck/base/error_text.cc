#include "libcheck/base/error_text.h"

#include <cctype>
#include <system_error>

namespace check {

std::string SystemErrorText(int number) {
  std::string text = std::generic_category().message(number);
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

}  // namespace check
