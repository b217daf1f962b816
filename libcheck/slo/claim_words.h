#ifndef LIBCHECK_SLO_CLAIM_WORDS_H_
#define LIBCHECK_SLO_CLAIM_WORDS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Sentences about objectives, taken apart into words and quantities.
namespace check::slo {

struct ClaimWord {
  enum class Kind : std::uint8_t {
    kWord,      ///< In lower case.
    kPercent,   ///< `value` per cent.
    kFactor,    ///< `value` times: "14.4x".
    kDuration,  ///< `value` of `unit_s` seconds each: "2 hours", "1h30m".
    kNumber,    ///< Of anything else.
    kMark,      ///< A character that is neither.
  };
  Kind kind = Kind::kWord;
  std::string text;  ///< The word, or the quantity as it is written.
  double value = 0;
  double unit_s = 0;
  int decimals = 0;          ///< How many digits are behind the point of `value`.
  bool approximate = false;  ///< "~2 hours", "about 2 hours"

  bool is(Kind other) const { return kind == other; }
  double seconds() const { return value * unit_s; }
};

std::vector<ClaimWord> SplitClaim(std::string_view sentence);

/// "hours" of 3600, as many as `value` are.
std::string UnitName(double unit_s, double value);

/// A part of a document that stands by itself: a sentence, an item of a list, a row of a table.
struct Statement {
  std::string text;        ///< On one line, without marks of Markdown at its beginning.
  std::uint32_t line = 1;  ///< Where it begins, counted from 1.
  unsigned heading = 0;    ///< The level of a heading: 1 for "# Title". 0: none.
};

/// Markdown, or plain text. Of code in fences and of YAML only comments count.
std::vector<Statement> SplitDocument(std::string_view text);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_CLAIM_WORDS_H_
