#include "libcheck/unittest/upstream_diff.h"

#include <algorithm>
#include <string_view>

#include "libcheck/base/quote.h"

namespace check::unittest {
namespace {

constexpr std::string_view kGreen = "\033[0;32m";
constexpr std::string_view kRed = "\033[0;31m";
constexpr std::string_view kYellow = "\033[0;33m";
constexpr std::string_view kPlain = "\033[0m";

class Writer {
 public:
  std::string Write(const std::vector<AlertView>& expected, const std::vector<AlertView>& got) {
    const std::size_t count = std::max(expected.size(), got.size());
    Open('[', count);
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= got.size()) {
        Only(kRed, [&] { Alert(expected[i]); });
      } else if (i >= expected.size()) {
        Only(kGreen, [&] { Alert(got[i]); });
      } else {
        Open('{', 2);
        text_ += "\"Annotations\": ";
        Compare(expected[i].annotations, got[i].annotations);
        Separate();
        text_ += "\"Labels\": ";
        Compare(expected[i].labels, got[i].labels);
        Close('}', 2);
      }
      if (i + 1 < count) Separate();
    }
    Close(']', count);
    return std::move(text_);
  }

 private:
  // A line break inside a coloured part ends the colour and begins it again.
  void Break() {
    if (!colour_.empty()) text_ += kPlain;
    text_ += '\n';
    text_.append(level_ * 4, ' ');
    text_ += colour_;
  }
  void Open(char bracket, std::size_t count) {
    text_ += bracket;
    if (count == 0) return;
    ++level_;
    Break();
  }
  void Close(char bracket, std::size_t count) {
    if (count > 0) {
      --level_;
      Break();
    }
    text_ += bracket;
  }
  void Separate() {
    text_ += ',';
    Break();
  }

  template <typename Body>
  void Only(std::string_view colour, Body&& body) {
    colour_ = colour;
    text_ += colour;
    body();
    colour_ = {};
    text_ += kPlain;
  }

  void Member(std::string_view name, std::string_view value) {
    AppendGoQuote(text_, name);
    text_ += ": ";
    AppendGoQuote(text_, value);
  }

  void Labels(const OwnLabels& labels) {
    Open('{', labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (i > 0) Separate();
      Member(labels[i].first, labels[i].second);
    }
    Close('}', labels.size());
  }

  void Alert(const AlertView& alert) {
    Open('{', 2);
    text_ += "\"Annotations\": ";
    Labels(alert.annotations);
    Separate();
    text_ += "\"Labels\": ";
    Labels(alert.labels);
    Close('}', 2);
  }

  void Compare(const OwnLabels& expected, const OwnLabels& got) {
    Open('{', expected.size() + got.size());
    auto a = expected.begin();
    auto b = got.begin();
    for (bool first = true; a != expected.end() || b != got.end(); first = false) {
      if (!first) Separate();
      if (b == got.end() || (a != expected.end() && a->first < b->first)) {
        Only(kRed, [&] { Member(a->first, a->second); });
        ++a;
      } else if (a == expected.end() || b->first < a->first) {
        Only(kGreen, [&] { Member(b->first, b->second); });
        ++b;
      } else {
        AppendGoQuote(text_, a->first);
        text_ += ": ";
        if (a->second != b->second) text_ += kYellow;
        AppendGoQuote(text_, a->second);
        if (a->second != b->second) {
          text_ += " => ";
          AppendGoQuote(text_, b->second);
          text_ += kPlain;
        }
        ++a;
        ++b;
      }
    }
    Close('}', expected.size() + got.size());
  }

  std::string text_;
  std::string_view colour_;
  std::size_t level_ = 0;
};

}  // namespace

std::string UpstreamDiff(const std::vector<AlertView>& expected,
                         const std::vector<AlertView>& got) {
  // promtool: in the place of no alerts there is one that says nothing.
  static const std::vector<AlertView> nothing(1);
  return Writer().Write(expected.empty() ? nothing : expected, got.empty() ? nothing : got);
}

}  // namespace check::unittest
