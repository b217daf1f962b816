#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "libcheck/base/text.h"
#include "libcheck/report/formats.h"
#include "libcheck/report/json_text.h"

namespace check::report {
namespace {

// Raised whenever something is renamed, removed or comes to mean something else. Additions do not
// count.
constexpr int kSchemaVersion = 1;

Json Position(LineColumn at, std::uint32_t offset) {
  return {{"line", at.line}, {"column", at.column}, {"offset", offset}};
}

Json Where(const Place& place) {
  return {{"path", place.path},
          {"begin", Position(place.begin, place.bytes.begin)},
          {"end", Position(place.end, place.bytes.end)}};
}

Json OneFix(const Fix& fix) {
  Json edits = Json::array();
  for (const Fix::Edit& edit : fix.edits) {
    edits.push_back({{"location", Where(edit.where)}, {"text", edit.text}});
  }
  return {{"title", fix.title}, {"edits", std::move(edits)}};
}

Json OneFinding(const Finding& finding, const Fix* fix) {
  Json labels = Json::array();
  for (const PlaceLabel& label : finding.labels) {
    labels.push_back({{"message", label.message}, {"location", Where(label.where)}});
  }
  Json json = {{"code", finding.info->code},       {"severity", ToString(finding.severity)},
               {"message", finding.message},       {"location", Where(finding.where)},
               {"excerpt", finding.where.excerpt}, {"labels", std::move(labels)},
               {"notes", finding.notes},           {"fingerprint", Hex(finding.where.fingerprint)}};
  if (fix != nullptr) json["fix"] = OneFix(*fix);
  return json;
}

Json Summary(const Run& run) {
  std::map<Severity, std::size_t> counts;
  std::set<std::string_view> paths;
  for (const Finding& finding : run.findings) {
    ++counts[finding.severity];
    if (!finding.where.path.empty()) paths.insert(finding.where.path);
  }
  for (const Omitted& omitted : run.omitted) {
    counts[omitted.severity] += omitted.count;
    paths.insert(omitted.path);
  }
  Json summary = {{"files", run.files.size()}, {"files_with_findings", paths.size()}};
  for (const auto& [unit, count] : Totals(run)) summary[std::string(unit) + "s"] = count;
  summary["errors"] = counts[Severity::kError];
  summary["warnings"] = counts[Severity::kWarning];
  summary["infos"] = counts[Severity::kInfo];
  summary["suppressed"] = run.suppressed;
  summary["baselined"] = run.baselined;
  summary["stale_baseline_entries"] = run.stale_baseline;
  if (run.fixed) summary["fixed"] = *run.fixed;
  return summary;
}

// What is known of the codes that occur, once each.
Json Codes(const Run& run) {
  std::map<std::string_view, const CodeInfo*> found;
  for (const Finding& finding : run.findings) found[finding.info->code] = finding.info;
  Json codes = Json::object();
  for (const auto& [code, info] : found) {
    codes[std::string(code)] = {{"severity", ToString(info->severity)},
                                {"summary", info->summary},
                                {"explanation", TrimSpace(info->explanation)}};
  }
  return codes;
}

// Everything but the findings, whose list is empty.
Json Frame(const Run& run, const Style& style) {
  Json files = Json::array();
  for (const CheckedFile& file : run.files) {
    Json one = {{"path", file.path}};
    if (!file.unit.empty()) one[std::string(file.unit) + "s"] = file.count;
    files.push_back(std::move(one));
  }
  Json frame = {
      {"version", kSchemaVersion}, {"tool", {{"name", "pronoia"}, {"version", style.tool_version}}},
      {"summary", Summary(run)},   {"files", std::move(files)},
      {"findings", Json::array()}, {"codes", Codes(run)}};
  // Only if there are any, so that a complete report is the same with and without a limit.
  for (const Omitted& omitted : run.omitted) {
    frame["omitted"].push_back({{"path", omitted.path},
                                {"code", omitted.info->code},
                                {"severity", ToString(omitted.severity)},
                                {"count", omitted.count}});
  }
  return frame;
}

// As an item of the list, each line of it indented.
void RenderItem(const Finding& finding, const Fix* fix, std::string& out) {
  const std::string item = ToText(OneFinding(finding, fix));
  out += ',';
  for (std::string_view text = item; !text.empty();) {
    out += "\n    ";
    out += TakeUpTo(text, '\n');
  }
}

void WriteRun(const Run& run, const Style& style, const Writer& write) {
  const std::string frame = ToText(Frame(run, style));
  // No text in it has a line break.
  constexpr std::string_view kStart = "\n  \"findings\": [";
  const std::size_t middle = frame.find(kStart) + kStart.size();
  write(std::string_view(frame).substr(0, middle));
  bool is_first = true;
  const auto without_comma = [&](std::string_view piece) {
    if (std::exchange(is_first, false)) piece.remove_prefix(1);
    write(piece);
  };
  WriteFindings(run.findings, without_comma, [&](const Finding& finding, std::string& out) {
    RenderItem(finding, FixOf(run, finding), out);
  });
  if (!run.findings.empty()) write("\n  ");
  write(std::string_view(frame).substr(middle));
}

}  // namespace

constinit const Format kJsonFormat = {
    .name = "json",
    .doc = "For programs: all details of each finding, in a stable schema.",
    .write = WriteRun,
};

}  // namespace check::report
