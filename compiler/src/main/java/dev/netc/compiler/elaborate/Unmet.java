package dev.netc.compiler.elaborate;

import dev.netc.compiler.diagnostics.Enclosing;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.source.Span;
import java.util.List;

/**
 * Something that a declaration expects with {@code expect}, and does not find.
 *
 * @param message what is the matter, in its words
 * @param advice what to write instead, in its words, if it says so
 * @param place the author's argument that it is about, or the call
 * @param call the author's call
 * @param tensors what the declaration got, of what it names
 * @param path the author's own declarations that the call lies in, the innermost first
 */
public record Unmet(
    String message,
    List<String> advice,
    Span place,
    Span call,
    List<Value> tensors,
    List<Enclosing> path) {
  /** Keeps its own copies of the lists. */
  public Unmet {
    advice = List.copyOf(advice);
    tensors = List.copyOf(tensors);
    path = List.copyOf(path);
  }
}
