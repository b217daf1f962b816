#ifndef LIBCHECK_EXPOSITION_FAULT_H_
#define LIBCHECK_EXPOSITION_FAULT_H_

#include <cstdint>
#include <string>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/source/source_file.h"

namespace check::exposition {

/// Why a line cannot be read.
struct Fault {
  const CodeInfo* info = nullptr;
  Span where;            ///< In the line.
  std::string message;   ///< In our words.
  std::string upstream;  ///< In those of the reader that refuses it, without "in line N".
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_FAULT_H_
