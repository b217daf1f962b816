#ifndef LIBCHECK_UNITTEST_UPSTREAM_TEXT_H_
#define LIBCHECK_UNITTEST_UPSTREAM_TEXT_H_

#include <string>

#include "libcheck/unittest/outcome.h"
#include "libcheck/unittest/suite.h"

/// What promtool prints.
namespace check::unittest {

/// The text of one failure. `diff`: of alerts that differ, what --diff prints.
std::string UpstreamText(const Failure& failure, const TestGroup& group, bool diff);

/// The name by which promtool calls a group: `unnamed#2` if it has none.
std::string UpstreamName(const TestGroup& group);

/// `{a="b"}`, as Prometheus prints labels.
std::string UpstreamLabels(const OwnLabels& labels);

/// `{a="b"} 1E+00`
std::string UpstreamSample(const SampleView& sample);

/// The file that --junit writes. `time` is the local time, "2026-01-02T15:04:05".
std::string UpstreamJunit(const SuiteOutcome& outcome, bool diff, const std::string& time);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_UPSTREAM_TEXT_H_
