package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;
import java.util.List;

/**
 * Statements in braces, or the one expression of a declaration written with {@code =}.
 *
 * @param span from brace to brace, or the expression
 * @param statements its statements, in order
 */
public record Block(Span span, List<Statement> statements) implements Node {

  /** Keeps its own copy of the list. */
  public Block {
    statements = List.copyOf(statements);
  }
}
