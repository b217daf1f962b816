#ifndef LIBCHECK_REPORT_COVERAGE_H_
#define LIBCHECK_REPORT_COVERAGE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/finding.h"

/// How much of the rules the unit tests exercise, ready to be shown: it stands by itself.
namespace check::report {

/// One way that something can turn out, and how often it did.
struct CoverageOutcome {
  std::string_view name;     ///< "firing", "true", "left"; as in the JSON.
  std::string_view missing;  ///< What to say when it was not seen: "never fired".
  std::uint64_t count = 0;
};

/// What a decision is about, and thus the column it is counted in.
enum class DecisionKind : std::uint8_t {
  kRule,        ///< Whether the rule gave a series.
  kAlert,       ///< The states of its alerts.
  kSet,         ///< and, or, unless: whose series are in the result.
  kComparison,  ///< Whether it held.
  kBranch,      ///< if, range, with in a label or annotation.
};

/// "rule", "alert", "set", "comparison", "branch".
std::string_view ToString(DecisionKind kind);

/// Something that can turn out in several ways, each of which tests should have seen.
struct Decision {
  DecisionKind kind = DecisionKind::kRule;
  std::string text;  ///< A rule's name, or as it is written: "up == 0", "if gt $value 1.0".
  Place where;
  std::vector<CoverageOutcome> outcomes;
};

/// Lines of a file that are used together. Numbers from 1; `last` is included.
struct LineRun {
  std::uint32_t first = 1;
  std::uint32_t last = 1;
  std::uint64_t count = 0;
};

struct RuleCoverage {
  std::string group;
  std::string name;
  bool is_alert = false;
  Place where;                    ///< Of the name.
  std::uint64_t evaluations = 0;  ///< Without those that failed.
  std::vector<Decision> decisions;
  /// Its name, its expression, its labels and annotations, with how often they gave something.
  std::vector<LineRun> lines;
};

struct FileCoverage {
  std::string path;
  std::string text;
  std::vector<RuleCoverage> rules;
};

struct Coverage {
  std::vector<FileCoverage> files;  ///< Sorted by path.
};

/// How many of a number of outcomes were seen.
struct Covered {
  std::size_t seen = 0;
  std::size_t all = 0;

  bool complete() const { return seen == all; }
  /// 100 if there is nothing to see.
  double percent() const;
  Covered& operator+=(Covered other) {
    seen += other.seen;
    all += other.all;
    return *this;
  }
};

Covered Count(const Decision& decision);
Covered Count(const RuleCoverage& rule);
Covered Count(const FileCoverage& file);
Covered Count(const Coverage& coverage);

/// "87.5%": rounded down, so that only what is complete is 100.0%.
std::string PercentText(Covered covered);

struct CoverageStyle {
  bool colour = false;
  std::string_view tool_version;
};

struct CoverageFormat {
  std::string_view name;  ///< "text", "json", "cobertura", "html"
  std::string_view doc;   ///< One sentence.
  std::string (*render)(const Coverage& coverage, const CoverageStyle& style);
};

/// Every format, in the order `--help` lists them.
std::span<const CoverageFormat* const> AllCoverageFormats();
const CoverageFormat* FindCoverageFormat(std::string_view name);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_COVERAGE_H_
