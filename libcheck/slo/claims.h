#ifndef LIBCHECK_SLO_CLAIMS_H_
#define LIBCHECK_SLO_CLAIMS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/slo/objective.h"

namespace check::slo {

/// What sentences about an objective leave unsaid.
struct ClaimContext {
  std::optional<Objective> objective;
  std::int64_t period_ms = 0;   ///< 0: not known; a month is then 30 days.
  std::vector<double> factors;  ///< Burn rates of the alert they are about.
  /// Whether figures are those of a budget even where a sentence has no such word: they were given
  /// as such.
  bool is_about_budget = false;
};

/// A figure that a sentence gives, and the right one.
struct Claim {
  enum class Kind : std::uint8_t {
    kBudgetTime,     ///< "0.5 % (21.6 minutes/month)"
    kBudgetShare,    ///< "99.5 % ... error budget 0.5 %"
    kExhaustion,     ///< "budget exhausted in 2 hours" at a burn rate
    kSpentInWindow,  ///< "2 % of the budget in 1 hour" at a burn rate
  };
  enum class Verdict : std::uint8_t {
    kRight,
    kRounded,  ///< Right to the digits that it has.
    kWrong,
    kUnknown,  ///< What it depends on is not said: the burn rate, or the objective.
  };
  Kind kind = Kind::kBudgetTime;
  std::string sentence;    ///< As written.
  std::string source;      ///< Where: a file, "--claim", an annotation.
  std::uint32_t line = 0;  ///< Of the file; 0: there is no such thing.
  std::string claimed;     ///< "21.6 minutes"
  std::string right;       ///< "216 minutes", in the same unit. Empty for kUnknown.
  double claimed_value = 0;
  double right_value = 0;
  std::string arithmetic;  ///< One line: "0.5 % of 30d is 216 minutes".
  Verdict verdict = Verdict::kUnknown;
};

/// "budget-time", for machines.
std::string_view ToString(Claim::Kind kind);
/// "right"
std::string_view ToString(Claim::Verdict verdict);

/// The claims of a text, be it one sentence or a Markdown document, judged. Headings of a document
/// say which objective and which burn rate the sentences below them are about; what they do not
/// say is taken from `context`. `first_line`: the line of `source` that the text begins at; 0: it
/// has no lines.
std::vector<Claim> JudgeClaims(std::string_view text, const ClaimContext& context,
                               std::string_view source, std::uint32_t first_line);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_CLAIMS_H_
