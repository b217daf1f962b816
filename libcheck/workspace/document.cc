#include "libcheck/workspace/document.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <tuple>
#include <utility>

namespace check::workspace {
namespace {

bool AreTheSame(const Finding& a, const Finding& b) {
  return a.info == b.info && a.where.path == b.where.path && a.where.bytes == b.where.bytes &&
         a.message == b.message && a.notes == b.notes;
}

}  // namespace

void Document::ReadComments(const SourceFile& file) {
  if (std::exchange(has_read_comments_, true)) return;
  Suppressions suppressions = Suppressions::Read(file, policy_->CodesOf(path_));
  if (!suppressions.empty()) suppressions_ = std::move(suppressions);
}

void Document::ReadCommentsOfLargeFile(const FileSystem& files) {
  constexpr std::string_view kMark = "pronoia:";
  constexpr std::size_t kBlock = std::size_t{1} << 20;
  if (path_ == "-" || has_read_comments_) return;
  Result<std::unique_ptr<ByteSource>> source = files.Open(path_);
  if (!source) return;
  std::string block;
  for (std::size_t kept = 0;;) {
    block.resize(kept + kBlock);
    const Result<std::size_t> size = (*source)->Read(block.data() + kept, kBlock);
    if (!size || *size == 0) return;
    block.resize(kept + *size);
    if (block.find(kMark) != std::string::npos) break;
    // The mark may be across the border.
    kept = std::min(block.size(), kMark.size() - 1);
    block.erase(0, block.size() - kept);
  }
  Result<std::string> text = files.Read(path_);
  if (text) ReadComments(SourceBuffer(path_, std::move(*text)));
}

void Document::Take(Diagnostics& diagnostics) {
  policy_->Take(diagnostics, findings);
  KeepSmall();
}

void Document::KeepSmall() {
  const std::size_t most = policy_->MostBeforeHiding();
  if (most == 0 || findings.size() < size_to_check_) return;
  report::LimitFindings(findings, most, omissions_);
  size_to_check_ = 2 * findings.size() + most;
}

void Document::Omit(const CodeInfo& info, Severity severity) {
  report::Omission& omission = omissions_[&info];
  omission.severity = std::max(omission.severity, severity);
  ++omission.count;
}

void Document::KeepReported() {
  report::LimitFindings(findings, policy_->most_findings, omissions_);
}

void Document::Add(Finding finding) {
  const auto severity = policy_->SeverityOf(*finding.info, finding.severity, finding.where.path);
  if (!severity) return;
  finding.severity = *severity;
  findings.push_back(std::move(finding));
}

void Document::Merge(Document other) {
  std::move(other.findings.begin(), other.findings.end(), std::back_inserter(findings));
  for (const auto& [info, omission] : other.omissions_) {
    report::Omission& own = omissions_[info];
    own.severity = std::max(own.severity, omission.severity);
    own.count += omission.count;
  }
  KeepSmall();
  if (kind_ == nullptr) {
    kind_ = other.kind_;
    count = other.count;
  }
  if (has_read_comments_ || !other.has_read_comments_) return;
  has_read_comments_ = true;
  suppressions_ = std::move(other.suppressions_);
}

void Document::HideByComments() {
  if (suppressions_) suppressed_ += suppressions_->Remove(findings);
}

void Document::Finish() {
  HideByComments();
  if (suppressions_) {
    const auto is_active = [&](const CodeInfo& info) {
      return policy_->IsSearched(info) && policy_->SeverityOf(info, path_).has_value();
    };
    for (Finding& complaint : suppressions_->Complaints(is_active)) Add(std::move(complaint));
  }
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tuple(a.where.bytes.begin, b.severity) <
           std::tuple(b.where.bytes.begin, a.severity);
  });
  findings.erase(std::unique(findings.begin(), findings.end(), AreTheSame), findings.end());
  KeepReported();
}

}  // namespace check::workspace
