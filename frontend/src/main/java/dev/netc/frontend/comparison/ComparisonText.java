package dev.netc.frontend.comparison;

import static java.util.stream.Collectors.joining;

import dev.netc.compiler.cost.Quantity;
import dev.netc.compiler.diagnostics.Colors;
import dev.netc.frontend.comparison.Comparison.Amount;
import dev.netc.frontend.comparison.Comparison.Change;
import dev.netc.frontend.comparison.Comparison.NetworkChange;
import dev.netc.frontend.comparison.Comparison.Section;
import dev.netc.frontend.comparison.Comparison.Standing;
import dev.netc.frontend.comparison.Comparison.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** A comparison for people: on a terminal, or as Markdown for a pull request. */
public final class ComparisonText {
  private static final String RESET = "\u001b[0m";
  private static final int MOST_NAMES = 8;

  private ComparisonText() {}

  /** For a terminal, or a file. */
  public static String plain(Comparison comparison, Colors colors) {
    StringBuilder out = new StringBuilder();
    for (NetworkChange network : comparison.networks()) {
      out.append(painted(heading(network), "\u001b[1m", colors)).append('\n');
      network
          .changes()
          .forEach(
              (section, changes) -> {
                out.append("  ").append(section).append('\n');
                changes.forEach(
                    change -> {
                      String line = sign(change) + " " + words(section, change);
                      out.append("    ").append(painted(line, style(change), colors));
                      out.append('\n');
                    });
              });
      if (network.isChanged()) {
        amounts(network).forEach(line -> out.append("  ").append(line).append('\n'));
      }
      if (network.standing() == Standing.KEPT && network.isChanged()) {
        String style = network.weights().load() ? "\u001b[32m" : "\u001b[31m";
        List<String> lines = weights(network.weights());
        out.append("  ").append(painted(lines.get(0), style, colors)).append('\n');
        lines.stream().skip(1).forEach(l -> out.append("    ").append(l).append('\n'));
      }
    }
    return out.toString();
  }

  /** As a comment of a pull request. */
  public static String markdown(Comparison comparison) {
    StringBuilder out = new StringBuilder();
    if (comparison.networks().stream().noneMatch(NetworkChange::isChanged)) {
      out.append("No network has changed.\n");
    }
    for (NetworkChange network : comparison.networks()) {
      if (network.isChanged()) {
        out.append("### ").append(escaped(heading(network))).append("\n\n");
        table(network, out);
        boolean kept = network.standing() == Standing.KEPT;
        if (kept) {
          out.append(network.weights().load() ? "✅ " : "⚠️ ");
          List<String> lines = weights(network.weights());
          out.append(escaped(lines.get(0))).append("\n");
          lines.stream().skip(1).forEach(l -> out.append("- ").append(escaped(l)).append('\n'));
          out.append('\n');
        }
        if (!network.changes().isEmpty()) {
          fenced(network, out);
        }
      }
    }
    comparison
        .problems()
        .forEach(problem -> out.append("⚠️ ").append(escaped(problem)).append('\n'));
    return out.toString();
  }

  private static void table(NetworkChange network, StringBuilder out) {
    out.append("| ").append(escaped(sizes(network))).append(" | before | after | |\n");
    out.append("| --- | ---: | ---: | ---: |\n");
    for (Amount amount : network.amounts()) {
      if (amount.before().isPresent() || amount.after().isPresent()) {
        out.append("| ").append(amount.name());
        out.append(" | ").append(number(amount, amount.before()));
        out.append(" | ").append(number(amount, amount.after()));
        out.append(" | ").append(percent(amount)).append(" |\n");
      }
    }
    out.append('\n');
  }

  /** A fence that nothing within can close. */
  private static void fenced(NetworkChange network, StringBuilder out) {
    StringBuilder inside = new StringBuilder();
    network
        .changes()
        .forEach(
            (section, changes) -> {
              inside.append("  ").append(section).append('\n');
              for (Change change : changes) {
                boolean both = change.kind() == Comparison.Kind.CHANGED;
                inside.append(both ? "!" : sign(change)).append(' ');
                inside.append(words(section, change).replace('\n', ' ')).append('\n');
              }
            });
    String fence = "```";
    while (inside.indexOf(fence) >= 0) {
      fence += "`";
    }
    out.append(fence).append("diff\n").append(inside).append(fence).append("\n\n");
  }

