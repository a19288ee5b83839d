package dev.netc.compiler.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stands for a name of PyTorch that the library does not declare under that name, a line of
 * {@code golden/coverage.tsv}.
 *
 * @param what a declaration, a {@code Class.method} of the runtime, a program, or a reason
 */
record StandIn(Way way, String what) {
  /** How something stands for a name. */
  enum Way {
    /** Another declaration of the library. */
    LIBRARY,
    /** A method of a class or interface of the runtime. */
    RUNTIME,
    /** The language itself; what is said is a program that compiles. */
    LANGUAGE,
    /** Nothing does; what is said is the reason. */
    NOT
  }

  /** All lines, by name. */
  static Map<String, StandIn> all() throws IOException {
    Map<String, StandIn> all = new LinkedHashMap<>();
    for (String line : Files.readAllLines(GoldenCase.ROOT.resolve("coverage.tsv"))) {
      String[] columns = line.split("\t", -1);
      if (all.put(columns[0], new StandIn(Way.valueOf(columns[1]), columns[2])) != null) {
        throw new IllegalStateException("golden/coverage.tsv has two lines for " + columns[0]);
      }
    }
    return all;
  }
}
