#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "libcheck/report/coverage_formats.h"
#include "libcheck/report/printable.h"
#include "libcheck/report/xml_text.h"

namespace check::report {
namespace {

using Lines = std::map<std::uint32_t, LineCoverage>;

// What the attributes of a part of the report say.
struct Rates {
  Covered lines;
  Covered branches;

  Rates& operator+=(const Rates& other) {
    lines += other.lines;
    branches += other.branches;
    return *this;
  }
};

Rates RatesOf(const Lines& lines) {
  Rates rates;
  for (const auto& [number, line] : lines) {
    rates.lines += {line.count > 0 ? std::size_t{1} : 0, 1};
    rates.branches += line.covered;
  }
  return rates;
}

// Between 0 and 1, rounded down.
std::string Rate(Covered covered) {
  return fmt::format("{:.4f}", std::floor(covered.percent() * 100) / 10'000);
}

std::string RateAttributes(const Rates& rates) {
  return XmlAttribute("line-rate", Rate(rates.lines)) +
         XmlAttribute("branch-rate", Rate(rates.branches)) + " complexity=\"0\"";
}

std::string WholePercent(Covered covered) {
  return fmt::format("{}%", covered.all == 0 ? 100 : covered.seen * 100 / covered.all);
}

std::string LinesText(const Lines& lines, std::string_view indent) {
  std::string out = fmt::format("{}<lines>\n", indent);
  for (const auto& [number, line] : lines) {
    out += fmt::format("{}  <line", indent) + XmlAttribute("number", std::size_t{number}) +
           XmlAttribute("hits", std::size_t{line.count});
    if (line.decisions.empty()) {
      out += " branch=\"false\"/>\n";
      continue;
    }
    out += " branch=\"true\"" +
           XmlAttribute("condition-coverage", fmt::format("{} ({}/{})", WholePercent(line.covered),
                                                          line.covered.seen, line.covered.all)) +
           ">\n" + fmt::format("{}    <conditions>\n", indent);
    std::size_t count = 0;
    for (const Decision* decision : line.decisions) {
      out += fmt::format("{}      <condition", indent) + XmlAttribute("number", count++) +
             " type=\"jump\"" + XmlAttribute("coverage", WholePercent(Count(*decision))) + "/>\n";
    }
    out += fmt::format("{0}    </conditions>\n{0}  </line>\n", indent);
  }
  return out + fmt::format("{}</lines>\n", indent);
}

struct Class {
  std::string text;
  Rates rates;
};

Class ClassOf(const FileCoverage& file) {
  const std::string path(WithoutDot(file.path));
  const Lines lines = ByLine(file.rules);
  Class made{.text = {}, .rates = RatesOf(lines)};
  made.text =
      "        <class" + XmlAttribute("name", std::filesystem::path(path).filename().string()) +
      XmlAttribute("filename", path) + RateAttributes(made.rates) + ">\n          <methods>\n";
  for (const RuleCoverage& rule : file.rules) {
    const Lines own = ByLine(std::span(&rule, 1));
    made.text += "            <method" + XmlAttribute("name", rule.name) +
                 XmlAttribute("signature", rule.group) + RateAttributes(RatesOf(own)) + ">\n" +
                 LinesText(own, "              ") + "            </method>\n";
  }
  made.text += "          </methods>\n" + LinesText(lines, "          ") + "        </class>\n";
  return made;
}

// Folders are packages, files are classes, rules are methods.
std::string Render(const Coverage& coverage, const CoverageStyle& style) {
  std::map<std::string, Class> packages;
  Rates all;
  for (const FileCoverage& file : coverage.files) {
    const Class made = ClassOf(file);
    std::string folder = std::filesystem::path(WithoutDot(file.path)).parent_path().string();
    Class& package = packages[folder.empty() ? "." : folder];
    package.text += made.text;
    package.rates += made.rates;
    all += made.rates;
  }
  // No time is given: two runs over the same input print the same bytes.
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<coverage" +
      XmlAttribute("line-rate", Rate(all.lines)) + XmlAttribute("branch-rate", Rate(all.branches)) +
      XmlAttribute("lines-covered", all.lines.seen) + XmlAttribute("lines-valid", all.lines.all) +
      XmlAttribute("branches-covered", all.branches.seen) +
      XmlAttribute("branches-valid", all.branches.all) + " complexity=\"0\"" +
      XmlAttribute("version", fmt::format("pronoia {}", style.tool_version)) +
      " timestamp=\"0\">\n"
      "  <sources>\n    <source>.</source>\n  </sources>\n  <packages>\n";
  for (const auto& [name, package] : packages) {
    out += "    <package" + XmlAttribute("name", name) + RateAttributes(package.rates) +
           ">\n      <classes>\n" + package.text + "      </classes>\n    </package>\n";
  }
  return out + "  </packages>\n</coverage>\n";
}

}  // namespace

constinit const CoverageFormat kCoverageCoberturaFormat = {
    .name = "cobertura",
    .doc = "Cobertura's XML, which GitLab, Jenkins and others read.",
    .render = Render,
};

}  // namespace check::report
