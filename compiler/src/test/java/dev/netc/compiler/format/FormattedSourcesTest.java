package dev.netc.compiler.format;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The library and the examples look as {@code netc fmt} makes them look. */
final class FormattedSourcesTest {

  @TestFactory
  Stream<DynamicTest> sourcesAreFormatted() throws IOException {
    try (Stream<Path> library =
            Files.walk(Path.of("src/main/resources/dev/netc/compiler/library"));
        Stream<Path> examples = Files.walk(Path.of("../examples"))) {
      return Stream.concat(library, examples)
          .filter(file -> file.toString().endsWith(".net"))
          .sorted()
          .toList()
          .stream()
          .map(file -> DynamicTest.dynamicTest(file.toString(), () -> assertIsFormatted(file)));
    }
  }

  private static void assertIsFormatted(Path file) throws IOException {
    String text = Files.readString(file);
    assertThat(FormatterChecks.format(text)).isEqualTo(text);
  }
}
