#include "libcheck/base/go_math.h"

#include <doctest/doctest.h>

#include <bit>
#include <cstdint>
#include <fstream>
#include <ios>
#include <sstream>
#include <string>

namespace check::go_math {
namespace {

struct Unary {
  const char* name;
  double (*function)(double);
};
constexpr Unary kUnary[] = {
    {"exp", Exp},     {"exp2", Exp2},   {"log", Log},     {"log2", Log2}, {"log10", Log10},
    {"log1p", Log1p}, {"sin", Sin},     {"cos", Cos},     {"tan", Tan},   {"asin", Asin},
    {"acos", Acos},   {"atan", Atan},   {"sinh", Sinh},   {"cosh", Cosh}, {"tanh", Tanh},
    {"asinh", Asinh}, {"acosh", Acosh}, {"atanh", Atanh},
};
struct Binary {
  const char* name;
  double (*function)(double, double);
};
constexpr Binary kBinary[] = {{"pow", Pow}, {"atan2", Atan2}, {"mod", Mod}};

double ReadNumber(std::istream& line) {
  std::uint64_t bits = 0;
  line >> std::hex >> bits;
  CHECK(line);
  return std::bit_cast<double>(bits);
}

TEST_CASE("elementary functions have Go's results to the last bit") {
  std::ifstream file(std::string(PRONOIA_SOURCE_DIR) + "/testdata/go_math.txt");
  std::size_t count = 0;
  for (std::string text; std::getline(file, text);) {
    if (text.starts_with('#')) continue;
    CAPTURE(text);
    std::istringstream line(text);
    std::string name;
    line >> name;
    bool known = false;
    double result = 0;
    for (const auto& [known_name, function] : kUnary) {
      if (name != known_name) continue;
      known = true;
      result = function(ReadNumber(line));
    }
    for (const auto& [known_name, function] : kBinary) {
      if (name != known_name) continue;
      known = true;
      const double first = ReadNumber(line);
      result = function(first, ReadNumber(line));
    }
    CHECK(known);
    CHECK(std::bit_cast<std::uint64_t>(result) == std::bit_cast<std::uint64_t>(ReadNumber(line)));
    ++count;
  }
  CHECK(count > 700);
}

}  // namespace
}  // namespace check::go_math
