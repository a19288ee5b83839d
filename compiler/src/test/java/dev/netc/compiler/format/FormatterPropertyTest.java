package dev.netc.compiler.format;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.Parser;
import dev.netc.compiler.syntax.TokenTree;
import dev.netc.grammar.NetLexer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Formatting loses nothing, whatever the text looked like before. */
final class FormatterPropertyTest {
  private static final Pattern FENCED = Pattern.compile("(?s)```(?:net)?\\n(.*?)```");
  private static final int MUTANTS = 20;

  /** White space and comments that may stand between any two words of a line. */
  private static final List<String> WITHIN_LINE = List.of("", " ", "   ", "\t", " /* a */ ");

  /** What may stand where a line ends, or before an operator. */
  private static final List<String> BETWEEN_LINES =
      List.of("\n", "\n\n\n", "\r\n", " // b\n", "\n        // c\n", "\n\n/* d\n   e */\n");

  /** Every text of the language in the repository. */
  private static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      for (Path file : files.filter(FormatterPropertyTest::isSource).sorted().toList()) {
        String text = Files.readString(file);
        if (file.toString().endsWith(".net")) {
          texts.add(text);
        } else {
          FENCED.matcher(text).results().forEach(block -> texts.add(block.group(1)));
        }
      }
    }
    return texts.stream().filter(FormatterPropertyTest::isRight).toList();
  }

  private static boolean isSource(Path file) {
    String name = file.toString();
    return (name.endsWith(".net") || name.endsWith(".md"))
        && !name.contains("target")
        && Files.isRegularFile(file);
  }

  private static boolean isRight(String text) {
    return !new Parser().parse(new SourceFile("test.net", text)).hasErrors();
  }

  @TestFactory
  Stream<DynamicTest> allTextsKeepTheirMeaning() throws IOException {
    List<String> texts = texts();
    assertThat(texts.size()).isAtLeast(60);
    return texts.stream()
        .map(text -> DynamicTest.dynamicTest(name(text), () -> FormatterChecks.assertKeeps(text)));
  }

  @TestFactory
  Stream<DynamicTest> otherWhiteSpaceAndMoreCommentsChangeNothing() throws IOException {
    Random random = new Random(7);
    return texts().stream()
        .map(
            text ->
                DynamicTest.dynamicTest(
                    name(text),
                    () -> {
                      for (int i = 0; i < MUTANTS; i++) {
                        assertKeepsIfRight(mutated(text, random));
                      }
                    }));
  }

  private static String name(String text) {
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("nothing");
  }

  private static void assertKeepsIfRight(String mutant) {
    try {
      if (isRight(mutant)) {
        FormatterChecks.assertKeeps(mutant);
      }
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError("with the text\n" + mutant, failure);
    }
  }

  /** The same words with other white space here and there. */
  private static String mutated(String text, Random random) {
    TokenTree tree = TokenTree.of(new SourceFile("test.net", text));
    List<Token> all =
        Stream.concat(
                tree.words().stream().filter(word -> word.getType() != Token.EOF),
                tree.comments().stream())
            .sorted((a, b) -> Integer.compare(a.getStartIndex(), b.getStartIndex()))
            .toList();
    StringBuilder mutant = new StringBuilder();
    int end = 0;
    int rarity = 1 + random.nextInt(20);
    for (Token token : all) {
      String between = text.substring(end, token.getStartIndex());
      boolean changes = random.nextInt(rarity) == 0;
      mutant.append(changes ? other(between, token, random) : between);
      mutant.append(token.getText());
      end = token.getStopIndex() + 1;
    }
    return mutant.append(text.substring(end)).toString();
  }

  private static String other(String between, Token next, Random random) {
    if (between.contains("\n") || next.getType() == NetLexer.ARROW || random.nextInt(4) == 0) {
      return BETWEEN_LINES.get(random.nextInt(BETWEEN_LINES.size()));
    }
    String other = WITHIN_LINE.get(random.nextInt(WITHIN_LINE.size()));
    return other.isEmpty() && !between.isEmpty() ? " " : other;
  }

  @Test
  void aMutantOftenReadsAsWell() throws IOException {
    Random random = new Random(8);
    List<String> mutants =
        texts().stream().map(text -> mutated(text, random)).collect(Collectors.toList());
    assertThat(mutants.stream().filter(FormatterPropertyTest::isRight).count())
        .isAtLeast(mutants.size() / 3);
  }
}
