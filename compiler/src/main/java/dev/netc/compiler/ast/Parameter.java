package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;
import java.util.Optional;

/**
 * A parameter of a declaration: {@code bias=true}, {@code x: [..., K]}, {@code index: int[N]}.
 *
 * @param span all of it
 * @param doc its documentation
 * @param name its name
 * @param rest whether it takes one argument, or all that are left: {@code layers...}
 * @param element the element type it must have, where one is given
 * @param shape the shape it must have, where one is given
 * @param defaultValue its value where no argument is given; may name parameters before it, and
 *     dimensions that the shapes of the tensors bind ({@code in_features=K})
 */
public record Parameter(
    Span span,
    Optional<Doc> doc,
    Name name,
    Rest rest,
    Optional<ElementName> element,
    Optional<ShapePattern> shape,
    Optional<Expression> defaultValue)
    implements Node {

  /** How many arguments a parameter takes. */
  public enum Rest {
    /** The one that is for it. */
    ONE,
    /** All that are left, as a list. */
    ALL
  }
}
