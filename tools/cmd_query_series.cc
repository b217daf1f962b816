#include <memory>
#include <set>
#include <string>

#include "libcheck/report/json_text.h"
#include "tools/output.h"
#include "tools/query_list.h"
#include "tools/raw_output.h"

// The commands that ask which series and labels there are, of servers and of files.
namespace tools {
namespace {

namespace api = check::api;
using check::Result;
using check::report::Json;
using check::result::Grid;
using check::result::Tone;

struct Options {
  std::vector<std::string> words;
  std::vector<std::string> matches;
  SourceFlags source;
  TimeFlags times;
  ListOutput output;
  std::string start;
  std::string end;
  std::size_t limit = 0;

  void Declare(FlagSet& flags) {
    flags.Option("--match", &matches, "SELECTOR",
                 "Only series that match this selector; may be repeated");
    flags.Option("--start", &start, "TIME", "Start: RFC 3339, Unix time, -6h, yesterday 14:00");
    flags.Option("--end", &end, "TIME", "Likewise");
    flags.Option("--limit", &limit, "NUMBER", "Maximum number of results (0: all)");
    times.Declare(flags);
    output.Declare(flags);
    source.Declare(flags);
  }
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

Result<api::Selection> Select(const Options& options, const QuerySource& source) {
  const std::string zone = options.times.Zone(source);
  const auto extent = source.extent();
  const std::int64_t now = extent ? extent->last : Now();
  const auto start = ReadTimeFlag("--start", options.start, now, zone);
  if (!start) return start.error();
  const auto end = ReadTimeFlag("--end", options.end, now, zone);
  if (!end) return end.error();
  api::Selection selection = {.matches = options.matches, .start = *start, .end = *end};
  if (options.limit != 0) selection.limit = static_cast<std::int64_t>(options.limit);
  return selection;
}

std::optional<Exit> RefuseSelectors(const std::vector<std::string>& selectors, bool colour) {
  for (const std::string& selector : selectors) {
    if (const auto refused = RefuseQuery(selector, colour)) return refused;
  }
  return std::nullopt;
}

template <typename T>
Exit FailSelection(const api::Reply<T>& reply, const api::Selection& selection, bool colour) {
  return FailQuery(reply.fault, selection.matches.empty() ? "" : selection.matches[0], colour);
}

// A column for each label of any series.
Grid ToGrid(const std::vector<check::model::Labels>& all) {
  std::set<std::string_view> names;
  for (const check::model::Labels& labels : all) {
    for (const check::model::Label& label : labels.list()) names.insert(label.name->text);
  }
  std::vector<check::result::Column> columns;
  for (const std::string_view name : names) columns.push_back({std::string(name)});
  Grid grid(std::move(columns));
  for (const check::model::Labels& labels : all) {
    std::vector<check::result::Cell> cells;
    for (const std::string_view name : names) {
      cells.push_back(
          {std::string(labels.Get(name)), name == "__name__" ? Tone::kName : Tone::kPlain});
    }
    grid.AddRow(std::move(cells));
  }
  return grid;
}

Json ToJson(const std::vector<check::model::Labels>& all) {
  Json list = Json::array();
  for (const check::model::Labels& labels : all) {
    Json one = Json::object();
    for (const check::model::Label& label : labels.list()) {
      one[std::string(label.name->text)] = std::string(label.value->text);
    }
    list.push_back(std::move(one));
  }
  return list;
}

// In one line, so that it can be piped.
void WriteJson(const Json& json) {
  WriteData(json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
}

Exit RunSeries(Options& options) {
  // Selectors stand among the words, or behind --match.
  std::string server;
  for (std::size_t i = 0; i < options.words.size(); ++i) {
    const std::string& word = options.words[i];
    const bool may_be_server = i == 0 && options.source.data.empty();
    if (may_be_server && (LooksLikeServer(word) || !options.matches.empty())) {
      server = word;
    } else {
      options.matches.push_back(word);
    }
  }
  if (options.matches.empty()) return Fail("expected a selector, such as `up{job=\"node\"}`");
  const bool colour = options.output.color.Use();
  if (const auto refused = RefuseSelectors(options.matches, colour)) return *refused;
  const auto source = options.source.Open(server);
  if (!source) return Fail(source.error().message);
  const auto selection = Select(options, **source);
  if (!selection) return Fail(selection.error().message);
  const auto reply = (*source)->Series(*selection);
  WriteRemarks(reply.warnings, reply.infos);
  if (!reply) return FailSelection(reply, *selection, colour);
  if (options.output.format == "json") {
    WriteJson(ToJson(*reply));
  } else if (options.output.format == "promql") {
    for (const auto& labels : *reply) WriteOut(labels.ToString() + "\n");
  } else {
    options.output.Show(ToGrid(*reply), "no series match");
  }
  return Exit::kOk;
}

Exit RunLabels(Options& options) {
  const auto split = SplitServerAnd(options.words, 1, "a label name");
  if (!split) return Fail(split.error().message);
  const std::string label = split->rest.empty() ? "" : split->rest[0];
  const bool colour = options.output.color.Use();
  if (const auto refused = RefuseSelectors(options.matches, colour)) return *refused;
  const auto source = options.source.Open(split->server);
  if (!source) return Fail(source.error().message);
  const auto selection = Select(options, **source);
  if (!selection) return Fail(selection.error().message);
  const auto reply =
      label.empty() ? (*source)->LabelNames(*selection) : (*source)->LabelValues(label, *selection);
  WriteRemarks(reply.warnings, reply.infos);
  if (!reply) return FailSelection(reply, *selection, colour);
  if (options.output.is_json()) {
    WriteJson(Json(*reply));
    return Exit::kOk;
  }
  std::string lines;
  for (const std::string& text : *reply) lines += text + "\n";
  WriteOut(lines);
  return Exit::kOk;
}

constexpr Example kSeriesExamples[] = {
    {"pronoia query series localhost:9090 'up{job=\"node\"}'", "List the series that match"},
    {"pronoia query series --format json --match up --start -1d",
     "List series of the last day as JSON"},
};
constexpr Example kLabelsExamples[] = {
    {"pronoia query labels localhost:9090", "List all label names"},
    {"pronoia query labels localhost:9090 job", "List the values of a label"},
    {"pronoia query labels --match 'up' instance", "List the values of a label on series of `up`"},
};

}  // namespace

extern const Command kQuerySeriesCommand = {
    .path = "query series",
    .summary = "List the series that match selectors",
    .examples = kSeriesExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("selector", &options->words, "SELECTOR",
                     "Server (a URL, or with --match the name of a context) and selectors");
      options->Declare(flags);
      return [options] { return RunSeries(*options); };
    },
};

extern const Command kQueryLabelsCommand = {
    .path = "query labels",
    .summary = "List label names, or the values of a label",
    .examples = kLabelsExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("label", &options->words, "LABEL",
                     "Server (a URL or the name of a context) and label, both optional");
      options->Declare(flags);
      return [options] { return RunLabels(*options); };
    },
};

}  // namespace tools
