// Gives every command words and flags that it does not take, in every position, natively and as
// promtool. The commands come from the tables that the program itself reads, so a new one is
// covered by itself.

#include <doctest/doctest.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/temporary.h"
#include "tools/cli_model.h"
#include "tools/compat/promtool.h"
#include "tools/value_kinds.h"

namespace check {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr int kNativeUsage = 2;
constexpr int kPromtoolUsage = 1;

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string Join(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

struct Ran {
  int status = 0;
  std::string out;
  std::string err;
  std::string touched;  // Files that were opened or changed. "-": standard input was read.
};

// A folder with an input and settings, in which commands run while it is watched.
class WatchedFolder {
 public:
  WatchedFolder() {
    temporary_.Write("work/input", "groups:\n- name:   a\n");
    temporary_.Write("work/.pronoia.yml", "exclude: [vendor]\n");
    temporary_.Write("outside/stdin", "groups: []\n");
    fs::create_symlink(PRONOIA_BINARY, outside_ / "pronoia");
    fs::create_symlink(PRONOIA_BINARY, outside_ / "promtool");
    fs::create_symlink(PRONOIA_BINARY, outside_ / "amtool");
    fs::current_path(temporary_.path("work"));
    watch_ = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    REQUIRE(::inotify_add_watch(watch_, ".", IN_ALL_EVENTS) >= 0);
  }
  ~WatchedFolder() {
    ::close(watch_);
    fs::current_path(before_);
  }
  WatchedFolder(const WatchedFolder&) = delete;
  WatchedFolder& operator=(const WatchedFolder&) = delete;

  Ran Run(const std::string& program, const Words& words) {
    const std::string out = outside_ / "stdout";
    const std::string err = outside_ / "stderr";
    const int input = ::open((outside_ / "stdin").c_str(), O_RDONLY | O_CLOEXEC);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, 0);
    constexpr int kFresh = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), kFresh, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), kFresh, 0600);
    std::vector<char*> argv;
    const std::string path = outside_ / program;
    argv.push_back(const_cast<char*>(path.c_str()));
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    pid_t child = 0;
    REQUIRE(::posix_spawn(&child, path.c_str(), &actions, nullptr, argv.data(), environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    int ended = 0;
    REQUIRE(::waitpid(child, &ended, 0) == child);
    Ran ran = {.status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended),
               .out = ReadAll(out),
               .err = ReadAll(err),
               .touched = Touched()};
    if (::lseek(input, 0, SEEK_CUR) != 0) ran.touched += " -";
    ::close(input);
    return ran;
  }

 private:
  std::string Touched() const {
    std::string names;
    alignas(inotify_event) char buffer[4096];
    for (;;) {
      const ssize_t size = ::read(watch_, buffer, sizeof buffer);
      if (size <= 0) return names;
      for (ssize_t at = 0; at < size;) {
        const auto* event = reinterpret_cast<const inotify_event*>(buffer + at);
        if (event->len > 0) names += " " + std::string(event->name);
        at += static_cast<ssize_t>(sizeof(inotify_event)) + event->len;
      }
    }
  }

  const fs::path before_ = fs::current_path();
  test::TemporaryFolder temporary_;
  const fs::path outside_ = temporary_.path("outside");
  int watch_ = -1;
};

Words Split(std::string_view path) {
  Words words;
  while (!path.empty()) {
    words.emplace_back(path.substr(0, path.find(' ')));
    path.remove_prefix(std::min(path.size(), words.back().size() + 1));
  }
  return words;
}

Words With(Words words, std::size_t at, const Words& added) {
  words.insert(words.begin() + static_cast<std::ptrdiff_t>(at), added.begin(), added.end());
  return words;
}

// Calls `visit` with `words` into which `added` has been put, at each place from `first` on.
void InEveryPlace(const Words& words, const Words& added, std::size_t first, auto&& visit) {
  for (std::size_t at = first; at <= words.size(); ++at) visit(With(words, at, added));
}

// A value that the flag or argument accepts.
std::string ValueFor(const std::string& kind_name) {
  const tools::ValueKind* kind = tools::FindValueKind(kind_name);
  return kind != nullptr && kind->words != nullptr ? kind->words().front() : "input";
}

