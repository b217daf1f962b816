// What libFuzzer calls. FUZZ_TARGET is the function of the target being built.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check::fuzz::FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
