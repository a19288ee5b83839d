package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;

/**
 * {@code import "blocks.net"}.
 *
 * @param span the whole line
 * @param path the path as written, relative to the importing file, then to the source roots
 */
public record Import(Span span, Expression.StringLiteral path) implements Node {}
