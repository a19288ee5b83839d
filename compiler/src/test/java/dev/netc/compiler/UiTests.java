package dev.netc.compiler;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.diagnostics.Colors;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.TextRenderer;
import dev.netc.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Programs beside the messages they get: {@code x.net} and {@code x.stderr}.
 *
 * <p>Each expected code also stands in the program, as a comment on the line that the message
 * points to: {@code //~ E0101}; {@code //~^ E0101} means the line above. A file that only warns or
 * says nothing at all has an empty {@code .stderr}, or one with the warnings.
 *
 * <p>{@code mvn test -Dbless=true} writes the {@code .stderr} files anew; the codes in the programs
 * are still checked.
 */
public final class UiTests {
  private static final Pattern EXPECTATION = Pattern.compile("//~(\\^*)((?: [EW]\\d{4})+)");

  private final Path root;
  private final Function<SourceFile, List<Diagnostic>> compile;

  /**
   * Makes a suite.
   *
   * @param root the directory that is searched for programs
   * @param compile what gives the messages of a program
   */
  public UiTests(Path root, Function<SourceFile, List<Diagnostic>> compile) {
    this.root = root;
    this.compile = compile;
  }

  /** A test for each program, and one that no {@code .stderr} has lost its program. */
  public Stream<DynamicTest> tests() throws IOException {
    Stream<DynamicTest> programs =
        files(".net").stream().map(path -> DynamicTest.dynamicTest(name(path), () -> check(path)));
    return Stream.concat(
        programs, Stream.of(DynamicTest.dynamicTest("no stale .stderr", this::checkStale)));
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private String name(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  private static Path sibling(Path path, String from, String to) {
    String name = path.getFileName().toString();
    return path.resolveSibling(name.substring(0, name.length() - from.length()) + to);
  }

  private void check(Path program) throws IOException {
    SourceFile source = new SourceFile(name(program), Files.readString(program));
    List<Diagnostic> diagnostics = compile.apply(source);
    String rendered = new TextRenderer(Colors.NONE).render(diagnostics);
    Path expected = sibling(program, ".net", ".stderr");
    if (Boolean.getBoolean("bless")) {
      Files.writeString(expected, rendered);
    }
    assertWithMessage("%s is missing; -Dbless=true writes it", expected)
        .that(Files.exists(expected))
        .isTrue();
    assertThat(rendered).isEqualTo(Files.readString(expected));
    assertWithMessage("codes that the comments of %s announce", name(program))
        .that(diagnostics.stream().map(UiTests::place).toList())
        .containsExactlyElementsIn(announced(source));
  }

  private static String place(Diagnostic diagnostic) {
    return "line " + diagnostic.span().line() + " " + diagnostic.code();
  }

  private static List<String> announced(SourceFile source) {
    List<String> places = new ArrayList<>();
    for (int line = 1; line <= source.lineCount(); line++) {
      Matcher matcher = EXPECTATION.matcher(source.lineText(line));
      while (matcher.find()) {
        int target = line - matcher.group(1).length();
        for (String code : matcher.group(2).trim().split(" ", -1)) {
          places.add("line " + target + " " + code);
        }
      }
    }
    return places;
  }

  private void checkStale() throws IOException {
    List<Path> stale = new ArrayList<>();
    for (Path expected : files(".stderr")) {
      if (!Files.exists(sibling(expected, ".stderr", ".net"))) {
        stale.add(expected);
      }
    }
    assertWithMessage("expectations without a program").that(stale).isEmpty();
  }
}
