package dev.netc.compiler.library;

import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.testing.RandomTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where gradients are checked, as {@code gradients/domains.txt} says.
 *
 * @param calls what is checked
 * @param excused the declarations without a gradient, each with the reason
 */
record GradientDomains(List<Call> calls, Map<String, String> excused) {
  private static final Path FILE = Path.of("src", "test", "resources", "gradients", "domains.txt");

  private static final Pattern TENSOR =
      Pattern.compile("(\\w+): (\\w*)\\[([\\d, ]*)\\](?: in ([-.\\d]+?)\\.\\.([-.\\d]+))?");

  private static final Pattern NAME = Pattern.compile("\\w+");

  /** A declaration's name may have several parts. */
  private static final Pattern DECLARATION = Pattern.compile("[A-Za-z_][\\w.]*");

  private static final String ARROW = " -> ";
  private static final String GIVES = " gives ";

  /** What is expected of slopes. */
  enum Slopes {
    /** Some are not zero. */
    SOME,
    /** All are zero. */
    NONE
  }

  /** A tensor that a call takes. */
  record Given(String name, String element, List<Integer> sizes, double low, double high) {
    DoubleTensor draw(Random random) {
      int[] shape = sizes.stream().mapToInt(size -> size).toArray();
      return switch (element) {
        case "float" -> RandomTensors.uniform(random, shape, low, high);
        case "int" -> RandomTensors.integers(random, shape, (int) low, (int) high);
        case "bool" -> RandomTensors.integers(random, shape, 0, 2);
        default -> throw new IllegalArgumentException("no element type " + element);
      };
    }
  }

  /**
   * A call that is checked.
   *
   * @param declaration the name of what it checks
   * @param text as the file has it
   */
  record Call(String declaration, String text, List<Given> given, Slopes slopes) {

    /** The network that computes it, and whose outputs are its results. */
    String program() {
      int end = text.indexOf(GIVES);
      String pattern = end < 0 ? "y" : text.substring(end + GIVES.length());
      String call = end < 0 ? text : text.substring(0, end);
      int arrow = stage(call);
      if (arrow > 0) {
        call = call.substring(0, arrow) + "module: " + call.substring(arrow);
      }
      List<String> results =
          NAME.matcher(pattern)
              .results()
              .map(MatchResult::group)
              .filter(n -> !n.equals("_"))
              .toList();
      StringBuilder program = new StringBuilder("network Check {\n");
      for (Given tensor : given) {
        program.append(
            "    input %s: %s%s%n".formatted(tensor.name(), tensor.element(), tensor.sizes()));
      }
      program.append("    ").append(pattern).append(" = ").append(call).append('\n');
      results.forEach(result -> program.append("    output ").append(result).append('\n'));
      String sums = results.stream().map(r -> "sum(" + r + ")").collect(Collectors.joining(" + "));
      return program.append("    loss ").append(sums).append("\n}\n").toString();
    }

    /** Where the layer starts, behind an arrow; 0 for a function and its arguments. */
    private static int stage(String text) {
      int arrow = text.lastIndexOf(ARROW);
      boolean inArguments =
          arrow >= 0
              && text.substring(arrow).chars().filter(c -> c == ')').count()
                  > text.substring(arrow).chars().filter(c -> c == '(').count();
      return arrow < 0 || inArguments ? 0 : arrow + ARROW.length();
    }

    static Call of(String text, List<Given> given, Slopes slopes) {
      int end = text.indexOf(GIVES);
      Matcher name = DECLARATION.matcher(text);
      if (!name.find(stage(end < 0 ? text : text.substring(0, end)))) {
        throw new IllegalArgumentException("no declaration in " + text);
      }
      return new Call(name.group(), text, given, slopes);
    }
  }

  /** Reads the file. */
  static GradientDomains read() throws IOException {
    List<Call> calls = new ArrayList<>();
    Map<String, String> excused = new LinkedHashMap<>();
    String heading = "";
    for (String line : Files.readAllLines(FILE)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(" ")) {
        heading = line;
      } else if (heading.startsWith("none: ")) {
        String reason = heading.substring("none: ".length());
        DECLARATION.matcher(line).results().forEach(name -> excused.put(name.group(), reason));
      } else {
        Slopes slopes = heading.startsWith("flat ") ? Slopes.NONE : Slopes.SOME;
        calls.add(Call.of(line.strip(), given(heading), slopes));
      }
    }
    return new GradientDomains(List.copyOf(calls), excused);
  }

  private static List<Given> given(String heading) {
    return TENSOR.matcher(heading).results().map(GradientDomains::given).toList();
  }

  private static Given given(MatchResult tensor) {
    String element = tensor.group(2).isEmpty() ? "float" : tensor.group(2);
    boolean bounded = tensor.group(4) != null;
    return new Given(
        tensor.group(1),
        element,
        Arrays.stream(tensor.group(3).split(", ", -1)).map(Integer::valueOf).toList(),
        bounded ? Double.parseDouble(tensor.group(4)) : 0,
        bounded ? Double.parseDouble(tensor.group(5)) : 0);
  }
}
