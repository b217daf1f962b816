#ifndef LIBCHECK_CONFIG_ALERTMANAGER_OPERATOR_SPEC_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_OPERATOR_SPEC_H_

#include <string_view>

#include "libcheck/schema/schema.h"

namespace check::config::alertmanager {

/// The resource AlertmanagerConfig (monitoring.coreos.com/v1alpha1), by which the Prometheus
/// operator is given routes and receivers of a namespace.
extern const schema::Object kAlertmanagerConfigAlpha;
/// The same in v1beta1.
extern const schema::Object kAlertmanagerConfigBeta;

/// Null if the operator does not know the version: "monitoring.coreos.com/v1".
const schema::Object* AlertmanagerConfigTable(std::string_view api_version);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_OPERATOR_SPEC_H_
