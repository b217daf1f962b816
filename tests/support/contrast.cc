#include "tests/support/contrast.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace check {
namespace {

// The variable's colour in a rule such as ":root{--page:#fff;--text:#1f2328;}".
std::string Colour(std::string_view rule, std::string_view name) {
  const std::size_t at = rule.find("--" + std::string(name) + ":#");
  REQUIRE(at != std::string_view::npos);
  // Behind the end of the one before it.
  CHECK(std::string_view("{;\n").find(rule[at - 1]) != std::string_view::npos);
  const std::size_t begin = at + name.size() + 4;
  std::string text(rule.substr(begin, rule.find_first_of(";\n}", begin) - begin));
  if (text.size() == 3) text = {text[0], text[0], text[1], text[1], text[2], text[2]};
  REQUIRE(text.size() == 6);
  return text;
}

// Relative luminance, as WCAG 2 defines it.
double Luminance(const std::string& colour) {
  const auto channel = [&](std::size_t at) {
    const double value = std::stoi(colour.substr(at, 2), nullptr, 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4);
}

}  // namespace

double Contrast(std::string_view rule, std::string_view one, std::string_view other) {
  const double first = Luminance(Colour(rule, one));
  const double second = Luminance(Colour(rule, other));
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

}  // namespace check
