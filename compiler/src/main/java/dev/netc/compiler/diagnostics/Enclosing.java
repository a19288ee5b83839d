package dev.netc.compiler.diagnostics;

import dev.netc.compiler.source.Span;

/**
 * One of the declarations of the author's own that a finding lies in, with the call that led there.
 *
 * @param declaration its name: {@code Block}
 * @param layer the path of the layer that was applied: {@code encoder.block3}; empty if it has none
 * @param call where it is applied
 */
public record Enclosing(String declaration, String layer, Span call) {

  @Override
  public String toString() {
    return "in `"
        + declaration
        + "`"
        + (layer.isEmpty() ? "" : " `" + layer + "`")
        + ", applied at "
        + call;
  }
}
