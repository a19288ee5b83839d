package dev.netc.compiler.library;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Doc;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import dev.netc.compiler.syntax.ParseResult;
import dev.netc.compiler.syntax.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The declarations of a file of the library are the same, taken one by one or all together. */
final class ExcerptTest {
  private static final Path LIBRARY = Path.of("src/main/resources/dev/netc/compiler/library");

  @TestFactory
  Stream<DynamicTest> nothingIsLostOrChanged() throws IOException {
    try (Stream<Path> files = Files.list(LIBRARY)) {
      return files.filter(file -> file.toString().endsWith(".net")).sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }
  }

  private static void check(Path file) throws IOException {
    String text = Files.readString(file);
    ParseResult whole = new Parser().parse(new SourceFile("library.net", text));

    List<String> apart =
        Excerpt.of(new SourceFile("library.net", text)).stream()
            .map(Excerpt::declaration)
            .map(ExcerptTest::describe)
            .toList();

    assertThat(whole.diagnostics()).isEmpty();
    assertThat(apart)
        .containsExactlyElementsIn(
            whole.file().declarations().stream()
                .sorted(Comparator.comparing(Declaration::span))
                .map(ExcerptTest::describe)
                .toList())
        .inOrder();
  }

  private static String describe(Declaration declaration) {
    Span span = declaration.span();
    String documentation =
        ((Declaration.Function) declaration)
            .doc()
            .map(Doc::span)
            .map(doc -> doc.line() + ": " + doc.text())
            .orElse("none");
    return documentation + "\n" + span.line() + ": " + span.text();
  }
}
