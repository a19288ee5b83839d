package dev.netc.compiler;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The programs of the docs compile: each block that is marked {@code netc}. Those of {@code
 * errors.md}, of which half are wrong, have a test of their own.
 */
final class DocsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern PROGRAM = Pattern.compile("(?m)^```netc\n(.*?)^```", Pattern.DOTALL);

  @TestFactory
  List<DynamicTest> programsCompile() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : pages()) {
      String text = Files.readString(page);
      Matcher program = PROGRAM.matcher(text);
      while (program.find()) {
        long line = text.substring(0, program.start(1)).lines().count() + 1;
        SourceFile source = new SourceFile(page.getFileName() + ", line " + line, program.group(1));
        tests.add(DynamicTest.dynamicTest(source.name(), () -> check(source)));
      }
    }
    return tests;
  }

  private static void check(SourceFile source) {
    Compilation compilation = new Compiler(CompilerOptions.DEFAULT).compile(source);

    assertThat(compilation.diagnostics().stream().filter(Diagnostic::isError).toList()).isEmpty();
    assertThat(compilation.sources()).isNotEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.endsWith("errors.md"))
          .sorted()
          .toList();
    }
  }
}
