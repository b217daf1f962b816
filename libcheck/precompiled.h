// Headers that nearly every source includes, compiled once. Sources go on including what they use:
// builds without precompiled headers, as for clang-tidy, have nothing else.
#ifndef LIBCHECK_PRECOMPILED_H_
#define LIBCHECK_PRECOMPILED_H_

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <deque>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#endif  // LIBCHECK_PRECOMPILED_H_
