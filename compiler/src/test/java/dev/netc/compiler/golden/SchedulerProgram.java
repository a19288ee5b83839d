package dev.netc.compiler.golden;

import com.google.gson.JsonElement;
import dev.netc.compiler.ast.FunctionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network whose optimizer's numbers follow a scheduler's case, as text. It has a parameter for
 * each group, {@code all.group0} and so on.
 */
final class SchedulerProgram {
  private static final Pattern LAMBDA = Pattern.compile("lambda (\\w+): (.*)\\)$");

  private SchedulerProgram() {}

  /**
   * The text of the network.
   *
   * @throws Unreached if the library has no such schedule
   */
  static String write(GoldenCase golden) throws Unreached {
    Declared.need(golden.constructor().orElseThrow(), FunctionKind.SCHEDULE);
    List<String> rates = rates(golden);
    StringBuilder text = new StringBuilder("layer Parameters() (x) {\n");
    for (int i = 0; i < rates.size(); i++) {
      text.append("    param group%d: [1] = 1%n".formatted(i));
    }
    text.append("    return x");
    for (int i = 0; i < rates.size(); i++) {
      text.append(" * sum(group" + i + ")");
    }
    text.append("\n}\n\n");
    String call = call(golden.text("ctor").orElseThrow(), text);
    text.append("network Case {\n    input x: float[1]\n    total = sum(x -> all: Parameters)\n")
        .append("    output total\n    loss total\n    optimizer ")
        .append(optimizer(golden, rates))
        .append("    schedule ")
        .append(call)
        .append("\n}\n");
    return text.toString();
  }

  private static List<String> rates(GoldenCase golden) {
    List<String> rates = new ArrayList<>();
    for (JsonElement rate : golden.index().getAsJsonArray("base_lrs")) {
      rates.add(rate.getAsString());
    }
    return rates;
  }

  /** SGD also has the momentum that a schedule may cycle; Adam has its betas. */
  private static String optimizer(GoldenCase golden, List<String> rates) {
    String name = golden.text("optimizer").orElseThrow();
    String momentum =
        golden.text("optimizer").filter("SGD"::equals).isPresent()
            ? ", momentum=" + golden.text("base_momentum").orElseThrow()
            : "";
    StringBuilder text = new StringBuilder("%s(lr=%s%s)".formatted(name, rates.get(0), momentum));
    for (int i = 1; i < rates.size(); i++) {
      String separator = i == 1 ? " {" : "";
      text.append("%s%n        \"%s\": lr=%s".formatted(separator, path(i), rates.get(i)));
    }
    return text.append(rates.size() > 1 ? "\n    }\n" : "\n").toString();
  }

  private static String path(int group) {
    return "all.group" + group;
  }

  /** What the trainer calls a number of a group. */
  static String number(String name, int group) {
    return group == 0 ? name : path(group) + ": " + name;
  }

  /**
   * The Python call in the language, where a schedule is not told its optimizer, and a lambda is a
   * function with a name.
   */
  private static String call(String python, StringBuilder declarations) {
    String call =
        python
            .replace("(optimizer, ", "(")
            .replace("(optimizer)", "()")
            .replace("'", "\"")
            .replace("True", "true")
            .replace("False", "false");
    Matcher lambda = LAMBDA.matcher(call);
    if (!lambda.find()) {
      return call;
    }
    declarations.append("fn decay(%s) = %s%n%n".formatted(lambda.group(1), lambda.group(2)));
    return lambda.replaceFirst("decay)");
  }
}
