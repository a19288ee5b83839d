package dev.netc.compiler.syntax;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.diagnostics.Colors;
import dev.netc.compiler.diagnostics.TextRenderer;
import dev.netc.compiler.format.FormatterChecks;
import dev.netc.compiler.source.SourceFile;
import dev.netc.grammar.NetLexer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text makes the parser or the formatter throw, or run out of stack. */
final class RobustnessTest {
  private static final int SOUPS = 10_000;
  private static final int MUTANTS = 10_000;

  /** Half of what the main thread of a JVM has where it has little. */
  private static final long SMALL_STACK = 512 * 1024;

  private static void check(String text) {
    try {
      ParseResult result = new Parser().parse(new SourceFile("test.net", text));
      String rendered = new TextRenderer(Colors.NONE).render(result.diagnostics());
      assertThat(rendered.isEmpty()).isEqualTo(result.diagnostics().isEmpty());
      NodeChecks.assertSpansNest(result.file());
      if (!result.hasErrors()) {
        FormatterChecks.assertKeeps(text);
      }
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError("with the text\n" + text, failure);
    }
  }

  @Test
  void tokenSoupNeverThrows() {
    List<String> words = words();
    Random random = new Random(20);
    for (int i = 0; i < SOUPS; i++) {
      StringBuilder text = new StringBuilder(i % 2 == 0 ? "" : "network A {\n");
      for (int n = random.nextInt(30); n > 0; n--) {
        text.append(words.get(random.nextInt(words.size())));
        text.append(random.nextInt(4) == 0 ? "\n" : " ");
      }
      check(text.toString());
    }
  }

  private static List<String> words() {
    List<String> words = new ArrayList<>();
    IntStream.rangeClosed(1, NetLexer.VOCABULARY.getMaxTokenType())
        .mapToObj(NetLexer.VOCABULARY::getLiteralName)
        .filter(name -> name != null)
        .forEach(name -> words.add(name.substring(1, name.length() - 1)));
    words.addAll(List.of("a", "b", "Conv2d", "1", "0.5", "\"s\"", "\"{a}\"", "\"{\"", "\"", "'"));
    words.addAll(
        List.of("/*", "*/", "///", "// c", ";", "?", "\u00E4", "\uD83D\uDE00", "\uD83D", "\t"));
    return words;
  }

  @Test
  void damagedProgramsNeverThrow() throws IOException {
    List<List<String>> programs = new ArrayList<>();
    Pattern word = Pattern.compile("\\w+|\\s+|[^\\w\\s]");
    for (Path path : ParserTest.sources()) {
      programs.add(word.matcher(Files.readString(path)).results().map(r -> r.group()).toList());
    }
    Random random = new Random(21);
    for (int i = 0; i < MUTANTS; i++) {
      List<String> program = programs.get(random.nextInt(programs.size()));
      int start = random.nextInt(program.size());
      List<String> part =
          new ArrayList<>(program.subList(start, Math.min(program.size(), start + 120)));
      for (int n = random.nextInt(4); n >= 0 && part.size() > 1; n--) {
        damage(part, random);
      }
      check(String.join("", part));
    }
  }

  private static void damage(List<String> words, Random random) {
    int at = random.nextInt(words.size());
    int other = random.nextInt(words.size());
    switch (random.nextInt(3)) {
      case 0 -> words.remove(at);
      case 1 -> words.add(at, words.get(other));
      default -> words.set(at, words.get(other));
    }
  }

  /** Each nests itself at the hash. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(#)",
        "[#]",
        "(#,)",
        "{ a -> # }",
        "f(#)",
        "f(a=#)",
        "x[#]",
        "x[#:]",
        "-#",
        "not #",
        "# + a",
        "# ** a",
        "a ** #",
        "a ** -#",
        "#.x",
        "#()",
        "#[0]",
        "# and a",
        "if a { # } else { c }",
        "if # { b } else { c }",
        "scan a in b { c = # }",
        "repeat(1) { # }",
        "repeat(#) { b }",
        "(a + a) * f[(#)].x + 1",
        "(a -> b(#))",
      })
  void depthIsAnErrorAndNotACrash(String pattern) throws InterruptedException {
    String opening = pattern.substring(0, pattern.indexOf('#')).repeat(20_000);
    String closing = pattern.substring(pattern.indexOf('#') + 1).repeat(20_000);
    String nested = opening + "b" + closing;
    assertThat(codesOnSmallStack("fn f(x) {\n  y = " + nested + "\n}\n")).contains("E0105");
    assertThat(codesOnSmallStack("fn f(x) {\n  if a { y = " + opening)).isNotEmpty();
  }

  @Test
  void depthOfStatementsIsAnErrorToo() throws InterruptedException {
    String text = "fn f(x) {\n" + "if a { ".repeat(20_000) + "} ".repeat(20_000) + "}";
    assertThat(codesOnSmallStack(text)).containsExactly("E0105");
    assertThat(codesOnSmallStack("fn f(x) {\n" + "(".repeat(20_000))).containsExactly("E0105");
    String conditional = "fn f(x) = " + "if a { b } else ".repeat(20_000) + "{ c }";
    assertThat(codesOnSmallStack(conditional)).containsExactly("E0105");
  }

  private static List<String> codesOnSmallStack(String text) throws InterruptedException {
    List<String> codes = new ArrayList<>();
    Runnable parse =
        () ->
            new Parser()
                .parse(new SourceFile("f", text))
                .diagnostics()
                .forEach(diagnostic -> codes.add(diagnostic.code()));
    Thread thread = new Thread(null, parse, "small stack", SMALL_STACK);
    thread.start();
    thread.join();
    return codes;
  }

  @Test
  void whatIsAllowedCanBeWalked() throws InterruptedException {
    int deep = TokenList.DEEPEST - 10;
    String text = "fn f(x) {\n  y = " + "f(".repeat(deep) + "x" + ")".repeat(deep) + "\n}\n";
    List<String> printed = new ArrayList<>();
    Thread thread = new Thread(null, () -> printed.add(print(text)), "small stack", SMALL_STACK);
    thread.start();
    thread.join();
    assertThat(printed).hasSize(1);
  }

  private static String print(String text) {
    return FormatterChecks.format(text);
  }

  @Test
  void chainsAndBodiesMayBeLong() {
    check("fn f(x) = x" + " -> relu".repeat(5_000));
    check("fn f(x) {\n" + "x = relu(x)\n".repeat(5_000) + "}\n");
    check("fn f(x) {\nif a { } " + "else if a { } ".repeat(5_000) + "}\n");
  }
}
