#ifndef LIBCHECK_CONFIG_PROMETHEUS_PROMETHEUS_CONFIG_H_
#define LIBCHECK_CONFIG_PROMETHEUS_PROMETHEUS_CONFIG_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/config/common/relabel_config.h"
#include "libcheck/config/prometheus/relabelling.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/config/prometheus/target_file.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/files/file_system.h"
#include "libcheck/schema/load.h"

/// A prometheus.yml, read once for everything that wants to know what it says.
namespace check::config::prometheus {

/// What of a file is checked while it is read.
enum class Checked : std::uint8_t {
  kAll,          ///< Everything that Prometheus looks at.
  kRelabelling,  ///< What labels of targets, samples and alerts depend on.
  kYaml,         ///< Whether it is YAML.
};

struct ReadOptions {
  /// Where the files are that the configuration names.
  const FileSystem* files = &NoFiles();
  bool agent = false;  ///< For a server in agent mode, which stores and evaluates nothing.
  /// The release that will read the file, such as "3.5". Empty: the newest.
  std::string_view target_version = {};
  bool follow_files = true;  ///< Read what `scrape_config_files` names.
  Checked checked = Checked::kAll;
  /// Takes what Prometheus would say; null: nobody wants to know.
  UpstreamTexts* upstream = nullptr;
};

/// A list of relabelling rules. They are read when somebody asks for them: of most lists nobody
/// does. Not for several threads at once.
class RelabelRuleList {
 public:
  /// The list `field` of `section`. `regexes` must live as long.
  RelabelRuleList(const schema::Values& section, std::string_view field,
                  model::NameValidation names, RegexCache& regexes);

  std::string_view field() const { return field_; }
  /// The rules as they are written.
  std::span<const yaml::Node> items() const { return list_->items(); }
  schema::Values FieldsOf(const yaml::Node& item) const;
  bool empty() const { return items().empty(); }
  /// Those that Prometheus accepts.
  const std::vector<WrittenRelabelRule>& rules() const;
  /// Reads the rules, and reports those that Prometheus refuses for what they say as a whole.
  void Read(Diagnostics& diagnostics) const;

 private:
  const yaml::Node* list_;
  const schema::Input* input_;
  std::string_view field_;
  model::NameValidation names_;
  RegexCache* regexes_;
  mutable std::optional<std::vector<WrittenRelabelRule>> rules_;
};

/// A path or pattern of paths in the configuration.
struct FilePattern {
  Location where;
  std::string path;  ///< As seen from the working directory.
};

/// A section that finds targets.
struct TargetSection {
  schema::Values section;  ///< Has been validated, as far as ReadOptions say.
  std::string_view path;   ///< Of the file that it was written in: paths are seen from there.
  RelabelRuleList relabel;

  const SourceFile& file() const { return section.input().file; }
  /// Those of `static_configs`.
  std::vector<TargetGroup> ListedTargets() const;
  /// Those of `file_sd_configs`.
  std::vector<FilePattern> TargetFiles() const;
};

/// A job of `scrape_configs`, or of a file that `scrape_config_files` names.
struct ScrapeJob : TargetSection {
  JobSettings settings;
  RelabelRuleList metric_relabel;
  /// Whether an earlier job has the same name. Only told of jobs in files of their own.
  bool is_repeated = false;
};

/// An item of `alerting.alertmanagers`.
struct Alertmanagers : TargetSection {
  RelabelRuleList alert_relabel;
};

/// A file with targets that a pattern of `file_sd_configs` has led to.
struct ReadTargetFile {
  LoadedTargets loaded;
  Diagnostics diagnostics;
  std::optional<Error> unreadable;  ///< Why there is nothing of it.
};

/// A configuration with everything it says. Holds the text and trees of all files, at which
/// sections, rules and diagnostics point.
class PrometheusConfig {
 public:
  /// A file of the configuration itself: prometheus.yml, or one with further jobs.
  struct File {
    const SourceFile& text;
    const schema::Object& object;
    schema::LoadedFile loaded;
    schema::Input input;

    File(const SourceFile& text_, const schema::Object& object_, schema::LoadedFile loaded_,
         Arena& arena, std::string_view version)
        : text(text_),
          object(object_),
          loaded(std::move(loaded_)),
          input{text, loaded.stream, arena, version} {}

    /// The fields at the top; none if they are not there.
    schema::Values top() const;
  };

  /// `options.files` have to live as long.
  explicit PrometheusConfig(const ReadOptions& options)
      : diagnostics(options.upstream),
        unreadable(options.upstream),
        file_system_(options.files),
        target_version_(options.target_version) {}
  PrometheusConfig(const PrometheusConfig&) = delete;
  PrometheusConfig& operator=(const PrometheusConfig&) = delete;

  /// The first of that name, or null.
  const ScrapeJob* FindJob(std::string_view name) const;

  /// The files that `pattern` stands for, sorted. The error is that it is malformed.
  Result<std::vector<std::string>> Find(const FilePattern& pattern) const;

  /// The file of targets at `path`, read when it is first asked for.
  const ReadTargetFile& TargetsIn(const std::string& path) const;

  /// Keeps secrets out of whatever is shown of the files. Has been done if something was reported
  /// while they were read. For whoever reports more.
  void HideSecrets() const;

  /// All texts that have been read, the configuration first.
  const std::vector<std::unique_ptr<SourceBuffer>>& sources() const { return sources_; }
  const SourceFile& Keep(const std::string& path, std::string text) const;
  Arena& arena() const { return arena_; }
  RegexCache& regexes() const { return regexes_; }
  std::string_view target_version() const { return target_version_; }

  std::vector<std::unique_ptr<File>> files;  ///< The configuration comes first.
  Global global;
  LabelPairs external_labels;  ///< As written: variables of the environment are not changed.
  std::vector<FilePattern> rule_files;
  std::vector<FilePattern> scrape_config_files;
  std::vector<ScrapeJob> jobs;  ///< Those of the configuration itself come first.
  std::vector<Alertmanagers> alertmanagers;
  std::optional<RelabelRuleList> alert_relabel;
  std::vector<RelabelRuleList> write_relabel;  ///< One for each `remote_write`.

  Diagnostics diagnostics;  ///< What is wrong, as far as ReadOptions say, by file.
  /// Patterns of `scrape_config_files` that are malformed, and files that cannot be read.
  Diagnostics unreadable;
  /// Why promtool refuses the configuration; empty if it does not.
  std::string upstream_error;
  /// Why it refuses a file with further jobs.
  std::string upstream_jobs_error;

 private:
  const FileSystem* file_system_;
  std::string target_version_;
  mutable std::vector<std::unique_ptr<SourceBuffer>> sources_;
  mutable Arena arena_;
  mutable RegexCache regexes_;
  mutable std::map<std::string, ReadTargetFile> target_files_;
  mutable bool secrets_are_hidden_ = false;
};

/// Reads `text`, the configuration at `path`, and the files of jobs that it names.
std::unique_ptr<PrometheusConfig> ReadPrometheusConfig(const std::string& path, std::string text,
                                                       const ReadOptions& options = {});

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_PROMETHEUS_CONFIG_H_
