#ifndef LIBCHECK_CONFIG_ALERTMANAGER_LABELS_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_LABELS_H_

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "libcheck/schema/reader.h"

namespace check::config::alertmanager {

/// Reports what is wrong with matchers and names of labels in routes and inhibition rules, which
/// depends on how Alertmanager was started. `config` is the whole file.
void CheckLabels(const schema::Values& config, model::MatcherMode mode, Diagnostics& diagnostics);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_LABELS_H_
