package dev.netc.compiler.golden;

import dev.netc.compiler.ast.FunctionKind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The network that shows what a function such as {@code clip_grad_norm_} does to gradients, as
 * text. The loss is the sum of each parameter times an input, which thereby is the parameter's
 * gradient; parameters start as zero, and a step of size one takes them to the negative of what the
 * optimizer sees.
 */
final class GradientProgram {
  /** PyTorch's call: a function whose name ends in an underscore, on a list of parameters. */
  private static final Pattern CALL =
      Pattern.compile("utils\\.(\\w+)_\\(\\[p for p, _ in ps\\], ([^)]*)\\)");

  private GradientProgram() {}

  /**
   * The text of the network: parameters {@code all.g0} and so on, inputs {@code g0} and so on.
   *
   * @throws Unreached if the library has no such declaration
   */
  static String write(GoldenCase golden) throws Unreached {
    Matcher call = CALL.matcher(golden.text("call").orElseThrow());
    if (!call.find()) {
      throw new Unreached("the call is a Python lambda");
    }
    Declared.need(call.group(1), FunctionKind.GRADIENT);
    List<String> names = golden.names("input.");
    String inputs = String.join(", ", names);
    StringBuilder text = new StringBuilder("layer Parameters() (" + inputs + ") {\n");
    names.forEach(
        name -> text.append("    param p%s: shape(%s) = 0%n".formatted(name.substring(1), name)));
    text.append("    return ")
        .append(
            names.stream()
                .map(name -> "sum(p%s * %s)".formatted(name.substring(1), name))
                .collect(Collectors.joining(" + ")))
        .append("\n}\n\nnetwork Case {\n");
    names.forEach(
        name ->
            text.append("    input %s: float%s%n".formatted(name, golden.sizes("input." + name))));
    text.append("    total = (" + inputs + ") -> all: Parameters\n    output total\n");
    if (golden.type("output.total_norm").isPresent()) {
      text.append("    output total_norm = get_total_norm([" + inputs + "])\n");
    }
    return text.append("    loss total\n    optimizer SGD(lr=1)\n    ")
        .append(call.group(1) + "(" + call.group(2) + ")\n}\n")
        .toString();
  }
}
