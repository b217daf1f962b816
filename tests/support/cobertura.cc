#include "tests/support/cobertura.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <vector>

namespace check::test {
namespace {

// What coverage-04.dtd says of an element.
struct Declaration {
  std::string_view name;
  std::string_view children;  // In this order; with `?` once or not at all, with `*` any number.
  std::string_view required;  // Attributes.
  std::string_view optional = {};
  bool has_text = false;
};

constexpr Declaration kDeclarations[] = {
    {"coverage", "sources? packages",
     "line-rate branch-rate lines-covered lines-valid branches-covered branches-valid complexity "
     "version timestamp"},
    {"sources", "source*", ""},
    {"source", "", "", "", true},
    {"packages", "package*", ""},
    {"package", "classes", "name line-rate branch-rate complexity"},
    {"classes", "class*", ""},
    {"class", "methods lines", "name filename line-rate branch-rate complexity"},
    {"methods", "method*", ""},
    {"method", "lines", "name signature line-rate branch-rate complexity"},
    {"lines", "line*", ""},
    {"line", "conditions*", "number hits", "branch condition-coverage"},
    {"conditions", "condition*", ""},
    {"condition", "", "number type coverage"},
};

struct Element {
  std::string name;
  std::map<std::string, std::string, std::less<>> attributes;
  std::vector<std::unique_ptr<Element>> children;
  bool has_text = false;

  std::string_view Attribute(std::string_view wanted) const {
    const auto at = attributes.find(wanted);
    return at == attributes.end() ? std::string_view() : std::string_view(at->second);
  }
};

// Reads what XmlProblem has found nothing wrong with.
std::unique_ptr<Element> Parse(std::string_view xml) {
  auto top = std::make_unique<Element>();
  std::vector<Element*> open = {top.get()};
  xml.remove_prefix(xml.find("?>") + 2);
  while (!xml.empty()) {
    const std::size_t tag = std::min(xml.find('<'), xml.size());
    const bool blank = xml.substr(0, tag).find_first_not_of(" \n") == std::string_view::npos;
    open.back()->has_text = open.back()->has_text || !blank;
    xml.remove_prefix(tag);
    if (xml.empty()) break;
    const std::size_t end = xml.find('>');
    std::string_view inside = xml.substr(1, end - 1);
    xml.remove_prefix(end + 1);
    if (inside.starts_with('/')) {
      open.pop_back();
      continue;
    }
    const bool is_empty = inside.ends_with('/');
    if (is_empty) inside.remove_suffix(1);
    Element& element = *open.back()->children.emplace_back(std::make_unique<Element>());
    const std::size_t name = std::min(inside.find(' '), inside.size());
    element.name = inside.substr(0, name);
    inside.remove_prefix(name);
    while (inside.starts_with(' ')) {
      const std::size_t equals = inside.find('=');
      const std::size_t close = inside.find('"', equals + 2);
      element.attributes.emplace(inside.substr(1, equals - 1),
                                 inside.substr(equals + 2, close - equals - 2));
      inside.remove_prefix(close + 1);
    }
    if (!is_empty) open.push_back(&element);
  }
  return top;
}

std::string_view TakeWord(std::string_view& words) {
  const std::size_t end = std::min(words.find(' '), words.size());
  const std::string_view word = words.substr(0, end);
  words.remove_prefix(std::min(end + 1, words.size()));
  return word;
}

bool HasWord(std::string_view words, std::string_view wanted) {
  while (!words.empty()) {
    if (TakeWord(words) == wanted) return true;
  }
  return false;
}

std::string ProblemWithChildren(const Element& element, const Declaration& declaration) {
  std::size_t next = 0;
  std::string_view children = declaration.children;
  while (!children.empty()) {
    std::string_view wanted = TakeWord(children);
    const char sign = wanted.back();
    if (sign == '?' || sign == '*') wanted.remove_suffix(1);
    std::size_t count = 0;
    while (next < element.children.size() && element.children[next]->name == wanted &&
           (sign == '*' || count == 0)) {
      ++next;
      ++count;
    }
    if (count == 0 && sign != '?' && sign != '*') {
      return "<" + element.name + "> has no <" + std::string(wanted) + ">";
    }
  }
  return next == element.children.size()
             ? ""
             : "<" + element.children[next]->name + "> in <" + element.name + ">";
}

std::string ProblemWith(const Element& element) {
  const auto* const declaration =
      std::find_if(std::begin(kDeclarations), std::end(kDeclarations),
                   [&](const Declaration& d) { return d.name == element.name; });
  if (declaration == std::end(kDeclarations)) return "<" + element.name + "> is not declared";
  for (std::string_view required = declaration->required; !required.empty();) {
    const std::string_view name = TakeWord(required);
    if (element.Attribute(name).data() == nullptr) {
      return "<" + element.name + "> has no " + std::string(name);
    }
  }
  for (const auto& [name, value] : element.attributes) {
    if (!HasWord(declaration->required, name) && !HasWord(declaration->optional, name)) {
      return "<" + element.name + "> has " + name;
    }
  }
  if (element.has_text && !declaration->has_text) return "<" + element.name + "> has text";
  if (auto problem = ProblemWithChildren(element, *declaration); !problem.empty()) return problem;
  for (const auto& child : element.children) {
    if (auto problem = ProblemWith(*child); !problem.empty()) return problem;
  }
  return "";
}

long Number(std::string_view text) {
  long number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : -1;
}

struct Counts {
  long covered = 0;
  long valid = 0;

