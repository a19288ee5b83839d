package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * What C2 makes of loops with vectors depends on how long their code is: what it puts into other
 * methods, beside other loops, may make an object of each vector, for good.
 */
final class LoopsApartTest {
  /** C2's {@code FreqInlineSize}: what is longer stays a method of its own. */
  private static final int LONGEST_INLINED = 325;

  private static final Pattern METHOD = Pattern.compile("  \\S.*? (\\w+)\\(.*\\).*;");
  private static final Pattern INSTRUCTION = Pattern.compile(" +(\\d+): .*");

  @Test
  void loopsOfFrequentFunctionsAreTooLongToBecomePartOfOthers() {
    Map<String, Integer> lengths = lengths("VectorMaths");
    for (String name : new String[] {"exp", "expm1", "log", "sigmoid", "tanh"}) {
      assertWithMessage(name).that(lengths.get(name)).isGreaterThan(LONGEST_INLINED);
    }
  }

  @Test
  void loopsOfErrorFunctionsAreToo() {
    Map<String, Integer> lengths = lengths("VectorErf");
    for (String name : new String[] {"power", "sum"}) {
      assertWithMessage(name).that(lengths.get(name)).isGreaterThan(LONGEST_INLINED);
    }
  }

  @Test
  void loopsOfChoicesAreToo() {
    Map<String, Integer> lengths = lengths("VectorWhere");
    for (String name : new String[] {"where", "where'", "where''"}) {
      assertWithMessage(name).that(lengths.get(name)).isGreaterThan(LONGEST_INLINED);
    }
  }

  @Test
  void loopsOfGatesAreToo() {
    Map<String, Integer> lengths = lengths("VectorGates");
    for (String name : new String[] {"sigmoidOfSum", "next", "lstmSlopes", "gruSlopes"}) {
      assertWithMessage(name).that(lengths.get(name)).isGreaterThan(LONGEST_INLINED);
    }
  }

  /** The bytes of code of each method of a class; others of the same name get a mark each. */
  private static Map<String, Integer> lengths(String type) {
    Map<String, Integer> lengths = new HashMap<>();
    String name = "";
    for (String line : disassembled(type).lines().toList()) {
      Matcher method = METHOD.matcher(line);
      Matcher instruction = INSTRUCTION.matcher(line);
      if (method.matches()) {
        name = method.group(1);
        while (lengths.containsKey(name)) {
          name += "'";
        }
      } else if (line.equals("  static {};")) {
        name = "static";
      } else if (instruction.matches()) {
        // Each method ends with an instruction of one byte: a return or a throw.
        lengths.put(name, Integer.parseInt(instruction.group(1)) + 1);
      }
    }
    return lengths;
  }

  private static String disassembled(String type) {
    StringWriter text = new StringWriter();
    int status =
        ToolProvider.findFirst("javap")
            .orElseThrow()
            .run(
                new PrintWriter(text),
                new PrintWriter(text),
                "-c",
                "-p",
                "-classpath",
                "target/classes",
                "dev.netc.runtime." + type);
    assertThat(status).isEqualTo(0);
    return text.toString();
  }
}
