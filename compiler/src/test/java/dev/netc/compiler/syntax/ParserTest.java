package dev.netc.compiler.syntax;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.diagnostics.Colors;
import dev.netc.compiler.diagnostics.TextRenderer;
import dev.netc.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class ParserTest {

  @TestFactory
  Stream<DynamicTest> readsTheLanguageAndTheLibrary() throws IOException {
    return Stream.concat(
            sources(Path.of("src/test/resources/language")),
            sources(Path.of("src/main/resources/dev/netc/compiler/library")))
        .map(path -> DynamicTest.dynamicTest(path.toString(), () -> assertReads(path)));
  }

  static Stream<Path> sources(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".net")).sorted().toList().stream();
    }
  }

  private static void assertReads(Path path) throws IOException {
    ParseResult result =
        new Parser().parse(new SourceFile(path.toString(), Files.readString(path)));
    assertThat(new TextRenderer(Colors.NONE).render(result.diagnostics())).isEmpty();
    List<String> names =
        result.file().declarations().stream().map(Declaration::name).map(Object::toString).toList();
    assertThat(names).isNotEmpty();
    assertThat(names).containsNoDuplicates();
  }
}
