// Writes random suites to a folder: random_suites FIRST COUNT FOLDER.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "tests/support/random_suite.h"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: random_suites FIRST COUNT FOLDER\n";
    return 2;
  }
  const std::uint64_t first = std::strtoull(argv[1], nullptr, 10);
  const std::uint64_t count = std::strtoull(argv[2], nullptr, 10);
  const std::string folder = argv[3];
  const auto write = [&](const std::pair<std::string, std::string>& file) {
    std::ofstream(folder + "/" + file.first) << file.second;
  };
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const check::test::RandomSuite suite = check::test::MakeRandomSuite(seed);
    write(suite.tests);
    for (const auto& rules : suite.rules) write(rules);
  }
  return 0;
}
