package dev.netc.cli;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish: a line for each command and each option, as fish wants it. */
final class FishCompletion {
  private final CommandSpec root;

  FishCompletion(CommandSpec root) {
    this.root = root;
  }

  String script() {
    List<String> lines = new ArrayList<>();
    String name = root.name();
    List<CommandSpec> commands = visible();
    String names = commands.stream().map(CommandSpec::name).collect(joining(" "));
    lines.add("# Completes the commands and options of " + name + " in fish.");
    lines.add("set -l commands " + names);
    String none = " -n \"not __fish_seen_subcommand_from $commands\"";
    for (CommandSpec command : commands) {
      lines.add("complete -c " + name + none + " -f -a " + command.name() + description(command));
    }
    root.options().forEach(option -> lines.add("complete -c " + name + none + option(option)));
    for (CommandSpec command : commands) {
      String within = " -n \"__fish_seen_subcommand_from " + command.name() + "\"";
      for (OptionSpec option : command.options()) {
        lines.add("complete -c " + name + within + option(option));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private List<CommandSpec> visible() {
    return root.subcommands().values().stream()
        .map(command -> command.getCommandSpec())
        .filter(command -> !command.usageMessage().hidden())
        .distinct()
        .toList();
  }

  private static String description(CommandSpec command) {
    return " -d " + quoted(String.join(" ", command.usageMessage().description()));
  }

  private static String option(OptionSpec option) {
    StringBuilder words = new StringBuilder();
    for (String name : option.names()) {
      words.append(
          name.startsWith("--")
              ? " -l " + name.substring(2)
              : (name.length() == 2 ? " -s " : " -o ") + name.substring(1));
    }
    if (option.arity().max() > 0) {
      words.append(" -r");
    }
    Iterable<String> candidates = option.completionCandidates();
    if (candidates != null) {
      words.append(
          " -f -a "
              + quoted(
                  StreamSupport.stream(candidates.spliterator(), false).collect(joining(" "))));
    }
    return words + " -d " + quoted(Text.plain(option.description()));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
