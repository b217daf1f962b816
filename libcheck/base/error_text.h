#ifndef LIBCHECK_BASE_ERROR_TEXT_H_
#define LIBCHECK_BASE_ERROR_TEXT_H_

#include <string>

namespace check {

/// What the system calls the error `number` (an errno), in lower case as messages want it, which is
/// also how Go prints it: "no such file or directory".
std::string SystemErrorText(int number);

}  // namespace check

#endif  // LIBCHECK_BASE_ERROR_TEXT_H_
