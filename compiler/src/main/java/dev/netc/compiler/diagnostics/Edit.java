package dev.netc.compiler.diagnostics;

import dev.netc.compiler.source.Span;

/**
 * A change of text.
 *
 * @param span what is replaced; empty to insert
 * @param replacement the new text; empty to delete
 */
public record Edit(Span span, String replacement) {}
