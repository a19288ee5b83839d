package dev.netc.compiler.syntax;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.format.FormatterChecks;
import dev.netc.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However deep a text nests, or long it is, the parser and the formatter do not run out of stack.
 */
final class NestingTest {
  /** Half of what the main thread of a JVM has where it has little. */
  private static final long SMALL_STACK = 512 * 1024;

  private static void check(String text) {
    ParseResult result = new Parser().parse(new SourceFile("test.net", text));
    assertThat(result.diagnostics()).isEmpty();
    NodeChecks.assertSpansNest(result.file());
    FormatterChecks.assertKeeps(text);
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

  /** To know what a bracket holds, the parser looks at all of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"-", "not ", "a ** ", "a ** -", "- not ", "if a { b } else ", "a == not "})
  void operatorsInBracketsAreLimitedToo(String operator) throws InterruptedException {
    for (String bracket : List.of("x[#]", "x[#:]", "(#)", "f(a=#)")) {
      for (int depth : List.of(90, 110, 220, 20_000)) {
        String text = bracket.replace("#", operator.repeat(depth) + "{ b }");
        assertThat(codesOnSmallStack("fn f(x) {\n  y = " + text + "\n}\n"))
            .isAnyOf(List.of(), List.of("E0105"));
      }
    }
  }

  @Test
  void whatOnlyFollowsOneAnotherIsNotDeep() {
    check("fn f(x) = [" + "-1, not a, a ** 2, ".repeat(300) + "0]\n");
    check("fn f(x) {\n" + "require not a\nreturn -1\ny = -b ** 2\n-> relu\n".repeat(300) + "}\n");
    check("fn f(x) = f(" + "-a ** 2 * ".repeat(200) + "1)\n");
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
