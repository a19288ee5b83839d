package dev.netc.compiler.fuzz;

import static dev.netc.compiler.fuzz.Vocabulary.any;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.library.Library;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Writes networks of what the library declares, with arguments that look like those they have by
 * default. A part of them has no error.
 */
final class NetworkWriter {
  private static final List<String> BATCHES =
      List.of("N", "N", "N", "B", "1", "4", "2 * N", "N + 1");
  private static final List<String> SIZES =
      List.of("1", "2", "3", "4", "4", "4", "6", "8", "8", "8", "16", "T", "2 * H");
  private static final List<String> ELEMENTS =
      List.of("float", "float", "float", "float", "double", "int", "bool");
  private static final List<String> EXPECTED = List.of("float", "float", "int");

  /** What may follow anything. */
  private static final List<String> GLUE =
      List.of(
          "flatten",
          "fc%d: Linear(%s)",
          "relu",
          "bn%d: BatchNorm2d",
          "conv%d: Conv2d(%s, 3, padding=1)",
          "transpose(-1, -2)",
          "unsqueeze(1)",
          "squeeze",
          "sum(dim=-1)",
          "mean(dim=1, keepdim=true)",
          "print",
          "softmax(dim=-1)",
          "as [N, ...]",
          "repeat(%s) { relu }",
          "{ l: Linear(4) -> tanh }",
          "dropout(0.5)",
          "if training { relu } else { tanh }",
          "rows%d: repeat(2) i { Linear(%s) }",
          "max_pool2d(2)");

  private final Vocabulary vocabulary;

  NetworkWriter(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** The text of a file with one network. */
  String write(Random random) {
    return new Network(random).write();
  }

  private final class Network {
    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final List<String> values = new ArrayList<>(List.of("x"));
    private int number;

    Network(Random random) {
      this.random = random;
    }

    String write() {
      if (chance(6)) {
        text.append("layer Own(k=%s) (a) {\n    return a -> ".formatted(number()));
        stages(1 + random.nextInt(2));
        text.append("}\n");
      }
      if (chance(10)) {
        text.append("import \"")
            .append(any(List.of("blocks.net", "self.net", "none.net"), random))
            .append("\"\n");
      }
      text.append(chance(6) ? "network Net(k=%s) {\n".formatted(number()) : "network Net {\n");
      port("input", "x", ELEMENTS);
      if (chance(4)) {
        port("input", "z", ELEMENTS);
        values.add("z");
      }
      port("target", "t", EXPECTED);
      for (int n = random.nextInt(3); n >= 0; n--) {
        line();
      }
      text.append("    output ").append(any(values, random)).append('\n');
      if (!chance(4)) {
        learn();
      }
      return text.append("}\n").toString();
    }

    private boolean chance(int of) {
      return random.nextInt(of) == 0;
    }

    private String number() {
      return vocabulary.number(random);
    }

    private void port(String word, String name, List<String> elements) {
      List<String> dims = new ArrayList<>(List.of(any(BATCHES, random)));
      for (int rank = any(List.of(0, 1, 1, 1, 2, 3, 3, 3, 4), random); rank > 0; rank--) {
        dims.add(any(SIZES, random));
      }
      text.append(
          "    %s %s: %s[%s]\n"
              .formatted(word, name, any(elements, random), String.join(", ", dims)));
    }

    private void line() {
      String name = "y" + number++;
      boolean loops = chance(12);
      if (loops) {
        text.append("    for i in 0..").append(number()).append(" {\n");
      }
      text.append("    ").append(loops ? any(values, random) : name).append(" = ").append(value());
      if (chance(4)) {
        text.append(any(List.of(" + ", " * ", " @ ", " - ", " ** ", " / "), random))
            .append(value());
      }
      text.append(" -> ");
      stages(1 + random.nextInt(4));
      if (loops) {
        text.append("    }\n");
      } else {
        values.add(name);
      }
    }

    private String value() {
      String value = any(values, random);
      return chance(12)
          ? value + any(List.of("[0]", "[:, 0]", "[..., 1:]", "[:, ::2]", "[-1]"), random)
          : value;
    }

    private void stages(int count) {
      List<String> stages = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        stages.add(stage());
      }
      text.append(String.join("\n        -> ", stages)).append('\n');
    }

    private String stage() {
      if (!chance(3)) {
        return any(GLUE, random).formatted(number++, vocabulary.number(random));
      }
      FunctionKind kind = any(List.of(FunctionKind.LAYER, FunctionKind.FN), random);
      String call = call(kind, kind == FunctionKind.FN ? 1 : 0);
      return kind == FunctionKind.LAYER ? "l" + number++ + ": " + call : call;
    }

    private void learn() {
      text.append("    loss ")
          .append(
              chance(2)
                  ? "mean(%s ** 2)".formatted(any(values, random))
                  : applied(FunctionKind.LOSS))
          .append('\n');
      text.append("    optimizer ").append(call(FunctionKind.OPTIMIZER, 0)).append('\n');
      if (chance(3)) {
        text.append("    schedule ").append(call(FunctionKind.SCHEDULE, 0)).append('\n');
      }
      if (chance(3)) {
        text.append("    metric ").append(applied(FunctionKind.METRIC)).append('\n');
      }
      if (chance(6)) {
        text.append("    ").append(call(FunctionKind.GRADIENT, 0)).append('\n');
      }
      if (chance(10)) {
        text.append("    budget parameters <= ").append(number()).append('\n');
      }
    }

    /** A loss or metric of a value and the target. */
    private String applied(FunctionKind kind) {
      String call = call(kind, 2);
      int list = call.indexOf('(') + 1;
      String tensors = any(values, random) + ", t" + (call.startsWith(")", list) ? "" : ", ");
      return call.substring(0, list) + tensors + call.substring(list);
    }

    /**
     * A call with what it must be given, and sometimes more.
     *
     * @param flowing how many tensors it gets otherwise
     */
    private String call(FunctionKind kind, int flowing) {
      String name = vocabulary.declared(kind, random);
      Declaration.Function function = Library.standard().function(name).orElseThrow();
      List<Parameter> parameters = new ArrayList<>(function.statics());
      if (kind == FunctionKind.FN || kind == FunctionKind.METRIC) {
        parameters.addAll(function.tensors());
      }
      List<Parameter> rest =
          parameters.subList(Math.min(flowing, parameters.size()), parameters.size());
      return name
          + rest.stream()
              .filter(parameter -> parameter.defaultValue().isEmpty() || chance(10))
              .map(parameter -> parameter.name().text() + "=" + argument(parameter))
              .collect(Collectors.joining(", ", "(", ")"));
    }

    private String argument(Parameter parameter) {
      if (chance(10)) {
        return any(
            List.of(
                "none", "true", "\"mean\"", "[]", "x", "(1, 2)", "inf", "nan", "relu", "N", "-1"),
            random);
      }
      Expression like = parameter.defaultValue().orElse(null);
      if (like instanceof Expression.BooleanLiteral) {
        return any(List.of("true", "false"), random);
      }
      if (like instanceof Expression.StringLiteral) {
        return any(
            List.of(
                "\"mean\"",
                "\"sum\"",
                "\"none\"",
                "\"same\"",
                "\"zeros\"",
                "\"reflect\"",
                "\"circular\""),
            random);
      }
      return chance(6)
          ? "(%s, %s)".formatted(number(), number())
          : chance(8) ? any(values, random) : number();
    }
  }
}
