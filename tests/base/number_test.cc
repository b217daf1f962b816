#include "libcheck/base/number.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <string>

namespace check {
namespace {

TEST_CASE("floats are read as Go reads them") {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  struct Case {
    const char* text;
    double value;
  };
  for (const Case& c : {Case{"1", 1},
                        {"+1", 1},
                        {"-1.5e3", -1500},
                        {".5", 0.5},
                        {"5.", 5},
                        {"0x1p-2", 0.25},
                        {"0X1.8P1", 3},
                        {"1_000.5", 1000.5},
                        {"1e400", kInf},
                        {"-1e400", -kInf},
                        {"1e-400", 0},
                        {"iNF", kInf},
                        {"-infinity", -kInf}}) {
    CAPTURE(c.text);
    REQUIRE(ParseGoFloat(c.text).has_value());
    CHECK(*ParseGoFloat(c.text) == c.value);
  }
  CHECK(std::isnan(ParseGoFloat("NaN").value()));
  for (const char* text : {"", "+", ".", "1e", "0x", "0x1", "+nan", " 1", "1 ", "1__0", "_1", "1_",
                           "e5", "--1", "1.2.3", "infi"}) {
    CAPTURE(text);
    CHECK_FALSE(ParseGoFloat(text).has_value());
  }
}

TEST_CASE("integers are read as Go reads them, prefixes only in base 0") {
  CHECK(ParseGoInt("017", 0) == 15);
  CHECK(ParseGoInt("0x_ff", 0) == 255);
  CHECK(ParseGoInt("1_000", 0) == 1000);
  CHECK(ParseGoInt("017", 10) == 17);
  CHECK(ParseGoInt("-9223372036854775808", 10) == std::numeric_limits<std::int64_t>::min());
  CHECK_FALSE(ParseGoInt("9223372036854775808", 10).has_value());
  CHECK_FALSE(ParseGoInt("1_000", 10).has_value());
  CHECK_FALSE(ParseGoInt("08", 0).has_value());
  CHECK_FALSE(ParseGoInt("", 0).has_value());
}

TEST_CASE("floats are written as Go writes them") {
  struct Case {
    double value;
    char format;
    int precision;
    const char* text;
  };
  for (const Case& c : {Case{1e21, 'f', -1, "1000000000000000000000"},
                        {0.1, 'f', -1, "0.1"},
                        {1234567, 'g', -1, "1.234567e+06"},
                        {123456, 'g', -1, "123456"},
                        {0.0001, 'g', -1, "0.0001"},
                        {0.00001, 'g', -1, "1e-05"},
                        {-0.0, 'g', -1, "-0"},
                        {131.847, 'g', 5, "131.85"},
                        {131.847, 'g', 0, "1e+02"},
                        {1, 'E', -1, "1E+00"},
                        {2.5, 'f', 0, "2"},
                        {std::numeric_limits<double>::infinity(), 'g', -1, "+Inf"}}) {
    CHECK(FormatGoFloat(c.value, c.format, c.precision) == c.text);
  }
}

TEST_CASE("shortest decimals are read back as they were, and have no digit too many") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 200'000; ++i) {
    double value = std::bit_cast<double>(random());
    if (i % 4 == 1) value = static_cast<double>(static_cast<std::int64_t>(random()) >> (i % 64));
    if (i % 4 == 2) value = static_cast<double>(random() % 1'000'000) / 1000;
    if (i % 4 == 3)
      value = static_cast<double>(random() >> 11) * 0x1p-53 * std::pow(10, i % 20 - 6);
    if (!std::isfinite(value)) continue;
    char text[kGoFloatSize];
    const std::string written(text, WriteGoFloat(text, value));
    CAPTURE(written);
    CHECK(written == FormatGoFloat(value, 'f', -1));
    CHECK(ParseGoFloat(written) == value);
    // As many digits as the other way to write it, where zeros stand for nothing.
    std::string digits = FormatGoFloat(value, 'e', -1);
    digits.resize(digits.find('e'));
    std::erase_if(digits, [](char c) { return c == '-' || c == '.'; });
    std::string ours = written;
    std::erase_if(ours, [](char c) { return c == '-' || c == '.'; });
    ours.erase(0, std::min(ours.find_first_not_of('0'), ours.size() - 1));
    while (ours.size() > 1 && ours.back() == '0') ours.pop_back();
    while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
    CHECK(ours == digits);
  }
  char text[kGoFloatSize];
  CHECK(std::string(text, WriteGoFloat(text, -0.0)) == "-0");
  CHECK(WriteGoFloat(text, -5e-324) - text < static_cast<std::ptrdiff_t>(kGoFloatSize));
  CHECK(std::string(text, WriteGoFloat(text, -std::numeric_limits<double>::infinity())) == "-Inf");
}

}  // namespace
}  // namespace check
