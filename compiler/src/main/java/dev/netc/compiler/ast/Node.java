package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;

/** Anything that is written in a {@code .net} file. */
public interface Node {
  /** The characters it was read from. */
  Span span();
}
