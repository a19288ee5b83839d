package dev.netc.compiler.diagnostics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What other frameworks and languages call the things of the library: Keras, ONNX, Caffe, Python.
 * The names are data, in {@code foreign-names.txt}: a line holds theirs and ours.
 */
final class ForeignNames {
  private static final String FILE = "foreign-names.txt";
  private static final Map<String, String> NAMES = read();

  private ForeignNames() {}

  /** The name here of what is called {@code name} elsewhere. */
  static Optional<String> find(String name) {
    return Optional.ofNullable(NAMES.get(name));
  }

  private static Map<String, String> read() {
    try (InputStream stream = ForeignNames.class.getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException("the compiler's jar lacks " + FILE);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" ", 2))
          .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
