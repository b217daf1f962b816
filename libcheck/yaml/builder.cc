#include "libcheck/yaml/builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "libcheck/yaml/alias_bomb.h"
#include "libcheck/yaml/codes.h"
#include "libcheck/yaml/duplicates.h"
#include "libcheck/yaml/merge_keys.h"

namespace check::yaml {
namespace {

constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";
constexpr std::string_view kCoreTags[] = {"!",     "!!null",   "!!bool",      "!!str",
                                          "!!int", "!!float",  "!!timestamp", "!!seq",
                                          "!!map", "!!binary", "!!merge"};
static_assert(std::size(kCoreTags) + 1 == Tag::kFirstOther);

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max() / 4;

std::uint64_t SaturatingAdd(std::uint64_t a, std::uint64_t b) { return std::min(kMost, a + b); }

}  // namespace

Builder::Builder(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
                 const ParseLimits& limits, Stream& stream)
    : file_(file), arena_(arena), diagnostics_(diagnostics), limits_(limits), stream_(stream) {
  stream_.tags.assign(std::begin(kCoreTags), std::end(kCoreTags));
}

void Builder::BeginDocument() {
  anchors_.clear();
  has_root_ = false;
  aliased_ = 0;
}

void Builder::EndDocument() {
  Document document;
  if (has_root_) document.root = arena_.New<Node>(root_);
  if (aliased_ > 0 && IsAliasBomb(root_, aliased_, weight_)) {
    diagnostics_
        .Report(kAliasBomb, {&file_, last_alias_},
                fmt::format("aliases would expand this document to {} values",
                            weight_ == kMost ? "billions of" : std::to_string(weight_)))
        .upstream = "yaml: document contains excessive aliasing";
    document.root = nullptr;
  }
  stream_.documents.push_back(document);
}

void Builder::Add(const Node& node, std::uint32_t height, std::uint64_t weight) {
  if (frames_.empty()) {
    root_ = node;
    has_root_ = true;
    weight_ = weight;
    return;
  }
  children_.push_back(node);
  Frame& parent = frames_.back();
  parent.height = std::max(parent.height, height + 1);
  parent.weight = SaturatingAdd(parent.weight, weight);
}

void Builder::Close(std::string_view anchor, const Node& node, std::uint32_t height,
                    std::uint64_t weight) {
  if (!anchor.empty()) anchors_[anchor] = {node, height, weight, true};
  Add(node, height, weight);
}

void Builder::Scalar(const Properties& properties, std::string_view text, Style style, Span span) {
  // Nothing at all may be said to stand past the end: see Failure.
  const auto end = static_cast<std::uint32_t>(file_.text().size());
  Node node;
  node.style = style;
  node.tag = properties.tag;
  node.span = {std::min(span.begin, end), std::min(span.end, end)};
  node.size_ = static_cast<std::uint32_t>(text.size());
  node.data_ = text.data();
  Close(properties.anchor, node, 0, 1);
}

bool Builder::Alias(std::string_view name, Span span) {
  const auto found = anchors_.find(name);
  if (found == anchors_.end()) {
    auto& problem = diagnostics_.Report(kUnknownAlias, {&file_, span},
                                        fmt::format("no anchor `&{}` before this alias", name));
    problem.notes.push_back(fmt::format("quote a value that starts with `*`"));
    problem.upstream = fmt::format("yaml: unknown anchor '{}' referenced", name);
    return false;
  }
  const Anchored& target = found->second;
  if (!target.complete) {
    auto& problem =
        diagnostics_.Report(kAliasLoop, {&file_, span},
                            fmt::format("alias `*{}` is inside its own anchor's value", name));
    problem.labels.push_back(
        {{&file_, {target.node.span.begin, target.node.span.begin}}, "the value begins here"});
    problem.upstream = fmt::format("yaml: anchor '{}' value contains itself", name);
    // Read on with nothing in its place: go-yaml finds what is wrong further down before this.
    Node nothing;
    nothing.is_alias = true;
    nothing.span = span;
    Add(nothing, 0, 1);
    return true;
  }
  if (frames_.size() + target.height >= limits_.max_depth) {
    ReportTooDeep(span);
    return false;
  }
  Node node = target.node;
  stream_.aliases.push_back({span, node.span});
  node.is_alias = true;
  node.span = span;
  last_alias_ = span;
  aliased_ = SaturatingAdd(aliased_, target.weight);
  Add(node, target.height, SaturatingAdd(target.weight, 1));
  return true;
}

bool Builder::Begin(const Properties& properties, Kind kind, Style style, Span span) {
  if (frames_.size() >= limits_.max_depth) {
    ReportTooDeep(span);
    return false;
  }
  if (style == Style::kFlow && ++flow_depth_ > limits_.max_flow_depth) {
    diagnostics_.Report(
        kTooDeep, {&file_, span},
        fmt::format("brackets are nested more than {} levels deep", limits_.max_flow_depth));
    return false;
  }
  Frame frame = {};
  frame.node.kind = kind;
  frame.node.style = style;
  frame.node.tag = properties.tag;
  frame.node.span = span;
  frame.first = static_cast<std::uint32_t>(children_.size());
  frame.weight = 1;
  frame.anchor = properties.anchor;
  if (!frame.anchor.empty()) anchors_[frame.anchor] = {frame.node, 0, 0, false};
  frames_.push_back(frame);
  return true;
}

void Builder::End(std::uint32_t end) {
  Frame frame = frames_.back();
  frames_.pop_back();
  if (frame.node.style == Style::kFlow) --flow_depth_;
  const std::size_t count = children_.size() - frame.first;
  const std::span<const Node> copied =
      arena_.Copy(std::span<const Node>(children_).subspan(frame.first));
  Node& node = frame.node;
  if (count != 0) end = std::max(end, children_.back().span.end);
  children_.resize(frame.first);

  node.span.end = std::max(node.span.end, end);
  node.data_ = copied.data();
  node.size_ = static_cast<std::uint32_t>(node.kind == Kind::kMapping ? count / 2 : count);
  if (node.kind == Kind::kMapping && limits_.report_duplicate_keys) {
    ReportDuplicateKeys(node, file_, stream_, diagnostics_);
    for (const Entry& entry : node.entries()) {
      const Node* bad = IsMergeKey(entry.key) ? NotMergeable(entry.value) : nullptr;
      if (bad != nullptr) ReportBadMerge(entry, *bad, file_, diagnostics_);
    }
  }
  Close(frame.anchor, node, frame.height, frame.weight);
}

void Builder::ReportTooDeep(Span span) {
  // Prometheus: go-yaml counts block and flow collections apart, and does not count through
  // aliases.
  diagnostics_
      .Report(kTooDeep, {&file_, span},
              fmt::format("collections are nested more than {} levels deep", limits_.max_depth))
      .upstream = fmt::format("yaml: exceeded max depth of {}", limits_.max_depth);
}

std::uint8_t Builder::TagNumber(std::string_view tag) {
  std::string name(tag);
  if (tag.starts_with(kTagPrefix)) name = "!!" + std::string(tag.substr(kTagPrefix.size()));
  const auto found = std::find(stream_.tags.begin(), stream_.tags.end(), name);
  if (found != stream_.tags.end()) {
    return static_cast<std::uint8_t>(found - stream_.tags.begin() + 1);
  }
  // Tags that mean nothing to us are all alike, so running out of numbers does no harm.
  if (stream_.tags.size() < 255) stream_.tags.push_back(arena_.Copy(name));
  return static_cast<std::uint8_t>(stream_.tags.size());
}

}  // namespace check::yaml
