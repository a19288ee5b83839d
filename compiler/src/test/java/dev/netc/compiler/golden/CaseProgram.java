package dev.netc.compiler.golden;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The network that computes a case, as text.
 *
 * <p>Inputs have the names that they have in PyTorch's call, and so have outputs. The module is
 * called {@code module}. The loss is there to make the network trainable; what is compared are the
 * gradients that follow from given gradients of the outputs.
 */
final class CaseProgram {
  /** PyTorch's order of results, where it is not that of the alphabet. */
  private static final List<String> RESULTS = List.of("output", "h", "values", "h_n");

  /** The only results that come as a tuple in a tuple. */
  private static final List<String> LSTM = List.of("output", "h_n", "c_n");

  /** The first axis of the inputs. */
  enum Batch {
    FIXED,
    /** Known at run time only. */
    FREE;

    /** The name of a case that is run this way. */
    String name(GoldenCase golden) {
      return this == FREE ? golden.name() + " for every N" : golden.name();
    }
  }

  /** How the gradients of inputs can be had. */
  enum Probes {
    NONE,
    /**
     * A parameter {@code probe_x.zero}, zero, is added to each floating input {@code x}: its
     * gradient is that of the input.
     */
    ADDED
  }

  private final GoldenCase golden;
  private final Batch batch;
  private final Probes probes;
  private final List<String> lines = new ArrayList<>();

  private CaseProgram(GoldenCase golden, Batch batch, Probes probes) {
    this.golden = golden;
    this.batch = batch;
    this.probes = probes;
  }

  /** Whether all inputs have a first axis, of one size, so that it may be a batch. */
  static boolean hasBatch(GoldenCase golden) {
    Set<String> sizes = new LinkedHashSet<>();
    for (String name : golden.names("input.")) {
      List<String> shape = golden.sizes("input." + name);
      sizes.add(shape.isEmpty() ? "" : shape.get(0));
    }
    return sizes.size() == 1 && !sizes.contains("");
  }

  /**
   * The text of the network.
   *
   * @throws Unreached if a declaration or a construct is missing
   */
  static String write(GoldenCase golden, Batch batch, Probes probes) throws Unreached {
    return new CaseProgram(golden, batch, probes).text();
  }

  private String text() throws Unreached {
    Optional<Declaration.Function> module = declaration();
    Set<String> uses = new LinkedHashSet<>();
    String made = "";
    if (module.isPresent()) {
      String arguments = Declared.arguments(golden.args());
      boolean owns = !golden.names("param.").isEmpty();
      if (module.get().kind() == FunctionKind.LAYER || Declared.givesLayer(module.get()) || owns) {
        lines.add("module = " + module.get().name().text() + "(" + arguments + ")");
        uses.add("module");
      } else {
        made = arguments;
      }
    }
    String statics = made;
    PythonCall.Rewritten call =
        PythonCall.rewrite(
            golden.text("call").orElseThrow(),
            tensors ->
                uses.contains("module")
                    ? "module(" + tensors + ")"
                    : module.map(m -> m.name().text()).orElse("module")
                        + "("
                        + tensors
                        + (statics.isEmpty() ? "" : ", " + statics)
                        + ")");
    lines.addAll(call.lines());
    outputs(call.text());
    return inputs(call.masks())
        + lines.stream().map(line -> "    " + line + "\n").collect(Collectors.joining())
        + "}\n";
  }

  private Optional<Declaration.Function> declaration() throws Unreached {
    Optional<String> constructor = golden.constructor();
    return constructor.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Declared.need(
                constructor.get(), FunctionKind.LAYER, FunctionKind.LOSS, FunctionKind.FN));
  }

  private String inputs(Set<String> masks) {
    StringBuilder text = new StringBuilder();
    if (probes == Probes.ADDED) {
      text.append("layer Probe() (x) {\n    param zero: shape(x) = 0\n    return x + zero\n}\n\n");
    }
    text.append("network Case {\n");
    for (String prefix : List.of("input.", "arg.")) {
      for (String name : golden.names(prefix)) {
        text.append(port(name, prefix + name, masks, prefix.equals("input.")));
      }
    }
    // A loss keeps the tensors that its constructor is given as buffers.
    for (String name : golden.names("buffer.")) {
      if (golden.args().toString().contains("{\"tensor\":\"" + name + "\"}")) {
        text.append(port(name, "buffer." + name, masks, false));
      }
    }
    return text.toString();
  }

  private String port(String name, String tensor, Set<String> masks, boolean batched) {
    List<String> sizes = new ArrayList<>(golden.sizes(tensor));
    if (batched && batch == Batch.FREE) {
      sizes.set(0, "N");
    }
    String type = golden.type(tensor).orElseThrow();
    String element = type.startsWith("F") ? "float" : masks.contains(name) ? "bool" : "int";
    String line = "    input %s: %s%s%n".formatted(name, element, sizes);
    boolean probed = probes == Probes.ADDED && element.equals("float");
    return probed ? line + "    %s = %s -> probe_%s: Probe%n".formatted(name, name, name) : line;
  }

  private void outputs(String call) {
    List<String> names = new ArrayList<>(golden.names("output."));
    names.sort(Comparator.comparing(CaseProgram::rank).thenComparing(Comparator.naturalOrder()));
    if (names.size() == 1) {
      lines.add("result0 = " + call);
    } else {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        parts.add("result" + i);
      }
      String pattern = "(" + String.join(", ", parts) + ")";
      if (names.equals(LSTM)) {
        pattern = "(result0, (result1, result2))";
      }
      lines.add(pattern + " = " + call);
    }
    List<String> loss = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      lines.add("output " + names.get(i) + " = result" + i);
      if (golden.type("grad_output." + names.get(i)).isPresent()) {
        loss.add("sum(result" + i + ")");
      }
    }
    if (!loss.isEmpty()) {
      lines.add("loss " + String.join(" + ", loss));
    }
  }

  private static int rank(String result) {
    int known = RESULTS.indexOf(result);
    return known < 0 ? RESULTS.size() : known;
  }
}
