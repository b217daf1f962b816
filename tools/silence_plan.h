#ifndef TOOLS_SILENCE_PLAN_H_
#define TOOLS_SILENCE_PLAN_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/result/grid.h"
#include "libcheck/silences/plan.h"
#include "tools/command.h"

namespace tools {

/// A file of silences, and what it takes to make a server's silences those of the file.
struct FilePlan {
  std::string path;
  check::silences::SilencesFile file;
  check::silences::Plan plan;
  std::vector<check::silences::Imported> results;  ///< Of the steps; empty: nothing was done.
};

/// Reads files of silences. Nothing, with all reasons reported, if one of them cannot be used.
std::optional<std::vector<FilePlan>> ReadSilencesFiles(const std::vector<std::string>& paths,
                                                       bool colour);

/// The plans for people: files with their steps, and below each step what there is to say of it.
std::string PlanText(std::span<const FilePlan> plans, std::string_view zone, bool colour);
/// The plans as a table, with a section for each file.
check::result::Grid PlanGrid(std::span<const FilePlan> plans, std::string_view zone);
/// The same, and what came of it, for programs.
std::string PlanJson(std::span<const FilePlan> plans);
/// "plan: 2 to create, 1 to change, 0 to expire; 5 are as they should be", and what else there is
/// to say of the plans. Ends in a line break.
std::string PlanSummary(std::span<const FilePlan> plans);
std::size_t StepCount(std::span<const FilePlan> plans);

/// What came of applying the plans: one line for each silence that was made, changed or ended, on
/// standard output unless `quiet`; all else on standard error.
Exit ReportApplied(std::span<const FilePlan> plans, bool quiet);

}  // namespace tools

#endif  // TOOLS_SILENCE_PLAN_H_
