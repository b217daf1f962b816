#include "tools/compat/amtool_calls.h"

namespace tools::compat {
namespace {

using Kind = GoJsonType::Kind;

constexpr GoJsonType kString = {.name = "string", .kind = Kind::kString};
constexpr GoJsonType kBool = {.name = "bool", .kind = Kind::kBool};
constexpr GoJsonType kDateTime = {.name = "string", .kind = Kind::kTime};
constexpr GoJsonType kStrings = {.name = "[]string", .kind = Kind::kList, .of = &kString};
constexpr GoJsonType kLabelSet = {.name = "models.LabelSet", .kind = Kind::kMap};

constexpr GoJsonField kMatcherFields[] = {
    {"isEqual", &kBool}, {"isRegex", &kBool}, {"name", &kString}, {"value", &kString}};
constexpr GoJsonType kMatcher = {
    .name = "models.Matcher", .kind = Kind::kStruct, .fields = kMatcherFields};
constexpr GoJsonType kMatchers = {.name = "models.Matchers", .kind = Kind::kList, .of = &kMatcher};
constexpr GoJsonField kSilenceFields[] = {{"annotations", &kLabelSet}, {"comment", &kString},
                                          {"createdBy", &kString},     {"endsAt", &kDateTime},
                                          {"matchers", &kMatchers},    {"startsAt", &kDateTime}};
constexpr GoJsonType kSilence = {
    .name = "models.Silence", .kind = Kind::kStruct, .fields = kSilenceFields};

constexpr GoJsonField kSilenceStatusFields[] = {{"state", &kString}};
constexpr GoJsonType kSilenceStatus = {
    .name = "models.SilenceStatus", .kind = Kind::kStruct, .fields = kSilenceStatusFields};
constexpr GoJsonField kSilenceHeadFields[] = {
    {"id", &kString}, {"status", &kSilenceStatus}, {"updatedAt", &kDateTime}};
constexpr GoJsonType kSilenceHead = {
    .name =
        "struct { ID *string \"json:\\\"id\\\"\"; Status *models.SilenceStatus "
        "\"json:\\\"status\\\"\"; UpdatedAt *strfmt.DateTime \"json:\\\"updatedAt\\\"\" }",
    .kind = Kind::kStruct,
    .fields = kSilenceHeadFields};
constexpr const GoJsonType* kGettableSilenceParts[] = {&kSilenceHead, &kSilence};
constexpr GoJsonType kGettableSilence = {
    .name = "models.GettableSilence", .kind = Kind::kParts, .parts = kGettableSilenceParts};
constexpr GoJsonType kGettableSilences = {
    .name = "models.GettableSilences", .kind = Kind::kList, .of = &kGettableSilence};

constexpr GoJsonField kSilenceIdFields[] = {{"id", &kString}};
constexpr GoJsonType kSilenceId = {.name = R"(struct { ID string "json:\"id,omitempty\"" })",
                                   .kind = Kind::kStruct,
                                   .fields = kSilenceIdFields};
constexpr const GoJsonType* kPostableSilenceParts[] = {&kSilenceId, &kSilence};

constexpr GoJsonField kReceiverFields[] = {{"name", &kString}};
constexpr GoJsonType kReceiver = {
    .name = "models.ReceiverReference", .kind = Kind::kStruct, .fields = kReceiverFields};
constexpr GoJsonType kReceivers = {
    .name = "[]*models.ReceiverReference", .kind = Kind::kList, .of = &kReceiver};
constexpr GoJsonField kAlertStatusFields[] = {{"inhibitedBy", &kStrings},
                                              {"mutedBy", &kStrings},
                                              {"silencedBy", &kStrings},
                                              {"state", &kString}};
constexpr GoJsonType kAlertStatus = {
    .name = "models.AlertStatus", .kind = Kind::kStruct, .fields = kAlertStatusFields};
constexpr GoJsonField kAlertHeadFields[] = {{"annotations", &kLabelSet}, {"endsAt", &kDateTime},
                                            {"fingerprint", &kString},   {"receivers", &kReceivers},
                                            {"startsAt", &kDateTime},    {"status", &kAlertStatus},
                                            {"updatedAt", &kDateTime}};
constexpr GoJsonType kAlertHead = {
    .name =
        "struct { Annotations models.LabelSet \"json:\\\"annotations\\\"\"; EndsAt "
        "*strfmt.DateTime \"json:\\\"endsAt\\\"\"; Fingerprint *string "
        "\"json:\\\"fingerprint\\\"\"; Receivers []*models.ReceiverReference "
        "\"json:\\\"receivers\\\"\"; StartsAt *strfmt.DateTime \"json:\\\"startsAt\\\"\"; "
        "Status *models.AlertStatus \"json:\\\"status\\\"\"; UpdatedAt *strfmt.DateTime "
        "\"json:\\\"updatedAt\\\"\" }",
    .kind = Kind::kStruct,
    .fields = kAlertHeadFields};
