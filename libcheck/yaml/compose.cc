#include "libcheck/yaml/compose.h"

#include <string>

namespace check::yaml {

using Type = Token::Type;

Composer::Outcome Composer::Step() {
  switch (state_) {
    case State::kStreamStart:
      if (scanner_.Peek() == nullptr) return ScannerFailed();
      scanner_.Skip();
      state_ = State::kImplicitDocumentStart;
      return Outcome::kMore;
    case State::kImplicitDocumentStart:
      return DocumentStart(true);
    case State::kDocumentStart:
      return DocumentStart(false);
    case State::kDocumentContent:
      return DocumentContent();
    case State::kDocumentEnd:
      return DocumentEnd();
    case State::kBlockNode:
      return Node(true, false);
    case State::kBlockSequenceEntry:
      return BlockSequenceEntry();
    case State::kIndentlessSequenceEntry:
      return IndentlessSequenceEntry();
    case State::kBlockMappingKey:
      return BlockMappingKey();
    case State::kBlockMappingValue:
      return BlockMappingValue();
    case State::kFlowSequenceFirst:
      return FlowSequenceEntry(true);
    case State::kFlowSequenceEntry:
      return FlowSequenceEntry(false);
    case State::kFlowPairKey:
      return FlowPairKey();
    case State::kFlowPairValue:
      return FlowPairValue();
    case State::kFlowPairEnd:
      state_ = State::kFlowSequenceEntry;
      builder_.End();
      return Outcome::kMore;
    case State::kFlowMappingFirst:
      return FlowMappingKey(true);
    case State::kFlowMappingKey:
      return FlowMappingKey(false);
    case State::kFlowMappingValue:
      return FlowMappingValue(false);
    case State::kFlowMappingNoValue:
      return FlowMappingValue(true);
    case State::kEnd:
      break;
  }
  return Outcome::kStreamEnd;
}

Composer::Outcome Composer::Fail(Problem problem, std::uint32_t at) {
  failure_ = {problem, at, false, 0};
  state_ = State::kEnd;
  return Outcome::kFailed;
}

Composer::Outcome Composer::Fail(Problem problem, std::uint32_t at, std::uint32_t context) {
  failure_ = {problem, at, true, context};
  state_ = State::kEnd;
  return Outcome::kFailed;
}

Composer::Outcome Composer::ScannerFailed() {
  failure_ = scanner_.failure();
  state_ = State::kEnd;
  return Outcome::kFailed;
}

Composer::Outcome Composer::Empty(std::uint32_t at) {
  builder_.Scalar({}, {}, Style::kPlain, {at, at});
  return Outcome::kMore;
}

Composer::Outcome Composer::DocumentStart(bool implicit) {
  const Token* token = scanner_.Peek();
  while (!implicit && token != nullptr && token->type == Type::kDocumentEnd) {
    scanner_.Skip();
    token = scanner_.Peek();
  }
  if (token == nullptr) return ScannerFailed();

  if (token->type == Type::kStreamEnd) {
    state_ = State::kEnd;
    return Outcome::kStreamEnd;
  }
  const bool explicit_start = !implicit || token->type == Type::kVersionDirective ||
                              token->type == Type::kTagDirective ||
                              token->type == Type::kDocumentStart;
  if (!Directives()) return Outcome::kFailed;
  if (explicit_start) {
    token = scanner_.Peek();
    if (token == nullptr) return ScannerFailed();
    if (token->type != Type::kDocumentStart) return Fail(Problem::kDocumentStart, token->begin);
    scanner_.Skip();
  }
  states_.push_back(State::kDocumentEnd);
  state_ = explicit_start ? State::kDocumentContent : State::kBlockNode;
  builder_.BeginDocument();
  return Outcome::kMore;
}

Composer::Outcome Composer::DocumentContent() {
  const Token* token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();
  switch (token->type) {
    case Type::kVersionDirective:
    case Type::kTagDirective:
    case Type::kDocumentStart:
    case Type::kDocumentEnd:
    case Type::kStreamEnd:
      Pop();
      return Empty(token->begin);
    default:
      return Node(true, false);
  }
}

Composer::Outcome Composer::DocumentEnd() {
  const Token* token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();
  if (token->type == Type::kDocumentEnd) scanner_.Skip();
  tag_directives_.clear();
  state_ = State::kDocumentStart;
  builder_.EndDocument();
  return Outcome::kDocumentEnd;
}

Composer::Outcome Composer::StartCollection(const Builder::Properties& properties, Kind kind,
                                            Style style, Span span, State next) {
  state_ = next;
  return builder_.Begin(properties, kind, style, span) ? Outcome::kMore : Outcome::kStopped;
}

Composer::Outcome Composer::Node(bool block, bool may_be_indentless) {
  const Token* token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();

  if (token->type == Type::kAlias) {
    Pop();
    const bool known = builder_.Alias(token->text, {token->begin, token->end});
    scanner_.Skip();
    return known ? Outcome::kMore : Outcome::kStopped;
  }

  // An anchor and a tag, in either order.
  Builder::Properties properties;
  const std::uint32_t begin = token->begin;
  std::uint32_t end = token->begin;
  Token tag;
  bool has_tag = false;
  bool has_anchor = false;
  while ((token->type == Type::kAnchor && !has_anchor) || (token->type == Type::kTag && !has_tag)) {
    if (token->type == Type::kAnchor) {
      has_anchor = true;
      properties.anchor = token->text;
    } else {
      has_tag = true;
      tag = *token;
    }
    end = token->end;
    scanner_.Skip();
    token = scanner_.Peek();
    if (token == nullptr) return ScannerFailed();
  }
  if (has_tag && !ResolveTag(tag, begin, properties.tag)) return Outcome::kFailed;

  switch (token->type) {
    case Type::kBlockEntry:
      if (!may_be_indentless) break;
      return StartCollection(properties, Kind::kSequence, Style::kBlock, {begin, token->end},
                             State::kIndentlessSequenceEntry);
    case Type::kScalar:
      Pop();
      builder_.Scalar(properties, token->text, token->style, {begin, token->end});
      scanner_.Skip();
      return Outcome::kMore;
    case Type::kFlowSequenceStart:
      starts_.push_back(token->begin);
      end = token->end;
      scanner_.Skip();
      return StartCollection(properties, Kind::kSequence, Style::kFlow, {begin, end},
                             State::kFlowSequenceFirst);
    case Type::kFlowMappingStart:
      starts_.push_back(token->begin);
      end = token->end;
      scanner_.Skip();
      return StartCollection(properties, Kind::kMapping, Style::kFlow, {begin, end},
                             State::kFlowMappingFirst);
    case Type::kBlockSequenceStart:
      if (!block) break;
      starts_.push_back(token->begin);
      end = token->end;
      scanner_.Skip();
      return StartCollection(properties, Kind::kSequence, Style::kBlock, {begin, end},
                             State::kBlockSequenceEntry);
    case Type::kBlockMappingStart:
      if (!block) break;
      starts_.push_back(token->begin);
      end = token->end;
      scanner_.Skip();
      return StartCollection(properties, Kind::kMapping, Style::kBlock, {begin, end},
                             State::kBlockMappingKey);
    default:
      break;
  }
  if (has_anchor || has_tag) {
    Pop();
    builder_.Scalar(properties, {}, Style::kPlain, {begin, end});
    return Outcome::kMore;
  }
  return Fail(Problem::kNodeContent, token->begin, begin);
}

Composer::Outcome Composer::BlockSequenceEntry() {
  const Token* token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();
  if (token->type == Type::kBlockEntry) {
    const std::uint32_t after = token->end;
    scanner_.Skip();
    token = scanner_.Peek();
    if (token == nullptr) return ScannerFailed();
    if (token->type == Type::kBlockEntry || token->type == Type::kBlockEnd) {
      state_ = State::kBlockSequenceEntry;
      return Empty(after);
    }
    states_.push_back(State::kBlockSequenceEntry);
    return Node(true, false);
  }
  const std::uint32_t start = starts_.back();
  starts_.pop_back();
  if (token->type != Type::kBlockEnd) return Fail(Problem::kBlockEntry, token->begin, start);
  Pop();
  scanner_.Skip();
  builder_.End();
  return Outcome::kMore;
}

Composer::Outcome Composer::IndentlessSequenceEntry() {
  const Token* token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();
  if (token->type != Type::kBlockEntry) {
    Pop();
    builder_.End();
    return Outcome::kMore;
  }
  const std::uint32_t after = token->end;
  scanner_.Skip();
  token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();
  switch (token->type) {
    case Type::kBlockEntry:
    case Type::kKey:
    case Type::kValue:
    case Type::kBlockEnd:
      state_ = State::kIndentlessSequenceEntry;
      return Empty(after);
    default:
      states_.push_back(State::kIndentlessSequenceEntry);
      return Node(true, false);
  }
}

Composer::Outcome Composer::BlockMappingKey() {
  const Token* token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();
  if (token->type == Type::kKey) {
    const std::uint32_t after = token->end;
    scanner_.Skip();
    token = scanner_.Peek();
    if (token == nullptr) return ScannerFailed();
    switch (token->type) {
      case Type::kKey:
      case Type::kValue:
      case Type::kBlockEnd:
        state_ = State::kBlockMappingValue;
        return Empty(after);
      default:
        states_.push_back(State::kBlockMappingValue);
        return Node(true, true);
    }
  }
  const std::uint32_t start = starts_.back();
  starts_.pop_back();
  if (token->type != Type::kBlockEnd) return Fail(Problem::kBlockKey, token->begin, start);
  Pop();
  scanner_.Skip();
  builder_.End();
  return Outcome::kMore;
}

Composer::Outcome Composer::BlockMappingValue() {
  const Token* token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();
  state_ = State::kBlockMappingKey;
  if (token->type != Type::kValue) return Empty(token->begin);
  const std::uint32_t after = token->end;
  scanner_.Skip();
  token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();
  switch (token->type) {
    case Type::kKey:
    case Type::kValue:
    case Type::kBlockEnd:
      return Empty(after);
    default:
      states_.push_back(State::kBlockMappingKey);
      return Node(true, true);
  }
}

Composer::Outcome Composer::FlowSequenceEntry(bool first) {
  const Token* token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();
  if (token->type != Type::kFlowSequenceEnd) {
    if (!first) {
      if (token->type != Type::kFlowEntry) {
        return Fail(Problem::kFlowSequence, token->begin, starts_.back());
      }
      scanner_.Skip();
      token = scanner_.Peek();
      if (token == nullptr) return ScannerFailed();
    }
    if (token->type == Type::kKey) {
      const Span span = {token->begin, token->end};
      scanner_.Skip();
      return StartCollection({}, Kind::kMapping, Style::kFlow, span, State::kFlowPairKey);
    }
    if (token->type != Type::kFlowSequenceEnd) {
      states_.push_back(State::kFlowSequenceEntry);
      return Node(false, false);
    }
  }
  const std::uint32_t end = token->end;
  Pop();
  starts_.pop_back();
  scanner_.Skip();
  builder_.End(end);
  return Outcome::kMore;
}

Composer::Outcome Composer::FlowPairKey() {
  const Token* token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();
  switch (token->type) {
    case Type::kValue:
    case Type::kFlowEntry:
    case Type::kFlowSequenceEnd: {
      const std::uint32_t after = token->end;
      scanner_.Skip();
      state_ = State::kFlowPairValue;
      return Empty(after);
    }
    default:
      states_.push_back(State::kFlowPairValue);
      return Node(false, false);
  }
}

Composer::Outcome Composer::FlowPairValue() {
  const Token* token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();
  std::uint32_t at = token->begin;
  if (token->type == Type::kValue) {
    scanner_.Skip();
    token = scanner_.Peek();
    if (token == nullptr) return ScannerFailed();
    if (token->type != Type::kFlowEntry && token->type != Type::kFlowSequenceEnd) {
      states_.push_back(State::kFlowPairEnd);
      return Node(false, false);
    }
  }
  state_ = State::kFlowPairEnd;
  return Empty(at);
}

Composer::Outcome Composer::FlowMappingKey(bool first) {
  const Token* token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();
  if (token->type != Type::kFlowMappingEnd) {
    if (!first) {
      if (token->type != Type::kFlowEntry) {
        return Fail(Problem::kFlowMapping, token->begin, starts_.back());
      }
      scanner_.Skip();
      token = scanner_.Peek();
      if (token == nullptr) return ScannerFailed();
    }
    if (token->type == Type::kKey) {
      scanner_.Skip();
      token = scanner_.Peek();
      if (token == nullptr) return ScannerFailed();
      switch (token->type) {
        case Type::kValue:
        case Type::kFlowEntry:
        case Type::kFlowMappingEnd:
          state_ = State::kFlowMappingValue;
          return Empty(token->begin);
        default:
          states_.push_back(State::kFlowMappingValue);
          return Node(false, false);
      }
    }
    if (token->type != Type::kFlowMappingEnd) {
      states_.push_back(State::kFlowMappingNoValue);
      return Node(false, false);
    }
  }
  const std::uint32_t end = token->end;
  Pop();
  starts_.pop_back();
  scanner_.Skip();
  builder_.End(end);
  return Outcome::kMore;
}

Composer::Outcome Composer::FlowMappingValue(bool empty) {
  const Token* token = scanner_.Peek();
  if (token == nullptr) return ScannerFailed();
  if (!empty && token->type == Type::kValue) {
    scanner_.Skip();
    token = scanner_.Peek();
    if (token == nullptr) return ScannerFailed();
    if (token->type != Type::kFlowEntry && token->type != Type::kFlowMappingEnd) {
      states_.push_back(State::kFlowMappingKey);
      return Node(false, false);
    }
  }
  state_ = State::kFlowMappingKey;
  return Empty(token->begin);
}

bool Composer::Directives() {
  bool has_version = false;
  const Token* token = scanner_.Peek();
  for (; token != nullptr; scanner_.Skip(), token = scanner_.Peek()) {
    if (token->type == Type::kVersionDirective) {
      if (has_version) {
        Fail(Problem::kDuplicateVersion, token->begin);
        return false;
      }
      // Leading zeros are allowed: "01.1".
      const std::size_t dot = token->text.find('.');
      const auto is_one = [](std::string_view number) { return number == "1" || number == "01"; };
      if (!is_one(token->text.substr(0, dot)) || !is_one(token->text.substr(dot + 1))) {
        Fail(Problem::kWrongVersion, token->begin);
        return false;
      }
      has_version = true;
    } else if (token->type == Type::kTagDirective) {
      if (!AddTagDirective({token->text, token->more}, false, token->begin)) return false;
    } else {
      AddTagDirective({"!", "!"}, true, token->begin);
      AddTagDirective({"!!", "tag:yaml.org,2002:"}, true, token->begin);
      return true;
    }
  }
  ScannerFailed();
  return false;
}

bool Composer::AddTagDirective(const TagDirective& directive, bool may_repeat, std::uint32_t at) {
  for (const TagDirective& known : tag_directives_) {
    if (known.handle != directive.handle) continue;
    if (!may_repeat) Fail(Problem::kDuplicateTagDirective, at);
    return may_repeat;
  }
  tag_directives_.push_back(directive);
  return true;
}

bool Composer::ResolveTag(const Token& token, std::uint32_t node, std::uint8_t& tag) {
  if (token.text.empty()) {
    tag = builder_.TagNumber(token.more);
    return true;
  }
  for (const TagDirective& directive : tag_directives_) {
    if (directive.handle != token.text) continue;
    std::string whole(directive.prefix);
    whole += token.more;
    if (whole.empty()) break;
    tag = builder_.TagNumber(whole);
    return true;
  }
  Fail(Problem::kTagHandle, token.begin, node);
  return false;
}

}  // namespace check::yaml
