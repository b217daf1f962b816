#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "libcheck/base/deep_stack.h"
#include "tests/support/run_all.h"

// On such a thread as the program itself uses.
int main(int argc, char** argv) {
  int status = 0;
  {
    const check::DeepThread thread([&] { status = check::test::RunAll(argc, argv); });
  }
  return status;
}
