#include "libcheck/model/labels.h"

#include <algorithm>

#include "libcheck/base/ascii.h"
#include "libcheck/base/inline_vector.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/xxhash.h"
#include "libcheck/model/names.h"

namespace check::model {
namespace {

constexpr std::size_t kFirstTableSize = 64;

// Of the hashes of names and values, which are the same in every run.
std::uint64_t HashOf(std::span<const Label> labels) {
  InlineVector<std::uint64_t, 32> hashes;
  for (const Label& label : labels) {
    hashes.push_back(label.name->hash);
    hashes.push_back(label.value->hash);
  }
  return HashBytes(
      {reinterpret_cast<const char*>(hashes.begin()), hashes.size() * sizeof hashes[0]});
}

bool SameLabels(std::span<const Label> a, std::span<const Label> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Label& x, const Label& y) {
    return x.name == y.name && x.value == y.value;
  });
}

// [a-zA-Z_][a-zA-Z0-9_]*: needs no quotes.
bool IsPlainName(std::string_view name) {
  return !name.empty() && IsNameStart(name[0]) && std::all_of(name.begin(), name.end(), IsNamePart);
}

bool Contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Prometheus: the length of each string is one byte, or 255 and three bytes, lowest first.
void AppendSized(std::string& out, std::string_view text) {
  const std::size_t size = text.size();
  if (size < 255) {
    out += static_cast<char>(size);
  } else {
    out += static_cast<char>(255);
    for (int shift : {0, 8, 16}) out += static_cast<char>((size >> shift) & 255);
  }
  out += text;
}

}  // namespace

bool IsMetadataLabel(std::string_view name) {
  return name == kMetricName || name == "__type__" || name == "__unit__";
}

std::string_view Labels::Get(std::string_view name) const {
  for (const Label& label : list()) {
    if (label.name->text == name) return label.value->text;
  }
  return {};
}

bool Labels::Has(std::string_view name) const {
  return std::any_of(list().begin(), list().end(),
                     [&](const Label& label) { return label.name->text == name; });
}

std::string Labels::ToString() const {
  std::string out = "{";
  for (const Label& label : list()) {
    if (out.size() > 1) out += ", ";
    if (IsPlainName(label.name->text)) {
      out += label.name->text;
    } else {
      AppendGoQuote(out, label.name->text);
    }
    out += '=';
    AppendGoQuote(out, label.value->text);
  }
  out += '}';
  return out;
}

std::uint64_t Labels::PrometheusHash() const {
  std::string bytes;
  for (const Label& label : list()) {
    AppendSized(bytes, label.name->text);
    AppendSized(bytes, label.value->text);
  }
  return XxHash64(bytes);
}

int Compare(Labels a, Labels b) {
  if (a == b) return 0;
  const std::span<const Label> x = a.list();
  const std::span<const Label> y = b.list();
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    if (const int order = x[i].name->text.compare(y[i].name->text); order != 0) return order;
    if (const int order = x[i].value->text.compare(y[i].value->text); order != 0) return order;
  }
  return x.size() == y.size() ? 0 : x.size() < y.size() ? -1 : 1;
}

LabelTable::LabelTable() : symbols_(kFirstTableSize), label_sets_(kFirstTableSize) {
  metric_name_ = Intern(kMetricName);
  empty_ = Lookup({}).set();
}

const Symbol* LabelTable::Find(std::string_view text) const {
  const std::uint64_t hash = HashBytes(text);
  for (std::size_t i = hash;; ++i) {
    const Symbol* symbol = symbols_[i & (symbols_.size() - 1)];
    if (symbol == nullptr || (symbol->hash == hash && symbol->text == text)) return symbol;
  }
}

const Symbol* LabelTable::Intern(std::string_view text) {
  if (const Symbol* known = Find(text)) return known;
  if (symbol_count_ * 2 >= symbols_.size()) GrowSymbols();
  const Symbol* symbol = arena_.New<Symbol>(arena_.Copy(text), HashBytes(text));
  std::size_t i = symbol->hash & (symbols_.size() - 1);
  while (symbols_[i] != nullptr) i = (i + 1) & (symbols_.size() - 1);
  symbols_[i] = symbol;
  ++symbol_count_;
  bytes_ += text.size() + sizeof(Symbol) + 2 * sizeof(void*);
  return symbol;
}