constexpr GoJsonField kAlertFields[] = {{"generatorURL", &kString}, {"labels", &kLabelSet}};
constexpr GoJsonType kAlert = {
    .name = "models.Alert", .kind = Kind::kStruct, .fields = kAlertFields};
constexpr const GoJsonType* kGettableAlertParts[] = {&kAlertHead, &kAlert};
constexpr GoJsonType kGettableAlert = {
    .name = "models.GettableAlert", .kind = Kind::kParts, .parts = kGettableAlertParts};
constexpr GoJsonType kGettableAlerts = {
    .name = "models.GettableAlerts", .kind = Kind::kList, .of = &kGettableAlert};

constexpr GoJsonField kPeerFields[] = {{"address", &kString}, {"name", &kString}};
constexpr GoJsonType kPeer = {
    .name = "models.PeerStatus", .kind = Kind::kStruct, .fields = kPeerFields};
constexpr GoJsonType kPeers = {.name = "[]*models.PeerStatus", .kind = Kind::kList, .of = &kPeer};
constexpr GoJsonField kClusterFields[] = {
    {"name", &kString}, {"peers", &kPeers}, {"status", &kString}};
constexpr GoJsonType kCluster = {
    .name = "models.ClusterStatus", .kind = Kind::kStruct, .fields = kClusterFields};
constexpr GoJsonField kConfigFields[] = {{"original", &kString}};
constexpr GoJsonType kConfig = {
    .name = "models.AlertmanagerConfig", .kind = Kind::kStruct, .fields = kConfigFields};
constexpr GoJsonField kVersionFields[] = {{"branch", &kString},    {"buildDate", &kString},
                                          {"buildUser", &kString}, {"goVersion", &kString},
                                          {"revision", &kString},  {"version", &kString}};
constexpr GoJsonType kVersion = {
    .name = "models.VersionInfo", .kind = Kind::kStruct, .fields = kVersionFields};
constexpr GoJsonField kStatusFields[] = {{"cluster", &kCluster},
                                         {"config", &kConfig},
                                         {"uptime", &kDateTime},
                                         {"versionInfo", &kVersion}};
constexpr GoJsonType kStatus = {
    .name = "models.AlertmanagerStatus", .kind = Kind::kStruct, .fields = kStatusFields};

constexpr GoJsonField kPostedFields[] = {{"silenceID", &kString}};
constexpr GoJsonType kPosted = {
    .name = "silence.PostSilencesOKBody", .kind = Kind::kStruct, .fields = kPostedFields};

constexpr OpenApiFault kListFaults[] = {{400, "BadRequest"}, {500, "InternalServerError"}};
constexpr OpenApiFault kPostSilencesFaults[] = {{400, "BadRequest"}, {404, "NotFound"}};
constexpr OpenApiFault kSilenceFaults[] = {{404, "NotFound", false}, {500, "InternalServerError"}};

}  // namespace

constexpr GoJsonType kPostableSilence = {
    .name = "models.PostableSilence", .kind = Kind::kParts, .parts = kPostableSilenceParts};

constexpr OpenApiCall kGetStatus = {
    .name = "getStatus",
    .method = "GET",
    .path = "/status",
    .answer = &kStatus,
    .empty_answer = "&{<nil> <nil> <nil> <nil>} (*models.AlertmanagerStatus)"};
constexpr OpenApiCall kGetAlerts = {.name = "getAlerts",
                                    .method = "GET",
                                    .path = "/alerts",
                                    .answer = &kGettableAlerts,
                                    .empty_answer = "&[] (*models.GettableAlerts)",
                                    .faults = kListFaults};
constexpr OpenApiCall kPostAlerts = {
    .name = "postAlerts", .method = "POST", .path = "/alerts", .faults = kListFaults};
constexpr OpenApiCall kGetSilences = {.name = "getSilences",
                                      .method = "GET",
                                      .path = "/silences",
                                      .answer = &kGettableSilences,
                                      .empty_answer = "&[] (*models.GettableSilences)",
                                      .faults = kListFaults};
constexpr OpenApiCall kPostSilences = {.name = "postSilences",
                                       .method = "POST",
                                       .path = "/silences",
                                       .answer = &kPosted,
                                       .empty_answer = "&{} (*silence.PostSilencesOKBody)",
                                       .faults = kPostSilencesFaults};
constexpr OpenApiCall kGetSilence = {
    .name = "getSilence",
    .method = "GET",
    .path = "/silence/{silenceID}",
    .answer = &kGettableSilence,
    .empty_answer =
        "&{<nil> <nil> <nil> {map[] <nil> <nil> <nil> [] <nil>}} (*models.GettableSilence)",
    .faults = kSilenceFaults};
constexpr OpenApiCall kDeleteSilence = {.name = "deleteSilence",
                                        .method = "DELETE",
                                        .path = "/silence/{silenceID}",
                                        .faults = kSilenceFaults};

}  // namespace tools::compat
