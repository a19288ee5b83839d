package dev.netc.compiler.explain;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.lint.Level;
import dev.netc.compiler.lint.Levels;
import dev.netc.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each code has a page with a wrong and a right program, and a UI test; the docs list them. */
final class ExplanationTest {
  private static final Pattern CODE = Pattern.compile("\"([EW]\\d{4})\"");
  private static final Pattern ANNOUNCED = Pattern.compile("[EW]\\d{4}");
  private static final Path INDEX = Path.of("../docs/errors.md");

  @TestFactory
  Stream<DynamicTest> theWrongProgramGetsTheCodeAndTheRightOneNone() {
    return Explanation.codes().stream()
        .map(code -> DynamicTest.dynamicTest(code, () -> checkPrograms(code)));
  }

  private static void checkPrograms(String code) {
    Explanation page = Explanation.of(code).orElseThrow();
    assertThat(page.code()).isEqualTo(code);
    assertThat(codesOf(page.wrong(), code)).containsExactly(code);
    assertThat(codesOf(page.right(), code)).isEmpty();
  }

  /** The codes that a program gets, also if one has to ask for the one that it is about. */
  private static Set<String> codesOf(String program, String asked) {
    Levels levels = new Levels(Map.of(asked, Level.WARN), Optional.empty());
    return new Compiler(CompilerOptions.DEFAULT.withLevels(levels))
        .analyze(new SourceFile("example.net", program)).diagnostics().stream()
            .map(Diagnostic::code)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyCodeOfTheSourcesHasAPage() throws IOException {
    assertThat(Explanation.codes())
        .containsExactlyElementsIn(found(Path.of("src/main/java"), ".java", CODE))
        .inOrder();
  }

  @Test
  void everyCodeHasAUiTest() throws IOException {
    Set<String> tested = found(Path.of("src/test/resources/ui"), ".net", ANNOUNCED);
    assertWithMessage("codes without a program in ui/")
        .that(Explanation.codes().stream().filter(code -> !tested.contains(code)).toList())
        .isEmpty();
  }

  @Test
  void theDocsHoldAllPages() throws IOException {
    String pages =
        "# Errors and warnings\n\n"
            + "`netc explain E0301` prints the page of a code.\n\n"
            + Explanation.codes().stream()
                .map(code -> Explanation.of(code).orElseThrow())
                .map(page -> "- [" + page.code() + "](#" + anchor(page) + "): " + page.title())
                .collect(Collectors.joining("\n"))
            + "\n\n"
            + Explanation.codes().stream()
                .map(code -> "#" + Explanation.of(code).orElseThrow().text())
                .collect(Collectors.joining("\n"));
    if (Boolean.getBoolean("bless")) {
      Files.writeString(INDEX, pages);
    }
    assertWithMessage("%s is stale; -Dbless=true writes it", INDEX)
        .that(Files.readString(INDEX))
        .isEqualTo(pages);
  }

  /** The name that GitHub and GitLab give to a heading. */
  private static String anchor(Explanation page) {
    String heading = page.code() + ": " + page.title();
    return heading
        .toLowerCase(java.util.Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }

  private static Set<String> found(Path root, String ending, Pattern pattern) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .flatMap(file -> pattern.matcher(text(file)).results())
          .map(ExplanationTest::code)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String code(MatchResult result) {
    return result.group(result.groupCount());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
