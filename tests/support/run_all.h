#ifndef TESTS_SUPPORT_RUN_ALL_H_
#define TESTS_SUPPORT_RUN_ALL_H_

/// doctest's main(), for programs of tests that may be left out for want of data.
namespace check::test {

/// Runs the tests that the words choose, and prints what was left out. A run that chooses none
/// fails: nobody means that.
int RunAll(int argc, char** argv);

}  // namespace check::test

#endif  // TESTS_SUPPORT_RUN_ALL_H_