void LabelTable::GrowSymbols() {
  std::vector<const Symbol*> larger(symbols_.size() * 2);
  for (const Symbol* symbol : symbols_) {
    if (symbol == nullptr) continue;
    std::size_t i = symbol->hash & (larger.size() - 1);
    while (larger[i] != nullptr) i = (i + 1) & (larger.size() - 1);
    larger[i] = symbol;
  }
  symbols_ = std::move(larger);
}

void LabelTable::GrowSets() {
  std::vector<const LabelSet*> larger(label_sets_.size() * 2);
  for (const LabelSet* set : label_sets_) {
    if (set == nullptr) continue;
    std::size_t i = set->hash & (larger.size() - 1);
    while (larger[i] != nullptr) i = (i + 1) & (larger.size() - 1);
    larger[i] = set;
  }
  label_sets_ = std::move(larger);
}

Labels LabelTable::Lookup(std::span<const Label> sorted) {
  const std::uint64_t hash = HashOf(sorted);
  std::size_t i = hash & (label_sets_.size() - 1);
  for (; label_sets_[i] != nullptr; i = (i + 1) & (label_sets_.size() - 1)) {
    const LabelSet* set = label_sets_[i];
    if (set->hash == hash && SameLabels(set->labels, sorted)) return Labels(set);
  }
  LabelSet* set = arena_.New<LabelSet>();
  set->labels = arena_.Copy(sorted);
  set->hash = hash;
  for (const Label& label : sorted) {
    if (label.name == metric_name_) set->name = label.value;
  }
  label_sets_[i] = set;
  bytes_ += sorted.size() * sizeof(Label) + sizeof(LabelSet) + 2 * sizeof(void*);
  if (++set_count_ * 2 >= label_sets_.size()) GrowSets();
  return Labels(set);
}

Labels LabelTable::Make(std::span<const std::pair<std::string_view, std::string_view>> labels) {
  scratch_.clear();
  for (const auto& [name, value] : labels) {
    if (!value.empty()) scratch_.push_back({Intern(name), Intern(value)});
  }
  return Make(scratch_);
}

Labels LabelTable::Make(std::vector<Label>& labels) {
  std::sort(labels.begin(), labels.end(),
            [](const Label& a, const Label& b) { return a.name->text < b.name->text; });
  return Lookup(labels);
}

Labels LabelTable::Import(Labels labels) {
  scratch_.clear();
  for (const Label& label : labels.list()) {
    scratch_.push_back({Intern(label.name->text), Intern(label.value->text)});
  }
  return Lookup(scratch_);
}

Labels LabelTable::DropMetadata(Labels labels) {
  const LabelSet* set = labels.set();
  if (set->without_metadata == nullptr) {
    scratch_.clear();
    for (const Label& label : set->labels) {
      if (!IsMetadataLabel(label.name->text)) scratch_.push_back(label);
    }
    set->without_metadata = Lookup(scratch_).set();
  }
  return Labels(set->without_metadata);
}

Labels LabelTable::Keep(Labels labels, std::span<const std::string_view> names) {
  scratch_.clear();
  for (const Label& label : labels.list()) {
    if (Contains(names, label.name->text)) scratch_.push_back(label);
  }
  return Lookup(scratch_);
}

Labels LabelTable::Drop(Labels labels, std::span<const std::string_view> names) {
  scratch_.clear();
  for (const Label& label : labels.list()) {
    if (!Contains(names, label.name->text)) scratch_.push_back(label);
  }
  return Lookup(scratch_);
}

Labels LabelTable::With(Labels labels, std::string_view name, std::string_view value) {
  scratch_.clear();
  bool placed = value.empty();
  for (const Label& label : labels.list()) {
    const int order = label.name->text.compare(name);
    if (order >= 0 && !placed) {
      scratch_.push_back({Intern(name), Intern(value)});
      placed = true;
    }
    if (order != 0) scratch_.push_back(label);
  }
  if (!placed) scratch_.push_back({Intern(name), Intern(value)});
  return Lookup(scratch_);
}

}  // namespace check::model
