#include "libcheck/exposition/key_set.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "libcheck/base/xxhash.h"

namespace check::exposition {
namespace {

// Numbers, addresses and paths as labels have them, and what is nearly another.
std::vector<std::string> OrdinaryKeys() {
  std::vector<std::string> keys = {"", std::string(1, '\0'), std::string(2, '\0')};
  for (int i = 0; i < 2000; ++i) keys.push_back(std::to_string(i));
  for (int i = 0; i < 256; ++i) keys.push_back("10.10.0." + std::to_string(i) + ":9100");
  for (int i = 1; i < 300; ++i) keys.push_back("/" + std::string(static_cast<std::size_t>(i), 'a'));
  for (int i = 1; i < 70; ++i) keys.push_back(std::string(static_cast<std::size_t>(i), '\0') + "b");
  return keys;
}

void CheckSet(const std::vector<std::string>& keys) {
  KeySet set;
  KeySet other;
  KeySet::Index spare;
  std::uint32_t number = 0;
  for (const std::string& key : keys) {
    // Sets that take turns lose what their keys are found by, and get it back.
    if (number % 100 == 0) {
      set.Close(spare);
      other.Open(spare);
      other.Add(key, number);
      other.Close(spare);
      set.Open(spare);
    }
    const KeySet::Added added = set.Add(key, number);
    CHECK(added.is_new);
    CHECK(added.number == number);
    ++number;
  }
  CHECK(set.size() == keys.size());
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    const KeySet::Added again = set.Add(keys[i], 7);
    CHECK_FALSE(again.is_new);
    CHECK(again.number == i);
    CHECK(set.Find(keys[i]) == i);
  }
  CHECK_FALSE(set.Find("absent").has_value());
  CHECK(set.size() == keys.size());
}

TEST_CASE("keys that differ are told apart, whatever their hash") {
  const std::vector<std::string> keys = OrdinaryKeys();
  SUBCASE("the hash as it is") { CheckSet(keys); }
  SUBCASE("a hash of four bits") {
    const WeakHash weak(0xF);
    CheckSet(keys);
  }
  SUBCASE("a hash of which only the bits beside the offset are left") {
    const WeakHash weak(0xFF00000000000000);
    CheckSet(keys);
  }
  SUBCASE("a hash that is always the same") {
    const WeakHash weak(0);
    CheckSet(keys);
  }
}

TEST_CASE("a set that was closed while it was empty can be used") {
  KeySet set;
  KeySet::Index spare;
  set.Close(spare);
  set.Open(spare);
  CHECK_FALSE(set.Find("a").has_value());
  CHECK(set.Add("a", 1).is_new);
  CHECK(set.Find("a") == 1U);
}

}  // namespace
}  // namespace check::exposition
