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

/// The problem that libyaml, and go-yaml with it, puts in the words `upstream`. The same words can
/// mean several things; what was being read then (`context`: "while scanning a tag") tells them
/// apart. kNone if there is no such problem.
Problem FindProblem(std::string_view upstream, std::string_view context);

/// Why reading stopped, and where. Offsets are into the text, lines count from 0.
struct Failure {
  Problem problem = Problem::kNone;
  std::string_view upstream = {};  ///< What libyaml says.
  bool is_scanner = false;         ///< Found while splitting the text into tokens.
  std::uint32_t at = 0;
  std::uint32_t line = 0;
  bool has_context = false;
  std::uint32_t context = 0;
  std::uint32_t context_line = 0;
};

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_PROBLEM_H_
