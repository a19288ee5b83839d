package dev.netc.compiler.syntax;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.SourceFile;
import dev.netc.grammar.NetParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * A text as ANTLR reads it: each word and each comment, for the formatter. Everybody else works on
 * the syntax tree, which knows what the words mean.
 *
 * @param file the tree of the words
 * @param words its leaves, in order; the end of the text is the last
 * @param comments the comments between them, documentation too, in order
 */
public record TokenTree(NetParser.FileContext file, List<Token> words, List<Token> comments) {

  /** Keeps its own copies of the lists. */
  public TokenTree {
    words = List.copyOf(words);
    comments = List.copyOf(comments);
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it has syntax errors, which {@link Parser} reports
   */
  public static TokenTree of(SourceFile source) {
    List<Diagnostic> errors = new ArrayList<>();
    TokenList words = TokenList.read(source.wholeSpan(), errors);
    NetParser.FileContext tree = Parser.parser(words, new SyntaxErrors(words, errors)).file();
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(source + " has syntax errors: " + errors.get(0));
    }
    return new TokenTree(tree, words.tokens(), words.comments());
  }
}
