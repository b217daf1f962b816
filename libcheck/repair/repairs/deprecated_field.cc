#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/ascii.h"
#include "libcheck/repair/block_entry.h"
#include "libcheck/repair/names.h"
#include "libcheck/repair/repairs.h"
#include "libcheck/yaml/parse.h"

namespace check::repair {
namespace {

std::string Repeat(std::size_t count) { return std::string(count, ' '); }

// `bearer_token: x` becomes `authorization:` with `credentials: x` below it.
std::optional<Fix> Nest(const Spot& spot, const BlockEntry& entry, std::string_view inner) {
  const std::string_view text = spot.file_text();
  const Span value = entry.first_line_of_value();
  if (!entry.is_one_line() || value.size() == 0 || text[value.begin] == '|' ||
      text[value.begin] == '>') {
    return std::nullopt;
  }
  // Of several ways to authenticate, which one is meant is not known.
  for (const std::string_view other :
       {"authorization", "basic_auth", "oauth2", "bearer_token", "bearer_token_file"}) {
    if (other != Unquoted(spot.text()) && entry.Sibling(other)) return std::nullopt;
  }
  const bool has_cr = text.substr(0, text.find('\n')).ends_with('\r');
  return spot.Replace("move to `authorization`", entry.key(),
                      "authorization:" + std::string(has_cr ? "\r\n" : "\n") +
                          Repeat(entry.indent() + 2) + std::string(inner));
}

// `no_follow_redirects: true` is `follow_redirects: false`.
std::optional<Fix> Negate(const Spot& spot, const BlockEntry& entry, std::string_view name) {
  const Span value = entry.first_line_of_value();
  const std::string_view written = spot.file_text().substr(value.begin, value.size());
  if (!entry.is_one_line() || (written != "true" && written != "false") || entry.Sibling(name)) {
    return std::nullopt;
  }
  return spot.Replace(
      "write `" + std::string(name) + "`",
      {{entry.key(), std::string(name)}, {value, written == "true" ? "false" : "true"}});
}

bool IsLabelName(std::string_view name) {
  return !name.empty() && IsNameStart(name.front()) && std::ranges::all_of(name, IsNamePart);
}

// As the parser of matchers reads it, in YAML's single quotes.
std::string MatcherItem(std::string_view name, std::string_view op, std::string_view value) {
  std::string item = "'" + std::string(name) + std::string(op) + "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') item += '\\';
    if (c == '\'') item += '\'';
    item += c;
  }
  return item + "\"'";
}

// Whether the value of a map of labels is the same text whatever reads it.
bool IsText(const yaml::Node& node, const SourceFile& file) {
  if (!node.IsScalar() || node.is_alias || node.tag != yaml::Tag::kNone) return false;
  const std::string_view text = node.scalar();
  if (text.empty() || text.find_first_of("\n\r\t") != std::string_view::npos) return false;
  if (node.style == yaml::Style::kSingleQuoted || node.style == yaml::Style::kDoubleQuoted) {
    return true;
  }
  // Plain text is a number or a boolean now and then; what is written is what counts.
  return node.style == yaml::Style::kPlain && file.text(node.span) == text && !node.IsNull();
}

// Appends `- 'a="b"'` for each entry of a map of labels. False: it is not written plainly.
bool AddMatchers(std::string_view text, const BlockEntry& entry, std::string_view op,
                 std::vector<std::string>& items) {
  const std::string_view part = text.substr(entry.span().begin, entry.span().size());
  // Comments and anchors would be lost.
  constexpr std::string_view kLost[] = {" #", " &", " !", "<<:"};
  const auto has = [&](std::string_view what) { return part.find(what) != part.npos; };
  if (std::ranges::any_of(kLost, has)) return false;
  Arena arena;
  Diagnostics diagnostics;
  // With the indentation of its first line, so that all of it is as deep as it was.
  const SourceBuffer file("", Repeat(entry.indent()) + std::string(part));
  const yaml::Stream stream = yaml::Parse(file, arena, diagnostics);
  const yaml::Node* root = stream.documents.size() == 1 ? stream.documents[0].root : nullptr;
  if (diagnostics.HasErrors() || root == nullptr || root->entries().size() != 1) return false;
  const yaml::Node& labels = root->entries()[0].value;
  if (!labels.IsMapping() || labels.is_alias || labels.entries().empty()) return false;
  for (const yaml::Entry& label : labels.entries()) {
    if (!IsText(label.key, file) || !IsText(label.value, file)) return false;
    if (!IsLabelName(label.key.scalar())) return false;
    items.push_back(MatcherItem(label.key.scalar(), op, label.value.scalar()));
  }
  return true;
}

// `match` and `match_re`, or those of one side of an inhibition rule, become `matchers`. Both are
// changed at once, whichever of them is marked.
std::optional<Fix> ToMatchers(const Spot& spot, const BlockEntry& entry, std::string_view prefix) {
  const std::string equal = std::string(prefix) + "match";
  const std::string regex = equal + "_re";
  const std::string matchers = std::string(prefix) + "matchers";
  const bool is_regex = Unquoted(spot.text()) == regex;
  if (entry.Sibling(matchers)) return std::nullopt;
  const std::optional<BlockEntry> other = entry.Sibling(is_regex ? equal : regex);
  const BlockEntry* const first =
      other && other->span().begin < entry.span().begin ? &*other : &entry;
  const BlockEntry* const second = !other ? nullptr : first == &entry ? &*other : &entry;
  const std::string_view text = spot.file_text();
  std::vector<std::string> items;
  const auto add = [&](const BlockEntry& one) {
    const bool is_this = &one == &entry;
    return AddMatchers(text, one, is_this == is_regex ? "=~" : "=", items);
  };
  if (!add(*first) || (second != nullptr && !add(*second))) return std::nullopt;

  const bool has_cr = text.substr(0, text.find('\n')).ends_with('\r');
  std::string list = matchers + ":";
  for (const std::string& item : items) {
    list += (has_cr ? "\r\n" : "\n") + Repeat(first->indent() + 2) + "- " + item;
  }
  const std::string title = "write `" + matchers + "`";
  if (second == nullptr) return spot.Replace(title, first->span(), std::move(list));
  const auto lines = second->lines();
  if (!lines) return std::nullopt;
  return spot.Replace(title, {{first->span(), std::move(list)}, {*lines, ""}});
}

std::optional<Fix> MakeFix(const Spot& spot) {
  const auto entry = BlockEntry::At(spot.file_text(), spot.span());
  if (!entry) return std::nullopt;
  const std::string_view key = Unquoted(spot.text());
  if (key == "bearer_token") return Nest(spot, *entry, "credentials");
  if (key == "bearer_token_file") return Nest(spot, *entry, "credentials_file");
  if (key == "no_follow_redirects") return Negate(spot, *entry, "follow_redirects");
  for (const std::string_view prefix : {"", "source_", "target_"}) {
    const std::string equal = std::string(prefix) + "match";
    if (key == equal || key == equal + "_re") return ToMatchers(spot, *entry, prefix);
  }
  return std::nullopt;
}

}  // namespace

extern const Repair deprecated_field = {"deprecated-field", MakeFix};

}  // namespace check::repair
