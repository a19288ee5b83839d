package dev.netc.compiler.cost;

import dev.netc.compiler.ast.Statement.Budget;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.memory.Plan;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Holds a network to its budgets: those of its own lines, and those that the user gives. */
public final class Budgets {
  /** A budget that is exceeded. */
  private static final String EXCEEDED = "E0401";

  /** A budget that cannot be checked. */
  private static final String UNCLEAR = "E0402";

  private final Network network;
  private final Limits limits;
  private final Supplier<Plans> plans;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private Optional<Plans> planned = Optional.empty();

  /**
   * The plans of a network.
   *
   * @param training empty if it cannot be trained
   */
  public record Plans(Plan inference, Optional<Plan> training) {}

  /**
   * A limit that can be checked.
   *
   * @param line where it stands; empty if the user gives it
   */
  private record Ceiling(Measure measure, Quantity most, Sizes sizes, Optional<Budget.Limit> line) {
    /** How a message ends that says that it is exceeded. */
    String allowed() {
      return line.isPresent() ? "that its budget allows" : "that are allowed";
    }
  }

  private Budgets(Network network, Limits limits, Supplier<Plans> plans) {
    this.network = network;
    this.limits = limits;
    this.plans = plans;
  }

  /**
   * The budgets that a network exceeds, and those that cannot be checked.
   *
   * @param plans asked for only if memory is limited, since planning takes time
   */
  public static List<Diagnostic> check(Network network, Limits limits, Supplier<Plans> plans) {
    Budgets budgets = new Budgets(network, limits, plans);
    network.outline().limits().forEach(budgets::check);
    limits.most().forEach(budgets::check);
    return budgets.diagnostics;
  }

  private void check(Measure measure, Quantity most) {
    Sizes sizes = Sizes.of(network, limits.batch(), limits.sizes());
    hold(new Ceiling(measure, most, sizes, Optional.empty()));
  }

  private void check(Budget.Limit limit) {
    Optional<Measure> measure = measure(limit);
    Optional<Quantity> most = quantity(limit);
    Optional<Sizes> sizes = sizes(limit);
    if (measure.isEmpty() || most.isEmpty() || sizes.isEmpty()) {
      return;
    }
    if (most.get().bytes() && !measure.get().isBytes()) {
      counted(limit);
      return;
    }
    hold(new Ceiling(measure.get(), most.get(), sizes.get(), Optional.of(limit)));
  }

  private Optional<Measure> measure(Budget.Limit limit) {
    String word = limit.measure().text();
    Optional<Measure> measure = Measure.of(word);
    if (measure.isEmpty()) {
      Span at = limit.measure().span();
      Diagnostic.Builder error =
          Diagnostic.error(UNCLEAR, "a budget cannot limit `" + word + "`")
              .at(at)
              .note("it can limit " + String.join(", ", Measure.words()));
      Measure.near(word)
          .ifPresent(near -> error.help("did you mean `" + near + "`?", new Edit(at, near)));
      diagnostics.add(error.build());
    }
    return measure;
  }

