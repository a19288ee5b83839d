package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;
import java.util.List;

/**
 * The text of a {@code require} or {@code repr}, or a name that is put together: {@code "expects
 * {in_features} features, its input has {K}"}.
 *
 * @param span from quote to quote
 * @param parts literal text and expressions, in order
 */
public record Message(Span span, List<Part> parts) implements Node {

  /** Keeps its own copy of the list. */
  public Message {
    parts = List.copyOf(parts);
  }

  /** A name, as the text that is always the same. */
  public static Message plain(Name name) {
    return new Message(name.span(), List.of(new Part.Text(name.span(), name.text())));
  }

  /** A piece of a message. */
  public sealed interface Part extends Node {

    /** Calls the visitor's method for this kind of part. */
    <R> R accept(PartVisitor<R> visitor);

    /**
     * Characters that stand for themselves.
     *
     * @param span as they are written, with escapes
     * @param text as they are meant
     */
    record Text(Span span, String text) implements Part {
      @Override
      public <R> R accept(PartVisitor<R> visitor) {
        return visitor.visitText(this);
      }
    }

    /**
     * An expression in braces, shown as its value.
     *
     * @param span from brace to brace
     * @param value the expression
     */
    record Hole(Span span, Expression value) implements Part {
      @Override
      public <R> R accept(PartVisitor<R> visitor) {
        return visitor.visitHole(this);
      }
    }
  }

  /** One method for each kind of part. */
  public interface PartVisitor<R> {
    /** Literal text. */
    R visitText(Part.Text text);

    /** An expression. */
    R visitHole(Part.Hole hole);
  }
}
