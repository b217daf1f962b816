#ifndef LIBCHECK_YAML_COMPOSE_H_
#define LIBCHECK_YAML_COMPOSE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "libcheck/yaml/builder.h"
#include "libcheck/yaml/problem.h"
#include "libcheck/yaml/scan.h"

namespace check::yaml {

/// Turns tokens into calls of a Builder, by the grammar that libyaml and its ports share. Keeps its
/// own stack, so that nesting costs memory and not the machine's stack.
class Composer {
 public:
  Composer(Scanner& scanner, Builder& builder) : scanner_(scanner), builder_(builder) {}

  enum class Outcome : std::uint8_t {
    kMore,         ///< Something was read.
    kDocumentEnd,  ///< The last thing read was the end of a document.
    kStreamEnd,
    kFailed,   ///< See failure().
    kStopped,  ///< The builder has reported why.
  };
  Outcome Step();

  const Failure& failure() const { return failure_; }

 private:
  enum class State : std::uint8_t {
    kStreamStart,
    kImplicitDocumentStart,
    kDocumentStart,
    kDocumentContent,
    kDocumentEnd,
    kBlockNode,
    kBlockSequenceEntry,
    kIndentlessSequenceEntry,
    kBlockMappingKey,
    kBlockMappingValue,
    kFlowSequenceFirst,
    kFlowSequenceEntry,
    kFlowPairKey,
    kFlowPairValue,
    kFlowPairEnd,
    kFlowMappingFirst,
    kFlowMappingKey,
    kFlowMappingValue,
    kFlowMappingNoValue,
    kEnd,
  };
  struct TagDirective {
    std::string_view handle;
    std::string_view prefix;
  };

  Outcome DocumentStart(bool implicit);
  Outcome DocumentContent();
  Outcome DocumentEnd();
  Outcome Node(bool block, bool may_be_indentless);
  Outcome StartCollection(const Builder::Properties& properties, Kind kind, Style style, Span span,
                          State next);
  Outcome BlockSequenceEntry();
  Outcome IndentlessSequenceEntry();
  Outcome BlockMappingKey();
  Outcome BlockMappingValue();
  Outcome FlowSequenceEntry(bool first);
  Outcome FlowPairKey();
  Outcome FlowPairValue();
  Outcome FlowMappingKey(bool first);
  Outcome FlowMappingValue(bool empty);
  Outcome Empty(std::uint32_t at);
  bool Directives();
  bool AddTagDirective(const TagDirective& directive, bool may_repeat, std::uint32_t at);
  bool ResolveTag(const Token& token, std::uint32_t node, std::uint8_t& tag);

  Outcome Fail(Problem problem, std::uint32_t at);
  Outcome Fail(Problem problem, std::uint32_t at, std::uint32_t context);
  Outcome ScannerFailed();
  void Pop() {
    state_ = states_.back();
    states_.pop_back();
  }

  Scanner& scanner_;
  Builder& builder_;
  State state_ = State::kStreamStart;
  std::vector<State> states_;
  std::vector<std::uint32_t> starts_;  // Where the collections began that are being read.
  std::vector<TagDirective> tag_directives_;
  Failure failure_;
};

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_COMPOSE_H_
