package dev.netc.compiler.diagnostics;

import dev.netc.compiler.source.Span;

/**
 * A remark on one place in a file.
 *
 * @param span the place
 * @param text what is to say about it; may be empty where the place speaks for itself
 */
public record Label(Span span, String text) {}