  void Add(const Counts& other) {
    covered += other.covered;
    valid += other.valid;
  }
  /// Ten thousandths, rounded down; of nothing, all.
  long rate() const { return valid == 0 ? 10'000 : covered * 10'000 / valid; }
};

struct Sums {
  Counts lines;
  Counts branches;

  void Add(const Sums& other) {
    lines.Add(other.lines);
    branches.Add(other.branches);
  }
};

// "0.5000"
long Rate(std::string_view text) {
  if (text.size() != 6 || text[1] != '.') return -1;
  return Number(std::string(1, text[0]).append(text.substr(2)));
}

std::string WrongRates(const Element& element, const Sums& sums) {
  if (Rate(element.Attribute("line-rate")) != sums.lines.rate() ||
      Rate(element.Attribute("branch-rate")) != sums.branches.rate()) {
    return "the rates of <" + element.name + "> " + std::string(element.Attribute("name"));
  }
  return "";
}

// "50% (2/4)"
std::string AddLine(const Element& line, Sums& sums) {
  const long hits = Number(line.Attribute("hits"));
  const std::string where = "line " + std::string(line.Attribute("number"));
  if (hits < 0 || Number(line.Attribute("number")) < 1) return where;
  sums.lines.Add({hits > 0 ? 1 : 0, 1});
  const std::string_view coverage = line.Attribute("condition-coverage");
  if (line.Attribute("branch") != "true") {
    return coverage.empty() && line.children.empty() ? "" : where + " is no branch";
  }
  if (line.children.size() != 1 || line.children[0]->children.empty()) return where + " is empty";
  const std::size_t percent = coverage.find("% (");
  const std::size_t slash = coverage.find('/');
  if (percent == std::string_view::npos || slash == std::string_view::npos ||
      !coverage.ends_with(')')) {
    return where + " says " + std::string(coverage);
  }
  const Counts counts = {
      Number(coverage.substr(percent + 3, slash - percent - 3)),
      Number(coverage.substr(slash + 1, coverage.size() - slash - 2)),
  };
  if (counts.covered < 0 || counts.valid < counts.covered || counts.valid == 0 ||
      Number(coverage.substr(0, percent)) != counts.rate() / 100) {
    return where + " says " + std::string(coverage);
  }
  sums.branches.Add(counts);
  long number = 0;
  for (const auto& condition : line.children[0]->children) {
    if (Number(condition->Attribute("number")) != number++) return where + " misnumbers";
  }
  return "";
}

std::string AddLines(const Element& lines, Sums& sums) {
  long last = 0;
  for (const auto& line : lines.children) {
    if (auto problem = AddLine(*line, sums); !problem.empty()) return problem;
    const long number = Number(line->Attribute("number"));
    if (number <= last) return "line " + std::to_string(number) + " after " + std::to_string(last);
    last = number;
  }
  return "";
}

std::string AddClass(const Element& of, Sums& sums) {
  for (const auto& method : of.children[0]->children) {
    Sums own;
    if (auto problem = AddLines(*method->children[0], own); !problem.empty()) return problem;
    if (auto problem = WrongRates(*method, own); !problem.empty()) return problem;
  }
  Sums own;
  if (auto problem = AddLines(*of.children[1], own); !problem.empty()) return problem;
  sums.Add(own);
  return WrongRates(of, own);
}

}  // namespace

std::string CoberturaProblem(std::string_view xml) {
  const std::unique_ptr<Element> top = Parse(xml);
  if (top->children.size() != 1 || top->children[0]->name != "coverage") return "no <coverage>";
  const Element& coverage = *top->children[0];
  if (auto problem = ProblemWith(coverage); !problem.empty()) return problem;
  Sums all;
  for (const auto& package : coverage.children.back()->children) {
    Sums own;
    for (const auto& each : package->children[0]->children) {
      if (auto problem = AddClass(*each, own); !problem.empty()) return problem;
    }
    if (auto problem = WrongRates(*package, own); !problem.empty()) return problem;
    all.Add(own);
  }
  const std::pair<std::string_view, long> totals[] = {
      {"lines-covered", all.lines.covered},
      {"lines-valid", all.lines.valid},
      {"branches-covered", all.branches.covered},
      {"branches-valid", all.branches.valid},
  };
  for (const auto& [name, total] : totals) {
    if (Number(coverage.Attribute(name)) != total) {
      return std::string(name) + " is not " + std::to_string(total);
    }
  }
  return WrongRates(coverage, all);
}

}  // namespace check::test
