#include "libcheck/config/alertmanager/template_trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/template/codes.h"
#include "libcheck/yaml/parse.h"

namespace check::config::alertmanager {
namespace {

namespace gt = gotemplate;

constexpr gt::ExecutionLimits kLimits = {.templates = 500,
                                         .depth = 3'000,
                                         .steps = 200'000,
                                         .output_bytes = std::size_t{1} << 20,
                                         .memory_bytes = std::size_t{8} << 20};

// What all texts of a configuration may take: a fraction of it is enough for the largest.
constexpr std::uint64_t kMostSteps = 5'000'000;

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

// Whether a text seems to be meant as a JSON object or list.
bool LooksLikeJson(std::string_view text) {
  text = Trimmed(text);
  if (text.size() < 2 || text.find('"') == std::string_view::npos) return false;
  return (text.front() == '{' && text.back() == '}') || (text.front() == '[' && text.back() == ']');
}

// Where a text stops being JSON as YAML has it, which is how Alertmanager reads it; nothing if it
// is fine. Commas may follow the last element.
std::optional<std::uint32_t> JsonFault(const std::string& text) {
  const SourceBuffer file(std::string(), text);
  Arena arena;
  Diagnostics faults;
  yaml::Parse(file, arena, faults, {.max_documents = 1, .report_duplicate_keys = false});
  for (const Diagnostic& fault : faults.found()) {
    if (fault.severity == Severity::kError) return fault.where.span.begin;
  }
  return std::nullopt;
}

// For each byte of a JSON text, whether it is inside a string.
std::vector<bool> InStrings(std::string_view text) {
  std::vector<bool> inside(text.size() + 1);
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    inside[i] = in_string;
    if (in_string && text[i] == '\\' && i + 1 < text.size()) {
      inside[++i] = true;
    } else if (text[i] == '"') {
      in_string = !in_string;
    }
  }
  return inside;
}

// Whether what follows `before` is in the query of a URL.
bool EndsInQuery(std::string_view before) {
  const std::size_t space = before.find_last_of(" \t\r\n<>()[]'`|");
  if (space != std::string_view::npos) before.remove_prefix(space + 1);
  const std::size_t scheme = before.rfind("://");
  return scheme != std::string_view::npos && before.find('?', scheme) != std::string_view::npos;
}

// What is around a place in JSON: its punctuation alone, since values may be secrets.
std::string Around(std::string_view text, std::size_t at) {
  constexpr std::size_t kDistance = 24;
  constexpr std::string_view kPunctuation = "{}[],:\"";
  const std::size_t begin = at > kDistance ? at - kDistance : 0;
  std::string shown;
  for (const char c : text.substr(begin, at - begin + kDistance)) {
    if (kPunctuation.find(c) != std::string_view::npos) {
      shown += c;
    } else if (!IsSpace(c) && !shown.ends_with("...")) {
      shown += "...";
    }
  }
  return shown;
}

}  // namespace

class TemplateTrial::Recorder final : public gt::PrintObserver {
 public:
  Recorder(const TemplateTrial& trial, const SourceFile* executed, std::vector<Piece>& pieces)
      : trial_(trial), executed_(executed), pieces_(pieces) {}

  void OnPrint(const gt::Program& in, const gt::Node& node, std::size_t begin,
               std::string_view printed) override {
    const auto [known, is_new] = sources_.try_emplace(in.text.data());
    if (is_new) known->second = trial_.SourceOf(in.text, executed_);
    pieces_.push_back(
        {known->second, node.span, node.kind == gt::NodeKind::kText, begin, printed.size()});
  }

 private:
  const TemplateTrial& trial_;
  const SourceFile* executed_;
  std::vector<Piece>& pieces_;
  std::unordered_map<const char*, const SourceFile*> sources_;
};

TemplateTrial::TemplateTrial(const gt::NotificationTemplates& templates,
                             std::vector<const SourceFile*> sources, SampleNames names,
                             Diagnostics& diagnostics)
    : templates_(templates),
      sources_(std::move(sources)),
      names_(std::move(names)),
      diagnostics_(diagnostics),
      known_(diagnostics.found().size()),
      steps_left_(kMostSteps) {
  for (const SampleStyle style : {SampleStyle::kWord, SampleStyle::kNumber, SampleStyle::kTime,
                                  SampleStyle::kBase64, SampleStyle::kSpecial}) {
    usual_.push_back(MakeUsualCase(names_, style, memory_));
  }
  edges_.resize(usual_.size());
}

const SourceFile* TemplateTrial::SourceOf(std::string_view text, const SourceFile* executed) const {
  if (executed != nullptr && executed->text() == text) return executed;
  for (const SourceFile* source : sources_) {
    if (source->text() == text) return source;
  }
  return nullptr;
}

TemplateTrial::Outcome TemplateTrial::Run(const TriedText& text, const NotificationCase& with) {
  Outcome outcome;
  Recorder recorder(*this, text.source, outcome.pieces);
  auto result = templates_.Trace(text.text, text.escaping, gt::MakeNotification(with.data),
                                 kSampleTime, execution_, kLimits, &recorder, &outcome.trace);
  // Each takes some, whatever it does.
  constexpr std::uint64_t kLeast = 20;
  steps_left_ -= std::min(steps_left_, outcome.trace.steps + kLeast);
  if (result) {
    outcome.output = *std::move(result);
  } else {
    outcome.error = std::move(result.error().message);
  }
  return outcome;
}