  private static String escaped(String text) {
    return text.replaceAll("([\\\\`*_{}\\[\\]<>|#])", "\\\\$1").replace('\n', ' ');
  }

  private static String heading(NetworkChange network) {
    String name = network.name() + " (" + network.file() + ")";
    return switch (network.standing()) {
      case ADDED -> name + ": new";
      case REMOVED -> name + ": removed";
      case KEPT -> network.isChanged() ? name : name + ": no change";
    };
  }

  private static String sign(Change change) {
    return switch (change.kind()) {
      case ADDED -> "+";
      case REMOVED -> "-";
      case CHANGED -> "~";
      case RENAMED -> "~";
    };
  }

  private static String style(Change change) {
    return switch (change.kind()) {
      case ADDED -> "\u001b[32m";
      case REMOVED -> "\u001b[31m";
      case CHANGED, RENAMED -> "\u001b[33m";
    };
  }

  private static String words(Section section, Change change) {
    return switch (change.kind()) {
      case RENAMED -> change.before() + " is now " + change.after();
      case CHANGED -> change.name() + ": " + change.before() + " → " + change.after();
      case ADDED, REMOVED -> {
        String what = change.before() + change.after();
        yield section == Section.LEARNING ? what : change.name() + "  " + what;
      }
    };
  }

  private static List<String> amounts(NetworkChange network) {
    List<String> lines = new ArrayList<>();
    lines.add(sizes(network));
    int name = 0;
    int before = 0;
    int after = 0;
    for (Amount amount : network.amounts()) {
      name = Math.max(name, amount.name().length());
      before = Math.max(before, number(amount, amount.before()).length());
      after = Math.max(after, number(amount, amount.after()).length());
    }
    for (Amount amount : network.amounts()) {
      if (amount.before().isPresent() || amount.after().isPresent()) {
        String format = "  %-" + name + "s  %" + before + "s → %" + after + "s  %s";
        lines.add(
            String.format(
                    Locale.ROOT,
                    format,
                    amount.name(),
                    number(amount, amount.before()),
                    number(amount, amount.after()),
                    percent(amount))
                .stripTrailing());
      }
    }
    return lines;
  }

  private static String sizes(NetworkChange network) {
    return network.sizes().isEmpty()
        ? "cost"
        : network.sizes().entrySet().stream()
            .map(size -> size.getKey() + " = " + Quantity.count(size.getValue()))
            .collect(joining(", ", "cost for ", ""));
  }

  private static String number(Amount amount, OptionalLong value) {
    if (value.isEmpty()) {
      return "-";
    }
    return switch (amount.unit()) {
      case NUMBER -> Quantity.count(value.getAsLong());
      case BYTES -> Quantity.bytes(value.getAsLong());
    };
  }

  private static String percent(Amount amount) {
    if (!amount.isChanged()) {
      return "=";
    }
    if (amount.before().isEmpty() || amount.after().isEmpty() || amount.before().getAsLong() == 0) {
      return "";
    }
    double before = amount.before().getAsLong();
    double change = 100 * (amount.after().getAsLong() - before) / before;
    return String.format(Locale.ROOT, "%+,.1f %%", change);
  }

  private static List<String> weights(Weights weights) {
    if (weights.load()) {
      return List.of("old weights load");
    }
    List<String> lines = new ArrayList<>();
    lines.add("old weights do not load");
    names(lines, "another shape or type", weights.reshaped());
    names(lines, "missing in them", weights.missing());
    names(lines, "not wanted any more", weights.unexpected());
    return lines;
  }

  private static void names(List<String> lines, String what, List<String> names) {
    if (!names.isEmpty()) {
      String more =
          names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
      lines.add(names.stream().limit(MOST_NAMES).collect(joining(", ", what + ": ", more)));
    }
  }

  private static String painted(String text, String style, Colors colors) {
    return colors == Colors.NONE ? text : style + text + RESET;
  }
}
