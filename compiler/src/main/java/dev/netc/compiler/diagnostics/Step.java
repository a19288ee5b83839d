package dev.netc.compiler.diagnostics;

import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * One of the steps that led to a shape: an input, or the application of a layer or function.
 *
 * @param name what the author calls it: {@code pool1}
 * @param shape the whole shape that it gives: {@code [N, 16, 15, 15]}
 * @param arithmetic how its sizes were computed, an equation each: {@code 15 = floor(30 / 2)}
 * @param span where it stands, if that is known
 */
public record Step(String name, String shape, List<String> arithmetic, Optional<Span> span) {

  /** Keeps its own copy of the list. */
  public Step {
    arithmetic = List.copyOf(arithmetic);
  }
}
