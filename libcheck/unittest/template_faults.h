#ifndef LIBCHECK_UNITTEST_TEMPLATE_FAULTS_H_
#define LIBCHECK_UNITTEST_TEMPLATE_FAULTS_H_

#include <set>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/unittest/suite.h"

namespace check::unittest {

/// Reports templates of alerts that failed while the tests of `file` ran, each once: Prometheus
/// sends alerts with the failure as text, and tests pass. Those in `told` are omitted, and come
/// in.
void FindTemplateFaults(const FileOutcome& file,
                        std::set<const gotemplate::PrometheusTemplate*>& told,
                        Diagnostics& diagnostics);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_TEMPLATE_FAULTS_H_
