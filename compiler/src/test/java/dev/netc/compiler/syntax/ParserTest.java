package dev.netc.compiler.syntax;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.ast.BinaryOperator;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.File;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Colors;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.TextRenderer;
import dev.netc.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ParserTest {

  private static final Pattern FENCED = Pattern.compile("(?s)```(?:netc)?\\n(.*?)```");

  /** One of every construct, and the library. */
  static List<Path> sources() throws IOException {
    try (Stream<Path> language = Files.walk(Path.of("src/test/resources/language"));
        Stream<Path> library =
            Files.walk(Path.of("src/main/resources/dev/netc/compiler/library"))) {
      return Stream.concat(language, library)
          .filter(file -> file.toString().endsWith(".net"))
          .sorted()
          .toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> readsTheExamplesOfTheReference() throws IOException {
    String reference = Files.readString(Path.of("../docs/language.md"));
    List<String> examples =
        FENCED.matcher(reference).results().map(example -> example.group(1)).toList();
    assertThat(examples).isNotEmpty();
    return examples.stream()
        .map(example -> example.replace("{ … }", "{}"))
        .map(example -> DynamicTest.dynamicTest(example, () -> parse(example)));
  }

  static File parse(String text) {
    ParseResult result = new Parser().parse(new SourceFile("test.net", text));
    assertThat(new TextRenderer(Colors.NONE).render(result.diagnostics())).isEmpty();
    return result.file();
  }

  @TestFactory
  Stream<DynamicTest> readsTheLanguageAndTheLibrary() throws IOException {
    return sources().stream()
        .map(path -> DynamicTest.dynamicTest(path.toString(), () -> assertReads(path)));
  }

  private static void assertReads(Path path) throws IOException {
    File file = parse(Files.readString(path));
    assertThat(file.declarations()).isNotEmpty();
    NodeChecks.assertSpansNest(file);
  }

  private static List<Statement> body(String statements) {
    Declaration only = parse("fn f(x) {\n" + statements + "\n}").declarations().get(0);
    return ((Declaration.Function) only).body().statements();
  }

  @Test
  void aParenthesisOnANewLineStartsAStatement() {
    List<Statement> statements = body("a = b\n(c, d) = e\n(f, g) -> h");
    assertThat(statements).hasSize(3);
    assertThat(((Statement.Binding) statements.get(0)).value())
        .isInstanceOf(Expression.Reference.class);
  }

  @Test
  void anOperatorOnANewLineContinuesTheStatement() {
    List<Statement> statements = body("a = b\n - c\n -> d\n @ e".replace("\n @ e", ""));
    assertThat(statements).hasSize(1);
    Expression.Chain chain = (Expression.Chain) ((Statement.Binding) statements.get(0)).value();
    assertThat(((Expression.Binary) chain.head()).operator()).isEqualTo(BinaryOperator.SUBTRACT);
  }

  @Test
  void statementsMayShareALine() {
    assertThat(body("a = b c = d e(f) return a")).hasSize(4);
  }

  @Test
  void wordsOfTheLanguageAreNamesWhereTheyStartNothing() {
    List<Statement> statements = body("loss = input - target output = loss return output(state)");
    assertThat(statements).hasSize(3);
    assertThat(statements.get(0)).isInstanceOf(Statement.Binding.class);
  }

  @Test
  void operatorsBindAsInPython() {
    assertThat(value("-a ** -b * c + d")).isEqualTo(value("((-(a ** (-b))) * c) + d"));
    assertThat(value("a ** b ** c")).isEqualTo(value("a ** (b ** c)"));
    assertThat(value("a - b - c")).isEqualTo(value("(a - b) - c"));
    assertThat(value("not a == b and c or d")).isEqualTo(value("((not (a == b)) and c) or d"));
    assertThat(value("a @ b / c % d")).isEqualTo(value("((a @ b) / c) % d"));
  }

  private static String value(String expression) {
    Statement.Return only = (Statement.Return) body("return " + expression).get(0);
    return NodeChecks.structure(only.value());
  }

  @Test
  void theBracesOfAnOptimizerHoldGroupsAndThoseOfAStageStages() {
    File file =
        parse(
            "network A {\n y = x -> { Linear(1) }\n optimizer SGD { \"*.bias\": lr=1, \"w\": lr=2 }\n}");
    Declaration.Network network = (Declaration.Network) file.declarations().get(0);
    Statement.Optimizer optimizer = (Statement.Optimizer) network.body().statements().get(1);
    assertThat(optimizer.groups()).hasSize(2);
    assertThat(optimizer.call().arguments()).isEmpty();
  }

  @Test
  void aSingleListHoldsTensorsExceptForASchedule() {
    List<Declaration> declarations =
        parse("layer A(x) = x\nfn b(x, k=1) = x\nschedule c(k=1) = k\nloss d(r) (x) = x")
            .declarations();
    List<Integer> statics =
        declarations.stream().map(d -> ((Declaration.Function) d).statics().size()).toList();
    assertThat(statics).containsExactly(0, 0, 1, 1).inOrder();
  }

  @Test
  void documentationBelongsToWhatFollowsIt() {
    File file =
        parse(
            "/// One\n///\n///  two\nfn f(x) {\n  /// The y.\n  y = x\n  return y\n}\n//// no\nfn g(x) = x");
    Declaration.Function f = (Declaration.Function) file.declarations().get(0);
    assertThat(f.doc().orElseThrow().text()).isEqualTo("One\n\n two");
    Statement.Binding y = (Statement.Binding) f.body().statements().get(0);
    assertThat(y.doc().orElseThrow().text()).isEqualTo("The y.");
    assertThat(file.declarations().get(1).doc()).isEmpty();
  }

  @Test
  void keepsWhatItCouldRead() {
    ParseResult result =
        new Parser()
            .parse(new SourceFile("test.net", "fn f(x) {\n a = = 1\n return x\n}\nfn g(x) = x"));
    assertThat(result.hasErrors()).isTrue();
    assertThat(result.file().declarations()).hasSize(2);
  }

  @Test
  void spansCountUtf16UnitsAlsoBehindWideCharacters() {
    File file = parse("// \uD83D\uDE00\nfn f(x) = x");
    assertThat(file.declarations().get(0).name().span().text()).isEqualTo("f");
  }

  @Test
  void diagnosticsComeInTheOrderOfTheText() {
    List<Diagnostic> diagnostics =
        new Parser()
            .parse(new SourceFile("test.net", "fn f(x) {\n a = = 1\n b = ?\n}"))
            .diagnostics();
    assertThat(diagnostics).isInOrder(Diagnostic.BY_POSITION);
    assertThat(diagnostics).hasSize(2);
  }
}
