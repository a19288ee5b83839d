package dev.netc.compiler.format;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.ast.File;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.NodeChecks;
import dev.netc.compiler.syntax.Parser;
import dev.netc.compiler.syntax.TokenTree;
import dev.netc.grammar.NetLexer;
import java.util.List;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;

/** What holds whenever a text is formatted. */
public final class FormatterChecks {
  private FormatterChecks() {}

  /** The new text of one without syntax errors. */
  public static String format(String text) {
    Formatted formatted = new Formatter().format(source(text));
    assertThat(formatted.errors()).isEmpty();
    return formatted.text().orElseThrow();
  }

  /**
   * Formats a text and asserts that the result says the same, in the same words and with the same
   * comments, and comes out the same when formatted again.
   */
  public static String assertKeeps(String text) {
    String formatted = format(text);
    assertWithMessage("structure")
        .that(NodeChecks.structure(parse(formatted)))
        .isEqualTo(NodeChecks.structure(parse(text)));
    assertWithMessage("words").that(words(formatted)).isEqualTo(words(text));
    assertWithMessage("comments").that(comments(formatted)).isEqualTo(comments(text));
    assertWithMessage("formatted again").that(format(formatted)).isEqualTo(formatted);
    assertThat(formatted.lines().filter(line -> line.endsWith(" ")).toList()).isEmpty();
    assertThat(formatted).doesNotContain("\n\n\n");
    return formatted;
  }

  /** All words but commas, of which those behind the last of a list come and go. */
  private static List<String> words(String text) {
    return TokenTree.of(source(text)).words().stream()
        .filter(word -> word.getType() != NetLexer.COMMA)
        .map(Token::getText)
        .toList();
  }

  private static List<String> comments(String text) {
    return TokenTree.of(source(text)).comments().stream()
        .map(
            comment ->
                comment.getText().lines().map(String::strip).collect(Collectors.joining("\n")))
        .toList();
  }

  private static File parse(String text) {
    return new Parser().parse(source(text)).file();
  }

  private static SourceFile source(String text) {
    return new SourceFile("test.net", text);
  }
}
