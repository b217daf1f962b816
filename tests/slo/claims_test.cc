#include "libcheck/slo/claims.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/slo/claim_words.h"

namespace check::slo {
namespace {

constexpr std::int64_t kDay = 86'400'000;

// "2 % -> 2 % right"
std::string Judged(std::string_view text, const ClaimContext& context = {}) {
  std::string judged;
  for (const Claim& claim : JudgeClaims(text, context, "test", 1)) {
    if (!judged.empty()) judged += "; ";
    judged += fmt::format("{} -> {} {}", claim.claimed, claim.right, ToString(claim.verdict));
  }
  return judged;
}

TEST_CASE("claims about budgets are judged by the figures they come with") {
  CHECK(Judged("99.9% leaves 43.2 minutes of downtime per month") ==
        "43.2 minutes -> 43.2 minutes right");
  // A twelfth of a year.
  CHECK(Judged("99.9% leaves 43.8 minutes of downtime per month") ==
        "43.8 minutes -> 43.2 minutes rounded");
  CHECK(Judged("99.95 % SLO: error budget 21.6 min / month") ==
        "21.6 minutes -> 21.6 minutes right");
  CHECK(Judged("Error Budget: 0.5% (21.6 minutes/month)") == "21.6 minutes -> 216 minutes wrong");
  CHECK(Judged("99.9% availability, an error budget of 0.01%") == "0.01 % -> 0.1 % wrong");
  CHECK(Judged("A 99.9% SLO has an error budget of 10 minutes a week") ==
        "10 minutes -> 10.08 minutes rounded");
  CHECK(Judged("The error budget is 3.6 hours in 30 days",
               {.objective = *Objective::ParsePercent("99.5"),
                .period_ms = 30 * kDay,
                .factors = {}}) == "3.6 hours -> 3.6 hours right");
}

TEST_CASE("what is given as a claim is about a budget, whatever its words") {
  const ClaimContext given = {.objective = *Objective::ParsePercent("99.5"),
                              .period_ms = 30 * kDay,
                              .factors = {},
                              .is_about_budget = true};
  CHECK(Judged("21.6 minutes a month", given) == "21.6 minutes -> 216 minutes wrong");
  CHECK(Judged("6x over 3 days spends 10%", given) == "10 % -> 60 % wrong");
  CHECK(Judged("14.4x spends all of it in 2 hours", given) == "2 hours -> 50 hours wrong");
  CHECK(Judged("the budget lasts 3 days at 10x", given) == "3 days -> 3 days right");
  // Not every percentage is one of a budget.
  CHECK(Judged("an error rate of 7.2% is a 14.4x burn", given).empty());
}

TEST_CASE("claims about burn rates are judged by the burn rate") {
  CHECK(Judged("14.4x spends the whole budget in 2 hours") == "2 hours -> 50 hours wrong");
  CHECK(Judged("14.4x exhausts the budget in 2 days") == "2 days -> 2.083 days rounded");
  CHECK(Judged("At a burn rate of 6 the monthly budget is gone in about 5 days") ==
        "~5 days -> 5 days right");
  CHECK(Judged("At 14.4x burn rate, 2% of the 30-day error budget is consumed in one hour.") ==
        "2 % -> 2 % right");
  CHECK(Judged("14.4x: 5% of the 7d budget in 1h") == "5 % -> 8.571 % wrong");
  CHECK(Judged("2% of the budget is consumed in 1 hour, the budget is exhausted in ~2 days",
               {.objective = {}, .period_ms = 0, .factors = {14.4}}) ==
        "2 % -> 2 % right; ~2 days -> 2.083 days rounded");
  CHECK(Judged("the budget is exhausted in 2 hours") == "2 hours ->  unknown");
  // Which of the alert's tiers is meant.
  CHECK(Judged("5% of the budget in 6h", {.objective = {}, .period_ms = 0, .factors = {14.4, 6}}) ==
        "5 % -> 5 % right");
}

TEST_CASE("sentences that claim nothing are left alone") {
  for (const std::string_view text :
       {"", "High error rate", "The budget is not exhausted in 2 hours of work",
        "{{ $value }} errors", "Repeat after 15 minutes", "99.9% of requests are fast",
        "Uses 80% of memory for 5 minutes", "Service Down | Critical | 15 minutes",
        "error budget burn is too fast for 5m", "5xx in 3h"}) {
    CAPTURE(text);
    CHECK(Judged(text, {.objective = *Objective::ParsePercent("99.9"),
                        .period_ms = 30 * kDay,
                        .factors = {14.4}}) == "");
  }
}

TEST_CASE("headings of a document count for what is below them") {
  const std::string_view document = R"(# Alerts
## Checkout SLO: 99.5 %
Rolling 28 days.

- error budget: 0.5 %

### Fast: 14.4x burn rate
The budget is exhausted in
46.7 hours. Nothing more.

### Slow: 6x burn rate
Exhausted in 46.7 hours.

## Search SLO: 99.9 %
Error budget 0.5 %.
)";
  std::string judged;
  for (const Claim& claim : JudgeClaims(document, {}, "doc", 1)) {
    judged += fmt::format("{}: {} {}\n", claim.line, claim.claimed, ToString(claim.verdict));
  }
  CHECK(judged ==
        "5: 0.5 % right\n"
        "8: 46.7 hours rounded\n"
        "12: 46.7 hours wrong\n"
        "15: 0.5 % wrong\n");
}

TEST_CASE("words of sentences") {
  const auto words = SplitClaim("~2 hours, 14.4x 1h30m p99 1,440 min two days a month");
  std::string text;
  for (const ClaimWord& word : words) {
    text += fmt::format("{}{}|", word.approximate ? "~" : "", word.text);
  }
  CHECK(text == "~|~2 hours|,|14.4x|1h30m|p99|1,440 min|two days|a|month|");
}

}  // namespace
}  // namespace check::slo