// "--name" of a switch, "--name=value" of others.
std::string Written(const tools::OptionModel& flag) {
  const std::string name = "--" + flag.long_names.front();
  return flag.value.empty() || flag.value_is_optional ? name : name + "=" + ValueFor(flag.value);
}

struct NativeCommand {
  Words path;
  Words arguments;  // As many as it takes, or two.
  bool takes_more = false;
  tools::CommandModel model;
};

std::vector<NativeCommand> NativeCommands() {
  std::vector<NativeCommand> commands;
  for (const tools::CommandModel& model : tools::CommandLine().Leaves()) {
    NativeCommand command;
    command.path = Split(model.path.substr(model.path.find(' ') + 1));
    for (const tools::OptionModel& positional : model.positionals) {
      command.arguments.push_back(ValueFor(positional.positional));
      command.takes_more = command.takes_more || positional.repeatable;
    }
    command.model = model;
    commands.push_back(std::move(command));
  }
  return commands;
}

// Which reads its command line in its own way.
bool IsOtherProgram(const NativeCommand& command) {
  return command.path == Words{"promtool"} || command.path == Words{"amtool"};
}

bool IsCommand(const Words& path, const std::vector<NativeCommand>& all) {
  return std::any_of(all.begin(), all.end(),
                     [&](const NativeCommand& command) { return command.path == path; });
}

// The first words of a path.
Words First(const Words& path, std::size_t count) {
  return {path.begin(), path.begin() + static_cast<std::ptrdiff_t>(count)};
}

Words Line(const NativeCommand& command) {
  Words line = command.path;
  line.insert(line.end(), command.arguments.begin(), command.arguments.end());
  return line;
}

const std::vector<std::string> kUnknownFlags = {"--stray", "--stray=x", "--no-stray", "-Z",
                                                "-Zx",     "-stray",    "---stray",   "--=x"};

// Flags of all commands but this one.
std::set<std::string> FlagsOfOthers(const NativeCommand& command,
                                    const std::vector<NativeCommand>& all) {
  std::set<std::string> own;
  for (const tools::OptionModel& flag : command.model.options) own.insert(flag.long_names.front());
  std::set<std::string> others = {"-V", "--version"};
  for (const NativeCommand& other : all) {
    for (const tools::OptionModel& flag : other.model.options) {
      if (!own.contains(flag.long_names.front())) others.insert(Written(flag));
    }
  }
  return others;
}

TEST_CASE("every command refuses stray flags and words wherever they stand, and does nothing") {
  WatchedFolder folder;
  const std::vector<NativeCommand> all = NativeCommands();
  REQUIRE(all.size() > 20);
  std::size_t count = 0;
  const auto refuses = [&](const Words& words) {
    const Ran ran = folder.Run("pronoia", words);
    const std::string line = Join(words);
    CAPTURE(line);
    CAPTURE(ran.err);
    CHECK(ran.status == kNativeUsage);
    CHECK(ran.err.starts_with("pronoia: error: "));
    CHECK(ran.out.empty());
    CHECK(ran.touched.empty());
    ++count;
  };
  for (const NativeCommand& command : all) {
    const Words line = Line(command);
    if (IsOtherProgram(command)) continue;  // Looked at below.
    for (const std::string& stray : kUnknownFlags) InEveryPlace(line, {stray}, 0, refuses);
    // Each of these in one place, which moves on; there are many times more of them than places.
    std::size_t place = 0;
    const auto refuses_somewhere = [&](const Words& added) {
      refuses(With(line, place++ % (line.size() + 1), added));
    };
    for (const std::string& stray : FlagsOfOthers(command, all)) refuses_somewhere({stray});
    // Words in front of the command, and between those that name it, are no commands.
    for (std::size_t at = 0; at < command.path.size(); ++at) {
      if (!IsCommand(First(command.path, at), all)) refuses(With(line, at, {"stray"}));
    }
    if (!command.takes_more) InEveryPlace(line, {"stray"}, command.path.size(), refuses);
    for (std::size_t kept = 1; kept < command.path.size(); ++kept) {
      const Words group = First(command.path, kept);
      if (!IsCommand(group, all)) refuses(group);
    }
    for (const tools::OptionModel& flag : command.model.options) {
      const std::string name = "--" + flag.long_names.front();
      if (name == "--help") continue;
      if (flag.value.empty()) {
        refuses_somewhere({name + "=x"});
        continue;
      }
      refuses_somewhere({name + "="});
      if (!flag.repeatable) {
        const std::string value = name + "=" + ValueFor(flag.value);
        refuses_somewhere({value, value});
      }
      if (flag.value_is_optional) continue;
      refuses_somewhere({name, ""});
      refuses_somewhere({name, "--stray"});
      refuses(With(line, line.size(), {name, "--"}));
      refuses(With(line, line.size(), {name}));
    }
  }
  CHECK(count > 1500);
}

