#ifndef TESTS_FUZZ_TARGETS_H_
#define TESTS_FUZZ_TARGETS_H_

#include <cstdio>
#include <cstdlib>
#include <string_view>

/// What is fed with arbitrary bytes: by libFuzzer, and by a test with the inputs in
/// testdata/fuzz/NAME that once failed or that reach far.
namespace check::fuzz {

void FuzzAlertMatchers(std::string_view bytes);
void FuzzAlertRoutes(std::string_view bytes);
void FuzzAlertmanager(std::string_view bytes);
void FuzzApiAnswer(std::string_view bytes);
void FuzzCel(std::string_view bytes);
void FuzzConfig(std::string_view bytes);
void FuzzCsv(std::string_view bytes);
void FuzzDiscovery(std::string_view bytes);
void FuzzExposition(std::string_view bytes);
void FuzzFormat(std::string_view bytes);
void FuzzNotification(std::string_view bytes);
void FuzzNotify(std::string_view bytes);
void FuzzOpenMetrics(std::string_view bytes);
void FuzzPromql(std::string_view bytes);
void FuzzPromqlEngine(std::string_view bytes);
void FuzzPromtoolAnswer(std::string_view bytes);
void FuzzPush(std::string_view bytes);
void FuzzRelabel(std::string_view bytes);
void FuzzRouteTests(std::string_view bytes);
void FuzzRules(std::string_view bytes);
void FuzzSecrets(std::string_view bytes);
void FuzzSeriesDescription(std::string_view bytes);
void FuzzSilencesFile(std::string_view bytes);
void FuzzSloEvents(std::string_view bytes);
void FuzzSloSpec(std::string_view bytes);
void FuzzSuppress(std::string_view bytes);
void FuzzTargets(std::string_view bytes);
void FuzzTemplate(std::string_view bytes);
void FuzzTemplateCheck(std::string_view bytes);
void FuzzTemplateExec(std::string_view bytes);
void FuzzTestFile(std::string_view bytes);
void FuzzTimeExpression(std::string_view bytes);
void FuzzTimeIntervals(std::string_view bytes);
void FuzzTimeZone(std::string_view bytes);
void FuzzYaml(std::string_view bytes);

struct Target {
  std::string_view name;  ///< Of the folder, and of NAME_fuzz.cc.
  void (*run)(std::string_view bytes);
};

/// Sorted by name. A new target is a function above, a row here, and its file in both CMakeLists.
inline constexpr Target kTargets[] = {
    {"alert_matchers", FuzzAlertMatchers},
    {"alert_routes", FuzzAlertRoutes},
    {"alertmanager", FuzzAlertmanager},
    {"api_answer", FuzzApiAnswer},
    {"cel", FuzzCel},
    {"config", FuzzConfig},
    {"csv", FuzzCsv},
    {"discovery", FuzzDiscovery},
    {"exposition", FuzzExposition},
    {"format", FuzzFormat},
    {"notification", FuzzNotification},
    {"notify", FuzzNotify},
    {"openmetrics", FuzzOpenMetrics},
    {"promql", FuzzPromql},
    {"promql_engine", FuzzPromqlEngine},
    {"promtool_answer", FuzzPromtoolAnswer},
    {"push", FuzzPush},
    {"relabel", FuzzRelabel},
    {"route_tests", FuzzRouteTests},
    {"rules", FuzzRules},
    {"secrets", FuzzSecrets},
    {"series_description", FuzzSeriesDescription},
    {"silences_file", FuzzSilencesFile},
    {"slo_events", FuzzSloEvents},
    {"slo_spec", FuzzSloSpec},
    {"suppress", FuzzSuppress},
    {"targets", FuzzTargets},
    {"template", FuzzTemplate},
    {"template_check", FuzzTemplateCheck},
    {"template_exec", FuzzTemplateExec},
    {"test_file", FuzzTestFile},
    {"time_expression", FuzzTimeExpression},
    {"time_intervals", FuzzTimeIntervals},
    {"time_zone", FuzzTimeZone},
    {"yaml", FuzzYaml},
};

/// Ends the process if something that must hold for every input does not.
inline void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

}  // namespace check::fuzz

#endif  // TESTS_FUZZ_TARGETS_H_
