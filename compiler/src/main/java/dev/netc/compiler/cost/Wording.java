package dev.netc.compiler.cost;

import static java.util.stream.Collectors.joining;

import dev.netc.compiler.elaborate.Network;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How messages about one measure speak.
 *
 * @param unit that of the limit, in which bytes are said
 */
record Wording(Measure measure, String unit) {
  private static final int MOST_SHARES = 3;

  /** {@code training `LeNet` takes, for N = 64,}: what a number goes behind. */
  static String costs(Network network, Measure measure, Sizes sizes) {
    String name = "`" + network.name() + "`";
    String where =
        sizes.known().isEmpty()
            ? ""
            : sizes.known().entrySet().stream()
                .map(size -> size.getKey() + " = " + Quantity.count(size.getValue()))
                .collect(joining(", ", " for ", ""));
    return switch (measure) {
      case PARAMETERS -> name + " has";
      case MACS -> "a forward pass of " + name + where + " takes";
      case MEMORY ->
          (network.training().isPresent() ? "training " : "predicting with ")
              + name
              + where
              + " takes";
      case PREDICT_MEMORY -> "predicting with " + name + where + " takes";
    };
  }

  /** What is measured, as a noun. */
  static String noun(Measure measure) {
    return switch (measure) {
      case PARAMETERS -> "number of parameters";
      case MACS -> "number of multiply-adds";
      case MEMORY, PREDICT_MEMORY -> "memory";
    };
  }

  /** {@code 61,706 parameters}, {@code 64.3 MiB}. */
  String counted(long value) {
    return switch (measure) {
      case PARAMETERS -> Quantity.count(value) + " parameters";
      case MACS -> Quantity.count(value) + " multiply-adds";
      case MEMORY, PREDICT_MEMORY -> amount(value);
    };
  }

  /** The number alone. */
  String amount(long value) {
    if (!measure.isBytes()) {
      return Quantity.count(value);
    }
    return unit.isEmpty() ? Quantity.bytes(value) : Quantity.bytes(value, unit);
  }

  /** {@code 11,706 more, 23 %}. */
  String excess(long excess, long most) {
    String share = most == 0 ? "" : ", " + percent(excess, most);
    return (measure.isBytes() ? Quantity.bytes(excess) : Quantity.count(excess)) + " more" + share;
  }

  /** What contributes most. */
  Optional<String> shares(Cost cost) {
    List<Cost.Share> most =
        cost.shares().stream()
            .filter(share -> share.amount() > 0)
            .sorted(Comparator.comparing(Cost.Share::amount).reversed())
            .limit(measure.isBytes() ? cost.shares().size() : MOST_SHARES)
            .toList();
    if (most.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        most.stream()
            .map(
                share ->
                    "%s %s (%s)"
                        .formatted(
                            share.name(),
                            amount(share.amount()),
                            percent(share.amount(), cost.total())))
            .collect(joining(", ", measure.isBytes() ? "these are " : "most are in ", "")));
  }

  /** The activations that take most. */
  Optional<String> largest(Cost cost) {
    if (cost.largest().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        cost.largest().stream()
            .map(a -> "`%s` %s %s".formatted(a.name(), a.type(), amount(a.bytes())))
            .collect(joining(", ", "the largest activations: ", "")));
  }

  private static String percent(long part, long whole) {
    long percent = Math.round(100.0 * part / whole);
    return percent == 0 ? "under 1 %" : Quantity.count(percent) + " %";
  }
}
