#ifndef LIBCHECK_EXPOSITION_SERVER_TOKENS_H_
#define LIBCHECK_EXPOSITION_SERVER_TOKENS_H_

#include <cstdint>

#include "libcheck/exposition/server_reader.h"

namespace check::exposition {

/// Where in a line the server's lexer is.
enum class ServerReader::State : std::uint8_t {
  kInit,
  kComment,
  kMeta1,  ///< In front of the name that HELP, TYPE or UNIT are about.
  kMeta2,  ///< Behind it.
  kLabels,
  kLabelValue,
  kValue,
  kTimestamp,
  kExemplar,
  kExemplarValue,
  kExemplarTimestamp,
};

enum class ServerReader::Token : std::int8_t {
  kInvalid = -1,
  kEnd,
  kLineBreak,
  kBlank,
  kHelp,
  kType,
  kUnit,
  kEofWord,
  kText,
  kComment,
  kMetricName,
  kQuoted,
  kBraceOpen,
  kBraceClose,
  kLabelName,
  kLabelValue,
  kComma,
  kEquals,
  kTimestamp,
  kValue,
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_SERVER_TOKENS_H_