std::optional<TriedLengths> TemplateTrial::Try(const TriedText& text) {
  if (steps_left_ == 0) return std::nullopt;
  // Values of some kind have to do: a template may want numbers, or times.
  std::size_t style = 0;
  const auto special = static_cast<std::size_t>(SampleStyle::kSpecial);
  Outcome usual = Run(text, usual_[0]);
  if (!usual.output) {
    const Outcome first = std::move(usual);
    do {
      usual = Run(text, usual_[++style]);
    } while (!usual.output && style + 1 < special);
    if (!usual.output) {
      ReportFailure(text, first, usual_[0]);
      return std::nullopt;
    }
  }
  if (edges_[style].empty()) {
    edges_[style] = MakeEdgeCases(names_, static_cast<SampleStyle>(style), memory_);
  }
  const bool is_json = text.escaping == gt::Escaping::kNone && LooksLikeJson(*usual.output) &&
                       !JsonFault(*usual.output);
  TriedLengths lengths = {*usual.output, {}};
  for (const NotificationCase& edge : edges_[style]) {
    if (edge.is_resolved && !text.sends_resolved) continue;
    const Outcome outcome = Run(text, edge);
    if (!outcome.output) {
      ReportFailure(text, outcome, edge);
      continue;
    }
    if (lengths.many.empty()) lengths.many = *outcome.output;
    if (is_json) CheckJson(outcome, edge);
  }
  if (text.escaping == gt::Escaping::kNone && style == 0) {
    const Outcome outcome = Run(text, usual_[special]);
    if (outcome.output) CheckEscapes(usual, outcome);
  }
  return lengths;
}

void TemplateTrial::ReportFailure(const TriedText& text, const Outcome& outcome,
                                  const NotificationCase& with) {
  const gt::ExecutionTrace& fault = outcome.trace;
  if (fault.text.empty()) {
    // Escaping failed, or parsing, which has been reported.
    constexpr std::string_view kEscaping = "html/template:";
    if (text.source == nullptr || !outcome.error.starts_with(kEscaping)) return;
    Report(gt::kFails, text.source, {0, static_cast<std::uint32_t>(text.text.size())},
           fmt::format("the HTML cannot be made safe:{}", outcome.error.substr(kEscaping.size())),
           "");
    return;
  }
  // The text tells it: it has been reported unless a file that is not at hand may define it.
  if (fault.why.starts_with("template ") && fault.why.ends_with(" not defined")) return;
  Report(gt::kFails, SourceOf(fault.text, text.source), fault.span,
         fmt::format("the template fails for {}: {}", with.description, fault.why),
         text.is_sent_despite_faults ? "the message is cut off at this place"
                                     : "a notification whose template fails is not sent");
}

void TemplateTrial::CheckJson(const Outcome& other, const NotificationCase& with) {
  const std::string& output = *other.output;
  if (Trimmed(output).empty()) return;
  const auto at = JsonFault(output);
  if (!at) return;
  for (const Piece& piece : other.pieces) {
    if (*at < piece.begin || *at >= piece.begin + piece.size) continue;
    Span where = piece.node;
    if (piece.is_text) {
      where.begin += static_cast<std::uint32_t>(*at - piece.begin);
      where.end = where.begin + 1;
    }
    Report(gt::kBadJson, piece.source, where,
           fmt::format("this breaks the JSON for {}", with.description),
           fmt::format("the result is `{}`", Around(output, *at)));
    return;
  }
}

// Compares what each action prints for plain values and for those with special characters.
void TemplateTrial::CheckEscapes(const Outcome& usual, const Outcome& special) {
  std::set<std::pair<const SourceFile*, std::uint32_t>> raw;
  for (const Piece& piece : special.pieces) {
    if (piece.is_text || piece.source == nullptr) continue;
    const std::string_view printed =
        std::string_view(*special.output).substr(piece.begin, piece.size);
    if (printed.find(kSpecialSample) != std::string_view::npos) {
      raw.insert({piece.source, piece.node.begin});
    }
  }
  if (raw.empty()) return;
  const std::string& output = *usual.output;
  const bool is_json = LooksLikeJson(output) && !JsonFault(output);
  const std::vector<bool> in_strings = is_json ? InStrings(output) : std::vector<bool>();
  for (const Piece& piece : usual.pieces) {
    if (piece.is_text || raw.count({piece.source, piece.node.begin}) == 0) continue;
    if (is_json && in_strings[piece.begin]) {
      Report(gt::kJsonNotEscaped, piece.source, piece.node,
             "a quote, a backslash or a line break in the value breaks the JSON",
             "pipe the value to `toJson`, and remove the quotes around it");
    } else if (EndsInQuery(std::string_view(output).substr(0, piece.begin))) {
      Report(gt::kUrlNotEscaped, piece.source, piece.node,
             "a space, `&`, `#` or `+` in the value breaks the URL",
             "pipe the value to `urlquery`");
    }
  }
}

bool TemplateTrial::Report(const CodeInfo& info, const SourceFile* source, Span span,
                           std::string message, std::string note) {
  if (source == nullptr) return false;
  // What the text alone tells has been reported.
  for (std::size_t i = 0; i < known_; ++i) {
    const Location& known = diagnostics_.found()[i].where;
    if (known.file == source && known.span.begin < span.end && span.begin < known.span.end) {
      return false;
    }
  }
  if (!reported_.insert({source, span.begin, &info}).second) return false;
  Diagnostic& diagnostic = diagnostics_.Report(info, {source, span}, std::move(message));
  if (!note.empty()) diagnostic.notes.push_back(std::move(note));
  return true;
}

}  // namespace check::config::alertmanager
