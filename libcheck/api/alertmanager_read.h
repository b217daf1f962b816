#ifndef LIBCHECK_API_ALERTMANAGER_READ_H_
#define LIBCHECK_API_ALERTMANAGER_READ_H_

#include <string>
#include <vector>

#include "libcheck/api/alertmanager.h"
#include "libcheck/api/json_stream.h"

/// The parts of Alertmanager's answers. Each function reads one value; what it does not know is
/// ignored, and what is null is as if it were not there.
namespace check::api::v2 {

bool ReadStatus(JsonStream& json, Status& status);
/// Of `[{"name": "a"}]`, the names.
bool ReadReceivers(JsonStream& json, std::vector<std::string>& names);
bool ReadAlerts(JsonStream& json, std::vector<Alert>& alerts);
bool ReadAlertGroups(JsonStream& json, std::vector<AlertGroup>& groups);
bool ReadSilence(JsonStream& json, Silence& silence);
bool ReadSilenceList(JsonStream& json, std::vector<Silence>& silences);
/// `{"silenceID": "..."}`
bool ReadSilenceId(JsonStream& json, std::string& id);

}  // namespace check::api::v2

#endif  // LIBCHECK_API_ALERTMANAGER_READ_H_