  private Optional<Quantity> quantity(Budget.Limit limit) {
    Optional<Quantity> most = Quantity.parse(limit.most().text());
    if (most.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(UNCLEAR, "this number is too large")
              .at(limit.most().span())
              .note("limits go up to " + Long.MAX_VALUE)
              .build());
    }
    return most;
  }

  private Optional<Sizes> sizes(Budget.Limit limit) {
    Set<String> names = Sizes.names(network);
    Map<String, Long> own = new HashMap<>();
    int before = diagnostics.size();
    for (Budget.Size size : limit.sizes()) {
      String name = size.name().text();
      if (!names.contains(name)) {
        diagnostics.add(
            Diagnostic.error(UNCLEAR, "`" + network.name() + "` has no size `" + name + "`")
                .at(size.name().span())
                .note(
                    names.isEmpty()
                        ? "all of its sizes are known at compile time"
                        : "known at run time only: " + String.join(", ", names))
                .build());
      } else if (size.value().value() < 1) {
        diagnostics.add(
            Diagnostic.error(UNCLEAR, "a size is at least 1").at(size.value().span()).build());
      } else {
        own.put(name, size.value().value());
      }
    }
    return diagnostics.size() > before
        ? Optional.empty()
        : Optional.of(Sizes.of(network, limits.batch(), limits.sizes()).with(own));
  }

  private void counted(Budget.Limit limit) {
    Span most = limit.most().span();
    Span unit = most.file().span(most.end() - 1, most.end());
    diagnostics.add(
        Diagnostic.error(
                UNCLEAR, "`%s` is a number, not a size in bytes".formatted(limit.measure().text()))
            .at(most)
            .help("leave the `" + unit.text() + "` out", new Edit(unit, ""))
            .build());
  }

  private void hold(Ceiling ceiling) {
    try {
      Set<String> open = open(ceiling);
      if (open.isEmpty()) {
        Cost cost = cost(ceiling);
        if (cost.total() > ceiling.most().value()) {
          diagnostics.add(exceeded(ceiling, cost));
        }
      } else {
        diagnostics.add(unclear(ceiling, open));
      }
    } catch (ArithmeticException overflow) {
      diagnostics.add(
          Diagnostic.error(
                  EXCEEDED,
                  "%s more than a whole number can hold"
                      .formatted(Wording.costs(network, ceiling.measure(), ceiling.sizes())))
              .at(span(ceiling))
              .build());
    }
  }

  /** The sizes that what is measured depends on, and that nobody has given. */
  private Set<String> open(Ceiling ceiling) {
    Sizes sizes = ceiling.sizes();
    return switch (ceiling.measure()) {
      case PARAMETERS -> Set.of();
      case MACS -> sizes.lacking(MultiplyAdds.of(network).freeNames());
      case MEMORY -> Memory.lacking(plans().training().orElse(plans().inference()), sizes);
      case PREDICT_MEMORY -> Memory.lacking(plans().inference(), sizes);
    };
  }

  private Cost cost(Ceiling ceiling) {
    Sizes sizes = ceiling.sizes();
    return switch (ceiling.measure()) {
      case PARAMETERS -> Cost.ofParameters(network);
      case MACS -> Cost.ofMultiplyAdds(network, sizes);
      case MEMORY ->
          Cost.of(
              plans()
                  .training()
                  .map(training -> Memory.toTrain(network, training, sizes))
                  .orElseGet(() -> Memory.toPredict(network, plans().inference(), sizes)));
      case PREDICT_MEMORY -> Cost.of(Memory.toPredict(network, plans().inference(), sizes));
    };
  }

  private Plans plans() {
    Plans known = planned.orElseGet(plans);
    planned = Optional.of(known);
    return known;
  }

  private Diagnostic exceeded(Ceiling ceiling, Cost cost) {
    Wording wording = new Wording(ceiling.measure(), ceiling.most().unit());
    long most = ceiling.most().value();
    String costs = Wording.costs(network, ceiling.measure(), ceiling.sizes());
    Diagnostic.Builder error =
        Diagnostic.error(
                EXCEEDED,
                "%s %s, more than the %s %s"
                    .formatted(
                        costs,
                        wording.counted(cost.total()),
                        wording.amount(most),
                        ceiling.allowed()))
            .at(span(ceiling), wording.excess(cost.total() - most, most))
            .mismatch("at most " + most, Long.toString(cost.total()));
    wording.shares(cost).ifPresent(error::note);
    wording.largest(cost).ifPresent(error::note);
    return error.build();
  }

  private Diagnostic unclear(Ceiling ceiling, Set<String> open) {
    String names = String.join(", ", open);
    String option = "`--size " + example(open, " --size ") + "`";
    return Diagnostic.error(
            UNCLEAR,
            "the %s of `%s` depends on %s, which is known at run time only"
                .formatted(Wording.noun(ceiling.measure()), network.name(), names))
        .at(span(ceiling))
        .help(
            ceiling.line().isPresent()
                ? "say which to take: `at %s`, or %s".formatted(example(open, ", "), option)
                : "say which to take: " + option)
        .build();
  }

  private Span span(Ceiling ceiling) {
    return ceiling.line().map(Budget.Limit::span).orElse(network.outline().name());
  }

  private static String example(Set<String> names, String separator) {
    return String.join(separator, names.stream().map(name -> name + "=64").toList());
  }
}
