package dev.netc.compiler.syntax;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.SourceFile;
import dev.netc.grammar.NetParser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.antlr.v4.runtime.atn.DecisionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The time to parse grows with the text and not with its square: no decision of the grammar looks
 * further ahead because there is more text.
 */
final class LookaheadTest {
  private static final int REPEATS = 100;
  private static final int FAR = 60;

  static Stream<String> programs() {
    return Stream.of(
        "fn f(x) {\n"
            + "x = x -> a: Linear(64, bias=false) -> relu as [N, 64]\n".repeat(REPEATS)
            + "}",
        "fn f(x) {\n" + "x -> print f(x)\n(a, b) = c\n(a, b) -> d\n".repeat(REPEATS) + "}",
        "fn f(x) = x" + "\n-> a: Linear(64, bias=false) as [N, 64]".repeat(REPEATS),
        "fn f(x) = x"
            + " -> {a: b(1) -> c} -> repeat(2) i { d } -> if e { f } else { g }".repeat(REPEATS),
        "fn f(x) = [" + "g(1, a=2), x[:, 0, 1:2], (b, c), ".repeat(REPEATS) + "]",
        "fn f(x" + ", a: float[N, C, ...] = 1".repeat(REPEATS) + ") = 1",
        "fn f(x) {\n"
            + "if a { x = 1 } else if b(c) { y = 2 } else { return 3 }\n".repeat(REPEATS)
            + "}",
        "fn f(x) {\n"
            + "param w: [A, B] ~ uniform(-1, 1)\nbuffer b: int[] = 0\n".repeat(REPEATS)
            + "}",
        "network A {\n"
            + "loss a(b)\nmetric a(b)\noutput a, b\nrequire (a == b), \"c\"\n".repeat(REPEATS)
            + "}",
        "network A {\noptimizer B {\n"
            + "\"a\", \"b\": c=1, d=2, \"e\": f=3\n".repeat(REPEATS)
            + "}\n}",
        "fn f(x) {\n"
            + "y = scan a in b, c in d along 1 with e = f { e = g yield h }\n".repeat(REPEATS)
            + "}",
        "network A = B(c=1)\nlayer L(a) (b) { return c }\nfn f(a) = b\n".repeat(REPEATS));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void noDecisionLooksFar(String text) {
    SourceFile source = new SourceFile("test.net", text);
    List<Diagnostic> diagnostics = new ArrayList<>();
    TokenList tokens = TokenList.read(source.wholeSpan(), diagnostics);
    NetParser parser = Parser.parser(tokens, new SyntaxErrors(tokens, diagnostics));
    parser.setProfile(true);
    parser.file();
    assertWithMessage("errors").that(diagnostics).isEmpty();
    for (DecisionInfo decision : parser.getParseInfo().getDecisionInfo()) {
      int rule = parser.getATN().getDecisionState(decision.decision).ruleIndex;
      assertWithMessage("tokens looked at in %s", NetParser.ruleNames[rule])
          .that(Math.max(decision.SLL_MaxLook, decision.LL_MaxLook))
          .isLessThan(FAR);
    }
  }
}
