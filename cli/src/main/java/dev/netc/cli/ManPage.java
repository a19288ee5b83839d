package dev.netc.cli;

import static java.util.stream.Collectors.joining;

import dev.netc.frontend.NetcVersion;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** A manual page of a command, in the macros of man(7), made of what its {@code --help} shows. */
final class ManPage {
  private final CommandSpec command;
  private final StringBuilder text = new StringBuilder();

  ManPage(CommandSpec command) {
    this.command = command;
  }

  /** {@code netc}, or {@code netc-check}. */
  String name() {
    return command.qualifiedName("-");
  }

  String text() {
    UsageMessageSpec usage = command.usageMessage();
    line(
        ".TH " + name().toUpperCase(Locale.ROOT) + " 1 \"\" \"netc " + NetcVersion.number() + "\"");
    section("NAME");
    line(escaped(name()) + " \\- " + escaped(firstSentence(usage.description())));
    section("SYNOPSIS");
    line(escaped(synopsis()));
    section("DESCRIPTION");
    line(escaped(Text.plain(usage.description())));
    if (!command.subcommands().isEmpty()) {
      section("COMMANDS");
      command.subcommands().values().stream()
          .map(CommandLine::getCommandSpec)
          .filter(sub -> !sub.usageMessage().hidden())
          .forEach(sub -> item(sub.name(), Text.plain(sub.usageMessage().description())));
    }
    if (!command.positionalParameters().isEmpty()) {
      section("ARGUMENTS");
      command.positionalParameters().forEach(p -> item(p.paramLabel(), description(p)));
    }
    section("OPTIONS");
    command.options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> item(names(option), description(option)));
    exitStatus();
    if (usage.footer().length > 0) {
      section("NOTES");
      line(".nf");
      Stream.of(usage.footer()).filter(l -> !l.isEmpty()).forEach(l -> line(escaped(l)));
      line(".fi");
    }
    return text.toString();
  }

  private String synopsis() {
    return new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .synopsis(0)
        .strip()
        .replaceAll("\\s+", " ");
  }

  /** Those of netc hold for all commands. */
  private void exitStatus() {
    Map<String, String> codes = command.root().usageMessage().exitCodeList();
    section("EXIT STATUS");
    codes.forEach(this::item);
  }

  private static String names(OptionSpec option) {
    String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
    return Stream.of(option.names()).collect(joining(", ")) + label;
  }

  private static String description(ArgSpec argument) {
    String text = Text.plain(argument.description());
    Iterable<String> candidates = argument.completionCandidates();
    return candidates == null
        ? text
        : text.replace("${COMPLETION-CANDIDATES}", String.join(", ", candidates));
  }

  private static String firstSentence(String... description) {
    String all = Text.plain(description);
    int end = all.indexOf(". ");
    String first = end < 0 ? all : all.substring(0, end);
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }

  private void section(String title) {
    line(".SH " + title);
  }

  private void item(String tag, String description) {
    line(".TP");
    line(".B " + escaped(tag));
    line(escaped(description));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /** Backslashes, hyphens that must stay such, and lines that would start with a request. */
  private static String escaped(String plain) {
    String escaped = plain.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
