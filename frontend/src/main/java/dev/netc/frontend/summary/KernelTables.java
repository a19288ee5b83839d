package dev.netc.frontend.summary;

import dev.netc.compiler.codegen.Programs;
import dev.netc.compiler.cost.KernelRuns;
import dev.netc.compiler.cost.Quantity;
import dev.netc.compiler.cost.Sizes;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.ir.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What each kernel of the generated class has to do in a call: arithmetic, bytes, and which of the
 * two bounds its time on a machine.
 */
final class KernelTables {
  private final Programs programs;
  private final Sizes sizes;
  private final Machine machine;

  /**
   * Tables for given sizes.
   *
   * @param sizes what depends on others is left open
   */
  KernelTables(Programs programs, Sizes sizes, Machine machine) {
    this.programs = programs;
    this.sizes = sizes;
    this.machine = machine;
  }

  /** A table for the inference, and one for a training step if there is one. */
  List<String> lines() {
    List<String> lines =
        new ArrayList<>(
            table("Inference", KernelRuns.of(programs.inference(), Phase.FORWARD)).lines());
    programs
        .training()
        .ifPresent(
            plan -> {
              List<KernelRuns> step = new ArrayList<>(KernelRuns.of(plan, Phase.FORWARD));
              step.addAll(KernelRuns.of(plan, Phase.LOSS));
              step.addAll(KernelRuns.of(plan, Phase.BACKWARD));
              programs.update().ifPresent(u -> step.addAll(KernelRuns.of(u, Phase.FORWARD)));
              lines.add("");
              lines.addAll(table("Training step", step).lines());
            });
    lines.add(
        String.format(
            Locale.ROOT,
            "Bound and least time are those of one core with %s GFLOP/s and %s GB/s"
                + " (see --peak, --bandwidth).",
            number(machine.gflops()),
            number(machine.gigabytes())));
    return lines;
  }

  private Table table(String title, List<KernelRuns> kernels) {
    Table table =
        new Table(
            2, title, "Line", "Runs", "Operations", "Bytes", "Op/byte", "Bound", "Least time (µs)");
    double operations = 0;
    double bytes = 0;
    double micros = 0;
    boolean known = true;
    for (KernelRuns kernel : kernels) {
      OptionalLong ops = sizes.evaluate(kernel.operations());
      OptionalLong moved = sizes.evaluate(kernel.bytes());
      boolean sized = ops.isPresent() && moved.isPresent();
      double o = ops.orElse(0);
      double b = moved.orElse(0);
      table.add(
          kernel.each().name(),
          kernel.each().place(),
          count(kernel.runs()),
          count(kernel.operations()),
          count(kernel.bytes()),
          sized ? text("%.2f", o / Math.max(1, b)) : Summary.NONE,
          sized ? (machine.isComputeBound(o, b) ? "compute" : "memory") : Summary.NONE,
          sized ? text("%,.2f", machine.micros(o, b)) : Summary.NONE);
      known &= sized;
      operations += o;
      bytes += b;
      micros += sized ? machine.micros(o, b) : 0;
    }
    if (known) {
      table.add(
          "all",
          "",
          "",
          text("%,.0f", operations),
          text("%,.0f", bytes),
          text("%.2f", operations / Math.max(1, bytes)),
          "",
          text("%,.2f", micros));
    }
    return table;
  }

  private String count(Dim dim) {
    OptionalLong value = sizes.evaluate(dim);
    return value.isPresent()
        ? Quantity.count(value.getAsLong())
        : dim.with(sizes.known()).toString();
  }

  private static String number(double value) {
    return value == Math.rint(value) ? text("%.0f", value) : Double.toString(value);
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
