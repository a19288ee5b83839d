package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;

/**
 * The {@code ///} lines before a declaration, or before a line of a body.
 *
 * @param span from the first line to the last
 * @param text their text without the slashes and the one space behind them, joined by {@code \n}
 */
public record Doc(Span span, String text) implements Node {}