TEST_CASE("every command prints its help wherever that is asked for, and does nothing else") {
  WatchedFolder folder;
  for (const NativeCommand& command : NativeCommands()) {
    if (IsOtherProgram(command)) continue;
    const Words line = Line(command);
    InEveryPlace(line, {"--help"}, 0, [&](const Words& words) {
      const Ran ran = folder.Run("pronoia", words);
      const std::string shown = Join(words);
      CAPTURE(shown);
      CHECK(ran.status == 0);
      CHECK(ran.err.empty());
      CHECK(ran.out.find("Usage: " + command.model.path + " ") != std::string::npos);
      CHECK(ran.touched.empty());
    });
  }
}

TEST_CASE("every command and every group of commands has a summary") {
  const tools::CommandLine line;
  std::vector<tools::CommandModel> waiting = {line.Model()};
  while (!waiting.empty()) {
    const tools::CommandModel model = std::move(waiting.back());
    waiting.pop_back();
    CAPTURE(model.path);
    CHECK_FALSE(model.summary.empty());
    waiting.insert(waiting.end(), model.subcommands.begin(), model.subcommands.end());
  }
}

TEST_CASE("a flag of one name takes a value in every command that has it, or in none") {
  // Otherwise it could not stand before the command.
  std::set<std::string> with_value;
  std::set<std::string> without;
  for (const NativeCommand& command : NativeCommands()) {
    for (const tools::OptionModel& flag : command.model.options) {
      const bool takes = !flag.value.empty() && !flag.value_is_optional;
      for (const std::string& name : flag.long_names) (takes ? with_value : without).insert(name);
      for (const std::string& name : flag.short_names) (takes ? with_value : without).insert(name);
    }
  }
  // In front of a command it has no value: `--watch` waits for changes of files, and `--watch 5s`
  // asks a server again.
  without.erase("watch");
  // In front of a command it takes a file of alerts; behind `silence which` it means all of a
  // server.
  without.erase("alerts");
  // In front of a command it takes a policy; behind `check metrics` it stands for the last run.
  without.erase("compare");
  for (const std::string& name : with_value) CHECK_FALSE(without.contains(name));
}

TEST_CASE("a path that is named like a command is a path") {
  WatchedFolder folder;
  std::set<std::string> names;
  const std::vector<NativeCommand> all = NativeCommands();
  for (const NativeCommand& command : all) names.insert(command.path.begin(), command.path.end());
  std::size_t count = 0;
  for (const NativeCommand& command : all) {
    const auto& positionals = command.model.positionals;
    const bool takes_paths =
        !positionals.empty() && positionals.back().repeatable &&
        (positionals.back().positional == "PATH" || positionals.back().positional == "INPUT");
    if (!takes_paths) continue;
    for (const std::string& name : names) {
      for (const Words& arguments : {Words{name}, Words{name, "absent"}, Words{"absent", name}}) {
        Words words = command.path;
        words.push_back(arguments.front());
        if (IsCommand(words, all)) continue;
        words.insert(words.end(), arguments.begin() + 1, arguments.end());
        const std::string line = Join(words);
        CAPTURE(line);
        const Ran ran = folder.Run("pronoia", words);
        CAPTURE(ran.err);
        CHECK(ran.status == kNativeUsage);
        // `check routes`, where no such file is there, may be meant to be `check rules`.
        const bool is_slip =
            arguments.front() == name &&
            ran.err.find("unknown command `" + name + "`; did you mean `") != std::string::npos;
        if (is_slip) continue;
        CHECK(ran.err.find("cannot read `" + name + "`: no such file") != std::string::npos);
        ++count;
      }
    }
  }
  CHECK(count > 300);
}

