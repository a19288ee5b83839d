package dev.netc.compiler.syntax;

import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import dev.netc.grammar.NetLexer;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Finds the comments of a file, which are no part of its tree. */
public final class Comments {
  private Comments() {}

  /** The comments that start with {@code //} and end with their line, in order. */
  public static List<Span> ofLines(SourceFile file) {
    NetLexer lexer = new NetLexer(new Utf16Stream(file, 0, file.length()));
    lexer.removeErrorListeners();
    List<Span> comments = new ArrayList<>();
    for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
      if (token.getType() == NetLexer.LINE_COMMENT) {
        comments.add(file.span(token.getStartIndex(), token.getStopIndex() + 1));
      }
    }
    return comments;
  }
}
