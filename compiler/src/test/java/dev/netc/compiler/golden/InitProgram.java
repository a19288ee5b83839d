package dev.netc.compiler.golden;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The network that starts as an initialiser's case says, as text: a parameter {@code value}, or a
 * layer {@code module} with the start values it has by default. The gains that PyTorch recommends
 * are outputs, added to an input of zero.
 */
final class InitProgram {
  /** What layers are applied to, from which they learn the sizes that PyTorch is given. */
  private static final Map<String, String> INPUTS =
      Map.of(
          "Linear", "x: float[2, 20]",
          "Conv2d", "x: float[2, 3, 5, 5]",
          "Bilinear", "x: float[2, 5], y: float[2, 6]",
          "Embedding", "x: int[4]",
          "BatchNorm2d", "x: float[2, 6, 3, 3]",
          "PReLU", "x: float[2, 4]",
          "LSTM", "x: float[5, 2, 6]");

  private InitProgram() {}

  /**
   * The text of the network.
   *
   * @throws Unreached if a declaration is missing
   */
  static String write(GoldenCase golden) throws Unreached {
    Optional<String> name = golden.constructor();
    if (golden.names("gain.").isEmpty()) {
      Declaration.Function declared =
          Declared.need(name.orElseThrow(), FunctionKind.FN, FunctionKind.LAYER);
      return declared.kind() == FunctionKind.FN ? parameter(golden) : layer(golden);
    }
    Declared.need(name.orElseThrow(), FunctionKind.FN);
    return gains(golden);
  }

  private static String parameter(GoldenCase golden) throws Unreached {
    return """
    network Case {
        input x: float[N]
        param value: %s ~ %s(%s)
        output y = x + sum(value)
    }
    """
        .formatted(
            golden.sizes(golden.names("value").isEmpty() ? "sample" : "value"),
            golden.constructor().orElseThrow(),
            Declared.arguments(golden.args()));
  }

  private static String layer(GoldenCase golden) throws Unreached {
    String type = golden.constructor().orElseThrow();
    String inputs =
        Optional.ofNullable(INPUTS.get(type))
            .orElseThrow(() -> new Unreached("no input for " + type));
    List<String> ports = List.of(inputs.split(", (?=[a-z])"));
    String names =
        ports.stream().map(p -> p.substring(0, p.indexOf(':'))).collect(Collectors.joining(", "));
    boolean recurrent = type.equals("LSTM");
    return "network Case {\n"
        + ports.stream().map(port -> "    input " + port + "\n").collect(Collectors.joining())
        + "    module = %s(%s)%n".formatted(type, Declared.arguments(golden.args()))
        + "    %s = module(%s)%n".formatted(recurrent ? "(result, _)" : "result", names)
        + "    output result\n}\n";
  }

  /** Each tensor {@code gain.leaky_relu:0.2} is an output {@code gain0} and so on. */
  private static String gains(GoldenCase golden) {
    StringBuilder text = new StringBuilder("network Case {\n    input zero: float[N]\n");
    List<String> names = golden.names("gain.");
    for (int i = 0; i < names.size(); i++) {
      String[] parts = names.get(i).split(":", -1);
      String parameter = parts.length == 1 ? "none" : parts[1];
      text.append(
          "    output gain%d = zero + calculate_gain(\"%s\", %s)%n"
              .formatted(i, parts[0], parameter));
    }
    return text.append("}\n").toString();
  }
}
