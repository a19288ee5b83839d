package dev.netc.compiler.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.netc.compiler.ast.FunctionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The network that trains the parameters of an optimizer's case, as text. Its loss is the sum of
 * each parameter times an input of the same shape, which thereby is the parameter's gradient.
 */
final class OptimizerProgram {
  private OptimizerProgram() {}

  /**
   * The text of the network: parameters {@code all.w} and so on, inputs {@code grad_w} and so on.
   *
   * @throws Unreached if the library has no such optimizer
   */
  static String write(GoldenCase golden) throws Unreached {
    String optimizer = golden.constructor().orElseThrow();
    Declared.need(optimizer, FunctionKind.OPTIMIZER);
    if (golden.text("objective").isPresent()) {
      return minimizing(golden, optimizer);
    }
    List<String> names = golden.names("param.");
    StringBuilder text = new StringBuilder("layer Parameters() (");
    text.append(names.stream().map(n -> "grad_" + n).collect(Collectors.joining(", ")));
    text.append(") {\n");
    for (String name : names) {
      text.append("    param %s: %s = 0%n".formatted(name, golden.sizes("param." + name)));
    }
    text.append("    return ")
        .append(
            names.stream()
                .map(n -> "sum(%s * grad_%s)".formatted(n, n))
                .collect(Collectors.joining(" + ")))
        .append("\n}\n\nnetwork Case {\n");
    for (String name : names) {
      text.append("    input grad_%s: float%s%n".formatted(name, golden.sizes("param." + name)));
    }
    text.append("    total = (")
        .append(names.stream().map(n -> "grad_" + n).collect(Collectors.joining(", ")))
        .append(") -> all: Parameters\n    output total\n    loss total\n    optimizer ")
        .append(optimizer + "(" + Declared.arguments(golden.args()) + ")")
        .append(groups(golden))
        .append("\n}\n");
    return text.toString();
  }

  /** The input of a network that minimizes a function: what its value is multiplied with. */
  static final String SCALE = "scale";

  /** The network whose loss is the function that the case names, of a parameter {@code all.x}. */
  private static String minimizing(GoldenCase golden, String optimizer) throws Unreached {
    String objective = golden.text("objective").orElseThrow();
    if (!objective.endsWith("(Rosenbrock)")) {
      throw new Unreached("the tests do not know the function " + objective);
    }
    return """
    layer Objective() (scale) {
        param x: %s = 0
        return scale * sum(100 * square(x[1:] - square(x[:-1])) + square(1 - x[:-1]))
    }

    network Case {
        input scale: float[]
        value = scale -> all: Objective
        output value
        loss value
        optimizer %s(%s)
    }
    """
        .formatted(golden.sizes("param.x"), optimizer, Declared.arguments(golden.args()));
  }

  private static String groups(GoldenCase golden) throws Unreached {
    if (!golden.index().has("groups")) {
      return "";
    }
    StringBuilder text = new StringBuilder(" {\n");
    for (JsonElement element : golden.index().getAsJsonArray("groups")) {
      JsonObject group = element.getAsJsonObject().deepCopy();
      List<String> paths = new ArrayList<>();
      group
          .remove("params")
          .getAsJsonArray()
          .forEach(name -> paths.add("\"all." + name.getAsString() + "\""));
      text.append("        " + String.join(", ", paths) + ": " + Declared.arguments(group) + "\n");
    }
    return text + "    }";
  }
}
