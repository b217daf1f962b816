#ifndef LIBCHECK_YAML_PROBLEM_H_
#define LIBCHECK_YAML_PROBLEM_H_

#include <cstdint>
#include <string_view>

namespace check::yaml {

/// Every way in which text can fail to be YAML.
enum class Problem : std::uint8_t {
  kNone,
  // Found while splitting the text into tokens.
  kBadCharacter,
  kMissingColon,
  kNesting,
  kEntryNotAllowed,
  kKeyNotAllowed,
  kValueNotAllowed,
  kDirectiveUnknown,
  kDirectiveTail,
  kDirectiveName,
  kDirectiveNameEnd,
  kVersionDot,
  kVersionLong,
  kVersionMissing,
  kTagDirectiveBang,
  kTagDirectiveSpace,
  kTagDirectiveEnd,
  kTagDirectiveUri,
  kTagBang,
  kTagClose,
  kTagEnd,
  kTagUri,
  kTagEscape,
  kTagLeadingByte,
  kTagTrailingByte,
  kAnchorName,
  kAliasName,
  kBlockIndentZero,
  kBlockHeader,
  kBlockTab,
  kQuotedDocument,
  kQuotedEnd,
  kEscapeUnknown,
  kEscapeDigits,
  kEscapeRange,
  kPlainTab,
  // Found while putting tokens together.
  kFirstOfParser,
  kDocumentStart = kFirstOfParser,
  kNodeContent,
  kBlockEntry,
  kBlockKey,
  kFlowSequence,
  kFlowMapping,
  kTagHandle,
  kDuplicateVersion,
  kWrongVersion,
  kDuplicateTagDirective,
  kCount,
};

struct ProblemText {
  std::string_view upstream;      ///< go-yaml's words.
  std::string_view message;       ///< Ours.
  std::string_view context = {};  ///< What began where `Failure::context` points.
  std::string_view note = {};     ///< What to do.
};

const ProblemText& TextOf(Problem problem);

/// Why reading stopped, and where. Offsets are into the text; one past its end stands for the line
/// after an unfinished last line, where go-yaml counts the end of the file.
struct Failure {
  Problem problem = Problem::kNone;
  std::uint32_t at = 0;
  bool has_context = false;
  std::uint32_t context = 0;
};

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_PROBLEM_H_