using tools::compat::Argument;
using tools::compat::Flag;
using tools::compat::KingpinCommand;

std::string Written(const Flag& flag) {
  const std::string name = "--" + std::string(flag.name);
  return flag.kind == Flag::Kind::kSwitch
             ? name
             : name + "=" + std::string(flag.default_value.value_or(""));
}

struct PromtoolCommand {
  Words path;
  Words arguments;
  bool takes_more = false;
  std::vector<const Flag*> flags;
};

// Which acts whatever else is on the line.
const Flag* VersionFlag() {
  const auto flags = tools::compat::kPromtool.flags;
  return &*std::find_if(flags.begin(), flags.end(),
                        [](const Flag& flag) { return flag.name == "version"; });
}

std::vector<PromtoolCommand> PromtoolCommands() {
  const tools::compat::Program& promtool = tools::compat::kPromtool;
  std::vector<PromtoolCommand> commands;
  for (const KingpinCommand& leaf : promtool.commands) {
    if (leaf.run == nullptr) continue;
    PromtoolCommand& command = commands.emplace_back();
    command.path = Split(leaf.path);
    for (const Argument& argument : leaf.arguments) {
      command.arguments.emplace_back("input");
      command.takes_more = command.takes_more || argument.repeated;
    }
    for (const Flag& flag : promtool.flags) {
      if (&flag != VersionFlag()) command.flags.push_back(&flag);
    }
    for (const KingpinCommand& other : promtool.commands) {
      const bool above =
          leaf.path == other.path || leaf.path.starts_with(std::string(other.path) + " ");
      if (!above) continue;
      for (const Flag& flag : other.flags) command.flags.push_back(&flag);
    }
  }
  return commands;
}

TEST_CASE("every command of promtool refuses stray flags and words, and does nothing") {
  WatchedFolder folder;
  const std::vector<PromtoolCommand> all = PromtoolCommands();
  REQUIRE(all.size() >= 9);
  const auto refuses = [&](const Words& words) {
    const Ran ran = folder.Run("promtool", words);
    const std::string line = Join(words);
    CAPTURE(line);
    CAPTURE(ran.err);
    CHECK(ran.status == kPromtoolUsage);
    CHECK(ran.err.starts_with("promtool: error: "));
    CHECK(ran.err.ends_with(", try --help\n"));
    CHECK(ran.out.empty());
    CHECK(ran.touched.empty());
  };
  for (const PromtoolCommand& command : all) {
    Words line = command.path;
    line.insert(line.end(), command.arguments.begin(), command.arguments.end());
    std::set<std::string> strays = {"--stray", "--stray=x", "--no-stray", "-Z",
                                    "-Zx",     "---stray",  "--=x"};
    for (const PromtoolCommand& other : all) {
      for (const Flag* flag : other.flags) {
        const bool own = std::any_of(command.flags.begin(), command.flags.end(),
                                     [&](const Flag* f) { return f->name == flag->name; });
        if (!own) strays.insert(Written(*flag));
      }
    }
    for (const std::string& stray : strays) InEveryPlace(line, {stray}, 0, refuses);
    for (std::size_t at = 0; at < command.path.size(); ++at) {
      refuses(With(line, at, {"stray"}));
    }
    if (!command.takes_more) InEveryPlace(line, {"stray"}, command.path.size(), refuses);
    for (const Flag* flag : command.flags) {
      const std::string name = "--" + std::string(flag->name);
      if (flag->kind != Flag::Kind::kSwitch) {
        InEveryPlace(line, {"--no-" + std::string(flag->name)}, 0, refuses);
        InEveryPlace(line, {name}, line.size(), refuses);
      }
      using Kind = Flag::Kind;
      if (flag->kind == Kind::kList || flag->kind == Kind::kMap ||
          flag->kind == Kind::kOutputFile) {
        continue;
      }
      InEveryPlace(line, {Written(*flag), Written(*flag)}, command.path.size(), refuses);
    }
  }
}

}  // namespace
}  // namespace check
